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
}
