/// INSERT, SET, REMOVE, DELETE (ISO clauses 13 and 16.5).
extension Parser {
  func parseInsert() throws(SyntaxFailure) -> InsertPattern {
    advance()
    return InsertPattern(try parseList { (parser) throws(SyntaxFailure) in try parser.parseInsertPath() })
  }

  private func parseInsertPath() throws(SyntaxFailure) -> InsertPath {
    if atNameThenEquals {
      throw fail(
        "a path variable cannot be bound in `INSERT`", at: current.span, hints: ["insert first, then `MATCH p = ...`"])
    }
    var nodes = [try parseInsertNode("to insert")]
    var edges: [InsertEdge] = []
    while atEdge {
      edges.append(try parseInsertEdge())
      nodes.append(try parseInsertNode("at the end of the edge"))
    }
    return InsertPath(nodes: nodes, edges: edges)
  }

  private func parseInsertNode(_ purpose: String) throws(SyntaxFailure) -> InsertElement {
    guard at(.leftParenthesis) else { throw expected("a node such as `(n:Label)`", purpose) }
    let opening = take().span
    return try parseInsertFiller(from: opening, closing: .rightParenthesis, "to close the node pattern")
  }

  private func parseInsertEdge() throws(SyntaxFailure) -> InsertEdge {
    let start = here
    let left = takeEdgeStart()
    guard at(.leftBracket) else {
      while at(.minus) || at(.greater) || at(.tilde) { advance() }
      throw fail(
        "an edge to insert needs brackets", at: span(from: start), hints: ["write `-[:TYPE]->`"])
    }
    let opening = take().span
    var element = try parseInsertFiller(from: opening, closing: .rightBracket, "to close the edge pattern")
    let right = try parseEdgeEnd()
    element.span = span(from: start)
    switch (left, right) {
    case (.minus, .arrow): return InsertEdge(element, direction: .right)
    case (.leftArrow, .minus): return InsertEdge(element, direction: .left)
    case (.tilde, .tilde): return InsertEdge(element, direction: .undirected)
    default:
      throw fail(
        "an edge to insert needs one direction", at: element.span,
        hints: ["write `-[...]->` or `<-[...]-`, or `~[...]~` for an undirected edge"])
    }
  }

  /// `x IS A&B {k: v}`, up to and with the closing bracket.
  private func parseInsertFiller(
    from opening: SourceSpan, closing: TokenKind, _ purpose: String
  ) throws(SyntaxFailure) -> InsertElement {
    let variable = atName ? takeName() : nil
    var labels: [Identifier] = []
    if at(.colon) || at(.is) {
      advance()
      labels.append(try parseFreeName("a label name"))
      while eat(.ampersand) { labels.append(try parseFreeName("a label name", "after `&`")) }
      try refuseOtherLabelOperators(labels)
    }
    let properties = at(.leftBrace) ? try parsePropertyMap() : []
    if at(.where) { throw fail("`WHERE` has no place in `INSERT`", at: current.span) }
    if at(.parameter) {
      throw unsupported(
        "a map of properties in a parameter is openCypher", at: current.span,
        hints: ["write each property: `{name: $name, ...}`"])
    }
    try expectClosing(closing, of: opening, purpose)
    return InsertElement(variable: variable, labels: labels, properties: properties, span: span(from: opening.start))
  }

  private func refuseOtherLabelOperators(_ labels: [Identifier]) throws(SyntaxFailure) {
    if at(.colon) {
      throw unsupported(
        "`:A:B` is openCypher", at: current.span, hints: ["join labels with `&`: `:\(labels.last?.text ?? "A")&...`"])
    }
    if at(.bar) || at(.exclamation) || at(.percent) {
      throw fail(
        "`\(current.kind.rawValue)` has no place in the labels of `INSERT`", at: current.span,
        hints: ["join labels with `&`; all of them are given to the element"])
    }
  }

  // MARK: SET and REMOVE

