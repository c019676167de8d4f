import GraphStore

/// The names in a graph for someone who types: labels and edge types with exact counts, property keys from a sample. Made in
/// milliseconds, whatever the size of the graph.
package struct CatalogSketch: Sendable {
  package struct Name: Sendable, Equatable {
    package var name: String
    package var count: Int
    /// Found on the first elements of that label or type, most frequent first.
    package var keys: [String]

    package init(name: String, count: Int, keys: [String]) {
      self.name = name
      self.count = count
      self.keys = keys
    }
  }

  /// Most frequent first.
  package var labels: [Name] = []
  package var edgeTypes: [Name] = []

  /// Elements that are read for the keys of one label set or edge type.
  package static let sampleSize = 100
  /// Label sets and edge types that are sampled.
  package static let sampledSetLimit = 100

  package init() {}

  package init(labels: [Name], edgeTypes: [Name]) {
    self.labels = labels
    self.edgeTypes = edgeTypes
  }

  /// Keys of the given labels, or of all.
  package func keys(of kind: ElementKind?, _ wanted: [String]) -> [String] {
    let named = (kind == .edge ? [] : labels) + (kind == .node ? [] : edgeTypes)
    let chosen = named.filter { wanted.contains($0.name) }
    var seen: Set<String> = []
    let keys = (chosen.isEmpty ? named : chosen).flatMap(\.keys).filter { seen.insert($0).inserted }
    return keys.isEmpty && !chosen.isEmpty ? self.keys(of: kind, []) : keys
  }
}

extension CatalogSketch {
  package init(of reader: any GraphReader) {
    sketchNodes(reader)
    sketchEdges(reader)
  }

  private mutating func sketchNodes(_ reader: any GraphReader) {
    var counts: [String: Int] = [:]
    var keys: [String: [String: Int]] = [:]
    let sets = zip(reader.labelSets, reader.labelSetCounts).enumerated().filter { $0.element.1 > 0 }.sorted { $0.element.1 > $1.element.1 }
    for (position, (set, (labels, count))) in sets.enumerated() {
      for label in labels { counts[reader.names[label], default: 0] += count }
      guard position < Self.sampledSetLimit else { continue }
      var marks = [Bool](repeating: false, count: reader.labelSets.count)
      marks[set] = true
      let found = OrdinalBuffer()
      Self.sample(upTo: reader.nodeLimit, into: found) { reader.scanNodes(in: $0, labelSets: marks, into: found) }
      for node in (0..<min(found.count, Self.sampleSize)).map({ reader.node(found.elements[$0]) }) {
        for label in node.labels {
          for key in node.properties.names { keys[label, default: [:]][key, default: 0] += 1 }
        }
      }
    }
    labels = Self.names(counts, keys)
  }

  private mutating func sketchEdges(_ reader: any GraphReader) {
    var counts: [String: Int] = [:]
    var keys: [String: [String: Int]] = [:]
    let types = reader.names.names.indices.map { (id: NameID($0), count: reader.edgeCount(ofType: NameID($0))) }
      .filter { $0.count > 0 }.sorted { $0.count > $1.count }
    for (position, type) in types.enumerated() {
      let name = reader.names[type.id]
      counts[name] = type.count
      guard position < Self.sampledSetLimit else { continue }
      let found = OrdinalBuffer()
      Self.sample(upTo: reader.edgeLimit, into: found) { reader.scanEdges(in: $0, types: [type.id], into: found) }
      for edge in (0..<min(found.count, Self.sampleSize)).map({ reader.edge(found.elements[$0]) }) {
        for key in edge.properties.names { keys[name, default: [:]][key, default: 0] += 1 }
      }
    }
    edgeTypes = Self.names(counts, keys)
  }

  /// Scans until enough are found.
  private static func sample(upTo limit: UInt32, into found: OrdinalBuffer, _ scan: (Range<UInt32>) -> Void) {
    var start: UInt32 = 0
    var length: UInt32 = 2_048
    while start < limit, found.count < sampleSize {
      let end = min(limit, start + min(length, limit - start))
      scan(start..<end)
      start = end
      length = min(length * 2, 1 << 20)
    }
  }

  private static func names(_ counts: [String: Int], _ keys: [String: [String: Int]]) -> [Name] {
    counts.map { name, count in
      Name(name: name, count: count, keys: (keys[name] ?? [:]).sorted(by: isBefore).map(\.key))
    }.sorted { isBefore(($0.name, $0.count), ($1.name, $1.count)) }
  }

  private static func isBefore(_ a: (key: String, value: Int), _ b: (key: String, value: Int)) -> Bool {
    a.value != b.value ? a.value > b.value : a.key.utf8.lexicographicallyPrecedes(b.key.utf8)
  }
}
