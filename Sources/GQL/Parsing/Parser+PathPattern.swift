/// Path pattern expressions: a regular expression over nodes and edges (ISO clauses 16.7 and 16.11).
extension Parser {
  /// Terms joined by `|` or by `|+|`.
  func parsePathExpression() throws(SyntaxFailure) -> PathExpression {
    let outer = try enter()
    defer { leave(outer) }
    let start = here
    let first = try parsePathTerm()
    guard at(.bar) || at(.multisetAlternation) else { return first }
    let sign = current.kind
    var terms = [first]
    while eat(sign) { terms.append(try parsePathTerm()) }
    if at(.bar) || at(.multisetAlternation) {
      throw fail(
        "`|` and `|+|` cannot be mixed without parentheses", at: current.span, hints: ["group one of them: `((a) | (b))`"])
    }
    return PathExpression(sign == .bar ? .union(terms) : .alternation(terms), span(from: start))
  }

  /// Factors one after the other.
  private func parsePathTerm() throws(SyntaxFailure) -> PathExpression {
    let start = here
    var factors = [try parsePathFactor()]
    while atPathPrimary { factors.append(try parsePathFactor()) }
    return factors.count == 1 ? factors[0] : PathExpression(.concatenation(factors), span(from: start))
  }

  private var atPathPrimary: Bool { at(.leftParenthesis) || atEdge }

  /// Whether an edge pattern begins here.
  var atEdge: Bool {
    switch current.kind {
    case .minus, .tilde: true
    case .less:
      isAdjacent(ahead: 0) && (token(ahead: 1).kind == .minus || token(ahead: 1).kind == .tilde)
    default: false
    }
  }

  func parsePathFactor() throws(SyntaxFailure) -> PathExpression {
    if let count = patternElements {
      guard count < ParserLimits.maximumPatternElements else {
        throw tooMuch(
          "the pattern has more than \(ParserLimits.maximumPatternElements) elements, the limit of one MATCH",
          hint: "repeat a part with a quantifier, as in `(()-[:T]->()){300}`, or write several MATCH")
      }
      patternElements = count + 1
    }
    let primary: PathExpression
    if atEdge {
      primary = try parseEdgePattern()
    } else if at(.leftParenthesis) {
      primary = atParenthesizedPath ? try parseParenthesizedPath() : try parseNodePattern()
    } else {
      throw expectedPattern()
    }
    guard atQuantifier else { return primary }
    return try parseQuantified(primary)
  }

  private func expectedPattern() -> SyntaxFailure {
    if atNameThenEquals {
      return fail(
        "the variable of a path stands before its mode and search", at: current.span,
        hints: ["write `MATCH \(text.written(current)) = ANY SHORTEST (a)->+(b)`"])
    }
    if at(.word), text.written(current).uppercased() == "CHEAPEST" {
      return unsupported(
        "the cheapest path is no search of GQL", at: current.span,
        hints: ["`ANY SHORTEST` counts edges; `CALL algo.shortestPath(a, b, {weight: 'key'})` adds up a property"])
    }
    if let mode = pathMode(at: current) {
      return expected(
        "a pattern such as `(n)`", "", hints: ["the mode stands before PATHS and GROUPS: `ALL \(mode.text) PATHS`, `SHORTEST 2 \(mode.text) GROUPS`"])
    }
    if at(.word), ["PATH", "PATHS", "GROUP", "GROUPS"].contains(text.written(current).uppercased()) {
      return expected("a pattern such as `(n)`", "", hints: ["PATH stands behind a search or a mode: `ANY PATH`, `SHORTEST 2 PATHS`, `TRAIL PATH`"])
    }
    if at(.colon) || (atName && foreignHabit(at: index) == nil) {
      let label = atName && token(ahead: 1).kind == .colon && isName(token(ahead: 2)) ? ":" + text.written(token(ahead: 2)) : ""
      let word = at(.colon) ? ":Label" : text.written(current) + label
      return expected("a pattern such as `(n)`", "", hints: ["a node stands in parentheses: `(\(word))`"])
    }
    if at(.leftBracket) {
      return expected(
        "a pattern such as `(n)`", "", hints: ["an edge is written `-[...]->`, a part of a path stands in parentheses"])
    }
    return expected("a pattern such as `(n)` or `(a)-[e]->(b)`")
  }

  // MARK: Parentheses

  /// After `(`: whether a path stands in the parentheses and not a node's variable, labels and properties.
  private var atParenthesizedPath: Bool {
    let first = token(ahead: 1)
    switch first.kind {
    case .leftParenthesis, .minus, .tilde, .less: return true
    case .word, .delimitedName, .doubleQuoted: break
    default: return false
    }
    if isName(first), token(ahead: 2).kind == .equals { return true }
    let isPrefix = pathMode(at: first) != nil || first.keyword == .any || first.keyword == .all || first.keyword == .shortest
    guard isPrefix else { return false }
    switch token(ahead: 2).kind {
    case .leftParenthesis, .minus, .tilde, .less, .integer, .parameter: return true
    case .word:
      let second = token(ahead: 2).keyword
      return second != .where && second != .is
    default: return false
    }
  }

