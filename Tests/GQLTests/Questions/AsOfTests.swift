import GQL
import Testing

/// What queries see of a graph as it was known on a day, and what changed between two days.
@Suite struct AsOfTests {
  private func story() throws -> Graph {
    let graph = try Graph.inMemory()
    try graph.importVocabulary()
    try graph.write(
      """
      INSERT (ada:Person {name: 'Ada'}), (jon:Person {name: 'Jon'}), (late:Person {name: 'Late'}), (quiet:Place {name: 'Quiet'}),
        (levy:Proposal {name: 'levy'}), (:Document {name: 'c', publication_date: '2025-05-20'}),
        (ada)-[:PROPOSES {source: 'a', publication_date: DATE '2025-05-01'}]->(levy),
        (ada)-[:PROPOSES {source: 'b', publication_date: '2025-05-10', date_from: DATE '2025-04-01'}]->(levy),
        (jon)-[:SUPPORTS {source: 'a', publication_date: DATE '2025-05-01'}]->(levy),
        (jon)-[:OPPOSES {source: 'c', date_from: DATE '2025-05-02'}]->(levy),
        (late)-[:SUPPORTS {source: 'x', date_from: DATE '2025-06-01'}]->(levy),
        (jon)-[:MEETS]->(ada)
      """)
    return graph
  }

