import GraphStore

/// Numbers the distinct values of one column 0, 1, 2, ... by equivalence, in order of first appearance.
///
/// Open addressing with linear probing. Elements and integers have tables of their own in front, which answer without hashing a general
/// cell; all of them lead to the same numbers, since a value new to a front table is looked up in the general one.
final class ValueDictionary {
  private(set) var values: [Cell] = []
  private var hashes: [UInt64] = []
  private var slots: [UInt32]
  private var codeByOrdinal: [ElementKind: [UInt32]] = [:]
  private var codeByInteger = IntegerTable()
  private let arena = Arena()
  static let none = UInt32.max

  init() { slots = Array(repeating: ValueDictionary.none, count: 64) }

  var count: Int { values.count }
  var bytesInUse: Int {
    arena.bytesInUse + values.capacity * 16 + hashes.capacity * 8 + slots.count * 4 + codeByInteger.bytesInUse
      + codeByOrdinal.values.reduce(0) { $0 + $1.capacity * 4 }
  }

  /// The number of each row's value.
  func encode(_ column: Column, count: Int, into codes: UnsafeMutablePointer<UInt32>) {
    guard count > 0 else { return }
    if column.isConstant {
      codes.update(repeating: code(of: column.cell(at: 0)), count: count)
      return
    }
    switch column.kind {
    case .node where !column.hasNulls: encodeElements(column.ordinals, .node, count, codes)
    case .edge where !column.hasNulls: encodeElements(column.ordinals, .edge, count, codes)
    case .int where !column.hasNulls: encodeIntegers(column.ints, count, codes)
    case .node, .edge, .int, .bool, .float: for row in 0..<count { codes[row] = code(of: column.cell(at: row)) }
    case .cell:
      let cells = column.cells
      for row in 0..<count { codes[row] = code(of: cells[row]) }
    }
  }

  private func encodeElements(
    _ ordinals: UnsafePointer<UInt32>, _ kind: ElementKind, _ count: Int, _ codes: UnsafeMutablePointer<UInt32>
  ) {
    var known = codeByOrdinal.removeValue(forKey: kind) ?? []
    for row in 0..<count {
      let ordinal = Int(ordinals[row])
      if ordinal >= known.count {
        known += repeatElement(ValueDictionary.none, count: max(known.count, ordinal + 1 - known.count, 256))
      }
      if known[ordinal] == ValueDictionary.none {
        known[ordinal] = code(of: kind == .node ? Cell(node: ordinals[row]) : Cell(edge: ordinals[row]))
      }
      codes[row] = known[ordinal]
    }
    codeByOrdinal[kind] = known
  }

  private func encodeIntegers(_ integers: UnsafePointer<Int64>, _ count: Int, _ codes: UnsafeMutablePointer<UInt32>) {
    for row in 0..<count {
      let key = UInt64(bitPattern: integers[row])
      if let code = codeByInteger.value(of: key) {
        codes[row] = code
      } else {
        codes[row] = code(of: Cell(integers[row]))
        codeByInteger.insert(key, codes[row])
      }
    }
  }

  /// The number of one value, a new one when it is new.
  func code(of cell: Cell) -> UInt32 {
    let hash = cell.equivalenceHash
    var position = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[position] != ValueDictionary.none {
      let code = slots[position]
      if hashes[Int(code)] == hash, values[Int(code)].isEquivalent(to: cell) { return code }
      position = (position + 1) & (slots.count - 1)
    }
    slots[position] = UInt32(values.count)
    hashes.append(hash)
    values.append(arena.copy(cell))
    if values.count * 2 > slots.count { grow() }
    return UInt32(values.count - 1)
  }

  private func grow() {
    slots = Array(repeating: ValueDictionary.none, count: slots.count * 2)
    for (code, hash) in hashes.enumerated() {
      var position = Int(truncatingIfNeeded: hash) & (slots.count - 1)
      while slots[position] != ValueDictionary.none { position = (position + 1) & (slots.count - 1) }
      slots[position] = UInt32(code)
    }
  }
}

/// A map from 64-bit keys to small numbers: open addressing with linear probing, at most half full.
struct IntegerTable {
  private var keys: [UInt64] = []
  private var values: [UInt32] = []
  private(set) var count = 0

  var bytesInUse: Int { keys.capacity * 8 + values.capacity * 4 }

  @inline(__always)
  private static func hash(_ key: UInt64) -> UInt64 {
    let product = (key ^ 0x9E37_79B9_7F4A_7C15).multipliedFullWidth(by: 0xE703_7ED1_A0B4_28DB)
    return product.high ^ product.low
  }

  @inline(__always)
  func value(of key: UInt64) -> UInt32? {
    guard !keys.isEmpty else { return nil }
    var position = Int(truncatingIfNeeded: IntegerTable.hash(key)) & (keys.count - 1)
    while values[position] != ValueDictionary.none {
      if keys[position] == key { return values[position] }
      position = (position + 1) & (keys.count - 1)
    }
    return nil
  }

  /// Adds a key that is not there yet.
  mutating func insert(_ key: UInt64, _ value: UInt32) {
    if count * 2 >= keys.count { grow() }
    put(key, value)
    count += 1
  }

  private mutating func put(_ key: UInt64, _ value: UInt32) {
    var position = Int(truncatingIfNeeded: IntegerTable.hash(key)) & (keys.count - 1)
    while values[position] != ValueDictionary.none { position = (position + 1) & (keys.count - 1) }
    keys[position] = key
    values[position] = value
  }

  private mutating func grow() {
    let (oldKeys, oldValues) = (keys, values)
    let size = max(256, oldKeys.count * 2)
    keys = Array(repeating: 0, count: size)
    values = Array(repeating: ValueDictionary.none, count: size)
    for (key, value) in zip(oldKeys, oldValues) where value != ValueDictionary.none { put(key, value) }
  }
}
