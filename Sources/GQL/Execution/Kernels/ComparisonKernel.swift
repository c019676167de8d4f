import GraphStore

/// Comparison operators as loops over plain buffers, which the compiler vectorises.
enum ComparisonKernel {
  /// Writes 1 or 0 for each row. One side may be a single constant.
  @inline(__always)
  static func run<T: Comparable>(
    _ op: ComparisonOperator, _ a: UnsafePointer<T>, isConstant aIsConstant: Bool, _ b: UnsafePointer<T>,
    isConstant bIsConstant: Bool, count: Int, into out: UnsafeMutablePointer<UInt8>
  ) {
    switch op {
    case .equal: loop(a, aIsConstant, b, bIsConstant, count, out) { $0 == $1 }
    case .notEqual: loop(a, aIsConstant, b, bIsConstant, count, out) { $0 != $1 }
    case .less: loop(a, aIsConstant, b, bIsConstant, count, out) { $0 < $1 }
    case .lessOrEqual: loop(a, aIsConstant, b, bIsConstant, count, out) { $0 <= $1 }
    case .greater: loop(a, aIsConstant, b, bIsConstant, count, out) { $0 > $1 }
    case .greaterOrEqual: loop(a, aIsConstant, b, bIsConstant, count, out) { $0 >= $1 }
    }
  }

  @inline(__always)
  private static func loop<T>(
    _ a: UnsafePointer<T>, _ aIsConstant: Bool, _ b: UnsafePointer<T>, _ bIsConstant: Bool, _ count: Int,
    _ out: UnsafeMutablePointer<UInt8>, _ holds: (T, T) -> Bool
  ) {
    if bIsConstant {
      let right = b[0]
      for row in 0..<count { out[row] = holds(a[row], right) ? 1 : 0 }
    } else if aIsConstant {
      let left = a[0]
      for row in 0..<count { out[row] = holds(left, b[row]) ? 1 : 0 }
    } else {
      for row in 0..<count { out[row] = holds(a[row], b[row]) ? 1 : 0 }
    }
  }

  /// Dates or times of day with one of the same kind, by their number.
  /// - Returns: false when a cell is neither of that kind nor null; then nothing may be used.
  static func compare(
    _ op: ComparisonOperator, _ cells: UnsafePointer<Cell>, _ wanted: Cell, isTurned: Bool, count: Int, into output: Column
  ) -> Bool {
    let right = wanted.int
    for row in 0..<count {
      let cell = cells[row]
      if cell.tag == wanted.tag {
        let (a, b) = isTurned ? (right, cell.int) : (cell.int, right)
        output.bools[row] = holds(op, a, b) ? 1 : 0
      } else if cell.isNull {
        output.setNull(row)
      } else {
        return false
      }
    }
    return true
  }

  @inline(__always) private static func holds(_ op: ComparisonOperator, _ a: Int64, _ b: Int64) -> Bool {
    switch op {
    case .equal: a == b
    case .notEqual: a != b
    case .less: a < b
    case .lessOrEqual: a <= b
    case .greater: a > b
    case .greaterOrEqual: a >= b
    }
  }

  /// Equality of general cells with one string: by length, then bytes.
  /// - Returns: false when a cell is neither string nor null; then nothing may be used.
  static func equals(
    _ cells: UnsafePointer<Cell>, _ wanted: Cell, count: Int, isNegated: Bool, into output: Column
  ) -> Bool {
    for row in 0..<count {
      let cell = cells[row]
      if cell.tag == .string {
        output.bools[row] = (cell.equals(wanted) == .equal) != isNegated ? 1 : 0
      } else if cell.isNull {
        output.setNull(row)
      } else {
        return false
      }
    }
    return true
  }
}

/// `a op b` column by column: integers and floats by kernel, strings and dates against a constant, everything else cell by cell.
final class ComparisonEvaluator: Evaluator {
  private let op: ComparisonOperator
  private let left: any Evaluator
  private let right: any Evaluator
  /// As openCypher has it: what does not compare is not equal and has no order, in place of an error.
  private let isLenient: Bool
  private let span: SourceSpan
  private let output = Column(.bool)

  init(_ op: ComparisonOperator, _ left: any Evaluator, _ right: any Evaluator, isLenient: Bool = false, span: SourceSpan) {
    self.op = op
    self.isLenient = isLenient
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
    switch (a.kind, b.kind) {
    case (.node, .node) where op == .equal || op == .notEqual, (.edge, .edge) where op == .equal || op == .notEqual:
      ComparisonKernel.run(
        op, a.ordinals, isConstant: a.isConstant, b.ordinals, isConstant: b.isConstant, count: count, into: output.bools)
      takeNulls(a, b, count)
    case (.int, .int), (.date, .date):
      ComparisonKernel.run(
        op, a.ints, isConstant: a.isConstant, b.ints, isConstant: b.isConstant, count: count, into: output.bools)
      takeNulls(a, b, count)
    case (.float, .float):
      ComparisonKernel.run(
        op, a.floats, isConstant: a.isConstant, b.floats, isConstant: b.isConstant, count: count, into: output.bools)
      takeNulls(a, b, count)
    default:
      if !compareWithConstant(a, b, count) { try compareCells(a, b, count) }
    }
    output.isConstant = isConstant
    return output
  }

  private func takeNulls(_ a: Column, _ b: Column, _ count: Int) {
    guard a.hasNulls || b.hasNulls else { return }
    for row in 0..<count where a.isNull(row) || b.isNull(row) { output.setNull(row) }
  }

  private func compareWithConstant(_ a: Column, _ b: Column, _ count: Int) -> Bool {
    guard a.isConstant != b.isConstant, (a.isConstant ? b : a).kind == .cell else { return false }
    let (column, constant) = a.isConstant ? (b, a.cell(at: 0)) : (a, b.cell(at: 0))
    let isDone: Bool
    switch constant.tag {
    case .string where op == .equal || op == .notEqual:
      isDone = ComparisonKernel.equals(column.cells, constant, count: count, isNegated: op == .notEqual, into: output)
    case .date, .localTime:
      isDone = ComparisonKernel.compare(op, column.cells, constant, isTurned: a.isConstant, count: count, into: output)
    case .null, .bool, .int, .float, .decimal, .string, .bytes, .zonedTime, .localDateTime, .zonedDateTime, .duration, .list, .record,
      .node, .edge, .path:
      return false
    }
    if !isDone { output.reset(.bool, room: count) }
    return isDone
  }

  private func compareCells(_ a: Column, _ b: Column, _ count: Int) throws(QueryError) {
    for row in 0..<count {
      let (left, right) = (a.cell(at: row), b.cell(at: row))
      let truth = isLenient ? CypherComparison.compare(op, left, right) : try Truth.compare(op, left, right, span)
      if truth.isNull {
        output.setNull(row)
      } else {
        output.bools[row] = truth.bool ? 1 : 0
        output.validity[row] = 1
      }
    }
  }
}
