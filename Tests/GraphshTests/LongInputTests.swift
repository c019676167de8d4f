import Glibc
import Testing

@testable import graphsh

/// Input of many lines, and input without end.
@Suite struct LongInputTests {
  /// What comes in lines is cut as what comes at once is.
  @Test func statementsAreFoundInPieces() {
    let text = "-- a; b\n\n/* c;\n ' */ RETURN 'x;\n' -- it's\n, `y;\n` /* d\n*/; RETURN 2\n;;\n/* e;\n*/\nMATCH (a)-- -- ; (\n--(b)\n"
    var (pieces, whole) = (StatementBuffer(), StatementBuffer())
    whole.append(line: text)
    var (found, expected): ([String], [String]) = ([], [])
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      pieces.append(line: String(line))
      while let statement = pieces.nextStatement() { found.append(statement) }
    }
    while let statement = whole.nextStatement() { expected.append(statement) }
    #expect(found == expected && found.count == 2)
    // Blanks behind a statement go with its line.
    #expect(pieces.rest()?.split(separator: "\n") == whole.rest()?.split(separator: "\n"))
  }

  /// Empty lines, remarks with and without `;`, and comments that stay open: each line is looked at once.
  @Test(arguments: [("", ""), ("", "-- hello"), ("", "-- a; b"), ("", "/* c; */"), ("RETURN '", "d;"), ("/*", "e;")])
  func linesOfNothingTakeNoTime(_ first: String, _ line: String) {
    let harness = Harness()
    let start = ContinuousClock.now
    #expect(harness.shell.take(line: first) == .done)
    for _ in 0..<50_000 where harness.shell.take(line: line) != .done { Issue.record("nothing is to run") }
    #expect(ContinuousClock.now - start < .seconds(20))
  }

  @Test func aStatementHasALimit() {
    let harness = Harness(keepsGoing: true)
    harness.shell.statementByteLimit = 1 << 10
    var outcome = Shell.Outcome.done
    for _ in 0..<100 where outcome == .done { outcome = harness.shell.take(line: "RETURN 1, -- and so on") }
    #expect(outcome == .quit(.failure))
    #expect(harness.notices == "error: a statement is longer than 1KB\n" && harness.rows.isEmpty)
  }

  @Test func aLineHasALimit() throws {
    let endless = open("/dev/zero", O_RDONLY)
    defer { close(endless) }
    let reader = PlainReader(descriptor: endless, lineByteLimit: 1 << 20)
    #expect(reader.next() == .broken(reason: "line 1 is longer than 1MB"))
  }
}
