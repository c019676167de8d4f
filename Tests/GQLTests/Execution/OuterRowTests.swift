import GQL
import GraphStore
import Testing

/// A subquery reads the row around it behind every clause: what it reads as `p` is what it would read of a variable that each of its clauses hands on.
@Suite struct OuterRowTests {
  /// What stands before NEXT: without the outer row, and with it as a column.
  private static let firsts = [
    ("MATCH (g:G) RETURN g.i AS i", "MATCH (g:G) RETURN g.i AS i, p AS o"),
    ("FOR i IN [1, 2, 2] RETURN i", "FOR i IN [1, 2, 2] RETURN i, p AS o"),
    ("FOR i IN [1, 2, 2] RETURN DISTINCT i", "FOR i IN [1, 2, 2] RETURN DISTINCT i, p AS o"),
    ("MATCH (g:G) RETURN MAX(g.i) AS i", "MATCH (g:G) RETURN MAX(g.i) AS i, p AS o GROUP BY o"),
    ("MATCH (g:G) RETURN g.i AS i ORDER BY i DESC LIMIT 2", "MATCH (g:G) RETURN g.i AS i, p AS o ORDER BY i DESC LIMIT 2"),
    ("MATCH (g:G) RETURN g.i AS i UNION FOR i IN [1, 7] RETURN i", "MATCH (g:G) RETURN g.i AS i, p AS o UNION FOR i IN [1, 7] RETURN i, p AS o"),
    ("MATCH (p)-[e:K]->() RETURN SUM(e.w) AS i", "MATCH (p)-[e:K]->() RETURN SUM(e.w) AS i, p AS o GROUP BY o"),
    ("MATCH (g:G)-[:L]->(q) RETURN q.x AS i, COUNT(*) AS c GROUP BY i", "MATCH (g:G)-[:L]->(q) RETURN q.x AS i, COUNT(*) AS c, p AS o GROUP BY i, o"),
  ]

  /// What stands behind it, with `@` for the outer row.
  private static let bodies = [
    "RETURN @.x + i AS r", "MATCH (@)-[e:K]->(q) RETURN q.n || CAST(i AS STRING) AS r", "FILTER i >= @.x RETURN i AS r",
    "MATCH (q:P)-[:K]->(@) WHERE q.x <> i RETURN q.n AS r", "RETURN COUNT(*) AS r",
    "MATCH (q:P) WHERE EXISTS { MATCH (q)-[:K]->(@) } RETURN SUM(q.x) AS r",
    "LET s = VALUE { MATCH (@)-[e:K]->() RETURN SUM(e.w) AS s NEXT RETURN s + @.x AS t } RETURN s + i AS r",
    "CALL { MATCH (g:G) RETURN COUNT(*) AS c NEXT RETURN c * @.x AS d } RETURN d + i AS r", "RETURN @.n AS r ORDER BY i LIMIT 1",
    "MATCH SHORTEST 1 (@)-[:K]->+(z {n: 'c'}) RETURN z.x * i AS r", "RETURN DISTINCT @.x AS r", "RETURN i AS r UNION ALL RETURN @.x AS r",
    "OPTIONAL MATCH (@)-[:K]->(q WHERE q.x = i) RETURN q.n AS r",
  ]

  @Test(arguments: ["CALL (p)", "CALL", "OPTIONAL CALL (p)"]) func theOuterRowIsThere(_ call: String) throws {
    let graph = try Graph.inMemory()
    try graph.write(
      """
      INSERT (a:P {n: 'a', x: 1})-[:K {w: 1}]->(b:P {n: 'b', x: 2})-[:K {w: 2}]->(c:P {n: 'c', x: 3}), (a)-[:K {w: 5}]->(c), (c)-[:K {w: 4}]->(a),
        (:G {i: 1})-[:L]->(b), (:G {i: 2})-[:L]->(c), (:G {i: 3})
      """)
    var rowCount = 0
    for (first, handing) in Self.firsts {
      for body in Self.bodies {
        func rows(_ first: String, _ variable: String) throws -> [String] {
          let text = "MATCH (p:P) \(call) { \(first) NEXT \(body.replacing("@", with: variable)) } RETURN p.n, r"
          return try graph.query(text).rows.map { "\($0)" }.sorted()
        }
        let found = try rows(first, "p")
        rowCount += found.count
        #expect(try found == rows(handing, "o"), "\(call) { \(first) NEXT \(body)")
      }
    }
    #expect(rowCount > 500)
  }
}
