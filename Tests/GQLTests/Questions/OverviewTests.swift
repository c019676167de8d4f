import GQL
import GraphStore
import Testing

/// The overview counts what the answers about each thing say.
@Suite struct OverviewTests {
  /// How many actors have a row about the whole thing in one of the sections.
  private func holders(_ rows: [Row], _ sections: String...) -> Value {
    let actors = rows.filter { row in sections.contains { row["section"] == .string($0) } && row["scope"] == .list([]) }.map { "\($0["actor"] ?? .null)" }
    return .int(Int64(Set(actors).count))
  }

  @Test func countsWhatTheAnswersSay() throws {
    let graph = try Graph.inMemory()
    try graph.importVocabulary()
    try graph.write(
      """
      INSERT (dam:Proposal {name: 'dam'}), (weir:Proposal {name: 'weir'}), (ada:Person {name: 'Ada'}), (bo:Person {name: 'Bo'}),
        (cyd:Person {name: 'Cyd'}), (dov:Person {name: 'Dov'}), (eve:Person {name: 'Eve'}), (fay:Person {name: 'Fay'}),
        (ada)-[:SUPPORTS {source: 'a'}]->(dam), (ada)-[:PROPOSES {source: 'b'}]->(dam),
        (bo)-[:OPPOSES {source: 'a', date: '2030-01-01'}]->(dam), (bo)-[:SUPPORTS {source: 'b', date: '2031-01-01'}]->(dam),
        (cyd)-[:OPPOSES {source: 'a'}]->(dam), (cyd)-[:SUPPORTS {source: 'b'}]->(dam), (cyd)-[:OPPOSES {source: 'c'}]->(weir),
        (dov)-[:RESERVED_ABOUT {source: 'a'}]->(dam), (dov)-[:SUPPORTS {source: 'b', scope: 'nights'}]->(dam),
        (eve)-[:SUPPORTS {source: 'a', modality: 'conditional'}]->(dam), (eve)-[:OPPOSES {source: 'a'}]->(dam),
        (fay)-[:SUPPORTS {source: 'a', speakers: ['Jon']}]->(dam), (fay)-[:OPPOSES {source: 'a', speakers: ['Kay']}]->(dam)
      """)
    let session = Session(graph: graph)
    let overview = try session.ask("backs_overview")
    let dam = try #require(overview.first { $0["thing"] == "dam" })
    #expect(["for", "reserved", "opposed", "mixed", "narrower", "conditional"].map { dam[$0] } == [1, 1, 1, 3, 1, 1])
    for thing in overview {
      guard case .string(let name)? = thing["thing"] else { continue }
      let rows = Array(try session.ask("backs", ["name": .string(name), "with_state": false]))
      #expect(thing["for"] == holders(rows, "FOR"), "\(name)")
      #expect(thing["reserved"] == holders(rows, "RESERVED"), "\(name)")
      #expect(thing["opposed"] == holders(rows, "OPPOSED"), "\(name)")
      #expect(thing["mixed"] == holders(rows, "CHANGED", "DISPUTED"), "\(name)")
    }
  }
}
