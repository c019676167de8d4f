/// SESSION commands (ISO clause 7).
extension Parser {
  func parseSessionCommand() throws(SyntaxFailure) -> SessionCommand {
    advance()
    if eat(.close) { return .close }
    if eat(.reset) { return try parseSessionReset() }
    guard eat(.set) else { throw expected("`SET`, `RESET` or `CLOSE`", "after `SESSION`") }
    switch current.keyword {
    case .schema:
      advance()
      return .setSchema(try parseObjectReference("a schema such as `/name`", "after `SCHEMA`"))
    case .time:
      advance()
      try expect(.zone, "after `TIME`")
      return .setTimeZone(try parseExpression())
    case .property, .graph: return try parseSetGraph()
    case .binding, .table: return try parseSetTable()
    case .value: return try parseSetValue()
    default: throw expected("`VALUE`, `GRAPH`, `TABLE`, `SCHEMA` or `TIME ZONE`", "after `SESSION SET`")
    }
  }

  /// `GRAPH g`, `GRAPH [IF NOT EXISTS] $g [:: T] = g`.
  private func parseSetGraph() throws(SyntaxFailure) -> SessionCommand {
    _ = eat(.property)
    try expect(.graph, "after `PROPERTY`")
    let ifNotExists = try parseIfNotExists()
    guard at(.parameter), ifNotExists || !endsStatement(token(ahead: 1)) else {
      return .setGraph(try parseGraphExpression("after `GRAPH`"))
    }
    let name = takeName()
    let type = try parseOptionalTyping()
    guard eat(.equals) else { throw expected("`=`", "and the graph of the parameter") }
    return .setGraphParameter(name, type: type, try parseGraphInitializer(), ifNotExists: ifNotExists)
  }

  private func endsStatement(_ token: Token) -> Bool { token.kind == .semicolon || token.kind == .endOfText }

  private func parseSetTable() throws(SyntaxFailure) -> SessionCommand {
    _ = eat(.binding)
    try expect(.table, "after `BINDING`")
    let ifNotExists = try parseIfNotExists()
    let name = try parseSessionParameter()
    let type = try parseOptionalTyping()
    guard eat(.equals) else { throw expected("`=`", "and the table of the parameter") }
    return .setTableParameter(name, type: type, try parseTableInitializer(), ifNotExists: ifNotExists)
  }

  /// `VALUE [IF NOT EXISTS] $x [:: T] = e`; a type is a cast.
  private func parseSetValue() throws(SyntaxFailure) -> SessionCommand {
    advance()
    let ifNotExists = try parseIfNotExists()
    let name = try parseSessionParameter()
    let type = at(.equals) || endsStatement(current) ? nil : try parseOptionalTyping()
    guard eat(.equals) else { throw expected("`=`", "and the value of the parameter") }
    var value = try parseExpression()
    if let type { value = Expression(.cast(value, type), value.span) }
    return .setParameter(name, value, ifNotExists: ifNotExists)
  }

  private func parseSessionParameter() throws(SyntaxFailure) -> Identifier {
    guard at(.parameter) else { throw expected("a parameter such as `$name`", "to set") }
    return takeName()
  }

  private func parseSessionReset() throws(SyntaxFailure) -> SessionCommand {
    if endsStatement(current) || atTransactionEnd || at(.start) || at(.session) || ClauseKeywords.begins(current.keyword) {
      return .reset
    }
    let isAll = eat(.all)
    if eat(.parameters) { return .resetOne(.parameters) }
    if eat(.characteristics) { return .reset }
    if isAll { throw expected("`PARAMETERS` or `CHARACTERISTICS`", "after `ALL`") }
    switch current.keyword {
    case .schema:
      advance()
      return .resetOne(.schema)
    case .property, .graph:
      _ = eat(.property)
      try expect(.graph, "after `PROPERTY`")
      return .resetOne(.graph)
    case .time:
      advance()
      try expect(.zone, "after `TIME`")
      return .resetOne(.timeZone)
    default: break
    }
    _ = eat(Keyword.parameterWord)
    guard at(.parameter) else {
      throw expected("`PARAMETERS`, `CHARACTERISTICS`, `SCHEMA`, `GRAPH`, `TIME ZONE` or a parameter", "after `RESET`")
    }
    return .resetOne(.parameter(takeName().text))
  }
}
