import GraphStore

/// Groups by key values (equivalence) and aggregates. Output: one row a group, in order of first appearance; without keys one row always.
///
/// When the groups fill a quarter of the statement's memory no more are made, for lists and distinct values still grow: rows of others wait in temporary files, in parts that are grouped
/// one after the other at the end, and the groups come in another order. A group must fit the memory by itself.
final class AggregateSink: BatchSink {
  private let keys: [(slot: Slot, evaluator: any Evaluator)]
  private let aggregates: [(plan: BoundAggregate, arguments: [any Evaluator])]
  /// Where a key is the property of a node that may come again: which.
  private let nodeKeys: [(slot: Slot, key: String)?]
  /// How many equal rows each row stands for; nil = one.
  private let weight: Slot?
  private let table: GroupTable
  @exclusivity(unchecked) private var accumulators: [any Accumulator] = []
  private let seen: [GroupTable?]
  /// That an aggregate left out nulls.
  @exclusivity(unchecked) private(set) var warning: Diagnostic?
  private let output = Batch()
  private let groupColumn = Column(.int)
  /// Rows of groups that did not fit.
  @exclusivity(unchecked) private var waiting: PartitionedRows?
  /// What the groups held when others began to wait: the groups of one batch are taken whatever they need.
  @exclusivity(unchecked) private var bytesBeforeWaiting = 0
  private let residents = OrdinalBuffer()
  /// Rows taken of one statement and snapshot: so many make it worth while to remember nodes' values.
  @exclusivity(unchecked) private var rowsOfStatement = 0
  @exclusivity(unchecked) private var statement: UInt64?
  /// Values are numbered once for all morsels.
  @exclusivity(unchecked) private var keepsValues = false
  private let read = Column(.cell)
  private static let rowsBeforeCodes = 4_096
  private static let firstGroupsDivisor = 4
  private var argumentCount: Int { aggregates.reduce(0) { $0 + $1.arguments.count } }

  /// - Parameter meetsNodesOnce: each row has another node.
  init(
    keys: [(slot: Slot, evaluator: any Evaluator)], aggregates: [(plan: BoundAggregate, arguments: [any Evaluator])],
    weight: Slot?, meetsNodesOnce: Bool
  ) {
    self.weight = weight
    self.keys = keys
    self.aggregates = aggregates
    nodeKeys = keys.map { key in
      guard !meetsNodesOnce, let property = key.evaluator as? PropertyEvaluator, let slot = property.slot else { return nil }
      return (slot, property.key)
    }
    table = GroupTable(width: keys.count)
    seen = aggregates.map { $0.plan.isDistinct ? GroupTable(width: (keys.isEmpty ? 0 : 1) + $0.arguments.count) : nil }
  }

  func reset() {
    warning = nil
    waiting = nil
    clear()
  }

  private func clear() {
    bytesBeforeWaiting = 0
    table.removeAll(keepsValues: keepsValues)
    accumulators = aggregates.map { $0.plan.function.makeAccumulator() }
    for table in seen { table?.removeAll() }
    if keys.isEmpty { _ = table.group(of: { _ in .null }) }
    for accumulator in accumulators { accumulator.reserveGroups(table.count) }
  }

  func consume(_ batch: Batch, _ context: ExecutionContext) throws(QueryError) -> Bool {
    if statement != context.statement {
      statement = context.statement
      rowsOfStatement = 0
      // No group is there yet.
      table.forgetNodes()
    }
    rowsOfStatement += batch.count
    for accumulator in accumulators { accumulator.limit(bytes: context.limits.memoryBytes) }
    keepsValues =
      rowsOfStatement > AggregateSink.rowsBeforeCodes && context.limits.memoryBytes >= context.limits.smallestParallelMemory
    var keys: [GroupTable.Key] = []
    for index in self.keys.indices {
      if let codes = nodeCodes(index, batch, context) {
        keys.append(.codes(codes))
      } else {
        keys.append(.values(try self.keys[index].evaluator.evaluate(batch, context)))
      }
    }
    var arguments: [[Column]] = []
    for aggregate in aggregates {
      var own: [Column] = []
      for argument in aggregate.arguments { own.append(try argument.evaluate(batch, context)) }
      if warning == nil, aggregate.plan.function.leavesOutNulls, let column = own.first { noteNulls(column, batch.count, aggregate.plan.span, context) }
      arguments.append(own)
    }
    try take(keys, arguments, weight.map { batch[$0] }, batch.count, level: 0, context)
    return true
  }

