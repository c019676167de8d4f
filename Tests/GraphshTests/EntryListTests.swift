import GQL
import GraphStore
import Testing

@testable import graphsh

/// Answers that read as text where a table of them has no room, at screens of every width.
@Suite struct EntryListTests {
  private func graph() throws -> Graph {
    let graph = try Graph.inMemory()
    try graph.importVocabulary()
    try graph.write(
      """
      INSERT (a:Person {name: 'Emmanuel 漢字 Macron'})-[:PROPOSES {source: 'independent', date_from: DATE '2025-03-02', gist: 'brings up a truce of one month, as others had before him, at a summit'}]->(t:Proposal {name: 'one-month truce'}),
        (a)-[:PROPOSES {source: 'national', date_from: DATE '2025-03-02', gist: 'keeps promoting it', certainty: 'reported', speakers: ['Ada Osei']}]->(t),
        (b:Person {name: 'Donaudampfschifffahrtsgesellschaftskapitaenswitwe'})-[:OPPOSES {source: 'independent', date_from: DATE '2025-03-06'}]->(t)
      """)
    return graph
  }

  private func shown(_ question: String, _ arguments: [String: Value], width: Int, maxRows: Int = 40) throws -> String {
    let result = try Session(graph: graph()).ask(question, arguments)
    var context = RenderContext(style: .plain, screen: .init(width: width, maxRows: maxRows))
    let known = try #require(Questions.question(question))
    context.lessImportant = known.lessImportant
    context.entries = known.entries
    var text = ""
    OutputFormat.auto.render(result, context) { text += $0 }
    return text
  }

  private static let since: [String: Value] = ["since": .date(LocalDate(daysSinceEpoch: 20_148)), "until": .null, "name": "one-month truce"]

  @Test func aTimelineAtEightyColumns() throws {
    let text = try shown("timeline", ["name": "one-month truce"], width: 80)
    #expect(
      text == """
        2025-03-02  Emmanuel 漢字 Macron PROPOSES one-month truce
                      keeps promoting it · reported by Ada Osei [national]
                    Emmanuel 漢字 Macron PROPOSES one-month truce
                      brings up a truce of one month, as others had before him, at a
                      summit [independent]
        2025-03-06  Donaudampfschifffahrtsgesellschaftskapitaenswitwe OPPOSES one-month
                      truce
                      [independent]

        """)
  }

  @Test func changesSayWhatIsNew() throws {
    let text = try shown("changes", Self.since, width: 80)
    #expect(text.hasPrefix("2025-03-02  new: Emmanuel 漢字 Macron PROPOSES one-month truce\n"), "\(text)")
    #expect(text.contains("\n2025-03-06  new: Donaudampf"), "\(text)")
  }

  /// Nothing that a table would show is lost, and no line is wider than the screen.
  @Test(arguments: ["timeline", "sources_of", "about", "changes"], [1, 12, 24, 40, 79, 80, 120, 200])
  func everyWidth(question: String, width: Int) throws {
    let arguments: [String: Value] =
      switch question {
      case "sources_of": ["a": "one-month truce"]
      case "changes": Self.since
      default: ["name": "one-month truce"]
      }
    let text = try shown(question, arguments, width: width)
    // A table has its frame, and a cluster may be wider than one cell.
    for line in text.split(separator: "\n") where width >= 24 { #expect(DisplayWidth.of(String(line)) <= width, "\(width): \(line)") }
    let letters = text.filter { !$0.isWhitespace && $0 != "│" }
    for part in ["2025-03-02", "keepspromotingit", "independent", "AdaOsei", "漢字"] where width < 120 {
      #expect(letters.contains(part), "\(width): \(part) in \(text)")
    }
    // `sources` has more columns than any screen.
    if width >= 200, question != "sources_of" { #expect(text.hasPrefix("┌")) }
  }

  @Test func rowsThatAreLeftOutAreCounted() throws {
    let text = try shown("timeline", ["name": "one-month truce"], width: 60, maxRows: 2)
    #expect(text.contains("\n· 1 row left out\n") && text.hasSuffix("\n2 of 3 rows shown, 1 left out; `.set maxrows 0` or `| less`\nshows all\n"), "\(text)")
  }
}
