/// Some nodes of a graph and edges between them, detached from it: an element's ordinal is its place in the order of ids.
public struct GraphPart: GraphElements {
  private let allNodes: [Node]
  private let allEdges: [Edge]

  /// Edges whose ends are not both among the nodes are left out. No id may come twice.
  public init(nodes: [Node], edges: [Edge]) {
    let known = Set(nodes.map(\.id))
    allNodes = nodes.sorted { $0.id < $1.id }
    allEdges = edges.filter { known.contains($0.source) && known.contains($0.target) }.sorted { $0.id < $1.id }
  }

  public var nodeLimit: UInt32 { UInt32(allNodes.count) }
  public var edgeLimit: UInt32 { UInt32(allEdges.count) }
  public var nodeCount: Int { allNodes.count }
  public var edgeCount: Int { allEdges.count }

  public func nodeID(_ ordinal: NodeOrdinal) -> NodeID { node(ordinal).id }
  public func edgeID(_ ordinal: EdgeOrdinal) -> EdgeID { edge(ordinal).id }
  public func ordinal(of id: NodeID) -> NodeOrdinal? { Self.position(of: id, in: allNodes, \.id) }
  public func ordinal(of id: EdgeID) -> EdgeOrdinal? { Self.position(of: id, in: allEdges, \.id) }
  public func isAlive(node ordinal: NodeOrdinal) -> Bool { ordinal < nodeLimit }
  public func isAlive(edge ordinal: EdgeOrdinal) -> Bool { ordinal < edgeLimit }
  public func isDirected(_ edge: EdgeOrdinal) -> Bool { self.edge(edge).isDirected }
  public func node(_ ordinal: NodeOrdinal) -> Node { allNodes[Int(ordinal)] }
  public func edge(_ ordinal: EdgeOrdinal) -> Edge { allEdges[Int(ordinal)] }

  private static func position<Element, ID: Comparable>(of id: ID, in elements: [Element], _ path: KeyPath<Element, ID>) -> UInt32? {
    var (low, high) = (0, elements.count)
    while low < high {
      let middle = (low + high) / 2
      if elements[middle][keyPath: path] < id { low = middle + 1 } else { high = middle }
    }
    return low < elements.count && elements[low][keyPath: path] == id ? UInt32(low) : nil
  }
}
