import GQL
import GraphStore
import Testing
import TestSupport

/// Laws of path search, on graphs too large for the oracle.
@Suite struct PathLaws {
  private static let edges = [
    "-[e]->", "<-[e]-", "-[e]-", "-[e:T]->", "-[e WHERE e.w < 2]->", "~[e]~", "<-[e:T|U]-", "-[e {w: 1}]-",
  ]

  private func check(_ name: String, _ make: (String, inout SeededGenerator) -> (String, String)) throws {
    for number in 0..<Effort.count(debug: 24, release: 100, long: 2_000) {
      let seed = Effort.seed &+ UInt64(number)
      var graphs = GraphGenerator(seed: seed)
      let graph = graphs.graph(nodes: 4...14, edges: 4...30)
      let (left, right) = make(Self.edges[number % Self.edges.count], &graphs.random)
      let outcome = Comparison.compare(
        { try Subject.engine.answer(graph, left) }, { try Subject.engine.answer(graph, right) }, Determinacy(),
        allowsErrors: false)
      guard case .differ(let difference) = outcome else { continue }
      Issue.record("\(name): \(Shrinking.report(seed: seed, graph: graph, query: "\(left)\n==\n\(right)", difference: difference))")
      return
    }
  }

  @Test("Searched from both ends or from one, the shortest paths are the same")
  func bothEnds() throws {
    try check("both ends") { edge, random in
      let bounds = ["*", "+", "{1,3}", "{0,2}", "{,4}"].randomElement(using: &random) ?? "*"
      let selector = ["ALL SHORTEST", "SHORTEST 2 GROUPS", "SHORTEST 1 GROUP"].randomElement(using: &random) ?? ""
      let path = "MATCH REPEATABLE ELEMENTS p = \(selector) (a)\(edge)\(bounds)(z)"
      return ("MATCH (a), (z) \(path) RETURN a, z, p", "\(path) RETURN a, z, p")
    }
  }

  @Test("Any shortest path is as long as all of them")
  func anyOfAll() throws {
    try check("any of all") { edge, random in
      let mode = ["", "TRAIL", "ACYCLIC", "SIMPLE"].randomElement(using: &random) ?? ""
      func query(_ selector: String, _ distinct: String) -> String {
        """
        MATCH (a), (z) WHERE a.x = 1
        MATCH REPEATABLE ELEMENTS p = \(selector) \(mode) (a)\(edge){1,4}(z) RETURN \(distinct) a, z, PATH_LENGTH(p) AS n
        """
      }
      return (query("ANY SHORTEST", ""), query("ALL SHORTEST", "DISTINCT"))
    }
  }

  @Test("The shortest paths are the shortest of all paths")
  func shortestOfAll() throws {
    try check("shortest of all") { edge, random in
      let mode = ["TRAIL", "ACYCLIC", "SIMPLE"].randomElement(using: &random) ?? "TRAIL"
      func path(_ selector: String) -> String {
        "MATCH REPEATABLE ELEMENTS p = \(selector) \(mode) (a {x: 1})\(edge){1,4}(z) LET n = PATH_LENGTH(p)"
      }
      return (
        "\(path("ALL SHORTEST")) RETURN a, z, n, COUNT(*) AS c",
        """
        \(path("")) RETURN a, z, n, COUNT(*) AS c
        NEXT RETURN a, z, MIN(n) AS n, COLLECT_LIST(n) AS lengths, COLLECT_LIST(c) AS counts
        NEXT FOR i IN [0, 1, 2, 3] FILTER lengths[i] = n RETURN a, z, n, counts[i] AS c
        """
      )
    }
  }
}
