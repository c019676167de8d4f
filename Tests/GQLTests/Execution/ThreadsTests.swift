import GQL
import GraphStore
import TestSupport
import Testing

/// Several threads give what one gives, row by row.
@Suite struct ThreadsTests {
  private static func graph(_ random: inout SeededGenerator, nodes: Int, edges: Int) throws -> Graph {
    let graph = try Graph.inMemory()
    let transaction = try graph.store.beginWrite()
    var ids: [NodeID] = []
    for number in 0..<nodes {
      var properties: Record = ["n": .int(Int64(number)), "s": .string("text \(number % 17) ✓")]
      if number % 3 == 0 { properties["f"] = .float(Double.random(in: -1...1, using: &random)) }
      if number % 5 == 0 { properties["d"] = .date(LocalDate(daysSinceEpoch: Int64(number))) }
      if number % 7 == 0 { properties["l"] = .list([.int(Int64(number)), .string("x")]) }
      ids.append(try transaction.insertNode(labels: number % 4 == 0 ? ["X", "Y"] : ["X"], properties: properties))
    }
    for number in 0..<edges {
      let (source, target) = (ids.randomElement(using: &random)!, ids.randomElement(using: &random)!)
      _ = try transaction.insertEdge(
        type: number % 3 == 0 ? "S" : "R", source: source, target: target, isDirected: number % 11 != 0,
        properties: ["w": .float(Double.random(in: 0...1, using: &random))])
    }
    try transaction.commit()
    return graph
  }

