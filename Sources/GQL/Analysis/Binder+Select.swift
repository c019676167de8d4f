import GraphStore

/// `SELECT items FROM g MATCH ... WHERE .. GROUP BY .. HAVING ..` (ISO clause 14.12): MATCH, FILTER and RETURN in one.
/// HAVING is a condition on groups, which may contain aggregates of its own.
extension Binder {
  func bindSelect(_ select: SelectStatement, _ span: SourceSpan, into draft: inout BoundDraft) {
    let outer = (focus, focusAround)
    focusAround = focus
    defer { (focus, focusAround) = outer }
    switch select.source {
    case .matches(let matches):
      for match in matches {
        use(match.graph)
        bindMatch(match.match, into: &draft)
      }
    case .query(let graph, let body):
      if let graph { use(graph) }
      bindBlock(of: body, into: &draft)
    case nil: break
    }
    if let condition = select.where {
      let context = ExpressionContext(draft.scope, noAggregatesIn: "WHERE")
      draft.add(.filter(bindCondition(condition, in: context)), at: condition.span)
    }
    let projection = ReturnClause(
      isDistinct: select.isDistinct, body: select.body, groupBy: select.groupBy, orderAndPage: select.orderAndPage)
    draft.columns = nil
    bindProjection(projection, where: nil, having: select.having, span, into: &draft)
  }
}
