import GraphStore

/// What a writing clause does with its rows: while they come it computes what is to be written, and writes when all have come.
protocol RowModification: AnyObject {
  /// What rows must hold until they are written, besides what is carried on.
  var read: [Slot] { get }
  /// What each row gets.
  var created: [Slot] { get }
  /// About what is held, and what it will leave behind.
  var bytesHeld: Int { get }
  func reset()
  func prepare(_ batch: Batch, _ context: ExecutionContext) throws(QueryError)
  /// - Parameter rows: `read` and what is carried on.
  func write(_ rows: RowStore, _ context: ExecutionContext) throws(QueryError)
  /// What a row has got, by its position in `created`.
  func created(_ row: Int, _ position: Int, _ reader: any GraphReader) -> Cell
}

extension RowModification {
  var read: [Slot] { [] }
  var created: [Slot] { [] }
  func created(_ row: Int, _ position: Int, _ reader: any GraphReader) -> Cell { .null }
}

/// A writing clause: takes all its input rows first, then writes, then gives the rows on, so that no row sees another's writes halfway.
/// What runs afterwards sees the writes.
final class ModifySink: BatchSink {
  private let modification: any RowModification
  private let carried: [Slot]
  /// What rows hold besides.
  private let read: [Slot]
  private var rows: RowStore
  private var rowCount = 0

  init(_ modification: any RowModification, carried: [Slot]) {
    self.modification = modification
    self.carried = carried
    read = modification.read.filter { !carried.contains($0) }
    rows = RowStore(slots: carried)
  }

  func reset() {
    rows = RowStore(slots: carried)
    modification.reset()
    rowCount = 0
  }

  func consume(_ batch: Batch, _ context: ExecutionContext) throws(QueryError) -> Bool {
    // Slots of subqueries are none of the rows'.
    if rowCount == 0, !read.isEmpty { rows = RowStore(slots: carried + read.filter { batch.column($0) != nil }) }
    rowCount += batch.count
    rows.append(batch)
    try modification.prepare(batch, context)
    try context.checkLimits(ofResult: rows.bytesInUse + modification.bytesHeld)
    return true
  }

  func finish(_ context: ExecutionContext, into consume: BatchConsumer) throws(QueryError) {
    try modification.write(rows, context)
    if rowCount > 0 { try context.advanceReader() }
    let result = RowStore(slots: carried + modification.created)
    for row in 0..<rowCount {
      result.append { index in
        index < carried.count ? rows.cell(row, index) : modification.created(row, index - carried.count, context.reader)
      }
    }
    guard !result.slots.isEmpty else {
      let plain = Batch()
      plain.count = rowCount
      if rowCount > 0 { _ = try consume(plain) }
      return
    }
    try result.emit(into: consume)
  }
}

/// Takes all rows and gives none.
final class DiscardSink: BatchSink {
  func reset() {}
  func consume(_ batch: Batch, _ context: ExecutionContext) throws(QueryError) -> Bool { true }
  func finish(_ context: ExecutionContext, into consume: BatchConsumer) throws(QueryError) {}
}
