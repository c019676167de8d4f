extension LogicalPlan {
  /// The input, nil for the leaf.
  var input: LogicalPlan? {
    switch self {
    case .argument: return nil
    case .match(let input, _), .filter(let input, _), .extend(let input, _), .project(let input, _),
      .aggregate(let input, _, _), .distinct(let input, _), .order(let input, _), .page(let input, _, _),
      .unwind(let input, _), .setOperation(let input, _), .apply(let input, _, _), .callProcedure(let input, _),
      .insert(let input, _), .set(let input, _, _), .remove(let input, _), .delete(let input, _, _), .discard(let input):
      return input
    }
  }

  /// Every slot that the plan reads or binds anywhere.
  func collectSlots(into slots: inout some ReadNotes) {
    input?.collectSlots(into: &slots)
    let clause: BoundClause.Kind
    switch self {
    case .argument, .discard: return
    case .match(_, let pattern): return pattern.collectSlots(into: &slots)
    case .setOperation(_, let operation):
      for operand in operation.operands { operand.collectSlots(into: &slots) }
      for column in operation.columns { slots.note(column.slot) }
      return
    case .apply(_, let inner, let kind):
      inner.collectSlots(into: &slots)
      if case .optional(let optional) = kind { slots.note(all: optional) }
      return
    case .filter(_, let condition): clause = .filter(condition)
    case .extend(_, let assignments): clause = .extend(assignments)
    case .project(_, let list): clause = .project(list)
    case .aggregate(_, let keys, let aggregates): clause = .aggregate(keys: keys, aggregates)
    case .distinct(_, let list): clause = .distinct(list)
    case .order(_, let keys): clause = .order(keys)
    case .page(_, let offset, let limit): clause = .page(offset: offset, limit: limit)
    case .unwind(_, let unwind): clause = .unwind(unwind)
    case .callProcedure(_, let call): clause = .callProcedure(call)
    case .insert(_, let insert): clause = .insert(insert)
    case .set(_, let items, let inTurn): clause = .set(items, inTurn: inTurn)
    case .remove(_, let items): clause = .remove(items)
    case .delete(_, let items, let isDetaching): clause = .delete(items, isDetaching: isDetaching)
    }
    BoundClause(clause, SourceSpan(0, 0)).collectSlots(into: &slots)
  }
}

extension LogicalPattern {
  func collectSlots(into slots: inout some ReadNotes) {
    slots.note(all: boundSlots)
    collectReadSlots(into: &slots)
  }

  /// Slots that conditions and path variables read.
  var readSlots: Set<Slot> {
    var slots: Set<Slot> = []
    collectReadSlots(into: &slots)
    return slots
  }

  private func collectReadSlots(into slots: inout some ReadNotes) {
    for node in nodes { for condition in node.conditions { condition.collectSlots(into: &slots) } }
    for connector in connectors {
      switch connector {
      case .edge(let edge): for condition in edge.conditions { condition.collectSlots(into: &slots) }
      case .search(let search): search.path.forEachCondition { $0.collectSlots(into: &slots) }
      }
    }
    for condition in conditions { condition.collectSlots(into: &slots) }
    for path in paths { path.value.collectSlots(into: &slots) }
    slots.note(all: distinctEdges)
  }
}
