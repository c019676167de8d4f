import Foundation
import GQL
import GraphStore
import TestSupport
import Testing

@testable import graphsh

/// What is taller than the screen of a person goes through a program, and there all rows show.
@Suite struct PagerTests {
  private let folder: TemporaryFile
  private var paged: String? { try? String(contentsOfFile: folder.folder + "/paged", encoding: .utf8) }

  init() throws { folder = try TemporaryFile() }

  private func harness(pager: String? = nil) -> Harness {
    Harness(isInteractive: true, screenWidth: 80, environment: ["PAGER": pager ?? "cat > '\(folder.folder)/paged'"])
  }

  private static func numbers(_ count: Int64) -> QueryResult { result([("n", .int)], (0..<count).map { [.int($0)] }) }

  @Test func aPagerLeadsThroughAllRows() throws {
    let harness = harness()
    try harness.shell.show(Self.numbers(992), source: "")
    #expect(harness.rows.isEmpty)
    let paged = try #require(self.paged)
    #expect(paged.lines.count == 992 + 6 && paged.contains("│ 500 │") && !paged.contains("shown"))
  }

  /// Of more than ten thousand the first and the last, and how to see the rest.
  @Test func thereIsALimitInAPagerToo() throws {
    let harness = harness()
    try harness.shell.show(Self.numbers(10_001), source: "")
    let paged = try #require(self.paged)
    #expect(paged.contains("│  4999 │") && !paged.contains("│  5000 │") && paged.contains("│  5001 │"))
    #expect(paged.contains("10000 of 10001 rows shown, 1 left out; `.set maxrows 0` or `| less` shows all"))
  }

  @Test func whatFitsIsWrittenWhole() throws {
    let harness = harness()
    try harness.shell.show(Self.numbers(10), source: "")
    #expect(self.paged == nil && harness.rows.contains("│   9 │"))
  }

  @Test func maxrowsHoldsInThePagerToo() throws {
    let harness = harness()
    #expect(harness.shell.take(line: ".set maxrows 30") == .done)
    try harness.shell.show(Self.numbers(992), source: "")
    #expect(self.paged?.contains("30 of 992 rows shown") == true)
    #expect(harness.shell.take(line: ".set maxrows auto") == .done && harness.shell.settings.maxRows == nil)
  }

  /// A pager that cannot be run, is switched off, or is not wanted: the screen's own number of rows.
  @Test(arguments: ["/no/such/program", "", "cat"])
  func withoutAPagerTheScreenIsSpared(pager: String) throws {
    let harness = harness(pager: pager)
    try harness.shell.show(Self.numbers(992), source: "")
    #expect(harness.rows.contains("40 of 992 rows shown, 952 left out; `.set maxrows 0` or `| less` shows all"))
  }

  /// A screen of more lines than the answer shows all of it, with a pager or without.
  @Test func whatHasRoomIsWhole() throws {
    for height in [992, 998, 2_000] {
      let harness = Harness(isInteractive: true, screenWidth: 80, screenHeight: height, environment: ["PAGER": ""])
      try harness.shell.show(Self.numbers(992), source: "")
      #expect(harness.rows.contains("rows shown") == (height < 999), "\(height)")
    }
  }

  @Test func pagerNeverIsNever() throws {
    let harness = harness()
    #expect(harness.shell.take(line: ".set pager never") == .done)
    try harness.shell.show(Self.numbers(992), source: "")
    #expect(self.paged == nil && harness.rows.contains("40 of 992 rows shown"))
  }

  @Test func withoutLessThereIsNone() {
    #expect(Pager.command(in: ["PATH": folder.folder]) == nil)
    #expect(Pager.command(in: ["PATH": folder.folder, "PAGER": "more"]) == "more")
  }

  /// The text of a question is longer than a screen, too.
  @Test func textsOfQuestionsArePaged() throws {
    let harness = harness()
    harness.shell.engine.questionText = { _ in String(repeating: "RETURN 1\n", count: 60) }
    #expect(harness.shell.take(line: ".backs truce --show") == .done)
    #expect(harness.rows.isEmpty && self.paged?.lines.count == 61)
  }
}
