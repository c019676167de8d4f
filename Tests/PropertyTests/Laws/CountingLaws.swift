import GQL
import GraphStore
import Testing
import TestSupport

/// Matches that are only counted are as many as those that are enumerated.
@Suite struct CountingLaws {
  /// A pattern that is a tree, and its variables.
  private struct Tree {
    var nodes: [String] = []
    var edges: [String] = []
    var paths: [String] = []
    var random: SeededGenerator

    init(_ random: SeededGenerator) {
      self.random = random
      let count = Int.random(in: 1...4, using: &self.random)
      nodes = ["v0"]
      for number in 1...count {
        let from = nodes.randomElement(using: &self.random) ?? "v0"
        let to = "v\(number)"
        let label = pick(["", "", ":T", ":U", ":T|U"])
        let edge = "e\(number)\(label)"
        let arrow = pick(["-[\(edge)]->", "<-[\(edge)]-", "-[\(edge)]->", "-[\(edge)]-", "~[\(edge)]~"])
        let end = "\(to)\(pick(["", "", ":A", ":B", "|"]).replacing("|", with: ":A|B"))"
        paths.append("(\(from))\(arrow)(\(end)\(pick(["", "", " WHERE \(to).x > 0", " WHERE \(to).s = 'a'"])))")
        nodes.append(to)
        edges.append("e\(number)")
      }
    }

    mutating func pick(_ items: [String]) -> String { items.randomElement(using: &random) ?? "" }
  }

  private func check(_ graph: ModelGraph, seed: UInt64) {
    var tree = Tree(SeededGenerator(seed: seed))
    let mode = tree.pick(["", "", "REPEATABLE ELEMENTS "])
    let match = "MATCH \(mode)\(tree.paths.joined(separator: ", ")) \(tree.pick(["", "WHERE v0.x < 3"]))"
    let key = tree.pick(tree.nodes + tree.edges)
    let value = tree.pick(tree.nodes)
    let keys = tree.pick(["", "\(key)", "\(key).x"])
    let by = keys.isEmpty ? "" : "GROUP BY k"
    let kept = keys.isEmpty ? "" : "\(keys) AS k, "
    let counts = "COUNT(*) AS n, SUM(\(value).x) AS s, AVG(\(value).x) AS m, MAX(\(value).s) AS t, COUNT(DISTINCT \(value)) AS d"
    let all = (tree.nodes + tree.edges).enumerated().map { "COUNT(\($1)) AS c\($0)" }.joined(separator: ", ")
    let left = "\(match) RETURN \(kept)\(counts) \(by)"
    let right = "\(match) RETURN \(kept)\(counts), \(all) \(by) NEXT RETURN \(keys.isEmpty ? "" : "k, ")n, s, m, t, d"
    let outcome = Comparison.compare(
      { try Subject.engine.answer(graph, left) }, { try Subject.engine.answer(graph, right) }, Determinacy(),
      allowsErrors: false)
    guard case .differ(let difference) = outcome else { return }
    Issue.record("\(Shrinking.report(seed: seed, graph: graph.nodes.count > 50 ? ModelGraph() : graph, query: "\(left)\n==\n\(right)", difference: difference))")
  }

  @Test("Counted and enumerated matches are as many", arguments: [false, true])
  func counts(hasLoops: Bool) {
    for number in 0..<Effort.count(debug: 150, release: 500, long: 10_000) {
      let seed = Effort.seed &+ UInt64(number)
      var graphs = GraphGenerator(seed: seed)
      let graph = graphs.graph(nodes: 2...8, edges: 2...16)
      check(hasLoops ? graph : graph.withoutLoops, seed: seed)
    }
  }

  @Test("They are as many where whole batches of nodes are counted")
  func largeGraphs() {
    for number in 0..<Effort.count(debug: 6, release: 30, long: 300) {
      let seed = Effort.seed &+ 7_000 &+ UInt64(number)
      var graphs = GraphGenerator(seed: seed)
      let graph = graphs.graph(nodes: 5_000...5_002, edges: 6_000...7_000)
      check(graph.withoutLoops, seed: seed)
    }
  }
}
