/// Graph types and the types of their elements (ISO clauses 18.1 to 18.5).
extension Parser {
  /// `{ element, ... }`; the cursor is at the brace.
  func parseGraphTypeSpecification() throws(SyntaxFailure) -> GraphTypeSpecification {
    let outer = try enter()
    defer { leave(outer) }
    let opening = take().span
    if at(.rightBrace) { throw expected("a node or edge type", "in the braces of a graph type") }
    let elements = try parseList { (parser) throws(SyntaxFailure) in try parser.parseElementType() }
    try expectClosing(.rightBrace, of: opening, "to close the graph type")
    return GraphTypeSpecification(elements, span: span(from: opening.start))
  }

  private func parseElementType() throws(SyntaxFailure) -> GraphTypeSpecification.Element {
    let start = here
    if at(.node) || at(.vertex) {
      advance()
      _ = eat(.type)
      return .node(try parseNodeTypeRest(start))
    }
    let isDirected = at(.directed) || !at(.undirected)
    let hasKind = at(.directed) || at(.undirected)
    if hasKind, token(ahead: 1).keyword == .edge || token(ahead: 1).keyword == .relationship { advance() }
    if at(.edge) || at(.relationship) {
      advance()
      _ = eat(.type)
      return .edge(try parseEdgeTypeRest(start, hasKind ? isDirected : nil))
    }
    guard at(.leftParenthesis) else {
      throw expected("a node or edge type", "such as `(:Person {name STRING})`", hints: ["or `NODE TYPE Person (...)`"])
    }
    return try parseElementTypePattern(start)
  }

  /// `(...)` alone, or the whole of an edge type.
  func parseElementTypePattern(_ start: Int) throws(SyntaxFailure) -> GraphTypeSpecification.Element {
    let first = try parseNodeTypePattern(name: nil, start)
    return atArc ? .edge(try parseArc(from: first, name: nil, nil, start)) : .node(first)
  }

  // MARK: Nodes

  /// After `NODE [TYPE]`: a name and a pattern, or a phrase without parentheses.
  func parseNodeTypeRest(_ start: Int) throws(SyntaxFailure) -> NodeTypeSpecification {
    let name = atTypeName ? takeName() : nil
    if at(.leftParenthesis) { return try parseNodeTypePattern(name: name, start) }
    let content = try parseElementContent()
    guard name != nil || !content.isEmpty else { throw expected("the name of a node type or its labels") }
    let alias = eat(.as) ? try parseName("a name", "after `AS`") : nil
    return NodeTypeSpecification(name: name, alias: alias, content: content, span: span(from: start))
  }

  /// A name, and not a word that begins the labels.
  private var atTypeName: Bool {
    guard atName else { return false }
    switch current.keyword {
    case .label, .labels:
      return token(ahead: 1).kind != .word && token(ahead: 1).kind != .delimitedName
    case .implies: return token(ahead: 1).kind == .leftParenthesis
    default: return true
    }
  }

  private func parseNodeTypePattern(name: Identifier?, _ start: Int) throws(SyntaxFailure) -> NodeTypeSpecification {
    let opening = take().span
    let alias = atTypeName ? takeName() : nil
    let content = try parseElementContent()
    try expectClosing(.rightParenthesis, of: opening, "to close the node type")
    return NodeTypeSpecification(name: name, alias: alias, content: content, span: span(from: start))
  }

  /// `[labels =>] [labels] [{properties}]`.
  private func parseElementContent() throws(SyntaxFailure) -> ElementTypeContent {
    var content = ElementTypeContent()
    content.labels = try parseOptionalLabelSet()
    if eatImplies() {
      content.keyLabels = content.labels ?? []
      content.labels = try parseOptionalLabelSet()
    }
    if at(.leftBrace) { content.properties = try parsePropertyTypes() }
    return content
  }

  /// `=>` or `IMPLIES`.
  private func eatImplies() -> Bool {
    if eat(.implies) { return true }
    guard at(.equals), token(ahead: 1).kind == .greater, isAdjacent(ahead: 0) else { return false }
    advance()
    advance()
    return true
  }

  /// `LABEL A`, `LABELS A & B`, `:A & B`, `IS A & B`.
  private func parseOptionalLabelSet() throws(SyntaxFailure) -> [Identifier]? {
    if at(.label), token(ahead: 1).kind == .word || token(ahead: 1).kind == .delimitedName {
      advance()
      return [try parseFreeName("a label name", "after `LABEL`")]
    }
    guard eat(.colon) || eat(.is) || eat(.labels) else { return nil }
    var labels = [try parseFreeName("a label name")]
    while eat(.ampersand) { labels.append(try parseFreeName("a label name", "after `&`")) }
    return labels
  }

