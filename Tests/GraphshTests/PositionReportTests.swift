import Foundation
import GQL
import GraphStore
import Testing

@testable import graphsh

@Suite struct PositionReportTests {
  @Test func hasTheShapeOfTheIssue() throws {
    let table = try #require(PositionTable(Harbour.result))
    let report = PositionReport(table, width: 100, style: .plain)
    #expect(
      report.text == """
        Harbour levy · covers ferries, cargo · excludes fishing
        3 documents, 2025-05-02 to 05-09 · ~ inferred date

        FOR
          Ada Osei      proposes   as first step, before the vote  since ~05-01  2 docs [1][2] !1
          Port Council  supports   if revenue stays local          05-09         1 doc [3] conditional
        RESERVED
          Jon Vale      withholds  wants cost figures              05-02         2 docs, 1 origin [1][2]
        DISPUTED: Norland (state)
          +  proposes  it with Osei    according to Ada Osei                ~05-01  [1]
          0            nothing agreed  according to its transport minister  05-02   [2]
        OPPOSED   none on record (not the same as consent)
        NOT COUNTED, other scope: fishing levy (Fishers' Union)

        !1 documents differ on when she first voiced it
        [1] harbour-a 2025-05-02   [2] harbour-b ~2025-05-03   [3] harbour-c 2025-05-09

        """)
  }

  @Test func narrowScreensWrap() throws {
    let table = try #require(PositionTable(Harbour.result))
    let report = PositionReport(table, width: 60, style: .plain)
    #expect(report.text.contains("as first step"))
  }

  /// Other scopes neither count as documents nor run over the edge of the screen.
  @Test func whatIsNotCountedIsListedByThing() throws {
    func elsewhere(_ thing: String, _ actor: String) -> [Value] {
      Harbour.row("NOT COUNTED", actor, verb: "opposes", sign: -1, short: thing, documents: [Harbour.b], note: "other scope")
    }
    let rows = result(
      Harbour.columns,
      [
        Harbour.row("FOR", "Ada Osei", verb: "proposes", sign: 1, documents: [Harbour.a], origins: 1),
        elsewhere("fishing levy", "Fishers' Union"), elsewhere("levy on sailing boats", "Harbour Club"),
        elsewhere("fishing levy", "Jon Vale"),
      ])
    let report = PositionReport(try #require(PositionTable(rows)), width: 60, style: .plain)
    #expect(
      report.text == """
        1 document, 2025-05-02

        FOR
          Ada Osei  proposes  undated  1 doc [1]
        OPPOSED   none on record (not the same as consent)
        NOT COUNTED, other scope: fishing levy (-\u{A0}Fishers' Union,
            -\u{A0}Jon Vale), levy on sailing boats (-\u{A0}Harbour Club)

        [1] harbour-a 2025-05-02

        """)
  }

  /// What is only on a part says so, and stands after what is on the whole.
  @Test func scopesAreTold() throws {
    func row(_ section: String, _ actor: String, _ scope: Value, short: String? = nil, note: String? = nil) -> [Value] {
      Harbour.row(section, actor, verb: "backs", sign: 1, short: short, documents: [Harbour.a], origins: 1, note: note) + [scope]
    }
    let rows = result(
      Harbour.columns + [("scope", .list(.string))],
      [
        row("FOR", "Ada", .list(["ferries", "nights"])), row("FOR", "Ada", .list(["cargo"]), short: "at once"), row("FOR", "Jon", .list([])),
        row("NOT COUNTED", "Kay", .list(["nights"]), short: "toll", note: "on parts of it"),
      ])
    let report = PositionReport(try #require(PositionTable(rows)), width: 80, style: .plain)
    #expect(
      report.text.hasPrefix(
        """
        1 document, 2025-05-02

        FOR
          Jon  backs                         undated  1 doc [1]
          Ada  backs  only: ferries, nights  undated  1 doc [1]
          Ada  backs  only: cargo · at once  undated  1 doc [1]
        OPPOSED   none on record (not the same as consent)
        NOT COUNTED, on parts of it: toll (+\u{A0}Kay only: nights)

        """), "\(report.text)")
  }

  @Test func whatNoDocumentSaysHasNoEmptyFootnote() throws {
    let rows = result(Harbour.columns, [Harbour.row("FOR", "Ada Osei", verb: "proposes", sign: 1, origins: 1)])
    let report = PositionReport(try #require(PositionTable(rows)), width: 60, style: .plain)
    #expect(report.text.hasPrefix("FOR\n  Ada Osei  proposes  undated  no document\n"))
    #expect(!report.text.contains("[") && !report.text.contains("origin"))
  }

  @Test func hostileNamesAreShown() throws {
    let hostile = result(
      Harbour.columns,
      [
        Harbour.row(
          "UNSIGNED", "\u{1B}]0;x\u{7}", type: "RESERVED_ABOUT", documents: [("\u{202E}d", "2025-01-01")])
      ])
    let report = PositionReport(try #require(PositionTable(hostile)), width: 80, style: .plain)
    #expect(!report.text.unicodeScalars.contains { $0 != "\n" && VisibleText.isHarmful($0) })
    #expect(report.text.contains("reserved about") && !report.text.contains("OPPOSED"))
  }

  /// Times as exactly as they are known; conditions of several documents are alternatives.
  @Test(arguments: [
    ("by 2025-05-02", false, "by 05-02"), ("until 1966", false, "until 1966"), ("by 2025-05-02", true, "by ~05-02"), ("since 2025-05-02", true, "since ~05-02"),
    ("2025-05-02/2025-05-04", true, "~05-02/05-04"), ("1966", false, "1966"), ("since 2009", false, "since 2009"), ("2025-05", true, "~2025-05"), ("since 2025-05/2025-05-09", false, "since 2025-05/05-09"),
    ("2025-05-02", true, "~05-02"),
  ])
  func timesAreShownAsKnown(since: String, isInferred: Bool, shown: String) throws {
    let rows = result(
      Harbour.columns,
      [Harbour.row("FOR", "Ada", verb: "backs", sign: 1, since: since, isInferred: isInferred, documents: [Harbour.a], origins: 1)])
    let report = PositionReport(try #require(PositionTable(rows)), width: 80, style: .plain)
    #expect(report.text.contains("  Ada  backs  \(shown)  1 doc [1]\n"), "\(report.text)")
  }

  @Test func conditionsAreAlternatives() throws {
    var row = Harbour.row("FOR", "Ada", verb: "backs", sign: 1, documents: [Harbour.a], origins: 1)
    row[8] = .list(["ferries pay", "if cargo pays"])
    let report = PositionReport(try #require(PositionTable(result(Harbour.columns, [row]))), width: 100, style: .plain)
    #expect(report.text.contains("if ferries pay / if cargo pays"), "\(report.text)")
  }

  /// No line is longer than the screen is wide, and no word is cut.
  @Test func linesBreakBetweenWords() throws {
    let session = Session(graph: try Graph(path: BuiltProgram.seedGraph(), mode: .readOnly))
    for (question, name) in [("backs", "one-month truce"), ("backs_by", "United Kingdom")] {
      let table = try #require(PositionTable(try session.ask(question, ["name": .string(name), "with_state": true])))
      let wide = PositionReport(table, width: 10_000, style: .plain).text
      let words = Set(wide.split(whereSeparator: \.isWhitespace))
      for width in [40, 50, 60, 70, 80, 100, 120] {
        let report = PositionReport(table, width: width, style: .plain).text
        for line in report.split(separator: "\n") where DisplayWidth.of(String(line)) > width { Issue.record("\(width): \(line)") }
        for word in report.split(whereSeparator: \.isWhitespace) where !words.contains(word) { Issue.record("\(width): \(word)") }
      }
    }
  }
}
