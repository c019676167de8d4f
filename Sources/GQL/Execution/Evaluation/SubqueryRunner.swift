import GraphStore

/// A subquery inside an expression, run for each row of the batch that the expression is evaluated for; EXISTS of what treats rows alone for many
/// rows at once, as long as few matches come for a row: with many it is shorter to stop at each row's first. Aggregates of what treats rows alone are
/// those of groups, one for each row of the batch (Neumann, Kemper: Unnesting Arbitrary Queries, BTW 2015, with the row's number for its values).
final class SubqueryRunner {
  enum Use {
    case exists, scalar
    /// A scalar one, for all rows of a batch at once.
    case aggregates
  }

  /// The plan, its argument, the slots it reads and the slot of its value.
  struct Plan {
    var pipeline: Pipeline
    var argument: ArgumentSource
    var inputs: [Slot]
    var column: Slot?
    /// Holds the number of the row, where several may go through at once.
    var ordinal: Slot?
    /// The same in a row of aggregates.
    var group: Slot?
    /// Its value may be another one each time.
    var isRandom: Bool
    /// Nil where it is of no use.
    var memory: SubqueryMemory?
  }

  private let makePlan: (Set<Slot>, Use) throws(QueryError) -> Plan?
  private var plan: Plan?
  private var aggregates: Plan?
  private var hasAsked = false
  /// The aggregates of no rows, in the statement that ran last.
  private var nothing: (statement: UInt64, value: Cell)?
  /// What is the same for all rows, in that statement and of that snapshot.
  private var constant: (statement: UInt64, value: Cell)?
  private var readerOfConstant: UInt64?
  /// Holds the values that outlive a batch.
  private let kept = Arena(firstChunkBytes: 256)
  /// Rows that go through at once: more while few matches come for each.
  private var rowsAtOnce = SubqueryRunner.fewestRows
  private static let fewestRows = 64
  private static let manyMatches = 16
  /// Outlives the inner plan's own memory; emptied for each batch.
  let results = Arena()

  /// - Parameter makePlan: plans the subquery over the outer slots that are live where it stands, known with the first batch.
  init(_ makePlan: @escaping (Set<Slot>, Use) throws(QueryError) -> Plan?) { self.makePlan = makePlan }

  private func plan(for batch: Batch, _ use: Use) throws(QueryError) -> Plan {
    if let plan { return plan }
    guard let made = try makePlan(Set(batch.liveSlots), use) else { preconditionFailure("every subquery has a plan for one row") }
    plan = made
    return made
  }

  /// Whether there is a result row, for some rows of the batch from `first` on. Gives how many; 0 when they had better be asked one by one.
  func exists(_ batch: Batch, from first: Int, into truths: UnsafeMutablePointer<Cell>, _ context: ExecutionContext) throws(QueryError) -> Int {
    let plan = try plan(for: batch, .exists)
    guard let ordinal = plan.ordinal, rowsAtOnce > 1 else { return 0 }
    let range = first..<min(batch.count, first + rowsAtOnce)
    for row in range { truths[row] = .false }
    giveRows(range, of: batch, to: plan, ordinal)
    var (matches, matched) = (0, 0)
    try plan.pipeline.run(context) { found throws(QueryError) in
      let numbers = found[ordinal]
      matches += found.count
      for row in 0..<found.count {
        let number = Int(numbers.cell(at: row).int)
        if !truths[number].bool { matched += 1 }
        truths[number] = .true
      }
      return matched < range.count
    }
    rowsAtOnce = matches > SubqueryRunner.manyMatches * range.count ? 1 : min(Batch.rowLimit, 2 * rowsAtOnce)
    return range.count
  }

  /// The value of a subquery that reads nothing of its rows: run once for them all. Nil for any other.
  func constant(of batch: Batch, _ use: Use, _ context: ExecutionContext, _ span: SourceSpan) throws(QueryError) -> Cell? {
    guard batch.count > 0 else { return nil }
    let plan = try plan(for: batch, use)
    guard plan.inputs.isEmpty, !plan.isRandom else { return nil }
    if let constant, constant.statement == context.statement, readerOfConstant == context.reader.identity { return constant.value }
    let value = kept.copy(try run(batch, row: 0, use, context, span))
    constant = (context.statement, value)
    readerOfConstant = context.reader.identity
    return value
  }

  /// What is known of rows before; nil where that says nothing.
  func memory(for batch: Batch, _ use: Use) throws(QueryError) -> SubqueryMemory? { batch.count > 0 ? try plan(for: batch, use).memory : nil }

  /// The rows, with their numbers in the batch, as the argument.
  private func giveRows(_ range: Range<Int>, of batch: Batch, to plan: Plan, _ ordinal: Slot) {
    let outer = Batch()
    outer.count = range.count
    let rows = OrdinalBuffer(capacity: range.count)
    for row in range { rows.append(UInt32(row)) }
    outer.gather(plan.inputs.filter { batch.column($0) != nil }, from: batch, rows: rows.elements)
    let numbers = outer.own(ordinal, .int)
    for row in range { numbers.ints[row - range.lowerBound] = Int64(row) }
    plan.argument.batches = [outer]
  }

