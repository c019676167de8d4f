import GraphStore

/// Rows in the order of their keys. Each row's keys are packed into 128 bits whose order is that of the keys, as far as they reach; only rows that are equal
/// there are compared cell by cell (normalized keys: Graefe, Implementing Sorting in Database Systems, ACM Computing Surveys 38, 2006).
struct PackedKeys {
  /// How one key's values are ordered.
  struct Order {
    var isDescending: Bool
    var nullsFirst: Bool
  }

  private struct Entry {
    var bits: UInt128
    var row: Int
  }

  private struct Stopped: Error {}
  private let keys: UnsafePointer<Cell>
  private let width: Int
  private let orders: UnsafePointer<Order>
  private let entries: UnsafeMutableBufferPointer<Entry>
  private var bitsLeft = 128
  /// Rows with equal bits have equal keys.
  private var isWhole = true
  /// Of memory, while rows are put in order.
  static let bytesPerRow = MemoryLayout<Entry>.stride
  /// Whether the statement was stopped is asked so seldom.
  private static let comparisonsBetweenLooks = 256

  /// - Parameter keys: of all rows, row by row.
  private init(_ keys: UnsafePointer<Cell>, _ width: Int, _ count: Int, _ orders: UnsafePointer<Order>) {
    self.keys = keys
    self.width = width
    self.orders = orders
    entries = .allocate(capacity: count)
    for row in 0..<count { entries.initializeElement(at: row, to: Entry(bits: 0, row: row)) }
    for index in 0..<width where isWhole { pack(index) }
  }

  /// The numbers of the rows; equal rows keep their order. None, and soon, when `isStopped` says so. O(n log n) time.
  static func order(
    of keys: UnsafePointer<Cell>, width: Int, count: Int, _ orders: UnsafePointer<Order>, isStopped: () -> Bool
  ) -> [Int] {
    let packed = PackedKeys(keys, width, count, orders)
    defer { packed.entries.deallocate() }
    do { try packed.sort(isStopped) } catch { return [] }
    return packed.entries.map(\.row)
  }

  /// The first `wanted` rows, as they came, and the last of them in order; equal rows keep their order. Nil, and soon, when `isStopped` says so.
  /// O(n) time on average (Hoare, Algorithm 65: Find, Communications of the ACM 4, 1961), O(n log n) at worst.
  static func first(
    _ wanted: Int, of keys: UnsafePointer<Cell>, width: Int, count: Int, _ orders: UnsafePointer<Order>, isStopped: () -> Bool
  ) -> (rows: [Int], last: Int)? {
    precondition(wanted > 0 && wanted <= count)
    let packed = PackedKeys(keys, width, count, orders)
    defer { packed.entries.deallocate() }
    guard packed.select(wanted, isStopped) else { return nil }
    let chosen = packed.entries[..<wanted]
    guard let last = chosen.max(by: packed.precedes) else { return nil }
    var isChosen = [Bool](repeating: false, count: count)
    for entry in chosen { isChosen[entry.row] = true }
    return (isChosen.indices.filter { isChosen[$0] }, last.row)
  }

  /// Brings the first `wanted` entries before the others.
  private func select(_ wanted: Int, _ isStopped: () -> Bool) -> Bool {
    let entries = entries
    var (low, high) = (0, entries.count - 1)
    var passesLeft = 4 * (Int.bitWidth - entries.count.leadingZeroBitCount)
    while low < high {
      if isStopped() { return false }
      passesLeft -= 1
      if passesLeft < 0 {
        var rest = UnsafeMutableBufferPointer(rebasing: entries[low...high])
        rest.sort(by: precedes)
        return true
      }
      let pivot = median(entries[low], entries[(low + high) / 2], entries[high])
      var (left, right) = (low, high)
      while left <= right {
        while left < high, precedes(entries[left], pivot) { left += 1 }
        while right > low, precedes(pivot, entries[right]) { right -= 1 }
        if left <= right {
          entries.swapAt(left, right)
          left += 1
          right -= 1
        }
      }
      if wanted - 1 <= right { high = right } else if wanted - 1 >= left { low = left } else { return true }
    }
    return true
  }

  private func median(_ a: Entry, _ b: Entry, _ c: Entry) -> Entry {
    if precedes(a, b) { return precedes(b, c) ? b : precedes(a, c) ? c : a }
    return precedes(a, c) ? a : precedes(b, c) ? c : b
  }

  @inline(__always)
  private func precedes(_ a: Entry, _ b: Entry) -> Bool { PackedKeys.precedes(a, b, keys, width, orders, isWhole) }

