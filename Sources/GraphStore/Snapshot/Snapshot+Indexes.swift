/// Looking up nodes by SQLite's indexes over properties: for a snapshot that reads from a packed index and has no equality index of
/// its own yet. Both find candidates, which are compared afterwards.
///
/// An equality index takes 0.3 s over a million nodes; a look-up by SQLite some 20 µs. So a key is first looked up in the file, and
/// only many look-ups are worth an index in memory.
extension Snapshot {
  /// Look-ups of one key through the file, before an index is made in memory.
  private static let lookupsBeforeIndex = 1_000

  /// What is known of the indexes in the file.
  struct FileIndexes: Sendable {
    /// As they were when this snapshot or one before it was asked; nil = never.
    var definitions: Definitions?
    /// The definitions are those of this snapshot's state.
    var isCurrent = false
    /// Look-ups so far, by key.
    var uses: [[UInt8]: Int] = [:]

    struct Definitions: Sendable {
      /// Of the catalog, which counts each change of them.
      var version: Int64
      /// Those that SQLite keeps up as they should be.
      var usable: [PropertyIndex] = []
      /// What the user called indexes and constraints.
      var named: [IndexDefinition] = []
    }
  }

  /// Living nodes among those whose value of the key may equal `value`: never too few. Nil when the index in memory is the way.
  func fileCandidates(_ key: String, equals value: Cell, atMost limit: Int = .max) -> [NodeOrdinal]? {
    guard pack != nil, !hasIndex(key) else { return nil }
    let bytes = Array(key.utf8)
    let uses = fileIndexes.withLock { indexes in
      indexes.uses[bytes, default: 0] += 1
      return indexes.uses[bytes] ?? 0
    }
    guard uses <= Snapshot.lookupsBeforeIndex, let index = fileIndex(key) else { return nil }
    return lookUp { connection throws(StoreError) in
      try PropertyLookup(trusting: index, on: connection).ids(in: PropertyLookup.places(equal: value), atMost: limit)
    }
  }

  /// Living nodes with the labels whose value of the key may be in the range, in ordinal order; nil when there is no index, or more than
  /// `limit` of them.
  func nodes(where key: String, in range: ValueRange, labelSets: [Bool]?, atMost limit: Int) -> [NodeOrdinal]? {
    guard pack != nil, let index = fileIndex(key), let places = PropertyLookup.places(in: range) else { return nil }
    let found = lookUp { connection throws(StoreError) in
      try PropertyLookup(trusting: index, on: connection).ids(in: places, atMost: limit)
    }
    guard let found else { return nil }
    let nodes = Set(found).filter { labelSets == nil || labelSets![Int(nodeRows.name($0))] }
    return nodes.sorted()
  }

  /// The name of an index or constraint that `nodes(where:...)` uses for nodes with one of the labels.
  func indexName(of key: String, labels: [String]) -> String? {
    guard pack != nil, let known = definitions(), known.index(key) != nil else { return nil }
    let named = known.named.filter { $0.keys[0].isSameName(as: key) }
    let fitting = named.first { index in index.labels.contains { label in labels.contains { $0.isSameName(as: label) } } }
    return (fitting ?? named.first)?.name
  }

  // MARK: The file

  /// For when the catalog was rolled back.
  func forgetDefinitions() { fileIndexes.withLock { ($0.definitions, $0.isCurrent) = (nil, false) } }

  private func fileIndex(_ key: String) -> PropertyIndex? { definitions()?.index(key) }

  /// Nil when they cannot be read.
  private func definitions() -> FileIndexes.Definitions? {
    let (known, isCurrent) = fileIndexes.withLock { ($0.definitions, $0.isCurrent) }
    if isCurrent { return known }
    guard let source = pack?.source else { return nil }
    let read = source.lookUp(as: state) { connection throws(StoreError) -> FileIndexes.Definitions? in
      let version = try CatalogTables(connection).version()
      if let known, known.version == version { return known }
      var read = FileIndexes.Definitions(version: version)
      let tables = DefinitionTables(connection)
      for index in try tables.neededIndexes() where index.element == .node && index.layout == source.graphLayout {
        if try PropertyLookup(index, on: connection) != nil { read.usable.append(index) }
      }
      for index in try tables.indexes() where index.kind == .plain && index.element == .node && index.graph == source.graphLayout.graph {
        read.named.append(index)
      }
      for constraint in try tables.constraints()
      where constraint.isUnique && constraint.element == .node && constraint.graph == source.graphLayout.graph {
        read.named.append(
          IndexDefinition(
            graph: constraint.graph, name: constraint.name, kind: .plain, element: .node, labels: [constraint.label],
            keys: constraint.keys))
      }
      return read
    }
    guard let read else { return nil }
    // A writing transaction may make and drop indexes as it goes: it looks at the version each time.
    let isSettled = !isPrivate.withLock { $0 }
    fileIndexes.withLock { indexes in
      indexes.definitions = read
      indexes.isCurrent = isSettled
    }
    return read
  }

  /// Through a connection that sees this snapshot's state.
  private func lookUp(_ body: (Connection) throws(StoreError) -> [Int64]?) -> [NodeOrdinal]? {
    guard let ids = pack?.source.lookUp(as: state, body) else { return nil }
    return ids.compactMap { nodeRows.living($0) }
  }
}

extension Snapshot.FileIndexes.Definitions {
  /// The one that begins with the key, of those the one with the fewest keys.
  func index(_ key: String) -> PropertyIndex? {
    usable.filter { $0.keys[0].isSameName(as: key) }.min { $0.keys.count < $1.keys.count }
  }
}

/// Part of the order of values: strings, numbers, or days and times of days, between limits.
public struct ValueRange {
  /// Nil = none.
  public var low: Cell?
  public var high: Cell?
  /// Both are strings: those that begin with `low`.
  public var isPrefix = false
  public init(low: Cell?, high: Cell?, isPrefix: Bool = false) {
    self.low = low
    self.high = high
    self.isPrefix = isPrefix
  }
}

extension PropertyLookup {
  /// Where values in the range may be; nil when the index does not keep their order.
  static func places(in range: ValueRange) -> [Place]? {
    guard let tag = (range.low ?? range.high)?.tag else { return nil }
    switch tag {
    case .string:
      for limit in [range.low, range.high] { if let limit, limit.tag != .string { return nil } }
      let low = range.low.map { Array($0.utf8) } ?? []
      if range.isPrefix { return [.texts(low, after(prefix: low))] }
      // The upper limit belongs to it.
      return [.texts(low, range.high.map { Array($0.utf8) + [0] })]
    case .int, .float, .decimal:
      var limits: [Double?] = []
      for (limit, isLow) in [(range.low, true), (range.high, false)] {
        guard let limit else {
          limits.append(nil)
          continue
        }
        guard let number = number(limit), number.isFinite else { return nil }
        limits.append(isLow ? margin(number).0 : margin(number).1)
      }
      return [.numbers(limits[0], limits[1]), .tagged]
    case .date, .localDateTime, .zonedDateTime: return DatePlaces(from: range.low, to: range.high)?.places
    case .null, .bool, .bytes, .localTime, .zonedTime, .duration, .list, .record, .node, .edge, .path: return nil
    }
  }

  /// The first text after all that begin with the prefix; nil = the end of all texts.
  private static func after(prefix: [UInt8]) -> [UInt8]? {
    guard let last = prefix.last else { return nil }
    return prefix.dropLast() + [last + 1]
  }
}
