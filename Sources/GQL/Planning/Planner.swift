import GraphStore

/// Turns a bound query into algebra: clauses become a chain of plan nodes, patterns become pattern graphs.
struct Planner {
  /// Hidden slots that planning adds are numbered from here.
  private(set) var slotCount: Int
  /// `PlanRule.pushDown`.
  private let pushesDown: Bool

  init(slotCount: Int, pushesDown: Bool = true) {
    self.slotCount = slotCount
    self.pushesDown = pushesDown
  }

  mutating func makeSlot() -> Slot {
    defer { slotCount += 1 }
    return Slot(slotCount)
  }

  mutating func plan(_ query: BoundQuery) -> LogicalPlan {
    var plan = LogicalPlan.argument
    for clause in query.clauses { plan = append(clause, to: plan) }
    return plan
  }

  private mutating func append(_ clause: BoundClause, to input: LogicalPlan) -> LogicalPlan {
    switch clause.kind {
    case .match(let pattern): return self.plan(pattern, on: input)
    case .optionalMatch(let clauses, let slots):
      var inner = LogicalPlan.argument
      for clause in clauses { inner = append(clause, to: inner) }
      return .apply(input, inner: inner, .optional(slots: slots))
    case .filter(let condition): return .filter(input, condition)
    case .extend(let assignments): return .extend(input, assignments)
    case .project(let slots): return .project(input, slots)
    case .aggregate(let keys, let aggregates): return .aggregate(input, keys: keys, aggregates)
    case .distinct(let slots): return .distinct(input, slots)
    case .order(let keys): return .order(input, keys)
    case .page(let offset, let limit): return .page(input, offset: offset, limit: limit)
    case .unwind(let unwind): return .unwind(input, unwind)
    case .setOperation(let operation): return plan(operation, on: input)
    case .callInline(let query, let isOptional):
      let inner = plan(query)
      guard let columns = query.columns else { return .apply(input, inner: inner, .effects) }
      return .apply(input, inner: inner, isOptional ? .optional(slots: columns.map(\.slot)) : .inner)
    case .callProcedure(let call): return .callProcedure(input, call)
    case .insert(let insert): return .insert(input, insert)
    case .set(let items, let inTurn): return .set(input, items, inTurn: inTurn)
    case .remove(let items): return .remove(input, items)
    case .delete(let items, let isDetaching): return .delete(input, items, isDetaching: isDetaching)
    case .finish: return .discard(input)
    }
  }

  private mutating func plan(_ operation: BoundSetOperation, on input: LogicalPlan) -> LogicalPlan {
    var operands = [plan(operation.first)]
    for operand in operation.rest { operands.append(plan(operand.query)) }
    let logical = LogicalSetOperation(
      operands: operands, operators: operation.rest.map(\.operator), columns: operation.columns)
    return .setOperation(input, logical)
  }

  private mutating func plan(_ pattern: BoundGraphPattern, on input: LogicalPlan) -> LogicalPlan {
    var builder = PatternBuilder(planner: self, pattern: pattern)
    var logical = builder.build()
    slotCount = builder.planner.slotCount
    guard pushesDown else {
      let match = LogicalPlan.match(input, logical)
      return pattern.where.map { .filter(match, $0) } ?? match
    }
    for conjunct in pattern.where?.conjuncts ?? [] { logical.add(conjunct) }
    return .match(input, logical)
  }
}
