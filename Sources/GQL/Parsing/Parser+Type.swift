/// Value types (ISO clause 18.9).
extension Parser {
  /// `T [| T ...]`, each with `NOT NULL` and as `T LIST`.
  func parseType() throws(SyntaxFailure) -> TypeSpecification {
    let outer = try enter()
    defer { leave(outer) }
    let start = here
    let first = try parseTypeTerm()
    guard at(.bar) else { return first }
    var members = [first]
    while eat(.bar) { members.append(try parseTypeTerm()) }
    return TypeSpecification(.union(members), span: span(from: start))
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
    case .node, .vertex:
      advance()
      return .node(try parseOptionalTypeLabel())
    case .edge, .relationship:
      advance()
      return .edge(try parseOptionalTypeLabel())
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
      element = try parseType()
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
      throw unsupported("graphs as values are not supported yet", at: current.span)
    default: break
    }
    _ = eat(.value)
    guard at(.less) else { return .any }
    let opening = take().span
    let inner = try parseType()
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
        return (name, try parser.parseType())
      }
    }
    try expectClosing(.rightBrace, of: opening, "to close the fields")
    return fields
  }

  /// `(:A & B)`.
  private func parseNodeType() throws(SyntaxFailure) -> TypeSpecification.Kind {
    let opening = take().span
    let label = try parseOptionalTypeLabel()
    if at(.leftBrace) {
      throw unsupported("property types of a node type are not supported yet", at: current.span)
    }
    try expectClosing(.rightParenthesis, of: opening, "to close the node type")
    return .node(label)
  }

  private func parseOptionalTypeLabel() throws(SyntaxFailure) -> LabelExpression? {
    guard at(.colon) else { return nil }
    advance()
    return try parseLabelExpression()
  }
}
