import GQL
import GraphStore
import TestSupport
import Testing

/// ORDER BY with LIMIT gives the rows with which the same order of all rows begins.
@Suite struct TopRowsTests {
  private static let graph = Result {
    var random = SeededGenerator(seed: 24)
    let graph = try Graph.inMemory()
    let transaction = try graph.store.beginWrite()
    for number in 0..<6_000 {
      var properties: Record = ["n": .int(Int64(number)), "k": .int(Int64.random(in: 0..<40, using: &random)), "s": .string("text \(number % 301)")]
      if number % 3 == 0 { properties["some"] = .int(Int64.random(in: 0..<9, using: &random)) }
      properties["any"] = number % 4 == 0 ? .string("x\(number % 7)") : number % 4 == 1 ? .float(Double(number % 11) / 2) : .int(Int64(number % 13))
      if number % 5 != 0 { properties["d"] = .date(LocalDate(daysSinceEpoch: Int64(number % 90))) }
      _ = try transaction.insertNode(labels: ["X"], properties: properties)
    }
    try transaction.commit()
    return graph
  }

  @Test(arguments: [
    "x.k, x.s, x.n", "x.k DESC, x.s DESC, x.n", "x.k, x.any, x.n DESC", "x.some, x.k, x.s DESC, x.n", "x.some DESC NULLS LAST, x.d, x.n",
    "x.d DESC, x.k, x.n", "x.s, x.k, x.n", "x.any, x.some NULLS FIRST, x.n", "x.k, 100 / (x.n + 1), x.n", "x.k % 7, x.s || 'x', x.n",
    "x.n % 2, x.k, x.d NULLS FIRST, x.s, x.n DESC",
  ])
  func beginningOfAllRows(keys: String) throws {
    for carried in ["x.n AS n, x.s AS s, x.k AS k, x.d AS d", "x AS x", "x.n AS n"] {
      let all = try Session(graph: TopRowsTests.graph.get()).execute("MATCH (x:X) RETURN \(carried) ORDER BY \(keys)").rows
      for (threads, morselNodes) in [(1, 2_048), (2, 256)] as [(Int, UInt32)] {
        let session = try Session(graph: TopRowsTests.graph.get())
        session.limits.threads = threads
        session.limits.morselNodes = morselNodes
        session.limits.smallestParallelScan = 0
        for (offset, limit) in [(0, 1), (0, 40), (7, 300), (0, 2_500), (5_990, 100)] {
          let rows = try session.execute("MATCH (x:X) RETURN \(carried) ORDER BY \(keys) OFFSET \(offset) LIMIT \(limit)").rows
          #expect(rows == Array(all.dropFirst(offset).prefix(limit)), "\(keys), \(carried), \(threads) threads, \(offset), \(limit)")
        }
      }
    }
  }
}
