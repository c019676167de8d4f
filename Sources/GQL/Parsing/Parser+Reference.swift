/// Names of catalog objects, and what stands for a graph or a table (ISO clauses 11.1, 11.2 and 17).
extension Parser {
  /// `/a/b`, `../a`, `HOME_SCHEMA`, `a.b`, `$$x`.
  ///
  /// - Parameter what: "a schema such as `/x`" for the message.
  func parseObjectReference(_ what: String, _ purpose: String = "") throws(SyntaxFailure) -> ObjectReference {
    var reference = ObjectReference(span: current.span)
    let start = here
    if at(.less) || (at(.string) || at(.doubleQuoted)) && text.written(current).contains("://") {
      throw unsupported("an external object reference (GH01) is not supported", at: current.span, hints: ["open its file, or import it"])
    }
    let isOpen = parseReferenceStart(&reference)
    if isOpen, reference.start == .none || isName(current) {
      guard atName else { throw expected(what, purpose) }
      reference.names = [takeName()]
      // What stands apart begins another path: `CREATE GRAPH g /types/t`.
      while at(.solidus), Int(current.start) == previousEnd, isName(token(ahead: 1)) {
        reference.directories += reference.names
        advance()
        reference.names = [takeName()]
      }
      while eat(.period) { reference.names.append(try parseFreeName("a name", "after `.`")) }
    }
    reference.span = span(from: start)
    if let name = (reference.directories + reference.names).first(where: { $0.text.contains("/") }) {
      throw unsupported("a `/` in the name of a schema, graph or type is not supported", at: name.span, hints: ["the parts of a path are names of their own: `/a/b`"])
    }
    return reference
  }

  /// The part before the first name. False when no name can follow.
  private func parseReferenceStart(_ reference: inout ObjectReference) -> Bool {
    switch current.kind {
    case .referenceParameter:
      reference.start = .parameter(text.name(take()))
      return false
    case .solidus:
      let isAlone = !isAdjacent(ahead: 0)
      advance()
      reference.start = .root
      return !isAlone
    case .period:
      advance()
      reference.start = .here
    case .doublePeriod:
      var levels = 0
      repeat {
        if levels > 0 { advance() }
        advance()
        levels += 1
      } while at(.solidus) && token(ahead: 1).kind == .doublePeriod
      reference.start = .above(levels)
    default:
      switch current.keyword {
      case .homeSchema: reference.start = .homeSchema
      case .currentSchema: reference.start = .currentSchema
      default: return true
      }
      advance()
    }
    return eat(.solidus)
  }

  /// ISO: graphExpression.
  func parseGraphExpression(_ purpose: String = "") throws(SyntaxFailure) -> GraphExpression {
    switch current.keyword {
    case .currentGraph, .currentPropertyGraph: return .current(take().span)
    case .homeGraph, .homePropertyGraph: return .home(take().span)
    default: break
    }
    if let value = try parseOptionalObjectValue() { return .value(value) }
    return .reference(try parseObjectReference("a graph", purpose))
  }

  /// `VARIABLE x`, `(expression)`, `$x`: a graph or table that is a value.
  private func parseOptionalObjectValue() throws(SyntaxFailure) -> Expression? {
    if at(.variable), isName(token(ahead: 1)) || token(ahead: 1).kind == .parameter || token(ahead: 1).kind == .leftParenthesis {
      advance()
      return try parsePrimary()
    }
    return at(.leftParenthesis) || at(.parameter) ? try parsePrimary() : nil
  }

  /// ISO: bindingTableExpression.
  func parseBindingTableExpression() throws(SyntaxFailure) -> BindingTableExpression {
    if at(.leftBrace) { return .query(try parseBracedBody("to open the query of the table")) }
    if let value = try parseOptionalObjectValue() { return .value(value) }
    return .reference(try parseObjectReference("a binding table or `{`"))
  }

  // MARK: Definitions

  /// Whether `VALUE x`, `[PROPERTY] GRAPH g` or `[BINDING] TABLE t` begins here.
  private var atDefinition: Bool {
    if at(.value) || at(.graph) || at(.table) { return isName(token(ahead: 1)) }
    return at(.property, .graph) || at(.binding, .table)
  }

  func parseDefinitions() throws(SyntaxFailure) -> [VariableDefinition] {
    var definitions: [VariableDefinition] = []
    while atDefinition { definitions.append(try parseDefinition()) }
    return definitions
  }

  private func parseDefinition() throws(SyntaxFailure) -> VariableDefinition {
    if at(.property) || at(.binding) { advance() }
    let word = take()
    let variable = try parseName("a variable name", "to define")
    if word.keyword == .graph, ClauseKeywords.begins(current.keyword) {
      let name = variable.text
      throw fail(
        "`GRAPH \(name)` defines a variable; a query names its graph with `USE`", at: SourceSpan(Int(word.start), previousEnd),
        hints: ["write `USE \(name) \(text.written(current))`"])
    }
    let type = try parseOptionalTyping()
    guard eat(.equals) else { throw expected("`=`", "after the variable `\(variable.text)`") }
    switch word.keyword {
    case .graph: return VariableDefinition(variable, type: type, .graph(try parseGraphInitializer()))
    case .table: return VariableDefinition(variable, type: type, .table(try parseTableInitializer()))
    default: return VariableDefinition(variable, type: type, .value(try parseExpression()))
    }
  }

  /// `[:: | TYPED] T` before `=`.
  func parseOptionalTyping() throws(SyntaxFailure) -> TypeSpecification? {
    if at(.equals) { return nil }
    _ = eat(.doubleColon) || eat(.typed)
    return try parseType()
  }

  /// With an optional `GRAPH` before it.
  func parseGraphInitializer() throws(SyntaxFailure) -> GraphExpression {
    if at(.property, .graph) { advance() }
    if at(.leftBrace) || at(.value) && token(ahead: 1).kind == .leftBrace {
      throw unsupported(
        "a graph that a subquery gives (GP13) is not supported", at: current.span, hints: ["name a graph of the catalog"])
    }
    if at(.graph), token(ahead: 1).kind != .semicolon, token(ahead: 1).kind != .endOfText { advance() }
    return try parseGraphExpression()
  }

  /// With an optional `TABLE` before it.
  func parseTableInitializer() throws(SyntaxFailure) -> BindingTableExpression {
    if at(.binding, .table) { advance() }
    if at(.table), isName(token(ahead: 1)) || token(ahead: 1).kind == .leftBrace { advance() }
    return try parseBindingTableExpression()
  }
}
