import GraphStore
import Synchronization

/// A few elements in memory behind `GraphReader`, for tests of values and functions: ordinals are positions.
/// It cannot be traversed.
public final class FixedGraph: GraphReader {
  public static let empty = FixedGraph(nodes: [], edges: [])

  private let allNodes: [Node]
  private let allEdges: [Edge]
  private let arena = Arena()
  public let names: NameTable
  public let labelSets: [[NameID]]
  public let vocabulary: UInt64
  public var identity: UInt64 { vocabulary }
  private static let vocabularies = Atomic(UInt64.max)

  public init(nodes: [Node], edges: [Edge]) {
    allNodes = nodes
    allEdges = edges
    var names = NameTable()
    labelSets = nodes.map { node in node.labels.map { names.insert($0) } }
    for edge in edges { _ = names.insert(edge.type) }
    self.names = names
    vocabulary = FixedGraph.vocabularies.subtract(1, ordering: .relaxed).newValue
  }

  public var nodeLimit: UInt32 { UInt32(allNodes.count) }
  public var edgeLimit: UInt32 { UInt32(allEdges.count) }
  public var nodeCount: Int { allNodes.count }
  public var edgeCount: Int { allEdges.count }
  public var labelSetCounts: [Int] { allNodes.map { _ in 1 } }
  public func edgeCount(ofType type: NameID) -> Int { allEdges.count { $0.type == names[type] } }

  public func labelSetIDs(
    of nodes: UnsafeBufferPointer<NodeOrdinal>, into labelSets: UnsafeMutablePointer<UInt32>
  ) {
    for (index, node) in nodes.enumerated() { labelSets[index] = node }
  }

  public func typeIDs(of edges: UnsafeBufferPointer<EdgeOrdinal>, into types: UnsafeMutablePointer<NameID>) {
    for (index, edge) in edges.enumerated() { types[index] = names.id(of: allEdges[Int(edge)].type) ?? .max }
  }

  public func endpoints(
    of edges: UnsafeBufferPointer<EdgeOrdinal>, sources: UnsafeMutablePointer<NodeOrdinal>?,
    targets: UnsafeMutablePointer<NodeOrdinal>?
  ) {
    for (index, edge) in edges.enumerated() {
      sources?[index] = ordinal(of: allEdges[Int(edge)].source) ?? .max
      targets?[index] = ordinal(of: allEdges[Int(edge)].target) ?? .max
    }
  }

  public func properties(
    _ key: String, of kind: ElementKind, _ elements: UnsafeBufferPointer<UInt32>,
    validity: UnsafePointer<UInt8>?,
    into column: Column
  ) {
    column.reset(.cell, room: elements.count)
    for (index, element) in elements.enumerated() {
      let properties = kind == .node ? allNodes[Int(element)].properties : allEdges[Int(element)].properties
      let value = validity.map { $0[index] != 0 } ?? true ? properties[key] : nil
      column.cells[index] = value.flatMap { arena.cell(for: $0, reader: self) } ?? .null
      if column.cells[index].isNull { column.setNull(index) }
    }
  }

  public func isDirected(_ edge: EdgeOrdinal) -> Bool { allEdges[Int(edge)].isDirected }
  public func nodes(where key: String, equals value: Cell, labelSets: [Bool]?) -> [NodeOrdinal]? { nil }
  public func estimatedCount(where key: String, equals value: Cell, atMost limit: Int) -> Int { limit }
  public func nodeID(_ ordinal: NodeOrdinal) -> NodeID { allNodes[Int(ordinal)].id }
  public func edgeID(_ ordinal: EdgeOrdinal) -> EdgeID { allEdges[Int(ordinal)].id }
  public func ordinal(of id: NodeID) -> NodeOrdinal? {
    allNodes.firstIndex { $0.id == id }.map { UInt32($0) }
  }
  public func ordinal(of id: EdgeID) -> EdgeOrdinal? {
    allEdges.firstIndex { $0.id == id }.map { UInt32($0) }
  }
  public func isAlive(node ordinal: NodeOrdinal) -> Bool { ordinal < nodeLimit }
  public func isAlive(edge ordinal: EdgeOrdinal) -> Bool { ordinal < edgeLimit }
  public func node(_ ordinal: NodeOrdinal) -> Node { allNodes[Int(ordinal)] }
  public func edge(_ ordinal: EdgeOrdinal) -> Edge { allEdges[Int(ordinal)] }

  public func scanNodes(in range: Range<UInt32>, labelSets: [Bool]?, into nodes: OrdinalBuffer) {
    notForTraversal()
  }
  public func scanEdges(in range: Range<UInt32>, types: [NameID]?, into edges: OrdinalBuffer) {
    notForTraversal()
  }
  public func expand(
    _ nodes: UnsafeBufferPointer<NodeOrdinal>, validity: UnsafePointer<UInt8>?, directions: EdgeDirections,
    types: [NameID]?, cursor: inout ExpandCursor, limit: Int, into result: ExpandBuffer
  ) -> Bool { notForTraversal() }
  public func degrees(
    _ nodes: UnsafeBufferPointer<NodeOrdinal>, directions: EdgeDirections, types: [NameID]?,
    into degrees: UnsafeMutablePointer<Int64>
  ) { notForTraversal() }

  public func sumWeights(
    _ weights: UnsafePointer<Int64>, marks: UnsafePointer<UInt64>?, over nodes: UnsafeBufferPointer<NodeOrdinal>,
    directions: EdgeDirections, types: [NameID]?, into sums: UnsafeMutablePointer<Int64>
  ) -> Bool { notForTraversal() }
  public func spreadWeights(
    _ weights: UnsafePointer<Int64>, of nodes: UnsafeBufferPointer<NodeOrdinal>, directions: EdgeDirections,
    types: [NameID]?, into sums: UnsafeMutablePointer<Int64>
  ) -> Bool { notForTraversal() }
  public func endLabelSets(_ directions: EdgeDirections, types: [NameID]?) -> [Bool] { notForTraversal() }
  public func isUnique(_ key: String, labelSets: [Bool]?, onlyIfKnown: Bool) -> Bool { false }
  public var selfLoopCount: Int { allEdges.count { $0.isDirected && $0.source == $0.target } }

  private func notForTraversal() -> Never {
    fatalError("a fixed graph holds elements, and cannot be traversed")
  }
}
