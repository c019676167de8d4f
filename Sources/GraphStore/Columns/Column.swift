/// The values of one variable in a batch: a typed buffer and validity, flat or constant.
///
/// A column is written by the operator that owns it and read by those downstream until the operator's next batch.
/// `cell` columns take any value; the others hold one type and are what kernels work on.
/// Rows whose validity is 0 are null whatever their buffer holds; `cell` columns mark null in the cell itself as well.
public final class Column: @unchecked Sendable {
  @frozen public enum Kind: UInt8, Sendable { case node, edge, bool, int, float, cell }

  @exclusivity(unchecked) public private(set) var kind: Kind
  /// One value stands for all rows: only position 0 of the buffers counts.
  @exclusivity(unchecked) public var isConstant = false
  /// False promises that no row is null.
  @exclusivity(unchecked) public var hasNulls = false
  @exclusivity(unchecked) public private(set) var capacity: Int
  @usableFromInline @exclusivity(unchecked) var storage: UnsafeMutableRawPointer
  /// 1 = present, 0 = null. Meaningful only while `hasNulls`.
  public let validity: UnsafeMutablePointer<UInt8>

  public init(_ kind: Kind, capacity: Int) {
    self.kind = kind
    self.capacity = capacity
    storage = .allocate(byteCount: max(1, capacity) * 16, alignment: 16)
    validity = .allocate(capacity: max(1, capacity))
    validity.initialize(repeating: 1, count: max(1, capacity))
  }

  deinit {
    storage.deallocate()
    validity.deallocate()
  }

  /// Empties the column for a new batch of the given kind.
  public func reset(_ kind: Kind) {
    self.kind = kind
    isConstant = false
    hasNulls = false
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
    case .cell: return cells[position]
    }
  }

  /// Makes this column hold one value for every row, in the narrowest kind that can.
  public func fill(constant value: Cell) {
    switch value.tag {
    case .bool:
      reset(.bool)
      bools[0] = value.bool ? 1 : 0
    case .int:
      reset(.int)
      ints[0] = value.int
    case .float:
      reset(.float)
      floats[0] = value.float
    case .node:
      reset(.node)
      ordinals[0] = value.ordinal
    case .edge:
      reset(.edge)
      ordinals[0] = value.ordinal
    case .null, .decimal, .string, .bytes, .date, .localTime, .zonedTime, .localDateTime, .zonedDateTime,
      .duration, .list, .record, .path:
      reset(.cell)
      cells[0] = value
      hasNulls = value.isNull
      validity[0] = value.isNull ? 0 : 1
    }
    isConstant = true
  }

  /// Copies the chosen rows of `source` to rows 0 ..< rows.count of this column. Contents of cells stay shared.
  public func gather(_ source: Column, rows: UnsafeBufferPointer<UInt32>) {
    precondition(rows.count <= capacity, "gathering more rows than the column holds")
    reset(source.kind)
    hasNulls = source.hasNulls
    if source.isConstant {
      isConstant = true
      storage.copyMemory(from: source.storage, byteCount: 16)
      validity[0] = source.validity[0]
      return
    }
    switch kind {
    case .node, .edge: for i in 0..<rows.count { ordinals[i] = source.ordinals[Int(rows[i])] }
    case .bool: for i in 0..<rows.count { bools[i] = source.bools[Int(rows[i])] }
    case .int, .float: for i in 0..<rows.count { ints[i] = source.ints[Int(rows[i])] }
    case .cell: for i in 0..<rows.count { cells[i] = source.cells[Int(rows[i])] }
    }
    if hasNulls { for i in 0..<rows.count { validity[i] = source.validity[Int(rows[i])] } }
  }
}
