import GraphStore

/// Rows kept by a sink: deep copies, in arrival order, in memory of their own.
final class RowStore {
  let slots: [Slot]
  private let width: Int
  @exclusivity(unchecked) private var cells: UnsafeMutablePointer<Cell>
  @exclusivity(unchecked) private var capacity = 0
  private let arena = Arena(firstChunkBytes: 4_096)
  private let empty: Arena.Mark
  @exclusivity(unchecked) private(set) var count = 0

  init(slots: [Slot]) {
    self.slots = slots
    width = slots.count
    cells = .allocate(capacity: 0)
    empty = arena.mark()
  }

  deinit { cells.deallocate() }

  /// Forgets all rows, not the memory.
  func removeAll() {
    arena.release(to: empty)
    count = 0
  }

  var bytesInUse: Int { arena.bytesInUse + count * width * MemoryLayout<Cell>.stride }

  func append(_ batch: Batch) {
    for row in 0..<batch.count { append { batch[slots[$0]].cell(at: row) } }
  }

  @inline(__always)
  func append(_ cell: (Int) -> Cell) {
    if (count + 1) * width > capacity { grow() }
    let target = cells + count * width
    for index in 0..<width { target[index] = arena.copy(cell(index)) }
    count += 1
  }

  /// Forgets all rows but these, which are in the order in which they came. What the others held is kept.
  func keep(only rows: [Int]) {
    for (number, row) in rows.enumerated() where number != row { (cells + number * width).update(from: cells + row * width, count: width) }
    count = rows.count
  }

  private func grow() {
    let larger = max(16 * width, 2 * capacity)
    let moved = UnsafeMutablePointer<Cell>.allocate(capacity: larger)
    moved.update(from: cells, count: count * width)
    cells.deallocate()
    cells = moved
    capacity = larger
  }

  /// A row's cells. Valid until a row is appended.
  @inline(__always) func row(_ row: Int) -> UnsafePointer<Cell> { UnsafePointer(cells + row * width) }

  @inline(__always) func cell(_ row: Int, _ index: Int) -> Cell {
    precondition(index < width && row < count)
    return cells[row * width + index]
  }

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

/// The values of some columns of a batch, row by row: cells without a look at a column for each.
final class RowCells {
  @exclusivity(unchecked) private var cells = UnsafeMutablePointer<Cell>.allocate(capacity: 16)
  @exclusivity(unchecked) private var capacity = 16
  @exclusivity(unchecked) private var width = 0

  deinit { cells.deallocate() }

  func prepare(_ columns: [Column], count: Int) {
    width = columns.count
    if count * width > capacity {
      cells.deallocate()
      capacity = 2 * count * width
      cells = .allocate(capacity: capacity)
    }
    for (index, column) in columns.enumerated() { column.copyCells(0..<count, to: cells + index, stride: width) }
  }

  @inline(__always) func row(_ row: Int) -> UnsafePointer<Cell> { UnsafePointer(cells + row * width) }
}
