/// What operators join: literals, names, constructors, subqueries (ISO clauses 20.2 to 20.18).
extension Parser {
  func parsePrimary() throws(SyntaxFailure) -> Expression {
    switch current.kind {
    case .word: return try parseWordPrimary()
    case .integer, .decimal, .float, .string, .doubleQuoted, .byteString: return takeLiteral()
    case .parameter: return Expression(.parameter(text.name(current)), take().span)
    case .delimitedName: return try parseNamed()
    case .leftParenthesis: return try parseParenthesized()
    case .leftBracket: return try parseListConstructor(from: here)
    case .leftBrace: return try parseRecordConstructor(from: here)
    default: throw expectedValue()
    }
  }

  private func expectedValue() -> SyntaxFailure {
    if at(.referenceParameter) {
      return unsupported(
        "`\(text.written(current))` names a graph or table, which is not supported yet", at: current.span,
        hints: ["a value is written `$name`"])
    }
    if at(.asterisk), index > 0, tokens[index - 1].kind == .leftParenthesis {
      return fail("only `COUNT` takes `*`", at: current.span)
    }
    return expected("a value")
  }

  private func takeLiteral() -> Expression {
    let token = take()
    let literal: Literal
    switch token.kind {
    case .integer: literal = .integer(text.number(token))
    case .decimal: literal = .decimal(text.number(token))
    case .float: literal = .float(text.number(token))
    case .byteString: literal = .bytes(text.bytes(token))
    default: literal = .string(text.name(token))
    }
    return Expression(.literal(literal), token.span)
  }

  private func takeLiteral(_ literal: Literal) -> Expression {
    Expression(.literal(literal), take().span)
  }

  /// A word that begins a value: reserved ones first, then those that are special only before a certain sign.
  private func parseWordPrimary() throws(SyntaxFailure) -> Expression {
    guard let keyword = current.keyword else { return try parseNamed() }
    switch keyword {
    case .null: return takeLiteral(.null)
    case .true: return takeLiteral(.truth(true))
    case .false: return takeLiteral(.truth(false))
    case .unknown: return takeLiteral(.truth(nil))
    case .case: return try parseCase()
    case .exists: return try parseExists()
    case .let: return try parseLetIn()
    default: break
    }
    if keyword.isReserved { throw expectedValue() }
    switch token(ahead: 1).kind {
    case .leftParenthesis: if let call = try parseSpecialCall(keyword) { return call }
    case .string, .doubleQuoted: if let literal = parseTemporalLiteral(keyword) { return literal }
    case .leftBracket: if let constructor = try parseNamedConstructor(keyword) { return constructor }
    case .leftBrace: return try parseBeforeBrace(keyword)
    default: if let value = parseBareWord(keyword) { return value }
    }
    return try parseNamed()
  }

  // MARK: Words

  /// `VALUE {`, `RECORD {`; `COUNT {` and `COLLECT {` are openCypher.
  private func parseBeforeBrace(_ keyword: Keyword) throws(SyntaxFailure) -> Expression {
    let start = here
    switch keyword {
    case .value:
      advance()
      let body = try parseBracedBody("to open the subquery")
      return Expression(.valueSubquery(body), span(from: start))
    case .record:
      advance()
      return try parseRecordConstructor(from: start)
    case .count:
      throw unsupported(
        "`COUNT { ... }` is openCypher", at: current.span, hints: ["in GQL write `VALUE { MATCH ... RETURN COUNT(*) }`"])
    case .collect:
      throw unsupported(
        "`COLLECT { ... }` is openCypher", at: current.span,
        hints: ["in GQL write `VALUE { MATCH ... RETURN COLLECT_LIST(x) }`"])
    default: return try parseNamed()
    }
  }

  /// `DATE '2024-01-31'`.
  private func parseTemporalLiteral(_ keyword: Keyword) -> Expression? {
    let kind: Literal.TemporalLiteral
    switch keyword {
    case .date: kind = .date
    case .time: kind = .time
    case .datetime, .timestamp: kind = .datetime
    case .duration: kind = .duration
    default: return nil
    }
    let start = here
    advance()
    return Expression(.literal(.temporal(kind, text.name(take()))), span(from: start))
  }

