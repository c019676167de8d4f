/// Loads files of comma-separated values into a transaction: one thread parses, the calling one inserts.
///
/// Nodes and edges are made anew; ids name nodes of the same load. Holds the ids of all nodes; the files are streamed.
public enum CSVImport {
  /// Batches on their way at a time.
  private static let batchCount = 6

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
    let free = HandOff((0..<batchCount).map { _ in CSVBatch() })
    let full = HandOff<CSVBatch>()
    let parser = try CSVParser(tables, options, free: free, full: full)
    guard parser.start() else { throw StoreError(.inputOutput, "no thread could be started") }
    do throws(StoreError) {
      var rows = try CSVRows(load.current)
      while let batch = full.take() {
        if !options.isDryRun { try rows.insert(batch) }
        let isBatch = load.note(batch.count)
        free.put(batch)
        if isBatch {
          try load.commitBatch()
          try rows.goOn(in: load.current)
        }
      }
      try options.monitor?.check()
    } catch {
      full.cancel()
      free.cancel()
      parser.join()
      throw error
    }
    parser.join()
    if let failure = parser.failure { throw failure }
    return parser.report
  }
}

/// The inserting half.
private struct CSVRows {
  private var transaction: WriteTransaction
  private var bulk: BulkInsert
  private let firstNode: Int64
  private var labelSets: [Int64] = []
  private var types: [Int64] = []

  init(_ transaction: WriteTransaction) throws(StoreError) {
    self.transaction = transaction
    bulk = BulkInsert(transaction.connection, transaction.layout)
    firstNode = try transaction.rows.state().maximumNodeID + 1
    nextNode = firstNode
  }

  private var nextNode: Int64

  /// In the next transaction; the ids given out so far must still be the last ones.
  mutating func goOn(in next: WriteTransaction) throws(StoreError) {
    transaction = next
    bulk = BulkInsert(next.connection, next.layout)
    guard try next.rows.state().maximumNodeID + 1 == nextNode else {
      throw StoreError(.busy, "others added nodes between two batches: load without `--batch`")
    }
  }

  mutating func insert(_ batch: CSVBatch) throws(StoreError) {
    for labels in batch.newLabelSets {
      labelSets.append(try transaction.change { () throws(StoreError) in try transaction.names.labelSetID(labels) })
    }
    for type in batch.newTypes {
      types.append(try transaction.change { () throws(StoreError) in try transaction.names.edgeTypeID(type) })
    }
    let (labelSets, types, firstNode, nextNode) = (labelSets, types, firstNode, nextNode)
    try transaction.change { () throws(StoreError) in
      if batch.isOfEdges {
        try bulk.insertEdges(batch, types: types, firstNode: firstNode)
      } else {
        try bulk.insertNodes(batch, labelSets: labelSets, first: nextNode)
      }
    }
    if !batch.isOfEdges { self.nextNode += Int64(batch.count) }
  }
}
