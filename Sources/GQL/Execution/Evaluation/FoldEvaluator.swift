import GraphStore

/// `reduce`: all rows of a batch take their next item together, until the longest list ends.
///
/// What the accumulators were before is forgotten from time to time: those of now are copied to other memory, and the rest given back.
final class FoldEvaluator: Evaluator {
  private let fold: BoundFold
  private let initial: any Evaluator
  private let list: any Evaluator
  private let step: any Evaluator
  /// What the step reads besides accumulator and item.
  private let outer: [Slot]
  /// Values of subqueries live only until they run again: then every accumulator is kept.
  private let keepsEach: Bool
  /// Holds the lists, and the accumulators that they begin with, where those are kept.
  private let inputs = Arena(firstChunkBytes: 256)
  /// Where accumulators are kept, and where they are moved to.
  private var memory = (now: Arena(firstChunkBytes: 256), next: Arena(firstChunkBytes: 256))
  /// Of a new arena.
  private let empty: Arena.Mark
  private static let leastForgotten = 1 << 20
  private let output = Column(.cell)
  private let rows = OrdinalBuffer()
  private var part: Batch?

  init(_ fold: BoundFold, initial: any Evaluator, list: any Evaluator, step: any Evaluator) {
    self.fold = fold
    self.initial = initial
    self.list = list
    self.step = step
    outer = fold.step.slots.subtracting([fold.accumulator, fold.item]).sorted { $0.index < $1.index }
    keepsEach = fold.step.hasSubquery || fold.initial.hasSubquery || fold.list.hasSubquery
    empty = inputs.mark()
  }

  func evaluate(_ batch: Batch, _ context: ExecutionContext) throws(QueryError) -> Column {
    inputs.release(to: empty)
    memory.now.release(to: empty)
    let lists = try cells(list.evaluate(batch, context), batch.count)
    var values = try cells(initial.evaluate(batch, context), batch.count)
    var longest = 0
    for row in 0..<batch.count {
      guard !lists[row].isNull else {
        values[row] = .null
        continue
      }
      guard lists[row].tag == .list else {
        throw QueryError(.invalidValueType, "reduce takes a list, found \(lists[row].typeName)", at: fold.list.span)
      }
      longest = max(longest, Int(lists[row].length))
    }
    let start = context.arena.mark()
    let before = context.arena.bytesInUse
    var limit = FoldEvaluator.leastForgotten
    for position in 0..<longest {
      if position % 1_024 == 0 { try context.checkLimits(besides: memory.now.bytesInUse) }
      try take(position, of: lists, &values, batch, context)
      guard context.arena.bytesInUse - before + memory.now.bytesInUse > limit else { continue }
      for row in 0..<batch.count { values[row] = memory.next.copy(values[row]) }
      context.arena.release(to: start)
      context.arena.trim()
      memory = (memory.next, Arena(firstChunkBytes: 256))
      // Then copying takes a fraction of the time that making them takes.
      limit = max(FoldEvaluator.leastForgotten, 4 * memory.now.bytesInUse)
      try context.checkLimits(besides: memory.now.bytesInUse)
    }
    output.reset(.cell, room: batch.count)
    for row in 0..<batch.count {
      output.cells[row] = values[row]
      if values[row].isNull { output.setNull(row) } else { output.validity[row] = 1 }
    }
    return output
  }

  private func take(
    _ position: Int, of lists: [Cell], _ values: inout [Cell], _ batch: Batch, _ context: ExecutionContext
  ) throws(QueryError) {
    rows.removeAll()
    for row in 0..<batch.count where lists[row].tag == .list && position < Int(lists[row].length) { rows.append(UInt32(row)) }
    let part = self.part ?? Batch()
    self.part = part
    part.count = rows.count
    part.gather(outer.filter { batch.column($0) != nil }, from: batch, rows: rows.elements)
    let (accumulators, items) = (part.own(fold.accumulator, .cell), part.own(fold.item, .cell))
    for (index, row) in rows.elements.enumerated() {
      set(accumulators, index, values[Int(row)])
      set(items, index, lists[Int(row)].items[position])
    }
    let result = try step.evaluate(part, context)
    for (index, row) in rows.elements.enumerated() { values[Int(row)] = keepsEach ? memory.now.copy(result.cell(at: index)) : result.cell(at: index) }
  }

  private func set(_ column: Column, _ row: Int, _ cell: Cell) {
    column.cells[row] = cell
    if cell.isNull { column.setNull(row) }
  }

  private func cells(_ column: Column, _ count: Int) -> [Cell] { (0..<count).map { keepsEach ? inputs.copy(column.cell(at: $0)) : column.cell(at: $0) } }
}
