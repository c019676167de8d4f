import GraphStore

/// Keeps the rows that a test holds for. Output: at least the carried columns; a batch that stays whole goes on as it is.
final class FilterOperator: BatchOperator {
  /// Appends the numbers of the rows to keep.
  typealias Test = (Batch, ExecutionContext, OrdinalBuffer) throws(QueryError) -> Void
  /// Drops numbers of rows.
  typealias Narrowing = (Batch, ExecutionContext, OrdinalBuffer) throws(QueryError) -> Void
  private let carried: [Slot]
  private let test: Test
  private let rows = OrdinalBuffer()
  private let output: Batch

  init(carried: [Slot], _ test: @escaping Test) {
    self.carried = carried
    self.test = test
    output = Batch()
  }

  /// Several tests, one after the other, without a copy of the rows between them.
  convenience init(carried: [Slot], _ tests: [Narrowing]) {
    self.init(carried: carried) { batch, context, rows throws(QueryError) in
      rows.reserve(batch.count)
      for row in 0..<batch.count { rows.base[row] = UInt32(truncatingIfNeeded: row) }
      rows.count = batch.count
      for test in tests where rows.count > 0 { try test(batch, context, rows) }
    }
  }

  func process(_ batch: Batch, _ context: ExecutionContext, into consume: BatchConsumer) throws(QueryError) -> Bool {
    rows.removeAll()
    try test(batch, context, rows)
    guard rows.count > 0 else { return true }
    if rows.count == batch.count { return try consume(batch) }
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
  static func labels(_ check: PhysicalPlan.LabelCheck) -> Narrowing {
    let known = PerVocabulary(labels: check.labels)
    return { batch, context, rows throws(QueryError) in
      let nodes = ElementColumn(batch[check.slot], count: batch.count)
      let base = rows.base
      var kept = 0
      if let validity = nodes.validity {
        for index in 0..<rows.count {
          let row = base[index]
          base[kept] = row
          kept += validity[Int(row)] != 0 ? 1 : 0
        }
        rows.count = kept
      }
      guard let mask = known.of(context.reader) else { return }
      let sets = context.arena.allocate(UInt32.self, count: batch.count)
      context.reader.labelSetIDs(of: nodes.ordinals, into: sets.baseAddress!)
      kept = 0
      mask.withUnsafeBufferPointer { mask in
        for index in 0..<rows.count {
          let row = base[index]
          base[kept] = row
          kept += mask[Int(sets[Int(row)])] ? 1 : 0
        }
      }
      rows.count = kept
    }
  }

  /// Rows in which no pair has an edge in common; lists count with all their edges.
  static func distinctEdges(_ pairs: [EdgePair]) -> Narrowing {
    { batch, _, rows throws(QueryError) in
      for pair in pairs {
        let (a, b) = (batch[pair.first], batch[pair.second])
        let areFlat = a.kind == .edge && b.kind == .edge && !a.isConstant && !b.isConstant && !a.hasNulls && !b.hasNulls
        let base = rows.base
        var kept = 0
        if areFlat {
          let (left, right) = (a.ordinals, b.ordinals)
          for index in 0..<rows.count {
            let row = base[index]
            base[kept] = row
            kept += left[Int(row)] != right[Int(row)] ? 1 : 0
          }
        } else {
          for index in 0..<rows.count {
            let row = base[index]
            base[kept] = row
            kept += differ(a.cell(at: Int(row)), b.cell(at: Int(row)), areOne: pair.first == pair.second) ? 1 : 0
          }
        }
        rows.count = kept
      }
    }
  }

  /// - Parameter areOne: both are one list, in which no edge may occur twice.
  private static func differ(_ a: Cell, _ b: Cell, areOne: Bool) -> Bool {
    switch (a.tag, b.tag) {
    case (.edge, .edge): return a.ordinal != b.ordinal
    case (.list, .edge): return !a.items.contains { $0.tag == .edge && $0.ordinal == b.ordinal }
    case (.edge, .list): return differ(b, a, areOne: areOne)
    case (.list, .list):
      var seen: Set<UInt32> = []
      for item in a.items where item.tag == .edge {
        if !seen.insert(item.ordinal).inserted, areOne { return false }
      }
      return areOne || !b.items.contains { $0.tag == .edge && seen.contains($0.ordinal) }
    default: return true
    }
  }
}

/// Computes values and puts them into slots; everything else passes.
final class ExtendOperator: BatchOperator {
  private let assignments: [(slot: Slot, evaluator: any Evaluator)]
  private let output: Batch

  init(_ assignments: [(slot: Slot, evaluator: any Evaluator)]) {
    self.assignments = assignments
    output = Batch()
  }

  func process(_ batch: Batch, _ context: ExecutionContext, into consume: BatchConsumer) throws(QueryError) -> Bool {
    output.share(batch)
    for (slot, evaluator) in assignments {
      output.set(slot, try evaluator.evaluate(batch, context))
    }
    return try consume(output)
  }
}
