import GraphStore

/// Keeps the rows that a test holds for. Output: the carried columns.
final class FilterOperator: BatchOperator {
  typealias Test = (Batch, ExecutionContext, OrdinalBuffer) throws(QueryError) -> Void
  private let carried: [Slot]
  private let test: Test
  private let rows = OrdinalBuffer()
  private let output: Batch

  /// - Parameter test: appends the numbers of the rows to keep.
  init(carried: [Slot], slotCount: Int, _ test: @escaping Test) {
    self.carried = carried
    self.test = test
    output = Batch(slotCount: slotCount)
  }

  func process(_ batch: Batch, _ context: ExecutionContext, into consume: BatchConsumer) throws(QueryError) -> Bool {
    rows.removeAll()
    try test(batch, context, rows)
    guard rows.count > 0 else { return true }
    output.count = rows.count
    output.gather(carried, from: batch, rows: rows.elements)
    return try consume(output)
  }

  /// Rows whose condition is true.
  static func condition(_ evaluator: any Evaluator, _ span: SourceSpan) -> Test {
    { batch, context, rows throws(QueryError) in
      let column = try evaluator.evaluate(batch, context)
      for row in 0..<batch.count where try Truth.value(column.cell(at: row), span) == true { rows.append(UInt32(row)) }
    }
  }

  /// Rows whose node has labels that satisfy all predicates, and is not null.
  static func labels(_ check: PhysicalPlan.LabelCheck) -> Test {
    { batch, context, rows throws(QueryError) in
      let nodes = ElementColumn(batch[check.slot], count: batch.count, scratch: OrdinalBuffer(capacity: 1))
      guard let mask = LabelMask.nodes(check.labels, context.reader) else {
        for row in 0..<batch.count where nodes.validity?[row] != 0 { rows.append(UInt32(row)) }
        return
      }
      let sets = context.arena.allocate(UInt32.self, count: batch.count)
      context.reader.labelSetIDs(of: nodes.ordinals, into: sets.baseAddress!)
      for row in 0..<batch.count where nodes.validity?[row] != 0 && mask[Int(sets[row])] { rows.append(UInt32(row)) }
    }
  }

  /// Rows in which no edge occurs twice among the slots; lists count with all their edges.
  static func distinctEdges(_ slots: [Slot]) -> Test {
    { batch, _, rows throws(QueryError) in
      var seen: Set<UInt32> = []
      rows: for row in 0..<batch.count {
        seen.removeAll(keepingCapacity: true)
        for slot in slots {
          let cell = batch[slot].cell(at: row)
          if cell.tag == .edge, !seen.insert(cell.ordinal).inserted { continue rows }
          if cell.tag == .list {
            for item in cell.items where item.tag == .edge && !seen.insert(item.ordinal).inserted { continue rows }
          }
        }
        rows.append(UInt32(row))
      }
    }
  }
}

/// Computes values and puts them into slots; everything else passes.
final class ExtendOperator: BatchOperator {
  private let assignments: [(slot: Slot, evaluator: any Evaluator)]
  private let output: Batch

  init(_ assignments: [(slot: Slot, evaluator: any Evaluator)], slotCount: Int) {
    self.assignments = assignments
    output = Batch(slotCount: slotCount)
  }

  func process(_ batch: Batch, _ context: ExecutionContext, into consume: BatchConsumer) throws(QueryError) -> Bool {
    output.columns = batch.columns
    output.count = batch.count
    for (slot, evaluator) in assignments {
      output.columns[slot.index] = try evaluator.evaluate(batch, context)
    }
    return try consume(output)
  }
}

/// Drops the first rows and stops after the last wanted one.
final class PageOperator: BatchOperator {
  private let offset: (any Evaluator)?
  private let limit: (any Evaluator)?
  private let output: Batch
  private let rows = OrdinalBuffer()
  private var skip: Int?
  private var take = Int.max

  init(offset: (any Evaluator)?, limit: (any Evaluator)?, slotCount: Int) {
    self.offset = offset
    self.limit = limit
    output = Batch(slotCount: slotCount)
  }

  func reset() { skip = nil }

  func process(_ batch: Batch, _ context: ExecutionContext, into consume: BatchConsumer) throws(QueryError) -> Bool {
    if skip == nil {
      skip = try count(offset, "OFFSET", context) ?? 0
      take = try count(limit, "LIMIT", context) ?? Int.max
    }
    let dropped = min(skip ?? 0, batch.count)
    skip = (skip ?? 0) - dropped
    let kept = min(batch.count - dropped, take)
    take -= kept
    guard kept > 0 else { return take > 0 }
    rows.removeAll()
    for row in dropped..<(dropped + kept) { rows.append(UInt32(row)) }
    let live = batch.columns.indices.filter { batch.columns[$0] != nil }.map { Slot($0) }
    output.count = kept
    output.gather(live, from: batch, rows: rows.elements)
    return try consume(output) && take > 0
  }

  private func count(_ evaluator: (any Evaluator)?, _ word: String, _ context: ExecutionContext) throws(QueryError) -> Int? {
    guard let evaluator else { return nil }
    let unit = Batch(slotCount: output.columns.count)
    unit.count = 1
    let cell = try evaluator.evaluate(unit, context).cell(at: 0)
    guard cell.tag == .int else {
      throw QueryError(.invalidValueType, "\(word) takes an integer, found \(cell.typeName)")
    }
    guard cell.int >= 0 else { throw QueryError(.negativeLimit, "\(word) is negative") }
    return Int(cell.int)
  }
}
