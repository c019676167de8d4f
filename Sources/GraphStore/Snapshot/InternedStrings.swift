import Synchronization

/// The strings of a property that has few of them, each at one place in the pool: then places tell them apart. Safe to use from several threads at once.
final class InternedStrings: Sendable {
  private let known = Mutex(Table())

  /// Interns strings one after the other, while nobody else does.
  /// - Parameter body: gets what gives the string at its one place, which is where the given one lies when it is new. That lies in the pool. Nil when there
  ///   are too many.
  func intern<Result>(_ body: ((Cell) -> (cell: Cell, isNew: Bool)?) -> Result) -> Result {
    known.withLock { table in body { table.interned($0) } }
  }

  /// Open addressing with linear probing, at most half full.
  private struct Table {
    private var slots: [Int32] = []
    private var cells: [Cell] = []
    private var hashes: [UInt64] = []
    /// More are not worth it.
    private static let limit = 1 << 16

    mutating func interned(_ cell: Cell) -> (cell: Cell, isNew: Bool)? {
      if cells.count * 2 >= slots.count { grow() }
      let hash = cell.equivalenceHash
      var position = Int(truncatingIfNeeded: hash) & (slots.count - 1)
      while slots[position] >= 0 {
        let number = Int(slots[position])
        if hashes[number] == hash, cells[number].isEquivalent(to: cell) { return (cells[number], false) }
        position = (position + 1) & (slots.count - 1)
      }
      guard cells.count < Table.limit else { return nil }
      slots[position] = Int32(cells.count)
      cells.append(cell)
      hashes.append(hash)
      return (cell, true)
    }

    private mutating func grow() {
      slots = Array(repeating: -1, count: max(64, slots.count * 2))
      for (number, hash) in hashes.enumerated() {
        var position = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while slots[position] >= 0 { position = (position + 1) & (slots.count - 1) }
        slots[position] = Int32(number)
      }
    }
  }

  /// Interns the values of one chunk, unless most of them are strings that are not there yet.
  struct Chunk {
    private let strings: InternedStrings
    /// Every string so far lies at its one place.
    private(set) var isWhole: Bool
    private var asked = 0
    private var new = 0
    /// After so many strings it is seen whether they repeat.
    private static let sample = 256

    init(_ strings: InternedStrings, isWhole: Bool = true) {
      self.strings = strings
      self.isWhole = isWhole
    }

    mutating func interned(_ cell: Cell) -> Cell {
      guard isWhole, cell.tag == .string, cell.length > 0 else { return cell }
      guard asked < Chunk.sample || new * 2 < asked, let found = strings.intern({ $0(cell) }) else {
        isWhole = false
        return cell
      }
      asked += 1
      if found.isNew { new += 1 }
      return found.cell
    }
  }
}
