import GraphStore

/// Numbers distinct rows of key cells 0, 1, 2, ... by equivalence, in order of first appearance. Open addressing, linear probing.
final class GroupTable {
  private let width: Int
  private var slots: [UInt32]
  private var hashes: [UInt64] = []
  /// `width` cells a group.
  private var keys: [Cell] = []
  private let arena = Arena()
  private static let empty = UInt32.max

  init(width: Int) {
    self.width = width
    slots = Array(repeating: GroupTable.empty, count: 64)
  }

  private(set) var count = 0
  var bytesInUse: Int { arena.bytesInUse + keys.count * 16 + hashes.count * 8 + slots.count * 4 }

  func key(_ group: Int, _ column: Int) -> Cell { keys[group * width + column] }

  /// The group of each row, in `groups`. New groups get the next numbers in row order.
  func assign(_ columns: [Column], count rows: Int, groups: UnsafeMutablePointer<UInt32>) {
    for row in 0..<rows { groups[row] = group(of: { columns[$0].cell(at: row) }) }
  }

  /// The group of one key, made when it is new.
  func group(of cell: (Int) -> Cell) -> UInt32 {

    var hash: UInt64 = 0x9E37_79B9_7F4A_7C15
    for column in 0..<width { hash = (hash ^ cell(column).equivalenceHash) &* 0xBF58_476D_1CE4_E5B9 }
    hash ^= hash >> 29
    var position = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[position] != GroupTable.empty {
      let group = Int(slots[position])
      if hashes[group] == hash, matches(group, cell) { return UInt32(group) }
      position = (position + 1) & (slots.count - 1)
    }
    slots[position] = UInt32(count)
    hashes.append(hash)
    for column in 0..<width { keys.append(arena.copy(cell(column))) }
    count += 1
    if count * 2 > slots.count { grow() }
    return UInt32(count - 1)
  }

  private func matches(_ group: Int, _ cell: (Int) -> Cell) -> Bool {
    for column in 0..<width where !keys[group * width + column].isEquivalent(to: cell(column)) { return false }
    return true
  }

  private func grow() {
    slots = Array(repeating: GroupTable.empty, count: slots.count * 2)
    for (group, hash) in hashes.enumerated() {
      var position = Int(truncatingIfNeeded: hash) & (slots.count - 1)
      while slots[position] != GroupTable.empty { position = (position + 1) & (slots.count - 1) }
      slots[position] = UInt32(group)
    }
  }
}