  func parseSet() throws(SyntaxFailure) -> [SetItem] {
    advance()
    return try parseList { (parser) throws(SyntaxFailure) in try parser.parseSetItem() }
  }

  private func parseSetItem() throws(SyntaxFailure) -> SetItem {
    let variable = try parseName("a variable name", "after `SET`")
    switch current.kind {
    case .period: return try parseSetProperty(variable)
    case .equals:
      advance()
      guard at(.leftBrace) else {
        throw fail(
          "`SET \(variable.text) =` takes a list of properties in braces", at: current.span,
          hints: ["write `SET \(variable.text) = {key: value}`, or set one: `SET \(variable.text).key = value`"])
      }
      let start = here
      let items = try parsePropertyMap()
      return .allProperties(variable, items, span(from: start))
    case .plusEquals:
      throw unsupported(
        "`SET \(variable.text) += ...` is openCypher", at: current.span,
        hints: ["in GQL set each property: `SET \(variable.text).key = value, ...`"])
    default: return .label(variable, try parseOneLabel(of: variable))
    }
  }

  private func parseSetProperty(_ variable: Identifier) throws(SyntaxFailure) -> SetItem {
    advance()
    let key = try parseFreeName("the name of a property", "after `.`")
    if at(.period) {
      throw fail("a property of a property cannot be set", at: current.span, hints: ["set the whole value of `\(key.text)`"])
    }
    guard eat(.equals) else { throw expected("`=`", "after the property") }
    return .property(variable, key: key, value: try parseExpression())
  }

  /// `:A` or `IS A` after a variable of SET and REMOVE.
  private func parseOneLabel(of variable: Identifier) throws(SyntaxFailure) -> Identifier {
    guard at(.colon) || at(.is) else { throw expected("`.`, `=`, `:` or `IS`", "after the variable `\(variable.text)`") }
    advance()
    let label = try parseFreeName("a label name")
    if at(.colon) || at(.ampersand) {
      throw fail(
        "each item takes one label", at: current.span, hints: ["write `\(variable.text):\(label.text), \(variable.text):...`"])
    }
    return label
  }

  func parseRemove() throws(SyntaxFailure) -> [RemoveItem] {
    advance()
    return try parseList { (parser) throws(SyntaxFailure) in
      let variable = try parser.parseName("a variable name", "after `REMOVE`")
      guard parser.at(.period) else { return .label(variable, try parser.parseOneLabel(of: variable)) }
      parser.advance()
      return .property(variable, key: try parser.parseFreeName("the name of a property", "after `.`"))
    }
  }

  func parseDelete() throws(SyntaxFailure) -> DeleteClause {
    let isDetaching = at(.detach)
    if isDetaching || at(.nodetach) { advance() }
    try expect(.delete, "after `\(isDetaching ? "DETACH" : "NODETACH")`")
    let items = try parseList { (parser) throws(SyntaxFailure) in try parser.parseExpression() }
    return DeleteClause(isDetaching: isDetaching, items: items)
  }

  // MARK: Property maps

  /// `{k: v, ...}`, maybe empty; the cursor is at the brace.
  func parsePropertyMap(of owner: String = "the properties") throws(SyntaxFailure) -> [PropertyItem] {
    let opening = take().span
    var items: [PropertyItem] = []
    if !at(.rightBrace) {
      items = try parseList { (parser) throws(SyntaxFailure) in try parser.parsePropertyItem() }
    }
    try expectClosing(.rightBrace, of: opening, "to close \(owner)")
    return items
  }

  private func parsePropertyItem() throws(SyntaxFailure) -> PropertyItem {
    if at(.string) {
      throw fail(
        "expected the name of a property, found \(describe(current))", at: current.span,
        hints: ["names stand without quotes, or in `` ` ``"])
    }
    let key = try parseFreeName("the name of a property")
    guard at(.colon) else {
      throw expected("`:`", "after the name `\(key.text)`", hints: at(.equals) ? ["write `\(key.text): value`"] : [])
    }
    advance()
    return PropertyItem(key, try parseExpression())
  }
}
