import GraphStore

/// Rows of openCypher's SET, of which each sees what those before it have assigned, cut into stretches that can be taken together.
///
/// Within a stretch no row reads an element that an earlier one assigns to, or, with several items, assigns to one that an earlier one
/// reads or assigns to.
struct RowsInTurn {
  private let rows: RowStore
  /// Columns that are assigned to, and columns that values are computed from.
  private let targets: [Int]
  private let sources: [Int]
  private let hasSubquery: Bool
  private let hasSeveralItems: Bool

  private struct Element: Hashable {
    var isNode: Bool
    var ordinal: UInt32
  }

  init(_ rows: RowStore, _ items: [BoundSetItem]) {
    self.rows = rows
    let columns = Dictionary(uniqueKeysWithValues: rows.slots.enumerated().map { ($0.element, $0.offset) })
    var read: Set<Slot> = []
    for value in items.flatMap(\.values) { value.collectSlots(into: &read) }
    targets = items.compactMap { columns[$0.slot] }
    sources = read.compactMap { columns[$0] }
    hasSubquery = items.contains { $0.values.contains(where: \.hasSubquery) }
    hasSeveralItems = items.count > 1
  }

  /// - Parameter body: gets rows, and whether they have nothing to do with one another: else they read no element at all.
  func forEachStretch(_ body: (Range<Int>, Bool) throws(QueryError) -> Void) throws(QueryError) {
    guard hasSubquery || (0..<rows.count).contains(where: { !elements($0, sources).isEmpty }) else { return try body(0..<rows.count, false) }
    var assigned: Set<Element> = []
    var known: Set<Element> = []
    var start = 0
    for row in 0..<rows.count {
      let (reads, writes) = (elements(row, sources), elements(row, targets))
      let meets = reads.contains(where: assigned.contains) || hasSeveralItems && writes.contains(where: known.contains) || hasSubquery
      if meets, row > start {
        try body(start..<row, true)
        start = row
        assigned.removeAll(keepingCapacity: true)
        known.removeAll(keepingCapacity: true)
      }
      assigned.formUnion(writes)
      known.formUnion(writes)
      known.formUnion(reads)
    }
    if start < rows.count { try body(start..<rows.count, true) }
  }

  /// The nodes and edges in some columns of a row, those in lists, records and paths too.
  private func elements(_ row: Int, _ columns: [Int]) -> [Element] {
    var found: [Element] = []
    for column in columns { RowsInTurn.collect(rows.cell(row, column), into: &found) }
    return found
  }

  private static func collect(_ cell: Cell, into found: inout [Element]) {
    if cell.tag == .node || cell.tag == .edge {
      found.append(Element(isNode: cell.tag == .node, ordinal: cell.ordinal))
    } else if cell.tag == .list || cell.tag == .record || cell.tag == .path {
      for item in cell.items { collect(item, into: &found) }
    }
  }
}