  private static let queries = [
    "MATCH (x:X) RETURN COUNT(*) AS c",
    "MATCH (x:X)-[e:R]->(y) RETURN x.s AS s, SUM(e.w) AS w, AVG(x.f) AS f, COLLECT_LIST(y.n) AS l",
    "MATCH (x:X) RETURN COLLECT_LIST(x.f) AS l, SUM(x.f) AS f, MIN(x.d) AS a, MAX(x.s) AS b",
    "MATCH (x:X) WHERE x.n % 13 = 5 RETURN x.l AS l, x.d AS d, x.s || '!' AS s ORDER BY s",
    "MATCH (x:X)-[e]-(y:Y) RETURN DISTINCT y.n AS n, TYPE(e) AS t",
    "MATCH (x:X)-[e]-(y:Y) RETURN DISTINCT y.n AS n, TYPE(e) AS t LIMIT 5",
    "MATCH (x:X) RETURN DISTINCT CASE WHEN x.n % 2 = 0 THEN x.n % 5 ELSE (x.n % 5) * 1.0 END AS v, x.s AS s",
    "MATCH (x:X WHERE x.n < 200)-[]-(y), (x)-[]-(z) RETURN COUNT(DISTINCT x.n * 1000000 + y.n * 1000 + z.n) AS d",
    "MATCH (x:X)-[]->(y) RETURN DISTINCT x, y.n % 2 AS k",
    "MATCH (x:X)-[:R]->{1,2}(y) RETURN x.s AS s, COUNT(*) AS c, COUNT(DISTINCT y) AS d",
    "MATCH (x:X)-[:R]->()-[:R]->(z:Y) RETURN x.n AS n, COUNT(*) AS c ORDER BY c DESC, n LIMIT 20",
    "MATCH (x:X)-[:R]->()-[:S]->()-[:R]->(x) RETURN COUNT(*) AS c",
    "MATCH (x:X) FOR i IN [1, 2, 3] RETURN x.n % 10 AS k, i, COLLECT_LIST(x.n) AS l",
    "MATCH (x:X) RETURN x.n % 4 AS k, COUNT(DISTINCT x.s) AS c, PERCENTILE_CONT(x.n, 0.3) AS p",
    "MATCH (x:X), (y:Y {n: x.n + 4}) RETURN x.n AS a, y.n AS b ORDER BY a DESC",
    "MATCH (x:X) RETURN x, x.d AS d ORDER BY d DESC NULLS LAST, x.n LIMIT 30",
    "MATCH (x:X) RETURN x.n AS n ORDER BY x.n * 7919 % 1009 DESC, n LIMIT 700",
    "MATCH (x:X)-[e]->(y) RETURN y.n AS n, x.s AS s ORDER BY s, n DESC, x.n LIMIT 1500",
    "MATCH (x:X) RETURN EXISTS { (x)-[:S]->(:Y) } AS e, COUNT(*) AS c",
    "MATCH (x:Z) RETURN COUNT(*) AS c, SUM(x.n) AS s",
    "MATCH (x:X)-[e]-(y) RETURN y.s AS s, x, SUM(e.w) AS w, COLLECT_LIST(y.n) AS l, COUNT(DISTINCT y.n) AS d",
    "MATCH (x:X)-[e:R]->(y) RETURN y.n AS n, SUM(e.w) AS w, AVG(e.w) AS a, COUNT(y.d) AS c, MIN(e.w) AS l, MAX(x.s) AS m",
    "MATCH (x:X)-[:R]->(y) RETURN x, COUNT(*) AS c NEXT FILTER c > 3 RETURN c, COUNT(*) AS n, MAX(x.s) AS s",
    "MATCH (x:X)-[e]->(y) RETURN x, y.s AS s, SUM(y.n) AS t ORDER BY t DESC, s LIMIT 7",
    "MATCH (x:X)-[e]->(y) RETURN x.n AS n, y.n AS m, e.w AS w ORDER BY n % 5, y.s DESC OFFSET 3 LIMIT 40",
    "MATCH (x:X)-[]->(y) RETURN DISTINCT x, y.s AS s",
    "MATCH (x:X) RETURN x.s AS s, MIN(CASE WHEN x.n % 2 = 0 THEN x.n % 20 ELSE CAST(x.n % 20 AS FLOAT) END) AS m",
    "MATCH (x:X) RETURN x.s AS s, SUM(CAST(x.n AS DECIMAL) / 8) AS d, AVG(x.f) AS f",
    "MATCH (x:X) RETURN x.s AS s, STDDEV_SAMP(x.f) AS d, PERCENTILE_CONT(x.f, 0.5) AS p",
    "MATCH (x:X) RETURN x.n % 6 AS k, SUM(x.n) AS s, SUM(x.l) AS t",
    "MATCH (x:X)-[:R]->(y) RETURN x, SUM(100 / (y.n - 333)) AS s",
    "MATCH (x:X) RETURN x.n AS n ORDER BY 100 / (x.n - 333) LIMIT 3",
    "MATCH (x:X)-[]->(y) RETURN y.n % 2 AS k, AVG(y.f) AS a, SUM(x.f) AS b, COUNT(y.d) AS c",
    "MATCH (x:X) RETURN 100 / (x.n - 333) AS q, COUNT(*) AS c",
    "MATCH (x:X) WHERE 100 / (x.n - 333) > 0 RETURN x.n AS n ORDER BY n",
    "MATCH (x:X) LET q = CAST(x.s AS INT) RETURN SUM(q) AS s",
    "MATCH (x:X) OPTIONAL MATCH (x)-[e:R]->(y:Y WHERE y.n > x.n) RETURN x.n AS n, y.n AS m, e.w AS w",
    "MATCH (x:X) OPTIONAL MATCH (x)-[:S]->(y:Y) RETURN COUNT(x) AS a, COUNT(y) AS b, SUM(y.n) AS s",
    "MATCH (x:X) OPTIONAL MATCH (x)-[:S]->(y) RETURN y.s AS s, COUNT(*) AS c, COLLECT_LIST(x.n) AS l",
    "MATCH (x:X) OPTIONAL MATCH (x)-[:S]->(y) OPTIONAL MATCH (y)-[:S]->(z) RETURN DISTINCT x, z.s AS s",
    "MATCH (x:X) OPTIONAL MATCH (x)-[:S]->(y) RETURN SUM(100 / (y.n - 333)) AS s",
    "MATCH (x:X) CALL (x) { MATCH (x)-[:R]->(y) RETURN y, y.n % x.n AS r } RETURN x.n AS n, y.n AS m, r",
    "MATCH (x:X) CALL (x) { MATCH (x)-[:R]->{1,2}(y) RETURN y } RETURN x.n AS n, y.n AS m",
  ]

  private func answer(
    _ graph: Graph, _ query: String, threads: Int, morselNodes: UInt32, bytes: Int = 4 << 30, smallestMemory: Int = 64 << 20
  ) -> [String] {
    let session = Session(graph: graph)
    session.limits.memoryBytes = bytes
    session.limits.resultBytes = 1 << 30
    session.limits.smallestParallelMemory = smallestMemory
    session.limits.threads = threads
    session.limits.smallestParallelScan = 0
    session.limits.morselNodes = morselNodes
    do throws(QueryError) {
      let result = try session.execute(query)
      return result.rows.map(\.description) + result.summary.warnings.map { "\($0)" }
    } catch {
      return ["\(error)"]
    }
  }

