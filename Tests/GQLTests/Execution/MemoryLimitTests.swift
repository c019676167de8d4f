import GQL
import Testing

/// What a statement holds counts, wherever it holds it: rows of the result, values to be written, elements to be deleted.
@Suite struct MemoryLimitTests {
  private static let rows = "FOR i IN RANGE(1, 100) FOR j IN RANGE(1, 100)"

  private func session() throws -> Session {
    let session = Session(graph: try Graph.inMemory())
    _ = try session.execute("FOR i IN RANGE(1, 22) INSERT (:P {n: i, text: 'no text that fits into sixteen bytes'})")
    return session
  }

  @Test(arguments: [
    "\(rows) RETURN i, j",
    "\(rows) RETURN 'no text that fits into sixteen bytes' AS text",
    "\(rows) RETURN [i, j, [i, j]] AS list",
    "\(rows) RETURN {a: i, b: {c: j}} AS record",
    "RETURN CAST('a' AS CHAR(1000000)) AS x",
    "RETURN CAST(X'00' AS BINARY(1000000)) AS x",
    "CYPHER RETURN reduce(s = 'a', i IN range(1, 20) | s + s) AS x",
    "CYPHER RETURN reduce(s = [1], i IN range(1, 20) | s + s) AS x",
    "MATCH (a:P), (b:P), (c:P) RETURN a, b, c",
    "MATCH (a:P), (b:P), (c:P) RETURN DISTINCT a.n, b.n, c.n",
    "\(rows) RETURN COLLECT_LIST(i * 1000 + j) AS list",
    "\(rows) RETURN i, j ORDER BY i + j",
    "\(rows) RETURN i AS x UNION ALL \(rows) RETURN j AS x",
    "RETURN SIZE([x IN RANGE(1, 1000) | RANGE(1, 1000)]) AS n",
    "MATCH (a:P), (b:P) RETURN COLLECT_LIST(a) AS l NEXT FOR i IN RANGE(1, 200) RETURN i, l",
    "MATCH (a:P), (b:P) RETURN PERCENTILE_CONT(a.n, 0.5) AS p, COLLECT_LIST({a: a, b: b}) AS l",
    "\(rows) INSERT (:Q {i: i, j: j})",
    "\(rows) INSERT (:Q)-[:R {i: i}]->(:Q)",
    "MATCH (a:P), (b:P), (c:P) SET a.n = b.n + c.n",
    "MATCH (a:P), (b:P), (c:P) SET a = {n: b.n, text: c.text}",
    "MATCH (a:P), (b:P), (c:P) SET a:Q",
    "MATCH (a:P), (b:P), (c:P) REMOVE a.text",
    "\(rows) RETURN i * 1000 + j AS x EXCEPT RETURN 0 AS x NEXT RETURN COUNT(*) AS n",
    "RETURN 0 AS x INTERSECT \(rows) RETURN i * 1000 + j AS x",
    "RETURN SIZE([\(String(repeating: "1, ", count: 10_000))1]) AS n",
  ])
  func isNamed(_ text: String) throws {
    let session = try session()
    session.limits.memoryBytes = 256 << 10
    let error = #expect(throws: QueryError.self) { _ = try session.execute(text) }
    #expect(error?.status == .limitExceeded, "\(String(describing: error))")
    #expect(try session.execute("MATCH (p) RETURN COUNT(*) AS n, SUM(p.n) AS s").rows == [[.int(22), .int(253)]], "nothing is kept")
    session.limits.memoryBytes = 1 << 30
    #expect(throws: Never.self) { _ = try session.execute(text) }
  }

  /// A part of a pattern whose rows do not fit is matched again and again.
  @Test func aPartThatDoesNotFit() throws {
    let session = try session()
    _ = try session.execute("FOR i IN RANGE(1, 1200) INSERT (:A {k: i})-[:E {w: MOD(i, 40)}]->(:B)")
    for text in [
      "MATCH (a:A)-[e:E]->(b), (c:A)-[f:E]->(d) WHERE f.w = e.w + 1 RETURN COUNT(*) AS n, SUM(a.k - c.k) AS s",
      "MATCH (a:A)-[e:E]->(b) WHERE a.k < 400 OPTIONAL MATCH (c:A)-[f:E]->(d) WHERE f.w > e.w AND f.w < e.w + 3 RETURN COUNT(c) AS n, SUM(a.k - c.k) AS s",
    ] {
      session.limits.memoryBytes = 1 << 30
      let wanted = try session.execute(text).rows
      session.limits.memoryBytes = 96 << 10
      #expect(try session.execute(text).rows == wanted, "\(text)")
      #expect(wanted.first?.first != .int(0))
    }
  }

  /// Rows that are combined go on as they come.
  @Test(arguments: [
    ("RETURN i AS x UNION ALL \(rows) RETURN j AS x", 20_000), ("RETURN i AS x UNION \(rows) RETURN j + 1 AS x", 101),
    ("RETURN i AS x EXCEPT \(rows) RETURN j + 1 AS x", 1), ("RETURN i AS x EXCEPT ALL FOR x IN [1, 1, 7] RETURN x", 9_997),
    ("RETURN i AS x INTERSECT \(rows) RETURN j + 1 AS x", 99), ("RETURN i AS x INTERSECT ALL \(rows) RETURN j + 1 AS x", 9_900),
    ("FILTER i > 100 RETURN i AS x OTHERWISE \(rows) RETURN j AS x", 10_000), ("RETURN i AS x OTHERWISE RETURN 1 AS x", 10_000),
  ])
  func combinedRowsAreNotKept(_ text: String, _ count: Int) throws {
    let session = try session()
    session.limits.memoryBytes = 256 << 10
    #expect(try session.execute("\(Self.rows) \(text) NEXT RETURN COUNT(*) AS n").rows == [[.int(Int64(count))]], "\(text)")
    // No more than is wanted.
    #expect(try session.execute("\(Self.rows) \(text) NEXT RETURN x LIMIT 1").rows.count == 1, "\(text)")
  }
}
