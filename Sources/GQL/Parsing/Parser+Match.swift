/// MATCH, graph patterns and their prefixes (ISO clauses 14.4, 16.3, 16.4, 16.6).
extension Parser {
  func parseMatch(isOptional: Bool, start: Int) throws(SyntaxFailure) -> MatchClause {
    advance()
    let pattern = try parseGraphPattern()
    let yield = at(.yield) ? try parseYield() : nil
    if let renamed = yield?.first(where: { $0.alias != nil }), let alias = renamed.alias {
      throw fail(
        "`YIELD` of a pattern gives no new names", at: renamed.name.span.union(alias.span),
        hints: ["name it afterwards: `LET \(alias.text) = \(renamed.name.text)`"])
    }
    return MatchClause(isOptional: isOptional, pattern: pattern, yield: yield, span: span(from: start))
  }

  /// `OPTIONAL MATCH ...`, `OPTIONAL { MATCH ... }`, `OPTIONAL ( MATCH ... )`, `OPTIONAL CALL ...`.
  func parseOptional() throws(SyntaxFailure) -> Clause.Kind {
    if token(ahead: 1).keyword == .call {
      advance()
      return try parseCall(isOptional: true)
    }
    return try parseOptionalMatch(orCall: true)
  }

  private func parseOptionalMatch(orCall: Bool) throws(SyntaxFailure) -> Clause.Kind {
    let start = here
    advance()
    if at(.match) { return .match(try parseMatch(isOptional: true, start: start)) }
    let closing: TokenKind
    switch current.kind {
    case .leftBrace: closing = .rightBrace
    case .leftParenthesis: closing = .rightParenthesis
    default: throw expected(orCall ? "`MATCH`, `CALL` or `{`" : "`MATCH` or `{`", "after `OPTIONAL`")
    }
    if at(.leftParenthesis), token(ahead: 1).keyword != .match, token(ahead: 1).keyword != .optional {
      throw expected("`MATCH`", "after `OPTIONAL`", hints: ["write `OPTIONAL MATCH (...)`"])
    }
    let opening = take().span
    let matches = try parseMatchBlock()
    try expectClosing(closing, of: opening, "to close the optional block")
    return .optionalBlock(matches)
  }

  /// One or more MATCH statements (ISO/IEC 39075, 14.4, match statement block).
  func parseMatchBlock() throws(SyntaxFailure) -> [Clause] {
    let outer = try enter()
    defer { leave(outer) }
    var statements: [Clause] = []
    repeat {
      let start = here
      guard at(.match) || at(.optional) else { throw expected("`MATCH`", "in a block of patterns") }
      let kind = at(.match) ? .match(try parseMatch(isOptional: false, start: start)) : try parseOptionalMatch(orCall: false)
      statements.append(Clause(kind, span(from: start)))
    } while at(.match) || at(.optional)
    return statements
  }

  func parseGraphPattern() throws(SyntaxFailure) -> GraphPattern {
    let start = here
    let outer = patternElements
    patternElements = 0
    defer { patternElements = outer }
    let matchMode = try parseOptionalMatchMode()
    var paths = [try parsePathPattern()]
    while at(.comma), !atNextSelectedGraph {
      advance()
      paths.append(try parsePathPattern())
    }
    var keep: PathPrefix?
    if at(.keep) {
      advance()
      keep = try parseOptionalPathPrefix()
      if keep == nil { throw expected("a path mode or search such as `TRAIL` or `ANY SHORTEST`", "after `KEEP`") }
    }
    let condition = eat(.where) ? try parseCondition() : nil
    return GraphPattern(matchMode: matchMode, paths: paths, keep: keep, where: condition, span: span(from: start))
  }

  /// `DIFFERENT EDGES`, `REPEATABLE ELEMENTS`, with their synonyms.
  private func parseOptionalMatchMode() throws(SyntaxFailure) -> GraphPattern.MatchMode? {
    guard at(.different) || at(.repeatable), token(ahead: 1).kind == .word || token(ahead: 1).kind == .leftParenthesis else {
      return nil
    }
    if eat(.different) {
      guard at(.edges) || at(.edge) || at(.relationships) || at(.relationship) else {
        throw expected("`EDGES`", "after `DIFFERENT`")
      }
      advance()
      _ = eat(.bindings)
      return .differentEdges
    }
    advance()
    guard at(.element) || at(.elements) else { throw expected("`ELEMENTS`", "after `REPEATABLE`") }
    advance()
    _ = eat(.bindings)
    return .repeatableElements
  }

