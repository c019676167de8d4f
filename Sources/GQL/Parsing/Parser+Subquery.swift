/// EXISTS, LET ... IN ... END and CASE (ISO clauses 19.4, 20.5, 20.7).
extension Parser {
  /// `EXISTS { pattern }`, `EXISTS { MATCH ... }`, `EXISTS { query }`, and the first two in parentheses.
  func parseExists() throws(SyntaxFailure) -> Expression {
    let outer = try enter()
    defer { leave(outer) }
    let start = here
    if token(ahead: 1).kind == .leftParenthesis, let value = try parseOptionalPropertyExists() { return value }
    advance()
    let body: Expression.SubqueryBody
    switch current.kind {
    case .leftBrace: body = try parseExistsBraces()
    case .leftParenthesis: body = try parseExistsParentheses()
    default: throw expected("`{` or `(`", "after `EXISTS`")
    }
    return Expression(.exists(body), span(from: start))
  }

  private func parseExistsBraces() throws(SyntaxFailure) -> Expression.SubqueryBody {
    if !atPatternStart(ahead: 1) {
      let body = try parseBracedBody("to open the subquery", resultIsOptional: true)
      try checkReadsOnly(body)
      return Parser.existsBody(body)
    }
    let opening = take().span
    let pattern = try parseGraphPattern()
    try expectClosing(.rightBrace, of: opening, "to close the subquery")
    return .pattern(pattern)
  }

  private func parseExistsParentheses() throws(SyntaxFailure) -> Expression.SubqueryBody {
    let isBlock = token(ahead: 1).keyword == .match || token(ahead: 1).keyword == .optional
    guard isBlock || isPatternInParentheses else { throw expectedInExists() }
    let opening = take().span
    let body: Expression.SubqueryBody =
      isBlock ? .matches(try parseMatchBlock()) : .pattern(try parseGraphPattern())
    try expectClosing(.rightParenthesis, of: opening, "to close the subquery")
    return body
  }

  /// Whether a graph pattern begins at the given token: `(`, an edge, a path variable or a prefix.
  private func atPatternStart(ahead distance: Int) -> Bool {
    let first = token(ahead: distance)
    let second = token(ahead: distance + 1)
    switch first.kind {
    case .leftParenthesis, .minus, .less, .tilde: return true
    case .word, .delimitedName, .doubleQuoted: break
    default: return false
    }
    if isName(first), second.kind == .equals { return true }
    switch first.keyword {
    case .all, .any, .shortest, .walk, .trail, .simple, .acyclic, .different, .repeatable:
      return second.kind != .period && second.kind != .rightParenthesis
    default: return false
    }
  }

  /// After `EXISTS (`: not a value in parentheses of its own.
  private var isPatternInParentheses: Bool {
    guard token(ahead: 1).kind == .leftParenthesis else { return atPatternStart(ahead: 1) }
    return true
  }

  private func expectedInExists() -> SyntaxFailure {
    let close = matchingBracket(of: index)
    let isNode = isPattern(at: index)
    let name = text.written(token(ahead: 1))
    advance()
    if isNode { return expected("a pattern or `MATCH`", "after `EXISTS (`", hints: ["write `EXISTS { (\(name))... }`, in braces"]) }
    return expected(
      "a pattern or `MATCH`", "after `EXISTS (`",
      hints: close == index + 1 && isName(current) ? ["to ask whether there is a value write `\(name) IS NOT NULL`"] : [])
  }

  /// openCypher's old `exists(n.p)`, which is `n.p IS NOT NULL`. Nil when a pattern or query follows.
  private func parseOptionalPropertyExists() throws(SyntaxFailure) -> Expression? {
    let isProperty =
      (isName(token(ahead: 2)) && (token(ahead: 3).kind == .period || token(ahead: 3).kind == .leftBracket))
      || token(ahead: 2).kind == .parameter
    guard isProperty else { return nil }
    let start = here
    advance()
    let opening = take().span
    let value = try parseExpression()
    try expectClosing(.rightParenthesis, of: opening, "to close `exists`")
    switch value.kind {
    case .property, .item: break
    default: throw fail("`exists` takes a property or a pattern", at: value.span, hints: ["write `n.name IS NOT NULL`"])
    }
    try grow(by: 1)
    return Expression(.isNull(value, isNegated: true), span(from: start))
  }

  // MARK: COUNT and COLLECT

