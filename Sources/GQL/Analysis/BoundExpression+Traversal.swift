extension BoundExpression {
  /// The expressions directly inside, in evaluation order; the insides of subqueries are not among them.
  var children: [BoundExpression] {
    switch kind {
    case .constant, .slot, .parameter, .exists, .scalarSubquery: return []
    case .property(let a, _), .not(let a), .negate(let a), .isNull(let a, _), .isTruth(let a, _, _),
      .isLabeled(let a, _, _), .isTyped(let a, _, _), .isDirected(let a, _), .propertyExists(let a, _),
      .aggregateOfList(_, _, let a), .cast(let a, _):
      return [a]
    case .logical(_, let a, let b), .comparison(_, let a, let b), .arithmetic(_, let a, let b), .concatenate(let a, let b),
      .isEnd(let a, _, of: let b, _):
      return [a, b]
    case .allDifferent(let list), .same(let list), .function(_, let list), .coalesce(let list), .list(let list),
      .path(let list):
      return list
    case .caseWhen(let branches, let otherwise):
      return branches.flatMap { [$0.condition, $0.result] } + (otherwise.map { [$0] } ?? [])
    case .record(let fields): return fields.map(\.value)
    case .letIn(let bindings, let body): return bindings.map(\.value) + [body]
    case .fold(let fold): return [fold.initial, fold.list, fold.step]
    }
  }

  /// Every slot read anywhere inside, subqueries included (with the slots that these bind themselves).
  func collectSlots(into slots: inout some ReadNotes) {
    switch kind {
    case .slot(let slot): slots.note(slot)
    case .property(let element, let key):
      if case .slot(let slot) = element.kind { slots.note(property: key, of: slot, self) } else { element.collectSlots(into: &slots) }
    case .function(let function, let arguments):
      slots.note(function)
      for argument in arguments { argument.collectSlots(into: &slots) }
    case .exists(let query), .scalarSubquery(let query): query.collectSlots(into: &slots)
    case .letIn(let bindings, let body):
      for binding in bindings { binding.value.collectSlots(into: &slots) }
      body.collectSlots(into: &slots)
    case .constant, .parameter, .not, .logical, .comparison, .arithmetic, .negate, .concatenate, .isNull, .isTruth, .isLabeled,
      .isTyped, .isDirected, .isEnd, .allDifferent, .same, .propertyExists, .aggregateOfList, .caseWhen, .coalesce, .cast, .list,
      .record, .path, .fold:
      for child in children { child.collectSlots(into: &slots) }
    }
  }

  var slots: Set<Slot> {
    var result: Set<Slot> = []
    collectSlots(into: &result)
    return result
  }

  /// Whether a query stands anywhere inside.
  var hasSubquery: Bool {
    switch kind {
    case .exists, .scalarSubquery: true
    case .constant, .slot, .parameter, .property, .not, .logical, .comparison, .arithmetic, .negate, .concatenate, .isNull,
      .isTruth, .isLabeled, .isTyped, .isDirected, .isEnd, .allDifferent, .same, .propertyExists, .function, .aggregateOfList,
      .caseWhen, .coalesce, .cast, .list, .record, .path, .letIn, .fold:
      children.contains(where: \.hasSubquery)
    }
  }

  /// Whether only the statement's own thread may evaluate it: a query stands inside, or a CAST that may warn.
  var needsOwnThread: Bool {
    if case .cast(_, let type) = kind, CastTarget(type).mayTruncate { return true }
    if case .exists = kind { return true }
    if case .scalarSubquery = kind { return true }
    return children.contains(where: \.needsOwnThread)
  }

  /// The operands of a chain of ANDs, in order; a conjunction of one is the expression itself.
  var conjuncts: [BoundExpression] {
    var result: [BoundExpression] = []
    var pending = [self]
    while let next = pending.popLast() {
      if case .logical(.and, let left, let right) = next.kind {
        pending.append(right)
        pending.append(left)
      } else {
        result.append(next)
      }
    }
    return result
  }

  /// All of them, in their order, as a tree that is as flat as can be; nil for none.
  static func conjunction(_ conditions: some RandomAccessCollection<BoundExpression>) -> BoundExpression? {
    guard conditions.count > 1 else { return conditions.first }
    let half = conditions.count / 2
    guard let left = conjunction(conditions.prefix(half)), let right = conjunction(conditions.dropFirst(half)) else { return nil }
    return BoundExpression(.logical(.and, left, right), type: .bool, span: left.span.union(right.span))
  }

  /// Whether evaluation for a row may end in an error, so that rows decided already must be spared.
  var canFail: Bool {
    switch kind {
    case .constant, .slot, .parameter: return false
    case .property, .not, .logical, .comparison, .isNull, .isTruth, .isLabeled, .isTyped, .isDirected, .isEnd,
      .allDifferent, .same, .propertyExists, .coalesce, .list, .record, .caseWhen, .letIn:
      return children.contains(where: \.canFail)
    case .arithmetic, .negate, .concatenate, .function, .aggregateOfList, .cast, .path, .exists, .scalarSubquery, .fold:
      return true
    }
  }
}

