/// Nodes and edges (ISO clause 16.7).
extension Parser {
  func parseNodePattern() throws(SyntaxFailure) -> PathExpression {
    let opening = take().span
    var (element, _) = try parseFiller(isEdge: false)
    if element.label != nil, !at(.rightParenthesis), let hint = fillerHint {
      throw expected("`)`", "to close the node pattern", labels: [Diagnostic.Label(opening, "opened here")], hints: [hint])
    }
    try expectClosing(.rightParenthesis, of: opening, "to close the node pattern")
    element.span = span(from: opening.start)
    return PathExpression(.node(element), element.span)
  }

  /// `x :Label *1..3 {k: v} WHERE condition`, each part optional; the range is openCypher's, of edges only.
  private func parseFiller(
    isEdge: Bool
  ) throws(SyntaxFailure) -> (element: ElementPattern, length: Quantifier?) {
    let start = here
    let outer = surroundings
    surroundings.barEnds = false
    defer { surroundings = outer }
    let isTemporary = atName && isName(token(ahead: 1)) && text.written(current).uppercased() == "TEMP"
    if isTemporary { advance() }
    let variable = atName ? takeName() : nil
    var label: LabelExpression?
    if at(.colon) || at(.is) {
      advance()
      label = try parseLabelExpression()
    }
    let length = isEdge ? try parseOptionalVariableLength() : nil
    let properties = at(.leftBrace) ? try parsePropertyMap() : []
    if at(.parameter) {
      throw fail(
        "a map in a parameter cannot be matched", at: current.span, hints: ["write each property: `{name: $name, ...}`"],
        detail: "InvalidParameterUse")
    }
    if at(.where), !properties.isEmpty, dialect == .gql {
      throw fail(
        "properties in braces and WHERE cannot stand together in one element", at: current.span,
        hints: ["write one condition: `WHERE x.key = value AND ...`"])
    }
    let condition = eat(.where) ? try parseCondition() : nil
    var element = ElementPattern(
      variable: variable, label: label, properties: properties, where: condition, span: span(from: start))
    element.isTemporary = isTemporary
    return (element, length)
  }

  /// After a label, where something stands that does not belong to a node.
  private var fillerHint: String? {
    if at(.comma) { return "each node stands in its own parentheses: `(a:A), (b:B)`" }
    if at(.and) || at(.or) { return "join labels with `&` and `|`: `:A\(at(.and) ? "&" : "|")B`" }
    if atName, let clause = suggestClause(current) { return clause }
    if atName, foreignHabit(at: index) == nil { return "join labels with `&`: `:A&\(text.written(current))`" }
    return nil
  }

  // MARK: Edges

  enum EdgeStart { case minus, leftArrow, tilde, leftTilde }
  enum EdgeEnd { case minus, arrow, tilde, tildeArrow }

  /// `-[e]->` and its like, or an abbreviation such as `->`.
  func parseEdgePattern() throws(SyntaxFailure) -> PathExpression {
    let start = here
    let left = takeEdgeStart()
    guard at(.leftBracket) else { return try parseAbbreviatedEdge(left, start) }
    let opening = take().span
    var (element, length) = try parseFiller(isEdge: true)
    try expectClosing(.rightBracket, of: opening, "to close the edge pattern")
    let right = try parseEdgeEnd()
    element.span = span(from: start)
    guard let direction = Parser.direction(left, right) else {
      throw fail(
        "the two ends of this edge do not fit together", at: element.span,
        hints: ["write `-[e]->`, `<-[e]-`, `-[e]-`, `~[e]~`, `<~[e]~`, `~[e]~>` or `<-[e]->`"])
    }
    let edge = PathExpression(.edge(element, direction), element.span)
    guard let length else { return edge }
    if at(.asterisk) || at(.plus) || at(.leftBrace) || at(.question) {
      throw fail("the edge has a length already", at: current.span, labels: [Diagnostic.Label(length.span, "here")])
    }
    return PathExpression(.quantified(edge, length), edge.span)
  }

  static func direction(_ left: EdgeStart, _ right: EdgeEnd) -> EdgeDirectionPattern? {
    switch (left, right) {
    case (.leftArrow, .minus): .left
    case (.tilde, .tilde): .undirected
    case (.minus, .arrow): .right
    case (.leftTilde, .tilde): .leftOrUndirected
    case (.tilde, .tildeArrow): .undirectedOrRight
    case (.leftArrow, .arrow): .leftOrRight
    case (.minus, .minus): .any
    case (.minus, _), (.leftArrow, _), (.tilde, _), (.leftTilde, _): nil
    }
  }

  /// Takes `-`, `<-`, `~` or `<~`; the caller has checked `atEdge`.
  func takeEdgeStart() -> EdgeStart {
    let isLeft = eat(.less)
    let isTilde = take().kind == .tilde
    return isTilde ? (isLeft ? .leftTilde : .tilde) : (isLeft ? .leftArrow : .minus)
  }

  /// `-`, `->`, `~` or `~>` after `]`.
  func parseEdgeEnd() throws(SyntaxFailure) -> EdgeEnd {
    let hasArrow = isAdjacent(ahead: 0) && token(ahead: 1).kind == .greater
    if eat(.minus) {
      if hasArrow { advance() }
      return hasArrow ? .arrow : .minus
    }
    if eat(.tilde) {
      if hasArrow { advance() }
      return hasArrow ? .tildeArrow : .tilde
    }
    throw expected(
      "`->` or `-`", "after the edge's `]`",
      hints: isBeforeHyphens ? ["`--` begins a comment here; one hyphen is enough: `]->`"] : at(.greater) ? ["write `]->`"] : at(.leftBrace) ? ["the quantifier follows the arrow: `-[e]->{1,3}`"] : [])
  }

  /// Whether `--` follows, which the lexer took for a comment.
  private var isBeforeHyphens: Bool { source.text(of: SourceSpan(previousEnd, previousEnd + 2)) == "--" }

  private func parseAbbreviatedEdge(_ left: EdgeStart, _ start: Int) throws(SyntaxFailure) -> PathExpression {
    if at(.solidus), previousEnd == here {
      return try parseSimplifiedPath(left, start)
    }
    let direction: EdgeDirectionPattern
    switch left {
    case .minus:
      takeSecondMinus()
      direction = takeArrowHead() ? .right : .any
    case .leftArrow:
      takeSecondMinus()
      direction = takeArrowHead() ? .leftOrRight : .left
    case .tilde: direction = takeArrowHead() ? .undirectedOrRight : .undirected
    case .leftTilde: direction = .leftOrUndirected
    }
    let element = ElementPattern(variable: nil, label: nil, properties: [], where: nil, span: span(from: start))
    return PathExpression(.edge(element, direction), element.span)
  }

  /// openCypher's `--`, `-->` and `<--` are abbreviations too.
  private func takeSecondMinus() {
    if at(.minus), previousEnd == here { advance() }
  }

  private func takeArrowHead() -> Bool {
    guard at(.greater), previousEnd == here else { return false }
    advance()
    return true
  }
}
