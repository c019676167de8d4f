import GQL
import Testing

/// Statements from text to rows, each over the same small graph.
struct StatementTests {
  static let setup = """
    INSERT (a:Person {name: 'Ann', age: 30})-[:KNOWS {since: 2020}]->(b:Person {name: 'Bo'}),
      (b)-[:KNOWS]->(c:Robot {name: 'Cy', age: 5})
    """

  static let cases: [(text: String, rows: [String])] = [
    ("MATCH (a)-[e:KNOWS]->(b) RETURN a.name, e.since ORDER BY a.name", ["'Ann' 2020", "'Bo' NULL"]),
    ("MATCH (n:!Robot) RETURN COUNT(*) AS n, SUM(n.age) AS s", ["2 30"]),
    ("MATCH (n) OPTIONAL MATCH (n)<-[:KNOWS]-(m) RETURN n.name, m.name ORDER BY n.name", ["'Ann' NULL", "'Bo' 'Ann'", "'Cy' 'Bo'"]),
    ("MATCH (n) WHERE NOT EXISTS { (n)-[:KNOWS]->() } RETURN n.name", ["'Cy'"]),
    ("MATCH (a)-[e]->(b), (c)-[f]->(d) RETURN COUNT(*) AS n", ["2"]),
    ("MATCH REPEATABLE ELEMENTS (a)-[e]->(b), (c)-[f]->(d) RETURN COUNT(*) AS n", ["4"]),
    ("RETURN 1 AS x UNION ALL RETURN 1 AS x NEXT RETURN SUM(x) AS s", ["2"]),
    ("RETURN NULL AND FALSE AS a, NULL OR TRUE AS b, NOT (NULL = 1) AS c", ["FALSE TRUE NULL"]),
    ("FOR i IN [3, 1, NULL] RETURN i ORDER BY i", ["1", "3", "NULL"]),
    ("MATCH (a {name: 'Ann'}), (b {name: 'Bo'}) SET a.age = 1, b.age = a.age RETURN a.age, b.age", ["1 30"]),
  ]

  @Test(arguments: cases.indices)
  func givesRows(_ index: Int) throws {
    let (text, rows) = StatementTests.cases[index]
    let session = Session(graph: try Graph.inMemory())
    _ = try session.execute(StatementTests.setup)
    let result = try session.execute(text)
    #expect(result.rows.map { row in row.map { "\($0)" }.joined(separator: " ") } == rows, "\(text)")
  }

  /// So many nodes that branches are summed for the whole graph: a condition that fails only where no match comes is no error.
  @Test func conditionsFailOnlyWhereMatchesCome() throws {
    let session = Session(graph: try Graph.inMemory())
    for text in [
      "FOR i IN RANGE(1, 2100) INSERT (:A {k: i})", "FOR i IN RANGE(1, 2100) INSERT (:B {x: i})",
      "MATCH (a:A) FOR j IN [1] MATCH (b:B {x: a.k}) INSERT (a)-[:T]->(b)", "INSERT (:B {x: 0})",
    ] { _ = try session.execute(text) }
    let count = "MATCH (a:A)-[:T]->(b:B WHERE 10 / b.x > 3) RETURN COUNT(*) AS n"
    let exists = "MATCH (a:A) WHERE EXISTS {(a)-[:T]->(b:B WHERE 10 / b.x > 3)} RETURN COUNT(*) AS n"
    for text in [count, exists] { #expect(try session.execute(text).rows == [[.int(2)]], "\(text)") }
    _ = try session.execute("MATCH (a:A {k: 2100}), (b:B {x: 0}) INSERT (a)-[:T]->(b)")
    for text in [count, exists] {
      let error = #expect(throws: QueryError.self) { _ = try session.execute(text) }
      #expect(error?.status.code == "22012", "\(text)")
    }
  }

  @Test(arguments: [
    ("MATCH (n) DELETE n", "G1001"), ("RETURN 1 / 0", "22012"), ("RETURN nobody", "42002"), ("MATCH (a RETURN a", "42001"),
  ])
  func refuses(_ text: String, _ status: String) throws {
    let session = Session(graph: try Graph.inMemory())
    _ = try session.execute(StatementTests.setup)
    let error = #expect(throws: QueryError.self) { _ = try session.execute(text) }
    #expect(error?.status.code == status)
    #expect(try session.execute("MATCH (n) RETURN COUNT(*) AS n").rows.first?.first?.int == 3)
  }

  @Test(arguments: ["MATCH (n:Person {name: 'Ann'}) RETURN n.age", "MATCH (n:Person) WHERE n.name = 'Ann' RETURN n.age"])
  func bothDialectsLookUpEqualValues(_ text: String) throws {
    let session = Session(graph: try Graph.inMemory())
    _ = try session.execute(StatementTests.setup)
    for prefix in ["", "CYPHER "] {
      let plan = try session.execute("\(prefix)EXPLAIN \(text)").plan
      #expect(plan?.contains("NodeLookup") == true, "\(prefix)\(text)")
      #expect(try session.execute(prefix + text).rows.first?.first?.int == 30)
    }
  }
}