  private func parsePathPattern() throws(SyntaxFailure) -> PathPattern {
    let start = here
    let variable = atNameThenEquals ? takePathVariable() : nil
    let prefix = try parseOptionalPathPrefix()
    if prefix == nil, let (prefix, expression) = try parseOptionalShortestPath() {
      return PathPattern(variable: variable, prefix: prefix, expression: expression, span: span(from: start))
    }
    let expression = try parsePathExpression()
    return PathPattern(variable: variable, prefix: prefix, expression: expression, span: span(from: start))
  }

  /// The name before `=`, and the `=`.
  func takePathVariable() -> Identifier {
    let name = takeName()
    advance()
    return name
  }

  // MARK: Prefixes

  /// `[selector] [mode] [PATH | PATHS]`.
  func parseOptionalPathPrefix() throws(SyntaxFailure) -> PathPrefix? {
    let start = here
    var prefix = PathPrefix(selector: nil, mode: nil, span: SourceSpan(start, start))
    switch current.keyword {
    case .all where !atNameThenEquals, .any where !atNameThenEquals: prefix.selector = try parseAllOrAny()
    case .shortest where !atNameThenEquals: return try parseCountedShortest(start)
    default: break
    }
    prefix.mode = parseOptionalPathMode()
    guard prefix.selector != nil || prefix.mode != nil else { return nil }
    _ = eat(.path) || eat(.paths)
    if prefix.selector == nil, at(.any) || at(.all) || at(.shortest) {
      throw fail(
        "a path search comes before the path mode", at: current.span,
        hints: ["write `\(searchExample) \(source.text(of: span(from: start)))`"])
    }
    prefix.span = span(from: start)
    return prefix
  }

  private var searchExample: String {
    at(.shortest) ? "SHORTEST 1" : at(.any) ? "ANY SHORTEST" : "ALL SHORTEST"
  }

  private func parseAllOrAny() throws(SyntaxFailure) -> PathSelector {
    let isAny = take().keyword == .any
    if eat(.shortest) { return isAny ? .anyShortest : .allShortest }
    guard isAny else { return .all }
    return .any(count: try parseOptionalPathCount() ?? .literal(1))
  }

  /// `SHORTEST k`, `SHORTEST [k] GROUPS`.
  private func parseCountedShortest(_ start: Int) throws(SyntaxFailure) -> PathPrefix {
    advance()
    let countSpan = current.span
    let count = try parseOptionalPathCount()
    let mode = parseOptionalPathMode()
    _ = eat(.path) || eat(.paths)
    if eat(.group) || eat(.groups) {
      return PathPrefix(selector: .shortestGroups(count: count ?? .literal(1)), mode: mode, span: span(from: start))
    }
    guard let count else {
      throw fail(
        "expected the number of paths after `SHORTEST`", at: countSpan,
        hints: ["write `ANY SHORTEST` for one, `ALL SHORTEST` for all, `SHORTEST 3` for three of the shortest paths"])
    }
    return PathPrefix(selector: .shortest(count: count), mode: mode, span: span(from: start))
  }

  private func parseOptionalPathCount() throws(SyntaxFailure) -> PathSelector.Count? {
    if at(.parameter) { return .parameter(text.name(take())) }
    guard at(.integer) else { return nil }
    let token = take()
    let count = try wholeNumber(token)
    guard count > 0 else {
      throw fail("the number of paths must be at least 1", at: token.span, status: .invalidNumberOfPaths)
    }
    return .literal(count)
  }

  /// The value of an integer token, which must fit.
  func wholeNumber(_ token: Token) throws(SyntaxFailure) -> Int {
    let digits = text.number(token)
    let value: Int? =
      switch digits.prefix(2) {
      case "0x": Int(digits.dropFirst(2), radix: 16)
      case "0o": Int(digits.dropFirst(2), radix: 8)
      case "0b": Int(digits.dropFirst(2), radix: 2)
      default: Int(digits)
      }
    guard let value else { throw fail("this number is too large", at: token.span, status: .numericOutOfRange) }
    return value
  }

  private func parseOptionalPathMode() -> PathMode? {
    guard let mode = pathMode(at: current), !atNameThenEquals else { return nil }
    advance()
    return mode
  }

  func pathMode(at token: Token) -> PathMode? {
    switch token.keyword {
    case .walk: .walk
    case .trail: .trail
    case .simple: .simple
    case .acyclic: .acyclic
    default: nil
    }
  }
}