  private func session(asOf day: String?) throws -> Session {
    let session = Session(graph: try story())
    session.asOf = try day.map { try #require(LocalDate(iso: $0)) }
    return session
  }

  private func texts(_ result: QueryResult) -> [String] { result.rows.map { row in row.map { "\($0)" }.joined(separator: " ") } }

  /// The document's day counts, wherever it stands; else the edge's own; else it was always known. Days are dates or texts.
  @Test(arguments: [
    ("2025-04-30", ["MEETS"]),
    ("2025-05-01", ["MEETS", "PROPOSES", "SUPPORTS"]),
    ("2025-05-10", ["MEETS", "PROPOSES", "PROPOSES", "SUPPORTS"]),
    ("2025-05-19", ["MEETS", "PROPOSES", "PROPOSES", "SUPPORTS"]),
    ("2025-05-20", ["MEETS", "OPPOSES", "PROPOSES", "PROPOSES", "SUPPORTS"]),
    ("2025-06-01", ["MEETS", "OPPOSES", "PROPOSES", "PROPOSES", "SUPPORTS", "SUPPORTS"]),
  ])
  func edgesAreKnownFromTheDayOfTheirDocument(day: String, types: [String]) throws {
    let session = try session(asOf: day)
    #expect(texts(try session.execute("MATCH ()-[e]->() RETURN TYPE(e) AS t ORDER BY t")) == types.map { "'\($0)'" })
    #expect(try session.execute("MATCH ()-[e]->() RETURN COUNT(*) AS n").rows == [[.int(Int64(types.count))]])
    // The same through every form of pattern.
    for pattern in ["MATCH ()-[e]->{1,1}() RETURN COUNT(*)", "MATCH (()-[e]->()) RETURN COUNT(*)", "MATCH ()<-[e]-() RETURN COUNT(*)",
      "CYPHER MATCH ()-[*1..1]->() RETURN count(*)", "MATCH ()->() RETURN COUNT(*)"]
    {
      #expect(try session.execute(pattern).rows == [[.int(Int64(types.count))]], "\(pattern)")
    }
  }

  /// A node without a day was known as soon as one of its edges, or always when it has none.
  @Test(arguments: [("2025-05-19", "Late|c"), ("2025-05-20", "Late"), ("2025-06-01", "")])
  func nodesAreKnownFromTheirFirstEdge(day: String, hidden: String) throws {
    let session = try session(asOf: day)
    let seen = Set(try session.execute("MATCH (n:!Stance) RETURN n.name AS name").rows.map { "\($0[0])" })
    let all = ["Ada", "Jon", "Late", "Quiet", "levy", "c"]
    let expected = all.filter { !hidden.split(separator: "|").map(String.init).contains($0) }.map { "'\($0)'" }
    #expect(seen == Set(expected))
    #expect(try session.execute("MATCH (n:Person {name: 'Late'})-[e]->{0,2}(m) RETURN COUNT(*) AS n").rows == [[.int(day < "2025-06-01" ? 0 : 2)]])
    #expect(try session.execute("MATCH (:Stance) RETURN COUNT(*) AS n").rows == [[.int(8)]])
  }

  /// A dispute was known as soon as an assertion that names it; one that none names always was.
  @Test(arguments: [("2025-04-30", ["idle"]), ("2025-05-01", ["idle", "quarrel"]), (nil, ["idle", "quarrel"])] as [(String?, [String])])
  func disputesAreKnownFromTheirFirstAssertion(day: String?, names: [String]) throws {
    let graph = try story()
    try graph.write(
      "INSERT (:Dispute {name: 'quarrel'}), (:Dispute {name: 'idle'}) NEXT MATCH ()-[e {source: 'a'}]->() SET e.disputes = ['quarrel']")
    let session = Session(graph: graph)
    session.asOf = try day.map { try #require(LocalDate(iso: $0)) }
    #expect(texts(try session.execute("MATCH (d:Dispute) RETURN d.name AS name ORDER BY name")) == names.map { "'\($0)'" })
  }

  @Test func questionsLookBack() throws {
    func sections(_ day: String?) throws -> [String] {
      let result = try session(asOf: day).ask("backs", ["name": "levy", "with_state": false])
      return result.compactMap { row in "\(row["section"] ?? .null) \(row["actor"] ?? .null)" }.filter { !$0.hasPrefix("'SUBJECT'") }
    }
    #expect(try sections("2025-05-02") == ["'FOR' 'Ada'", "'FOR' 'Jon'"])
    #expect(try sections("2025-05-20").filter { $0.hasSuffix("'Jon'") } == ["'DISPUTED' 'Jon'", "'DISPUTED' 'Jon'"])
    #expect(try sections(nil).contains("'FOR' 'Late'"))
  }

  @Test func theExtraConditionIsSeenInThePlanAndNowhereElse() throws {
    let session = try session(asOf: "2025-05-02")
    let plan = try session.execute("EXPLAIN MATCH (a)-[e]->(b) RETURN a.name").plan ?? ""
    #expect(plan.contains("Filter"), "\(plan)")
    #expect(try session.execute("MATCH (a)-[e]->(b) RETURN a").summary.warnings.isEmpty)
  }

  @Test func thePastCannotBeChanged() throws {
    let session = try session(asOf: "2025-05-02")
    for text in ["INSERT (:X)", "MATCH (n) SET n.x = 1", "MATCH ()-[e]->() DELETE e", "CREATE GRAPH other ANY"] {
      #expect { try session.execute(text) } throws: { ($0 as? QueryError)?.status == .readOnlyTransaction }
    }
    #expect { try session.execute("CALL algo.pagerank({})") } throws: { ($0 as? QueryError)?.status == .featureNotSupported }
  }

  @Test func changesBetweenTwoDays() throws {
    func changes(_ since: String, _ until: String?, _ name: String? = nil) throws -> [String] {
      let arguments: [String: Value] = [
        "since": .date(try #require(LocalDate(iso: since))), "until": try until.map { .date(try #require(LocalDate(iso: $0))) } ?? .null,
        "name": name.map { .string($0) } ?? .null,
      ]
      return try session(asOf: nil).ask("changes", arguments).map { row in
        ["known", "change", "subject", "relation"].map { "\(row[$0] ?? .null)" }.joined(separator: " ").replacing("'", with: "")
      }
    }
    #expect(try changes("2025-05-01", "2025-05-09") == ["2025-05-01 new Ada PROPOSES", "2025-05-01 new Jon SUPPORTS"])
    #expect(
      try changes("2025-05-02", nil)
        == ["2025-05-10 again Ada PROPOSES", "2025-05-20 contradicts Jon OPPOSES", "2025-06-01 new Late SUPPORTS"])
    #expect(try changes("2025-05-02", nil, "Jon") == ["2025-05-20 contradicts Jon OPPOSES"])
    // Within the time, too, a day answers for its own documents alone.
    #expect(
      try changes("2025-05-01", "2025-05-20", "levy") == [
        "2025-05-01 new Ada PROPOSES", "2025-05-01 new Jon SUPPORTS", "2025-05-10 again Ada PROPOSES", "2025-05-20 contradicts Jon OPPOSES",
      ])
    #expect(try changes("2025-07-01", nil).isEmpty)
  }
}
