import GraphStore

/// Rows of groups that did not fit the memory, in temporary files: those with equivalent keys are in one of `count` parts, so that each part can
/// be grouped by itself. Rows of a part keep their order.
final class PartitionedRows {
  static let count = 16
  private var files: [SpillFile?] = Array(repeating: nil, count: PartitionedRows.count)
  private var writer = CellWriter()
  private let width: Int
  /// How many times the rows have been parted before: each time by other bits of the hash.
  private let level: Int

  /// - Parameter width: cells of a row.
  init(width: Int, level: Int) {
    self.width = width
    self.level = level
  }

  /// - Parameter keys: of the first so many cells the part depends.
  func append(keys: Int, _ cell: (Int) -> Cell) throws(QueryError) {
    var hash: UInt64 = 0x9E37_79B9_7F4A_7C15 &+ UInt64(level) &* 0xD1B5_4A32_D192_ED03
    writer.removeAll()
    for index in 0..<width {
      let cell = cell(index)
      if index < keys { hash = Cell.mixed(hash, cell.equivalenceHash) }
      writer.append(cell)
    }
    let part = Int(hash >> 60)
    let file: SpillFile
    if let known = files[part] {
      file = known
    } else {
      file = try SpillFile()
      files[part] = file
    }
    try writer.bytes.withUnsafeBytesThrowing { bytes throws(QueryError) in try file.append(bytes) }
  }

  /// The rows of one part, in batches: a column for each cell. The part is gone afterwards.
  func read(
    _ part: Int, _ context: ExecutionContext, _ body: (_ columns: [Column], _ count: Int) throws(QueryError) -> Bool
  ) throws(QueryError) -> Bool {
    guard let file = files[part] else { return true }
    files[part] = nil
    try file.flush()
    var reader = SpillReader(file, 0..<file.length)
    let columns = (0..<width).map { _ in Column(.cell) }
    let arena = Arena()
    let start = arena.mark()
    while !reader.isAtEnd {
      try context.checkLimits()
      arena.release(to: start)
      var rows: [[Cell]] = Array(repeating: [], count: width)
      var count = 0
      while count < Batch.rowLimit, !reader.isAtEnd {
        for index in 0..<width { rows[index].append(try reader.cell(arena)) }
        count += 1
      }
      for (column, cells) in zip(columns, rows) { RowStore.fill(column, count) { cells[$0] } }
      guard try body(columns, count) else { return false }
    }
    return true
  }
}

extension Cell {
  /// Two hashes as one.
  static func mixed(_ a: UInt64, _ b: UInt64) -> UInt64 {
    let product = (a ^ b).multipliedFullWidth(by: 0xE703_7ED1_A0B4_28DB)
    return product.high ^ product.low ^ a &* 0x9E37_79B9_7F4A_7C15
  }
}
