/// SELECT (ISO clause 14.12).
extension Parser {
  func parseSelect() throws(SyntaxFailure) -> SelectStatement {
    advance()
    let isDistinct = eat(.distinct)
    if !isDistinct, !atAllPredicate { _ = eat(.all) }
    if at(.from) || at(.word) && token(ahead: 1).kind == .integer && text.written(current).uppercased() == "TOP" {
      let isTop = !at(.from)
      guard !isTop, !isName(token(ahead: 1)) || token(ahead: 1).keyword == .from else {
        throw fail(
          "expected `*` or a value after `SELECT`, found \(describe(current))", at: foundSpan,
          hints: isTop ? ["write `LIMIT \(text.written(token(ahead: 1)))` at the end"] : [])
      }
    }
    var select = SelectStatement(isDistinct: isDistinct, body: try parseReturnBody(takesMore: dialect == .cypher))
    if at(.match) {
      // Read on as if it stood there.
      _ = fail("`MATCH` follows the graph that it looks at", at: current.span, hints: ["write `SELECT ... FROM CURRENT_GRAPH MATCH ...`"])
      isRecovering = false
    } else if !eat(.from) {
      return select
    }
    select.source = try parseSelectSource()
    if eat(.where) { select.where = try parseCondition() }
    if at(.group) { select.groupBy = try parseGroupBy() }
    if eat(.having) { select.having = try parseCondition() }
    select.orderAndPage = try parseOrderAndPage()
    return select
  }

  private func parseSelectSource() throws(SyntaxFailure) -> SelectStatement.Source {
    if at(.leftBrace) { return .query(nil, try parseBracedBody("to open the query")) }
    let graph = try parseSelectedGraph()
    if at(.leftBrace) { return .query(graph, try parseBracedBody("to open the query")) }
    var matches = [SelectStatement.Match(graph: graph, match: try parseSelectedMatch())]
    while eat(.comma) {
      let next = try parseSelectedGraph()
      matches.append(SelectStatement.Match(graph: next, match: try parseSelectedMatch()))
    }
    return .matches(matches)
  }

  private func parseSelectedGraph() throws(SyntaxFailure) -> GraphExpression {
    if at(.match) {
      // Read on as if it stood there.
      if tokens[index - 1].keyword == .from || tokens[index - 1].kind == .comma {
        _ = expected("a graph", "before `MATCH`", hints: ["write `FROM CURRENT_GRAPH MATCH ...`"])
        isRecovering = false
      }
      return .current(current.span)
    }
    return try parseGraphExpression("after `FROM`")
  }

  private func parseSelectedMatch() throws(SyntaxFailure) -> MatchClause {
    let start = here
    let isOptional = eat(.optional)
    guard at(.match) else {
      throw fail(
        "expected `MATCH` or `{` after the graph, found \(describe(current))", at: foundSpan,
        hints: ["`FROM` names a graph, not a table: `SELECT n.name FROM CURRENT_GRAPH MATCH (n:Label)`"])
    }
    let outer = isInSelect
    isInSelect = true
    defer { isInSelect = outer }
    return try parseMatch(isOptional: isOptional, start: start)
  }

  /// In SELECT, whether the comma at the cursor is followed by another graph and not by another pattern.
  var atNextSelectedGraph: Bool {
    guard isInSelect, at(.comma) else { return false }
    let first = token(ahead: 1)
    let second = token(ahead: 2)
    switch first.kind {
    case .solidus, .period, .doublePeriod, .referenceParameter, .parameter: return true
    case .word, .delimitedName, .doubleQuoted:
      if second.keyword == .match || second.keyword == .optional || second.kind == .leftBrace { return true }
      return second.kind == .period || second.kind == .solidus || first.keyword == .variable && (isName(second) || second.kind == .leftParenthesis)
    default: return false
    }
  }
}
