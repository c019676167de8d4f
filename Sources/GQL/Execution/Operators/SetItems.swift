import GraphStore

/// SET: properties, labels or all properties of elements of the row.
final class SetItems: RowModification {
  private let items: [BoundSetItem]
  /// By item.
  private let values: [[any Evaluator]]
  /// Each row sees what those before it have assigned, as in openCypher.
  private let inTurn: Bool
  let read: [Slot]
  private var pending = PendingWrites.Kept()

  init(_ items: [BoundSetItem], values: [[any Evaluator]], inTurn: Bool) {
    self.items = items
    self.values = values
    self.inTurn = inTurn
    read = inTurn ? BoundClause(.set(items, inTurn: true), .init(0, 0)).slots.sorted { $0.index < $1.index } : []
  }

  deinit { reset() }

  func reset() { pending.removeAll() }

  var bytesHeld: Int { pending.bytes }

  func prepare(_ batch: Batch, _ context: ExecutionContext) throws(QueryError) {
    // Those rows are computed when those before them have been written.
    guard !inTurn else { return }
    var assignments = items.count > 1 ? SetAssignments(items, rowCount: batch.count) : nil
    var columnsOfItems: [[[Value]]] = []
    for evaluators in values { columnsOfItems.append(try evaluate(evaluators, batch, context)) }
    var writes = PendingWrites()
    // Of several rows the last counts, whichever item it is.
    for row in 0..<batch.count {
      for (item, columns) in zip(items, columnsOfItems) {
        guard let target = ModifySink.Target(batch[item.slot].cell(at: row), context) else { continue }
        switch item {
        case .property(_, let key, _, let span): try assignments?.note(row, target, key, columns[0][row], span)
        case .allProperties(_, _, let span): try assignments?.noteAll(row, target, span)
        case .label, .replaceProperties, .addProperties: break
        }
        for write in item.writes(to: target, columns.map { $0[row] }) { writes.add(write) }
      }
    }
    pending.add(writes.take())
  }

  private func evaluate(_ evaluators: [any Evaluator], _ batch: Batch, _ context: ExecutionContext) throws(QueryError) -> [[Value]] {
    var columns: [[Value]] = []
    for evaluator in evaluators {
      let column = try evaluator.evaluate(batch, context)
      columns.append((0..<batch.count).map { Value(column.cell(at: $0), reader: context.reader) })
    }
    return columns
  }

  func write(_ rows: RowStore, _ context: ExecutionContext) throws(QueryError) {
    try pending.perform(context)
    guard inTurn else { return }
    try RowsInTurn(rows, items).forEachStretch { stretch, isApart throws(QueryError) in try set(rows, stretch, isApart: isApart, context) }
  }

  /// Assigns in some rows that have come before others.
  /// - Parameter isApart: the rows have nothing to do with one another; else they read no element.
  private func set(_ rows: RowStore, _ stretch: Range<Int>, isApart: Bool, _ context: ExecutionContext) throws(QueryError) {
    try context.checkLimits()
    try rows.emit(Array(stretch)) { batch throws(QueryError) in
      var columns: [[[Value]]] = []
      for (number, item) in items.enumerated() {
        if isApart, number > 0 { try context.advanceReader() }
        columns.append(try evaluate(values[number], batch, context))
        if !isApart { continue }
        for row in 0..<batch.count { try set(item, batch, row, columns[number], context) }
      }
      if isApart { return true }
      for row in 0..<batch.count {
        for (item, columns) in zip(items, columns) { try set(item, batch, row, columns, context) }
      }
      return true
    }
    if isApart { try context.advanceReader() }
  }

  private func set(
    _ item: BoundSetItem, _ batch: Batch, _ row: Int, _ columns: [[Value]], _ context: ExecutionContext
  ) throws(QueryError) {
    guard let target = ModifySink.Target(batch[item.slot].cell(at: row), context) else { return }
    for write in item.writes(to: target, columns.map { $0[row] }) { try context.perform(write) }
  }
}
