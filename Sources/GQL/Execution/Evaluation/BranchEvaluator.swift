import GraphStore

/// Operands that are evaluated only for the rows that earlier ones left open: CASE, COALESCE.
final class BranchEvaluator: Evaluator {
  /// Decides from the operand's value whether the row is settled, and with what; nil leaves it open.
  struct Branch {
    var test: any Evaluator
    var testSlots: [Slot]
    var settle: (Cell) throws(QueryError) -> Outcome
  }
  enum Outcome {
    case open
    case value(Cell)
    case result
  }
  private let branches: [(branch: Branch, result: (evaluator: any Evaluator, slots: [Slot])?)]
  private let otherwise: Cell
  private let output = Column(.cell)
  /// Rows that no branch has settled yet, and those that the current one gives its result to.
  private let open = OrdinalBuffer()
  private let chosen = OrdinalBuffer()
  private let part = PartOfBatch()

  init(
    _ branches: [(branch: Branch, result: (evaluator: any Evaluator, slots: [Slot])?)], otherwise: Cell = .null
  ) {
    self.branches = branches
    self.otherwise = otherwise
  }

  func evaluate(_ batch: Batch, _ context: ExecutionContext) throws(QueryError) -> Column {
    output.reset(.cell, room: batch.count)
    for row in 0..<batch.count { output.cells[row] = otherwise }
    open.removeAll()
    for row in 0..<UInt32(batch.count) { open.append(row) }
    for (branch, result) in branches where open.count > 0 {
      let tests = try part.evaluate(branch.test, branch.testSlots, batch, open, context)
      chosen.removeAll()
      var left = 0
      for position in 0..<open.count {
        let row = open.base[position]
        switch try branch.settle(tests.cell(at: position)) {
        case .open:
          open.base[left] = row
          left += 1
        case .value(let cell): output.cells[Int(row)] = cell
        case .result: chosen.append(row)
        }
      }
      open.count = left
      if let result, chosen.count > 0 {
        let values = try part.evaluate(result.evaluator, result.slots, batch, chosen, context)
        for position in 0..<chosen.count { output.cells[Int(chosen.base[position])] = values.cell(at: position) }
      }
    }
    for row in 0..<batch.count where output.cells[row].isNull { output.setNull(row) }
    return output
  }
}

/// `AND` and `OR` whose right side may fail: it is evaluated only for the rows that the left side does not decide.
final class ShortCircuitEvaluator: Evaluator {
  private let op: LogicalOperator
  private let left: any Evaluator
  private let right: any Evaluator
  private let rightSlots: [Slot]
  private let span: SourceSpan
  private let output = Column(.bool)
  private let open = OrdinalBuffer()
  private let part = PartOfBatch()

  init(_ op: LogicalOperator, _ left: any Evaluator, _ right: any Evaluator, rightSlots: [Slot], span: SourceSpan) {
    self.op = op
    self.left = left
    self.right = right
    self.rightSlots = rightSlots
    self.span = span
  }

  func evaluate(_ batch: Batch, _ context: ExecutionContext) throws(QueryError) -> Column {
    let decisive = op == .or
    let tests = try left.evaluate(batch, context)
    output.reset(.bool, room: batch.count)
    open.removeAll()
    for row in 0..<batch.count {
      if try Truth.value(tests.cell(at: row), span) == decisive { output.bools[row] = decisive ? 1 : 0 } else { open.append(UInt32(row)) }
    }
    guard open.count > 0 else { return output }
    let values = try part.evaluate(right, rightSlots, batch, open, context)
    for position in 0..<open.count {
      let row = Int(open.base[position])
      let truth = try Truth.combine(op, tests.cell(at: row), values.cell(at: position), span)
      if truth.isNull { output.setNull(row) } else { output.bools[row] = truth.bool ? 1 : 0 }
    }
    return output
  }
}

/// Evaluates operands for some rows of a batch.
private final class PartOfBatch {
  /// The rows, when they are not all.
  private let part = Batch()

  /// The values of an operand for `rows`, in their order: valid until its next evaluation.
  func evaluate(
    _ evaluator: any Evaluator, _ slots: [Slot], _ batch: Batch, _ rows: OrdinalBuffer, _ context: ExecutionContext
  ) throws(QueryError) -> Column {
    guard rows.count < batch.count else { return try evaluator.evaluate(batch, context) }
    part.clear()
    part.count = rows.count
    part.gather(slots.filter { batch.column($0) != nil }, from: batch, rows: rows.elements)
    return try evaluator.evaluate(part, context)
  }
}
