import Synchronization

/// The strings of a property that has few of them, each at one place in the pool: then places tell them apart. Safe to use from several threads at once.
final class InternedStrings: Sendable {
  /// More are not worth it.
  private static let limit = 1 << 16
  private let known = Mutex<Set<Entry>>([])

  private struct Entry: Hashable, Sendable {
    let cell: Cell
    static func == (a: Entry, b: Entry) -> Bool { a.cell.isEquivalent(to: b.cell) }
    func hash(into hasher: inout Hasher) { hasher.combine(cell.equivalenceHash) }
  }

  /// The string at its one place, which is where `cell` lies when it is new. Nil when there are too many.
  /// - Parameter cell: a string in the pool.
  func interned(_ cell: Cell) -> (cell: Cell, isNew: Bool)? {
    known.withLock { known in
      let entry = Entry(cell: cell)
      if let index = known.firstIndex(of: entry) { return (known[index].cell, false) }
      guard known.count < InternedStrings.limit else { return nil }
      known.insert(entry)
      return (cell, true)
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
      guard asked < Chunk.sample || new * 2 < asked, let found = strings.interned(cell) else {
        isWhole = false
        return cell
      }
      asked += 1
      if found.isNew { new += 1 }
      return found.cell
    }
  }
}
