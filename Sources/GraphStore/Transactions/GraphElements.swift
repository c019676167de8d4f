/// The elements of a graph, or of a part of one, by ordinal.
public protocol GraphElements {
  /// One more than the greatest ordinal ever given out; some below may be deleted.
  var nodeLimit: UInt32 { get }
  /// The same of edges.
  var edgeLimit: UInt32 { get }
  /// Living ones.
  var nodeCount: Int { get }
  var edgeCount: Int { get }

  /// The id in the file, of a deleted element too. O(1).
  func nodeID(_ ordinal: NodeOrdinal) -> NodeID
  func edgeID(_ ordinal: EdgeOrdinal) -> EdgeID
  /// Null when there is no such living element.
  func ordinal(of id: NodeID) -> NodeOrdinal?
  func ordinal(of id: EdgeID) -> EdgeOrdinal?
  /// False for an element deleted in this transaction. Deleted elements keep id, labels, type and properties for `node` and `edge`
  /// until the statement ends.
  func isAlive(node ordinal: NodeOrdinal) -> Bool
  func isAlive(edge ordinal: EdgeOrdinal) -> Bool
  /// O(1).
  func isDirected(_ edge: EdgeOrdinal) -> Bool

  /// The element as a detached value.
  func node(_ ordinal: NodeOrdinal) -> Node
  func edge(_ ordinal: EdgeOrdinal) -> Edge
  /// The same as one by one, and quicker where many that lie side by side are asked for.
  func nodes(_ ordinals: [NodeOrdinal]) -> [Node]
  func edges(_ ordinals: [EdgeOrdinal]) -> [Edge]
}

/// Of elements that are gone through one after the other, so many are read by one query: few, since any of them may be large.
enum ElementsTogether { static let count = 32 }

extension GraphElements {
  public func nodes(_ ordinals: [NodeOrdinal]) -> [Node] { ordinals.map(node) }
  public func edges(_ ordinals: [EdgeOrdinal]) -> [Edge] { ordinals.map(edge) }

  /// Every node, in the order of ordinals. What `body` throws ends it.
  package func forEachNode<Failure: Error>(_ body: (NodeOrdinal, Node) throws(Failure) -> Void) throws(Failure) {
    try forEachNode(of: (0..<nodeLimit).lazy.filter { self.isAlive(node: $0) }, body)
  }

  package func forEachNode<Failure: Error>(
    of ordinals: some Sequence<NodeOrdinal>, _ body: (NodeOrdinal, Node) throws(Failure) -> Void
  ) throws(Failure) {
    try Self.forEachPart(of: ordinals) { (part) throws(Failure) in for (ordinal, node) in zip(part, nodes(part)) { try body(ordinal, node) } }
  }

  /// Every edge, in the order of ordinals.
  package func forEachEdge<Failure: Error>(_ body: (EdgeOrdinal, Edge) throws(Failure) -> Void) throws(Failure) {
    try forEachEdge(of: (0..<edgeLimit).lazy.filter { self.isAlive(edge: $0) }, body)
  }

  package func forEachEdge<Failure: Error>(
    of ordinals: some Sequence<EdgeOrdinal>, _ body: (EdgeOrdinal, Edge) throws(Failure) -> Void
  ) throws(Failure) {
    try Self.forEachPart(of: ordinals) { (part) throws(Failure) in for (ordinal, edge) in zip(part, edges(part)) { try body(ordinal, edge) } }
  }

  private static func forEachPart<Failure: Error>(
    of ordinals: some Sequence<UInt32>, _ body: ([UInt32]) throws(Failure) -> Void
  ) throws(Failure) {
    var part: [UInt32] = []
    for ordinal in ordinals {
      part.append(ordinal)
      if part.count < ElementsTogether.count { continue }
      try body(part)
      part.removeAll(keepingCapacity: true)
    }
    if !part.isEmpty { try body(part) }
  }
}
