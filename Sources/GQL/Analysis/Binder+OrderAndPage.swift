import GraphStore

/// Nulls count as greater than every value: last in ascending order, first in descending, unless NULLS FIRST
/// or NULLS LAST says otherwise. The standard leaves this choice open (feature GA03).
extension Binder {
  /// ORDER BY, OFFSET and LIMIT as a statement of their own.
  func bindOrderAndPage(_ order: OrderByAndPage, _ span: SourceSpan, into draft: inout BoundDraft) {
    let context = ExpressionContext(draft.scope, noAggregatesIn: "an ORDER BY statement")
    let keys = bindSortKeys(order.orderBy, in: context)
    if !keys.isEmpty { draft.add(.order(keys), at: span) }
    bindPage(order, span, into: &draft)
  }

  func bindSortKeys(_ items: [SortItem], in context: ExpressionContext) -> [BoundSortKey] {
    items.map { item in
      let nullsFirst: Bool
      switch item.nullOrder {
      case .first: nullsFirst = true
      case .last: nullsFirst = false
      case nil: nullsFirst = item.isDescending
      }
      if case .literal(.integer) = item.key.kind {
        warn(
          "a number orders nothing: it is the same in every row", at: item.key.span,
          hints: ["to order by a column write its name, or that of an AS"])
      }
      return BoundSortKey(
        bind(item.key, in: context), isDescending: item.isDescending, nullsFirst: nullsFirst)
    }
  }

  func bindPage(_ order: OrderByAndPage, _ span: SourceSpan, into draft: inout BoundDraft) {
    let offset = order.offset.map { bindCount($0, "OFFSET", in: draft.scope) }
    let limit = order.limit.map { bindCount($0, "LIMIT", in: draft.scope) }
    if offset != nil || limit != nil { draft.add(.page(offset: offset, limit: limit), at: span) }
  }

  /// A literal, a parameter, or what is computed from these: rows have no part in it.
  private func bindCount(_ count: Expression, _ keyword: String, in scope: Scope) -> BoundExpression {
    let usesRow = count.contains { part in
      if case .variable = part.kind { true } else { false }
    }
    if usesRow {
      report(
        .invalidSyntax, "\(keyword) needs a number that is the same for all rows, found a variable",
        at: count.span,
        hints: ["use a literal or a parameter such as `$n`"], detail: "NonConstantExpression")
      return poison(at: count.span)
    }
    let bound = bind(count, in: ExpressionContext(Scope(), noAggregatesIn: keyword))
    if case .constant(.int(let value)) = bound.kind, value < 0 {
      report(.negativeLimit, "\(keyword) must not be negative, found \(value)", at: count.span)
    } else if bound.type != .int && !bound.type.isOpen && bound.type != .number {
      report(
        .invalidValueType, "\(keyword) needs an integer, found \(bound.type.withArticle)", at: count.span)
    } else if case .literal(.null) = count.kind {
      report(.nullNotAllowed, "\(keyword) must not be null", at: count.span)
    }
    return bound
  }
}
