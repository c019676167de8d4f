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
  /// True when property keys are those of some elements of each label set and edge type only. Counts are exact all the same.
  public var isSampled = false

  /// Elements of a kind that are all read for property keys.
  public static let wholeLimit = 100_000
  /// Of larger graphs, elements of each label set and edge type that are read.
  public static let sampleSize = 1_000
  /// Label sets and edge types that are sampled.
  private static let sampledKindLimit = 200

  public init() {}

  /// Reads one snapshot. O(edges), and some microseconds for each element that is read for its keys.
  ///
  /// - Parameter monitor: stops it.
  public init(of reader: any GraphReader, monitor: WorkMonitor? = nil) throws(StoreError) {
    nodeCount = reader.nodeCount
    edgeCount = reader.edgeCount
    isSampled = max(nodeCount, edgeCount) > Self.wholeLimit
    monitor?.begin(.reading, whole: edgeCount)
    try summarizeNodes(reader, monitor)
    try summarizeEdges(reader, monitor)
  }

  private mutating func summarizeNodes(_ reader: any GraphReader, _ monitor: WorkMonitor?) throws(StoreError) {
    var counts: [String: Int] = [:]
    let sets = reader.labelSetCounts.indices.filter { reader.labelSetCounts[$0] > 0 }
    for set in sets {
      if reader.labelSets[set].isEmpty { unlabeledNodeCount += reader.labelSetCounts[set] }
      for label in reader.labelSets[set] { counts[reader.names[label], default: 0] += reader.labelSetCounts[set] }
    }
    let frequent = sets.sorted { reader.labelSetCounts[$0] > reader.labelSetCounts[$1] }.prefix(Self.sampledKindLimit)
    let sample = ElementSample(reader, size: isSampled ? Self.sampleSize : .max) { () throws(StoreError) in try monitor?.check() }
    var keys: [String: Set<String>] = [:]
    try reader.forEachNode(of: sample.nodes(ofSets: isSampled ? Array(frequent) : sets)) { (_, node) throws(StoreError) in
      try monitor?.check()
      for label in node.labels { keys[label, default: []].formUnion(node.properties.names) }
    }
    labels = counts.keys.inCodePointOrder.map {
      Label(name: $0, nodeCount: counts[$0] ?? 0, propertyKeys: (keys[$0] ?? []).inCodePointOrder)
    }
  }

  private mutating func summarizeEdges(_ reader: any GraphReader, _ monitor: WorkMonitor?) throws(StoreError) {
    let types = reader.names.names.indices.map { NameID($0) }.filter { reader.edgeCount(ofType: $0) > 0 }
    let frequent = types.sorted { reader.edgeCount(ofType: $0) > reader.edgeCount(ofType: $1) }.prefix(Self.sampledKindLimit)
    let sample = ElementSample(reader, size: isSampled ? Self.sampleSize : .max) { () throws(StoreError) in try monitor?.check() }
    var keys: [String: Set<String>] = [:]
    try reader.forEachEdge(of: sample.edges(ofTypes: isSampled ? Array(frequent) : types)) { (_, edge) throws(StoreError) in
      try monitor?.check()
      keys[edge.type, default: []].formUnion(edge.properties.names)
    }
    let shapes = try Self.shapes(reader, monitor)
    edgeTypes = types.map { type in
      EdgeType(
        name: reader.names[type], edgeCount: reader.edgeCount(ofType: type), shapes: (shapes[type] ?? []).sorted(by: Self.isBefore),
        propertyKeys: (keys[reader.names[type]] ?? []).inCodePointOrder)
    }
    edgeTypes.sort { $0.name.precedes($1.name) }
  }

  /// What the edges of each type join.
  private static func shapes(_ reader: any GraphReader, _ monitor: WorkMonitor?) throws(StoreError) -> [NameID: [Shape]] {
    struct Ends: Hashable {
      var type: NameID
      var source: UInt32
      var target: UInt32
      var isDirected: Bool
    }
    var counts: [Ends: Int] = [:]
    let edges = OrdinalBuffer()
    let ends = (OrdinalBuffer(), OrdinalBuffer())
    let sets = (OrdinalBuffer(), OrdinalBuffer())
    let types = OrdinalBuffer()
    var start: UInt32 = 0
    while start < reader.edgeLimit {
      try monitor?.check()
      let end = start + min(1 << 14, reader.edgeLimit - start)
      edges.removeAll()
      reader.scanEdges(in: start..<end, types: nil, into: edges)
      start = end
      monitor?.advance(by: edges.count)
      guard edges.count > 0 else { continue }
      for buffer in [ends.0, ends.1, sets.0, sets.1, types] {
        buffer.reserve(edges.count)
        buffer.count = edges.count
      }
      reader.endpoints(of: edges.elements, sources: ends.0.base, targets: ends.1.base)
      reader.labelSetIDs(of: ends.0.elements, into: sets.0.base)
      reader.labelSetIDs(of: ends.1.elements, into: sets.1.base)
      reader.typeIDs(of: edges.elements, into: types.base)
      // Edges of one kind mostly stand together.
      var last: (ends: Ends, count: Int)?
      for row in 0..<edges.count {
        let found = Ends(
          type: NameID(types.base[row]), source: sets.0.base[row], target: sets.1.base[row], isDirected: reader.isDirected(edges.base[row]))
        if last?.ends == found {
          last?.count += 1
        } else {
          if let last { counts[last.ends, default: 0] += last.count }
          last = (found, 1)
        }
      }
      if let last { counts[last.ends, default: 0] += last.count }
    }
    // Label sets of the same labels are one.
    struct Joined: Hashable {
      var source: [String]
      var target: [String]
      var isDirected: Bool
    }
    func labels(_ set: UInt32) -> [String] { reader.labelSets[Int(set)].map { reader.names[$0] }.inCodePointOrder }
    var result: [NameID: [Joined: Int]] = [:]
    for (ends, count) in counts {
      let joined = Joined(source: labels(ends.source), target: labels(ends.target), isDirected: ends.isDirected)
      result[ends.type, default: [:]][joined, default: 0] += count
    }
    return result.mapValues { shapes in
      shapes.map { Shape(source: $0.source, target: $0.target, isDirected: $0.isDirected, count: $1) }
    }
  }

  private static func isBefore(_ a: Shape, _ b: Shape) -> Bool {
    if a.count != b.count { return a.count > b.count }
    return "\(a.source) \(a.target)".precedes("\(b.source) \(b.target)")
  }
}
