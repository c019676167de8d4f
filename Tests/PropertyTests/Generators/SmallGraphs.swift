import GraphStore
import TestSupport

/// Every graph of up to three nodes and three edges over labels `A`, `B` and types `T`, `U`, once for each
/// class of graphs that differ only in the numbering of their nodes. Nodes carry one label each, and their
/// number as `x`; edges their number as `w`.
enum SmallGraphs {
  /// An edge between nodes by position.
  private struct EdgeKind: Hashable {
    var type: Int
    var source: Int
    var target: Int
    var isDirected: Bool

    /// For sorting: ends of undirected edges have no order.
    func code(_ place: [Int]) -> Int {
      var (a, b) = (place[source], place[target])
      if !isDirected && a > b { (a, b) = (b, a) }
      return ((type * 2 + (isDirected ? 1 : 0)) * 3 + a) * 3 + b
    }
  }

  /// Graphs with few edges first.
  static let all: [ModelGraph] = (0...3).flatMap { edges in
    (0...3).flatMap { graphs(nodes: $0, edges: edges) }
  }

  private static func graphs(nodes: Int, edges: Int) -> [ModelGraph] {
    let kinds = edgeKinds(nodes)
    let permutations = permutations(nodes)
    var result: [ModelGraph] = []
    for labels in 0..<(1 << nodes) {
      for chosen in multisets(of: kinds.count, size: edges) {
        let members = chosen.map { kinds[$0] }
        let own = code(labels, members, permutations[0])
        if permutations.allSatisfy({ !code(labels, members, $0).lexicographicallyPrecedes(own) }) {
          result.append(graph(nodes, labels, members))
        }
      }
    }
    return result
  }

  private static func edgeKinds(_ nodes: Int) -> [EdgeKind] {
    (0..<2).flatMap { type in
      (0..<nodes).flatMap { source in
        (0..<nodes).flatMap { target in
          [true, false].filter { $0 || source <= target }.map {
            EdgeKind(type: type, source: source, target: target, isDirected: $0)
          }
        }
      }
    }
  }

  private static func graph(_ nodes: Int, _ labels: Int, _ edges: [EdgeKind]) -> ModelGraph {
    var graph = ModelGraph()
    for node in 0..<nodes {
      graph.insertNode([labels >> node & 1 == 0 ? "A" : "B"], ["x": .int(Int64(node))])
    }
    for (position, edge) in edges.enumerated() {
      graph.insertEdge(
        edge.type == 0 ? "T" : "U", from: NodeID(Int64(edge.source + 1)), to: NodeID(Int64(edge.target + 1)),
        isDirected: edge.isDirected, ["w": .int(Int64(position))])
    }
    return graph
  }

  /// The graph as numbers when node i is called `place[i]`; the least over all numberings stands for the
  /// class.
  private static func code(_ labels: Int, _ edges: [EdgeKind], _ place: [Int]) -> [Int] {
    var renamed = 0
    for node in place.indices where labels >> node & 1 == 1 { renamed |= 1 << place[node] }
    return [renamed] + edges.map { $0.code(place) }.sorted()
  }

  private static func permutations(_ count: Int) -> [[Int]] {
    guard count > 0 else { return [[]] }
    return permutations(count - 1).flatMap { shorter in
      (0...shorter.count).reversed().map { position in
        var longer = shorter
        longer.insert(count - 1, at: position)
        return longer
      }
    }
  }

  /// Ascending lists of `size` numbers below `count`, with repetition.
  private static func multisets(of count: Int, size: Int) -> [[Int]] {
    guard size > 0 else { return [[]] }
    return multisets(of: count, size: size - 1).flatMap { shorter in
      ((shorter.last ?? 0)..<max(count, shorter.last ?? 0)).map { shorter + [$0] }
    }
  }
}
