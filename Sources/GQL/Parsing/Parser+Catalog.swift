/// CREATE and DROP of schemas, graphs and graph types (ISO clause 12).
extension Parser {
  /// Whether `CREATE` or `DROP` is followed by a kind of catalog object.
  var atCatalogStatement: Bool {
    guard at(.create) || at(.drop) else { return false }
    if atDefinitionStatement { return true }
    var next = 1
    if token(ahead: 1).keyword == .or { next = 3 }
    switch token(ahead: next).keyword {
    case .schema, .graph: return true
    case .property: return token(ahead: next + 1).keyword == .graph
    default: return false
    }
  }

  func parseCatalogStatement() throws(SyntaxFailure) -> CatalogStatement {
    if atDefinitionStatement { return .definition(try parseDefinitionStatement()) }
    let isCreate = take().keyword == .create
    var isReplacing = false
    if isCreate, eat(.or) {
      try expect(.replace, "after `OR`")
      isReplacing = true
    }
    if eat(.schema) {
      if isReplacing { throw fail("a schema cannot be replaced", at: tokens[index - 1].span, hints: ["write `DROP SCHEMA` first"]) }
      return try parseSchemaStatement(isCreate)
    }
    _ = eat(.property)
    try expect(.graph, "or `SCHEMA`")
    let isType = at(.type) && token(ahead: 1).kind != .equals && !atGraphNamedType
    if isType { advance() }
    guard isCreate else {
      let ifExists = try parseIfExists()
      let name = try parseObjectReference(isType ? "the name of a graph type" : "the name of a graph", "to drop")
      return isType ? .dropGraphType(name, ifExists: ifExists) : .dropGraph(name, ifExists: ifExists)
    }
    var creation: CatalogStatement.Creation = isReplacing ? .orReplace : .new
    if try parseIfNotExists() {
      if isReplacing {
        throw fail("`OR REPLACE` and `IF NOT EXISTS` exclude each other", at: tokens[index - 1].span, hints: ["write one of them"])
      }
      creation = .ifNotExists
    }
    return isType ? try parseGraphTypeStatement(creation) : try parseGraphStatement(creation)
  }

  /// `CREATE GRAPH type ANY`: a graph of that name.
  private var atGraphNamedType: Bool {
    switch token(ahead: 1).kind {
    case .semicolon, .endOfText, .leftBrace, .doubleColon: true
    case .word: token(ahead: 1).keyword == .any || token(ahead: 1).keyword == .typed
    default: false
    }
  }

  private func parseSchemaStatement(_ isCreate: Bool) throws(SyntaxFailure) -> CatalogStatement {
    let condition = isCreate ? try parseIfNotExists() : try parseIfExists()
    let schema = try parseObjectReference("a schema such as `/name`", "after `SCHEMA`")
    if isCreate { try refuseCondition(behind: "SCHEMA") }
    return isCreate ? .createSchema(schema, ifNotExists: condition) : .dropSchema(schema, ifExists: condition)
  }

  func parseIfNotExists() throws(SyntaxFailure) -> Bool {
    guard at(.if), token(ahead: 1).keyword == .not || token(ahead: 1).keyword == .exists else { return false }
    advance()
    try expect(.not, "after `IF`")
    try expect(.exists, "after `IF NOT`")
    return true
  }

  /// After the name of what is created.
  private func refuseCondition(behind words: String) throws(SyntaxFailure) {
    guard at(.if), token(ahead: 1).keyword == .not else { return }
    throw fail("`IF NOT EXISTS` stands before the name", at: current.span, hints: ["`CREATE \(words) IF NOT EXISTS name ...`"])
  }

  func parseIfExists() throws(SyntaxFailure) -> Bool {
    guard at(.if), token(ahead: 1).keyword == .not || token(ahead: 1).keyword == .exists else { return false }
    advance()
    try expect(.exists, "after `IF`")
    return true
  }

  /// `name {ANY | LIKE g | [::] type} [AS COPY OF g]`.
  private func parseGraphStatement(_ creation: CatalogStatement.Creation) throws(SyntaxFailure) -> CatalogStatement {
    let name = try parseObjectReference("the name of a graph", "to create")
    try refuseCondition(behind: "GRAPH")
    let type = try parseGraphTypeOfGraph(name)
    try refuseCondition(behind: "GRAPH")
    var source: GraphExpression?
    if at(.as) {
      advance()
      try expect(.copy, "after `AS`")
      try expect(.of, "after `COPY`")
      source = try parseGraphExpression("to copy")
    }
    return .createGraph(name, creation, type: type, copyOf: source)
  }

  private func parseGraphTypeOfGraph(_ name: ObjectReference) throws(SyntaxFailure) -> GraphTypeSource {
    if eat(.like) { return .like(try parseGraphExpression("after `LIKE`")) }
    let isTyped = eat(.doubleColon) || eat(.typed)
    if eat(.any) {
      if at(.property, .graph) { advance() }
      _ = eat(.graph)
      return .any
    }
    if at(.property, .graph) { advance() }
    if at(.graph), token(ahead: 1).kind == .leftBrace { advance() }
    if at(.leftBrace) { return .specification(try parseGraphTypeSpecification()) }
    guard isTyped || atName && !at(.next) && !at(.of) || at(.solidus) || at(.period) || at(.doublePeriod) || at(.referenceParameter) else {
      throw expected(
        "the type of the graph", "such as `ANY` or `{(:Label {key STRING})}`",
        hints: ["write `CREATE GRAPH \(name.names.last?.text ?? "g") ANY` for a graph that takes anything"])
    }
    return .reference(try parseObjectReference("the name of a graph type"))
  }

  /// `name [AS] {COPY OF type | LIKE g | { elements }}`.
  private func parseGraphTypeStatement(_ creation: CatalogStatement.Creation) throws(SyntaxFailure) -> CatalogStatement {
    let name = try parseObjectReference("the name of a graph type", "to create")
    try refuseCondition(behind: "GRAPH TYPE")
    if eat(.like) { return .createGraphType(name, creation, .like(try parseGraphExpression("after `LIKE`"))) }
    if eat(.as), at(.like) { throw fail("`LIKE` stands without `AS`", at: current.span, hints: ["`CREATE GRAPH TYPE name LIKE graph`"]) }
    if at(.copy, .of) {
      advance()
      advance()
      return .createGraphType(name, creation, .reference(try parseObjectReference("the name of a graph type", "to copy")))
    }
    if at(.property, .graph) { advance() }
    _ = eat(.graph)
    guard at(.leftBrace) else { throw expected("`{`, `COPY OF` or `LIKE`", "after the name of the graph type") }
    return .createGraphType(name, creation, .specification(try parseGraphTypeSpecification()))
  }
}
