import GQL
import Testing

/// When positions were held, as edges tell it.
@Suite struct TimeTests {
  /// `since` of the first position on the levy, with `~` where it is inferred.
  private func since(_ edges: String...) throws -> String {
    let graph = try Graph.inMemory()
    try graph.importVocabulary()
    try graph.write("INSERT (:Person {name: 'Ada'}), (:Proposal {name: 'levy'})")
    for edge in edges { try graph.write("MATCH (a {name: 'Ada'}), (b {name: 'levy'}) INSERT (a)-[:SUPPORTS {\(edge)}]->(b)") }
    let rows = try Session(graph: graph).ask("backs", ["name": "levy", "with_state": false])
    let row = try #require(rows.first { $0["section"] == "FOR" })
    guard case .string(let text) = row["since"] else { return "undated" }
    return (row["since_is_inferred"] == .bool(true) ? "~" : "") + text
  }

  @Test func anIntervalThatOthersOutlastEndsNothing() throws {
    let first = "source: 'a', date_from: DATE '2025-05-01', date_to: DATE '2025-05-03'"
    #expect(try since(first) == "2025-05-01/2025-05-03")
    #expect(try since(first, "source: 'b', `date`: '2025-05-02'") == "2025-05-01/2025-05-03")
    #expect(try since(first, "source: 'b', `date`: '2025-05-04'") == "since 2025-05-01")
  }

  /// A weekday is as sure as the day of the article in which it stands.
  @Test func whatIsReckonedFromAnInferredDayIsInferred() throws {
    let told = "source: 'a', `date`: '2025-05-01', date_basis: 'weekday', publication_date: DATE '2025-05-02'"
    #expect(try since("\(told), publication_basis: 'printed'") == "2025-05-01")
    #expect(try since("\(told), publication_basis: 'inferred'") == "~2025-05-01")
    #expect(try since("source: 'a', `date`: '2025-05-01', date_basis: 'printed', publication_date: DATE '2025-05-02', publication_basis: 'inferred'") == "2025-05-01")
  }

  /// What is no day tells none; it is no interval that ends in a year.
  @Test(arguments: ["`date`: '05/06/2025'", "date_from: '05/06/2025'", "`date`: '2025-05-01/soon'", "`date`: '2025-05-01/2025-05-02/2025-05-03'", "date_from: '5 May'"])
  func slashesAreNoInterval(_ time: String) throws {
    #expect(try since("source: 'a', publication_date: DATE '2025-06-12', \(time)") == "by 2025-06-12")
  }
}
