/// What openCypher says with brackets and GQL with a subquery: written out as one, then bound.
extension Binder {
  /// `[x IN list WHERE c | p]` is `VALUE { FOR x IN list FILTER c RETURN COLLECT_ALL(p) }`, and null for a null list.
  func bindListComprehension(
    _ comprehension: ListComprehension, at span: SourceSpan, in context: ExpressionContext
  ) -> BoundExpression {
    let variable = comprehension.variable
    let item = comprehension.projection ?? Expression(.variable(variable.text), variable.span)
    return overList(
      comprehension.list, variable, where: comprehension.where, "COLLECT_ALL", of: item, at: span, in: context)
  }

  /// `all(x IN list WHERE c)` is `VALUE { FOR x IN list RETURN ALL_TRUE(c) }`, and null for a null list.
  func bindListPredicate(
    _ predicate: ListPredicate, at span: SourceSpan, in context: ExpressionContext
  ) -> BoundExpression {
    // As an operand of AND it has the type of a condition.
    let place = predicate.where.span
    let condition = Expression(.binary(.and, predicate.where, Expression(.literal(.truth(true)), place)), place)
    return overList(
      predicate.list, predicate.variable, where: nil, "\(predicate.kind.rawValue.uppercased())_TRUE", of: condition,
      at: span, in: context)
  }

  private func overList(
    _ list: Expression, _ variable: Identifier, where condition: Expression?, _ aggregate: String, of item: Expression,
    at span: SourceSpan, in context: ExpressionContext
  ) -> BoundExpression {
    // No text can spell this name.
    let name = "\u{0}list\(span.start)"
    let source = Expression(.variable(name), list.span)
    var clauses = [Clause(.for(ForClause(variable: variable, source: source, position: nil)), span)]
    if let condition { clauses.append(Clause(.filter(condition), condition.span)) }
    clauses.append(returning(aggregate, item, span))
    let subquery = Expression(.valueSubquery(body(clauses, span)), span)
    rejectAggregates(in: [condition, item].compactMap { $0 }, context)
    let null = Expression(.literal(.null), span)
    let branch = CaseExpression.Branch(conditions: [.search(Expression(.isNull(source, isNegated: false), span))], result: null)
    let choice = Expression(.caseWhen(CaseExpression(operand: nil, branches: [branch], otherwise: subquery)), span)
    // The list is computed outside; inside, the variable hides one of the same name.
    let value = bind(list, in: context)
    let slot = slots.next()
    var inner = context
    inner.scope.remove(variable.text)
    inner.scope.bind(Variable(name: name, slot: slot, type: value.type, declaredAt: list.span))
    let bound = bind(choice, in: inner)
    return BoundExpression(.letIn([(slot: slot, value: value)], bound), type: bound.type, span: span)
  }

  /// Aggregates run over rows, and the items of a list are none.
  func rejectAggregates(in parts: [Expression], _ context: ExpressionContext) {
    for part in parts where hasVerticalAggregate(part, in: context.scope) {
      report(
        .invalidSyntax, "an aggregate has no place among the items of a list", at: part.span,
        hints: ["compute it first: WITH count(*) AS n"], detail: "InvalidAggregation")
    }
  }

  /// `[p = (a)-->(b) WHERE c | x]` is `VALUE { MATCH p = (a)-->(b) WHERE c RETURN COLLECT_ALL(x) }`.
  func bindPatternComprehension(
    _ comprehension: PatternComprehension, at span: SourceSpan, in context: ExpressionContext
  ) -> BoundExpression {
    rejectAggregates(in: [comprehension.where, comprehension.projection].compactMap { $0 }, context)
    let pattern = GraphPattern(
      matchMode: nil, paths: [comprehension.path], keep: nil, where: comprehension.where, span: span)
    let match = Clause(.match(MatchClause(isOptional: false, pattern: pattern, yield: nil, span: span)), span)
    let query = body([match, returning("COLLECT_ALL", comprehension.projection, span)], span)
    return bind(Expression(.valueSubquery(query), span), in: context)
  }

  /// `(a)-->(b)` as a condition is `EXISTS { MATCH (a)-->(b) }`.
  func bindPatternPredicate(
    _ path: PathPattern, at span: SourceSpan, in context: ExpressionContext
  ) -> BoundExpression {
    for name in path.expression.variables where context.scope[name.text] == nil {
      report(
        .invalidReference, "`\(name.text)` is not bound, and a pattern as a condition binds nothing", at: name.span,
        hints: ["write EXISTS { MATCH ... }"], detail: "UndefinedVariable")
    }
    let pattern = GraphPattern(matchMode: nil, paths: [path], keep: nil, where: nil, span: span)
    return bind(Expression(.exists(.pattern(pattern)), span), in: context)
  }

  /// `list[from..to]`, openCypher.
  func bindSlice(
    _ list: Expression, _ from: Expression?, _ to: Expression?, at span: SourceSpan, in context: ExpressionContext
  ) -> BoundExpression {
    // A bound that is left out is the end of the list; one that is null makes the part null.
    let zero = BoundExpression(.constant(.int(0)), type: .int, span: span)
    let end = BoundExpression(.constant(.int(.max)), type: .int, span: span)
    let arguments = [bind(list, in: context), from.map { bind($0, in: context) } ?? zero, to.map { bind($0, in: context) } ?? end]
    return applyOperator("LIST_SLICE", "[..]", arguments, at: span)
  }

  private func returning(_ aggregate: String, _ value: Expression, _ span: SourceSpan) -> Clause {
    let call = FunctionCall(name: [Identifier(aggregate, value.span)], arguments: [value])
    let item = ReturnItem(Expression(.call(call), value.span), alias: Identifier("value", span))
    let page = OrderByAndPage()
    return Clause(.return(ReturnClause(isDistinct: false, body: .items([item]), groupBy: nil, orderAndPage: page)), span)
  }

  private func body(_ clauses: [Clause], _ span: SourceSpan) -> ProcedureBody {
    ProcedureBody([NextStatement(yield: nil, query: CompositeQuery(LinearQuery(clauses, span), [], span))], span)
  }
}

extension PathExpression {
  /// Names of all its elements, in order.
  fileprivate var variables: [Identifier] {
    switch kind {
    case .node(let element), .edge(let element, _): element.variable.map { [$0] } ?? []
    case .concatenation(let parts), .union(let parts), .alternation(let parts): parts.flatMap(\.variables)
    case .quantified(let inner, _), .optional(let inner): inner.variables
    case .parenthesized(let inner): inner.expression.variables
    }
  }
}