  /// Whether what follows the brace of `COUNT {` is a pattern or a query, and not the entry of a map projection.
  func beginsSubquery(ahead distance: Int) -> Bool {
    if atPatternStart(ahead: distance) || token(ahead: distance).kind == .leftBrace { return true }
    guard let keyword = token(ahead: distance).keyword, ClauseKeywords.begins(keyword) else { return false }
    switch token(ahead: distance + 1).kind {
    case .colon, .comma, .rightBrace: return false
    default: return true
    }
  }

  /// `COUNT { pattern }`, `COUNT { query }`: `VALUE { ... RETURN COUNT(*) }`.
  func parseCountSubquery() throws(SyntaxFailure) -> Expression {
    let outer = try enter()
    defer { leave(outer) }
    let start = here
    advance()
    let inner = try parseExistsBraces()
    let place = span(from: start)
    let count = Expression(.countStar, place)
    let body: ProcedureBody
    switch inner {
    case .pattern(let pattern):
      let match = MatchClause(isOptional: false, pattern: pattern, yield: nil, span: pattern.span)
      body = returning(count, after: [Clause(.match(match), pattern.span)], place)
    case .matches(let matches): body = returning(count, after: matches, place)
    case .procedure(let query): body = appending(returning(count, after: [], place), to: query)
    }
    return Expression(.valueSubquery(body), place)
  }

  /// `COLLECT { ... RETURN x }`: `VALUE { ... RETURN x NEXT RETURN COLLECT_ALL(x) }`: all rows, nulls too.
  func parseCollectSubquery() throws(SyntaxFailure) -> Expression {
    let start = here
    advance()
    let query = try parseBracedBody("to open the subquery")
    try checkReadsOnly(query)
    let place = span(from: start)
    guard let (column, query) = onlyColumn(of: query) else {
      throw fail(
        "`COLLECT` takes a query with one column", at: place, hints: ["return one: `COLLECT { MATCH ... RETURN n.name }`"])
    }
    let variable = Expression(.variable(column), place)
    let call = FunctionCall(name: [Identifier("collect_all", place)], arguments: [variable])
    return Expression(
      .valueSubquery(appending(returning(Expression(.call(call), place), after: [], place), to: query)), place)
  }

  private func appending(_ last: ProcedureBody, to body: ProcedureBody) -> ProcedureBody {
    ProcedureBody(body.statements + last.statements, body.span)
  }

  /// The name of the one column of a query, and the query with that name written; nil when there are more.
  private func onlyColumn(of body: ProcedureBody) -> (String, ProcedureBody)? {
    guard let last = body.statements.last?.query.first.clauses.last, case .return(var result) = last.kind,
      case .items(let items) = result.body, items.count == 1
    else { return nil }
    if let alias = items[0].alias { return (alias.text, body) }
    let value = items[0].value
    if case .variable(let name) = value.kind { return (name, body) }
    guard body.statements[body.statements.count - 1].query.rest.isEmpty else { return nil }
    let name = source.text(of: value.span)
    result.body = .items([ReturnItem(value, alias: Identifier(name, value.span))])
    var named = body
    let clauses = body.statements[body.statements.count - 1].query.first.clauses
    named.statements[body.statements.count - 1].query.first.clauses[clauses.count - 1] = Clause(.return(result), last.span)
    return (name, named)
  }

  /// A subquery within an expression changes nothing.
  func checkReadsOnly(_ body: ProcedureBody) throws(SyntaxFailure) {
    for statement in body.statements {
      for query in [statement.query.first] + statement.query.rest.map(\.query) {
        for clause in query.clauses where clause.isUpdate {
          if case .callInline = clause.kind { continue }
          throw fail(
            "a subquery within an expression cannot change the graph", at: clause.span, detail: "InvalidClauseComposition")
        }
      }
    }
  }

  private static func existsBody(_ body: ProcedureBody) -> Expression.SubqueryBody {
    guard body.statements.count == 1, body.statements[0].query.rest.isEmpty else { return .procedure(body) }
    let clauses = body.statements[0].query.first.clauses
    return clauses.isEmpty || !clauses.allSatisfy(\.isMatch) ? .procedure(body) : .matches(clauses)
  }

  /// `LET x = 1, y = 2 IN x + y END`. An `IN` within the values needs parentheses.
  func parseLetIn() throws(SyntaxFailure) -> Expression {
    let outer = try enter()
    defer { leave(outer) }
    let opening = take().span
    let bindings = try parseLetBindings(allowsIn: false)
    try expect(.in, "after the variables of `LET`")
    let value = try parseExpression()
    guard at(Keyword.end) else {
      throw expected("`END`", "to close `LET`", labels: [Diagnostic.Label(opening, "opened here")])
    }
    advance()
    return Expression(.letIn(bindings, value), span(from: opening.start))
  }
}
