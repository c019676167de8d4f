/// openCypher's `-[:T*1..3]->` and `shortestPath(...)`.
extension Parser {
  /// `*`, `*2`, `*1..3`, `*..3`, `*1..` within the brackets of an edge: 1 is the lower bound when none is written.
  func parseOptionalVariableLength() throws(SyntaxFailure) -> Quantifier? {
    guard at(.asterisk) else {
      guard at(.doublePeriod) else { return nil }
      throw fail(
        "expected `*` before the range", at: current.span, hints: ["write `-[:T*1..3]->`"],
        detail: "InvalidRelationshipPattern")
    }
    let start = here
    advance()
    if at(.minus) {
      throw fail("the length of a path cannot be negative", at: current.span, detail: "InvalidRelationshipPattern")
    }
    var quantifier = Quantifier(lower: 1, upper: nil, span: SourceSpan(start, start))
    if at(.integer) {
      quantifier.lower = try wholeNumber(take())
      if !at(.doublePeriod) { quantifier.upper = quantifier.lower }
    }
    if eat(.doublePeriod) {
      if at(.minus) {
        throw fail("the length of a path cannot be negative", at: current.span, detail: "InvalidRelationshipPattern")
      }
      if at(.integer) { quantifier.upper = try wholeNumber(take()) }
    }
    if at(.decimal) || at(.float) {
      throw fail("the length of a path is a whole number", at: current.span, detail: "InvalidRelationshipPattern")
    }
    quantifier.span = span(from: start)
    return quantifier
  }

  /// `shortestPath((a)-[*]-(b))` and `allShortestPaths(...)` as a path pattern.
  func parseOptionalShortestPath() throws(SyntaxFailure) -> (prefix: PathPrefix, expression: PathExpression)? {
    guard let selector = shortestPathSelector else { return nil }
    let start = here
    advance()
    let opening = take().span
    var prefix = PathPrefix(selector: selector, mode: nil, span: span(from: start))
    prefix.isFunction = true
    let expression = try parseRelationshipsPattern()
    try expectClosing(.rightParenthesis, of: opening, "to close the path pattern")
    return (prefix, expression)
  }

  var shortestPathSelector: PathSelector? {
    guard at(.word), current.keyword == nil, token(ahead: 1).kind == .leftParenthesis,
      token(ahead: 2).kind == .leftParenthesis
    else { return nil }
    switch text.written(current).lowercased() {
    case "shortestpath": return .anyShortest
    case "allshortestpaths": return .allShortest
    default: return nil
    }
  }

  /// The same as a value: `VALUE { MATCH p = ANY SHORTEST ... RETURN p }`, and the list of them for all shortest paths.
  func parseOptionalShortestPathValue() throws(SyntaxFailure) -> Expression? {
    guard let selector = shortestPathSelector else { return nil }
    let outer = try enter()
    defer { leave(outer) }
    let start = here
    guard let (prefix, expression) = try parseOptionalShortestPath() else { return nil }
    let place = span(from: start)
    let name = Identifier(unusedName("path", from: start), place)
    let path = PathPattern(variable: name, prefix: prefix, expression: expression, span: place)
    let pattern = GraphPattern(matchMode: nil, paths: [path], keep: nil, where: nil, span: place)
    let match = Clause(.match(MatchClause(isOptional: false, pattern: pattern, yield: nil, span: place)), place)
    let variable = Expression(.variable(name.text), place)
    let value =
      switch selector {
      case .allShortest: Expression(.call(FunctionCall(name: [Identifier("collect_list", place)], arguments: [variable])), place)
      case .all, .any, .anyShortest, .shortest, .shortestGroups: variable
      }
    return Expression(.valueSubquery(returning(value, after: [match], place)), place)
  }

  /// `clauses RETURN value AS value`.
  func returning(_ value: Expression, after clauses: [Clause], _ place: SourceSpan) -> ProcedureBody {
    let item = ReturnItem(value, alias: Identifier("value", place))
    let last = Clause(
      .return(ReturnClause(isDistinct: false, body: .items([item]), groupBy: nil, orderAndPage: OrderByAndPage())), place)
    let query = CompositeQuery(LinearQuery(clauses + [last], place), [], place)
    return ProcedureBody([NextStatement(yield: nil, query: query)], place)
  }

  /// A name that no token since `start` has.
  private func unusedName(_ wish: String, from start: Int) -> String {
    var used: Set<String> = []
    var place = index - 1
    while place >= 0, Int(tokens[place].start) >= start {
      if isName(tokens[place]) { used.insert(text.name(tokens[place])) }
      place -= 1
    }
    var name = wish
    while used.contains(name) { name += "_" }
    return name
  }
}
