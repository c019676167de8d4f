/// Comprehensions, list predicates, REDUCE and map projections (openCypher).
extension Parser {
  /// A name where a string could stand too.
  private func isUnquotedName(_ token: Token) -> Bool { token.kind != .doubleQuoted && isName(token) }

  // MARK: Brackets

  /// Whether the bracket at the cursor holds `x IN list WHERE ...`, `x IN list | ...`; or alone, in openCypher.
  ///
  /// In GQL `[x IN list]` is a list of one truth value.
  var atListComprehension: Bool {
    guard isUnquotedName(token(ahead: 1)), token(ahead: 2).keyword == .in else { return false }
    let end = matchingBracket(of: index)
    var place = index + 3
    var hasComma = false
    var hasBar = false
    while place < end {
      switch tokens[place].kind {
      case .leftParenthesis, .leftBracket, .leftBrace: place = max(place, min(matchingBracket(of: place), end))
      case .comma: hasComma = true
      case .bar: hasBar = true
      case .word where tokens[place].keyword == .where && isExpressionWord(at: place): return true
      case .word where endsSearch(at: place): return false
      default: break
      }
      place += 1
    }
    return !hasComma && (hasBar || dialect == .cypher)
  }

  /// A clause, where a bracket was forgotten: nothing is looked for beyond it.
  private func endsSearch(at place: Int) -> Bool {
    switch tokens[place].keyword {
    case .match, .return, .insert, .set, .remove, .delete, .call, .union: isExpressionWord(at: place)
    default: false
    }
  }

  /// Not a property or label of that name.
  private func isExpressionWord(at place: Int) -> Bool {
    switch tokens[place - 1].kind {
    case .period, .colon: false
    default: true
    }
  }

  /// `[x IN list WHERE condition | projection]`; the cursor is at the bracket.
  func parseListComprehension() throws(SyntaxFailure) -> Expression {
    let opening = take().span
    let (variable, list) = try parseIteration()
    let condition = eat(.where) ? try parseExpression(barEnds: true, allowsPatterns: true) : nil
    let projection = eat(.bar) ? try parseExpression() : nil
    try expectClosing(.rightBracket, of: opening, "to close the list comprehension")
    let comprehension = ListComprehension(variable: variable, list: list, where: condition, projection: projection)
    return Expression(.listComprehension(comprehension), span(from: opening.start))
  }

  /// `x IN list`.
  private func parseIteration() throws(SyntaxFailure) -> (variable: Identifier, list: Expression) {
    let variable = try parseName("a variable name", "for the items of the list")
    try expect(.in, "after the variable `\(variable.text)`")
    return (variable, try parseExpression(barEnds: true))
  }

  /// Whether the bracket at the cursor holds a pattern: `[(a)-->(b) | ...]`, `[p = (a)-->(b) | ...]`.
  var atPatternComprehension: Bool {
    let start = isName(token(ahead: 1)) && token(ahead: 2).kind == .equals ? index + 3 : index + 1
    return isPattern(at: start)
  }

  /// `[p = (a)-->(b) WHERE condition | projection]`; the cursor is at the bracket.
  func parsePatternComprehension() throws(SyntaxFailure) -> Expression {
    let opening = take().span
    let start = here
    let variable = atNameThenEquals ? takePathVariable() : nil
    let expression = try parseRelationshipsPattern()
    let path = PathPattern(variable: variable, prefix: nil, expression: expression, span: span(from: start))
    let condition = eat(.where) ? try parseExpression(barEnds: true, allowsPatterns: true) : nil
    guard eat(.bar) else { throw expected("`|`", "and a value after the pattern") }
    let projection = try parseExpression()
    try expectClosing(.rightBracket, of: opening, "to close the pattern comprehension")
    return Expression(
      .patternComprehension(PatternComprehension(path: path, where: condition, projection: projection)),
      span(from: opening.start))
  }

  // MARK: Patterns as conditions

  /// Whether a node pattern and an edge begin at a token: `(a)-[`, `()-->`, `(:A)<--`.
  func isPattern(at place: Int) -> Bool {
    guard place < tokens.count, tokens[place].kind == .leftParenthesis else { return false }
    return isPatternArrow(at: matchingBracket(of: place) + 1)
  }

  /// After `)`: `-[`, `->`, `--`, `<-[`, `<--`, which no value expression has.
  func isPatternArrow(at place: Int) -> Bool {
    func kind(_ distance: Int) -> TokenKind { tokens[min(place + distance, tokens.count - 1)].kind }
    func isAdjacent(_ distance: Int) -> Bool {
      let second = min(place + distance + 1, tokens.count - 1)
      return tokens[second - 1].end == tokens[second].start
    }
    guard place < tokens.count else { return false }
    let first = kind(0) == .less ? 1 : 0
    guard kind(first) == .minus || kind(first) == .tilde, first == 0 || isAdjacent(0) else { return false }
    if kind(first) == .tilde { return true }
    switch kind(first + 1) {
    case .leftBracket:
      let close = matchingBracket(of: place + first + 1)
      return isAdjacent(first) || (close + 1 < tokens.count && tokens[close + 1].kind == .minus)
    case .greater: return isAdjacent(first)
    case .minus:
      guard isAdjacent(first) else { return false }
      return kind(first + 2) == .leftParenthesis || (kind(first + 2) == .greater && isAdjacent(first + 1))
    default: return false
    }
  }

