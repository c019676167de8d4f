import GraphStore

/// A compiled expression: gives a column for a batch. Belongs to one worker and reuses its column, which is valid until the next call.
protocol Evaluator: AnyObject {
  func evaluate(_ batch: Batch, _ context: ExecutionContext) throws(QueryError) -> Column
}

/// A slot's own column.
final class SlotEvaluator: Evaluator {
  let slot: Slot
  init(_ slot: Slot) { self.slot = slot }
  func evaluate(_ batch: Batch, _ context: ExecutionContext) throws(QueryError) -> Column { batch[slot] }
}

/// A literal or a parameter: one value for all rows of a statement.
final class ConstantEvaluator: Evaluator {
  private let value: @Sendable (ExecutionContext) throws(QueryError) -> Value
  private let output = Column(.cell, capacity: 1)
  private let arena = Arena(firstChunkBytes: 64)
  private let empty: Arena.Mark
  /// The statement whose value is in the column.
  private var statement: UInt64?

  init(_ value: @escaping @Sendable (ExecutionContext) throws(QueryError) -> Value) {
    self.value = value
    empty = arena.mark()
  }

  func evaluate(_ batch: Batch, _ context: ExecutionContext) throws(QueryError) -> Column {
    if statement == context.statement { return output }
    statement = nil
    arena.release(to: empty)
    guard let cell = arena.cell(for: try value(context), reader: context.reader) else {
      throw QueryError(.referentDeleted, "a parameter refers to an element that is not in the graph")
    }
    output.fill(constant: cell)
    statement = context.statement
    return output
  }
}

/// Any operation that looks at its operands a row at a time. Constant operands give a constant result. Of strings that come again, as those of a
/// property with few values do, the result is remembered.
final class CellEvaluator: Evaluator {
  typealias Operation = (UnsafeBufferPointer<Cell>, ExecutionContext) throws(QueryError) -> Cell
  private let operands: [any Evaluator]
  private let operation: Operation
  private let output = Column(.cell)
  /// The operands of so many rows, row by row.
  private let rows: UnsafeMutablePointer<Cell>
  private let blockRows: Int
  private static let blockCells = 1_024
  /// Rows that make long values are looked at more often than once a batch.
  private static let bytesBetweenChecks = 1 << 20
  private let isPure: Bool
  /// Operands that have one value in a whole statement; others may be constant in one batch.
  private let fixedCount: Int
  private let known = RememberedResults()

  /// - Parameter isPure: equal operands give equal results within a statement that does not write.
  init(_ operands: [any Evaluator], isPure: Bool = false, _ operation: @escaping Operation) {
    self.operands = operands
    self.operation = operation
    self.isPure = isPure
    fixedCount = operands.count { $0 is ConstantEvaluator }
    blockRows = max(1, CellEvaluator.blockCells / max(1, operands.count))
    rows = .allocate(capacity: max(1, blockRows * operands.count))
  }

  deinit { rows.deallocate() }

  func evaluate(_ batch: Batch, _ context: ExecutionContext) throws(QueryError) -> Column {
    var columns: [Column] = []
    for operand in operands { columns.append(try operand.evaluate(batch, context)) }
    let varying = columns.indices.filter { !columns[$0].isConstant }
    let isConstant = !operands.isEmpty && varying.isEmpty
    let count = isConstant ? 1 : batch.count
    output.reset(.cell, room: count)
    var done = 0
    if isPure, varying.count == 1, known.begin(columns[varying[0]], rows: count, mayOutlastBatch: fixedCount == operands.count - 1, context) {
      done = try evaluateRemembering(columns, by: columns[varying[0]].cells, count, context)
    }
    try evaluateBlocks(columns, done..<count, context)
    output.isConstant = isConstant
    return output
  }

