/// Clauses of openCypher that have a word of their own: WITH, UNWIND, MERGE, FOREACH.
extension Parser {
  /// `WITH [DISTINCT] items [ORDER BY ..] [SKIP ..] [LIMIT ..] [WHERE condition]`.
  func parseWith() throws(SyntaxFailure) -> WithClause {
    advance()
    let isDistinct = eat(.distinct)
    let body = try parseReturnBody(takesMore: true)
    let page = try parseOrderAndPage()
    switch body {
    case .all, .noBindings: break
    // With ORDER BY the analyzer sees to it: what is wrong there comes first.
    case .items(let items), .allAnd(let items): if page.orderBy.isEmpty { try checkNames(items) }
    }
    let condition = eat(.where) ? try parseCondition() : nil
    let projection = ReturnClause(isDistinct: isDistinct, body: body, groupBy: nil, orderAndPage: page)
    return WithClause(projection, where: condition)
  }

  /// Whatever is no variable needs a name to go on with.
  private func checkNames(_ items: [ReturnItem]) throws(SyntaxFailure) {
    for item in items where item.alias == nil {
      if case .variable = item.value.kind { continue }
      throw fail(
        "a value in `WITH` needs a name", at: item.value.span,
        hints: ["write `\(item.value.span.end - item.value.span.start <= 60 ? source.text(of: item.value.span) : "...") AS name`"],
        detail: "NoExpressionAlias")
    }
  }

  /// `UNWIND list AS x`.
  func parseUnwind() throws(SyntaxFailure) -> ForClause {
    advance()
    let source = try parseExpression()
    try expect(.as, "and a variable after the list of `UNWIND`")
    let variable = try parseName("a variable name", "after `AS`")
    return ForClause(variable: variable, source: source, position: nil)
  }

  /// `MERGE path [ON CREATE SET ..] [ON MATCH SET ..]`, the two in any order and number.
  func parseMerge() throws(SyntaxFailure) -> MergeClause {
    advance()
    var merge = MergeClause(path: try parseInsertPath(.merge))
    while at(.on) {
      advance()
      let isCreate = at(.create)
      guard isCreate || at(.match) else {
        throw fail("expected `CREATE` or `MATCH` after `ON`, found \(describe(current))", at: foundSpan)
      }
      let word = take().keyword?.rawValue ?? ""
      guard at(.set) else { throw expected("`SET`", "after `ON \(word)`") }
      let items = try parseSet()
      if isCreate { merge.onCreate += items } else { merge.onMatch += items }
    }
    return merge
  }

  /// `FOREACH (x IN list | clauses)`: a subquery per row, which changes no row.
  func parseForeach() throws(SyntaxFailure) -> InlineCall {
    let start = here
    advance()
    let opening = current.span
    try expect(.leftParenthesis, "after `FOREACH`")
    let variable = try parseName("a variable name", "after `FOREACH (`")
    try expect(.in, "after the variable of `FOREACH`")
    let list = try parseExpression(barEnds: true)
    guard eat(.bar) else { throw expected("`|`", "before the changes of `FOREACH`") }
    let iteration = Clause(
      .for(ForClause(variable: variable, source: list, position: nil)), SourceSpan(variable.span.start, list.span.end))
    var clauses = [iteration]
    let outer = try enter()
    defer { leave(outer) }
    repeat {
      let clause = try parseClause()
      guard clause.isUpdate else {
        throw fail("only changes can stand in `FOREACH`", at: clause.span, hints: ["`CREATE`, `MERGE`, `SET`, `REMOVE` or `DELETE`"])
      }
      clauses.append(clause)
    } while !at(.rightParenthesis) && !at(.endOfText) && !at(.semicolon)
    try expectClosing(.rightParenthesis, of: opening, "to close `FOREACH`")
    let place = span(from: start)
    let query = CompositeQuery(LinearQuery(clauses, place), [], place)
    return InlineCall(isOptional: false, scope: .all, body: ProcedureBody([NextStatement(yield: nil, query: query)], place))
  }
}

extension Clause {
  /// Changes only, and FOREACH, which is a call of them.
  var isUpdate: Bool {
    switch kind {
    case .insert, .merge, .set, .remove, .delete, .callInline: true
    case .match, .optionalBlock, .filter, .let, .for, .orderByAndPage, .callProcedure, .return, .finish, .nested, .with,
      .select, .use, .catalog:
      false
    }
  }
}
