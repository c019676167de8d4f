import GraphStore
import TestSupport

/// Random property graphs over a small vocabulary, so that patterns meet something.
///
/// Labels `A`, `B`; edge types `T`, `U`; node properties `x` (integer), `s` (string), edge property `w`
/// (integer), each of them sometimes missing. Each property has one type, so that conditions compare what can
/// be compared.
struct GraphGenerator {
  var random: SeededGenerator
  static let labels = ["A", "B"]
  static let types = ["T", "U"]
  static let strings = ["a", "b", "ab"]

  init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  mutating func graph(nodes: ClosedRange<Int> = 0...4, edges: ClosedRange<Int> = 0...7) -> ModelGraph {
    var graph = ModelGraph()
    // Mostly graphs in which patterns find something.
    let isSparse = Int.random(in: 0..<10, using: &random) == 0
    let count =
      isSparse
      ? Int.random(in: nodes, using: &random)
      : max(nodes.lowerBound, nodes.upperBound - Int.random(in: 0...2, using: &random))
    for _ in 0..<count {
      let labels = Self.labels.filter { _ in Int.random(in: 0..<10, using: &random) < 5 }
      var properties: Record = [:]
      if Int.random(in: 0..<10, using: &random) < 8 {
        properties["x"] = .int(Int64.random(in: 0...3, using: &random))
      }
      if Int.random(in: 0..<10, using: &random) < 7 { properties["s"] = .string(pick(Self.strings)) }
      graph.insertNode(labels, properties)
    }
    guard count > 0 else { return graph }
    let edgeCount =
      isSparse
      ? Int.random(in: edges, using: &random)
      : max(edges.lowerBound, edges.upperBound - Int.random(in: 0...3, using: &random))
    for _ in 0..<edgeCount {
      let source = NodeID(Int64.random(in: 1...Int64(count), using: &random))
      let target = NodeID(Int64.random(in: 1...Int64(count), using: &random))
      var properties: Record = [:]
      if Int.random(in: 0..<10, using: &random) < 8 {
        properties["w"] = .int(Int64.random(in: 0...3, using: &random))
      }
      graph.insertEdge(
        pick(Self.types), from: source, to: target, isDirected: Int.random(in: 0..<10, using: &random) < 8,
        properties)
    }
    return graph
  }

  private mutating func pick(_ items: [String]) -> String {
    items[Int.random(in: 0..<items.count, using: &random)]
  }
}
