import GraphStore

/// Runs a named procedure for each row. Output: the carried columns and the yielded ones.
final class ProcedureOperator: BatchOperator {
  private let call: BoundProcedureCall
  private let arguments: [any Evaluator]
  private let carried: [Slot]
  private let output = Batch()

  init(_ call: BoundProcedureCall, arguments: [any Evaluator], carried: [Slot]) {
    self.call = call
    self.arguments = arguments
    self.carried = carried
  }

  func process(_ batch: Batch, _ context: ExecutionContext, into consume: BatchConsumer) throws(QueryError) -> Bool {
    var columns: [Column] = []
    for argument in arguments { columns.append(try argument.evaluate(batch, context)) }
    for row in 0..<batch.count {
      switch call.procedure.body {
      case .values(let body):
        guard try emit(try body(columns.map { Value($0.cell(at: row), reader: context.reader) }, context.reader), row, batch, context, consume)
        else { return false }
      case .columns(let body):
        let mark = context.arena.mark()
        defer { context.arena.release(to: mark) }
        let found = try body(columns.map { $0.cell(at: row) }, context)
        guard try emit(found, row, batch, consume) else { return false }
      }
    }
    return true
  }

  private func emit(
    _ found: [[Value]], _ row: Int, _ batch: Batch, _ context: ExecutionContext, _ consume: BatchConsumer
  ) throws(QueryError) -> Bool {
    var found = found
    // A procedure without columns is called for its effects.
    if call.procedure.columns.isEmpty { found = [[]] }
    if found.isEmpty, call.isOptional { found = [call.procedure.columns.map { _ in Value.null }] }
    let result = RowStore(slots: carried + call.outputs.map(\.slot))
    for values in found {
      let cells = call.outputs.map { context.arena.cell(for: values[$0.column], reader: context.reader) ?? .null }
      result.append { $0 < carried.count ? batch[carried[$0]].cell(at: row) : cells[$0 - carried.count] }
    }
    var isWanted = true
    try result.emit { output throws(QueryError) in
      isWanted = try consume(output)
      return isWanted
    }
    return isWanted
  }

  private func emit(_ found: [[Cell]], _ row: Int, _ batch: Batch, _ consume: BatchConsumer) throws(QueryError) -> Bool {
    var total = found.first?.count ?? 0
    let isMissing = total == 0 && call.isOptional
    if isMissing { total = 1 }
    var start = 0
    while start < total {
      let size = min(Batch.rowLimit, total - start)
      output.count = size
      for slot in carried {
        let cell = batch[slot].cell(at: row)
        RowStore.fill(output.own(slot, .cell), size) { _ in cell }
      }
      for field in call.outputs {
        RowStore.fill(output.own(field.slot, .cell), size) { isMissing ? .null : found[field.column][start + $0] }
      }
      guard try consume(output) else { return false }
      start += size
    }
    return true
  }
}
