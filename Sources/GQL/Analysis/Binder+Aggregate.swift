import GraphStore

/// Vertical aggregates run over the rows of a group; horizontal ones over the values of a group variable, row
/// by row (feature GE09). Which one is meant is decided by binding: an argument that refers to a group
/// variable's single values makes it horizontal.
extension Binder {
  func bindCountStar(_ expression: Expression, in context: ExpressionContext) -> BoundExpression {
    guard let function = FunctionRegistry.aggregate("COUNT") else {
      preconditionFailure("COUNT is always there")
    }
    return bindVertical(function, arguments: [], isDistinct: false, expression, in: context)
  }

  func bindAggregate(
    _ function: AggregateFunction, _ call: FunctionCall, _ expression: Expression,
    in context: ExpressionContext
  ) -> BoundExpression {
    guard function.argumentCount.contains(call.arguments.count), !call.arguments.isEmpty else {
      // COUNT without argument is written COUNT(*).
      let counts = max(1, function.argumentCount.lowerBound)...function.argumentCount.upperBound
      let wanted = counts.count == 1 ? "\(counts.upperBound)" : "\(counts.lowerBound) to \(counts.upperBound)"
      report(
        .invalidSyntax,
        "`\(function.name)` takes \(wanted) argument\(counts.upperBound == 1 ? "" : "s"), "
          + "found \(call.arguments.count)",
        at: expression.span, hints: function.name == "COUNT" ? ["COUNT(*) counts rows"] : [],
        detail: "InvalidNumberOfArguments")
      return poison(at: expression.span)
    }
    let function = dialect == .cypher ? function.inCypher : function
    let groups = groupReferences(in: call.arguments, scope: context.scope)
    if groups.isEmpty {
      return bindVertical(
        function, arguments: call.arguments, isDistinct: call.quantifier == .distinct, expression, in: context
      )
    }
    if groups.count > 1 {
      report(
        .invalidSyntax,
        "`\(function.name)` over group variables needs exactly one of them, found "
          + groups.map { "`\($0)`" }.joined(separator: " and "), at: expression.span)
      return poison(at: expression.span)
    }
    return bindHorizontal(function, call, groups[0], expression, in: context)
  }

  // MARK: Vertical

  private func bindVertical(
    _ function: AggregateFunction, arguments: [Expression], isDistinct: Bool, _ expression: Expression,
    in context: ExpressionContext
  ) -> BoundExpression {
    let span = expression.span
    switch context.aggregation {
    case .forbidden(let place):
      report(
        .invalidSyntax, "`\(function.name)` computes over all rows and cannot be used in \(place)", at: span,
        hints: [
          dialect == .cypher
            ? "compute it first: `WITH ..., \(function.name.lowercased())(...) AS value`"
            : "compute it in a RETURN first and go on with NEXT, or use VALUE { ... RETURN \(function.name)(...) }"
        ], detail: "InvalidAggregation")
      return poison(at: span)
    case .nested:
      report(
        .invalidSyntax, "aggregates cannot be nested, found `\(function.name)` inside another", at: span,
        hints: [
          dialect == .cypher
            ? "compute the inner one first: `WITH ..., \(function.name.lowercased())(...) AS value`"
            : "compute the inner one in a RETURN first and go on with NEXT"
        ], detail: "NestedAggregation")
      return poison(at: span)
    case .collected(let grouping):
      let total = bindCollected(function, arguments, isDistinct, expression, grouping)
      // openCypher adds up nothing to 0.
      guard dialect == .cypher, function.name == "SUM" else { return total }
      let zero = BoundExpression(.constant(.int(0)), type: .int, span: span)
      return BoundExpression(.coalesce([total, zero]), type: total.type, span: span)
    }
  }

  private func bindCollected(
    _ function: AggregateFunction, _ arguments: [Expression], _ isDistinct: Bool, _ expression: Expression,
    _ grouping: Grouping
  ) -> BoundExpression {
    let span = expression.span
    let inner = ExpressionContext(grouping.sortScope ?? grouping.incoming, aggregation: .nested)
    if let slot = grouping.slot(of: expression),
      let known = grouping.aggregates.first(where: { $0.slot == slot })
    {
      return BoundExpression(.slot(slot), type: function.result(known.arguments.first?.type), span: span)
    }
    rejectRandom(in: arguments, of: function)
    let bound = arguments.map { bind($0, in: inner) }
    let slot = slots.next()
    grouping.add(
      BoundAggregate(slot: slot, function: function, isDistinct: isDistinct, arguments: bound, span: span),
      for: expression)
    return BoundExpression(.slot(slot), type: function.result(bound.first?.type), span: span)
  }

  /// openCypher: what an aggregate adds up must not change from one evaluation to the next.
  private func rejectRandom(in arguments: [Expression], of function: AggregateFunction) {
    guard dialect == .cypher else { return }
    for argument in arguments {
      let isRandom = argument.contains { part in
        if case .call(let call) = part.kind { call.dottedName.uppercased() == "RAND" } else { false }
      }
      guard isRandom else { continue }
      report(
        .invalidSyntax, "`\(function.name)` cannot take a random value", at: argument.span,
        hints: ["compute it first: WITH rand() AS r"], detail: "NonConstantExpression")
    }
  }

