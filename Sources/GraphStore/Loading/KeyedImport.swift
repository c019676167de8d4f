/// Loads keyed JSON Lines (see `KeyedRecord`) into a transaction: the same key updates, so that loading twice changes nothing.
///
/// Edges may name nodes of later lines and later files of the same load. Holds the key of every element, and the edges that wait for
/// their ends. O(lines + elements in the graph).
public struct KeyedImport {
  private let source: LoadTransaction
  private var transaction: WriteTransaction { source.current }
  private var maximumErrors: Int { source.options.maximumErrors }
  private var shape: LoadShape?
  var monitor: WorkMonitor? { source.options.monitor }
  private var nodes: [RecordID: (id: NodeID, old: Node?, isOfLoad: Bool)] = [:]
  /// Nodes whose key is a property.
  private var keys: [RecordID: RecordID] = [:]
  private var edges: [String: Edge] = [:]
  private var waitingNodes: [(record: KeyedRecord.NodeRecord, place: String)] = []
  private var waitingIDs: Set<RecordID> = []
  private var readyEdges: [(edge: NewEdge, place: String)] = []
  /// Edges whose ends have not come yet.
  private var openEdges: [(record: KeyedRecord.EdgeRecord, place: String)] = []
  private var seenEdges: Set<String> = []
  /// Whether anything was there before.
  private var hasExisting = false
  private var keyless = (nodes: 0, edges: 0)
  var report = ImportReport()
  private static let batchSize = 2_000

  /// - Parameter maximumErrors: this many faulty lines are reported and left out; one more ends the load.
  /// - Throws: `invalidProperty` with file, line and reason; anything a write may throw. Nothing is undone: roll the transaction back.
  public static func load(
    _ paths: [String], into transaction: WriteTransaction, maximumErrors: Int = 0
  ) throws(StoreError) -> ImportReport {
    try load(paths, into: LoadTransaction(over: transaction, options: LoadOptions(maximumErrors: maximumErrors)))
  }

  /// The same with batches, progress and dry runs.
  public static func load(_ paths: [String], into source: LoadTransaction) throws(StoreError) -> ImportReport {
    var load = KeyedImport(source)
    try load.noteExisting()
    source.options.monitor?.begin(.reading, whole: 0)
    for path in paths { try load.read(path) }
    return try load.finish()
  }

