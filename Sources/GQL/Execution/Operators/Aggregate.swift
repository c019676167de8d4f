import GraphStore

/// Groups by key values (equivalence) and aggregates. Output: one row a group, in order of first appearance; without keys one row always.
final class AggregateSink: BatchSink {
  private let keys: [(slot: Slot, evaluator: any Evaluator)]
  private let aggregates: [(plan: BoundAggregate, arguments: [any Evaluator])]
  /// How many equal rows each row stands for; nil = one.
  private let weight: Slot?
  @exclusivity(unchecked) private var table: GroupTable
  @exclusivity(unchecked) private var accumulators: [any Accumulator] = []
  @exclusivity(unchecked) private var seen: [GroupTable?] = []
  @exclusivity(unchecked) private var hasEliminatedNull = false
  private let output = Batch()
  private let groupColumn = Column(.int, capacity: Batch.rowLimit)

  init(
    keys: [(slot: Slot, evaluator: any Evaluator)], aggregates: [(plan: BoundAggregate, arguments: [any Evaluator])],
    weight: Slot?
  ) {
    self.weight = weight
    self.keys = keys
    self.aggregates = aggregates
    table = GroupTable(width: keys.count)
  }

  func reset() {
    hasEliminatedNull = false
    table = GroupTable(width: keys.count)
    accumulators = aggregates.map { $0.plan.function.makeAccumulator() }
    seen = aggregates.map { $0.plan.isDistinct ? GroupTable(width: (keys.isEmpty ? 0 : 1) + $0.arguments.count) : nil }
    if keys.isEmpty { _ = table.group(of: { _ in .null }) }
    for accumulator in accumulators { accumulator.reserveGroups(table.count) }
  }

  func consume(_ batch: Batch, _ context: ExecutionContext) throws(QueryError) -> Bool {
    let groups = context.arena.allocate(UInt32.self, count: batch.count)
    var columns: [Column] = []
    for key in keys { columns.append(try key.evaluator.evaluate(batch, context)) }
    table.assign(columns, count: batch.count, groups: groups.baseAddress!)
    for (index, aggregate) in aggregates.enumerated() {
      var arguments: [Column] = []
      for argument in aggregate.arguments { arguments.append(try argument.evaluate(batch, context)) }
      if !hasEliminatedNull, let column = arguments.first { noteNulls(column, batch.count, aggregate.plan.span, context) }
      let included = included(seen[index], groups, arguments, batch.count, context)
      accumulators[index].reserveGroups(table.count)
      do throws(ValueError) {
        if !aggregate.plan.isDistinct, let weight, let accumulator = accumulators[index] as? any WeightedAccumulator {
          try accumulator.update(
            groups: groups.baseAddress!, arguments: arguments, count: batch.count, included: included,
            weights: batch[weight].ints)
        } else {
          try accumulators[index].update(
            groups: groups.baseAddress!, arguments: arguments, count: batch.count, included: included)
        }
      } catch { throw QueryError(error, at: aggregate.plan.span) }
    }
    if table.bytesInUse > context.limits.memoryBytes {
      throw QueryError(.limitExceeded, "grouping needs more memory than its limit of \(context.limits.memoryBytes) bytes")
    }
    return true
  }

  /// Warns once that an aggregate left nulls out (ISO/IEC 39075, 01G11).
  private func noteNulls(_ column: Column, _ count: Int, _ span: SourceSpan, _ context: ExecutionContext) {
    guard column.hasNulls || column.kind == .cell, (0..<count).contains(where: column.isNull) else { return }
    hasEliminatedNull = true
    context.summary.warnings.append(
      Diagnostic(.nullEliminated, "an aggregate left out null values", at: span, severity: .warning))
  }

  /// For DISTINCT: marks the rows that bring a value their group has not seen.
  private func included(
    _ seen: GroupTable?, _ groups: UnsafeMutableBufferPointer<UInt32>, _ arguments: [Column], _ count: Int,
    _ context: ExecutionContext
  ) -> UnsafePointer<UInt8>? {
    guard let seen else { return nil }
    let included = context.arena.allocate(UInt8.self, count: count)
    let numbers = context.arena.allocate(UInt32.self, count: count)
    let before = seen.count
    if keys.isEmpty {
      seen.assign(arguments, count: count, groups: numbers.baseAddress!)
    } else {
      groupColumn.reset(.int)
      for row in 0..<count { groupColumn.ints[row] = Int64(groups[row]) }
      seen.assign([groupColumn] + arguments, count: count, groups: numbers.baseAddress!)
    }
    seen.markNew(numbers.baseAddress!, count: count, since: before, into: included.baseAddress!)
    return UnsafePointer(included.baseAddress)
  }

  func finish(_ context: ExecutionContext, into consume: BatchConsumer) throws(QueryError) {
    for accumulator in accumulators { accumulator.reserveGroups(table.count) }
    var start = 0
    while start < table.count {
      let mark = context.arena.mark()
      defer { context.arena.release(to: mark) }
      let size = min(Batch.rowLimit, table.count - start)
      try fill(start..<(start + size), context)
      start += size
      guard try consume(output) else { return }
    }
  }

  private func fill(_ groups: Range<Int>, _ context: ExecutionContext) throws(QueryError) {
    output.count = groups.count
    for (index, key) in keys.enumerated() {
      RowStore.fill(output.own(key.slot, .cell), groups.count) { table.key(groups.lowerBound + $0, index) }
    }
    for (index, aggregate) in aggregates.enumerated() {
      let column = output.own(aggregate.plan.slot, .cell)
      do throws(ValueError) {
        try accumulators[index].finish(groups: groups, arena: context.arena, into: column)
      } catch { throw QueryError(error, at: aggregate.plan.span) }
    }
  }
}

extension AggregateSink: HoldsMemory {
  var bytesHeld: Int { table.bytesInUse + seen.reduce(0) { $0 + ($1?.bytesInUse ?? 0) } }
}
