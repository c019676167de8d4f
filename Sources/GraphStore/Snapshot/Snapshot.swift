/// Stands in for the snapshot on this branch only.
final class Snapshot: GraphReader, @unchecked Sendable {
  var names = NameTable()
  var nodeLimit: UInt32 { UInt32(nodeIDs.count) }
  var edgeLimit: UInt32 { UInt32(edgeIDs.count) }
  var nodeCount: Int { nodeIDs.count }
  var edgeCount: Int { edgeIDs.count }
  var labelSets: [[NameID]] { [] }
  var labelSetCounts: [Int] { [] }
  private var nodeIDs: [Int64] = []
  private var edgeIDs: [Int64] = []

  static func load(from source: any RowSource) throws(StoreError) -> Snapshot {
    let snapshot = Snapshot()
    try source.forEachNode(after: 0) { snapshot.nodeIDs.append($0.id) }
    try source.forEachEdge(after: 0) { snapshot.edgeIDs.append($0.id) }
    return snapshot
  }
  func advanced(from source: any RowSource, isPrivate: Bool) throws(StoreError) -> Snapshot { try .load(from: source) }

  func edgeCount(ofType type: NameID) -> Int { 0 }
  func scanNodes(in range: Range<UInt32>, labelSets: [Bool]?, into nodes: OrdinalBuffer) {}
  func scanEdges(in range: Range<UInt32>, types: [NameID]?, into edges: OrdinalBuffer) {}
  func expand(
    _ nodes: UnsafeBufferPointer<NodeOrdinal>, validity: UnsafePointer<UInt8>?, directions: EdgeDirections,
    types: [NameID]?, cursor: inout ExpandCursor, limit: Int, into result: ExpandBuffer) -> Bool { true }
  func degrees(
    _ nodes: UnsafeBufferPointer<NodeOrdinal>, directions: EdgeDirections, types: [NameID]?,
    into degrees: UnsafeMutablePointer<Int64>) {}
  func endpoints(
    of edges: UnsafeBufferPointer<EdgeOrdinal>, sources: UnsafeMutablePointer<NodeOrdinal>?,
    targets: UnsafeMutablePointer<NodeOrdinal>?) {}
  func typeIDs(of edges: UnsafeBufferPointer<EdgeOrdinal>, into types: UnsafeMutablePointer<NameID>) {}
  func labelSetIDs(of nodes: UnsafeBufferPointer<NodeOrdinal>, into labelSets: UnsafeMutablePointer<UInt32>) {}
  func isDirected(_ edge: EdgeOrdinal) -> Bool { true }
  func properties(
    _ key: String, of kind: ElementKind, _ elements: UnsafeBufferPointer<UInt32>,
    validity: UnsafePointer<UInt8>?, into column: Column) {}
  func nodes(where key: String, equals value: Cell, labelSets: [Bool]?) -> [NodeOrdinal]? { nil }
  func nodeID(_ ordinal: NodeOrdinal) -> NodeID { NodeID(nodeIDs[Int(ordinal)]) }
  func edgeID(_ ordinal: EdgeOrdinal) -> EdgeID { EdgeID(edgeIDs[Int(ordinal)]) }
  func ordinal(of id: NodeID) -> NodeOrdinal? { nodeIDs.firstIndex(of: id.rawValue).map { UInt32($0) } }
  func ordinal(of id: EdgeID) -> EdgeOrdinal? { edgeIDs.firstIndex(of: id.rawValue).map { UInt32($0) } }
  func isAlive(node ordinal: NodeOrdinal) -> Bool { true }
  func isAlive(edge ordinal: EdgeOrdinal) -> Bool { true }
  func node(_ ordinal: NodeOrdinal) -> Node { Node(id: nodeID(ordinal), labels: [], properties: Record()) }
  func edge(_ ordinal: EdgeOrdinal) -> Edge {
    Edge(id: edgeID(ordinal), type: "", source: NodeID(0), target: NodeID(0), properties: Record())
  }
}
