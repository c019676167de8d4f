/// Loads files of comma-separated values into a transaction: one thread parses, the calling one inserts, and where the graph was
/// empty a third one makes the packed index.
///
/// Nodes and edges are made anew; ids name nodes of the same load, then those that the graph has (`PresentNodes`). Holds the ids of all nodes; the files are streamed. Where the graph has
/// elements with keys and the files a column `key`, rows with a key that is there update what has it (`CSVKeyedRows`).
public enum CSVImport {
  /// Batches on their way at a time.
  private static let batchCount = 12

  /// - Throws: `invalidProperty` with file, line, column and reason; `notFound`; anything a write may throw. Nothing is undone:
  ///   roll the transaction back.
  public static func load(
    _ inputs: [CSVInput], into transaction: WriteTransaction, options: CSVOptions = CSVOptions()
  ) throws(StoreError) -> CSVReport {
    let load = LoadOptions(maximumErrors: options.maximumErrors, isDryRun: options.isDryRun, monitor: options.monitor)
    return try self.load(inputs, into: LoadTransaction(over: transaction, options: load), options: options)
  }

  /// The same with batches.
  public static func load(
    _ inputs: [CSVInput], into load: LoadTransaction, options: CSVOptions = CSVOptions()
  ) throws(StoreError) -> CSVReport {
    var tables: [CSVTable] = []
    for input in inputs { tables.append(try CSVTable(input, options)) }
    CSVTable.nameEnds(&tables)
    let present = try presentNodes(tables, load, options)
    var keyedRows = try CSVKeyedRows(tables, load, present)
    let free = HandOff((0..<batchCount).map { _ in CSVBatch() })
    let events = HandOff<Event>()
    let parser = try CSVParser(tables, options, present, commitRows: load.batch, free: free, events: events)
    var packer: LoadPacker?
    if try load.canPackAlong { packer = LoadPacker(free: free, events: events) }
    var rows = try CSVRows(load.current, present)
    let needsRows = try load.hasConstraints
    let inserts = !options.isDryRun || needsRows
    guard parser.start() else { throw StoreError(.inputOutput, "no thread could be started") }
    if packer?.start() == false { packer = nil }
    do throws(StoreError) {
      let table = PackTable(load.current.connection, load.current.layout)
      if packer != nil { try load.current.change { () throws(StoreError) in try table.create() } }
      loop: while let event = events.take() {
        switch event {
        case .batch(let batch):
          if keyedRows != nil {
            try keyedRows?.insert(batch)
            free.put(batch)
            continue
          }
          if inserts { try rows.insert(batch, load.places) }
          let isBatch = load.note(batch.count)
          if let packer { packer.take(batch) } else { free.put(batch) }
          if isBatch {
            try load.commitBatch()
            try rows.goOn(in: load.current)
          }
        case .chunk(let chunk):
          try load.current.change { () throws(StoreError) in try table.write(chunk.key, chunk.bytes) }
          packer?.release(chunk)
        case .parsed:
          guard let packer else { break loop }
          packer.endRows()
        case .packed: break loop
        }
        try options.monitor?.check()
      }
      try options.monitor?.check()
      packer?.join()
      if let packer { try load.current.keep(packer.obstacle == nil && parser.failure == nil ? packer.header : nil) }
    } catch {
      events.cancel()
      free.cancel()
      packer?.cancel()
      parser.join()
      packer?.join()
      throw error
    }
    parser.join()
    if let failure = parser.failure { throw failure }
    var report = parser.report
    if keyedRows != nil {
      try keyedRows?.finish(&report.load, options)
    } else if rows.isBesideOthers {
      let hasKeys = Dictionary(tables.map { ($0.input.path, $0.header.hasKeys) }) { $0 || $1 }
      let keyless = report.files.filter { hasKeys[$0.path] == false }
      func count(_ isOfEdges: Bool) -> Int { keyless.filter { $0.isOfEdges == isOfEdges }.reduce(0) { $0 + $1.recordCount } }
      report.load.notices += KeyedImport.noticeOfKeyless(nodes: count(false), edges: count(true))
    }
    if keyedRows == nil || report.load.nodes.created > 0 { report.load.notices += tables.compactMap(noticeOfLabels) }
    return report
  }

