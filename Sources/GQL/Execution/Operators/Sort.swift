import GraphStore

/// Orders all rows by the keys; equal rows keep their order. Output: the carried columns.
///
/// With a row limit only that many rows are kept: whenever twice as many have come, the worse half is dropped, and from then on a row
/// that is worse than the last one kept is not even copied, nor are its other keys computed where the first tells. A thread that sorts one morsel after the other, each by itself, remembers the last row
/// kept of those before: what does not go before it is not among the first rows of all. O(rows log limit) time, O(limit) memory. Rows that do not fit half of the
/// statement's memory are sorted in pieces, written to a temporary file and merged.
final class SortSink: BatchSink {
  private let keys: [(plan: BoundSortKey, evaluator: any Evaluator)]
  private let carried: [Slot]
  /// Of the keys, where nothing is counted: threads that share the keys' expressions would wait for each other.
  private let orders: UnsafeMutablePointer<PackedKeys.Order>
  private let width: Int
  private let remembersBound: Bool
  /// The keys of the first rows of all runs so far, and of some more.
  @exclusivity(unchecked) private var best: RowStore?
  /// The one of them that goes last among as many as are wanted: rows of later runs that do not go before it are not wanted.
  @exclusivity(unchecked) private var bound: Int?
  /// Where more are wanted, rows are not remembered.
  private static let mostRemembered = 16_384
  /// How many rows are wanted, from OFFSET and LIMIT; nil = all.
  private let limit: RowCount?
  @exclusivity(unchecked) private var wanted = Int.max
  /// Rows and their keys, parallel.
  @exclusivity(unchecked) private var rows: RowStore
  @exclusivity(unchecked) private var keyRows: RowStore
  /// The row of `rows` that comes last among the wanted ones, once more have come than are wanted.
  @exclusivity(unchecked) private var worst: Int?
  @exclusivity(unchecked) private var hasStarted = false
  /// What did not fit the memory.
  @exclusivity(unchecked) private var runs: SortedRuns?
  private let candidates = OrdinalBuffer()
  /// The keys of the batch at hand.
  private let keyCells = RowCells()
  /// What its rows carry, where most of them are kept.
  private let carriedCells = RowCells()
  /// The rows of a batch that the first key leaves, where it leaves few.
  private let narrowed = Batch()
  private let firstKey = Column(.cell)
  /// What the other keys and the carried columns read; nil where a key may fail, and then does for any row.
  private let readAfterFirst: [Slot]?
  private static let smallestCut = 256
  /// When the rows hold so much, what belongs to those that were dropped is given back.
  @exclusivity(unchecked) private var bytesToTidyAt = SortSink.leastBytesToTidyAt
  private static let leastBytesToTidyAt = 1 << 20
  private static let mostSlack = 4
  /// One row in so many.
  private static let fewShare = 4

  init(
    keys: [(plan: BoundSortKey, evaluator: any Evaluator)], limit: RowCount?, carried: [Slot], remembersBound: Bool = false
  ) {
    self.remembersBound = remembersBound
    width = keys.count
    orders = .allocate(capacity: max(1, width))
    for (index, key) in keys.enumerated() {
      (orders + index).initialize(to: .init(isDescending: key.plan.isDescending, nullsFirst: key.plan.nullsFirst))
    }
    self.keys = keys
    self.limit = limit
    let others = keys.dropFirst().map(\.plan.value)
    let read = others.reduce(into: Set(carried)) { $1.collectSlots(into: &$0) }
    readAfterFirst = others.contains { $0.canFail || $0.hasSubquery } ? nil : read.sorted { $0.index < $1.index }
    self.carried = carried
    rows = RowStore(slots: carried)
    keyRows = RowStore(slots: keys.indices.map { Slot($0) })
  }

  deinit { orders.deallocate() }

  func reset() {
    if bytesHeld <= GroupTable.reusedBytes {
      rows.removeAll()
      keyRows.removeAll()
    } else {
      clear()
    }
    runs = nil
    worst = nil
    hasStarted = false
  }

  /// Rows of other statements, or of another run of this one, come.
  func forgetBound() {
    best = nil
    bound = nil
  }

  private func clear() {
    rows = RowStore(slots: carried)
    keyRows = RowStore(slots: keys.indices.map { Slot($0) })
  }

  func consume(_ batch: Batch, _ context: ExecutionContext) throws(QueryError) -> Bool {
    if !hasStarted {
      wanted = try limit?.value(context) ?? Int.max
      hasStarted = true
    }
    let first = try keys[0].evaluator.evaluate(batch, context)
    skipWorse(first, batch.count)
    var (batch, columns) = (batch, [first])
    if let readAfterFirst, candidates.count * SortSink.fewShare < batch.count {
      if candidates.count == 0 { return true }
      (batch, columns) = narrow(batch, first, to: readAfterFirst)
    }
    for key in keys.dropFirst() { columns.append(try key.evaluator.evaluate(batch, context)) }
    let carriedColumns = carried.map { batch[$0] }
    keyCells.prepare(columns, count: batch.count)
    let takesMost = candidates.count * 2 > batch.count
    if takesMost { carriedCells.prepare(carriedColumns, count: batch.count) }
    for row in candidates.elements.lazy.map({ Int($0) }) {
      let key = keyCells.row(row)
      if let last = lastWanted, compare(last, key) != .greater { continue }
      keyRows.append { key[$0] }
      if takesMost {
        let carried = carriedCells.row(row)
        rows.append { carried[$0] }
      } else {
        rows.append { carriedColumns[$0].cell(at: row) }
      }
      if wanted < Int.max / 2, rows.count >= max(2 * wanted, SortSink.smallestCut) { cut(context) }
    }
    if rows.bytesInUse + keyRows.bytesInUse + rows.count * PackedKeys.bytesPerRow > context.limits.memoryBytes / 2 { try spill(context) }
    return true
  }

