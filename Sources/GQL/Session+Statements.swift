import GraphStore

/// From a statement that was parsed, or analyzed before, to the query or change that it is.
extension Session {
  /// Nil when the statement has to be analyzed.
  func runCached(_ shape: StatementShape, _ parameters: [String: Value]) throws(QueryError) -> QueryResult? {
    let candidates = graph.plans.statements(shape)
    guard !candidates.isEmpty, graphParameters.isEmpty, !onlyReads || !candidates.contains(where: \.query.isUpdating) else { return nil }
    if !isInTransaction, candidates.allSatisfy(\.query.isUpdating) { return try runCachedChange(shape, candidates, parameters) }
    let names = try catalogNames(parameters)
    guard let (statement, values) = choose(candidates, names, shape, parameters) else { return nil }
    if statement.query.isUpdating { endGlance() }
    return try run(statement, shape) { () throws(QueryError) in try run(statement.query, values, cached: statement) }
  }

  /// Names are looked up in the transaction in which the statement writes.
  func runCachedChange(
    _ shape: StatementShape, _ candidates: [CachedStatement], _ parameters: [String: Value]
  ) throws(QueryError) -> QueryResult? {
    let transaction = try store { () throws(StoreError) in try graph.store.beginWrite() }
    // Without effect after a commit.
    defer { transaction.rollBack() }
    let contents = try store { () throws(StoreError) in try transaction.catalog() }
    guard contents.graph(named: currentGraph) != nil else { return nil }
    let reader = try store { () throws(StoreError) in
      try transaction.use(graph: currentGraph)
      return try transaction.advancedReader()
    }
    var names = graph.catalogNames(reader)
    names.objects = objects(contents, parameters)
    guard let (statement, values) = choose(candidates, names, shape, parameters) else { return nil }
    return try run(statement, shape) { () throws(QueryError) in
      try inOwn(transaction) { transaction throws(QueryError) in try execute(statement.query, in: transaction, values, nil, statement) }
    }
  }

  func choose(
    _ candidates: [CachedStatement], _ names: CatalogNames, _ shape: StatementShape, _ parameters: [String: Value]
  ) -> (CachedStatement, [String: Value])? {
    let environment = environment(parameters, names)
    guard let statement = candidates.first(where: { $0.environment.isSame(as: environment) && $0.accepts(names) }),
      let values = statement.values(shape, parameters)
    else { return nil }
    operation = statement.operation
    return (statement, values)
  }

  /// What is said of the statement is said of the shape's text.
  func run(
    _ statement: CachedStatement, _ shape: StatementShape, _ body: () throws(QueryError) -> QueryResult
  ) throws(QueryError) -> QueryResult {
    do throws(QueryError) {
      let result = try body()
      return result.with { $0.warnings = statement.moved($0.warnings, to: shape) }
    } catch {
      var error = error
      error.diagnostics = statement.moved(error.diagnostics, to: shape)
      throw error
    }
  }

  func environment(_ parameters: [String: Value], _ names: CatalogNames) -> CachedStatement.Environment {
    CachedStatement.Environment(
      dialect: dialect, asOf: asOf, currentSchema: currentSchema, currentGraph: currentGraph, parameterNames: Array(parameters.keys),
      procedures: procedures.stamp, catalog: names.objects.contents?.stamp ?? 0, looksAtNames: looksAtNames)
  }

