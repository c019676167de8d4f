import GraphStore

/// `reduce`: all rows of a batch take their next item together, until the longest list ends.
final class FoldEvaluator: Evaluator {
  private let fold: BoundFold
  private let initial: any Evaluator
  private let list: any Evaluator
  private let step: any Evaluator
  /// What the step reads besides accumulator and item.
  private let outer: [Slot]
  /// Values of subqueries live only until they run again: then accumulators are kept here.
  private let memory: Arena?
  private let start: Arena.Mark?
  private let output = Column(.cell)
  private let rows = OrdinalBuffer()
  private var part: Batch?

  init(_ fold: BoundFold, initial: any Evaluator, list: any Evaluator, step: any Evaluator) {
    self.fold = fold
    self.initial = initial
    self.list = list
    self.step = step
    outer = fold.step.slots.subtracting([fold.accumulator, fold.item]).sorted { $0.index < $1.index }
    memory = fold.step.hasSubquery || fold.initial.hasSubquery || fold.list.hasSubquery ? Arena() : nil
    start = memory?.mark()
  }

  func evaluate(_ batch: Batch, _ context: ExecutionContext) throws(QueryError) -> Column {
    if let memory, let start { memory.release(to: start) }
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
    var checked = context.arena.bytesInUse
    for position in 0..<longest {
      let held = context.arena.bytesInUse + (memory?.bytesInUse ?? 0)
      if position % 1_024 == 0 || held - checked > 1 << 20 {
        try context.checkLimits(besides: memory?.bytesInUse ?? 0)
        checked = held
      }
      try take(position, of: lists, &values, batch, context)
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
    for (index, row) in rows.elements.enumerated() { values[Int(row)] = kept(result.cell(at: index)) }
  }

  private func set(_ column: Column, _ row: Int, _ cell: Cell) {
    column.cells[row] = cell
    if cell.isNull { column.setNull(row) }
  }

  private func cells(_ column: Column, _ count: Int) -> [Cell] { (0..<count).map { kept(column.cell(at: $0)) } }

  private func kept(_ cell: Cell) -> Cell { memory?.copy(cell) ?? cell }
}
