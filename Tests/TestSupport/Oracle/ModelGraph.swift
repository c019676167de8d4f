import GraphStore

/// A property graph as two plain arrays: what the oracle works on, and what a failing test prints.
///
/// Ids are given out from 1 on, in the order of insertion, as an empty store gives them; so the same graph
/// loaded into a store has the same ids. Deleted elements stay in the arrays, so that statements can still
/// name them.
public struct ModelGraph: Sendable {
  public struct NodeRow: Sendable {
    public var id: NodeID
    public var labels: [String]
    public var properties: Record
    public var isDeleted = false
  }

  public struct EdgeRow: Sendable {
    public var id: EdgeID
    public var type: String
    public var source: NodeID
    public var target: NodeID
    public var isDirected: Bool
    public var properties: Record
    public var isDeleted = false
  }

  /// The same graph without edges from a node to itself.
  public var withoutLoops: ModelGraph {
    var graph = self
    graph.edges.removeAll { $0.source == $0.target }
    return graph
  }

  public private(set) var nodes: [NodeRow] = []
  public private(set) var edges: [EdgeRow] = []

  public init() {}

  // MARK: Building

  @discardableResult
  public mutating func insertNode(_ labels: [String] = [], _ properties: Record = [:]) -> NodeID {
    let id = NodeID(Int64(nodes.count + 1))
    var sorted: [String] = []
    for label in labels.sorted(by: Self.precedes) where sorted.last.map({ !Self.isSame($0, label) }) ?? true {
      sorted.append(label)
    }
    nodes.append(NodeRow(id: id, labels: sorted, properties: Self.withoutNulls(properties)))
    return id
  }

  @discardableResult
  public mutating func insertEdge(
    _ type: String, from source: NodeID, to target: NodeID, isDirected: Bool = true,
    _ properties: Record = [:]
  ) -> EdgeID {
    let id = EdgeID(Int64(edges.count + 1))
    edges.append(
      EdgeRow(
        id: id, type: type, source: source, target: target, isDirected: isDirected,
        properties: Self.withoutNulls(properties)))
    return id
  }

  public mutating func change(node id: NodeID, _ body: (inout NodeRow) -> Void) {
    body(&nodes[Int(id.rawValue) - 1])
  }
  public mutating func change(edge id: EdgeID, _ body: (inout EdgeRow) -> Void) {
    body(&edges[Int(id.rawValue) - 1])
  }

  // MARK: Reading

  public subscript(id: NodeID) -> NodeRow { nodes[Int(id.rawValue) - 1] }
  public subscript(id: EdgeID) -> EdgeRow { edges[Int(id.rawValue) - 1] }

  public var livingNodes: [NodeRow] { nodes.filter { !$0.isDeleted } }

  /// An edge whose end is gone is not in the graph.
  public var livingEdges: [EdgeRow] {
    edges.filter { !$0.isDeleted && !self[$0.source].isDeleted && !self[$0.target].isDeleted }
  }

  /// Not deleted themselves, but an end is.
  public var danglingEdges: [EdgeRow] {
    edges.filter { !$0.isDeleted && (self[$0.source].isDeleted || self[$0.target].isDeleted) }
  }

  public func value(_ id: NodeID) -> Node {
    Node(id: id, labels: self[id].labels, properties: self[id].properties)
  }

  public func value(_ id: EdgeID) -> Edge {
    let edge = self[id]
    return Edge(
      id: id, type: edge.type, source: edge.source, target: edge.target, isDirected: edge.isDirected,
      properties: edge.properties)
  }

  // MARK: Smaller graphs, for shrinking

  /// The same graph without one edge; ids are given out anew.
  public func droppingEdge(at position: Int) -> ModelGraph {
    rebuilt(keepingNode: { _ in true }, edge: { $0 != position })
  }

  /// The same graph without one node and its edges; ids are given out anew.
  public func droppingNode(at position: Int) -> ModelGraph {
    let gone = nodes[position].id
    return rebuilt(
      keepingNode: { $0 != position },
      edge: { self.edges[$0].source != gone && self.edges[$0].target != gone })
  }

  private func rebuilt(keepingNode: (Int) -> Bool, edge keepingEdge: (Int) -> Bool) -> ModelGraph {
    var result = ModelGraph()
    var newIDs: [NodeID: NodeID] = [:]
    for (position, node) in nodes.enumerated() where keepingNode(position) {
      newIDs[node.id] = result.insertNode(node.labels, node.properties)
    }
    for (position, edge) in edges.enumerated() where keepingEdge(position) {
      guard let source = newIDs[edge.source], let target = newIDs[edge.target] else { continue }
      result.insertEdge(edge.type, from: source, to: target, isDirected: edge.isDirected, edge.properties)
    }
    return result
  }

  // MARK: Text

  /// One INSERT statement that makes this graph in an empty store, with the same ids; empty for the empty
  /// graph.
  public var insertScript: String {
    var parts = livingNodes.map { node in
      "(n\(node.id.rawValue)\(Self.labelText(node.labels))\(Self.propertyText(node.properties)))"
    }
    parts += livingEdges.map { edge in
      let filler = "[:\(ValueText.name(edge.type))\(Self.propertyText(edge.properties))]"
      let (left, right) = edge.isDirected ? ("-", "->") : ("~", "~")
      return "(n\(edge.source.rawValue))\(left)\(filler)\(right)(n\(edge.target.rawValue))"
    }
    return parts.isEmpty ? "" : "INSERT " + parts.joined(separator: ",\n       ")
  }

  private static func labelText(_ labels: [String]) -> String {
    labels.isEmpty ? "" : ":" + labels.map(ValueText.name).joined(separator: "&")
  }

  private static func propertyText(_ properties: Record) -> String {
    properties.isEmpty ? "" : " \(properties)"
  }

  static func withoutNulls(_ record: Record) -> Record {
    Record(record.fields.filter { if case .null = $0.value { false } else { true } })
  }

  private static func precedes(_ a: String, _ b: String) -> Bool {
    a.unicodeScalars.lexicographicallyPrecedes(b.unicodeScalars)
  }

  static func isSame(_ a: String, _ b: String) -> Bool { a.utf8.elementsEqual(b.utf8) }
}
