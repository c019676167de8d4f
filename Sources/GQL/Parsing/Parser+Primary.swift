/// What operators join: literals, names, constructors, subqueries (ISO clauses 20.2 to 20.18).
extension Parser {
  func parsePrimary() throws(SyntaxFailure) -> Expression {
    switch current.kind {
    case .word: return try parseWordPrimary()
    case .integer, .decimal, .float, .string, .doubleQuoted, .byteString: return takeLiteral()
    case .parameter: return Expression(.parameter(text.name(current)), take().span)
    case .delimitedName: return try parseNamed()
    case .leftParenthesis: return try parseParenthesized()
    case .leftBracket:
      if atPatternComprehension { return try parsePatternComprehension() }
      return atListComprehension ? try parseListComprehension() : try parseListConstructor(from: here)
    case .leftBrace: return try parseRecordConstructor(from: here)
    default: throw expectedValue()
    }
  }

  private func expectedValue() -> SyntaxFailure {
    if at(.referenceParameter) {
      return fail(
        "`\(text.written(current))` names a graph, table or schema, and is no value", at: current.span,
        hints: ["a value is written `$name`, a graph as a value `GRAPH \(text.written(current))`"])
    }
    if at(.asterisk), index > 0, tokens[index - 1].kind == .leftParenthesis {
      let name = index > 1 && tokens[index - 2].kind == .word ? text.written(tokens[index - 2]) : ""
      return fail("only `COUNT` takes `*`", at: current.span, hints: Suggestion.hints(for: name, among: ["COUNT"]))
    }
    return expected("a value")
  }