  /// The values of all rows of the batch; false when each row is to be asked for.
  func aggregates(of batch: Batch, into values: UnsafeMutablePointer<Cell>, _ context: ExecutionContext, _ span: SourceSpan) throws(QueryError) -> Bool {
    guard batch.count > 1 else { return false }
    if !hasAsked {
      hasAsked = true
      aggregates = try makePlan(Set(batch.liveSlots), .aggregates)
    }
    guard let plan = aggregates, let ordinal = plan.ordinal, let group = plan.group, let column = plan.column else { return false }
    var isFound = [Bool](repeating: false, count: batch.count)
    giveRows(0..<batch.count, of: batch, to: plan, ordinal)
    try plan.pipeline.run(context) { found throws(QueryError) in
      let (numbers, results) = (found[group], found[column])
      for row in 0..<found.count {
        let number = Int(numbers.cell(at: row).int)
        isFound[number] = true
        values[number] = self.results.copy(results.cell(at: row))
      }
      return true
    }
    for row in 0..<batch.count where !isFound[row] {
      if nothing?.statement != context.statement {
        nothing = (context.statement, kept.copy(try run(batch, row: row, .scalar, context, span)))
      }
      values[row] = nothing?.value ?? .null
    }
    return true
  }

  func evaluator(_ use: Use, _ span: SourceSpan) -> any Evaluator { SubqueryEvaluator(self, use, span) }

  /// The value for one row: whether there is a result row, or its one value.
  func run(_ batch: Batch, row: Int, _ use: Use, _ context: ExecutionContext, _ span: SourceSpan) throws(QueryError) -> Cell {
    let plan = try plan(for: batch, use)
    let outer = Batch()
    outer.count = 1
    if let ordinal = plan.ordinal { outer.own(ordinal, .int).ints[0] = Int64(row) }
    for slot in plan.inputs {
      guard let column = batch.column(slot) else { continue }
      let copy = Column(.cell, capacity: 1)
      copy.cells[0] = column.cell(at: row)
      if copy.cells[0].isNull { copy.setNull(0) }
      outer.set(slot, SubqueryRunner.typed(copy, as: column.kind))
    }
    plan.argument.batches = [outer]
    var result: Cell?
    var rows = 0
    try plan.pipeline.run(context) { found throws(QueryError) in
      rows += found.count
      switch use {
      case .exists: return false
      case .scalar, .aggregates:
        if rows > 1 {
          throw QueryError(.dataException, "a VALUE subquery gave more than one row", at: span, hints: ["add LIMIT 1 or an aggregate"])
        }
        if let column = plan.column, found.count > 0 { result = results.copy(found[column].cell(at: 0)) }
        return true
      }
    }
    return use == .exists ? Cell(rows > 0) : result ?? .null
  }

  /// Elements keep their kind, which expansions rely on.
  private static func typed(_ copy: Column, as kind: Column.Kind) -> Column {
    guard kind == .node || kind == .edge, !copy.cells[0].isNull else { return copy }
    let column = Column(kind, capacity: 1)
    column.ordinals[0] = copy.cells[0].ordinal
    return column
  }
}

final class SubqueryEvaluator: Evaluator {
  private let runner: SubqueryRunner
  private let use: SubqueryRunner.Use
  private let span: SourceSpan
  private let output = Column(.cell)
  private let start: Arena.Mark

  init(_ runner: SubqueryRunner, _ use: SubqueryRunner.Use, _ span: SourceSpan) {
    self.runner = runner
    self.use = use
    self.span = span
    start = runner.results.mark()
  }

  func evaluate(_ batch: Batch, _ context: ExecutionContext) throws(QueryError) -> Column {
    runner.results.release(to: start)
    if let value = try runner.constant(of: batch, use, context, span) {
      output.fill(constant: value)
      return output
    }
    if let memory = try runner.memory(for: batch, use), let unknown = try memory.unknown(of: batch, context) {
      try answer(unknown, context)
      memory.fill(output, batch.count)
      for row in 0..<batch.count where output.cells[row].isNull { output.setNull(row) }
    } else {
      try answer(batch, context)
    }
    return output
  }

  private func answer(_ batch: Batch, _ context: ExecutionContext) throws(QueryError) {
    output.reset(.cell, room: batch.count)
    if use == .scalar, try runner.aggregates(of: batch, into: output.cells, context, span) {
      for row in 0..<batch.count { if output.cells[row].isNull { output.setNull(row) } else { output.validity[row] = 1 } }
      return
    }
    var row = 0
    while row < batch.count {
      let many = use == .exists ? try runner.exists(batch, from: row, into: output.cells, context) : 0
      row += many
      if many > 0 { continue }
      let value = try runner.run(batch, row: row, use, context, span)
      output.cells[row] = value
      if value.isNull { output.setNull(row) } else { output.validity[row] = 1 }
      row += 1
    }
  }
}
