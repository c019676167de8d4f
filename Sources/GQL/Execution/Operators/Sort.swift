import GraphStore

/// Orders all rows by the keys; equal rows keep their order. Output: the carried columns.
final class SortSink: BatchSink {
  private let keys: [(plan: BoundSortKey, evaluator: any Evaluator)]
  private let carried: [Slot]
  private let slotCount: Int
  private var rows: RowStore
  private var keyRows: RowStore

  init(keys: [(plan: BoundSortKey, evaluator: any Evaluator)], carried: [Slot], slotCount: Int) {
    self.keys = keys
    self.carried = carried
    self.slotCount = slotCount
    rows = RowStore(slots: carried)
    keyRows = RowStore(slots: keys.indices.map { Slot($0) })
  }

  func reset() {
    rows = RowStore(slots: carried)
    keyRows = RowStore(slots: keys.indices.map { Slot($0) })
  }

  func consume(_ batch: Batch, _ context: ExecutionContext) throws(QueryError) -> Bool {
    var columns: [Column] = []
    for key in keys { columns.append(try key.evaluator.evaluate(batch, context)) }
    for row in 0..<batch.count { keyRows.append { columns[$0].cell(at: row) } }
    rows.append(batch)
    if rows.bytesInUse + keyRows.bytesInUse > context.limits.memoryBytes {
      throw QueryError(.limitExceeded, "sorting needs more memory than its limit of \(context.limits.memoryBytes) bytes")
    }
    return true
  }

  func finish(_ context: ExecutionContext, into consume: BatchConsumer) throws(QueryError) {
    let order = (0..<rows.count).sorted { isBefore($0, $1) }
    guard !carried.isEmpty else {
      let all = Batch(slotCount: slotCount)
      all.count = rows.count
      _ = try consume(all)
      return
    }
    try rows.emit(order, slotCount: slotCount, into: consume)
  }

  private func isBefore(_ a: Int, _ b: Int) -> Bool {
    for (index, key) in keys.enumerated() {
      let left = keyRows.cell(a, index)
      let right = keyRows.cell(b, index)
      if left.isNull || right.isNull {
        if left.isNull && right.isNull { continue }
        return left.isNull == key.plan.nullsFirst
      }
      switch left.order(right) {
      case .less: return !key.plan.isDescending
      case .greater: return key.plan.isDescending
      case .equal: continue
      }
    }
    return a < b
  }
}
