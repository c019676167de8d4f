import GraphStore

/// The rows of a batch that an accumulator has to look at.
struct GroupedRows {
  let groups: UnsafePointer<UInt32>
  let count: Int
  let included: UnsafePointer<UInt8>?

  /// Rows that are included and whose argument is not null, in order, with the value in general form.
  @inline(__always)
  func forEachValue<E: Error>(of column: Column, _ body: (_ group: Int, _ value: Cell) throws(E) -> Void)
    throws(E)
  {
    for row in 0..<count where included.map({ $0[row] != 0 }) ?? true {
      let value = column.cell(at: row)
      if !value.isNull { try body(Int(groups[row]), value) }
    }
  }

  /// Whether every row counts and the buffer can be read as it is.
  func isPlain(_ column: Column, _ kind: Column.Kind) -> Bool {
    column.kind == kind && !column.isConstant && !column.hasNulls && included == nil
  }
}

/// Values by group in the order in which they came: flat linked lists.
final class GroupedValues {
  private let arena = Arena()
  @exclusivity(unchecked) private var cells: [Cell] = []
  /// Parallel to `cells`: the next of the same group, -1 = none.
  @exclusivity(unchecked) private var next: [Int32] = []
  @exclusivity(unchecked) private var first: [Int32] = []
  @exclusivity(unchecked) private var last: [Int32] = []
  @exclusivity(unchecked) private(set) var counts: [Int32] = []
  /// Whether some values lie in `arena`, which lasts no longer than this.
  @exclusivity(unchecked) private var hasCopies = false
  /// What comes after so many bytes is refused.
  @exclusivity(unchecked) var byteLimit = Int.max

  func reserveGroups(_ count: Int) {
    guard count > first.count else { return }
    let extra = repeatElement(-1 as Int32, count: count - first.count)
    first += extra
    last += extra
    counts += repeatElement(0, count: count - counts.count)
  }

  /// - Parameter lastsLonger: what the value points to lasts as long as the statement: it need not be copied (`Column.pool`).
  func append(_ value: Cell, to group: Int, lastsLonger: Bool = false) throws(ValueError) {
    if !lastsLonger { hasCopies = true }
    try append(owned: lastsLonger ? value : arena.copy(value), to: group)
    guard arena.bytesInUse + cells.count * GroupedValues.bytesPerValue <= byteLimit else {
      throw ValueError(.limitExceeded, "the values that an aggregate keeps need more memory than the limit of \(byteLimit) bytes")
    }
  }

  private func append(owned value: Cell, to group: Int) throws(ValueError) {
    guard cells.count < Int32.max else {
      throw ValueError(.limitExceeded, "an aggregate holds 2^31 values at most")
    }
    let position = Int32(cells.count)
    cells.append(value)
    next.append(-1)
    if last[group] < 0 { first[group] = position } else { next[Int(last[group])] = position }
    last[group] = position
    counts[group] += 1
  }

  /// Appends the values of each group of `other` to the group that the map names.
  func append(_ other: GroupedValues, groupMap: UnsafeBufferPointer<UInt32>) throws(ValueError) {
    for group in other.first.indices {
      for value in other.values(of: group) { try append(value, to: Int(groupMap[group]), lastsLonger: !other.hasCopies) }
    }
  }

  func values(of group: Int) -> [Cell] {
    var result: [Cell] = []
    result.reserveCapacity(Int(counts[group]))
    var position = first[group]
    while position >= 0 {
      result.append(cells[Int(position)])
      position = next[Int(position)]
    }
    return result
  }

  /// The values of a group as a list in another arena.
  func list(of group: Int, in target: Arena) -> Cell {
    let count = Int(counts[group])
    guard count > 0 else { return target.list([]) }
    let items = target.allocate(Cell.self, count: count)
    cells.withUnsafeBufferPointer { cells in
      next.withUnsafeBufferPointer { next in
        var position = Int(first[group])
        for index in 0..<count {
          items[index] = hasCopies ? target.copy(cells[position]) : cells[position]
          position = Int(next[position])
        }
      }
    }
    return Cell(tag: .list, address: UnsafeRawPointer(items.baseAddress), count: count)
  }

  /// The cell, and the number of the next one.
  private static let bytesPerValue = 20
  var bytesInUse: Int { arena.bytesInUse + cells.capacity * 16 + next.capacity * 4 + first.capacity * 12 }
}

extension AggregateFunction {
  /// Partial states are of one type by construction: workers make them from one declaration.
  static func sameKind<T: Accumulator>(_ other: any Accumulator, as type: T.Type) -> T {
    guard let other = other as? T else {
      preconditionFailure("combining accumulators of different functions")
    }
    return other
  }
}
