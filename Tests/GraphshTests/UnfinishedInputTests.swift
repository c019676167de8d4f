import GQL
import TestSupport
import Testing
@testable import graphsh

/// What is no statement yet, and what will never be one.
@Suite struct UnfinishedInputTests {
  /// No line behind it would make it a statement: Enter ends it.
  @Test(arguments: [("backs the truce", "`.backs`"), ("Who backs the truce?", "`.backs THING`"), ("what did Ada say", "`.about NAME`")])
  func questionsAreNoStatements(text: String, hint: String) {
    let harness = Harness(isInteractive: true)
    #expect(Shell.isComplete(text) && harness.shell.take(line: text) == .failed && harness.notices.contains(hint), "\(harness.notices)")
    #expect(harness.shell.take(line: "RETURN 1;") == .done)
  }

  @Test func aCommandWithinAStatementIsToldOf() {
    let harness = Harness(isInteractive: true)
    #expect(harness.shell.take(line: "MATCH (n) RETURN n") == .done && harness.notices.isEmpty)
    #expect(harness.shell.take(line: ".mode csv") == .done && harness.notices.contains("end the statement above with `;`"))
    #expect(harness.shell.take(line: ";") == .done)
    harness.notices = ""
    #expect(harness.shell.take(line: "RETURN 'a") == .done && harness.shell.take(line: ".mode csv") == .done && harness.notices.contains("end that with `;`"))
    harness.shell.abandonStatement()
    harness.notices = ""
    #expect(harness.shell.take(line: "RETURN n") == .done && harness.shell.take(line: ".name") == .done && harness.notices.isEmpty)
  }
}
