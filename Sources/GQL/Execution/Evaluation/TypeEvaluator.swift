import GraphStore

/// `TYPE(e)` of a column of edges: one text for each type, however many edges have it.
final class TypeEvaluator: Evaluator {
  private let operand: any Evaluator
  private let otherwise: any Evaluator
  private let output = Column(.cell)
  private let arena = Arena(firstChunkBytes: 256)
  private let empty: Arena.Mark
  /// By the number of the name; null = not made yet.
  @exclusivity(unchecked) private var texts: [Cell] = []
  @exclusivity(unchecked) private var statement: UInt64?
  @exclusivity(unchecked) private var types: [NameID] = []

  /// - Parameter otherwise: the same for any operand.
  init(_ operand: any Evaluator, otherwise: any Evaluator) {
    self.operand = operand
    self.otherwise = otherwise
    empty = arena.mark()
  }

  func evaluate(_ batch: Batch, _ context: ExecutionContext) throws(QueryError) -> Column {
    let column = try operand.evaluate(batch, context)
    guard column.kind == .edge, !column.isConstant, !column.hasNulls, !context.functions.hasDeletions else {
      return try otherwise.evaluate(batch, context)
    }
    let count = batch.count
    prepare(count, context)
    context.reader.typeIDs(of: UnsafeBufferPointer(start: column.ordinals, count: count), into: &types)
    output.reset(.cell, room: count)
    let cells = output.cells
    for row in 0..<count {
      let type = Int(types[row])
      if texts[type].isNull { texts[type] = arena.string(context.reader.names[types[row]]) }
      cells[row] = texts[type]
    }
    return output
  }

  private func prepare(_ count: Int, _ context: ExecutionContext) {
    if types.count < count { types = Array(repeating: 0, count: count) }
    if statement != context.statement {
      statement = context.statement
      arena.release(to: empty)
      texts = []
    }
    // A statement that writes may add types.
    while texts.count < context.reader.names.names.count { texts.append(.null) }
  }
}
