/// INSERT, SET, REMOVE, DELETE (ISO clauses 13 and 16.5), and CREATE of openCypher.
extension Parser {
  /// The word before a pattern of things to add; openCypher's two are laxer in some ways and stricter in others.
  enum InsertSurface { case insert, create, merge }

  func parseInsert() throws(SyntaxFailure) -> InsertPattern {
    advance()
    return InsertPattern(try parseList { (parser) throws(SyntaxFailure) in try parser.parseInsertPath(.insert) })
  }

  func parseCreate() throws(SyntaxFailure) -> InsertPattern {
    advance()
    return InsertPattern(try parseList { (parser) throws(SyntaxFailure) in try parser.parseInsertPath(.create) })
  }

  /// `CREATE (` and `CREATE p =`, not `CREATE GRAPH`.
  var atCreatedPattern: Bool {
    token(ahead: 1).kind == .leftParenthesis || (isName(token(ahead: 1)) && token(ahead: 2).kind == .equals)
  }

  func parseInsertPath(_ surface: InsertSurface) throws(SyntaxFailure) -> InsertPath {
    if surface == .insert, atNameThenEquals {
      throw fail(
        "a path variable cannot be bound in `INSERT`", at: current.span, hints: ["insert first, then `MATCH p = ...`"])
    }
    let variable = atNameThenEquals ? takePathVariable() : nil
    var nodes = [try parseInsertNode("to insert", surface)]
    var edges: [InsertEdge] = []
    while atEdge {
      edges.append(try parseInsertEdge(surface))
      nodes.append(try parseInsertNode("at the end of the edge", surface))
    }
    return InsertPath(variable: variable, nodes: nodes, edges: edges)
  }

  private func parseInsertNode(_ purpose: String, _ surface: InsertSurface) throws(SyntaxFailure) -> InsertElement {
    guard at(.leftParenthesis) else { throw expected("a node such as `(n:Label)`", purpose) }
    let opening = take().span
    return try parseInsertFiller(from: opening, closing: .rightParenthesis, surface, "to close the node pattern")
  }

  private func parseInsertEdge(_ surface: InsertSurface) throws(SyntaxFailure) -> InsertEdge {
    let start = here
    let left = takeEdgeStart()
    guard at(.leftBracket) else {
      while at(.minus) || at(.greater) || at(.tilde) { advance() }
      throw fail(
        "an edge to insert needs brackets", at: span(from: start), hints: ["write `-[:TYPE]->`"],
        detail: "NoSingleRelationshipType")
    }
    let opening = take().span
    var element = try parseInsertFiller(from: opening, closing: .rightBracket, surface, "to close the edge pattern")
    let right = try parseEdgeEnd()
    element.span = span(from: start)
    // With a variable and no type it may be one that is bound: the analyzer sees to that.
    if surface != .insert, element.labels.count > 1 || (element.labels.isEmpty && element.variable == nil) {
      throw fail(
        "an edge to create needs one type", at: element.span,
        hints: [element.labels.isEmpty ? "write `-[:TYPE]->`" : "create one edge for each type"], detail: "NoSingleRelationshipType")
    }
    switch (left, right) {
    case (.minus, .arrow): return InsertEdge(element, direction: .right)
    case (.leftArrow, .minus): return InsertEdge(element, direction: .left)
    case (.tilde, .tilde): return InsertEdge(element, direction: .undirected)
    case (.minus, .minus) where surface == .merge, (.leftArrow, .arrow) where surface == .merge:
      return InsertEdge(element, direction: .any)
    default:
      throw fail(
        "an edge to insert needs one direction", at: element.span,
        hints: ["write `-[...]->` or `<-[...]-`, or `~[...]~` for an undirected edge"], detail: "RequiresDirectedRelationship")
    }
  }

