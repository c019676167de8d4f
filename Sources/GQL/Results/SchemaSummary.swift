import GraphStore

/// What is in a graph: labels, edge types and property keys, with counts. Names come in code-point order.
public struct SchemaSummary: Sendable {
  public struct Label: Sendable, Equatable {
    public var name: String
    public var nodeCount: Int
    /// Keys found on nodes that carry the label.
    public var propertyKeys: [String]

    public init(name: String, nodeCount: Int, propertyKeys: [String]) {
      self.name = name
      self.nodeCount = nodeCount
      self.propertyKeys = propertyKeys
    }
  }

  /// An edge type and the label sets its edges join.
  public struct EdgeType: Sendable, Equatable {
    public var name: String
    public var edgeCount: Int
    public var shapes: [Shape]
    public var propertyKeys: [String]

    public init(name: String, edgeCount: Int, shapes: [Shape], propertyKeys: [String]) {
      self.name = name
      self.edgeCount = edgeCount
      self.shapes = shapes
      self.propertyKeys = propertyKeys
    }
  }

  /// How often edges of one type join two label sets; most frequent first.
  public struct Shape: Sendable, Equatable {
    public var source: [String]
    public var target: [String]
    public var isDirected: Bool
    public var count: Int

    public init(source: [String], target: [String], isDirected: Bool, count: Int) {
      self.source = source
      self.target = target
      self.isDirected = isDirected
      self.count = count
    }
  }

  public var labels: [Label] = []
  public var edgeTypes: [EdgeType] = []
  public var nodeCount = 0
  public var edgeCount = 0
  public var unlabeledNodeCount = 0
  /// True when only the first `SchemaSummary.sampleLimit` nodes and edges were looked at for shapes and
  /// property keys. Counts of labels and types are exact all the same.
  public var isSampled = false

  /// Elements of each kind that are read for shapes and property keys.
  public static let sampleLimit = 100_000

  public init() {}

  /// Reads one snapshot. O(nodes + edges), up to `sampleLimit` of each.
  public init(of reader: any GraphReader) {
    nodeCount = reader.nodeCount
    edgeCount = reader.edgeCount
    isSampled = max(nodeCount, edgeCount) > Self.sampleLimit
    summarizeNodes(reader)
    summarizeEdges(reader)
  }

  private mutating func summarizeNodes(_ reader: any GraphReader) {
    var counts: [String: Int] = [:]
    for (set, count) in zip(reader.labelSets, reader.labelSetCounts) where count > 0 {
      if set.isEmpty { unlabeledNodeCount += count }
      for label in set { counts[reader.names[label], default: 0] += count }
    }
    var keys: [String: Set<String>] = [:]
    let nodes = OrdinalBuffer()
    reader.scanNodes(in: 0..<Self.scanEnd(reader.nodeLimit), labelSets: nil, into: nodes)
    for position in 0..<nodes.count {
      let node = reader.node(nodes.elements[position])
      for label in node.labels { keys[label, default: []].formUnion(node.properties.names) }
    }
    labels = Self.sorted(counts.keys).map {
      Label(name: $0, nodeCount: counts[$0] ?? 0, propertyKeys: Self.sorted(keys[$0] ?? []))
    }
  }

  private mutating func summarizeEdges(_ reader: any GraphReader) {
    struct Ends: Hashable {
      var source: [String]
      var target: [String]
      var isDirected: Bool
    }
    var shapes: [String: [Ends: Int]] = [:]
    var keys: [String: Set<String>] = [:]
    let edges = OrdinalBuffer()
    reader.scanEdges(in: 0..<Self.scanEnd(reader.edgeLimit), types: nil, into: edges)
    var labelsByNode: [NodeID: [String]] = [:]
    func labels(_ id: NodeID) -> [String] {
      if let known = labelsByNode[id] { return known }
      let labels = reader.ordinal(of: id).map { reader.node($0).labels } ?? []
      labelsByNode[id] = labels
      return labels
    }
    for position in 0..<edges.count {
      let edge = reader.edge(edges.elements[position])
      let ends = Ends(source: labels(edge.source), target: labels(edge.target), isDirected: edge.isDirected)
      shapes[edge.type, default: [:]][ends, default: 0] += 1
      keys[edge.type, default: []].formUnion(edge.properties.names)
    }
    for id in NameID(0)..<NameID(reader.names.names.count) {
      let count = reader.edgeCount(ofType: id)
      if count == 0 { continue }
      let name = reader.names[id]
      let shapes = (shapes[name] ?? [:]).map { ends, count in
        Shape(source: ends.source, target: ends.target, isDirected: ends.isDirected, count: count)
      }
      edgeTypes.append(
        EdgeType(
          name: name, edgeCount: count, shapes: shapes.sorted(by: Self.isBefore),
          propertyKeys: Self.sorted(keys[name] ?? [])))
    }
    edgeTypes.sort { Self.codePointsPrecede($0.name, $1.name) }
  }

  private static func isBefore(_ a: Shape, _ b: Shape) -> Bool {
    if a.count != b.count { return a.count > b.count }
    return codePointsPrecede("\(a.source) \(a.target)", "\(b.source) \(b.target)")
  }

  private static func scanEnd(_ limit: UInt32) -> UInt32 { min(limit, UInt32(sampleLimit)) }

  private static func sorted(_ names: some Sequence<String>) -> [String] {
    names.sorted(by: codePointsPrecede)
  }

  private static func codePointsPrecede(_ a: String, _ b: String) -> Bool {
    a.utf8.lexicographicallyPrecedes(b.utf8)
  }
}