extension BoundQuery {
  func collectSlots(into slots: inout some ReadNotes) {
    for column in columns ?? [] { slots.note(column.slot) }
    for clause in clauses { clause.collectSlots(into: &slots) }
  }
}

extension BoundClause {
  /// Slots read or written by the clause.
  func collectSlots(into slots: inout some ReadNotes) {
    switch kind {
    case .match(let pattern): pattern.collectSlots(into: &slots)
    case .optionalMatch(let clauses, let bound):
      for clause in clauses { clause.collectSlots(into: &slots) }
      slots.note(all: bound)
    case .filter(let condition): condition.collectSlots(into: &slots)
    case .extend(let assignments):
      for assignment in assignments {
        slots.note(assignment.slot)
        assignment.value.collectSlots(into: &slots)
      }
    case .project(let list), .distinct(let list): slots.note(all: list)
    case .aggregate(let keys, let aggregates):
      for key in keys {
        slots.note(key.slot)
        key.value.collectSlots(into: &slots)
      }
      for aggregate in aggregates {
        slots.note(aggregate.slot)
        for argument in aggregate.arguments { argument.collectSlots(into: &slots) }
      }
    case .order(let keys): for key in keys { key.value.collectSlots(into: &slots) }
    case .page(let offset, let limit):
      offset?.collectSlots(into: &slots)
      limit?.collectSlots(into: &slots)
    case .unwind(let unwind):
      unwind.list.collectSlots(into: &slots)
      slots.note(unwind.slot)
      if let position = unwind.position { slots.note(position.slot) }
    case .setOperation(let operation):
      operation.first.collectSlots(into: &slots)
      for operand in operation.rest { operand.query.collectSlots(into: &slots) }
      for column in operation.columns { slots.note(column.slot) }
    case .callInline(let query, _): query.collectSlots(into: &slots)
    case .callProcedure(let call):
      for argument in call.arguments { argument.collectSlots(into: &slots) }
      for output in call.outputs { slots.note(output.slot) }
    case .insert(let insert):
      for node in insert.nodes {
        slots.note(node.slot)
        for property in node.properties { property.value.collectSlots(into: &slots) }
      }
      for edge in insert.edges {
        slots.note(all: [edge.slot, edge.source, edge.target])
        for property in edge.properties { property.value.collectSlots(into: &slots) }
      }
    case .set(let items, _):
      for item in items {
        slots.note(item.slot)
        for value in item.values { value.collectSlots(into: &slots) }
      }
    case .remove(let items):
      for item in items {
        switch item {
        case .property(let slot, _, _), .label(let slot, _, _): slots.note(slot)
        }
      }
    case .delete(let items, _): for item in items { item.collectSlots(into: &slots) }
    case .finish: break
    }
  }
}

extension BoundGraphPattern {
  func collectSlots(into slots: inout some ReadNotes) {
    for path in paths {
      if let slot = path.pathSlot { slots.note(slot) }
      path.root.collectSlots(into: &slots)
    }
    `where`?.collectSlots(into: &slots)
  }
}

extension BoundPath {
  /// Slots that the path binds and slots that its conditions read.
  func collectSlots(into slots: inout some ReadNotes) {
    var bound: Set<Slot> = []
    collectBoundSlots(into: &bound)
    slots.note(all: bound)
    forEachCondition { $0.collectSlots(into: &slots) }
  }

  /// Slots that the path binds: as seen from outside (groups) and from inside (singletons of iterations).
  func collectBoundSlots(into slots: inout Set<Slot>) {
    switch self {
    case .node(let node): slots.insert(node.slot)
    case .edge(let edge): slots.insert(edge.slot)
    case .concatenation(let parts), .union(let parts), .alternation(let parts):
      for part in parts { part.collectBoundSlots(into: &slots) }
    case .repetition(let repetition):
      repetition.path.collectBoundSlots(into: &slots)
      for group in repetition.groups { slots.insert(group.group) }
    case .optional(let path): path.collectBoundSlots(into: &slots)
    case .scoped(let scoped):
      if let slot = scoped.pathSlot { slots.insert(slot) }
      scoped.path.collectBoundSlots(into: &slots)
    }
  }

  func forEachCondition(_ body: (BoundExpression) -> Void) {
    switch self {
    case .node(let node): if let condition = node.condition { body(condition) }
    case .edge(let edge): if let condition = edge.condition { body(condition) }
    case .concatenation(let parts), .union(let parts), .alternation(let parts):
      for part in parts { part.forEachCondition(body) }
    case .repetition(let repetition): repetition.path.forEachCondition(body)
    case .optional(let path): path.forEachCondition(body)
    case .scoped(let scoped):
      scoped.path.forEachCondition(body)
      if let condition = scoped.condition { body(condition) }
    }
  }
}
