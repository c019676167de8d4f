import TestSupport
import Testing

@testable import graphsh

/// What a script leaves open, and where in it an error is.
@Suite struct ScriptEndTests {
  @Test(arguments: [
    ("START TRANSACTION; INSERT (:T)", 1 as Int32, true), ("START TRANSACTION; INSERT (:T);\n.quit", 1, true),
    ("START TRANSACTION READ ONLY; MATCH (n) RETURN COUNT(*)", 0, false), ("START TRANSACTION; INSERT (:T); COMMIT", 0, false),
  ])
  func whatIsNotCommittedIsTold(script: String, status: Int32, isTold: Bool) throws {
    let file = try BuiltProgram.make()
    let outcome = try runProgram(Programs.graphsh, [file.path, "-c", script])
    #expect(outcome.status == status, "\(outcome.complaints)")
    #expect(outcome.complaints.contains("the open transaction is rolled back") == isTold, "\(outcome.complaints)")
  }

  @Test func errorsAsJSONTellTheLineOfTheScript() throws {
    let file = try BuiltProgram.make()
    let outcome = try runProgram(Programs.graphsh, [file.path], input: ".set errors json\n\nRETURN 1;\nRETURN\n  x;\n")
    #expect(outcome.complaints.contains("\"line\":2,") && outcome.complaints.contains("\"file\":null,\"file_line\":4,"), "\(outcome.complaints)")
  }
}
