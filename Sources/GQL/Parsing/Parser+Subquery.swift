/// EXISTS, LET ... IN ... END and CASE (ISO clauses 19.4, 20.5, 20.7).
extension Parser {
  /// `EXISTS { pattern }`, `EXISTS { MATCH ... }`, `EXISTS { query }`, and the first two in parentheses.
  func parseExists() throws(SyntaxFailure) -> Expression {
    let outer = try enter()
    defer { leave(outer) }
    let start = here
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
      return Parser.existsBody(try parseBracedBody("to open the subquery", resultIsOptional: true))
    }
    let opening = take().span
    let pattern = try parseGraphPattern()
    try expectClosing(.rightBrace, of: opening, "to close the subquery")
    return .pattern(pattern)
  }

  private func parseExistsParentheses() throws(SyntaxFailure) -> Expression.SubqueryBody {
    let isBlock = token(ahead: 1).keyword == .match || token(ahead: 1).keyword == .optional
    guard isBlock || atPatternStart(ahead: 1) else { throw refusePropertyExists() }
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

  /// openCypher's old `exists(n.p)`.
  private func refusePropertyExists() -> SyntaxFailure {
    let isProperty = isName(token(ahead: 1)) && token(ahead: 2).kind == .period
    guard isProperty else {
      advance()
      return expected("a pattern or `MATCH`", "after `EXISTS (`")
    }
    let variable = text.written(token(ahead: 1))
    let property = text.written(token(ahead: 3))
    return unsupported(
      "`EXISTS(\(variable).\(property))` is openCypher", at: current.span.union(token(ahead: 3).span),
      hints: ["in GQL write `PROPERTY_EXISTS(\(variable), \(property))`, or `\(variable).\(property) IS NOT NULL`"])
  }

  private static func existsBody(_ body: ProcedureBody) -> Expression.SubqueryBody {
    guard body.statements.count == 1, body.statements[0].query.rest.isEmpty else { return .procedure(body) }
    var matches: [MatchClause] = []
    for clause in body.statements[0].query.first.clauses {
      guard case .match(let match) = clause.kind else { return .procedure(body) }
      matches.append(match)
    }
    return matches.isEmpty ? .procedure(body) : .matches(matches)
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