  /// `{name STRING NOT NULL, age :: INT}`.
  private func parsePropertyTypes() throws(SyntaxFailure) -> [PropertyTypeSpecification] {
    let opening = take().span
    var properties: [PropertyTypeSpecification] = []
    if !at(.rightBrace) {
      properties = try parseList { (parser) throws(SyntaxFailure) in
        let name = try parser.parseFreeName("the name of a property")
        if parser.at(.colon) {
          throw parser.fail(
            "expected the type of `\(name.text)`, found `:`", at: parser.current.span,
            hints: ["write `\(name.text) STRING` or `\(name.text) :: STRING`"])
        }
        _ = parser.eat(.doubleColon) || parser.eat(.typed)
        return PropertyTypeSpecification(name, try parser.parseInnerType())
      }
    }
    try expectClosing(.rightBrace, of: opening, "to close the properties")
    return properties
  }

  // MARK: Edges

  private var atArc: Bool {
    switch current.kind {
    case .minus, .tilde: true
    case .less: token(ahead: 1).kind == .minus
    default: false
    }
  }

  /// After `[DIRECTED | UNDIRECTED] EDGE [TYPE]`.
  func parseEdgeTypeRest(_ start: Int, _ isDirected: Bool?) throws(SyntaxFailure) -> EdgeTypeSpecification {
    let name = atTypeName && !(at(.connecting) && token(ahead: 1).kind == .leftParenthesis) ? takeName() : nil
    if at(.leftParenthesis) {
      let first = try parseNodeTypePattern(name: nil, here)
      return try parseArc(from: first, name: name, isDirected, start)
    }
    let content = try parseElementContent()
    try expect(.connecting, "and the ends of the edge type")
    let opening = current.span
    try expect(.leftParenthesis, "after `CONNECTING`")
    let left = try parseName("the name of a node type", "in `CONNECTING`")
    var isReversed = false
    var isUndirected = false
    if eat(.to) {
    } else if at(.less), token(ahead: 1).kind == .minus {
      advance()
      advance()
      isReversed = true
    } else if at(.minus), token(ahead: 1).kind == .greater {
      advance()
      advance()
    } else if eat(.tilde) {
      isUndirected = true
    } else {
      throw expected("`TO`, `->`, `<-` or `~`", "between the two ends")
    }
    if let isDirected, isReversed || isUndirected || tokens[index - 1].kind == .greater, isDirected == isUndirected {
      throw fail("`\(isDirected ? "DIRECTED" : "UNDIRECTED")` does not fit the sign between the ends", at: tokens[index - 1].span, hints: ["write `TO`"])
    }
    let right = try parseName("the name of a node type", "in `CONNECTING`")
    try expectClosing(.rightParenthesis, of: opening, "to close the ends")
    return EdgeTypeSpecification(
      name: name, content: content, isDirected: isDirected ?? !isUndirected, source: .reference(isReversed ? right : left),
      destination: .reference(isReversed ? left : right), span: span(from: start))
  }

  /// `-[...]->(...)`, `<-[...]-(...)`, `~[...]~(...)` and their abbreviations, after the first node type.
  private func parseArc(
    from first: NodeTypeSpecification, name: Identifier?, _ isDirected: Bool?, _ start: Int
  ) throws(SyntaxFailure) -> EdgeTypeSpecification {
    let arcStart = here
    guard atArc else { throw expected("an edge such as `-[:LABEL]->`", "after the node type") }
    let left = takeEdgeStart()
    var content = ElementTypeContent()
    var end: EdgeEnd?
    if at(.leftBracket) {
      let opening = take().span
      content = try parseElementContent()
      try expectClosing(.rightBracket, of: opening, "to close the edge type")
      end = try parseEdgeEnd()
    } else if left == .minus, at(.greater) {
      advance()
      end = .arrow
    }
    let place = span(from: arcStart)
    guard at(.leftParenthesis) else { throw expected("a node type such as `(:Label)`", "at the end of the edge type") }
    let second = try parseNodeTypePattern(name: nil, here)
    let directed: Bool
    switch (left, end) {
    case (.minus, .arrow), (.leftArrow, .minus), (.leftArrow, nil): directed = true
    case (.tilde, .tilde), (.tilde, nil): directed = false
    default:
      throw fail(
        "an edge type has one direction, or none", at: place, hints: ["write `-[...]->`, `<-[...]-` or `~[...]~`"])
    }
    if let isDirected, isDirected != directed {
      throw fail(
        "`\(isDirected ? "DIRECTED" : "UNDIRECTED")` does not fit the arrow", at: place,
        hints: [isDirected ? "write `-[...]->`" : "write `~[...]~`"])
    }
    let isReversed = left == .leftArrow
    return EdgeTypeSpecification(
      name: name, content: content, isDirected: directed, source: (isReversed ? second : first).asEnd,
      destination: (isReversed ? first : second).asEnd, span: span(from: start))
  }
}

extension NodeTypeSpecification {
  /// As the end of an edge type: its alias when nothing else is written.
  fileprivate var asEnd: EdgeTypeSpecification.End {
    if let alias, content.isEmpty { return .reference(alias) }
    return .content(content)
  }
}
