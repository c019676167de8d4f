/// `WITH`, openCypher: a RETURN whose columns the clauses after it go on with.
extension Binder {
  func bindWith(_ with: WithClause, _ span: SourceSpan, into draft: inout BoundDraft) {
    // `WITH *` goes on with what there is, be it nothing.
    if case .all = with.projection.body, draft.scope.columns.isEmpty, with.where == nil { return }
    let mistakes = diagnostics.count
    bindProjection(with.projection, where: with.where, span, into: &draft)
    draft.columns = nil
    // Whatever else is wrong is more than a missing name.
    guard diagnostics.count == mistakes else { return }
    for item in with.projection.items where item.alias == nil {
      if case .variable = item.value.kind { continue }
      report(
        .invalidSyntax, "a value in WITH needs a name", at: item.value.span, hints: ["write AS and a name"],
        detail: "NoExpressionAlias")
    }
  }
}

extension ReturnClause {
  /// Those that are written out.
  var items: [ReturnItem] {
    switch body {
    case .items(let items), .allAnd(let items): items
    case .all, .noBindings: []
    }
  }
}
