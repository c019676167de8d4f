import GraphStore

/// Changes of the catalog and of the session's place in it.
extension Session {
  /// What names of catalog objects mean now.
  func objects(_ contents: CatalogContents, _ values: [String: Value]) -> CatalogObjects {
    var objects = CatalogObjects(contents)
    objects.currentSchema = currentSchema
    objects.currentGraph = currentGraph
    objects.graphParameters = graphParameters
    for (name, value) in values {
      if case .string(let text) = value { objects.references[name] = text }
    }
    return objects
  }

  // MARK: The session

  func apply(_ change: BoundSessionChange, _ values: [String: Value]) throws(QueryError) -> QueryResult {
    switch change {
    case .schema(let path): currentSchema = path
    case .graph(let path): currentGraph = path
    case .timeZone(let query, let span): timeZone = try zone(try run(query, values).rows.first?.first ?? .null, span)
    case .graphParameter(let name, let graph, let ifNotExists):
      if !ifNotExists || graphParameters[name] == nil && parameters[name] == nil {
        graphParameters[name] = graph
        parameters[name] = nil
      }
    case .resetSchema: currentSchema = ""
    case .resetGraph: currentGraph = CatalogObjects.homeGraph
    case .resetTimeZone: timeZone = .offset(0)
    case .resetParameters:
      parameters = [:]
      graphParameters = [:]
    }
    return Session.noResult
  }

  private static let zoneHints = ["write '+02:00' or 'Europe/Stockholm'"]

  private func zone(_ value: Value, _ span: SourceSpan) throws(QueryError) -> ZonedDateTime.DefaultZone {
    guard case .string(let text) = value else {
      throw QueryError(
        .invalidValueType, "a time zone is a string, found another value", at: span, hints: Session.zoneHints)
    }
    if ["UTC", "GMT"].contains(text.uppercased()) { return .offset(0) }
    if let offset = UTCOffset.seconds(text) { return .offset(offset) }
    guard TimeZoneDatabase.rules(named: text) != nil else {
      throw QueryError(.invalidDatetimeFormat, "unknown time zone `\(text)`", at: span, hints: Session.zoneHints)
    }
    return .named(text)
  }

  // MARK: Types of graphs

  /// Nil for an open graph.
  func graphType(of name: String, _ transaction: WriteTransaction) throws(QueryError) -> GraphTypeDefinition? {
    let contents = try store { () throws(StoreError) in try transaction.catalog() }
    guard let id = contents.graph(named: name)?.typeID, let entry = contents.type(withID: id) else { return nil }
    if let known = graphTypes[id] { return known }
    guard let type = GraphTypeDefinition(definition: entry.definition) else {
      throw QueryError(.storeFailure, "the type of graph `\(name)` cannot be read: row \(id) of `graph_type`")
    }
    graphTypes[id] = type
    return type
  }

  // MARK: Steps

  /// All or nothing.
  func run(_ steps: [BoundStep], _ values: [String: Value]) throws(QueryError) -> QueryResult {
    if reading != nil { throw QueryError(.readOnlyTransaction, "the transaction is read-only: the catalog cannot be changed") }
    if let writing {
      return try inStatement(of: writing) { transaction throws(QueryError) in try run(steps, values, transaction) }
    }
    return try inOwnTransaction { transaction throws(QueryError) in try run(steps, values, transaction) }
  }

  private func run(
    _ steps: [BoundStep], _ values: [String: Value], _ transaction: WriteTransaction
  ) throws(QueryError) -> QueryResult {
    // Ids of what is rolled back are given out again.
    graphTypes = [:]
    var result = Session.noResult
    var warnings: [Diagnostic] = []
    for step in steps {
      switch step {
      case .query(let query):
        result = try execute(query, in: transaction, values)
      case .catalog(let statement):
        result = Session.noResult
        let change = CatalogChange(session: self, transaction: transaction)
        if let warning = try change.perform(statement) { warnings.append(warning) }
      }
    }
    guard !warnings.isEmpty else { return result }
    var summary = result.summary
    summary.warnings = warnings + summary.warnings
    return QueryResult(columns: result.columns, rows: result.rows, summary: summary, plan: result.plan)
  }
}
