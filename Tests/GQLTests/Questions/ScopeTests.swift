import GQL
import GraphStore
import Testing

/// A position with a scope is one on a part of the thing: it is told as such everywhere, and never taken for one on the whole.
@Suite struct ScopeTests {
  private func session() throws -> Session {
    let graph = try Graph.inMemory()
    try graph.importVocabulary()
    try graph.write(
      """
      INSERT (f:Proposal {name: 'fish ladder'}), (w:Proposal {name: 'weir'}), (d:Person {name: 'Dov'}), (k:Person {name: 'Kay'}),
        (n:Country {name: 'Norland'}), (d)-[:SPEAKS_FOR]->(n), (w)-[:DISTINCT_FROM]->(f),
        (d)-[:SUPPORTS {source: 'd1', scope: 'upstream'}]->(f), (d)-[:OPPOSES {source: 'd2', scope: 'downstream'}]->(f),
        (k)-[:OPPOSES {source: 'd2', scope: ['spawning season', 'nights']}]->(f), (k)-[:OPPOSES {source: 'd2', scope: 'nights'}]->(w),
        (n)-[:OPPOSES {source: 'd3', scope: 'nights'}]->(f), (n)-[:OPPOSES {source: 'd3', scope: ''}]->(f)
      """)
    return Session(graph: graph)
  }

  private func lines(_ answer: some Sequence<Row>, _ columns: [String]) -> [String] {
    answer.map { row in columns.map { "\(row[$0] ?? .null)".replacing("'", with: "") }.joined(separator: "|") }
  }

  @Test func rowsAreOfOneScope() throws {
    let session = try session()
    let columns = ["section", "actor", "scope"]
    #expect(
      lines(try session.ask("backs", ["name": "fish ladder", "with_state": false]), columns) == [
        "SUBJECT|fish ladder|[]", "FOR|Dov|[upstream]", "OPPOSED|Dov|[downstream]", "OPPOSED|Kay|[spawning season, nights]",
        "OPPOSED|Norland|[]", "OPPOSED|Norland|[nights]", "NOT COUNTED|Kay|[nights]",
      ])
    #expect(
      lines(try session.ask("backs_by", ["name": "Dov", "with_state": false]), columns) == [
        "SUBJECT|Dov|[]", "FOR|fish ladder|[upstream]", "OPPOSED|fish ladder|[downstream]",
      ])
    #expect(
      lines(try session.ask("backs", ["name": "fish ladder", "with_state": true]).filter { $0["certainty"] == "derived" }, columns) == [
        "FOR|Norland|[upstream]", "OPPOSED|Norland|[downstream]",
      ])
  }

  /// The person and the state speak of different parts: they are not split, until they speak of one.
  @Test func onlyOneScopeIsSplit() throws {
    let session = try session()
    func split() throws -> [String] {
      lines(try session.ask("backs", ["name": "fish ladder", "with_state": false]).filter { $0["section"] == "SPLIT" }, ["actor", "scope"])
    }
    #expect(try split().isEmpty)
    _ = try session.execute("MATCH (:Country)-[e {scope: 'nights'}]->() SET e.scope = ['upstream']")
    #expect(try split() == ["Dov and Norland|[upstream]"])
  }

  @Test func everyAnswerTellsIt() throws {
    let session = try session()
    #expect(
      lines(try session.ask("about", ["name": "Kay"]).filter { $0["aspect"] == "position" }, ["what", "detail", "scope"]) == [
        "fish ladder|(only: spawning season and nights)|[spawning season, nights]", "weir|(only: nights)|[nights]",
      ])
    #expect(
      lines(try session.ask("sources", ["a": "Dov", "b": "fish ladder"]), ["relation", "how", "scope"]) == [
        "SUPPORTS|only: upstream|[upstream]", "OPPOSES|only: downstream|[downstream]",
      ])
    #expect(lines(try session.ask("timeline", ["name": "Dov"]), ["relation", "how"]).contains("SUPPORTS|only: upstream"))
  }

  /// They are counted apart.
  @Test func theOverviewCountsThemApart() throws {
    let row = try #require(try session().ask("backs_overview").first)
    #expect(row["thing"] == "fish ladder" && row["for"] == 0 && row["opposed"] == 1 && row["narrower"] == 3)
  }

  /// Only what was said of the same part contradicts what becomes known.
  @Test func changesCompareOneScope() throws {
    let graph = try Graph.inMemory()
    try graph.importVocabulary()
    try graph.write(
      """
      INSERT (f:Proposal {name: 'fish ladder'}), (d:Person {name: 'Dov'}),
        (d)-[:SUPPORTS {source: 'a', scope: 'upstream', publication_date: '2030-01-01'}]->(f),
        (d)-[:OPPOSES {source: 'b', scope: 'downstream', publication_date: '2030-02-01'}]->(f),
        (d)-[:OPPOSES {source: 'c', scope: ['upstream'], publication_date: '2030-03-01'}]->(f)
      """)
    let changes = try Session(graph: graph).ask("changes", ["since": "2030-01-15", "until": .null, "name": .null])
    #expect(lines(changes, ["change", "how"]) == ["new|only: downstream", "contradicts|only: upstream"])
  }
}