  /// About nodes that nothing gives a label, which rows of relationships make too where nobody says what they are.
  private static func noticeOfLabels(_ table: CSVTable) -> String? {
    guard !table.isOfEdges, table.input.labels.isEmpty, !table.header.columns.contains(where: { $0.role == .labels }) else { return nil }
    let path = table.input.path
    let edges = table.input.kind == nil ? "; if its rows are relationships: `--edges TYPE=\(path)`" : ""
    return "\(path): nodes without a label; `--nodes LABEL=\(path)` gives them one\(edges)"
  }

  /// What edges may end at beside the nodes of the load: what has the id as its `key`, and where no nodes are loaded, as its `id`.
  private static func presentNodes(_ tables: [CSVTable], _ load: LoadTransaction, _ options: CSVOptions) throws(StoreError) -> PresentNodes {
    guard tables.contains(where: \.isOfEdges) else { return .none }
    let reader = try load.current.advancedReader()
    guard reader.nodeCount > 0 else { return .none }
    let properties = options.endProperties(hasNodes: !tables.allSatisfy(\.isOfEdges))
    let spaces = tables.flatMap { [$0.startSpace, $0.endSpace] }
    return try PresentNodes(reader, by: properties, labels: Set(spaces.compactMap { $0 }))
  }

  /// What the thread of the transaction waits for.
  enum Event: Sendable {
    case batch(CSVBatch)
    /// Of the packed index, to be written.
    case chunk(LoadPacker.Chunk)
    /// There are no more batches.
    case parsed
    /// There are no more chunks.
    case packed
  }
}

/// The inserting half.
private struct CSVRows {
  private var transaction: WriteTransaction
  private var bulk: BulkInsert
  private let ends: NodeNumbers
  private var labelSets: [Int64] = []
  private var types: [Int64] = []

  init(_ transaction: WriteTransaction, _ present: PresentNodes) throws(StoreError) {
    self.transaction = transaction
    bulk = BulkInsert(transaction.connection, transaction.layout)
    let last = try transaction.rows.state().maximumNodeID
    guard last < FormatLimit.maximumID else { throw StoreError.noIDLeft }
    nextNode = last + 1
    ends = NodeNumbers(present: present.ids, firstNew: nextNode)
  }

  private var nextNode: Int64
  /// The graph has had nodes.
  var isBesideOthers: Bool { ends.firstNew > 1 }

  /// In the next transaction; the ids given out so far must still be the last ones.
  mutating func goOn(in next: WriteTransaction) throws(StoreError) {
    transaction = next
    bulk = BulkInsert(next.connection, next.layout)
    guard try next.rows.state().maximumNodeID == nextNode - 1 else {
      throw StoreError(.busy, "others added nodes between two batches: load without `--batch`")
    }
  }

  mutating func insert(_ batch: CSVBatch, _ places: LoadPlaces?) throws(StoreError) {
    for labels in batch.newLabelSets {
      let id = try transaction.change { () throws(StoreError) in try transaction.names.labelSetID(labels) }
      labelSets.append(id)
      batch.labelSetIDs.append(id)
    }
    for type in batch.newTypes {
      let id = try transaction.change { () throws(StoreError) in try transaction.names.edgeTypeID(type) }
      types.append(id)
      batch.typeIDs.append(id)
    }
    let (labelSets, types, ends, nextNode) = (labelSets, types, ends, nextNode)
    try transaction.change { () throws(StoreError) in
      if batch.isOfEdges {
        try bulk.insertEdges(batch, types: types, ends: ends)
      } else {
        try bulk.insertNodes(batch, labelSets: labelSets, first: nextNode)
      }
    }
    if let places {
      let first = batch.isOfEdges ? transaction.connection.lastInsertedID - Int64(batch.count) + 1 : nextNode
      for row in 0..<batch.count { places.note(batch.isOfEdges ? .edge : .node, first + Int64(row), file: batch.file(row), line: batch.lines[row]) }
    }
    if !batch.isOfEdges { self.nextNode += Int64(batch.count) }
  }
}
