/// Takes note of what expressions read, as they are gone through (`collectSlots`).
protocol ReadNotes {
  mutating func note(_ slot: Slot)
  /// - Parameter expression: the whole of it.
  mutating func note(property key: String, of slot: Slot, _ expression: BoundExpression)
  mutating func note(_ function: ScalarFunction)
}

extension ReadNotes {
  mutating func note(all slots: some Sequence<Slot>) { for slot in slots { note(slot) } }
}

extension Set<Slot>: ReadNotes {
  mutating func note(_ slot: Slot) { insert(slot) }
  mutating func note(property key: String, of slot: Slot, _ expression: BoundExpression) { insert(slot) }
  mutating func note(_ function: ScalarFunction) {}
}

/// On what the value of a query, or the rows of a plan, depend.
struct Dependences: ReadNotes {
  /// Elements and values as such.
  private var whole: Set<Slot> = []
  /// Properties of elements, by key.
  private var properties: [Slot: [String: BoundExpression]] = [:]
  /// It may be another one each time.
  private(set) var areRandom = false

  init(of query: BoundQuery) { query.collectSlots(into: &self) }
  init(of plan: LogicalPlan) { plan.collectSlots(into: &self) }
  init(of expression: BoundExpression) { expression.collectSlots(into: &self) }

  mutating func note(_ slot: Slot) { whole.insert(slot) }
  mutating func note(property key: String, of slot: Slot, _ expression: BoundExpression) { properties[slot, default: [:]][key] = expression }
  mutating func note(_ function: ScalarFunction) { if function.isRandom { areRandom = true } }

  /// Those on what is bound outside, in the slots: as little of it as there is.
  func values(of slots: [Slot]) -> [BoundExpression] {
    slots.flatMap { slot in
      if whole.contains(slot) { return [BoundExpression(.slot(slot), type: .any, span: SourceSpan(0, 0))] }
      return (properties[slot] ?? [:]).sorted { $0.key < $1.key }.map(\.value)
    }
  }
}

extension ScalarFunction {
  /// Gives another value each time.
  var isRandom: Bool { self == .random || self == .randomUUID }
}
