import GraphStore

/// Each input row with the rows of a part of the pattern that hangs on nothing else: the part is matched once, and its rows are found by the keys, or
/// between the limits, that the input row says. Without either it is the product. What is found is compared afterwards, so that values with one hash
/// do no harm.
///
/// Threads and inner plans that run again use one table. It is made when several rows come at once, or when rows that came one by one have gone
/// through as many rows of the part as it has: until then the part is matched for each, and left when nobody wants more. A product does without for its
/// first batch. Where the table would take too much of the memory, the part is matched again and again.
final class PartJoinOperator: BatchOperator {
  private let plan: PhysicalPlan.PartJoin
  private let known: [any Evaluator]
  private let own: [any Evaluator]
  private let ordered: (any Evaluator)?
  private let part: Pipeline
  @exclusivity(unchecked) private var tables = JoinTables<PartTable>()
  /// Of the statement that runs now.
  @exclusivity(unchecked) private var table: PartTable?
  @exclusivity(unchecked) private var refused: UInt64?
  /// Rows of the part that have been gone through for single rows, in which statement, and whether once to the end.
  @exclusivity(unchecked) private var spent = (statement: UInt64?.none, rows: 0, all: false)
  private let output = Batch()
  private let rows = OrdinalBuffer()
  private let partRows = OrdinalBuffer()
  private let hashes = KeyHashes()
  /// It may take one part in so many of the memory.
  private static let memoryShare = 2

  init(_ plan: PhysicalPlan.PartJoin, part: Pipeline, _ compiler: ExpressionCompiler) {
    self.plan = plan
    self.part = part
    own = plan.keys.map { compiler.compile($0.own) }
    ordered = plan.limits.map { compiler.compile($0.own) }
    known = plan.known.map { compiler.compile($0) }
  }

  func process(_ batch: Batch, _ context: ExecutionContext, into consume: BatchConsumer) throws(QueryError) -> Bool {
    if isCheaperAlone(batch, context) { return try product(batch, 0..<batch.count, context, into: consume) }
    guard let table = try table(context) else { return try productInTurn(batch, context, into: consume) }
    self.table = table
    let sought = try JoinKeys.values(known, of: batch, context)
    let hasLow = plan.limits?.low != nil
    let isWanted = try table.find(sought, batch.count, hasLow: hasLow, hashes) { row, number throws(QueryError) in
      try add(row, number, batch, table.rows, consume)
    }
    guard isWanted else { return false }
    return try flush(batch, table.rows, into: consume)
  }

  @inline(__always)
  private func add(_ row: Int, _ number: UInt32, _ batch: Batch, _ found: Batch, _ consume: BatchConsumer) throws(QueryError) -> Bool {
    rows.append(UInt32(row))
    partRows.append(number)
    return rows.count < Batch.rowLimit ? true : try flush(batch, found, into: consume)
  }

  private func flush(_ batch: Batch, _ found: Batch, into consume: BatchConsumer) throws(QueryError) -> Bool {
    guard rows.count > 0 else { return true }
    output.count = rows.count
    output.gather(plan.carried, from: batch, rows: rows.elements)
    output.gather(plan.outputs, from: found, rows: partRows.elements)
    rows.removeAll()
    partRows.removeAll()
    return try consume(output)
  }

  // MARK: The part

  private func isCheaperAlone(_ batch: Batch, _ context: ExecutionContext) -> Bool {
    guard batch.count == 1 || known.isEmpty, tables.known(context.statement, context.reader) == nil else { return false }
    if spent.statement != context.statement { spent = (context.statement, 0, false) }
    return !spent.all && (known.isEmpty || Double(spent.rows) < plan.partRows)
  }

  /// Nil when it would take too much of the memory.
  private func table(_ context: ExecutionContext) throws(QueryError) -> PartTable? {
    if refused == context.statement { return nil }
    if let known = tables.known(context.statement, context.reader) { return known }
    let made = try tables.table(context.statement, context.reader) { () throws(QueryError) in try makeTable(context) }
    if made == nil { refused = context.statement }
    return made
  }

  private func makeTable(_ context: ExecutionContext) throws(QueryError) -> PartTable? {
    let builder = PartTableBuilder(plan.outputs, keys: own, ordered: ordered)
    let room = context.limits.memoryBytes / PartJoinOperator.memoryShare
    var fits = true
    try part.run(context) { found throws(QueryError) in
      try builder.append(found, context)
      fits = builder.byteCount <= room
      return fits
    }
    return fits ? builder.table : nil
  }

  /// What comes of one row stays together where there are keys or limits (`PhysicalPlan.keepsOrder`).
  private func productInTurn(_ batch: Batch, _ context: ExecutionContext, into consume: BatchConsumer) throws(QueryError) -> Bool {
    if known.isEmpty { return try product(batch, 0..<batch.count, context, into: consume) }
    for row in 0..<batch.count { guard try product(batch, row..<row + 1, context, into: consume) else { return false } }
    return true
  }

  private func product(
    _ batch: Batch, _ range: Range<Int>, _ context: ExecutionContext, into consume: BatchConsumer
  ) throws(QueryError) -> Bool {
    rows.removeAll()
    partRows.removeAll()
    var isWanted = true
    try part.run(context) { found throws(QueryError) in
      spent.rows += found.count
      for row in range {
        for number in 0..<UInt32(found.count) {
          isWanted = try add(row, number, batch, found, consume)
          if !isWanted { return false }
        }
      }
      isWanted = try flush(batch, found, into: consume)
      return isWanted
    }
    if isWanted { spent.all = true }
    return isWanted
  }
}

extension PartJoinOperator: SharesWork {
  func share(_ other: any BatchOperator) {
    if let other = other as? PartJoinOperator { other.tables = tables }
  }
}

extension PartJoinOperator: HoldsMemory {
  var bytesHeld: Int { table?.byteCount ?? 0 }
}
