import Foundation
import TestSupport
import Testing

@testable import graphsh

/// Standard streams that are closed or broken: nothing else takes their places, and what is lost is told.
@Suite struct ClosedStreamTests {
  private let folder: TemporaryFile

  init() throws { folder = try TemporaryFile() }

  /// Runs the program as a shell line says it, in a folder of its own.
  private func run(_ line: String) throws -> (status: Int32, output: String, complaints: String) {
    try runProgram("/bin/sh", ["-c", "cd '\(folder.folder)' && " + line.replacing("graphsh", with: "'\(Programs.graphsh)'")])
  }

  @Test(arguments: ["graphsh <&-", "graphsh < .", "graphsh import --create a.graph - <&-", "graphsh import --create --format apoc a.graph - <&-"])
  func inputThatCannotBeReadIsAnError(line: String) throws {
    let outcome = try run(line)
    #expect(outcome.status == 1 && outcome.output.isEmpty, "\(outcome)")
    #expect(outcome.complaints.contains("error: cannot read standard input: "), "\(outcome.complaints)")
    #expect(!FileManager.default.fileExists(atPath: folder.folder + "/a.graph"))
  }

  @Test(arguments: ["graphsh -c 'RETURN 1' >&-", "echo 'RETURN 1' | graphsh >&-"])
  func rowsThatNobodyTakesAreAnError(line: String) throws {
    let outcome = try run(line)
    #expect(outcome.status == 1 && outcome.complaints.contains("cannot write the answer"), "\(outcome)")
  }

  /// A file that is written meanwhile holds its own text and no other.
  @Test func filesDoNotTakeTheirPlaces() throws {
    let made = try run("graphsh --create a.graph -c \"INSERT (:A {name: 'one'})\" && graphsh export a.graph -o a.gql <&- >&- 2>&-; echo $?; cat a.gql")
    #expect(made.output.hasPrefix("0\n") && made.output.contains("INSERT") && !made.output.contains("written"), "\(made)")
    let read = try run("graphsh --create b.graph -f a.gql <&- >&- 2>&-; echo $?; graphsh b.graph --mode csv -c 'MATCH (n) RETURN n.name'")
    #expect(read.output == "0\nn.name\none\n", "\(read)")
  }
}
