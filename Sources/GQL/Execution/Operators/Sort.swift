import GraphStore

/// Orders all rows by the keys; equal rows keep their order. Output: the carried columns.
///
/// With a row limit only that many rows are kept: whenever twice as many have come, the worse half is dropped, and from then on a row
/// that is worse than the last one kept is not even copied. O(rows log limit) time, O(limit) memory.
final class SortSink: BatchSink {
  private let keys: [(plan: BoundSortKey, evaluator: any Evaluator)]
  private let carried: [Slot]
  /// How many rows are wanted, from OFFSET and LIMIT; nil = all.
  private let limit: RowCount?
  @exclusivity(unchecked) private var wanted = Int.max
  /// Rows and their keys, parallel.
  @exclusivity(unchecked) private var rows: RowStore
  @exclusivity(unchecked) private var keyRows: RowStore
  /// The row of `rows` that comes last among the wanted ones, once more have come than are wanted.
  @exclusivity(unchecked) private var worst: Int?
  @exclusivity(unchecked) private var hasStarted = false
  private let candidates = OrdinalBuffer()
  private static let smallestCut = 256

  init(
    keys: [(plan: BoundSortKey, evaluator: any Evaluator)], limit: RowCount?, carried: [Slot]
  ) {
    self.keys = keys
    self.limit = limit
    self.carried = carried
    rows = RowStore(slots: carried)
    keyRows = RowStore(slots: keys.indices.map { Slot($0) })
  }

  func reset() {
    clear()
    worst = nil
    hasStarted = false
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
    var columns: [Column] = []
    for key in keys { columns.append(try key.evaluator.evaluate(batch, context)) }
    let carriedColumns = carried.map { batch[$0] }
    candidates.removeAll()
    skipWorse(columns, batch.count)
    for row in candidates.elements.lazy.map({ Int($0) }) {
      if let worst, !isBefore(worst, { columns[$0].cell(at: row) }) { continue }
      keyRows.append { columns[$0].cell(at: row) }
      rows.append { carriedColumns[$0].cell(at: row) }
      if wanted < Int.max / 2, rows.count >= max(2 * wanted, SortSink.smallestCut) { cut(context) }
    }
    if rows.bytesInUse + keyRows.bytesInUse > context.limits.memoryBytes {
      throw QueryError(.limitExceeded, "sorting needs more memory than its limit of \(context.limits.memoryBytes) bytes")
    }
    return true
  }

  /// Leaves in `candidates` the rows that may be wanted, by a look at the first key where it and the worst row's are integers.
  private func skipWorse(_ columns: [Column], _ count: Int) {
    candidates.reserve(count)
    let base = candidates.base
    guard let worst, let first = columns.first, first.kind == .int, !first.isConstant, !first.hasNulls,
      keyRows.cell(worst, 0).tag == .int
    else {
      for row in 0..<count { base[row] = UInt32(truncatingIfNeeded: row) }
      candidates.count = count
      return
    }
    let bound = keyRows.cell(worst, 0).int
    let values = first.ints
    var kept = 0
    if keys[0].plan.isDescending {
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

  /// Keeps the wanted rows, in order.
  private func cut(_ context: ExecutionContext) {
    let (oldRows, oldKeys) = (rows, keyRows)
    let order = sorted(context).prefix(wanted)
    clear()
    for row in order {
      rows.append { oldRows.cell(row, $0) }
      keyRows.append { oldKeys.cell(row, $0) }
    }
    worst = wanted > 0 ? rows.count - 1 : nil
  }

  /// In no order, and soon, when the statement was stopped.
  private func sorted(_ context: ExecutionContext) -> [Int] {
    (0..<rows.count).sorted { !context.isStopped && isBefore($0, $1) }
  }

  func finish(_ context: ExecutionContext, into consume: BatchConsumer) throws(QueryError) {
    let order = sorted(context)
    try context.checkLimits()
    guard !carried.isEmpty else {
      let all = Batch()
      all.count = rows.count
      _ = try consume(all)
      return
    }
    try rows.emit(order, into: consume)
  }

  private func isBefore(_ a: Int, _ b: Int) -> Bool {
    switch compare(a, { keyRows.cell(b, $0) }) {
    case .less: return true
    case .greater: return false
    case .equal: return a < b
    }
  }

  /// Whether a row that comes later goes before the one kept as `row`.
  @inline(__always)
  private func isBefore(_ row: Int, _ later: (Int) -> Cell) -> Bool { compare(row, later) == .greater }

  @inline(__always)
  private func compare(_ row: Int, _ other: (Int) -> Cell) -> Ordering {
    for (index, key) in keys.enumerated() {
      let left = keyRows.cell(row, index)
      let right = other(index)
      if left.isNull || right.isNull {
        if left.isNull && right.isNull { continue }
        return left.isNull == key.plan.nullsFirst ? .less : .greater
      }
      let ordering = left.order(right)
      if ordering != .equal { return key.plan.isDescending ? ordering.reversed : ordering }
    }
    return .equal
  }
}

extension SortSink: HoldsMemory {
  var bytesHeld: Int { rows.bytesInUse + keyRows.bytesInUse }
}