  /// `([p =] [mode] path [WHERE condition])`.
  private func parseParenthesizedPath() throws(SyntaxFailure) -> PathExpression {
    let opening = take().span
    let variable = atNameThenEquals ? takePathVariable() : nil
    let prefix = try parseOptionalPathPrefix()
    if let prefix, prefix.selector != nil {
      throw fail(
        "a path search stands before the whole path pattern, not within parentheses", at: prefix.span,
        hints: ["write `MATCH \(source.text(of: prefix.span)) (...)`"])
    }
    let expression = try parsePathExpression()
    let condition = eat(.where) ? try parseCondition() : nil
    try expectClosing(.rightParenthesis, of: opening, "to close the path pattern")
    let path = ParenthesizedPath(variable: variable, prefix: prefix, expression: expression, where: condition)
    return PathExpression(.parenthesized(path), span(from: opening.start))
  }

  // MARK: Quantifiers

  var atQuantifier: Bool {
    switch current.kind {
    case .asterisk, .plus, .question, .leftBrace: true
    default: false
    }
  }

  func parseQuantified(_ primary: PathExpression) throws(SyntaxFailure) -> PathExpression {
    switch primary.kind {
    case .node:
      if at(.leftBrace), token(ahead: 1).kind == .word {
        throw fail(
          "properties stand within the parentheses of the node", at: current.span, hints: ["write `(n {key: value})`"])
      }
      throw fail(
        "a node cannot be repeated", at: current.span,
        hints: ["repeat an edge, `-[e]->{1,3}`, or a path in parentheses, `((a)-[e]->(b)){1,3}`"])
    case .edge:
      if at(.leftBrace), token(ahead: 1).kind == .word || token(ahead: 1).kind == .rightBrace {
        throw fail(
          "properties stand within the brackets of the edge", at: current.span, hints: ["write `-[e {key: value}]->`"])
      }
    case .concatenation, .union, .alternation, .quantified, .optional, .parenthesized: break
    }
    let result: PathExpression
    if eat(.question) {
      result = PathExpression(.optional(primary), span(from: primary.span.start))
    } else {
      let quantifier = try parseQuantifier()
      if let inner = Parser.quantifier(within: primary) {
        throw fail(
          "a quantifier cannot repeat what has a quantifier already", at: quantifier.span,
          labels: [Diagnostic.Label(inner, "the quantifier within")], hints: ["repeat a path of fixed length"])
      }
      result = PathExpression(.quantified(primary, quantifier), span(from: primary.span.start))
    }
    if atQuantifier {
      throw fail(
        "only one quantifier may follow a pattern", at: current.span, hints: ["put the repeated part in parentheses first"])
    }
    return result
  }

  /// The first quantifier of a path, if it has one.
  private static func quantifier(within path: PathExpression) -> SourceSpan? {
    switch path.kind {
    case .node, .edge: nil
    case .quantified(_, let quantifier): quantifier.span
    case .optional(let inner): Parser.quantifier(within: inner)
    case .parenthesized(let inner): Parser.quantifier(within: inner.expression)
    case .concatenation(let parts), .union(let parts), .alternation(let parts):
      parts.lazy.compactMap(Parser.quantifier(within:)).first
    }
  }

  private func parseQuantifier() throws(SyntaxFailure) -> Quantifier {
    let opening = current.span
    if eat(.asterisk) { return Quantifier(lower: 0, upper: nil, span: opening) }
    if eat(.plus) { return Quantifier(lower: 1, upper: nil, span: opening) }
    advance()
    var lower = 0
    var upper: Int?
    let hasLower = at(.integer)
    if hasLower { lower = try wholeNumber(take()) }
    if at(.doublePeriod) {
      throw fail("expected `,` between the bounds, found `..`", at: current.span, hints: ["write `{1,3}`"])
    }
    if eat(.comma) {
      if at(.integer) { upper = try wholeNumber(take()) }
    } else if hasLower {
      upper = lower
    } else {
      throw expected("the number of repetitions such as `{2}` or `{1,3}`")
    }
    try expectClosing(.rightBrace, of: opening, "to close the quantifier")
    let quantifier = Quantifier(lower: lower, upper: upper, span: span(from: opening.start))
    try check(quantifier)
    return quantifier
  }

  private func check(_ quantifier: Quantifier) throws(SyntaxFailure) {
    guard let upper = quantifier.upper else { return }
    if upper == 0 { throw fail("the upper bound of a quantifier must be at least 1", at: quantifier.span) }
    if quantifier.lower > upper {
      throw fail(
        "the lower bound \(quantifier.lower) is above the upper bound \(upper)", at: quantifier.span,
        hints: ["write `{\(upper),\(quantifier.lower)}`"])
    }
  }
}
