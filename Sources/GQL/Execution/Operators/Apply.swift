import GraphStore

/// Runs an inner plan for each outer row: whole batches at once when the inner plan treats rows alone (and, where rows without a match stay,
/// in their order), row by row when it holds rows or writes. The inner rows carry the number of their outer row.
final class ApplyOperator: BatchOperator {
  private let plan: PhysicalPlan.Apply
  private let inner: Pipeline
  private let argument: ArgumentSource
  private let output: Batch
  private let rows = OrdinalBuffer()
  /// The inner row beside each of `rows`, or none.
  private let innerRows = OrdinalBuffer()

  init(_ plan: PhysicalPlan.Apply, inner: Pipeline, argument: ArgumentSource) {
    self.plan = plan
    self.inner = inner
    self.argument = argument
    output = Batch()
  }

  func process(_ batch: Batch, _ context: ExecutionContext, into consume: BatchConsumer) throws(QueryError) -> Bool {
    if plan.isBatchwise {
      switch plan.kind {
      case .inner: return try run(batch, 0..<batch.count, context, into: consume)
      case .optional where plan.inner.keepsOrder: return try runOptional(batch, context, into: consume)
      case .optional, .effects: break
      }
    }
    for row in 0..<batch.count { guard try run(batch, row..<(row + 1), context, into: consume) else { return false } }
    return true
  }

  private func run(
    _ batch: Batch, _ range: Range<Int>, _ context: ExecutionContext, into consume: BatchConsumer
  ) throws(QueryError) -> Bool {
    argument.batches = [makeArgument(batch, range)]
    var isWanted = true
    var matched = false
    try inner.run(context) { found throws(QueryError) in
      guard found.count > 0 else { return true }
      matched = true
      if case .effects = plan.kind { return true }
      emitRows(batch, found, range)
      isWanted = try consume(output)
      return isWanted
    }
    switch plan.kind {
    case .inner: return isWanted
    case .optional: return matched ? isWanted : try emitUnmatched(batch, range.lowerBound, into: consume)
    case .effects: return try emitUnmatched(batch, range.lowerBound, into: consume)
    }
  }

  /// The whole batch at once: rows without a match stand where their matches would.
  private func runOptional(_ batch: Batch, _ context: ExecutionContext, into consume: BatchConsumer) throws(QueryError) -> Bool {
    argument.batches = [makeArgument(batch, 0..<batch.count)]
    var next: UInt32 = 0
    var isWanted = true
    try inner.run(context) { found throws(QueryError) in
      align(found, &next)
      isWanted = try emitAligned(batch, found, into: consume)
      return isWanted
    }
    while isWanted, next < UInt32(batch.count) {
      isWanted = try emitUnmatched(batch, Int(next), into: consume)
      next += 1
    }
    return isWanted
  }

  /// Sets `rows` and `innerRows` to the outer row of each inner one, with the outer rows between them that have none.
  private func align(_ found: Batch, _ next: inout UInt32) {
    rows.removeAll()
    innerRows.removeAll()
    let ordinals = found[plan.ordinal]
    for row in 0..<found.count {
      let outer = UInt32(truncatingIfNeeded: ordinals.cell(at: row).int)
      while next < outer {
        rows.append(next)
        innerRows.append(Column.noRow)
        next += 1
      }
      rows.append(outer)
      innerRows.append(UInt32(row))
      next = outer + 1
    }
  }

  private func emitAligned(_ batch: Batch, _ found: Batch, into consume: BatchConsumer) throws(QueryError) -> Bool {
    var start = 0
    while start < rows.count {
      let count = min(Batch.rowLimit, rows.count - start)
      output.count = count
      output.gather(plan.carried, from: batch, rows: UnsafeBufferPointer(start: rows.base + start, count: count))
      let inner = UnsafeBufferPointer(start: UnsafePointer(innerRows.base + start), count: count)
      for slot in plan.outputs { output.own(slot, .cell).gather(found[slot], rowsOrNone: inner) }
      guard try consume(output) else { return false }
      start += count
    }
    return true
  }

  private func makeArgument(_ batch: Batch, _ range: Range<Int>) -> Batch {
    let outer = Batch()
    outer.count = range.count
    rows.removeAll()
    for row in range { rows.append(UInt32(row)) }
    outer.gather(plan.argument, from: batch, rows: rows.elements)
    let ordinal = outer.own(plan.ordinal, .int)
    for (position, row) in range.enumerated() { ordinal.ints[position] = Int64(row) }
    return outer
  }

  private func emitRows(_ batch: Batch, _ found: Batch, _ range: Range<Int>) {
    rows.removeAll()
    for row in 0..<found.count {
      let outer = range.count == 1 ? Int64(range.lowerBound) : found[plan.ordinal].cell(at: row).int
      rows.append(UInt32(outer))
    }
    output.count = found.count
    output.gather(plan.carried, from: batch, rows: rows.elements)
    for slot in plan.outputs { output.set(slot, found[slot]) }
  }

  /// The outer row, with nulls for what the inner plan would have added.
  private func emitUnmatched(_ batch: Batch, _ row: Int, into consume: BatchConsumer) throws(QueryError) -> Bool {
    rows.removeAll()
    rows.append(UInt32(row))
    output.count = 1
    for slot in plan.carried { output.set(slot, nil) }
    output.gather(plan.carried, from: batch, rows: rows.elements)
    for slot in plan.outputs {
      let column = Column(.cell, capacity: 1)
      column.fill(constant: .null)
      output.set(slot, column)
    }
    return try consume(output)
  }
}