  /// The candidates alone, and their first keys.
  private func narrow(_ batch: Batch, _ first: Column, to slots: [Slot]) -> (Batch, [Column]) {
    narrowed.clear()
    narrowed.count = candidates.count
    narrowed.gather(slots.filter { batch.column($0) != nil }, from: batch, rows: candidates.elements)
    firstKey.gather(first, rows: candidates.elements)
    for row in 0..<candidates.count { candidates.base[row] = UInt32(truncatingIfNeeded: row) }
    return (narrowed, [firstKey])
  }

  /// The keys of a row that those wanted go before. Valid until a row is appended.
  private var lastWanted: UnsafePointer<Cell>? {
    if let worst { return keyRows.row(worst) }
    return bound.flatMap { best?.row($0) }
  }

  /// Half of the memory is full: the other half is for those who come after.
  private func spill(_ context: ExecutionContext) throws(QueryError) {
    if runs == nil { runs = try SortedRuns(keyCount: keys.count, slots: carried) }
    let order = sorted(context)
    try context.checkLimits()
    try runs?.append(Array(order.prefix(wanted)), keys: keyRows, rows: rows, context)
    clear()
    worst = nil
  }

  /// Leaves in `candidates` the rows that may be wanted, by a look at the first key where it and the worst row's are integers.
  private func skipWorse(_ first: Column, _ count: Int) {
    candidates.removeAll()
    candidates.reserve(count)
    let base = candidates.base
    guard let last = lastWanted, first.kind == .int, !first.isConstant, !first.hasNulls,
      last[0].tag == .int
    else {
      for row in 0..<count { base[row] = UInt32(truncatingIfNeeded: row) }
      candidates.count = count
      return
    }
    let bound = last[0].int
    let values = first.ints
    var kept = 0
    if orders[0].isDescending {
      for row in 0..<count {
        base[kept] = UInt32(truncatingIfNeeded: row)
        kept += values[row] >= bound ? 1 : 0
      }
    } else {
      for row in 0..<count {
        base[kept] = UInt32(truncatingIfNeeded: row)
        kept += values[row] <= bound ? 1 : 0
      }
    }
    candidates.count = kept
  }

  /// Keeps the wanted rows, as they came.
  private func cut(_ context: ExecutionContext) {
    guard wanted > 0 else {
      rows.removeAll()
      keyRows.removeAll()
      return
    }
    guard let (kept, last) = PackedKeys.first(wanted, of: keyRows.row(0), width: width, count: rows.count, orders, isStopped: { context.isStopped }) else { return }
    if rows.bytesInUse + keyRows.bytesInUse < min(bytesToTidyAt, context.limits.memoryBytes / 4) {
      rows.keep(only: kept)
      keyRows.keep(only: kept)
    } else {
      let (oldRows, oldKeys) = (rows, keyRows)
      clear()
      for row in kept {
        rows.append { oldRows.cell(row, $0) }
        keyRows.append { oldKeys.cell(row, $0) }
      }
      bytesToTidyAt = max(SortSink.leastBytesToTidyAt, SortSink.mostSlack * (rows.bytesInUse + keyRows.bytesInUse))
    }
    worst = kept.firstIndex(of: last)
  }

  /// None, and soon, when the statement was stopped.
  private func sorted(_ context: ExecutionContext) -> [Int] {
    PackedKeys.order(of: keyRows.row(0), width: width, count: rows.count, orders) { context.isStopped }
  }

  /// - Parameter order: of the rows; nil = as they came, all of them wanted.
  private func remember(_ order: [Int]?) {
    let all = best ?? RowStore(slots: keyRows.slots)
    for row in (order ?? Array(0..<rows.count)).prefix(wanted) { all.append { keyRows.cell(row, $0) } }
    best = all
    guard all.count >= (bound == nil ? wanted : 2 * wanted) else { return }
    let first = RowStore(slots: keyRows.slots)
    for row in PackedKeys.order(of: all.row(0), width: width, count: all.count, orders, isStopped: { false }).prefix(wanted) {
      first.append { all.cell(row, $0) }
    }
    best = first
    bound = wanted - 1
  }

  func finish(_ context: ExecutionContext, into consume: BatchConsumer) throws(QueryError) {
    if let runs {
      if rows.count > 0 { try spill(context) }
      return try runs.merge(atMost: wanted, context, compare: { compare($0, $1) }, into: consume)
    }
    // Those of one run among others are put in order with all.
    let order = remembersBound && rows.count <= wanted ? nil : sorted(context)
    try context.checkLimits()
    if remembersBound, wanted > 0, wanted <= SortSink.mostRemembered { remember(order) }
    guard !carried.isEmpty else {
      let all = Batch()
      all.count = rows.count
      _ = try consume(all)
      return
    }
    try rows.emit(order, into: consume)
  }

  @inline(__always)
  private func compare(_ a: UnsafePointer<Cell>, _ b: UnsafePointer<Cell>) -> Ordering { PackedKeys.compare(a, b, width: width, orders) }
}

extension SortSink: HoldsMemory {
  var bytesHeld: Int { rows.bytesInUse + keyRows.bytesInUse + (best?.bytesInUse ?? 0) }
}
