import GraphStore

/// Numbers the distinct values of one column 0, 1, 2, ... by equivalence, in order of first appearance.
///
/// Open addressing with linear probing. Elements and integers have tables of their own, which answer without hashing a general cell; they
/// are entered into the general table only when a value of another type comes, which an integer may be equivalent to.
final class ValueDictionary {
  @exclusivity(unchecked) private(set) var values: [Cell] = []
  /// Hashes of the values entered into the general table: the first so many.
  @exclusivity(unchecked) private var hashes: [UInt64] = []
  @exclusivity(unchecked) private var slots: [UInt32] = []
  private let codeByNode = OrdinalCodes()
  private let codeByEdge = OrdinalCodes()
  private let codeByInteger = IntegerTable()
  private let arena = Arena()
  private let emptyArena: Arena.Mark
  static let none = UInt32.max

  init() { emptyArena = arena.mark() }

  /// Forgets all values, not the memory.
  func removeAll() {
    values.removeAll(keepingCapacity: true)
    hashes.removeAll(keepingCapacity: true)
    slots = []
    codeByNode.removeAll()
    codeByEdge.removeAll()
    codeByInteger.removeAll()
    codeByPlace.removeAll()
    arena.release(to: emptyArena)
  }

  var count: Int { values.count }
  var bytesInUse: Int {
    arena.bytesInUse + values.capacity * 16 + hashes.capacity * 8 + slots.count * 4 + codeByInteger.bytesInUse
      + codeByNode.bytesInUse + codeByEdge.bytesInUse + codeByPlace.bytesInUse
  }

  /// The number of each row's value.
  func encode(_ column: Column, count: Int, into codes: UnsafeMutablePointer<UInt32>) {
    guard count > 0 else { return }
    if column.isConstant {
      codes.update(repeating: code(of: column.cell(at: 0)), count: count)
      return
    }
    switch column.kind {
    case .node where !column.hasNulls: encode(column.ordinals, codeByNode, count, codes) { Cell(node: $0) }
    case .edge where !column.hasNulls: encode(column.ordinals, codeByEdge, count, codes) { Cell(edge: $0) }
    case .int where !column.hasNulls: encodeIntegers(column.ints, count, codes)
    case .node, .edge, .int, .bool, .float, .date: for row in 0..<count { codes[row] = code(of: column.cell(at: row)) }
    case .cell: encodeCells(column, count, codes)
    }
  }

  // MARK: Strings by place

  /// Codes of strings by where they lie: in the memory of `pool`, where a place tells a string; else for the rows of one batch.
  private let codeByPlace = IntegerTable()
  @exclusivity(unchecked) private var pool: UInt64 = 0

  private func encodeCells(_ column: Column, _ count: Int, _ codes: UnsafeMutablePointer<UInt32>) {
    if column.pool == 0 || column.pool != pool {
      codeByPlace.removeAll()
      pool = column.pool
    }
    let cells = column.cells
    guard count >= Cell.fewestPlacedRows else {
      for row in 0..<count { codes[row] = code(of: cells[row]) }
      return
    }
    let sample = pool == 0 ? min(count, Cell.placeSample) : count
    for row in 0..<sample { codes[row] = codeByPlace(of: cells[row]) }
    if pool != 0 || codeByPlace.count * 2 < sample {
      for row in sample..<count { codes[row] = codeByPlace(of: cells[row]) }
    } else {
      for row in sample..<count { codes[row] = code(of: cells[row]) }
    }
  }

  @inline(__always)
  private func codeByPlace(of cell: Cell) -> UInt32 {
    guard let place = cell.stringPlace else { return code(of: cell) }
    if let known = codeByPlace.value(of: place) { return known }
    return codeByPlace.code(of: place, orNew: generalCode(of: cell))
  }

  /// The number of one value, a new one when it is new.
  func code(of cell: Cell) -> UInt32 {
    switch cell.tag {
    case .node: return code(cell.ordinal, codeByNode) { Cell(node: $0) }
    case .edge: return code(cell.ordinal, codeByEdge) { Cell(edge: $0) }
    case .int where hashes.isEmpty: return code(UInt64(bitPattern: cell.int))
    case .null, .bool, .int, .float, .decimal, .string, .bytes, .date, .localTime, .zonedTime, .localDateTime, .zonedDateTime,
      .duration, .list, .record, .path:
      return generalCode(of: cell)
    }
  }

