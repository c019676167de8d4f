/// Takes the nodes and edges of a foreign file into a transaction, whatever its format.
///
/// Ids name nodes of this load and of nothing else. A node or edge with a property `key` that is a string is the element with that key:
/// it updates one that is there (see `KeyedImport`), so that loading twice changes nothing; of several with one key the first is, and the others
/// are elements of their own. Edges may come before their ends. The id that a
/// file gives an element is kept as its property `id`, unless it has one of its own, or the id is ours and names a row.
/// Holds the ids of all nodes, and the edges that wait.
package struct GraphIntake {
  private var load: KeyedImport
  /// By the bytes of the id: Swift compares strings by canonical equivalence.
  private var ids: [[UInt8]: RecordID] = [:]
  /// By their bytes, those of this load.
  private var nodeKeys: Set<[UInt8]> = []
  private var edgeKeys: Set<[UInt8]> = []
  private var openEdges: [OpenEdge] = []
  private var lastNumber: Int64 = 0
  private var notices: [(text: String, count: Int)] = []

  private struct OpenEdge {
    var source: String
    var target: String
    var record: KeyedRecord.EdgeRecord
    var place: String
  }

  /// - Parameter maximumErrors: this many faulty elements are reported and left out; one more ends the load.
  package init(into transaction: WriteTransaction, maximumErrors: Int = 0) throws(StoreError) {
    try self.init(into: LoadTransaction(over: transaction, options: LoadOptions(maximumErrors: maximumErrors)))
  }

  package init(into source: LoadTransaction) throws(StoreError) {
    load = KeyedImport(source)
    try load.noteExisting()
    monitor?.begin(.reading, whole: 0)
  }

  /// For whoever reads the files.
  package var monitor: WorkMonitor? { load.monitor }

  /// Whether the node of that id has come.
  package func knows(_ id: String) -> Bool { ids[Array(id.utf8)] != nil }

  /// - Parameters:
  ///   - keeping: the id as the file has it; nil = it says nothing outside of the file.
  ///   - place: `file:line` for messages.
  package mutating func takeNode(
    id: String, keeping kept: Value? = nil, labels: [String], properties: Record, at place: String
  ) throws(StoreError) {
    do throws(StoreError) {
      guard ids[Array(id.utf8)] == nil else { throw StoreError(.invalidProperty, "node `\(id)` comes twice") }
      let properties = GraphIntake.storable(GraphIntake.identified(properties, kept))
      let record = recordID(of: properties)
      try load.take(KeyedRecord.NodeRecord(id: record, labels: labels, properties: properties), at: place)
      ids[Array(id.utf8)] = record
    } catch { try load.reject(error, at: place) }
  }

  /// - Parameter keeping: as of a node.
  package mutating func takeEdge(
    type: String, from source: String, to target: String, isDirected: Bool = true, keeping kept: Value? = nil, properties: Record,
    at place: String
  ) throws(StoreError) {
    let properties = GraphIntake.storable(GraphIntake.identified(properties, kept))
    var key: String?
    if case .string(let text)? = properties["key"] { key = edgeKeys.insert(Array(text.utf8)).inserted ? text : nil }
    let record = KeyedRecord.EdgeRecord(
      key: key, type: type, start: ids[Array(source.utf8)] ?? .local(0), end: ids[Array(target.utf8)] ?? .local(0), isDirected: isDirected,
      properties: properties)
    guard ids[Array(source.utf8)] != nil, ids[Array(target.utf8)] != nil else {
      openEdges.append(OpenEdge(source: source, target: target, record: record, place: place))
      return
    }
    do throws(StoreError) { try load.take(record, at: place) } catch { try load.reject(error, at: place) }
  }

  /// Counts an element that could not be read.
  package mutating func reject(_ message: String, at place: String) throws(StoreError) {
    try load.reject(StoreError(.invalidProperty, message), at: place)
  }

  /// What the graph will not hold as the file does, a sentence; counted when it is said again.
  package mutating func note(_ sentence: String) {
    if let known = notices.firstIndex(where: { $0.text == sentence }) { notices[known].count += 1 } else { notices.append((sentence, 1)) }
  }

  /// Ids of the next file are its own.
  package mutating func endFile() throws(StoreError) {
    for open in openEdges {
      var record = open.record
      do throws(StoreError) {
        record.start = try end(open.source, "start")
        record.end = try end(open.target, "end")
        try load.take(record, at: open.place)
      } catch { try load.reject(error, at: open.place) }
    }
    openEdges = []
    ids = [:]
    try load.flushNodes()
    try load.flushEdges()
  }

  package mutating func finish() throws(StoreError) -> ImportReport {
    try endFile()
    var report = try load.finish()
    report.notices = notices.map { $0.count > 1 ? "\($0.text) (\($0.count) times)" : $0.text } + report.notices
    return report
  }

  private func end(_ id: String, _ what: String) throws(StoreError) -> RecordID {
    guard let record = ids[Array(id.utf8)] else { throw StoreError(.missingEndpoint, "the \(what) `\(id)` is no node of the file") }
    return record
  }

  private mutating func recordID(of properties: Record) -> RecordID {
    if case .string(let key)? = properties["key"], nodeKeys.insert(Array(key.utf8)).inserted { return .key(key) }
    lastNumber += 1
    return .local(lastNumber)
  }

  private static func identified(_ properties: Record, _ id: Value?) -> Record {
    guard let id, properties["id"] == nil else { return properties }
    return Record([(name: "id", value: id)] + properties.fields)
  }

  /// As the graph keeps it: without nulls, the key first.
  static func storable(_ properties: Record) -> Record {
    guard case .string(let key)? = properties["key"], properties.fields.first?.name != "key" else { return properties }
    return Record([(name: "key", value: .string(key))] + properties.fields.filter { $0.name != "key" })
  }
}
