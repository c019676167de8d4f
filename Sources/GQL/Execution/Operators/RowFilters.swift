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
      if column.kind == .bool, !column.isConstant {
        let bools = column.bools
        rows.reserve(batch.count)
        let kept = rows.base
        var count = 0
        for row in 0..<batch.count {
          kept[count] = UInt32(truncatingIfNeeded: row)
          count += Int(bools[row] & (column.hasNulls ? column.validity[row] : 1))
        }
        rows.count = count
        return
      }
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
