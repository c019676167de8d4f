import GraphStore

/// Groups by key values (equivalence) and aggregates. Output: one row a group, in order of first appearance; without keys one row always.
final class AggregateSink: BatchSink {
  private let keys: [(slot: Slot, evaluator: any Evaluator)]
  private let aggregates: [(plan: BoundAggregate, arguments: [any Evaluator])]
  /// How many equal rows each row stands for; nil = one.
  private let weight: Slot?
  private let slotCount: Int
  private var table: GroupTable
  private var accumulators: [any Accumulator] = []
  private var seen: [GroupTable?] = []
  private var hasEliminatedNull = false
  private let groupColumn = Column(.int, capacity: Batch.rowLimit)

  init(
    keys: [(slot: Slot, evaluator: any Evaluator)], aggregates: [(plan: BoundAggregate, arguments: [any Evaluator])],
    weight: Slot?, slotCount: Int
  ) {
    self.weight = weight
    self.keys = keys
    self.aggregates = aggregates
    self.slotCount = slotCount
    table = GroupTable(width: keys.count)
  }

  func reset() {
    hasEliminatedNull = false
    table = GroupTable(width: keys.count)
    accumulators = aggregates.map { $0.plan.function.makeAccumulator() }
    seen = aggregates.map { $0.plan.isDistinct ? GroupTable(width: 1 + $0.arguments.count) : nil }
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
    groupColumn.reset(.int)
    for row in 0..<count { groupColumn.ints[row] = Int64(groups[row]) }
    seen.assign([groupColumn] + arguments, count: count, groups: numbers.baseAddress!)
    seen.markNew(numbers.baseAddress!, count: count, since: before, into: included.baseAddress!)
    return UnsafePointer(included.baseAddress)
  }

  func finish(_ context: ExecutionContext, into consume: BatchConsumer) throws(QueryError) {
    for accumulator in accumulators { accumulator.reserveGroups(table.count) }
    let result = RowStore(slots: keys.map(\.slot) + aggregates.map(\.plan.slot))
    for group in 0..<table.count {
      var values: [Cell] = keys.indices.map { table.key(group, $0) }
      for (index, aggregate) in aggregates.enumerated() {
        do throws(ValueError) {
          values.append(try accumulators[index].finish(group: group, arena: context.arena))
        } catch { throw QueryError(error, at: aggregate.plan.span) }
      }
      result.append { values[$0] }
    }
    guard !result.slots.isEmpty else {
      let one = Batch(slotCount: slotCount)
      one.count = table.count
      _ = try consume(one)
      return
    }
    try result.emit(slotCount: slotCount, into: consume)
  }
}