  /// `x IS A&B {k: v}`, up to and with the closing bracket.
  private func parseInsertFiller(
    from opening: SourceSpan, closing: TokenKind, _ surface: InsertSurface, _ purpose: String
  ) throws(SyntaxFailure) -> InsertElement {
    let variable = atName ? takeName() : nil
    var labels: [Identifier] = []
    if at(.colon) || at(.is) {
      advance()
      try refuseOtherLabelOperators(surface, isEdge: closing == .rightBracket)
      labels.append(try parseFreeName("a label name"))
      while at(.ampersand) || at(.colon) {
        let sign = take().kind.rawValue
        labels.append(try parseFreeName("a label name", "after `\(sign)`"))
      }
      try refuseOtherLabelOperators(surface, isEdge: closing == .rightBracket)
    }
    if closing == .rightBracket, at(.asterisk) {
      throw fail(
        "an edge of variable length cannot be inserted", at: current.span, hints: ["write each edge"], detail: "CreatingVarLength")
    }
    let hasBraces = at(.leftBrace)
    let properties = hasBraces ? try parsePropertyMap() : []
    if at(.where) { throw fail("`WHERE` has no place in `INSERT`", at: current.span) }
    let map = at(.parameter) ? try parsePropertyParameter(surface) : nil
    try expectClosing(closing, of: opening, purpose)
    var element = InsertElement(
      variable: variable, labels: labels, properties: properties, propertyMap: map, span: span(from: opening.start))
    element.hasEmptyBraces = hasBraces && properties.isEmpty && surface != .insert
    return element
  }

  /// `$properties` in the place of `{k: v}`, in CREATE.
  private func parsePropertyParameter(_ surface: InsertSurface) throws(SyntaxFailure) -> Expression {
    switch surface {
    case .create: return Expression(.parameter(text.name(current)), take().span)
    case .insert:
      throw unsupported(
        "a map of properties in a parameter is openCypher", at: current.span,
        hints: ["write `CREATE`, or each property: `{name: $name, ...}`"])
    case .merge:
      throw fail(
        "a map in a parameter cannot be merged", at: current.span, hints: ["write each property: `{name: $name, ...}`"],
        detail: "InvalidParameterUse")
    }
  }

  private func refuseOtherLabelOperators(_ surface: InsertSurface, isEdge: Bool) throws(SyntaxFailure) {
    if at(.bar) || at(.exclamation) || at(.percent) {
      throw fail(
        "`\(current.kind.rawValue)` has no place in the labels of `\(surface == .insert ? "INSERT" : "CREATE")`", at: current.span,
        hints: [isEdge ? "an edge has one type: write an edge for each" : "join labels with `&`; all of them are given to the element"],
        detail: isEdge ? "NoSingleRelationshipType" : "UnexpectedSyntax")
    }
  }

  // MARK: SET and REMOVE

  func parseSet() throws(SyntaxFailure) -> [SetItem] {
    advance()
    return try parseList { (parser) throws(SyntaxFailure) in try parser.parseSetItems() }.flatMap { $0 }
  }

  /// One item as written; several for openCypher's `n:A:B`.
  private func parseSetItems() throws(SyntaxFailure) -> [SetItem] {
    let variable = try parseChangedVariable("after `SET`")
    switch current.kind {
    case .period: return [try parseSetProperty(variable)]
    case .equals: return [try parseSetAll(variable)]
    case .plusEquals:
      advance()
      return [.addProperties(variable, try parseExpression())]
    default: return try parseLabels(of: variable).map { .label(variable, $0) }
    }
  }

  /// `n`, and `(n)` of openCypher.
  private func parseChangedVariable(_ purpose: String) throws(SyntaxFailure) -> Identifier {
    guard at(.leftParenthesis), isName(token(ahead: 1)), token(ahead: 2).kind == .rightParenthesis else {
      return try parseName("a variable name", purpose)
    }
    advance()
    defer { advance() }
    return takeName()
  }