  /// The same from text that is in memory; `name` stands for the file in messages.
  public static func load(
    text: String, name: String, into transaction: WriteTransaction, maximumErrors: Int = 0
  ) throws(StoreError) -> ImportReport {
    var load = KeyedImport(LoadTransaction(over: transaction, options: LoadOptions(maximumErrors: maximumErrors)))
    try load.noteExisting()
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let bytes = Array(line.utf8)
      try unsafeBytes(bytes) { line throws(StoreError) in try load.take(line, at: "\(name):\(index + 1)") }
    }
    try load.flushNodes()
    return try load.finish()
  }

  private static func unsafeBytes(
    _ bytes: [UInt8], _ body: (UnsafeBufferPointer<UInt8>) throws(StoreError) -> Void
  ) throws(StoreError) {
    let result: Result<Void, StoreError> = bytes.withUnsafeBufferPointer { buffer in
      do throws(StoreError) { return .success(try body(buffer)) } catch { return .failure(error) }
    }
    try result.get()
  }

  init(_ source: LoadTransaction) {
    self.source = source
    if source.options.isDryRun { shape = LoadShape() }
  }

  /// Of several elements with one key the first counts.
  mutating func noteExisting() throws(StoreError) {
    let reader = try transaction.advancedReader()
    hasExisting = reader.nodeCount > 0
    reader.forEachNode { _, node in
      if case .string(let key)? = node.properties["key"], nodes[.key(key)] == nil { nodes[.key(key)] = (node.id, node, false) }
    }
    reader.forEachEdge { _, edge in
      if case .string(let key)? = edge.properties["key"], edges[key] == nil { edges[key] = edge }
    }
  }

  /// Whether an element has been noted that a record can update.
  var knowsKeys: Bool { !nodes.isEmpty || !edges.isEmpty }

  /// What stands for a node of the graph in records; those of files that have a number have one from 0.
  mutating func present(_ node: NodeID) -> RecordID {
    let id = RecordID.local(-node.rawValue)
    nodes[id] = (node, nil, false)
    return id
  }

  // MARK: Lines

  private mutating func read(_ path: String) throws(StoreError) {
    let lines = try LineReader(path: path, monitor: monitor)
    while let line = try lines.next() { try take(line, at: "\(path):\(lines.number)") }
    try flushNodes()
    try flushEdges()
  }

  private mutating func take(_ line: UnsafeBufferPointer<UInt8>, at place: String) throws(StoreError) {
    if line.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) { return }
    do throws(StoreError) {
      switch try KeyedRecord.read(line) {
      case .node(let record): try take(identified(record), at: place)
      case .edge(let record): try take(identified(record), at: place)
      }
    } catch { try reject(error, at: place) }
  }

  /// By the key among its properties. Exports tell all but the first of several elements with one key so: those stay by themselves.
  private mutating func identified(_ record: KeyedRecord.NodeRecord) throws(StoreError) -> KeyedRecord.NodeRecord {
    guard case .local = record.id else { return record }
    guard keys[record.id] == nil else { throw KeyedImport.comesTwice(record.id) }
    guard case .string(let key)? = record.properties["key"], !isOfLoad(.key(key)), !isOfLoad(record.id) else { return record }
    keys[record.id] = .key(key)
    return KeyedRecord.NodeRecord(id: .key(key), labels: record.labels, properties: GraphIntake.storable(record.properties))
  }

  private func identified(_ record: KeyedRecord.EdgeRecord) -> KeyedRecord.EdgeRecord {
    guard record.key == nil, case .string(let key)? = record.properties["key"], !seenEdges.contains(key) else { return record }
    var record = record
    record.key = key
    record.properties = GraphIntake.storable(record.properties)
    return record
  }

  private func isOfLoad(_ id: RecordID) -> Bool { waitingIDs.contains(id) || nodes[id]?.isOfLoad == true }

  private static func comesTwice(_ id: RecordID) -> StoreError { StoreError(.invalidProperty, "node \(id.description) comes twice") }

  /// What the store refuses later, when the place is no longer known.
  private static func check(_ name: String, _ what: String) throws(StoreError) {
    guard !name.isEmpty, !name.utf8.contains(0) else { throw StoreError(.invalidProperty, "\(what) is empty or contains NUL") }
  }

  mutating func reject(_ error: StoreError, at place: String) throws(StoreError) {
    guard error.code == .invalidProperty || error.code == .missingEndpoint || error.code == .limitExceeded else {
      throw error
    }
    let message = "\(place): \(error.message)"
    guard report.rejected.count < maximumErrors else { throw StoreError(error.code, message) }
    report.rejected.append(message)
    monitor?.note(rejected: message)
  }

  /// An element has been taken: the batch may be full.
  private mutating func took() throws(StoreError) {
    guard source.note(1) else { return }
    try flushNodes()
    try flushEdges()
    try source.commitBatch()
  }

  // MARK: Nodes

  mutating func take(_ record: KeyedRecord.NodeRecord, at place: String) throws(StoreError) {
    for label in record.labels { try KeyedImport.check(label, "a label") }
    try PropertyText.checkNesting(record.properties)
    shape?.noteNode(record.labels, record.properties)
    try add(record, at: place)
    try took()
  }

  private mutating func add(_ record: KeyedRecord.NodeRecord, at place: String) throws(StoreError) {
    if waitingIDs.contains(record.id) { try flushNodes() }
    guard let known = nodes[record.id] else {
      if record.id.key == nil { keyless.nodes += 1 }
      waitingNodes.append((record, place))
      waitingIDs.insert(record.id)
      if waitingNodes.count >= KeyedImport.batchSize { try flushNodes() }
      return
    }
    guard case .key = record.id else { throw KeyedImport.comesTwice(record.id) }
    nodes[record.id]?.isOfLoad = true
    let old = known.old
    var record = record
    record.labels = record.told.merged(record.labels, into: old?.labels)
    record.properties = record.told.merged(record.properties, into: old?.properties)
    let labels = Set(record.labels)
    let hasSameLabels = old.map { Set($0.labels) == labels } ?? false
    let hasSameProperties = old.map { $0.properties.isIdentical(to: record.properties) } ?? false
    if hasSameLabels && hasSameProperties {
      report.nodes.unchanged += 1
      return
    }
    source.places?.note(.node, known.id.rawValue, place: place)
    if !hasSameProperties { try transaction.replaceProperties(record.properties, ofNode: known.id) }
    for label in labels.subtracting(old?.labels ?? []).sorted() { try transaction.addLabel(label, to: known.id) }
    for label in Set(old?.labels ?? []).subtracting(labels).sorted() { try transaction.removeLabel(label, from: known.id) }
    report.nodes.updated += 1
    nodes[record.id] = (known.id, Node(id: known.id, labels: record.labels, properties: record.properties), true)
  }

  mutating func flushNodes() throws(StoreError) {
    guard !waitingNodes.isEmpty else { return }
    let batch = waitingNodes
    waitingNodes = []
    waitingIDs = []
    let ids = try transaction.insertNodes(batch.map { NewNode(labels: $0.record.labels, properties: $0.record.properties) })
    for ((record, place), id) in zip(batch, ids) {
      source.places?.note(.node, id.rawValue, place: place)
      nodes[record.id] = (id, Node(id: id, labels: record.labels, properties: record.properties), true)
    }
    report.nodes.created += batch.count
  }

  /// How an edge names it.
  private func node(_ id: RecordID) -> NodeID? { nodes[keys[id] ?? id]?.id }
  private func waits(_ id: RecordID) -> Bool { waitingIDs.contains(keys[id] ?? id) }

  // MARK: Edges

  mutating func take(_ record: KeyedRecord.EdgeRecord, at place: String) throws(StoreError) {
    try KeyedImport.check(record.type, "the type of an edge")
    try PropertyText.checkNesting(record.properties)
    if let key = record.key, !seenEdges.insert(key).inserted {
      throw StoreError(.invalidProperty, "relationship \"\(key)\" comes twice in one load")
    }
    shape?.noteEdge(record.type, record.properties)
    if waits(record.start) || waits(record.end) { try flushNodes() }
    guard let start = node(record.start), let end = node(record.end) else {
      openEdges.append((record, place))
      return
    }
    try add(record, from: start, to: end, at: place)
    try took()
  }

  private mutating func add(_ record: KeyedRecord.EdgeRecord, from start: NodeID, to end: NodeID, at place: String) throws(StoreError) {
    var record = record
    if let key = record.key, let old = edges[key] {
      record.properties = record.told.merged(record.properties, into: old.properties)
      if old.type == record.type, old.source == start, old.target == end, old.isDirected == record.isDirected {
        if old.properties.isIdentical(to: record.properties) {
          report.edges.unchanged += 1
        } else {
          try transaction.replaceProperties(record.properties, ofEdge: old.id)
          source.places?.note(.edge, old.id.rawValue, place: place)
          report.edges.updated += 1
        }
        return
      }
      try transaction.deleteEdge(old.id)
      report.edges.updated += 1
    } else {
      if record.key == nil { keyless.edges += 1 }
      report.edges.created += 1
    }
    let edge = NewEdge(type: record.type, source: start, target: end, isDirected: record.isDirected, properties: record.properties)
    readyEdges.append((edge, place))
    if readyEdges.count >= KeyedImport.batchSize { try flushEdges() }
  }

  mutating func flushEdges() throws(StoreError) {
    guard !readyEdges.isEmpty else { return }
    let ids = try transaction.insertEdges(readyEdges.map(\.edge))
    if let places = source.places {
      for (id, ready) in zip(ids, readyEdges) { places.note(.edge, id.rawValue, place: ready.place) }
    }
    readyEdges = []
  }

  mutating func finish() throws(StoreError) -> ImportReport {
    try flushNodes()
    let open = openEdges
    openEdges = []
    for (record, place) in open {
      do throws(StoreError) {
        guard let start = node(record.start) else { throw unknown(record.start, "start") }
        guard let end = node(record.end) else { throw unknown(record.end, "end") }
        try add(record, from: start, to: end, at: place)
        try took()
      } catch { try reject(error, at: place) }
    }
    try flushEdges()
    report.shape = shape?.lines ?? []
    if hasExisting { report.notices += KeyedImport.noticeOfKeyless(nodes: keyless.nodes, edges: keyless.edges) }
    return report
  }

  /// Of a graph that held something before.
  static func noticeOfKeyless(nodes: Int, edges: Int) -> [String] {
    let counts = [(nodes, "node"), (edges, "relationship")].filter { $0.0 > 0 }
    guard !counts.isEmpty else { return [] }
    let text = counts.map { "\($0.0) \($0.1)\($0.0 == 1 ? "" : "s")" }.joined(separator: " and ")
    return ["\(text) without a `key`: made anew, beside what was in the graph"]
  }

  private func unknown(_ id: RecordID, _ end: String) -> StoreError {
    StoreError(.missingEndpoint, "the \(end) \(id.description) is no node of the graph or of the files")
  }
}

extension Record {
  /// Whether the fields, in whatever order, have the same text in a file.
  func isIdentical(to other: Record) -> Bool {
    guard fields.count == other.fields.count, let mine = try? PropertyText.encode(sorted, depth: PropertyText.anyDepth),
      let theirs = try? PropertyText.encode(other.sorted, depth: PropertyText.anyDepth)
    else { return false }
    return mine == theirs
  }

  private var sorted: Record { Record(fields.sorted { $0.name.precedes($1.name) }) }
}
