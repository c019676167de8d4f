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
        NOT COUNTED, other scope: fishing levy (Fishers' Union, Jon Vale),
            levy on sailing boats (Harbour Club)

        [1] harbour-a 2025-05-02

        """)
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
}