  /// The codes of a key that is a property of nodes which many rows have, of a statement that does not write.
  private func nodeCodes(_ index: Int, _ batch: Batch, _ context: ExecutionContext) -> UnsafePointer<UInt32>? {
    guard let (slot, key) = nodeKeys[index], waiting == nil, keepsValues, context.writer == nil,
      Int(context.reader.nodeLimit) * 4 <= context.limits.memoryBytes / 64
    else { return nil }
    let column = batch[slot]
    guard column.kind == .node, !column.isConstant, !column.hasNulls else { return nil }
    let codes = context.arena.allocate(UInt32.self, count: batch.count)
    table.encode(UnsafeBufferPointer(start: column.ordinals, count: batch.count), column: index, into: codes.baseAddress!) { nodes in
      context.reader.properties(key, of: .node, nodes, validity: nil, into: read)
      return read
    }
    return UnsafePointer(codes.baseAddress!)
  }

  /// Adds rows to their groups, or lets them wait.
  private func take(
    _ keys: [GroupTable.Key], _ arguments: [[Column]], _ weights: Column?, _ count: Int, level: Int, _ context: ExecutionContext
  ) throws(QueryError) {
    guard let waiting else {
      try add(keys, arguments, weights, count, context)
      if bytesInUse > context.limits.memoryBytes / AggregateSink.firstGroupsDivisor {
        if keys.isEmpty { return try checkMemory(context) }
        table.forgetNodes()
        bytesBeforeWaiting = bytesInUse
        waiting = PartitionedRows(width: keys.count + argumentCount + (weight == nil ? 0 : 1), level: level)
      }
      return
    }
    residents.removeAll()
    // Nodes' codes are not used while rows wait.
    let columns = keys.compactMap { if case .values(let column) = $0 { column } else { nil } }
    let all = columns + arguments.flatMap { $0 } + (weights.map { [$0] } ?? [])
    for row in 0..<count {
      if table.knownGroup(of: { columns[$0].cell(at: row) }) != nil {
        residents.append(UInt32(truncatingIfNeeded: row))
      } else {
        try waiting.append(keys: keys.count) { all[$0].cell(at: row) }
      }
    }
    guard residents.count > 0 else { return }
    let rows = residents.elements
    let chosen = { (column: Column) in
      let copy = Column(column.kind)
      copy.gather(column, rows: rows)
      return copy
    }
    try add(columns.map { .values(chosen($0)) }, arguments.map { $0.map(chosen) }, weights.map(chosen), rows.count, context)
    try checkMemory(context)
  }

  private func add(
    _ keys: [GroupTable.Key], _ arguments: [[Column]], _ weights: Column?, _ count: Int, _ context: ExecutionContext
  ) throws(QueryError) {
    let groups = context.arena.allocate(UInt32.self, count: count)
    table.assign(keys, count: count, groups: groups.baseAddress!)
    for (index, aggregate) in aggregates.enumerated() {
      let included = included(seen[index], groups, arguments[index], count, context)
      accumulators[index].reserveGroups(table.count)
      do throws(ValueError) {
        if !aggregate.plan.isDistinct, let weights, let accumulator = accumulators[index] as? any WeightedAccumulator {
          try accumulator.update(
            groups: groups.baseAddress!, arguments: arguments[index], count: count, included: included, weights: weights.ints)
        } else {
          try accumulators[index].update(
            groups: groups.baseAddress!, arguments: arguments[index], count: count, included: included)
        }
      } catch { throw QueryError(error, at: aggregate.plan.span) }
    }
  }

  // MARK: Parts

  /// Groups so far.
  var groupCount: Int { table.count }

  /// Whether its groups are the same whatever the order of the rows that it took.
  var isIndependentOfOrder: Bool { waiting == nil && accumulators.allSatisfy(\.isIndependentOfOrder) }

