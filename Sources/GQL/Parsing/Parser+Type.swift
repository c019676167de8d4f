/// Value types (ISO clause 18.9).
extension Parser {
  /// `T [| T ...]`, each with `NOT NULL` and as `T LIST`.
  func parseType() throws(SyntaxFailure) -> TypeSpecification {
    let outer = try enter()
    defer { leave(outer) }
    let start = here
    let first = try parseTypeTerm()
    guard at(.bar), !surroundings.barEnds else { return first }
    var members = [first]
    while eat(.bar) { members.append(try parseTypeTerm()) }
    return TypeSpecification(.union(members), span: span(from: start))
  }

  /// A type within brackets, where `|` always joins types.
  func parseInnerType() throws(SyntaxFailure) -> TypeSpecification {
    let outer = surroundings
    surroundings.barEnds = false
    defer { surroundings = outer }
    return try parseType()
  }

  private func parseTypeTerm() throws(SyntaxFailure) -> TypeSpecification {
    let start = here
    var type = try finishType(parseTypeName(), start)
    while atListWord {
      takeListWord()
      try grow(by: 1)
      type = try finishType(.list(type, maximum: parseOptionalMaximum()), start)
    }
    return type
  }

  /// `NOT NULL` after a type.
  private func finishType(_ kind: TypeSpecification.Kind, _ start: Int) throws(SyntaxFailure) -> TypeSpecification {
    guard at(.not, .null) else { return TypeSpecification(kind, span: span(from: start)) }
    advance()
    advance()
    if case .null = kind { return TypeSpecification(.nothing, span: span(from: start)) }
    return TypeSpecification(kind, isNotNull: true, span: span(from: start))
  }

  // MARK: Lists, records, unions, elements

  private var atListWord: Bool {
    at(.list) || at(.array)
      || (at(.group) && (token(ahead: 1).keyword == .list || token(ahead: 1).keyword == .array))
  }

  private func takeListWord() {
    _ = eat(.group)
    advance()
  }

  /// `[max]`.
  private func parseOptionalMaximum() throws(SyntaxFailure) -> Int? {
    guard at(.leftBracket) else { return nil }
    let opening = take().span
    guard at(.integer) else { throw expected("the greatest number of items") }
    let maximum = try wholeNumber(take())
    try expectClosing(.rightBracket, of: opening, "after the greatest number of items")
    return maximum
  }

  private func parseTypeName() throws(SyntaxFailure) -> TypeSpecification.Kind {
    if at(.leftBrace) { return .record(try parseFieldTypes()) }
    if at(.leftParenthesis) { return try parseNodeType() }
    guard at(.word) else { throw expected("a type such as `STRING` or `INT`") }
    if atListWord { return try parseListType() }
    switch current.keyword {
    case .any: return try parseAnyType()
    case .record:
      advance()
      return .record(at(.leftBrace) ? try parseFieldTypes() : nil)
    case .property where token(ahead: 1).keyword == .value:
      advance()
      advance()
      return .propertyValue
    case .node, .vertex: return try parseNodeWordType()
    case .edge, .relationship: return try parseEdgeWordType()
    case .directed where isEdgeWord(token(ahead: 1)), .undirected where isEdgeWord(token(ahead: 1)):
      return try parseEdgeWordType()
    case .graph: return try parseGraphType()
    case .property where token(ahead: 1).keyword == .graph: return try parseGraphType()
    case .table where token(ahead: 1).kind == .leftBrace, .binding where token(ahead: 1).keyword == .table:
      _ = eat(.binding)
      advance()
      guard at(.leftBrace) else { throw expected("`{`", "and the columns of the table") }
      return .table(try parseFieldTypes())
    case .path:
      advance()
      return .path
    case .null:
      advance()
      return .null
    case .nothing:
      advance()
      return .nothing
    default: return try parsePredefinedType()
    }
  }

  private func parseListType() throws(SyntaxFailure) -> TypeSpecification.Kind {
    takeListWord()
    var element: TypeSpecification?
    if at(.less) {
      let opening = take().span
      element = try parseInnerType()
      try expectAngle(opening, "to close the type of the items")
    }
    return .list(element, maximum: try parseOptionalMaximum())
  }

  /// `>`, also as the first half of `>=`.
  private func expectAngle(_ opening: SourceSpan, _ purpose: String) throws(SyntaxFailure) {
    guard at(.greaterOrEqual) else { return try expectClosing(.greater, of: opening, purpose) }
    tokens[index] = Token(.equals, from: here + 1, to: here + 2)
  }

  /// `ANY`, `ANY VALUE`, `ANY<A | B>`, `ANY PROPERTY VALUE`, `ANY NODE`, `ANY RECORD`.
  private func parseAnyType() throws(SyntaxFailure) -> TypeSpecification.Kind {
    advance()
    switch current.keyword {
    case .node, .vertex, .edge, .relationship, .record: return try parseTypeName()
    case .property where token(ahead: 1).keyword == .value: return try parseTypeName()
    case .graph, .property:
      _ = eat(.property)
      try expect(.graph, "after `PROPERTY`")
      return .graph(nil)
    default: break
    }
    _ = eat(.value)
    guard at(.less) else { return .any }
    let opening = take().span
    let inner = try parseInnerType()
    try expectAngle(opening, "to close the union of types")
    if case .union = inner.kind, !inner.isNotNull { return inner.kind }
    return .union([inner])
  }