  /// The number of a value that has one.
  func knownCode(of cell: Cell) -> UInt32? {
    switch cell.tag {
    case .node: return known(cell.ordinal, codeByNode)
    case .edge: return known(cell.ordinal, codeByEdge)
    case .int where hashes.isEmpty: return codeByInteger.value(of: UInt64(bitPattern: cell.int))
    case .null, .bool, .int, .float, .decimal, .string, .bytes, .date, .localTime, .zonedTime, .localDateTime, .zonedDateTime,
      .duration, .list, .record, .path:
      if hashes.isEmpty { enterAll() }
      let hash = cell.equivalenceHash
      var position = Int(truncatingIfNeeded: hash) & (slots.count - 1)
      while slots[position] != ValueDictionary.none {
        let code = slots[position]
        if hashes[Int(code)] == hash, values[Int(code)].isEquivalent(to: cell) { return code }
        position = (position + 1) & (slots.count - 1)
      }
      return nil
    }
  }

  private func known(_ ordinal: UInt32, _ codes: OrdinalCodes) -> UInt32? {
    let code = codes.code(of: ordinal)
    return code == ValueDictionary.none ? nil : code
  }

  // MARK: Elements and integers

  @inline(__always)
  private func code(_ ordinal: UInt32, _ known: OrdinalCodes, _ make: (UInt32) -> Cell) -> UInt32 {
    let code = known.code(of: ordinal, orNew: UInt32(values.count))
    if Int(code) == values.count { values.append(make(ordinal)) }
    return code
  }

  @inline(__always)
  private func encode(
    _ ordinals: UnsafePointer<UInt32>, _ known: OrdinalCodes, _ count: Int, _ codes: UnsafeMutablePointer<UInt32>,
    _ make: (UInt32) -> Cell
  ) {
    for row in 0..<count { codes[row] = code(ordinals[row], known, make) }
  }

  /// Only while the general table is empty.
  @inline(__always)
  private func code(_ key: UInt64) -> UInt32 {
    let code = codeByInteger.code(of: key, orNew: UInt32(values.count))
    if Int(code) == values.count { values.append(Cell(Int64(bitPattern: key))) }
    return code
  }

  private func encodeIntegers(_ integers: UnsafePointer<Int64>, _ count: Int, _ codes: UnsafeMutablePointer<UInt32>) {
    guard hashes.isEmpty else {
      for row in 0..<count { codes[row] = generalCode(of: Cell(integers[row])) }
      return
    }
    for row in 0..<count { codes[row] = code(UInt64(bitPattern: integers[row])) }
  }

  // MARK: Any value

  private func generalCode(of cell: Cell) -> UInt32 {
    if hashes.isEmpty { enterAll() }
    let hash = cell.equivalenceHash
    var position = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[position] != ValueDictionary.none {
      let code = slots[position]
      if hashes[Int(code)] == hash, values[Int(code)].isEquivalent(to: cell) { return code }
      position = (position + 1) & (slots.count - 1)
    }
    let code = UInt32(values.count)
    slots[position] = code
    enterHashes()
    hashes.append(hash)
    values.append(arena.copy(cell))
    if values.count * 2 > slots.count { grow(to: slots.count * 2) }
    return code
  }

  /// Elements that came since the last general value: their hashes keep the positions of the others.
  private func enterHashes() {
    while hashes.count < values.count { hashes.append(values[hashes.count].equivalenceHash) }
  }

  private func enterAll() {
    enterHashes()
    var size = 64
    while size < values.count * 2 + 2 { size *= 2 }
    grow(to: size)
  }

  private func grow(to size: Int) {
    slots = Array(repeating: ValueDictionary.none, count: size)
    for (code, hash) in hashes.enumerated() where values[code].tag != .node && values[code].tag != .edge {
      var position = Int(truncatingIfNeeded: hash) & (size - 1)
      while slots[position] != ValueDictionary.none { position = (position + 1) & (size - 1) }
      slots[position] = UInt32(code)
    }
  }
}
