import GraphStore

/// Rows kept by a sink: deep copies, in arrival order, in memory of their own.
final class RowStore {
  let slots: [Slot]
  @exclusivity(unchecked) private var cells: [Cell] = []
  private let arena = Arena(firstChunkBytes: 4_096)
  private let empty: Arena.Mark
  @exclusivity(unchecked) private(set) var count = 0

  init(slots: [Slot]) {
    self.slots = slots
    empty = arena.mark()
  }

  /// Forgets all rows, not the memory.
  func removeAll() {
    cells.removeAll(keepingCapacity: true)
    arena.release(to: empty)
    count = 0
  }

  var bytesInUse: Int { arena.bytesInUse + cells.count * MemoryLayout<Cell>.stride }

  func append(_ batch: Batch) {
    for row in 0..<batch.count { append { batch[slots[$0]].cell(at: row) } }
  }

  @inline(__always)
  func append(_ cell: (Int) -> Cell) {
    for index in slots.indices { cells.append(arena.copy(cell(index))) }
    count += 1
  }

  func cell(_ row: Int, _ index: Int) -> Cell { cells[row * slots.count + index] }

  /// Gives the rows in the order of `rows` (nil = as they came), renamed to other slots where asked.
  func emit(
    _ rows: [Int]? = nil, as names: [Slot]? = nil, into consume: BatchConsumer
  ) throws(QueryError) {
    let targets = names ?? slots
    let total = rows?.count ?? count
    let batch = Batch()
    var start = 0
    while start < total {
      let size = min(Batch.rowLimit, total - start)
      batch.count = size
      for (index, slot) in targets.enumerated() {
        RowStore.fill(batch.own(slot, .cell), size) { row in self.cell(rows?[start + row] ?? start + row, index) }
      }
      guard try consume(batch) else { return }
      start += size
    }
  }

  /// Fills a column, in the form of one type when all cells have it: expansions and kernels start from those.
  static func fill(_ column: Column, _ count: Int, _ cell: (Int) -> Cell) {
    guard count > 0 else { return }
    let tag = cell(0).tag
    if tag == .node || tag == .edge, (1..<count).allSatisfy({ cell($0).tag == tag }) {
      column.reset(tag == .node ? .node : .edge, room: count)
      for row in 0..<count { column.ordinals[row] = cell(row).ordinal }
      return
    }
    if tag == .int, (1..<count).allSatisfy({ cell($0).tag == .int }) {
      column.reset(.int, room: count)
      for row in 0..<count { column.ints[row] = cell(row).int }
      return
    }
    column.reset(.cell, room: count)
    for row in 0..<count {
      let value = cell(row)
      column.cells[row] = value
      if value.isNull { column.setNull(row) } else { column.validity[row] = 1 }
    }
  }
}
