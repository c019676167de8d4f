import GraphStore

/// The nodes and edges of a picture: those found in a result, each once, in id order.
public struct DOTSubgraph: Sendable {
  private var nodesByID: [NodeID: Node] = [:]
  private var edgesByID: [EdgeID: Edge] = [:]

  public init() {}

  /// Collects nodes, edges and paths from all cells, those inside lists and records included.
  public init(_ result: QueryResult) {
    for row in result.rows {
      for value in row { add(value) }
    }
  }

  public mutating func add(_ node: Node) { nodesByID[node.id] = node }
  public mutating func add(_ edge: Edge) { edgesByID[edge.id] = edge }

  public var nodes: [Node] { nodesByID.values.sorted { $0.id < $1.id } }
  public var edges: [Edge] { edgesByID.values.sorted { $0.id < $1.id } }
  public var isEmpty: Bool { nodesByID.isEmpty && edgesByID.isEmpty }

  /// Ends of edges that are not among the nodes, in id order: to be fetched, else they are drawn as their
  /// ids.
  public var missingNodes: [NodeID] {
    var missing: Set<NodeID> = []
    for edge in edgesByID.values {
      if nodesByID[edge.source] == nil { missing.insert(edge.source) }
      if nodesByID[edge.target] == nil { missing.insert(edge.target) }
    }
    return missing.sorted()
  }

  private mutating func add(_ value: Value) {
    switch value {
    case .node(let node): add(node)
    case .edge(let edge): add(edge)
    case .path(let path):
      path.nodes.forEach { add($0) }
      path.edges.forEach { add($0) }
    case .list(let elements): elements.forEach { add($0) }
    case .record(let record): record.fields.forEach { add($0.value) }
    case .null, .bool, .int, .float, .decimal, .string, .bytes, .date, .localTime, .zonedTime, .localDateTime,
      .zonedDateTime, .duration:
      break
    }
  }
}
