import GraphStore

/// Numbers distinct rows of key cells 0, 1, 2, ... by equivalence, in order of first appearance.
///
/// Each column is turned into numbers by a dictionary of its own; then pairs of numbers are numbered from left to right.
final class GroupTable {
  @exclusivity(unchecked) private(set) var dictionaries: [ValueDictionary]
  /// `pairs[i]` numbers (number of the columns up to i, code of column i + 1).
  @exclusivity(unchecked) private(set) var pairs: [PairTable]
  /// By column, the codes of the property's values by node ordinal, where they are asked for so.
  @exclusivity(unchecked) private var codesByNode: [OrdinalCodes]
  private let codes = OrdinalBuffer()
  private let missing = OrdinalBuffer()

  /// What rows have in one column: values, or codes that `encode` gave.
  enum Key {
    case values(Column)
    case codes(UnsafePointer<UInt32>)
  }

  init(width: Int) {
    codesByNode = (0..<width).map { _ in OrdinalCodes() }
    dictionaries = (0..<width).map { _ in ValueDictionary() }
    pairs = (0..<max(0, width - 1)).map { _ in PairTable() }
  }

  /// Forgets all groups, and the memory when it is more than `reusedBytes`.
  /// - Parameter keepsValues: of several columns the values met stay numbered: groups are numbered apart from them.
  func removeAll(keepsValues: Bool = false) {
    count = 0
    if bytesInUse > GroupTable.reusedBytes {
      dictionaries = dictionaries.map { _ in ValueDictionary() }
      codesByNode = codesByNode.map { _ in OrdinalCodes() }
      pairs = pairs.map { _ in PairTable() }
      return
    }
    if dictionaries.count < 2 || !keepsValues {
      for dictionary in dictionaries { dictionary.removeAll() }
      forgetNodes()
    }
    for table in pairs { table.removeAll() }
  }

  /// Nodes may have other values from here on.
  func forgetNodes() { for codes in codesByNode { codes.removeAll() } }

  /// What holds no more is used again for other rows.
  static let reusedBytes = 2 << 20

  /// Without columns there is one group, from the first row on.
  @exclusivity(unchecked) private(set) var count = 0

  var bytesInUse: Int {
    dictionaries.reduce(0) { $0 + $1.bytesInUse } + codesByNode.reduce(0) { $0 + $1.bytesInUse }
      + pairs.reduce(0) { $0 + $1.bytesInUse }
  }

  /// What groups have in one column.
  func keys(of groups: Range<Int>, column: Int, into keys: UnsafeMutablePointer<Cell>) {
    codes.removeAll()
    codes.reserve(groups.count)
    let numbers = codes.base
    for (index, group) in groups.enumerated() { numbers[index] = UInt32(truncatingIfNeeded: group) }
    for level in pairs.indices.reversed() where level + 1 >= column {
      pairs[level].part(level + 1 == column ? .right : .left, of: numbers, count: groups.count)
    }
    dictionaries[column].values.withUnsafeBufferPointer { values in
      for index in 0..<groups.count { keys[index] = values[Int(numbers[index])] }
    }
  }

  func assign(_ columns: [Column], count rows: Int, groups: UnsafeMutablePointer<UInt32>) {
    assign(columns.map { Key.values($0) }, count: rows, groups: groups)
  }

  /// The group of each row, in `groups`. New groups get the next numbers in row order.
  func assign(_ keys: [Key], count rows: Int, groups: UnsafeMutablePointer<UInt32>) {
    guard let first = keys.first else {
      groups.update(repeating: 0, count: rows)
      if rows > 0 { count = 1 }
      return
    }
    switch first {
    case .values(let column): dictionaries[0].encode(column, count: rows, into: groups)
    case .codes(let known): groups.update(from: known, count: rows)
    }
    for (level, key) in keys.dropFirst().enumerated() {
      let table = pairs[level]
      switch key {
      case .values(let column):
        codes.removeAll()
        codes.reserve(rows)
        dictionaries[level + 1].encode(column, count: rows, into: codes.base)
        table.number(groups, codes.base, count: rows)
      case .codes(let known): table.number(groups, known, count: rows)
      }
    }
    count = pairs.last?.count ?? dictionaries[0].count
  }

  /// The codes of a property of nodes, for `assign`: read and numbered once a node. New values get the next numbers in row order.
  /// - Parameter read: gives the values of nodes.
  func encode(
    _ nodes: UnsafeBufferPointer<UInt32>, column: Int, into result: UnsafeMutablePointer<UInt32>,
    _ read: (UnsafeBufferPointer<UInt32>) -> Column
  ) {
    if codesByNode[column].codes(of: nodes, into: result) { return }
    missing.removeAll()
    for row in 0..<nodes.count where result[row] == ValueDictionary.none { missing.append(nodes[row]) }
    codes.removeAll()
    codes.reserve(missing.count)
    dictionaries[column].encode(read(missing.elements), count: missing.count, into: codes.base)
    codesByNode[column].enter(missing.elements, codes.base)
    _ = codesByNode[column].codes(of: nodes, into: result)
  }

  /// Marks with 1 the rows whose group was not there before; `groups` holds what `assign` gave.
  func markNew(_ groups: UnsafePointer<UInt32>, count rows: Int, since before: Int, into marks: UnsafeMutablePointer<UInt8>) {
    var next = UInt32(before)
    for row in 0..<rows {
      let isNew = groups[row] == next
      marks[row] = isNew ? 1 : 0
      if isNew { next += 1 }
    }
  }

  /// The group of one key, made when it is new.
  func group(of cell: (Int) -> Cell) -> UInt32 {
    guard !dictionaries.isEmpty else {
      count = 1
      return 0
    }
    var number = dictionaries[0].code(of: cell(0))
    for level in pairs.indices { number = pairs[level].number(number, dictionaries[level + 1].code(of: cell(level + 1))) }
    count = pairs.last?.count ?? dictionaries[0].count
    return number
  }

  /// The group of a key that has one.
  func knownGroup(of cell: (Int) -> Cell) -> UInt32? {
    guard !dictionaries.isEmpty else { return count > 0 ? 0 : nil }
    guard var number = dictionaries[0].knownCode(of: cell(0)) else { return nil }
    for level in pairs.indices {
      guard let code = dictionaries[level + 1].knownCode(of: cell(level + 1)),
        let next = pairs[level].known(number, code)
      else { return nil }
      number = next
    }
    return number
  }

  /// Takes the groups of tables of the same columns. Of equivalent values, the first in this order stands for all.
  /// - Parameter runs: the groups by table, in the order in which they are new here.
  /// - Returns: by table, the group here of each of its groups.
  func take(_ others: [GroupTable], _ runs: [(table: Int, groups: Range<Int>)]) -> [[UInt32]] {
    let translations = others.map { GroupTranslation(of: $0, into: self) }
    for (table, groups) in runs { translations[table].take(groups) }
    count = pairs.last?.count ?? dictionaries.first?.count ?? count
    return translations.map(\.groups)
  }
}
