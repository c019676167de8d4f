/// The values of one variable in a batch: a typed buffer and validity, flat or constant.
///
/// A column is written by the operator that owns it and read by those downstream until the operator's next batch.
/// `cell` columns take any value; the others hold one type and are what kernels work on: dates as `ints`, days since 1970. Columns begin small and grow with the batches that
/// they are reset for, since most statements give few rows.
/// Rows whose validity is 0 are null whatever their buffer holds; `cell` columns mark null in the cell itself as well.
public final class Column: @unchecked Sendable {
  @frozen public enum Kind: UInt8, Sendable { case node, edge, bool, int, float, date, cell }

  @exclusivity(unchecked) public private(set) var kind: Kind
  /// One value stands for all rows: only position 0 of the buffers counts.
  @exclusivity(unchecked) public var isConstant = false
  /// False promises that no row is null.
  @exclusivity(unchecked) public var hasNulls = false
  /// Of cells that lie in a snapshot's memory, where each string has one place of its own, so that places tell strings apart as long as the snapshot is
  /// there: the number of that memory. Else 0.
  @exclusivity(unchecked) public private(set) var pool: UInt64 = 0
  @exclusivity(unchecked) public private(set) var capacity: Int
  @usableFromInline @exclusivity(unchecked) var storage: UnsafeMutableRawPointer
  /// What is given back in the end: `storage`, but for a while in which the column shows the memory of another.
  @exclusivity(unchecked) private var own: UnsafeMutableRawPointer
  /// 1 = present, 0 = null. Meaningful only while `hasNulls`.
  @exclusivity(unchecked) public private(set) var validity: UnsafeMutablePointer<UInt8>

  public init(_ kind: Kind, capacity: Int = 1) {
    self.kind = kind
    self.capacity = max(1, capacity)
    (own, validity) = Column.allocate(self.capacity)
    storage = own
  }

  deinit { own.deallocate() }