  /// Loops that have these at hand do not read them again for each pair.
  @inline(__always)
  private static func precedes(
    _ a: Entry, _ b: Entry, _ keys: UnsafePointer<Cell>, _ width: Int, _ orders: UnsafePointer<Order>, _ isWhole: Bool
  ) -> Bool {
    if a.bits != b.bits { return a.bits < b.bits }
    let ordering = isWhole ? .equal : compare(keys + a.row * width, keys + b.row * width, width: width, orders)
    return ordering == .equal ? a.row < b.row : ordering == .less
  }

  @inline(__always)
  static func compare(
    _ a: UnsafePointer<Cell>, _ b: UnsafePointer<Cell>, width: Int, _ orders: UnsafePointer<Order>
  ) -> Ordering {
    for index in 0..<width {
      let (left, right, order) = (a[index], b[index], orders[index])
      if left.isNull || right.isNull {
        if left.isNull && right.isNull { continue }
        return left.isNull == order.nullsFirst ? .less : .greater
      }
      let ordering = left.order(right)
      if ordering != .equal { return order.isDescending ? ordering.reversed : ordering }
    }
    return .equal
  }

  private func sort(_ isStopped: () -> Bool) throws(Stopped) {
    let (keys, width, orders, isWhole) = (keys, width, orders, isWhole)
    var compared = 0
    var entries = entries
    do {
      try entries.sort { a, b in
        compared &+= 1
        if compared % PackedKeys.comparisonsBetweenLooks == 0, isStopped() { throw Stopped() }
        return PackedKeys.precedes(a, b, keys, width, orders, isWhole)
      }
    } catch { throw Stopped() }
  }

  /// Adds a key to those packed, as much of it as there is room for.
  private mutating func pack(_ index: Int) {
    let order = orders[index]
    var tag: Cell.Tag?
    var hasNulls = false
    var (least, most) = (UInt64.max, UInt64.min)
    for row in entries.indices {
      let cell = keys[row * width + index]
      if cell.isNull {
        hasNulls = true
        continue
      }
      guard tag ?? cell.tag == cell.tag, let rank = cell.rank else {
        isWhole = false
        return
      }
      tag = cell.tag
      (least, most) = (min(least, rank), max(most, rank))
    }
    if hasNulls { append(1, of: index) { $0.isNull == order.nullsFirst ? 0 : 1 } }
    guard let tag else { return }
    if tag == .string {
      isWhole = false
      var offset = 0
      while bitsLeft >= 8 {
        let bytes = min(8, bitsLeft / 8)
        append(8 * bytes, of: index) { cell in
          if cell.isNull { return 0 }
          let start = cell.eightBytes(from: offset)
          return (order.isDescending ? ~start : start) >> UInt64(64 - 8 * bytes)
        }
        offset += bytes
      }
      return
    }
    let bits = 64 - (most - least).leadingZeroBitCount
    let cut = max(0, bits - bitsLeft)
    if cut > 0 { isWhole = false }
    append(bits - cut, of: index) { cell in
      cell.isNull ? 0 : (order.isDescending ? most - cell.rank! : cell.rank! - least) >> UInt64(cut)
    }
  }

  private mutating func append(_ bits: Int, of index: Int, _ value: (Cell) -> UInt64) {
    for row in entries.indices {
      entries[row].bits = entries[row].bits << UInt128(bits) | UInt128(value(keys[row * width + index]))
    }
    bitsLeft -= bits
  }
}

extension Cell {
  /// A number that goes before another one as the value goes before another of its type, and is the same only for equal ones; 0 for strings, nil for types without.
  @inline(__always)
  fileprivate var rank: UInt64? {
    switch tag {
    case .string, .bool: tag == .bool ? payload : 0
    case .int, .date, .localTime: payload ^ (1 << 63)
    case .float: Cell.rank(of: float)
    case .null, .decimal, .bytes, .zonedTime, .localDateTime, .zonedDateTime, .duration, .list, .record, .node, .edge, .path: nil
    }
  }

  /// Zeros are one, and NaN is after all others.
  private static func rank(of value: Double) -> UInt64 {
    if value.isNaN { return .max }
    let bits = (value + 0).bitPattern
    return bits >> 63 == 0 ? bits ^ (1 << 63) : ~bits
  }

  /// The next bytes of a string as one number, the first the highest; zero after its end.
  @inline(__always)
  fileprivate func eightBytes(from offset: Int) -> UInt64 {
    let count = Int(length) - offset
    guard count > 0, let start = address?.advanced(by: offset) else { return 0 }
    if count >= 8 { return UInt64(bigEndian: start.loadUnaligned(as: UInt64.self)) }
    var bytes: UInt64 = 0
    for index in 0..<count { bytes |= UInt64(start.load(fromByteOffset: index, as: UInt8.self)) << UInt64(56 - 8 * index) }
    return bytes
  }
}
