import GraphStore

/// `a op b` column by column: `+ - *` of integers with a check for overflow, `+ - * /` of floats; everything else, and any batch in which a
/// kernel meets what it cannot do, cell by cell.
final class ArithmeticEvaluator: Evaluator {
  private let op: ArithmeticOperator
  private let left: any Evaluator
  private let right: any Evaluator
  private let span: SourceSpan
  private let output = Column(.cell)

  init(_ op: ArithmeticOperator, _ left: any Evaluator, _ right: any Evaluator, span: SourceSpan) {
    self.op = op
    self.left = left
    self.right = right
    self.span = span
  }

  func evaluate(_ batch: Batch, _ context: ExecutionContext) throws(QueryError) -> Column {
    let a = try left.evaluate(batch, context)
    let b = try right.evaluate(batch, context)
    let isConstant = a.isConstant && b.isConstant
    let count = isConstant ? min(1, batch.count) : batch.count
    let isPlain = !a.hasNulls && !b.hasNulls
    if !(isPlain && a.kind == .int && b.kind == .int && integers(a, b, count))
      && !(isPlain && a.kind == .float && b.kind == .float && floats(a, b, count))
    {
      try cells(a, b, count, context)
    }
    output.isConstant = isConstant
    return output
  }

  /// False when some row overflows.
  private func integers(_ a: Column, _ b: Column, _ count: Int) -> Bool {
    output.reset(.int, room: count)
    switch op {
    case .add: return loop(a, b, count) { $0.addingReportingOverflow($1) }
    case .subtract: return loop(a, b, count) { $0.subtractingReportingOverflow($1) }
    case .multiply: return loop(a, b, count) { $0.multipliedReportingOverflow(by: $1) }
    case .divide, .modulo, .power: return false
    }
  }

  @inline(__always)
  private func loop(
    _ a: Column, _ b: Column, _ count: Int, _ operation: (Int64, Int64) -> (partialValue: Int64, overflow: Bool)
  ) -> Bool {
    let left = a.ints
    let right = b.ints
    let out = output.ints
    let leftStep = a.isConstant ? 0 : 1
    let rightStep = b.isConstant ? 0 : 1
    var overflows = false
    for row in 0..<count {
      let result = operation(left[row * leftStep], right[row * rightStep])
      out[row] = result.partialValue
      overflows = overflows || result.overflow
    }
    return !overflows
  }

  /// False when this operator of floats has rules beyond the machine's.
  private func floats(_ a: Column, _ b: Column, _ count: Int) -> Bool {
    let left = a.floats
    let right = b.floats
    output.reset(.float, room: count)
    let out = output.floats
    let leftStep = a.isConstant ? 0 : 1
    let rightStep = b.isConstant ? 0 : 1
    switch op {
    case .add: for row in 0..<count { out[row] = left[row * leftStep] + right[row * rightStep] }
    case .subtract: for row in 0..<count { out[row] = left[row * leftStep] - right[row * rightStep] }
    case .multiply: for row in 0..<count { out[row] = left[row * leftStep] * right[row * rightStep] }
    case .divide: for row in 0..<count { out[row] = left[row * leftStep] / right[row * rightStep] }
    case .modulo, .power: return false
    }
    return true
  }

  private func cells(_ a: Column, _ b: Column, _ count: Int, _ context: ExecutionContext) throws(QueryError) {
    output.reset(.cell, room: count)
    for row in 0..<count {
      let value: Cell
      do throws(ValueError) {
        let (left, right) = (a.cell(at: row), b.cell(at: row))
        let result = try CellArithmetic.apply(op, left, right, context.arena)
        value = context.spillsMonths ? result : withinUnitGroup(result, left, right, context.arena)
      } catch { throw QueryError(error, at: span) }
      output.cells[row] = value
      if value.isNull { output.setNull(row) } else { output.validity[row] = 1 }
    }
  }

  /// A multiple of a year-to-month duration is one: a fraction of a month is dropped (ISO clause 20.28).
  private func withinUnitGroup(_ result: Cell, _ a: Cell, _ b: Cell, _ arena: Arena) -> Cell {
    guard result.tag == .duration, op == .multiply || op == .divide else { return result }
    let operand = (a.tag == .duration ? a : b).duration
    guard operand.isYearToMonth else { return result }
    return arena.duration(CalendarDuration(months: result.duration.months))
  }
}
