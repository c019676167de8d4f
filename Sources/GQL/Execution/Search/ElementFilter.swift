import GraphStore

/// Judges elements by a condition over one element and the outer row, a batch at a time. When the condition reads nothing of the outer
/// row, each element is judged once.
final class ElementFilter {
  private let condition: LocalCondition
  private let kind: ElementKind
  private let evaluator: any Evaluator
  private let outer: OuterColumns
  private let input: Batch
  private let flags: UnsafeMutablePointer<UInt8>
  private let positions = OrdinalBuffer()
  private let single = OrdinalBuffer(capacity: 1)
  /// By ordinal: 0 not judged yet, 1 kept, 2 dropped. Nil until first used.
  @exclusivity(unchecked) private var verdicts: UnsafeMutablePointer<UInt8>?

  init(_ condition: LocalCondition, _ kind: ElementKind, _ evaluator: any Evaluator) {
    self.condition = condition
    self.kind = kind
    self.evaluator = evaluator
    outer = OuterColumns(condition.expression.slots.subtracting([condition.slot]))
    input = Batch()
    flags = .allocate(capacity: Batch.rowLimit)
  }

  deinit {
    flags.deallocate()
    forget()
  }

  /// Drops what was judged by an earlier snapshot.
  func forget() {
    verdicts?.deallocate()
    verdicts = nil
  }

  func begin(_ batch: Batch, row: Int, _ context: ExecutionContext) {
    outer.fill(input, from: batch, row: row)
    guard outer.isEmpty, verdicts == nil else { return }
    let count = Int(kind == .node ? context.reader.nodeLimit : context.reader.edgeLimit)
    verdicts = .allocate(capacity: max(1, count))
    verdicts?.initialize(repeating: 0, count: max(1, count))
  }

  func holds(_ element: UInt32, _ context: ExecutionContext) throws(QueryError) -> Bool {
    single.removeAll()
    single.append(element)
    return try filter(single.elements, context)[0] != 0
  }

  /// - Returns: 1 for each element to keep; valid until the next call. At most a batch.
  func filter(_ elements: UnsafeBufferPointer<UInt32>, _ context: ExecutionContext) throws(QueryError) -> UnsafePointer<UInt8> {
    guard let verdicts else {
      try judge(elements, context) { flags[$0] = $1 ? 1 : 0 }
      return UnsafePointer(flags)
    }
    positions.removeAll()
    for element in elements where verdicts[Int(element)] == 0 { positions.append(element) }
    let open = positions.elements
    if !open.isEmpty { try judge(open, context) { verdicts[Int(open[$0])] = $1 ? 1 : 2 } }
    for (index, element) in elements.enumerated() { flags[index] = verdicts[Int(element)] == 1 ? 1 : 0 }
    return UnsafePointer(flags)
  }

  private func judge(
    _ elements: UnsafeBufferPointer<UInt32>, _ context: ExecutionContext, _ note: (Int, Bool) -> Void
  ) throws(QueryError) {
    let mark = context.arena.mark()
    defer { context.arena.release(to: mark) }
    input.count = elements.count
    let column = input.own(condition.slot, kind == .node ? .node : .edge)
    column.ordinals.update(from: elements.baseAddress!, count: elements.count)
    let result = try evaluator.evaluate(input, context)
    let span = condition.expression.span
    for index in 0..<elements.count { note(index, try Truth.value(result.cell(at: index), span) == true) }
  }
}

/// Values of the outer row, as columns that a condition can read.
final class OuterColumns {
  private let slots: [Slot]
  private var columns: [Slot: Column] = [:]

  /// - Parameter slots: may hold slots that the outer rows do not have.
  init(_ slots: Set<Slot>) { self.slots = slots.sorted { $0.index < $1.index } }

  /// No slot of the outer rows is read. Known once the first row is there.
  var isEmpty: Bool { columns.isEmpty }

  func fill(_ target: Batch, from batch: Batch, row: Int) {
    for slot in slots {
      guard let source = batch.column(slot) else { continue }
      let column = columns[slot] ?? Column(.cell, capacity: 1)
      columns[slot] = column
      column.fill(constant: source.cell(at: row))
      target.set(slot, column)
    }
  }
}

/// A condition over several elements of a walk, judged one walk at a time.
final class WalkConditionFilter {
  private let condition: WalkCondition
  private let bindings: [SearchBinding?]
  private let evaluator: any Evaluator
  private let outer: OuterColumns
  private let input: Batch
  private let isReversed: Bool

  init(
    _ condition: WalkCondition, bindings: [SearchBinding?], _ evaluator: any Evaluator, isReversed: Bool
  ) {
    self.condition = condition
    self.bindings = bindings
    self.evaluator = evaluator
    self.isReversed = isReversed
    outer = OuterColumns(condition.expression.slots.subtracting(condition.reads))
    input = Batch()
    input.count = 1
    for slot in condition.reads { input.set(slot, Column(.cell, capacity: 1)) }
  }

  func begin(_ batch: Batch, row: Int) { outer.fill(input, from: batch, row: row) }

  func holds(_ walk: SearchWalk, _ context: ExecutionContext) throws(QueryError) -> Bool {
    let mark = context.arena.mark()
    defer { context.arena.release(to: mark) }
    for (slot, binding) in zip(condition.reads, bindings) {
      let cell = binding.map { walk.cell($0, isReversed: isReversed, context.arena) } ?? .null
      input[slot].fill(constant: cell)
    }
    let result = try evaluator.evaluate(input, context)
    return try Truth.value(result.cell(at: 0), condition.expression.span) == true
  }
}
