import GraphStore

/// Drops the first rows and stops after the last wanted one.
final class PageOperator: BatchOperator {
  private let offset: (any Evaluator)?
  private let limit: (any Evaluator)?
  private let output: Batch
  private let rows = OrdinalBuffer()
  private var skip: Int?
  private var take = Int.max

  init(offset: (any Evaluator)?, limit: (any Evaluator)?) {
    self.offset = offset
    self.limit = limit
    output = Batch()
  }

  func reset() { skip = nil }

  /// Of no rows too, so that a wrong number is an error whatever the graph holds.
  func finish(_ context: ExecutionContext, into consume: BatchConsumer) throws(QueryError) { try begin(context) }

  private func begin(_ context: ExecutionContext) throws(QueryError) {
    guard skip == nil else { return }
    skip = try RowCount.evaluate(offset, "OFFSET", context) ?? 0
    take = try RowCount.evaluate(limit, "LIMIT", context) ?? Int.max
  }

  func process(_ batch: Batch, _ context: ExecutionContext, into consume: BatchConsumer) throws(QueryError) -> Bool {
    try begin(context)
    let dropped = min(skip ?? 0, batch.count)
    skip = (skip ?? 0) - dropped
    let kept = min(batch.count - dropped, take)
    take -= kept
    guard kept > 0 else { return take > 0 }
    rows.removeAll()
    for row in dropped..<(dropped + kept) { rows.append(UInt32(row)) }
    let live = batch.liveSlots
    output.count = kept
    output.gather(live, from: batch, rows: rows.elements)
    return try consume(output) && take > 0
  }
}

/// How many rows a page reaches down to: OFFSET plus LIMIT.
struct RowCount {
  let offset: (any Evaluator)?
  let limit: (any Evaluator)?

  /// Saturates instead of overflowing.
  func value(_ context: ExecutionContext) throws(QueryError) -> Int {
    let offset = try RowCount.evaluate(offset, "OFFSET", context) ?? 0
    let limit = try RowCount.evaluate(limit, "LIMIT", context) ?? Int.max
    let (sum, isOver) = offset.addingReportingOverflow(limit)
    return isOver ? Int.max : sum
  }

  /// One number for the whole statement. Nil without a clause.
  static func evaluate(
    _ evaluator: (any Evaluator)?, _ word: String, _ context: ExecutionContext
  ) throws(QueryError) -> Int? {
    guard let evaluator else { return nil }
    let unit = Batch()
    unit.count = 1
    let cell = try evaluator.evaluate(unit, context).cell(at: 0)
    guard cell.tag == .int else {
      throw QueryError(
        .invalidValueType, "\(word) takes an integer, found \(cell.typeName)", detail: "SyntaxError.InvalidArgumentType")
    }
    guard cell.int >= 0 else { throw QueryError(.negativeLimit, "\(word) is negative") }
    return Int(cell.int)
  }
}
