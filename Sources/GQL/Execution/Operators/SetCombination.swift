import GraphStore

/// UNION, EXCEPT, INTERSECT, OTHERWISE over operands that each take the whole input table, from left to right. Rows are compared by equivalence.
final class SetCombinationSink: BatchSink {
  private let plan: PhysicalPlan.SetCombination
  private let operands: [(pipeline: Pipeline, argument: ArgumentSource)]
  private var input: RowStore
  private var inputCount = 0

  init(
    _ plan: PhysicalPlan.SetCombination, operands: [(pipeline: Pipeline, argument: ArgumentSource)]
  ) {
    self.plan = plan
    self.operands = operands
    input = RowStore(slots: plan.inputSlots)
  }

  func reset() {
    input = RowStore(slots: plan.inputSlots)
    inputCount = 0
  }

  func consume(_ batch: Batch, _ context: ExecutionContext) throws(QueryError) -> Bool {
    inputCount += batch.count
    if !plan.inputSlots.isEmpty { input.append(batch) }
    return true
  }

  func finish(_ context: ExecutionContext, into consume: BatchConsumer) throws(QueryError) {
    var result = try rows(0, context)
    for (index, op) in plan.operators.enumerated() {
      if op.kind == .otherwise {
        if result.isEmpty { result = try rows(index + 1, context) }
      } else {
        result = combine(result, try rows(index + 1, context), op)
      }
    }
    let store = RowStore(slots: plan.columns.map(\.slot))
    for row in result { store.append { row[$0] } }
    try store.emit(into: consume)
  }

  /// The operand's rows; their cells live in its arena, which the sink keeps until it is reset.
  private func rows(_ index: Int, _ context: ExecutionContext) throws(QueryError) -> [[Cell]] {
    let (pipeline, argument) = operands[index]
    argument.batches = try inputBatches()
    let slots = plan.columns.map { $0.operandSlots[index] }
    let store = RowStore(slots: slots)
    try pipeline.run(context) { batch throws(QueryError) in
      store.append(batch)
      return true
    }
    kept.append(store)
    return (0..<store.count).map { row in slots.indices.map { store.cell(row, $0) } }
  }
  private var kept: [RowStore] = []

  private func inputBatches() throws(QueryError) -> [Batch] {
    guard !plan.inputSlots.isEmpty else {
      let rows = Batch()
      rows.count = inputCount
      return [rows]
    }
    var batches: [Batch] = []
    var start = 0
    while start < input.count {
      let end = min(input.count, start + Batch.rowLimit)
      try input.emit(Array(start..<end)) { batch throws(QueryError) in
        batches.append(batch)
        return true
      }
      start = end
    }
    return batches
  }

  private func combine(_ left: [[Cell]], _ right: [[Cell]], _ op: SetOperator) -> [[Cell]] {
    let table = GroupTable(width: plan.columns.count)
    let leftGroups = left.map { row in Int(table.group(of: { row[$0] })) }
    let rightGroups = right.map { row in Int(table.group(of: { row[$0] })) }
    var available = [Int](repeating: 0, count: table.count)
    var isTaken = [Bool](repeating: false, count: table.count)
    for group in rightGroups { available[group] += 1 }
    var result: [[Cell]] = []
    func take(_ row: [Cell], _ group: Int) {
      if !op.keepsDuplicates, isTaken[group] { return }
      isTaken[group] = true
      result.append(row)
    }
    for (row, group) in zip(left, leftGroups) {
      switch op.kind {
      case .union: take(row, group)
      case .except:
        if available[group] > 0 { available[group] -= op.keepsDuplicates ? 1 : 0 } else { take(row, group) }
      case .intersect:
        guard available[group] > 0 else { continue }
        available[group] -= op.keepsDuplicates ? 1 : 0
        take(row, group)
      case .otherwise: break
      }
    }
    if op.kind == .union { for (row, group) in zip(right, rightGroups) { take(row, group) } }
    return result
  }
}
