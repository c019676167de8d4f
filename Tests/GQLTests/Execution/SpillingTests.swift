import GQL
import GraphStore
import TestSupport
import Testing

/// Statements whose rows do not fit their memory give what they give without a limit.
@Suite struct SpillingTests {
  private static func graph(_ random: inout SeededGenerator, nodes: Int) throws -> Graph {
    let graph = try Graph.inMemory()
    // No two equal values of different types: which of them stands for a group is not said.
    let texts = ["", "a", "Ä", "北约", "a long text that takes some room in memory", "b"]
    let rows: [Value] = (0..<nodes).map { number in
      var fields: [(name: String, value: Value)] = [("n", .int(Int64(number))), ("k", .int(Int64.random(in: 0..<Int64(nodes / 3 + 1), using: &random)))]
      switch Int.random(in: 0..<9, using: &random) {
      case 0: fields.append(("v", .int(Int64.random(in: -5...5, using: &random))))
      case 1: fields.append(("v", .float([0.5, 1.25, -2.5, .nan, .infinity].randomElement(using: &random)!)))
      case 2: fields.append(("v", .string(texts.randomElement(using: &random)!)))
      case 3: fields.append(("v", .list([.int(1), .string(texts.randomElement(using: &random)!), .null])))
      case 4: fields.append(("v", .date(LocalDate(daysSinceEpoch: Int64.random(in: 0...9, using: &random)))))
      case 5: fields.append(("v", .decimal(ExactDecimal(coefficient: Int128.random(in: -30...30, using: &random) * 10 + 3, scale: 1))))
      case 6: fields.append(("v", .bool(Bool.random(using: &random))))
      case 7: fields.append(("v", .duration(CalendarDuration(seconds: Int64.random(in: 0...3, using: &random)))))
      default: break
      }
      return .record(Record(fields))
    }
    try graph.query("CYPHER UNWIND $rows AS row CREATE (x:X) SET x = row", ["rows": .list(rows)])
    return graph
  }

  private static let sorted = [
    "MATCH (x:X) RETURN x.n AS n, x.v AS v ORDER BY x.v, x.n",
    "MATCH (x:X) RETURN x ORDER BY x.v DESC NULLS FIRST, x.n DESC",
    "MATCH (x:X) RETURN x.n AS n, x.v AS v, [x, x.v] AS l ORDER BY x.k",
    "MATCH (x:X) RETURN x.n AS n ORDER BY x.v, x.k OFFSET 700 LIMIT 900",
    "MATCH (x:X) RETURN x.n AS n ORDER BY x.v DESC LIMIT 5",
    "MATCH (x:X) ORDER BY x.k LIMIT 1500 RETURN COUNT(*) AS c, SUM(x.n) AS s",
    "MATCH (x:X) LET t = CAST(x.n AS STRING) ORDER BY t RETURN COUNT(t) AS n, MIN(t) AS t",
  ]

  private static let grouped = [
    "MATCH (x:X) RETURN x.k AS k, COUNT(*) AS c, SUM(x.n) AS s, MIN(x.n) AS a, MAX(x.n) AS b, AVG(x.n) AS m",
    "MATCH (x:X) RETURN x.v AS v, x.k AS k, COUNT(*) AS c, COUNT(DISTINCT x.n) AS d",
    "MATCH (x:X) RETURN x, COUNT(x.v) AS c",
    "MATCH (x:X) RETURN DISTINCT x.v AS v, x.k AS k",
    "MATCH (x:X) RETURN DISTINCT x.n AS n",
  ]

  /// The groups that come first keep their lists in memory.
  private static let collected = ["MATCH (x:X) RETURN x.k AS k, COLLECT_LIST(x.n) AS l"]

  private func rows(_ graph: Graph, _ query: String, memory: Int?) throws -> [String] {
    let session = Session(graph: graph)
    if let memory { session.limits.memoryBytes = memory }
    // What spills is under test, and not the result.
    session.limits.resultBytes = 1 << 30
    return try session.execute(query).rows.map { $0.description }
  }

  /// The error in the place of rows.
  private func limited(_ graph: Graph, _ query: String, memory: Int) throws -> [String] {
    do { return try rows(graph, query, memory: memory) } catch let error as QueryError { return ["\(error)"] }
  }

  @Test(arguments: [1, 2] as [UInt64]) func sortsAlike(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let graph = try Self.graph(&random, nodes: 2_500)
    for query in Self.sorted {
      let expected = try rows(graph, query, memory: nil)
      #expect(try rows(graph, query, memory: 120_000) == expected, "\(query): seed \(seed)")
    }
  }

  /// In another order, which nobody asked for.
  @Test(arguments: [4] as [UInt64]) func groupsAlike(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let graph = try Self.graph(&random, nodes: 7_000)
    for (query, memory) in Self.grouped.map({ ($0, 400_000) }) + Self.collected.map({ ($0, 800_000) }) {
      let expected = try rows(graph, query, memory: nil).sorted()
      let found = try limited(graph, query, memory: memory).sorted()
      let difference = zip(found, expected).first { $0 != $1 }
      #expect(found.count == expected.count && difference == nil, "\(query): seed \(seed), \(String(describing: difference))")
    }
  }

  @Test func whatCannotBePartedIsRefused() throws {
    var random = SeededGenerator(seed: 7)
    let graph = try Self.graph(&random, nodes: 6_000)
    for query in ["MATCH (x:X) RETURN COLLECT_LIST(x.n) AS l", "MATCH (x:X) RETURN COUNT(DISTINCT x.n) AS l"] {
      do {
        _ = try rows(graph, query, memory: 40_000)
        Issue.record("\(query) needs more")
      } catch let error as QueryError {
        #expect(error.diagnostics.first?.status == .limitExceeded)
      }
    }
  }
}
