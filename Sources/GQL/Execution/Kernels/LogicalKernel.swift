import GraphStore

/// `AND`, `OR` and `XOR` of truth values, column by column: without nulls one operation on bytes for each row, else by Kleene's tables
/// (ISO/IEC 39075, Boolean value expression); what is no truth value is an error.
final class LogicalEvaluator: Evaluator {
  private let op: LogicalOperator
  private let left: any Evaluator
  private let right: any Evaluator
  private let span: SourceSpan
  private let output = Column(.bool)

  init(_ op: LogicalOperator, _ left: any Evaluator, _ right: any Evaluator, span: SourceSpan) {
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
    output.reset(.bool, room: count)
    if a.kind == .bool, b.kind == .bool, !a.hasNulls, !b.hasNulls {
      combine(a, b, count)
    } else {
      for row in 0..<count { try set(row, Truth.combine(op, a.cell(at: row), b.cell(at: row), span)) }
    }
    output.isConstant = isConstant
    return output
  }

  private func combine(_ a: Column, _ b: Column, _ count: Int) {
    switch op {
    case .and: loop(a, b, count) { $0 & $1 }
    case .or: loop(a, b, count) { $0 | $1 }
    case .xor: loop(a, b, count) { $0 ^ $1 }
    }
  }

  @inline(__always)
  private func loop(_ a: Column, _ b: Column, _ count: Int, _ combine: (UInt8, UInt8) -> UInt8) {
    let (x, y, out) = (a.bools, b.bools, output.bools)
    if a.isConstant || b.isConstant {
      let (constant, other) = a.isConstant ? (x[0], y) : (y[0], x)
      for row in 0..<count { out[row] = combine(constant, other[row]) }
    } else {
      for row in 0..<count { out[row] = combine(x[row], y[row]) }
    }
  }

  private func set(_ row: Int, _ truth: Cell) {
    if truth.isNull { return output.setNull(row) }
    output.bools[row] = truth.bool ? 1 : 0
    if output.hasNulls { output.validity[row] = 1 }
  }
}

/// `NOT` and `IS [NOT] NULL`, column by column.
final class UnaryLogicalEvaluator: Evaluator {
  enum Test {
    case not
    case isNull(isNegated: Bool)
  }
  private let test: Test
  private let operand: any Evaluator
  private let span: SourceSpan
  private let output = Column(.bool)

  init(_ test: Test, _ operand: any Evaluator, span: SourceSpan) {
    self.test = test
    self.operand = operand
    self.span = span
  }

  func evaluate(_ batch: Batch, _ context: ExecutionContext) throws(QueryError) -> Column {
    let column = try operand.evaluate(batch, context)
    let count = column.isConstant ? min(1, batch.count) : batch.count
    output.reset(.bool, room: count)
    switch test {
    case .isNull(let isNegated):
      for row in 0..<count { output.bools[row] = column.isNull(row) != isNegated ? 1 : 0 }
    case .not where column.kind == .bool && !column.hasNulls:
      for row in 0..<count { output.bools[row] = column.bools[row] ^ 1 }
    case .not:
      for row in 0..<count {
        if let truth = try Truth.value(column.cell(at: row), span) {
          output.bools[row] = truth ? 0 : 1
        } else {
          output.setNull(row)
        }
      }
    }
    output.isConstant = column.isConstant
    return output
  }
}
