import GraphStore

/// The names that the graph's data use, for warnings and hints only: in an open graph no name is wrong.
public struct CatalogNames: Sendable {
  public var labels: Set<String>
  public var edgeTypes: Set<String>
  public var propertyKeys: Set<String>
  /// False: nothing is known, and no name is warned about. Property keys may be unknown alone: leave them
  /// empty.
  public var isKnown: Bool
  /// Graphs, schemas and graph types.
  public var objects = CatalogObjects()

  public init(labels: Set<String>, edgeTypes: Set<String>, propertyKeys: Set<String>) {
    self.labels = labels
    self.edgeTypes = edgeTypes
    self.propertyKeys = propertyKeys
    isKnown = true
  }

  private init() {
    labels = []
    edgeTypes = []
    propertyKeys = []
    isKnown = false
  }

  /// No warnings about names.
  public static let unknown = CatalogNames()
}

extension CatalogNames {
  /// What one snapshot uses. Property keys stay unknown: finding them would read every element. O(label sets
  /// + names).
  public init(_ reader: some GraphReader) {
    self.init(labels: [], edgeTypes: [], propertyKeys: [])
    for (labelSet, count) in zip(reader.labelSets, reader.labelSetCounts) where count > 0 {
      for label in labelSet { labels.insert(reader.names[label]) }
    }
    let names = reader.names
    for id in names.names.indices where reader.edgeCount(ofType: NameID(id)) > 0 {
      edgeTypes.insert(names[NameID(id)])
    }
  }

  /// Elements of a graph whose property keys are looked at: some milliseconds.
  private static let elementLimit = 5_000

  /// The property keys of a small graph; nil when it is larger. O(elements).
  static func propertyKeys(_ reader: some GraphReader) -> Set<String>? {
    guard reader.nodeCount + reader.edgeCount <= elementLimit else { return nil }
    var keys: Set<String> = []
    reader.forEachNode { keys.formUnion($1.properties.names) }
    reader.forEachEdge { keys.formUnion($1.properties.names) }
    return keys
  }
}