  /// Takes the groups of others, which have taken parts of the rows: in the order in which they would have come of the rows in order.
  /// - Parameter parts: none of which has rows that wait.
  /// - Parameter runs: groups that a part made in each morsel, in the order of morsels.
  func take(_ parts: [AggregateSink], _ runs: [(part: Int, groups: Range<Int>)]) throws(QueryError) {
    let maps = table.take(parts.map(\.table), runs.map { ($0.part, $0.groups) })
    for (index, aggregate) in aggregates.enumerated() {
      accumulators[index].reserveGroups(table.count)
      for (part, map) in zip(parts, maps) {
        part.accumulators[index].reserveGroups(part.table.count)
        do throws(ValueError) {
          try map.withUnsafeBufferPointer { map throws(ValueError) in
            try accumulators[index].combine(part.accumulators[index], groupMap: map)
          }
        } catch { throw QueryError(error, at: aggregate.plan.span) }
      }
    }
  }

  /// Gives a part's warning.
  func warn(_ warning: Diagnostic, _ context: ExecutionContext) {
    self.warning = warning
    context.warn(warning)
  }

  var bytesInUse: Int {
    table.bytesInUse + seen.reduce(0) { $0 + ($1?.bytesInUse ?? 0) } + accumulators.reduce(0) { $0 + $1.bytesInUse }
  }

  private func checkMemory(_ context: ExecutionContext) throws(QueryError) {
    guard bytesInUse > max(context.limits.memoryBytes, bytesBeforeWaiting + context.limits.memoryBytes / 2) else { return }
    throw QueryError(
      .limitExceeded,
      "groups that cannot be parted need more memory than the limit of \(context.limits.memoryBytes) bytes: lists and distinct values of a group are kept whole")
  }

  /// Warns once that an aggregate left nulls out (ISO/IEC 39075, 01G11).
  private func noteNulls(_ column: Column, _ count: Int, _ span: SourceSpan, _ context: ExecutionContext) {
    guard column.hasNulls || column.kind == .cell, (0..<count).contains(where: column.isNull) else { return }
    let warning = Diagnostic(.nullEliminated, "an aggregate left out null values", at: span, severity: .warning)
    self.warning = warning
    context.warn(warning)
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
      groupColumn.reset(.int, room: count)
      for row in 0..<count { groupColumn.ints[row] = Int64(groups[row]) }
      seen.assign([groupColumn] + arguments, count: count, groups: numbers.baseAddress!)
    }
    seen.markNew(numbers.baseAddress!, count: count, since: before, into: included.baseAddress!)
    return UnsafePointer(included.baseAddress)
  }

  func finish(_ context: ExecutionContext, into consume: BatchConsumer) throws(QueryError) {
    _ = try finish(level: 0, context, into: consume)
  }

  /// False when no more rows are wanted.
  private func finish(level: Int, _ context: ExecutionContext, into consume: BatchConsumer) throws(QueryError) -> Bool {
    for accumulator in accumulators { accumulator.reserveGroups(table.count) }
    var start = 0
    while start < table.count {
      let mark = context.arena.mark()
      defer { context.arena.release(to: mark) }
      let size = min(Batch.rowLimit, table.count - start)
      try fill(start..<(start + size), context)
      start += size
      guard try consume(output) else { return false }
    }
    guard let parts = waiting else { return true }
    for part in 0..<PartitionedRows.count {
      waiting = nil
      clear()
      var hasRows = false
      _ = try parts.read(part, context) { columns, count throws(QueryError) in
        hasRows = true
        let mark = context.arena.mark()
        defer { context.arena.release(to: mark) }
        var next = keys.count
        var arguments: [[Column]] = []
        for aggregate in aggregates {
          arguments.append(Array(columns[next..<(next + aggregate.arguments.count)]))
          next += aggregate.arguments.count
        }
        let weights = weight == nil ? nil : columns[next]
        try take(columns[..<keys.count].map { .values($0) }, arguments, weights, count, level: level + 1, context)
        return true
      }
      if hasRows, try !finish(level: level + 1, context, into: consume) { return false }
    }
    return true
  }

  private func fill(_ groups: Range<Int>, _ context: ExecutionContext) throws(QueryError) {
    output.count = groups.count
    withUnsafeTemporaryAllocation(of: Cell.self, capacity: groups.count) { cells in
      for (index, key) in keys.enumerated() {
        table.keys(of: groups, column: index, into: cells.baseAddress!)
        RowStore.fill(output.own(key.slot, .cell), groups.count) { cells[$0] }
      }
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
