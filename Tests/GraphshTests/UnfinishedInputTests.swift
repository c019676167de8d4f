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

  /// What is pasted has statements and commands by turns, and a line break at its end.
  @Test(arguments: [
    ("RETURN 1;\n.ask money\n", true), ("RETURN 1;\n.ask money\nRETURN\n 2;\n\n", true), (".ask money\nRETURN 2;\n", true), ("RETURN 1;\n.ask money\nRETURN 2\n", false),
    ("RETURN 1;\nRETURN n\n.name\n", false), ("RETURN '1;\n.ask money\n", true), ("RETURN 1;\nbacks levy\n", true),
  ])
  func pastedBlocksEnd(text: String, isWhole: Bool) { #expect(Shell.isComplete(text) == isWhole) }

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
