import GraphStore

/// One output row for each item of a list; null and the empty list give none. Output: the carried columns, the item, its position.
final class UnwindOperator: BatchOperator {
  private let plan: BoundUnwind
  private let list: any Evaluator
  private let carried: [Slot]
  private let output: Batch
  private let rows = OrdinalBuffer()
  private var items: [Cell] = []
  private var positions: [Int64] = []

  init(_ plan: BoundUnwind, list: any Evaluator, carried: [Slot]) {
    self.plan = plan
    self.list = list
    self.carried = carried
    output = Batch()
  }

  func process(_ batch: Batch, _ context: ExecutionContext, into consume: BatchConsumer) throws(QueryError) -> Bool {
    let lists = try list.evaluate(batch, context)
    rows.removeAll()
    items.removeAll(keepingCapacity: true)
    positions.removeAll(keepingCapacity: true)
    for row in 0..<batch.count {
      let cell = lists.cell(at: row)
      if cell.isNull { continue }
      guard cell.tag == .list else {
        throw QueryError(.invalidValueType, "FOR takes a list, found \(cell.typeName)", at: plan.list.span)
      }
      for (position, item) in cell.items.enumerated() {
        rows.append(UInt32(row))
        items.append(item)
        positions.append(Int64(position))
        if rows.count == Batch.rowLimit, try !flush(batch, into: consume) { return false }
      }
    }
    return try flush(batch, into: consume)
  }

  private func flush(_ batch: Batch, into consume: BatchConsumer) throws(QueryError) -> Bool {
    guard rows.count > 0 else { return true }
    output.count = rows.count
    output.gather(carried, from: batch, rows: rows.elements)
    let column = output.own(plan.slot, .cell)
    for (row, item) in items.enumerated() {
      column.cells[row] = item
      if item.isNull { column.setNull(row) }
    }
    if let position = plan.position {
      let column = output.own(position.slot, .int)
      let first: Int64 = position.kind == .ordinality ? 1 : 0
      for (row, number) in positions.enumerated() { column.ints[row] = number + first }
    }
    rows.removeAll()
    items.removeAll(keepingCapacity: true)
    positions.removeAll(keepingCapacity: true)
    return try consume(output)
  }
}
