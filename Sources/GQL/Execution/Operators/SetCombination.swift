import GraphStore

/// UNION, EXCEPT, INTERSECT, OTHERWISE over operands that each take the whole input table, from left to right. Rows are compared by
/// equivalence, and go on as they come: kept are only the rows of the input, the groups of a distinct result, and how often each row stands
/// to the right of EXCEPT and INTERSECT.
final class SetCombinationSink: BatchSink {
  private let plan: PhysicalPlan.SetCombination
  private let operands: [(pipeline: Pipeline, argument: ArgumentSource)]
  private let columns: [Slot]
  private var input: RowStore
  private var inputCount = 0

  init(
    _ plan: PhysicalPlan.SetCombination, operands: [(pipeline: Pipeline, argument: ArgumentSource)]
  ) {
    self.plan = plan
    self.operands = operands
    columns = plan.columns.map(\.slot)
    input = RowStore(slots: plan.inputSlots)
  }

  func reset() {
    input = RowStore(slots: plan.inputSlots)
    inputCount = 0
  }

  func consume(_ batch: Batch, _ context: ExecutionContext) throws(QueryError) -> Bool {
    inputCount += batch.count
    if !plan.inputSlots.isEmpty { input.append(batch) }
    try SetCombinationSink.check(input.bytesInUse, context)
    return true
  }

  func finish(_ context: ExecutionContext, into consume: BatchConsumer) throws(QueryError) {
    _ = try combination(of: operands.count, context, into: consume)
  }

  /// The rows of the first so many operands combined.
  /// - Returns: false when no more rows are wanted.
  private func combination(of count: Int, _ context: ExecutionContext, into consume: BatchConsumer) throws(QueryError) -> Bool {
    guard count > 1 else { return try rows(of: 0, context, into: consume) }
    let last = plan.operators[count - 2]
    switch last.kind {
    case .union: return try union(of: count, isDistinct: !last.keepsDuplicates, context, into: consume)
    case .except, .intersect: return try selection(of: count, by: last, context, into: consume)
    case .otherwise:
      var isEmpty = true
      let goesOn = try combination(of: count - 1, context) { batch throws(QueryError) in
        isEmpty = isEmpty && batch.count == 0
        return try consume(batch)
      }
      return isEmpty ? try rows(of: count - 1, context, into: consume) : goesOn
    }
  }

  /// A distinct union takes duplicates from unions to its left as well.
  private func union(
    of count: Int, isDistinct: Bool, _ context: ExecutionContext, into consume: BatchConsumer
  ) throws(QueryError) -> Bool {
    var first = count - 1
    while first > 0, case let op = plan.operators[first - 1], op.kind == .union, isDistinct || op.keepsDuplicates { first -= 1 }
    func each(_ take: BatchConsumer) throws(QueryError) -> Bool {
      guard try combination(of: first + 1, context, into: take) else { return false }
      for operand in (first + 1)..<count { guard try rows(of: operand, context, into: take) else { return false } }
      return true
    }
    guard isDistinct else { return try each(consume) }
    let distinct = DistinctOperator(columns, carried: columns)
    let goesOn = try each { batch throws(QueryError) in
      let mark = context.arena.mark()
      defer { context.arena.release(to: mark) }
      return try distinct.process(batch, context, into: consume)
    }
    if goesOn { try distinct.finish(context, into: consume) }
    return goesOn
  }

  /// The rows to the left that stand, or do not stand, to the right: as often as that is so, or once.
  private func selection(
    of count: Int, by op: SetOperator, _ context: ExecutionContext, into consume: BatchConsumer
  ) throws(QueryError) -> Bool {
    let table = GroupTable(width: columns.count)
    let groups = OrdinalBuffer()
    func number(_ batch: Batch) throws(QueryError) {
      groups.removeAll()
      groups.reserve(batch.count)
      table.assign(columns.map { batch[$0] }, count: batch.count, groups: groups.base)
      try SetCombinationSink.check(table.bytesInUse, context)
    }
    var available: [Int] = []
    _ = try rows(of: count - 1, context) { batch throws(QueryError) in
      try number(batch)
      available += repeatElement(0, count: table.count - available.count)
      for row in 0..<batch.count { available[Int(groups.base[row])] += 1 }
      return true
    }
    var isTaken: [Bool] = []
    let kept = OrdinalBuffer()
    let output = Batch()
    return try combination(of: count - 1, context) { batch throws(QueryError) in
      try number(batch)
      available += repeatElement(0, count: table.count - available.count)
      isTaken += repeatElement(false, count: table.count - isTaken.count)
      kept.removeAll()
      for row in 0..<batch.count {
        let group = Int(groups.base[row])
        let isThere = available[group] > 0
        if isThere, op.keepsDuplicates { available[group] -= 1 }
        guard isThere == (op.kind == .intersect), op.keepsDuplicates || !isTaken[group] else { continue }
        isTaken[group] = true
        kept.append(UInt32(row))
      }
      if kept.count == 0 { return true }
      output.count = kept.count
      output.gather(columns, from: batch, rows: kept.elements)
      return try consume(output)
    }
  }

  /// One operand's rows, under the names of the result's columns.
  private func rows(of index: Int, _ context: ExecutionContext, into consume: BatchConsumer) throws(QueryError) -> Bool {
    let (pipeline, argument) = operands[index]
    argument.batches = try inputBatches()
    let named = Batch()
    var goesOn = true
    try pipeline.run(context) { batch throws(QueryError) in
      named.clear()
      for column in plan.columns { named.set(column.slot, batch[column.operandSlots[index]]) }
      named.count = batch.count
      goesOn = try consume(named)
      return goesOn
    }
    return goesOn
  }

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

  private static func check(_ bytes: Int, _ context: ExecutionContext) throws(QueryError) {
    guard bytes > context.limits.memoryBytes else { return }
    throw QueryError(
      .limitExceeded, "the rows that are combined need more memory than the limit of \(context.limits.memoryBytes) bytes")
  }
}
