import GraphStore

/// Makes evaluators of bound expressions. One a statement: subqueries inside expressions are planned through it.
struct ExpressionCompiler {
  /// Plans and builds a subquery over the slots of the rows it is evaluated for.
  let subquery: (BoundQuery) -> SubqueryRunner

  func compile(_ expression: BoundExpression) -> any Evaluator {
    let span = expression.span
    switch expression.kind {
    case .constant(let value): return ConstantEvaluator { _ throws(QueryError) in value }
    case .slot(let slot): return SlotEvaluator(slot)
    case .parameter(let name): return parameter(name, span)
    case .property(let element, let key): return PropertyEvaluator(compile(element), key, span: span)
    case .not(let a): return UnaryLogicalEvaluator(.not, compile(a), span: span)
    case .logical(let op, let a, let b): return logical(op, a, b, span)
    case .comparison(let op, let a, let b): return ComparisonEvaluator(op, compile(a), compile(b), span: span)
    case .arithmetic(let op, let a, let b): return ArithmeticEvaluator(op, compile(a), compile(b), span: span)
    case .negate(let a):
      return values([a], span) { row, context throws(ValueError) in
        try CellArithmetic.negate(row[0], arena: context.arena)
      }
    case .concatenate(let a, let b):
      return values([a, b], span) { row, context throws(ValueError) in
        let joined = try CellArithmetic.concatenate(row[0], row[1], arena: context.arena)
        try joined.checkExtent()
        return joined
      }
    case .isNull(let a, let isNegated):
      return UnaryLogicalEvaluator(.isNull(isNegated: isNegated), compile(a), span: span)
    case .isTruth(let a, let truth, let isNegated):
      return cells([a]) { row, _ throws(QueryError) in
        let holds = try Truth.value(row[0], span) == truth
        return Cell(holds != isNegated)
      }
    case .isLabeled(let a, let label, let isNegated):
      return cells([a]) { row, context throws(QueryError) in
        try ElementPredicates.isLabeled(row[0], label, isNegated, context.reader, span)
      }
    case .isTyped(let a, let type, let isNegated):
      let target = CastTarget(type)
      return cells([a]) { row, _ throws(QueryError) in Cell(TypeTest.matches(row[0], target) != isNegated) }
    case .isDirected(let a, let isNegated):
      return cells([a]) { row, context throws(QueryError) in
        guard row[0].tag == .edge else { return .null }
        return Cell(context.reader.isDirected(row[0].ordinal) != isNegated)
      }
    case .isEnd(let node, let end, let edge, let isNegated):
      return cells([node, edge]) { row, context throws(QueryError) in
        ElementPredicates.isEnd(row[0], end, of: row[1], isNegated, context.reader)
      }
    case .allDifferent(let list):
      return cells(list) { row, _ throws(QueryError) in ElementPredicates.allDifferent(row) }
    case .same(let list): return cells(list) { row, _ throws(QueryError) in ElementPredicates.same(row) }
    case .propertyExists(let a, let key):
      return values([a], span) { row, context throws(ValueError) in
        try PropertyAccess.exists(key, of: row[0], context.functions)
      }
    case .function(let function, let arguments):
      if let comparison = ScalarFunction.cypherComparison(function), arguments.count == 2 {
        return ComparisonEvaluator(
          comparison, compile(arguments[0]), compile(arguments[1]), isLenient: true, span: span)
      }
      return call(function, arguments, span)
    case .aggregateOfList(let function, let isDistinct, let list):
      return values([list], span) { row, context throws(ValueError) in
        try ListAggregate.evaluate(function, isDistinct, row[0], context)
      }
    case .caseWhen(let branches, let otherwise): return caseWhen(branches, otherwise)
    case .coalesce(let list): return coalesce(list)
    case .cast(let a, let type):
      let target = CastTarget(type)
      return values([a], span) { row, context throws(ValueError) in
        let result = try Cast.cast(row[0], to: target, context.functions)
        if context.functions.hasTruncated { context.noteTruncation(to: target, at: span) }
        return result
      }
    case .list(let items):
      return values(items, span) { row, context throws(ValueError) in
        let list = context.arena.cells(.list, row)
        try list.checkExtent()
        return list
      }
    case .record(let fields):
      return values(fields.map(\.value), span) { row, context throws(ValueError) in
        var both: [Cell] = []
        for (field, value) in zip(fields, row) { both += [context.arena.string(field.name), value] }
        let record = both.withUnsafeBufferPointer { context.arena.cells(.record, $0) }
        try record.checkExtent()
        return record
      }
    case .path(let elements):
      return cells(elements) { row, context throws(QueryError) in
        try ElementPredicates.path(row, context, span)
      }
    case .letIn(let bindings, let body):
      return LetEvaluator(bindings.map { ($0.slot, compile($0.value)) }, body: compile(body))
    case .fold(let fold):
      return FoldEvaluator(
        fold, initial: compile(fold.initial), list: compile(fold.list), step: compile(fold.step))
    case .exists(let query): return subquery(query).evaluator(.exists, span)
    case .scalarSubquery(let query): return subquery(query).evaluator(.scalar, span)
    }
  }

