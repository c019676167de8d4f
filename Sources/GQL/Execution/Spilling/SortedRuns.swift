import GraphStore

/// Sorted pieces of the rows of a sort that did not fit its memory, in a temporary file, and their merge.
///
/// A run holds its rows in order, each as the cells of the keys and then those of the row. Equal rows come in the order of the runs, which is
/// that in which they arrived. Memory of the merge: a buffer for each run and one batch.
final class SortedRuns {
  private let file: SpillFile
  private var runs: [Range<Int>] = []
  private var writer = CellWriter()
  private let keyCount: Int
  private let slots: [Slot]
  /// Bytes of buffers that all runs of a merge share.
  private static let mergeBytes = 8 << 20

  init(keyCount: Int, slots: [Slot]) throws(QueryError) {
    file = try SpillFile()
    self.keyCount = keyCount
    self.slots = slots
  }

  var count: Int { runs.count }

  func append(_ order: [Int], keys: RowStore, rows: RowStore, _ context: ExecutionContext) throws(QueryError) {
    let start = file.length
    for (number, row) in order.enumerated() {
      if number % Batch.rowLimit == 0 { try context.checkLimits() }
      writer.removeAll()
      for index in 0..<keyCount { writer.append(keys.cell(row, index)) }
      for index in slots.indices { writer.append(rows.cell(row, index)) }
      try writer.bytes.withUnsafeBytesThrowing { bytes throws(QueryError) in try file.append(bytes) }
    }
    try file.flush()
    runs.append(start..<file.length)
  }

  /// The head of one run.
  private struct Head {
    var reader: SpillReader
    /// Holds what the cells point to.
    let arena = Arena(firstChunkBytes: 1_024)
    let mark: Arena.Mark
    var cells: [Cell] = []

    init(_ reader: SpillReader) {
      self.reader = reader
      mark = arena.mark()
    }
  }

  /// - Parameter compare: the order of two rows' keys.
  func merge(
    atMost wanted: Int, _ context: ExecutionContext, compare: ([Cell], [Cell]) -> Ordering, into consume: BatchConsumer
  ) throws(QueryError) {
    let bufferBytes = SortedRuns.mergeBytes / max(1, runs.count)
    var heads: [Head] = []
    for run in runs {
      var head = Head(SpillReader(file, run, bufferBytes: bufferBytes))
      if try advance(&head) { heads.append(head) }
    }
    // A heap of positions in `heads`, the least first; equal heads in the order of the runs.
    func isBefore(_ a: Int, _ b: Int) -> Bool {
      switch compare(heads[a].cells, heads[b].cells) {
      case .less: true
      case .greater: false
      case .equal: a < b
      }
    }
    var heap = Array(heads.indices).sorted { isBefore($0, $1) }
    var output = RowStore(slots: slots)
    var given = 0
    while let first = heap.first, given < wanted {
      output.append { heads[first].cells[keyCount + $0] }
      given += 1
      if output.count == Batch.rowLimit {
        guard try emit(output, context, consume) else { return }
        output = RowStore(slots: slots)
      }
      if try !advance(&heads[first]) {
        heap[0] = heap[heap.count - 1]
        heap.removeLast()
      }
      var parent = 0
      while true {
        var least = parent
        for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count && isBefore(heap[child], heap[least]) { least = child }
        if least == parent { break }
        heap.swapAt(parent, least)
        parent = least
      }
    }
    if output.count > 0 { _ = try emit(output, context, consume) }
  }

  private func emit(_ rows: RowStore, _ context: ExecutionContext, _ consume: BatchConsumer) throws(QueryError) -> Bool {
    try context.checkLimits()
    guard !slots.isEmpty else {
      let batch = Batch()
      batch.count = rows.count
      return try consume(batch)
    }
    var isWanted = true
    try rows.emit { batch throws(QueryError) in
      isWanted = try consume(batch)
      return isWanted
    }
    return isWanted
  }

  /// False at the end of the run.
  private func advance(_ head: inout Head) throws(QueryError) -> Bool {
    guard !head.reader.isAtEnd else { return false }
    head.arena.release(to: head.mark)
    head.cells.removeAll(keepingCapacity: true)
    for _ in 0..<(keyCount + slots.count) { head.cells.append(try head.reader.cell(head.arena)) }
    return true
  }
}

extension Array where Element == UInt8 {
  /// `withUnsafeBytes` for a body that throws typed errors.
  func withUnsafeBytesThrowing(_ body: (UnsafeRawBufferPointer) throws(QueryError) -> Void) throws(QueryError) {
    var fault: QueryError?
    withUnsafeBytes { bytes in
      do throws(QueryError) { try body(bytes) } catch { fault = error }
    }
    if let fault { throw fault }
  }
}
