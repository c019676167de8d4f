import GraphStore

/// The names in a graph for someone who types: labels and edge types with exact counts, property keys from a sample (`ElementSample`).
/// Made in some tens of milliseconds, unless a kind is rare in a large graph.
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
    let sets = reader.labelSetCounts.indices.filter { reader.labelSetCounts[$0] > 0 }.sorted { reader.labelSetCounts[$0] > reader.labelSetCounts[$1] }
    for set in sets {
      for label in reader.labelSets[set] { counts[reader.names[label], default: 0] += reader.labelSetCounts[set] }
    }
    let sample = try? ElementSample(reader, size: Self.sampleSize).nodes(ofSets: Array(sets.prefix(Self.sampledSetLimit)))
    for node in (sample ?? []).map(reader.node) {
      for label in node.labels {
        for key in node.properties.names { keys[label, default: [:]][key, default: 0] += 1 }
      }
    }
    labels = Self.names(counts, keys)
  }

  private mutating func sketchEdges(_ reader: any GraphReader) {
    var counts: [String: Int] = [:]
    var keys: [String: [String: Int]] = [:]
    let types = reader.names.names.indices.map { NameID($0) }.filter { reader.edgeCount(ofType: $0) > 0 }
      .sorted { reader.edgeCount(ofType: $0) > reader.edgeCount(ofType: $1) }
    for type in types { counts[reader.names[type]] = reader.edgeCount(ofType: type) }
    let sample = try? ElementSample(reader, size: Self.sampleSize).edges(ofTypes: Array(types.prefix(Self.sampledSetLimit)))
    for edge in (sample ?? []).map(reader.edge) {
      for key in edge.properties.names { keys[edge.type, default: [:]][key, default: 0] += 1 }
    }
    edgeTypes = Self.names(counts, keys)
  }

  private static func names(_ counts: [String: Int], _ keys: [String: [String: Int]]) -> [Name] {
    counts.map { name, count in
      Name(name: name, count: count, keys: (keys[name] ?? [:]).sorted(by: isBefore).map(\.key))
    }.sorted { isBefore(($0.name, $0.count), ($1.name, $1.count)) }
  }

  private static func isBefore(_ a: (key: String, value: Int), _ b: (key: String, value: Int)) -> Bool {
    a.value != b.value ? a.value > b.value : a.key.precedes(b.key)
  }
}