  private func parseSetAll(_ variable: Identifier) throws(SyntaxFailure) -> SetItem {
    advance()
    let start = here
    if at(.leftBrace) {
      let items = try parsePropertyMap()
      return .allProperties(variable, items, span(from: start))
    }
    guard dialect == .cypher else {
      throw fail(
        "`SET \(variable.text) =` takes a list of properties in braces", at: current.span,
        hints: ["write `SET \(variable.text) = {key: value}`, or set one: `SET \(variable.text).key = value`"])
    }
    return .replaceProperties(variable, try parseExpression())
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

  /// `:A`, `IS A`, and `:A:B` of openCypher, after a variable of SET and REMOVE.
  private func parseLabels(of variable: Identifier, isRemoved: Bool = false) throws(SyntaxFailure) -> [Identifier] {
    guard at(.colon) || at(.is) else {
      if at(.leftBracket) {
        throw unsupported(
          "the name of a property to \(isRemoved ? "remove" : "set") is written in the query, not computed", at: current.span,
          hints: [
            isRemoved
              ? "write `REMOVE \(variable.text).key`" : "write `SET \(variable.text).key = value`, or `SET \(variable.text) += $map`"
          ])
      }
      throw expected(
        isRemoved ? "`.`, `:` or `IS`" : "`.`, `=`, `:` or `IS`", "after the variable `\(variable.text)`",
        hints: isRemoved ? ["name what to remove of it: `\(variable.text).key`, `\(variable.text):Label`"] : [])
    }
    advance()
    var labels = [try parseFreeName("a label name")]
    while eat(.colon) { labels.append(try parseFreeName("a label name", "after `:`")) }
    if at(.ampersand) {
      throw fail(
        "each item takes one label", at: current.span,
        hints: ["write `\(variable.text):\(labels[0].text), \(variable.text):...`"])
    }
    return labels
  }

  func parseRemove() throws(SyntaxFailure) -> [RemoveItem] {
    advance()
    return try parseList { (parser) throws(SyntaxFailure) -> [RemoveItem] in
      let variable = try parser.parseChangedVariable("after `REMOVE`")
      guard parser.at(.period) else { return try parser.parseLabels(of: variable, isRemoved: true).map { .label(variable, $0) } }
      parser.advance()
      return [.property(variable, key: try parser.parseFreeName("the name of a property", "after `.`"))]
    }.flatMap { $0 }
  }

  func parseDelete() throws(SyntaxFailure) -> DeleteClause {
    let isDetaching = at(.detach)
    if isDetaching || at(.nodetach) { advance() }
    try expect(.delete, "after `\(isDetaching ? "DETACH" : "NODETACH")`")
    if at(.from), isName(token(ahead: 1)) {
      throw fail(
        "`DELETE FROM` is SQL; in GQL find first what to delete", at: current.span,
        hints: ["`MATCH (n:\(text.written(token(ahead: 1)))) WHERE ... DELETE n`"])
    }
    if at(.leftParenthesis), isName(token(ahead: 1)), [.colon, .leftBrace].contains(token(ahead: 2).kind) {
      let name = text.written(token(ahead: 1))
      throw fail(
        "`DELETE` takes an element that is found already, not a pattern", at: current.span, hints: ["write `MATCH (\(name)...) DELETE \(name)`"])
    }
    let items = try parseList { (parser) throws(SyntaxFailure) -> Expression in
      let item = try parser.parseExpression()
      guard case .isLabeled = item.kind else { return item }
      throw parser.fail(
        "`DELETE` takes an element, not a label", at: item.span, hints: ["to take away a label write `REMOVE n:Label`"],
        detail: "InvalidDelete")
    }
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
    if !items.isEmpty, isName(current), token(ahead: 1).kind == .colon {
      throw expected("`,` or `}`", "in \(owner)", labels: [Diagnostic.Label(opening, "opened here")], hints: ["a comma stands between two properties"])
    }
    if case .variable(let word)? = items.last?.value.kind, isName(current) {
      throw expected("`,` or `}`", "in \(owner)", hints: ["a text stands in quotes: `'\(word) \(text.written(current))'`"])
    }
    try expectClosing(.rightBrace, of: opening, "to close \(owner)")
    return items
  }

  private func parsePropertyItem() throws(SyntaxFailure) -> PropertyItem {
    if at(.string) {
      throw fail(
        "expected the name of a property, found \(describe(current))", at: foundSpan,
        hints: ["names stand without quotes, or in `` ` ``"])
    }
    let key = try parseFreeName("the name of a property")
    guard at(.colon) else {
      let isParameter = at(.rightBrace) && index > 1 && tokens[index - 2].kind == .leftBrace
      let isQuery = key.text.uppercased() == "MATCH" && at(.leftParenthesis)
      let failure = expected(
        "`:`", "after the name `\(key.text)`",
        hints: at(.equals)
          ? ["write `\(key.text): value`"]
          : at(.less) || at(.greater) || at(.lessOrEqual) || at(.greaterOrEqual)
          ? ["in braces values are equal; write `WHERE n.\(key.text) \(text.written(current)) ...` behind the pattern"]
          : isParameter ? ["a parameter is written `$\(key.text.asName == key.text ? key.text : "\"\(key.text)\"")`"] : isQuery ? ["the values of a query are a list in `COLLECT { MATCH ... RETURN n.name }`"] : [])
      if isQuery { skipStatement() }
      throw failure
    }
    advance()
    return PropertyItem(key, try parseExpression())
  }
}