  @Test(arguments: [11] as [UInt64]) func answersAreTheSame(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let graph = try Self.graph(&random, nodes: 700, edges: 4_000)
    for query in Self.queries {
      let expected = answer(graph, query, threads: 1, morselNodes: 2_048)
      for (threads, nodes) in [(2, 1), (3, 7), (5, 64), (2, 2_048)] as [(Int, UInt32)] {
        let found = answer(graph, query, threads: threads, morselNodes: nodes)
        #expect(found == expected, "\(query): \(threads) threads, \(nodes) nodes at a time, seed \(seed)")
      }
    }
  }

  /// Threads' tables that grow beyond their share are handed over, or thrown away; what does not fit then waits in files.
  @Test(arguments: [1 << 30, 1 << 20, 1 << 16]) func littleMemory(bytes: Int) throws {
    var random = SeededGenerator(seed: 21)
    let graph = try Self.graph(&random, nodes: 400, edges: 1_500)
    for query in [
      "MATCH (x:X)-[e]-(y) RETURN x.n % 50 AS k, y.n AS n, SUM(e.w) AS w, MAX(y.s) AS s",
      "MATCH (x:X)-[e]-(y) RETURN x, y.s AS s, SUM(e.w) AS w, COUNT(*) AS c",
    ] {
      let expected = answer(graph, query, threads: 1, morselNodes: 2_048, bytes: 1 << 30).sorted()
      for (threads, nodes) in [(2, 5), (4, 100)] as [(Int, UInt32)] {
        let found = answer(graph, query, threads: threads, morselNodes: nodes, bytes: bytes, smallestMemory: 0)
        #expect(found.sorted() == expected, "\(query): \(threads) threads, \(bytes) bytes")
      }
    }
  }

  /// Few nodes with many rows each are parted finely.
  @Test func fewNodesOfManyRows() throws {
    let graph = try Graph.inMemory()
    let session = Session(graph: graph)
    _ = try session.execute("FOR i IN RANGE(1, 150) INSERT (:Hub {n: i})")
    _ = try session.execute("FOR i IN RANGE(1, 500) INSERT (:Leaf {n: i})")
    _ = try session.execute("MATCH (h:Hub), (l:Leaf) INSERT (h)-[:R {w: h.n}]->(l)")
    for query in [
      "MATCH (h:Hub)-[e:R]->(l) RETURN h.n % 7 AS k, l.n AS n, SUM(e.w) AS w", "MATCH (h:Hub)-[e:R]->(l) RETURN h, SUM(l.n) AS s",
      "MATCH (h:Hub)-[e:R]->(l) RETURN h.n AS h, l.n AS n ORDER BY n DESC, h LIMIT 700",
    ] {
      var answers: [[String]] = []
      for threads in [1, 2, 3] {
        session.limits.threads = threads
        answers.append(try session.execute(query).rows.map(\.description))
      }
      #expect(answers[0].count > 100 && answers[1] == answers[0] && answers[2] == answers[0], "\(query)")
    }
  }

  /// A morsel gives far more rows than may wait.
  @Test func manyRowsOfOneMorsel() throws {
    var random = SeededGenerator(seed: 5)
    let graph = try Self.graph(&random, nodes: 300, edges: 300)
    let query = "MATCH (x:X), (y:X), (z:Y) WHERE x.n < 20 RETURN COUNT(DISTINCT x.n * 1000 + z.n) AS d, MAX(x.n + y.n + z.n) AS m"
    let expected = answer(graph, query, threads: 1, morselNodes: 2_048)
    #expect(answer(graph, query, threads: 3, morselNodes: 4) == expected)
  }

  @Test func endsEarlyAndOften() throws {
    var random = SeededGenerator(seed: 9)
    let graph = try Self.graph(&random, nodes: 500, edges: 2_000)
    let query = "MATCH (x:X)-[e]-(y) RETURN DISTINCT x.n AS n, y.n AS m LIMIT 3"
    let expected = answer(graph, query, threads: 1, morselNodes: 2_048)
    for _ in 0..<200 { #expect(answer(graph, query, threads: 4, morselNodes: 1) == expected) }
  }

  @Test func canBeInterrupted() async throws {
    var random = SeededGenerator(seed: 6)
    let graph = try Self.graph(&random, nodes: 600, edges: 600)
    let session = Session(graph: graph)
    session.limits.threads = 3
    session.limits.smallestParallelScan = 0
    session.limits.morselNodes = 8
    session.limits.timeoutSeconds = 0.3
    // No row comes through: only the threads can notice.
    let query = "MATCH (x:X), (y:X), (z:X), (u:X) WHERE x.n + y.n + z.n + u.n < 0 RETURN COUNT(*) AS c"
    let start = ContinuousClock.now
    #expect(throws: QueryError.self) { try session.execute(query) }
    #expect(ContinuousClock.now - start < .seconds(20))
  }
}