  /// Whether the expression computes over rows. An aggregate inside a subquery is that query's own.
  func hasVerticalAggregate(_ expression: Expression, in scope: Scope) -> Bool {
    expression.contains { part in
      switch part.kind {
      case .countStar: return true
      case .call(let call):
        guard FunctionRegistry.aggregate(call.dottedName) != nil else { return false }
        return groupReferences(in: call.arguments, scope: scope).isEmpty
      case .literal, .variable, .parameter, .property, .unary, .binary, .isNull, .isTruth, .isLabeled,
        .isTyped,
        .isDirected, .isSource, .isDestination, .isNormalized, .allDifferent, .same, .propertyExists,
        .caseWhen, .cast,
        .list, .record, .path, .exists, .valueSubquery, .letIn, .item, .currentGraph, .sessionUser, .slice,
        .listComprehension, .patternComprehension, .listPredicate, .reduce, .mapProjection, .patternPredicate,
        .graph, .table:
        return false
      }
    }
  }

  // MARK: Horizontal

  /// Names of group variables whose single values the expressions refer to. What takes the list as a whole
  /// does not count: an item of it, membership in it, a function of lists, another aggregate.
  private func groupReferences(in expressions: [Expression], scope: Scope) -> [String] {
    // In openCypher they are lists like any other.
    if dialect == .cypher { return [] }
    var names: [String] = []
    var pending = Array(expressions.reversed())
    while let expression = pending.popLast() {
      switch expression.kind {
      case .variable(let name):
        if scope[name]?.degree == .group, !names.contains(where: { $0.isSameName(as: name) }) {
          names.append(name)
        }
      case .call(let call): pending.append(contentsOf: call.operandsOutsideLists.reversed())
      case .item(let list, let index): pending.append(contentsOf: [index] + (list.isVariable ? [] : [list]))
      case .binary(.isIn, let item, let list):
        pending.append(contentsOf: (list.isVariable ? [] : [list]) + [item])
      case .literal, .parameter, .property, .unary, .binary, .isNull, .isTruth, .isLabeled, .isTyped,
        .isDirected,
        .isSource, .isDestination, .isNormalized, .allDifferent, .same, .propertyExists, .countStar,
        .caseWhen, .cast,
        .list, .record, .path, .exists, .valueSubquery, .letIn, .currentGraph, .sessionUser, .slice, .listComprehension,
        .patternComprehension, .listPredicate, .reduce, .mapProjection, .patternPredicate,
        .graph, .table:
        pending.append(contentsOf: expression.operands.reversed())
      }
    }
    return names
  }

  /// `SUM(e)` and `SUM(e.x)` run over the list itself; any other expression over each item by a query of its
  /// own: `VALUE { FOR item IN e RETURN SUM(item.x * 2) }`.
  private func bindHorizontal(
    _ function: AggregateFunction, _ call: FunctionCall, _ group: String, _ expression: Expression,
    in context: ExpressionContext
  ) -> BoundExpression {
    let span = expression.span
    let isDistinct = call.quantifier == .distinct
    if call.arguments.count == 1, call.arguments[0].isVariableOrItsProperty {
      let list = bind(call.arguments[0], in: context)
      return BoundExpression(
        .aggregateOfList(function, isDistinct: isDistinct, list), type: function.result(list.type.item),
        span: span)
    }
    guard let variable = resolve(group, at: call.arguments[0].span, in: context.scope) else {
      return poison(at: span)
    }
    var inner = context.scope.asOuter()
    let itemSlot = slots.next()
    inner.bind(
      Variable(name: group, slot: itemSlot, type: variable.type.item, declaredAt: variable.declaredAt))
    let arguments = call.arguments.map { bind($0, in: ExpressionContext(inner, aggregation: .nested)) }
    let slot = slots.next()
    let type = function.result(arguments.first?.type)
    let list = BoundExpression(.slot(variable.slot), type: variable.type, span: span)
    let aggregate = BoundAggregate(
      slot: slot, function: function, isDistinct: isDistinct, arguments: arguments, span: span)
    let query = BoundQuery(
      clauses: [
        BoundClause(.unwind(BoundUnwind(list: list, slot: itemSlot, position: nil)), span),
        BoundClause(.aggregate(keys: [], [aggregate]), span), BoundClause(.project([slot]), span),
      ],
      columns: [BoundColumn(name: function.name, slot: slot, type: type)], isUpdating: false, slotCount: 0)
    return BoundExpression(.scalarSubquery(query), type: type, span: span)
  }
}

extension FunctionCall {
  var dottedName: String { name.count == 1 ? name[0].text : name.map(\.text).joined(separator: ".") }

  /// Arguments that are not taken as whole lists; none for an aggregate, whose argument is its own affair.
  fileprivate var operandsOutsideLists: [Expression] {
    if FunctionRegistry.aggregate(dottedName) != nil { return [] }
    guard let function = FunctionRegistry.scalar(dottedName) else { return arguments }
    return arguments.enumerated().compactMap { position, argument in
      argument.isVariable && function.takesList(at: position) ? nil : argument
    }
  }
}

extension ScalarFunction {
  /// Lists are what the parameter is for.
  fileprivate func takesList(at position: Int) -> Bool {
    if ["CARDINALITY", "SIZE", "REVERSE"].contains(name) { return true }
    guard let parameter = position < parameters.count ? parameters[position] : parameters.last else {
      return false
    }
    if case .list = parameter.type { return true }
    return false
  }
}

extension Expression {
  fileprivate var isVariable: Bool {
    if case .variable = kind { return true }
    return false
  }
  fileprivate var isVariableOrItsProperty: Bool {
    if case .property(let base, _) = kind { return base.isVariable }
    return isVariable
  }
}

extension ValueType {
  /// Of a list, the type of its items.
  var item: ValueType {
    if case .list(let item) = self { return item }
    return .any
  }
}