  private func evaluateBlocks(_ columns: [Column], _ range: Range<Int>, _ context: ExecutionContext) throws(QueryError) {
    let (operation, results, width) = (operation, output.cells, columns.count)
    var checked = context.arena.bytesInUse
    var hasNulls = false
    var start = range.lowerBound
    while start < range.upperBound {
      let end = min(range.upperBound, start + blockRows)
      for (position, column) in columns.enumerated() { column.copyCells(start..<end, to: rows + position, stride: width) }
      var next = UnsafePointer(rows)
      for row in start..<end {
        try checkLimits(&checked, context)
        results[row] = try operation(UnsafeBufferPointer(start: next, count: width), context)
        hasNulls = hasNulls || results[row].isNull
        next += width
      }
      start = end
    }
    if hasNulls { markNulls(range) }
  }

  /// - Parameter places: the operand that varies.
  /// - Returns: how many rows are done: all, or those after which it was seen that results are hardly asked for again.
  private func evaluateRemembering(
    _ columns: [Column], by places: UnsafePointer<Cell>, _ count: Int, _ context: ExecutionContext
  ) throws(QueryError) -> Int {
    let (operation, known, results) = (operation, known, output.cells)
    var checked = context.arena.bytesInUse
    var hasNulls = false
    var row = 0
    while row < count, !known.isInVain(after: row) {
      if let result = known.result(for: places[row]) {
        results[row] = result
      } else {
        try checkLimits(&checked, context)
        for (position, column) in columns.enumerated() { rows[position] = column.cell(at: row) }
        results[row] = try operation(UnsafeBufferPointer(start: rows, count: columns.count), context)
        known.remember(results[row], for: places[row])
      }
      hasNulls = hasNulls || results[row].isNull
      row += 1
    }
    if hasNulls { markNulls(0..<row) }
    return row
  }

  private func markNulls(_ rows: Range<Int>) { for row in rows where output.cells[row].isNull { output.setNull(row) } }

  @inline(__always)
  private func checkLimits(_ checked: inout Int, _ context: ExecutionContext) throws(QueryError) {
    guard context.arena.bytesInUse - checked > CellEvaluator.bytesBetweenChecks else { return }
    try context.checkLimits()
    checked = context.arena.bytesInUse
  }
}

/// A property of an element, column to column; of anything else, cell by cell.
final class PropertyEvaluator: Evaluator {
  private let operand: any Evaluator
  let key: String
  private let span: SourceSpan
  private let output = Column(.cell)

  init(_ operand: any Evaluator, _ key: String, span: SourceSpan) {
    self.operand = operand
    self.key = key
    self.span = span
  }

  /// The slot whose element's property it is; nil for that of a computed value.
  var slot: Slot? { (operand as? SlotEvaluator)?.slot }

  func evaluate(_ batch: Batch, _ context: ExecutionContext) throws(QueryError) -> Column {
    let column = try operand.evaluate(batch, context)
    let count = column.isConstant ? min(1, batch.count) : batch.count
    switch column.kind {
    case .node, .edge:
      if context.functions.hasDeletions { try checkLiving(column, count, context) }
      context.reader.properties(
        key, of: column.kind == .node ? .node : .edge, UnsafeBufferPointer(start: column.ordinals, count: count),
        validity: column.hasNulls ? UnsafePointer(column.validity) : nil, into: output)
    case .bool, .int, .float, .date, .cell:
      output.reset(.cell, room: count)
      for row in 0..<count {
        let value: Cell
        do throws(ValueError) {
          value = try PropertyAccess.value(key, of: column.cell(at: row), context.functions)
        } catch { throw QueryError(error, at: span) }
        output.cells[row] = value
        if value.isNull { output.setNull(row) } else { output.validity[row] = 1 }
      }
    }
    output.isConstant = column.isConstant
    return output
  }

  private func checkLiving(_ column: Column, _ count: Int, _ context: ExecutionContext) throws(QueryError) {
    do throws(ValueError) {
      for row in 0..<count where !column.isNull(row) { try context.functions.checkLiving(column.cell(at: row)) }
    } catch { throw QueryError(error, at: span) }
  }
}