  private func cells(_ operands: [BoundExpression], _ operation: @escaping CellEvaluator.Operation) -> any Evaluator {
    CellEvaluator(operands.map(compile), operation)
  }

  private func values(
    _ operands: [BoundExpression], _ span: SourceSpan, isPure: Bool = false,
    _ operation: @escaping (UnsafeBufferPointer<Cell>, ExecutionContext) throws(ValueError) -> Cell
  ) -> any Evaluator {
    CellEvaluator(operands.map(compile), isPure: isPure) { row, context throws(QueryError) in
      do throws(ValueError) { return try operation(row, context) } catch { throw QueryError(error, at: span) }
    }
  }

  private func call(_ function: ScalarFunction, _ arguments: [BoundExpression], _ span: SourceSpan) -> any Evaluator {
    let evaluate = function.evaluate
    let isNullOfNull = function.nulls == .nullIfAnyNull
    let general = values(arguments, span, isPure: true) { row, context throws(ValueError) in
      if isNullOfNull, row.contains(where: \.isNull) { return .null }
      return try evaluate(row, context.functions)
    }
    // A list that is computed for each row would be computed twice.
    if function == .listContains || function == .isAmong, arguments[0].isAtHand {
      return MembershipEvaluator(list: compile(arguments[0]), item: compile(arguments[1]), itemByItem: general)
    }
    if function == .cypherMembership, arguments[1].isAtHand {
      return MembershipEvaluator(list: compile(arguments[1]), item: compile(arguments[0]), itemByItem: general)
    }
    if function == .type { return TypeEvaluator(compile(arguments[0]), otherwise: general) }
    return general
  }

  private func parameter(_ name: String, _ span: SourceSpan) -> any Evaluator {
    ConstantEvaluator { context throws(QueryError) in
      guard let value = context.parameters[name] else {
        throw QueryError(.invalidReference, "parameter `$\(name)` has no value", at: span)
      }
      return value
    }
  }

  private func logical(
    _ op: LogicalOperator, _ a: BoundExpression, _ b: BoundExpression, _ span: SourceSpan
  ) -> any Evaluator {
    guard b.canFail, op != .xor else { return LogicalEvaluator(op, compile(a), compile(b), span: span) }
    return ShortCircuitEvaluator(op, compile(a), compile(b), rightSlots: Array(b.slots), span: span)
  }

  private func caseWhen(
    _ branches: [(condition: BoundExpression, result: BoundExpression)], _ otherwise: BoundExpression?
  ) -> any Evaluator {
    var compiled: [(branch: BranchEvaluator.Branch, result: (evaluator: any Evaluator, slots: [Slot])?)] = []
    for (condition, result) in branches {
      let branch = BranchEvaluator.Branch(test: compile(condition), testSlots: Array(condition.slots)) {
        cell throws(QueryError) in try Truth.value(cell, condition.span) == true ? .result : .open
      }
      compiled.append((branch, (compile(result), Array(result.slots))))
    }
    if let otherwise {
      let always = BranchEvaluator.Branch(
        test: ConstantEvaluator { _ throws(QueryError) in .bool(true) }, testSlots: []
      ) { _ throws(QueryError) in .result }
      compiled.append((always, (compile(otherwise), Array(otherwise.slots))))
    }
    return BranchEvaluator(compiled)
  }

  private func coalesce(_ list: [BoundExpression]) -> any Evaluator {
    let branches = list.map { item in
      BranchEvaluator.Branch(test: compile(item), testSlots: Array(item.slots)) { cell throws(QueryError) in
        cell.isNull ? .open : .value(cell)
      }
    }
    return BranchEvaluator(branches.map { ($0, nil) })
  }
}

/// `LET x = value IN body END`.
final class LetEvaluator: Evaluator {
  private let bindings: [(slot: Slot, evaluator: any Evaluator)]
  private let body: any Evaluator
  init(_ bindings: [(slot: Slot, evaluator: any Evaluator)], body: any Evaluator) {
    self.bindings = bindings
    self.body = body
  }

  func evaluate(_ batch: Batch, _ context: ExecutionContext) throws(QueryError) -> Column {
    for (slot, evaluator) in bindings { batch.set(slot, try evaluator.evaluate(batch, context)) }
    return try body.evaluate(batch, context)
  }
}

extension BoundExpression {
  /// A literal, a parameter or a variable: nothing has to be computed.
  fileprivate var isAtHand: Bool {
    switch kind {
    case .constant, .parameter, .slot: return true
    case .property, .not, .logical, .comparison, .arithmetic, .negate, .concatenate, .isNull, .isTruth, .isLabeled, .isTyped,
      .isDirected, .isEnd, .allDifferent, .same, .propertyExists, .function, .aggregateOfList, .caseWhen, .coalesce, .cast, .list, .record,
      .path, .letIn, .fold, .exists, .scalarSubquery:
      return false
    }
  }
}
