import GraphStore

extension AggregateFunction {
  static let minimum = AggregateFunction(
    "MIN", result: { $0 ?? .any },
    summary: "The least value by the order of ORDER BY, nulls left out; null for none."
  ) { ExtremeAccumulator(.less) }

  static let maximum = AggregateFunction(
    "MAX", result: { $0 ?? .any },
    summary: "The greatest value by the order of ORDER BY, nulls left out; null for none."
  ) { ExtremeAccumulator(.greater) }
}

/// Keeps a copy of the best value of each group. Of equivalent values the first stays.
final class ExtremeAccumulator: WeightedAccumulator {
  /// How a better value compares with the one held.
  private let better: Ordering
  @exclusivity(unchecked) private var best: [Cell] = []
  /// Bytes that a group's string may grow into without new memory.
  @exclusivity(unchecked) private var room: [Int] = []
  private let arena = Arena()
  /// Of values that are equal but not the same, such as 1 and 1.0, none has come while the other was held.
  @exclusivity(unchecked) private(set) var isIndependentOfOrder = true

  init(_ better: Ordering) { self.better = better }

  func reserveGroups(_ count: Int) {
    guard count > best.count else { return }
    best += repeatElement(.null, count: count - best.count)
    room += repeatElement(0, count: count - room.count)
  }

  func update(
    groups: UnsafePointer<UInt32>, arguments: [Column], count: Int, included: UnsafePointer<UInt8>?
  ) throws(ValueError) {
    let column = arguments[0]
    let rows = GroupedRows(groups: groups, count: count, included: included)
    if rows.isPlain(column, .int) { return offer(column.ints, rows, .int) }
    if rows.isPlain(column, .date) { return offer(column.ints, rows, .date) }
    rows.forEachValue(of: column) { group, value in offer(value, to: group) }
  }

  /// Integers, or the days of dates: what is held is looked at as a number too.
  private func offer(_ numbers: UnsafePointer<Int64>, _ rows: GroupedRows, _ tag: Cell.Tag) {
    let groups = rows.groups
    let isMinimum = better == .less
    var others = 0
    best.withUnsafeMutableBufferPointer { best in
      for row in 0..<rows.count {
        let (number, group) = (numbers[row], Int(groups[row]))
        if best[group].tag != tag {
          others += 1
        } else if isMinimum ? number < best[group].int : number > best[group].int {
          best[group].payload = UInt64(bitPattern: number)
        }
      }
    }
    // The first of their groups, and those beside values of another type: an offer that was made already changes nothing.
    if others > 0 { for row in 0..<rows.count { offer(Cell(tag: tag, payload: UInt64(bitPattern: numbers[row])), to: Int(groups[row])) } }
  }

  /// Equal rows change nothing.
  func update(
    groups: UnsafePointer<UInt32>, arguments: [Column], count: Int, included: UnsafePointer<UInt8>?,
    weights: UnsafePointer<Int64>
  ) throws(ValueError) {
    try update(groups: groups, arguments: arguments, count: count, included: included)
  }

  private func offer(_ value: Cell, to group: Int) {
    let held = best[group]
    if !held.isNull {
      let ordering = value.order(held)
      if ordering == .equal, !isSame(value, held) { isIndependentOfOrder = false }
      if ordering != better { return }
    }
    best[group] = value.tag == .string && value.length > 0 ? copyString(value, for: group) : arena.copy(value)
    if value.tag != .string { room[group] = 0 }
  }

  /// Of values that are equal.
  private func isSame(_ a: Cell, _ b: Cell) -> Bool {
    guard a.tag == b.tag else { return false }
    switch a.tag {
    case .null, .bool, .int, .float, .date, .localTime, .localDateTime, .node, .edge: return a.payload == b.payload && a.length == b.length
    case .string, .bytes: return true
    case .decimal, .zonedTime, .zonedDateTime, .duration, .list, .record, .path: return false
    }
  }

  /// Into the group's own memory, which doubles when it is too small, so that a rising sequence does not fill
  /// the arena.
  private func copyString(_ value: Cell, for group: Int) -> Cell {
    let bytes = value.utf8
    guard let source = bytes.baseAddress else { return value }
    if best[group].tag == .string, room[group] >= bytes.count, let target = best[group].address {
      UnsafeMutableRawPointer(mutating: target).copyMemory(from: source, byteCount: bytes.count)
      return Cell(tag: .string, address: target, count: bytes.count)
    }
    room[group] = max(bytes.count, 2 * room[group])
    let target = arena.allocate(room[group])
    target.copyMemory(from: source, byteCount: bytes.count)
    return Cell(tag: .string, address: target, count: bytes.count)
  }

  func combine(_ other: any Accumulator, groupMap: UnsafeBufferPointer<UInt32>) throws(ValueError) {
    let other = AggregateFunction.sameKind(other, as: ExtremeAccumulator.self)
    isIndependentOfOrder = isIndependentOfOrder && other.isIndependentOfOrder
    for (group, value) in other.best.enumerated() where !value.isNull {
      offer(value, to: Int(groupMap[group]))
    }
  }

  func finish(group: Int, arena: Arena) throws(ValueError) -> Cell { arena.copy(best[group]) }
  var bytesInUse: Int { arena.bytesInUse + best.capacity * 16 + room.capacity * 8 }
}