  /// Nodes and edges in turn, without `|` between paths.
  func parseRelationshipsPattern() throws(SyntaxFailure) -> PathExpression {
    let outer = try enter()
    defer { leave(outer) }
    let start = here
    guard at(.leftParenthesis) else { throw expected("a node such as `(n)`") }
    var factors = [try parseNodePattern()]
    while atEdge {
      factors.append(try parsePathFactor())
      guard at(.leftParenthesis) else { throw expected("a node such as `(n)`", "at the end of the edge") }
      factors.append(try parseNodePattern())
    }
    return PathExpression(.concatenation(factors), span(from: start))
  }

  func parsePatternPredicate() throws(SyntaxFailure) -> Expression {
    let start = here
    let expression = try parseRelationshipsPattern()
    let path = PathPattern(variable: nil, prefix: nil, expression: expression, span: span(from: start))
    return Expression(.patternPredicate(path), path.span)
  }

  // MARK: Calls with a variable

  /// `all(x IN list WHERE condition)`, after the name and its parenthesis.
  func parseListPredicate(
    _ kind: ListPredicate.Kind, _ start: Int, _ opening: SourceSpan
  ) throws(SyntaxFailure) -> Expression {
    let (variable, list) = try parseIteration()
    guard eat(.where) else { throw expected("`WHERE`", "and a condition in `\(kind.rawValue)`") }
    let condition = try parseExpression(allowsPatterns: true)
    try expectClosing(.rightParenthesis, of: opening, "to close `\(kind.rawValue)`")
    return Expression(
      .listPredicate(ListPredicate(kind, variable: variable, list: list, where: condition)), span(from: start))
  }

  /// Whether `all(`, `any(`, `none(` or `single(` with a variable stands at the cursor.
  var listPredicateKind: ListPredicate.Kind? {
    guard at(.word), token(ahead: 1).kind == .leftParenthesis, isUnquotedName(token(ahead: 2)), token(ahead: 3).keyword == .in
    else { return nil }
    return ListPredicate.Kind(rawValue: text.written(current).lowercased())
  }

  /// Whether `ALL (x IN list WHERE ...)` stands where ALL may also be the opposite of DISTINCT.
  var atAllPredicate: Bool {
    guard at(.all), listPredicateKind != nil else { return false }
    let end = matchingBracket(of: index + 1)
    var place = index + 4
    while place < end {
      switch tokens[place].kind {
      case .leftParenthesis, .leftBracket, .leftBrace: place = max(place, min(matchingBracket(of: place), end))
      case .word where tokens[place].keyword == .where && isExpressionWord(at: place): return true
      case .word where endsSearch(at: place): return false
      default: break
      }
      place += 1
    }
    return false
  }

  /// `reduce(accumulator = initial, x IN list | step)`.
  func parseOptionalReduce() throws(SyntaxFailure) -> Expression? {
    guard token(ahead: 1).kind == .leftParenthesis, isName(token(ahead: 2)), token(ahead: 3).kind == .equals,
      text.written(current).lowercased() == "reduce"
    else { return nil }
    let start = here
    advance()
    let opening = take().span
    let accumulator = takePathVariable()
    let initial = try parseExpression()
    try expect(.comma, "after the initial value")
    let (variable, list) = try parseIteration()
    guard eat(.bar) else { throw expected("`|`", "before the step of `reduce`") }
    let step = try parseExpression()
    try expectClosing(.rightParenthesis, of: opening, "to close `reduce`")
    return Expression(
      .reduce(
        Reduction(accumulator: accumulator, initial: initial, variable: variable, list: list, step: step)),
      span(from: start))
  }

  // MARK: Map projections

  /// Whether `{.name`, `{.*`, `{}`, `{key:` or `{name,` follows a variable.
  var atMapProjection: Bool {
    guard at(.leftBrace) else { return false }
    switch token(ahead: 1).kind {
    case .period: return true
    case .word, .delimitedName, .doubleQuoted:
      switch token(ahead: 2).kind {
      case .colon, .comma, .rightBrace: return dialect == .cypher || token(ahead: 2).kind != .rightBrace
      default: return false
      }
    default: return false
    }
  }

  func parseMapProjection(of base: Expression, _ start: Int) throws(SyntaxFailure) -> Expression {
    let opening = take().span
    let items = try parseList { (parser) throws(SyntaxFailure) in try parser.parseMapProjectionItem() }
    try expectClosing(.rightBrace, of: opening, "to close the map projection")
    return Expression(.mapProjection(base, items), span(from: start))
  }

  private func parseMapProjectionItem() throws(SyntaxFailure) -> MapProjectionItem {
    if eat(.period) {
      if at(.asterisk) { return .allProperties(take().span) }
      return .property(try parseFreeName("the name of a property or `*`", "after `.`"))
    }
    let name = try parseFreeName("a name or `.`", "in the map projection")
    guard eat(.colon) else { return .variable(name) }
    return .entry(PropertyItem(name, try parseExpression()))
  }
}
