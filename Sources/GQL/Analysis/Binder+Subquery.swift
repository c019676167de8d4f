import GraphStore

/// Queries inside expressions. They see what the expression sees, and only read.
extension Binder {
  func bindExists(_ body: Expression.SubqueryBody, at span: SourceSpan, in context: ExpressionContext)
    -> BoundExpression
  {
    var draft = BoundDraft(scope: context.scope.asOuter())
    switch body {
    case .pattern(let pattern):
      let settled = settle(pattern, into: &draft)
      draft.add(.match(bindGraphPattern(settled, into: &draft.scope)), at: pattern.span)
    case .matches(let matches): for match in matches { bind(match, isAlone: false, into: &draft) }
    case .procedure(let procedure): draft = bindBody(procedure, in: draft.scope)
    }
    rejectUpdates(draft, in: "EXISTS", at: span)
    return boolean(.exists(draft.query), at: span)
  }

  func bindValueSubquery(_ body: ProcedureBody, at span: SourceSpan, in context: ExpressionContext)
    -> BoundExpression
  {
    let draft = bindBody(body, in: context.scope.asOuter())
    rejectUpdates(draft, in: "VALUE", at: span)
    guard let columns = draft.columns, columns.count == 1 else {
      if let columns = draft.columns {
        report(
          .invalidSyntax, "VALUE needs a query with exactly one column, found \(columns.count)",
          at: body.span,
          hints: ["return one value, or a record: RETURN {a: x, b: y} AS r"])
      } else if draft.isFinished {
        report(.invalidSyntax, "VALUE needs a query with exactly one column, found FINISH", at: body.span)
      }
      return poison(at: span)
    }
    return BoundExpression(.scalarSubquery(draft.query), type: columns[0].type, span: span)
  }

  private func rejectUpdates(_ draft: BoundDraft, in place: String, at span: SourceSpan) {
    if draft.isUpdating {
      report(
        .invalidSyntax, "a query inside \(place) cannot change the graph", at: span,
        hints: ["use CALL { ... } for changes"], detail: "InvalidClauseComposition")
    }
  }
}
