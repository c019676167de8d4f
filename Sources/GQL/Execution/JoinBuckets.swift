import GraphStore

/// Numbers of rows or nodes by a hash of their keys: buckets one behind the other, in each the numbers in the order in which they came. 8 bytes a
/// number and 4 a bucket. Immutable.
struct JoinBuckets {
  private let starts: [UInt32]
  let items: [UInt32]
  /// Bits of the hash that the bucket does not tell.
  let tags: [UInt32]
  private let shift: UInt64

  var byteCount: Int { 4 * starts.count + 8 * items.count }

  init(_ numbers: [UInt32], hashes: [UInt64]) {
    var bits: UInt64 = 4
    while 1 << bits < numbers.count { bits += 1 }
    shift = 64 - bits
    var starts = [UInt32](repeating: 0, count: (1 << bits) + 1)
    for hash in hashes { starts[Int(hash >> shift) + 1] += 1 }
    for bucket in 1..<starts.count { starts[bucket] += starts[bucket - 1] }
    var items = [UInt32](repeating: 0, count: numbers.count)
    var tags = items
    var next = starts
    for (hash, number) in zip(hashes, numbers) {
      let place = Int(next[Int(hash >> shift)])
      next[Int(hash >> shift)] += 1
      items[place] = number
      tags[place] = JoinKeys.tag(hash)
    }
    (self.starts, self.items, self.tags) = (starts, items, tags)
  }

  /// Where those with the hash are, among others: their tags tell.
  @inline(__always) func places(of hash: UInt64) -> Range<Int> {
    let bucket = Int(hash >> shift)
    return Int(starts[bucket])..<Int(starts[bucket + 1])
  }
}

/// The values that rows are joined by.
enum JoinKeys {
  /// Nil when one cannot be computed for some row.
  static func values(_ keys: [any Evaluator], of batch: Batch, _ context: ExecutionContext) throws(QueryError) -> [Column]? {
    do throws(QueryError) {
      var columns: [Column] = []
      for key in keys { columns.append(try key.evaluate(batch, context)) }
      return columns
    } catch {
      try context.checkLimits()
      return nil
    }
  }

  @inline(__always) static func tag(_ hash: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: hash) }

  /// Values that are equal have one hash. Nil where one is null, which equals nothing.
  @inline(__always) static func hash(_ columns: [Column], at row: Int) -> UInt64? {
    var hash: UInt64 = 0
    for column in columns {
      let cell = column.cell(at: row)
      if cell.isNull { return nil }
      hash = joined(hash, cell)
    }
    return hash
  }

  @inline(__always) static func joined(_ hash: UInt64, _ cell: Cell) -> UInt64 {
    let product = (hash ^ cell.equivalenceHash).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
    return product.high ^ product.low
  }

  /// A bit for the kind of values with which it can be compared: numbers are of one kind, nulls of none.
  @inline(__always) static func kind(_ cell: Cell) -> UInt32 {
    switch cell.tag {
    case .null: 0
    case .int, .float, .decimal: 1
    case .bool, .string, .bytes, .date, .localTime, .zonedTime, .localDateTime, .zonedDateTime, .duration, .list, .record, .node, .edge, .path:
      1 << UInt32(cell.tag.rawValue)
    }
  }
}

/// The hashes of the keys of a batch of rows, column by column.
final class KeyHashes {
  enum State: UInt8 {
    /// Rows with its hash may have equal keys.
    case known
    /// A key is null, which equals nothing.
    case null
    /// A key cannot be compared with one of the table: the condition says so.
    case incomparable
  }

  @exclusivity(unchecked) private(set) var hashes = UnsafeMutablePointer<UInt64>.allocate(capacity: 16)
  @exclusivity(unchecked) private(set) var states = UnsafeMutablePointer<State>.allocate(capacity: 16)
  @exclusivity(unchecked) private var cells = UnsafeMutablePointer<Cell>.allocate(capacity: 16)
  @exclusivity(unchecked) private var capacity = 16

  deinit {
    hashes.deallocate()
    states.deallocate()
    cells.deallocate()
  }

  /// - Parameter kinds: of each key a bit for each kind of value that the table has; nil where that does not matter.
  func compute(_ columns: [Column], count: Int, kinds: (Int) -> UInt32?) {
    if count > capacity { grow(count) }
    hashes.update(repeating: 0, count: count)
    states.update(repeating: .known, count: count)
    for (key, column) in columns.enumerated() {
      column.copyCells(0..<count, to: cells, stride: 1)
      let kinds = kinds(key) ?? 0
      for row in 0..<count {
        let cell = cells[row]
        if cell.isNull {
          if states[row] == .known { states[row] = .null }
          continue
        }
        if kinds & ~JoinKeys.kind(cell) != 0 { states[row] = .incomparable }
        hashes[row] = JoinKeys.joined(hashes[row], cell)
      }
    }
  }

  private func grow(_ count: Int) {
    capacity = 2 * count
    hashes.deallocate()
    states.deallocate()
    cells.deallocate()
    hashes = .allocate(capacity: capacity)
    states = .allocate(capacity: capacity)
    cells = .allocate(capacity: capacity)
  }
}