  func run(
    _ statement: Statement, _ values: [String: Value], _ source: SourceText, _ shape: StatementShape? = nil
  ) throws(QueryError) -> QueryResult {
    let lifted = shape.map { LiftedLiterals(in: statement, candidates: $0.liftableLiterals) } ?? LiftedLiterals()
    func analyze(_ catalog: CatalogNames) -> (BoundStatement?, [Diagnostic]) {
      var analyzer = Analyzer(
        catalog: catalog, parameters: Set(values.keys).union(graphParameters.keys), procedures: procedures.with(catalog.objects))
      analyzer.asOf = asOf.map { AsOfRule($0) }
      analyzer.liftedLiterals = lifted
      analyzer.watch = watch
      return analyzer.analyze(statement)
    }
    defer { endGlance() }
    var names = try catalogNames(values)
    var (bound, diagnostics) = analyze(names)
    // A warning may come of a name that is there by now.
    if !diagnostics.isEmpty, bound != nil {
      names = try catalogNames(values, withPresentKeys: true)
      (bound, diagnostics) = analyze(names)
    }
    try watch.check()
    let errors = diagnostics.filter { $0.severity == .error }
    guard errors.isEmpty, let bound else {
      throw QueryError(errors.isEmpty ? diagnostics : errors, stage: .analysis)
    }
    operation = StatusObject.Operation(bound)
    if let asOf, operation == .dataModification || operation == .catalogModification {
      throw QueryError(
        .readOnlyTransaction, "the graph as it was known on \(asOf.isoText) cannot be changed", hints: ["look at it as it is to change it"])
    }
    if onlyReads, !bound.onlyReads {
      throw QueryError(.readOnlyTransaction, "here a query only reads", hints: ["run what changes something as a statement of its own"])
    }
    if !bound.onlyReads { endGlance() }
    var cached: CachedStatement?
    if let shape, case .query(let query) = bound, diagnostics.isEmpty, graphParameters.isEmpty {
      let statement = CachedStatement(query, shape, lifted, environment(values, names), names, operation, graph.plans.pipelines)
      graph.plans.keep(statement, shape)
      cached = statement
    }
    var values = values
    if let shape { for number in lifted.numbers.values { values[LiftedLiterals.name(number)] = shape.literals[number].value } }
    let result = try run(bound, values, source, cached)
    let warnings = diagnostics.filter { $0.severity == .warning }
    guard !warnings.isEmpty else { return result }
    var summary = result.summary
    summary.warnings = warnings + summary.warnings
    return QueryResult(columns: result.columns, rows: result.rows, summary: summary, plan: result.plan)
  }

  func run(
    _ bound: BoundStatement, _ values: [String: Value], _ source: SourceText, _ cached: CachedStatement?
  ) throws(QueryError) -> QueryResult {
    switch bound {
    case .query(let query): return try run(query, values, cached: cached)
    case .explain(let kind, let query): return try run(query, values, explanation: (kind, source))
    case .startTransaction(let access): return try start(access)
    case .commit: return try commit()
    case .rollback: return try rollBack()
    case .steps(let steps): return try run(steps, values)
    case .change(let change): return try apply(change, values)
    case .relay(let pieces): return try run(relay: pieces, values)
    case .resetSession:
      for change in [BoundSessionChange.resetParameters, .resetGraph, .resetSchema, .resetTimeZone] {
        _ = try apply(change, values)
      }
      return Session.noResult
    case .closeSession:
      try checkNotHeld()
      if isInTransaction { _ = try rollBack() }
      isClosed = true
      return Session.noResult
    case .resetParameter(let name):
      self.parameters[name] = nil
      graphParameters[name] = nil
      return Session.noResult
    case .setParameter(let name, let query, let ifNotExists):
      if ifNotExists, self.parameters[name] != nil { return Session.noResult }
      let value = try run(query, values)
      self.parameters[name] = value.rows.first?.first ?? .null
      return Session.noResult
    }
  }

  /// Inside a writing transaction the graph's own names are not looked up before they are used. The query of a question was not written by
  /// whoever asks: a name in it that the graph has not is no news.
  var looksAtNames: Bool { writing == nil && !isAsking }

  /// What the catalog and the current graph hold now, for names and for hints; the graph's own names are unknown where they are not looked at.
  func catalogNames(_ values: [String: Value], withPresentKeys: Bool = false) throws(QueryError) -> CatalogNames {
    if let writing {
      var result = CatalogNames.unknown
      result.objects = objects(try store { () throws(StoreError) in try writing.catalog() }, values)
      return result
    }
    if reading == nil, glance == nil { glance = try beginRead() }
    guard let transaction = reading ?? glance else { return CatalogNames.unknown }
    let contents = try store { () throws(StoreError) in try transaction.catalog() }
    var result =
      contents.graph(named: currentGraph) == nil || isAsking
      ? CatalogNames.unknown : graph.catalogNames(try currentReader(transaction), withPresentKeys: withPresentKeys)
    result.objects = objects(contents, values)
    return result
  }

  func beginRead() throws(QueryError) -> ReadTransaction {
    try store { () throws(StoreError) in try graph.store.beginRead() }
  }

  func endGlance() {
    glance?.end()
    glance = nil
  }

  /// The reader of a graph, the session's when none is named.
  func currentReader(_ transaction: ReadTransaction, _ name: String? = nil) throws(QueryError) -> any GraphReader {
    do throws(StoreError) {
      return try transaction.reader(ofGraph: name ?? currentGraph)
    } catch where error.code == .noSuchElement {
      throw QueryError(.invalidReference, error.message, hints: ["SESSION RESET GRAPH goes back to the home graph"])
    } catch {
      throw QueryError(error)
    }
  }
}
