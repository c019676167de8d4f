/// Simplified path patterns, `-/A B|C/->` (ISO clauses 16.12 and 16.13): written out as edges.
///
/// Each label is an edge of the direction around the slashes, unless it has a sign of its own: `A>`, `<A`, `~A`, `-A`.
extension Parser {
  /// After `-`, `<-`, `~` or `<~`, at the solidus.
  func parseSimplifiedPath(_ left: EdgeStart, _ start: Int) throws(SyntaxFailure) -> PathExpression {
    let opening = SourceSpan(start, Int(current.end))
    let direction = try simplifiedDirection(left, closing: index, opening)
    advance()
    let inner = try parseSimplifiedContents(direction)
    try expectClosing(.solidus, of: opening, "to close the simplified path pattern")
    _ = try parseEdgeEnd()
    let path = ParenthesizedPath(variable: nil, prefix: nil, expression: inner, where: nil)
    return PathExpression(.parenthesized(path), span(from: start))
  }

  /// The direction that both ends say; found by looking ahead to the closing solidus.
  private func simplifiedDirection(
    _ left: EdgeStart, closing opening: Int, _ place: SourceSpan
  ) throws(SyntaxFailure) -> EdgeDirectionPattern {
    var close = opening + 1
    while close < tokens.count - 1, tokens[close].kind != .solidus, tokens[close].kind != .semicolon,
      tokens[close].keyword != .return, tokens[close].keyword != .match
    {
      close += 1
    }
    guard tokens[close].kind == .solidus, close + 1 < tokens.count else {
      throw fail("the simplified path pattern that begins here is never closed", at: place, hints: ["write `-/A B/->`"])
    }
    let sign = tokens[close + 1]
    let hasArrow = close + 2 < tokens.count && tokens[close + 2].kind == .greater && tokens[close + 2].start == sign.end
    let right: EdgeEnd
    switch sign.kind {
    case .minus: right = hasArrow ? .arrow : .minus
    case .tilde: right = hasArrow ? .tildeArrow : .tilde
    default: throw fail("expected `->`, `-` or `~` after `/`, found \(describe(sign))", at: sign.span)
    }
    guard let direction = Parser.direction(left, right) else {
      throw fail("the two ends of this path do not fit together", at: SourceSpan(place.start, Int(sign.end)))
    }
    return direction
  }

  /// Terms joined by `|` or `|+|`.
  private func parseSimplifiedContents(_ direction: EdgeDirectionPattern) throws(SyntaxFailure) -> PathExpression {
    let outer = try enter()
    defer { leave(outer) }
    let start = here
    var terms = [try parseSimplifiedTerm(direction)]
    guard at(.bar) || at(.multisetAlternation) else { return terms[0] }
    let sign = current.kind
    while eat(sign) { terms.append(try parseSimplifiedTerm(direction)) }
    return PathExpression(sign == .bar ? .union(terms) : .alternation(terms), span(from: start))
  }

  private func parseSimplifiedTerm(_ direction: EdgeDirectionPattern) throws(SyntaxFailure) -> PathExpression {
    let start = here
    var factors = [try parseSimplifiedFactor(direction)]
    while !at(.solidus), !at(.bar), !at(.multisetAlternation), !at(.rightParenthesis), !at(.endOfText), !at(.semicolon) {
      factors.append(try parseSimplifiedFactor(direction))
    }
    return factors.count == 1 ? factors[0] : PathExpression(.concatenation(factors), span(from: start))
  }

  /// A part with its quantifier.
  private func parseSimplifiedFactor(_ direction: EdgeDirectionPattern) throws(SyntaxFailure) -> PathExpression {
    let primary = try parseSimplifiedPrimary(direction)
    guard atQuantifier else { return primary }
    return try parseQuantified(primary)
  }

  /// `[sign] label [sign]`, where a label may be `!A`, `A&B` or a group in parentheses.
  private func parseSimplifiedPrimary(_ usual: EdgeDirectionPattern) throws(SyntaxFailure) -> PathExpression {
    let start = here
    let left: EdgeStart? = atSimplifiedOverride ? takeEdgeStartOverride() : nil
    if left == nil, at(.leftParenthesis), !isLabelGroup {
      let opening = take().span
      let inner = try parseSimplifiedContents(usual)
      try expectClosing(.rightParenthesis, of: opening, "to close the group")
      let path = ParenthesizedPath(variable: nil, prefix: nil, expression: inner, where: nil)
      return PathExpression(.parenthesized(path), span(from: start))
    }
    let outer = surroundings
    surroundings.barEnds = true
    defer { surroundings = outer }
    let label = try parseLabelExpression()
    let hasArrow = at(.greater) && previousEnd == here
    if hasArrow { advance() }
    let direction: EdgeDirectionPattern
    switch (left, hasArrow) {
    case (nil, false): direction = usual
    case (nil, true): direction = .right
    case (.leftArrow?, false): direction = .left
    case (.leftArrow?, true): direction = .leftOrRight
    case (.tilde?, false): direction = .undirected
    case (.tilde?, true): direction = .undirectedOrRight
    case (.leftTilde?, false): direction = .leftOrUndirected
    case (.minus?, false): direction = .any
    case (.leftTilde?, true), (.minus?, true):
      throw fail("these two signs do not fit together", at: span(from: start), hints: ["write `<A`, `A>`, `~A` or `-A`"])
    }
    let element = ElementPattern(variable: nil, label: label, properties: [], where: nil, span: span(from: start))
    return PathExpression(.edge(element, direction), element.span)
  }

  private var atSimplifiedOverride: Bool { at(.less) || at(.tilde) || at(.minus) }

  /// `<`, `~`, `<~` or `-`.
  private func takeEdgeStartOverride() -> EdgeStart {
    if eat(.less) { return eat(.tilde) ? .leftTilde : .leftArrow }
    return take().kind == .tilde ? .tilde : .minus
  }

  /// Whether the parentheses hold only what a label expression can hold, with `&` or `!` around them.
  private var isLabelGroup: Bool {
    let close = matchingBracket(of: index)
    return close + 1 < tokens.count && tokens[close + 1].kind == .ampersand
  }
}