  /// `{a INT, b :: STRING}`.
  private func parseFieldTypes() throws(SyntaxFailure) -> [(name: Identifier, type: TypeSpecification)] {
    let opening = take().span
    var fields: [(name: Identifier, type: TypeSpecification)] = []
    if !at(.rightBrace) {
      fields = try parseList { (parser) throws(SyntaxFailure) -> (name: Identifier, type: TypeSpecification) in
        let name = try parser.parseFreeName("the name of a field")
        _ = parser.eat(.doubleColon) || parser.eat(.typed)
        return (name, try parser.parseInnerType())
      }
    }
    try expectClosing(.rightBrace, of: opening, "to close the fields")
    return fields
  }

  /// `(:A & B)`, `(n:A {key T})`, `()-[:T]->()`.
  private func parseNodeType() throws(SyntaxFailure) -> TypeSpecification.Kind {
    if hasPlainLabels {
      let opening = take().span
      let label = try parseOptionalTypeLabel()
      try expectClosing(.rightParenthesis, of: opening, "to close the node type")
      return .node(label)
    }
    switch try parseElementTypePattern(here) {
    case .node(let node): return .nodeType(node)
    case .edge(let edge): return .edgeType(edge)
    }
  }

  /// Whether the parentheses hold nothing but a label expression, and no edge follows.
  private var hasPlainLabels: Bool {
    let close = matchingBracket(of: index)
    guard close + 1 < tokens.count else { return true }
    switch tokens[close + 1].kind {
    case .minus, .tilde, .less: return false
    default: break
    }
    guard close > index + 1 else { return true }
    guard tokens[index + 1].kind == .colon else { return false }
    return !tokens[index..<close].contains { $0.kind == .leftBrace || $0.kind == .equals || $0.keyword == .implies }
  }

  private func isEdgeWord(_ token: Token) -> Bool { token.keyword == .edge || token.keyword == .relationship }

  /// `NODE`, `NODE :Label`, `NODE TYPE Person (...)`, `NODE Person {key T}`.
  private func parseNodeWordType() throws(SyntaxFailure) -> TypeSpecification.Kind {
    let start = here
    advance()
    if at(.colon), !hasContentAfterLabels { return .node(try parseOptionalTypeLabel()) }
    guard at(.type) || at(.leftParenthesis) || at(.colon) || at(.leftBrace) || (at(.label) && isName(token(ahead: 1))) || at(.labels) || atTypeName
    else { return .node(nil) }
    _ = eat(.type)
    return .nodeType(try parseNodeTypeRest(start))
  }

  /// After `:`: whether `=>` or `{` follows the labels.
  private var hasContentAfterLabels: Bool {
    var place = index + 1
    while place < tokens.count {
      switch tokens[place].kind {
      case .word where tokens[place].keyword == .implies: return true
      case .word, .delimitedName, .ampersand, .bar, .exclamation, .percent, .leftParenthesis, .rightParenthesis:
        if tokens[place].keyword?.isReserved == true { return false }
      case .leftBrace: return true
      case .equals: return place + 1 < tokens.count && tokens[place + 1].kind == .greater
      default: return false
      }
      place += 1
    }
    return false
  }

  /// The name of an element type: `NODE Person`. A word that can go on after a type is none.
  private var atTypeName: Bool {
    atName && current.keyword == nil
  }

  /// `EDGE`, `EDGE :Label`, `[DIRECTED] EDGE TYPE Knows (...)-[...]->(...)`.
  private func parseEdgeWordType() throws(SyntaxFailure) -> TypeSpecification.Kind {
    let start = here
    let isDirected: Bool? = at(.directed) ? true : at(.undirected) ? false : nil
    if isDirected != nil { advance() }
    advance()
    if at(.colon), isDirected == nil, !hasContentAfterLabels { return .edge(try parseOptionalTypeLabel()) }
    guard at(.type) || at(.leftParenthesis) || isDirected != nil || at(.colon) || at(.leftBrace) || atTypeName else { return .edge(nil) }
    _ = eat(.type)
    return .edgeType(try parseEdgeTypeRest(start, isDirected))
  }

  /// `[PROPERTY] GRAPH { ... }`.
  private func parseGraphType() throws(SyntaxFailure) -> TypeSpecification.Kind {
    _ = eat(.property)
    try expect(.graph, "after `PROPERTY`")
    return .graph(at(.leftBrace) ? try parseGraphTypeSpecification() : nil)
  }

  private func parseOptionalTypeLabel() throws(SyntaxFailure) -> LabelExpression? {
    guard at(.colon) else { return nil }
    advance()
    return try parseLabelExpression()
  }
}