  /// Values, and behind them their validity: all present.
  private static func allocate(_ capacity: Int) -> (UnsafeMutableRawPointer, UnsafeMutablePointer<UInt8>) {
    let cells = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity * 17)
    let validity = cells + capacity * 16
    validity.update(repeating: 1, count: capacity)
    return (UnsafeMutableRawPointer(cells), validity)
  }

  /// Empties the column for a new batch of the given kind and at most `room` rows. Pointers into the column are void.
  public func reset(_ kind: Kind, room: Int) {
    self.kind = kind
    isConstant = false
    hasNulls = false
    pool = 0
    storage = own
    if room > capacity { grow(room) }
  }

  /// Shows elements that another buffer holds, none of them null, until the column is reset or that buffer changes. Not to be written to.
  public func show(_ elements: OrdinalBuffer, as kind: Kind) {
    self.kind = kind
    isConstant = false
    hasNulls = false
    pool = 0
    storage = UnsafeMutableRawPointer(elements.base)
  }

  /// Says that the cells lie in that memory (`pool`); 0 = anywhere.
  public func lies(in pool: UInt64) { self.pool = pool }

  private func grow(_ room: Int) {
    let least = 16
    own.deallocate()
    capacity = max(least, 1 << (Int.bitWidth - (room - 1).leadingZeroBitCount))
    (own, validity) = Column.allocate(capacity)
    storage = own
  }

  @inlinable public var ordinals: UnsafeMutablePointer<UInt32> { storage.assumingMemoryBound(to: UInt32.self) }
  @inlinable public var ints: UnsafeMutablePointer<Int64> { storage.assumingMemoryBound(to: Int64.self) }
  @inlinable public var floats: UnsafeMutablePointer<Double> { storage.assumingMemoryBound(to: Double.self) }
  @inlinable public var bools: UnsafeMutablePointer<UInt8> { storage.assumingMemoryBound(to: UInt8.self) }
  @inlinable public var cells: UnsafeMutablePointer<Cell> { storage.assumingMemoryBound(to: Cell.self) }

  @inlinable public func isNull(_ row: Int) -> Bool {
    let position = isConstant ? 0 : row
    if kind == .cell { return cells[position].isNull }
    return hasNulls && validity[position] == 0
  }

  /// Marks a row null; in a typed column the buffer's value there is left as it is.
  @inlinable public func setNull(_ row: Int) {
    if !hasNulls {
      hasNulls = true
      validity.update(repeating: 1, count: capacity)
    }
    validity[row] = 0
    if kind == .cell { cells[row] = .null }
  }

  /// The row's value in general form.
  public func cell(at row: Int) -> Cell {
    let position = isConstant ? 0 : row
    if kind != .cell, hasNulls, validity[position] == 0 { return .null }
    switch kind {
    case .node: return Cell(node: ordinals[position])
    case .edge: return Cell(edge: ordinals[position])
    case .bool: return Cell(bools[position] != 0)
    case .int: return Cell(ints[position])
    case .float: return Cell(floats[position])
    case .date: return Cell(LocalDate(daysSinceEpoch: ints[position]))
    case .cell: return cells[position]
    }
  }

  /// Writes the values of some rows in general form, `stride` cells apart. O(rows); looks at the kind once.
  public func copyCells(_ rows: Range<Int>, to target: UnsafeMutablePointer<Cell>, stride: Int) {
    if isConstant {
      let value = cell(at: 0)
      for index in 0..<rows.count { target[index * stride] = value }
      return
    }
    let start = rows.lowerBound
    let count = rows.count
    switch kind {
    case .node: for index in 0..<count { target[index * stride] = Cell(node: ordinals[start + index]) }
    case .edge: for index in 0..<count { target[index * stride] = Cell(edge: ordinals[start + index]) }
    case .bool: for index in 0..<count { target[index * stride] = Cell(bools[start + index] != 0) }
    case .int: for index in 0..<count { target[index * stride] = Cell(ints[start + index]) }
    case .float: for index in 0..<count { target[index * stride] = Cell(floats[start + index]) }
    case .date: for index in 0..<count { target[index * stride] = Cell(LocalDate(daysSinceEpoch: ints[start + index])) }
    case .cell: for index in 0..<count { target[index * stride] = cells[start + index] }
    }
    if kind == .cell || !hasNulls { return }
    for index in 0..<count where validity[start + index] == 0 { target[index * stride] = .null }
  }

  /// Makes this column hold one value for every row, in the narrowest kind that can.
  public func fill(constant value: Cell) {
    switch value.tag {
    case .bool:
      reset(.bool, room: 1)
      bools[0] = value.bool ? 1 : 0
    case .int:
      reset(.int, room: 1)
      ints[0] = value.int
    case .float:
      reset(.float, room: 1)
      floats[0] = value.float
    case .node:
      reset(.node, room: 1)
      ordinals[0] = value.ordinal
    case .edge:
      reset(.edge, room: 1)
      ordinals[0] = value.ordinal
    case .date:
      reset(.date, room: 1)
      ints[0] = value.int
    case .null, .decimal, .string, .bytes, .localTime, .zonedTime, .localDateTime, .zonedDateTime,
      .duration, .list, .record, .path:
      reset(.cell, room: 1)
      cells[0] = value
      hasNulls = value.isNull
      validity[0] = value.isNull ? 0 : 1
    }
    isConstant = true
  }

  /// Copies the chosen rows of `source` to rows 0 ..< rows.count of this column. Contents of cells stay shared.
  public func gather(_ source: Column, rows: UnsafeBufferPointer<UInt32>) {
    reset(source.kind, room: source.isConstant ? 1 : rows.count)
    hasNulls = source.hasNulls
    pool = source.pool
    if source.isConstant {
      isConstant = true
      storage.copyMemory(from: source.storage, byteCount: 16)
      validity[0] = source.validity[0]
      return
    }
    switch kind {
    case .node, .edge: for i in 0..<rows.count { ordinals[i] = source.ordinals[Int(rows[i])] }
    case .bool: for i in 0..<rows.count { bools[i] = source.bools[Int(rows[i])] }
    case .int, .float, .date: for i in 0..<rows.count { ints[i] = source.ints[Int(rows[i])] }
    case .cell: for i in 0..<rows.count { cells[i] = source.cells[Int(rows[i])] }
    }
    if hasNulls { for i in 0..<rows.count { validity[i] = source.validity[Int(rows[i])] } }
  }

  /// The same, with null for each row that is `noRow`. The source has a row.
  public func gather(_ source: Column, rowsOrNone rows: UnsafeBufferPointer<UInt32>) {
    reset(source.kind, room: rows.count)
    hasNulls = source.hasNulls
    pool = source.pool
    let isConstant = source.isConstant
    func position(_ index: Int) -> Int { isConstant || rows[index] == Column.noRow ? 0 : Int(rows[index]) }
    switch kind {
    case .node, .edge: for i in 0..<rows.count { ordinals[i] = source.ordinals[position(i)] }
    case .bool: for i in 0..<rows.count { bools[i] = source.bools[position(i)] }
    case .int, .float, .date: for i in 0..<rows.count { ints[i] = source.ints[position(i)] }
    case .cell: for i in 0..<rows.count { cells[i] = source.cells[position(i)] }
    }
    if hasNulls { for i in 0..<rows.count { validity[i] = source.validity[position(i)] } }
    for i in 0..<rows.count where rows[i] == Column.noRow { setNull(i) }
  }

  public static let noRow = UInt32.max
}