  private func takeLiteral() -> Expression {
    let token = take()
    let literal: Literal
    switch token.kind {
    case .integer: literal = .integer(text.number(token))
    case .decimal: literal = text.isExact(token) ? .decimal(text.number(token)) : .float(text.number(token))
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
    if let kind = listPredicateKind {
      let start = here
      advance()
      return try parseListPredicate(kind, start, take().span)
    }
    if let failure = literalByItsType { throw failure }
    guard let keyword = current.keyword else { return try parseNamed() }
    switch keyword {
    case .null: return takeLiteral(.null)
    case .true: return takeLiteral(.truth(true))
    case .false: return takeLiteral(.truth(false))
    case .unknown:
      if dialect == .gql { return takeLiteral(.truth(nil)) }
      return try parseNamed()
    case .case: return try parseCase()
    case .exists: return try parseExists()
    case .let: return try parseLetIn()
    default: break
    }
    if keyword == .group, [.list, .array].contains(token(ahead: 1).keyword), token(ahead: 2).kind == .leftBracket {
      let start = here
      advance()
      advance()
      return try parseListConstructor(from: start)
    }
    if keyword.isReserved { throw expectedValue() }
    switch token(ahead: 1).kind {
    case .leftParenthesis: if let call = try parseSpecialCall(keyword) { return call }
    case .string, .doubleQuoted: if let literal = try parseTemporalLiteral(keyword) { return literal }
    case .minus, .plus: if let literal = try parseOptionalSignedInterval(keyword) { return literal }
    case .leftBracket: if let constructor = try parseNamedConstructor(keyword) { return constructor }
    case .leftBrace: return try parseBeforeBrace(keyword)
    default: break
    }
    if token(ahead: 1).kind != .leftParenthesis, let value = parseBareWord(keyword) { return value }
    if let value = try parseOptionalObject(keyword) { return value }
    return try parseNamed()
  }

  /// `LOCAL DATETIME '...'`: types are called so, literals are not.
  private var literalByItsType: SyntaxFailure? {
    let next = token(ahead: 1)
    guard next.keyword == .datetime || next.keyword == .time, token(ahead: 2).kind == .string,
      ["LOCAL", "ZONED"].contains(text.written(current).uppercased())
    else { return nil }
    return fail(
      "a literal of a time says in its text whether it has a zone", at: current.span.union(next.span),
      hints: ["write `\(text.written(next)) \(text.written(token(ahead: 2)))`"])
  }

  /// `[PROPERTY] GRAPH g`, `[BINDING] TABLE t`: a graph or table as a value.
  private func parseOptionalObject(_ keyword: Keyword) throws(SyntaxFailure) -> Expression? {
    let start = here
    let offset = at(.property, .graph) || at(.binding, .table) ? 1 : 0
    let word = token(ahead: offset).keyword
    let next = token(ahead: offset + 1)
    guard word == .graph || word == .table else { return nil }
    switch next.kind {
    case .solidus, .period, .doublePeriod, .leftParenthesis:
      guard offset == 1 else { return nil }
    case .parameter, .referenceParameter, .delimitedName: break
    case .word where isName(next) && !endsOperand(next): break
    case .leftBrace where word == .table: break
    default: return nil
    }
    for _ in 0...offset { advance() }
    let kind: Expression.Kind = word == .graph ? .graph(try parseGraphExpression()) : .table(try parseBindingTableExpression())
    return Expression(kind, span(from: start))
  }

  /// Words that may follow a variable called `graph` or `table`.
  private func endsOperand(_ token: Token) -> Bool {
    switch token.keyword {
    case .starts, .ends, .contains, .asc, .ascending, .desc, .descending, .nulls, .order, .offset, .skip, .group, .next, .filter,
      .finish, .end, .from, .merge, .create, .unwind, .foreach, .having, .use, .drop, .keep, .select:
      true
    default: false
    }
  }

  // MARK: Words

  /// `VALUE {`, `RECORD {`, and `COUNT {`, `COLLECT {` of openCypher.
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
    case .table where beginsSubquery(ahead: 2):
      advance()
      return Expression(.table(try parseBindingTableExpression()), span(from: start))
    case .count where beginsSubquery(ahead: 2): return try parseCountSubquery()
    case .collect where beginsSubquery(ahead: 2): return try parseCollectSubquery()
    case .array where beginsSubquery(ahead: 2):
      throw unsupported(
        "`ARRAY { ... }` is not GQL", at: current.span,
        hints: ["a list of all rows is `COLLECT { MATCH ... RETURN n.name }`, or `VALUE { MATCH ... RETURN COLLECT_LIST(n.name) AS l }`"])
    default: return try parseNamed()
    }
  }

  /// `DATE '2024-01-31'`.
  private func parseTemporalLiteral(_ keyword: Keyword) throws(SyntaxFailure) -> Expression? {
    if keyword == .interval { return try parseInterval() }
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
    if let value = try parseOptionalReduce() { return value }
    if let value = try parseOptionalShortestPathValue() { return value }
    var length = 1
    while token(ahead: length).kind == .period, token(ahead: length + 1).kind == .word
      || token(ahead: length + 1).kind == .delimitedName
    {
      length += 2
    }
    if token(ahead: length).kind == .leftParenthesis { return try parseCall(nameLength: length) }
    return Expression(.variable(text.name(current)), take().span)
  }

  /// `INTERVAL -'1' DAY`, where otherwise `interval - 'x'` would be a difference.
  private func parseOptionalSignedInterval(_ keyword: Keyword) throws(SyntaxFailure) -> Expression? {
    guard keyword == .interval, token(ahead: 2).kind == .string, SQLInterval.Field(token(ahead: 3).keyword) != nil else { return nil }
    return try parseInterval()
  }

  // MARK: Brackets

  private func parseParenthesized() throws(SyntaxFailure) -> Expression {
    if isPattern(at: index) {
      guard surroundings.allowsPatterns else { throw patternAsValue(take().span) }
      return try parsePatternPredicate()
    }
    let opening = take().span
    if at(.rightParenthesis) || at(.colon) { throw patternAsValue(opening) }
    var inner = try parseExpression(allowsPatterns: surroundings.allowsPatterns)
    if at(.comma) || at(.bar) {
      throw expected(
        "`)`", "to close the parenthesis", labels: [Diagnostic.Label(opening, "opened here")],
        hints: [at(.comma) ? "a list is written in brackets: `[1, 2]`" : "a condition over a list is written `all(x IN list WHERE ...)`"])
    }
    try expectClosing(.rightParenthesis, of: opening, "to close the parenthesis")
    inner.span = span(from: opening.start)
    return inner
  }

  private func patternAsValue(_ opening: SourceSpan) -> SyntaxFailure {
    fail("a pattern is not a value", at: span(from: opening.start), hints: [hintForPattern])
  }

  /// After the first parenthesis of a pattern: `size(pattern)` was how to count in earlier versions of Neo4j.
  private var hintForPattern: String {
    let call = index - 2
    guard call > 0, tokens[call].kind == .leftParenthesis, ["SIZE", "LENGTH", "COUNT"].contains(text.written(tokens[call - 1]).uppercased())
    else { return "to ask whether it occurs write `EXISTS { (a)-[e]->(b) }`" }
    let pattern = source.text(of: SourceSpan(Int(tokens[call].end), Int(tokens[matchingBracket(of: call)].start)))
    return "to count its matches write `COUNT { \(pattern.utf8.count <= 60 ? pattern : "(a)-[e]->(b)") }`"
  }

  private func parseListConstructor(from start: Int) throws(SyntaxFailure) -> Expression {
    let opening = take().span
    var items: [Expression] = []
    if !at(.rightBracket) {
      items = try parseList { (parser) throws(SyntaxFailure) in try parser.parseExpression() }
    }
    try expectClosing(.rightBracket, of: opening, "to close the list")
    return Expression(.list(items), span(from: start))
  }

  private func parseRecordConstructor(from start: Int) throws(SyntaxFailure) -> Expression {
    let items = try parsePropertyMap(of: "the record")
    return Expression(.record(items), span(from: start))
  }
}
