import GraphStore

/// A reader of a graph without elements, for tests of values alone.
public final class NoGraph: GraphReader {
  public static let shared = NoGraph()
  public let names = NameTable()
  public var nodeLimit: UInt32 { 0 }
  public var edgeLimit: UInt32 { 0 }
  public var nodeCount: Int { 0 }
  public var edgeCount: Int { 0 }
  public var labelSets: [[NameID]] { [] }
  public var labelSetCounts: [Int] { [] }

  public func edgeCount(ofType type: NameID) -> Int { 0 }
  public func scanNodes(in range: Range<UInt32>, labelSets: [Bool]?, into nodes: OrdinalBuffer) {}
  public func scanEdges(in range: Range<UInt32>, types: [NameID]?, into edges: OrdinalBuffer) {}
  public func expand(
    _ nodes: UnsafeBufferPointer<NodeOrdinal>, validity: UnsafePointer<UInt8>?, directions: EdgeDirections,
    types: [NameID]?, cursor: inout ExpandCursor, limit: Int, into result: ExpandBuffer
  ) -> Bool { true }
  public func degrees(
    _ nodes: UnsafeBufferPointer<NodeOrdinal>, directions: EdgeDirections, types: [NameID]?,
    into degrees: UnsafeMutablePointer<Int64>
  ) {}
  public func endpoints(
    of edges: UnsafeBufferPointer<EdgeOrdinal>, sources: UnsafeMutablePointer<NodeOrdinal>?,
    targets: UnsafeMutablePointer<NodeOrdinal>?
  ) {}
  public func typeIDs(of edges: UnsafeBufferPointer<EdgeOrdinal>, into types: UnsafeMutablePointer<NameID>) {}
  public func labelSetIDs(of nodes: UnsafeBufferPointer<NodeOrdinal>, into labelSets: UnsafeMutablePointer<UInt32>) {}
  public func isDirected(_ edge: EdgeOrdinal) -> Bool { none() }
  public func properties(
    _ key: String, of kind: ElementKind, _ elements: UnsafeBufferPointer<UInt32>, validity: UnsafePointer<UInt8>?,
    into column: Column
  ) {}
  public func nodes(where key: String, equals value: Cell, labelSets: [Bool]?) -> [NodeOrdinal]? { nil }
  public func nodeID(_ ordinal: NodeOrdinal) -> NodeID { none() }
  public func edgeID(_ ordinal: EdgeOrdinal) -> EdgeID { none() }
  public func ordinal(of id: NodeID) -> NodeOrdinal? { nil }
  public func ordinal(of id: EdgeID) -> EdgeOrdinal? { nil }
  public func isAlive(node ordinal: NodeOrdinal) -> Bool { false }
  public func isAlive(edge ordinal: EdgeOrdinal) -> Bool { false }
  public func node(_ ordinal: NodeOrdinal) -> Node { none() }
  public func edge(_ ordinal: EdgeOrdinal) -> Edge { none() }

  private func none() -> Never { fatalError("the graph has no elements") }
}