  /// `LIST [a, b]`, `ARRAY [..]`, `PATH [n, e, m]`.
  ///
  /// `list[0]` is more likely an item of a variable of that name: with one item in the brackets, and the word not in
  /// capitals, it is one.
  private func parseNamedConstructor(_ keyword: Keyword) throws(SyntaxFailure) -> Expression? {
    guard keyword == .list || keyword == .array || keyword == .path else { return nil }
    let start = here
    let isCapital = text.written(current) == keyword.rawValue
    if !isCapital, hasOneItem(inBracketAt: index + 1) { return nil }
    advance()
    let list = try parseListConstructor(from: start)
    guard keyword == .path, case .list(let items) = list.kind else { return list }
    guard items.count % 2 == 1 else {
      throw fail("a path needs a node, then pairs of an edge and a node", at: list.span)
    }
    return Expression(.path(items), list.span)
  }

  /// Whether the brackets hold something, and no comma of their own.
  private func hasOneItem(inBracketAt opening: Int) -> Bool {
    var nesting = 0
    for place in (opening + 1)..<tokens.count {
      switch tokens[place].kind {
      case .leftParenthesis, .leftBracket, .leftBrace: nesting += 1
      case .rightParenthesis, .rightBracket, .rightBrace:
        if nesting == 0 { return place > opening + 1 }
        nesting -= 1
      case .comma where nesting == 0: return false
      case .semicolon, .endOfText: return false
      default: break
      }
    }
    return false
  }

  /// Values that are a word of their own: `CURRENT_DATE`, `SESSION_USER`.
  private func parseBareWord(_ keyword: Keyword) -> Expression? {
    switch keyword {
    case .currentGraph, .currentPropertyGraph: return Expression(.currentGraph, take().span)
    case .sessionUser: return Expression(.sessionUser, take().span)
    case .currentDate, .currentTime, .currentTimestamp, .localTime, .localTimestamp:
      let name = takeName()
      return Expression(.call(FunctionCall(name: [name], arguments: [])), name.span)
    default: return nil
    }
  }

  /// A variable, or a call with a dotted name.
  private func parseNamed() throws(SyntaxFailure) -> Expression {
    var length = 1
    while token(ahead: length).kind == .period, token(ahead: length + 1).kind == .word
      || token(ahead: length + 1).kind == .delimitedName
    {
      length += 2
    }
    if token(ahead: length).kind == .leftParenthesis { return try parseCall(nameLength: length) }
    return Expression(.variable(text.name(current)), take().span)
  }

  // MARK: Brackets

  private func parseParenthesized() throws(SyntaxFailure) -> Expression {
    let opening = take().span
    if at(.rightParenthesis) || at(.colon) { throw patternAsValue(opening) }
    var inner = try parseExpression()
    try expectClosing(.rightParenthesis, of: opening, "to close the parenthesis")
    inner.span = span(from: opening.start)
    if atPatternArrow { throw patternAsValue(opening) }
    return inner
  }

  /// After `)`: `-[`, `->`, `--`, `<-[`, `<--`, which no value expression has.
  private var atPatternArrow: Bool {
    let first = at(.less) ? 1 : 0
    guard token(ahead: first).kind == .minus, first == 0 || isAdjacent(ahead: 0) else { return false }
    let next = token(ahead: first + 1)
    switch next.kind {
    case .leftBracket: return isAdjacent(ahead: first)
    case .greater, .minus: return isAdjacent(ahead: first) && token(ahead: first + 2).kind != .integer
    default: return false
    }
  }

  private func patternAsValue(_ opening: SourceSpan) -> SyntaxFailure {
    fail(
      "a pattern is not a value", at: span(from: opening.start),
      hints: ["to ask whether it occurs write `EXISTS { (a)-[e]->(b) }`"])
  }

  private func parseListConstructor(from start: Int) throws(SyntaxFailure) -> Expression {
    let opening = take().span
    var items: [Expression] = []
    if !at(.rightBracket) {
      items = try parseList { (parser) throws(SyntaxFailure) in try parser.parseExpression() }
    }
    if at(.bar) || at(.where) { throw refuseComprehension(opening) }
    try expectClosing(.rightBracket, of: opening, "to close the list")
    return Expression(.list(items), span(from: start))
  }

  private func refuseComprehension(_ opening: SourceSpan) -> SyntaxFailure {
    unsupported(
      "a list comprehension is openCypher and not supported yet", at: opening.union(current.span),
      hints: ["in GQL write `VALUE { FOR x IN list FILTER condition RETURN COLLECT_LIST(x) }`"])
  }

  private func parseRecordConstructor(from start: Int) throws(SyntaxFailure) -> Expression {
    let items = try parsePropertyMap(of: "the record")
    return Expression(.record(items), span(from: start))
  }
}
