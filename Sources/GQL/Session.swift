import GraphStore
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A conversation with one graph: an open transaction, session parameters, limits. Not safe to share between threads, save for `cancel()`.
public final class Session {
  public let graph: Graph
  public var parameters: [String: Value] = [:]
  public var limits = QueryLimits()
  /// How texts are read that do not say so themselves with `CYPHER` or `GQL` in front.
  public var dialect = Dialect.gql
  /// Queries see the graph as it was known on that day, and nothing can be written; nil = as it is.
  ///
  /// An edge was known from the day on which its document was published: its `publication_date`, else that of the `Document` that its `source`
  /// names, else its own `date_from`; one that tells no day always was. A node was known as soon as one of its edges.
  public var asOf: LocalDate?
  /// Is told how far the statement that runs is; its `stop` ends that.
  public var monitor: WorkMonitor?
  /// What CALL can name.
  public var procedures = ProcedureRegistry.builtIn
  /// Statements are analyzed and planned once and then run with other parameters and literals; see `CachedStatement`.
  package var cachesPlans = true
  private var keepsPlans: Bool { cachesPlans && limits.rulesOff.isEmpty }
  /// The schema in which names of graphs are looked up, as a path without the first `/`; empty = the root, which is the home schema.
  public internal(set) var currentSchema = ""
  /// The graph that statements work on which do not say `USE`, as a path.
  public internal(set) var currentGraph = CatalogObjects.homeGraph
  /// Of temporal values that come without a zone, and of CURRENT_TIMESTAMP and its like.
  var timeZone = ZonedDateTime.DefaultZone.offset(0)
  /// Graphs that parameters hold, by name.
  var graphParameters: [String: String] = [:]
  /// Types of graphs, read once each.
  var graphTypes: [Int64: GraphTypeDefinition] = [:]
  private let cancellation = Cancellation()
  /// What statements put into memory while they run; they give it back.
  private var arena = Arena()
  /// A larger one is not kept for the next statement.
  private static let keptArenaBytes = 1 << 20
  var reading: ReadTransaction?
  /// The transaction in which a statement's names were looked up, outside of others: a statement that only reads goes on in it, so that its
  /// names and its rows are of one moment.
  private var glance: ReadTransaction?
  var writing: WriteTransaction?
  /// The open transaction is ended by its holder, not by statements.
  private var isHeld = false
  /// SESSION CLOSE was given: nothing runs any more.
  public private(set) var isClosed = false

  public init(graph: Graph) { self.graph = graph }

  /// START TRANSACTION was given and neither COMMIT nor ROLLBACK since.
  public var isInTransaction: Bool { reading != nil || writing != nil }

  /// The GQL-status objects of the last statement, its outcome first; empty before there was one.
  public var outcome: [StatusObject] { ended?.objects ?? [] }
  /// How the last statement ended: its objects are made for those who ask.
  private var ended: StatusObject.Ended?
  private var operation = StatusObject.Operation.unknown

  /// Runs one statement; a text of several is an error here, unless it is one program: commands of the session or of a
  /// transaction around statements, without `;` between them. Its result is that of the last statement with columns.
  ///
  /// - Throws: `QueryError` with all diagnostics. A statement that fails leaves nothing behind; an open transaction goes on.
  public func execute(_ text: String, _ parameters: [String: Value] = [:]) throws(QueryError) -> QueryResult {
    operation = .unknown
    do throws(QueryError) {
      let result = try executeText(text, parameters)
      ended = .init(.success(result.summary), operation, schema: currentSchema)
      return result
    } catch {
      ended = .init(.failure(error), operation, schema: currentSchema)
      throw error
    }
  }

  private func executeText(_ text: String, _ parameters: [String: Value]) throws(QueryError) -> QueryResult {
    let clock = ContinuousClock()
    let start = clock.now
    cancellation.reset()
    guard !isClosed else { throw QueryError(.connectionException, "the session is closed") }
    defer { endGlance() }
    let source = SourceText(text)
    let lexed = Lexer.tokenize(source, dialect: dialect)
    let clauses = lexed.tokens.count { ClauseKeywords.begins($0.keyword) }
    guard clauses <= DeepStack.maximumClauses else {
      throw QueryError(
        .limitExceeded, "this has more than \(DeepStack.maximumClauses) clauses, the limit of one statement",
        hints: ["split it into statements with `;`"])
    }
    let isDeep = clauses > DeepStack.usualClauses
    let result = try isDeep
      ? DeepStack.run(clauses: clauses) { () throws(QueryError) in try executeLexed(source, lexed, nil, parameters) }
      : executeLexed(source, lexed, keepsPlans && lexed.diagnostics.isEmpty ? StatementShape(lexed.tokens, source) : nil, parameters)
    return result.with { $0.elapsedSeconds = (clock.now - start) / .seconds(1) }
  }

  private func executeLexed(
    _ source: SourceText, _ lexed: (tokens: [Token], diagnostics: [Diagnostic]), _ shape: StatementShape?, _ parameters: [String: Value]
  ) throws(QueryError) -> QueryResult {
    if let shape, let result = try runCached(shape, merged(parameters)) { return result }
    let (statements, diagnostics) = Parser.parse(source, lexed, dialect: dialect)
    let errors = diagnostics.filter { $0.severity == .error }
    if !errors.isEmpty { throw QueryError(errors, stage: .analysis) }
    guard let statement = statements.first else {
      throw QueryError(.invalidSyntax, "there is no statement", at: SourceSpan(0, source.bytes.count))
    }
    if statements.count > 1, StatementSplitter.split(source, dialect: dialect).count > 1 {
      throw QueryError(.invalidSyntax, "expected one statement, found \(statements.count)", at: statements[1].span)
    }
    let result = try statements.count == 1 ? run(statement, merged(parameters), source, shape) : run(program: statements, parameters, source)
    let warnings = diagnostics.filter { $0.severity == .warning }
    return warnings.isEmpty ? result : result.with { $0.warnings = warnings + $0.warnings }
  }

  private func merged(_ parameters: [String: Value]) -> [String: Value] {
    var values = self.parameters
    values.merge(parameters) { $1 }
    return values
  }

  /// A transaction that the program has begun and not ended is rolled back when a statement of it fails.
  private func run(
    program statements: [Statement], _ parameters: [String: Value], _ source: SourceText
  ) throws(QueryError) -> QueryResult {
    let wasInTransaction = isInTransaction
    var result = Session.noResult
    do throws(QueryError) {
      for statement in statements {
        let next = try run(statement, merged(parameters), source)
        if !next.columns.isEmpty || result.columns.isEmpty { result = next }
      }
    } catch {
      if !wasInTransaction, isInTransaction { _ = try rollBack() }
      throw error
    }
    return result
  }

  /// Stops the statement that runs, from any thread; it ends with status `40K01`. Nothing happens when none runs.
  public func cancel() { cancellation.cancel() }

  // MARK: Statements that were analyzed before

  /// Nil when the statement has to be analyzed.
  private func runCached(_ shape: StatementShape, _ parameters: [String: Value]) throws(QueryError) -> QueryResult? {
    let candidates = graph.plans.statements(shape)
    guard !candidates.isEmpty, graphParameters.isEmpty else { return nil }
    if !isInTransaction, candidates.allSatisfy(\.query.isUpdating) { return try runCachedChange(shape, candidates, parameters) }
    let names = try catalogNames(parameters)
    guard let (statement, values) = choose(candidates, names, shape, parameters) else { return nil }
    if statement.query.isUpdating { endGlance() }
    return try run(statement, shape) { () throws(QueryError) in try run(statement.query, values, cached: statement) }
  }

  /// Names are looked up in the transaction in which the statement writes.
  private func runCachedChange(
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

  private func choose(
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
  private func run(
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

  private func environment(_ parameters: [String: Value], _ names: CatalogNames) -> CachedStatement.Environment {
    CachedStatement.Environment(
      dialect: dialect, asOf: asOf, currentSchema: currentSchema, currentGraph: currentGraph, parameterNames: Array(parameters.keys),
      procedures: procedures.stamp, catalog: names.objects.contents?.stamp ?? 0, isWriting: writing != nil)
  }

  private func run(
    _ statement: Statement, _ values: [String: Value], _ source: SourceText, _ shape: StatementShape? = nil
  ) throws(QueryError) -> QueryResult {
    let lifted = shape.map { LiftedLiterals(in: statement, candidates: $0.liftableLiterals) } ?? LiftedLiterals()
    func analyze(_ catalog: CatalogNames) -> (BoundStatement?, [Diagnostic]) {
      var analyzer = Analyzer(
        catalog: catalog, parameters: Set(values.keys).union(graphParameters.keys), procedures: procedures.with(catalog.objects))
      analyzer.asOf = asOf.map { AsOfRule($0) }
      analyzer.liftedLiterals = lifted
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
    let errors = diagnostics.filter { $0.severity == .error }
    guard errors.isEmpty, let bound else {
      throw QueryError(errors.isEmpty ? diagnostics : errors, stage: .analysis)
    }
    operation = StatusObject.Operation(bound)
    if let asOf, operation == .dataModification || operation == .catalogModification {
      throw QueryError(
        .readOnlyTransaction, "the graph as it was known on \(asOf.isoText) cannot be changed", hints: ["look at it as it is to change it"])
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

  private func run(
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

  /// What the catalog and the current graph hold now, for names and for hints. Inside a writing transaction the graph's own names are not
  /// known: they are not looked up before they are used.
  private func catalogNames(_ values: [String: Value], withPresentKeys: Bool = false) throws(QueryError) -> CatalogNames {
    if let writing {
      var result = CatalogNames.unknown
      result.objects = objects(try store { () throws(StoreError) in try writing.catalog() }, values)
      return result
    }
    if reading == nil, glance == nil { glance = try beginRead() }
    guard let transaction = reading ?? glance else { return CatalogNames.unknown }
    let contents = try store { () throws(StoreError) in try transaction.catalog() }
    var result =
      contents.graph(named: currentGraph) == nil
      ? CatalogNames.unknown : graph.catalogNames(try currentReader(transaction), withPresentKeys: withPresentKeys)
    result.objects = objects(contents, values)
    return result
  }

  private func beginRead() throws(QueryError) -> ReadTransaction {
    try store { () throws(StoreError) in try graph.store.beginRead() }
  }

  private func endGlance() {
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

  // MARK: Queries

  typealias Explained = (kind: Statement.Explanation, source: SourceText)

  func run(
    _ query: BoundQuery, _ values: [String: Value], explanation: Explained? = nil, cached: CachedStatement? = nil
  ) throws(QueryError) -> QueryResult {
    if query.isUpdating, reading != nil, explanation?.kind != .explain {
      throw QueryError(.readOnlyTransaction, "the transaction is read-only: nothing can be written")
    }
    if let writing { return try inStatement(of: writing) { transaction throws(QueryError) in
      try execute(query, in: transaction, values, explanation, cached)
    } }
    if let reading { return try execute(query, reader: try currentReader(reading, query.graph), writer: nil, values, explanation, cached) }
    if query.isUpdating, explanation?.kind != .explain {
      return try inOwnTransaction { transaction throws(QueryError) in try execute(query, in: transaction, values, explanation, cached) }
    }
    if let glance { return try execute(query, reader: try currentReader(glance, query.graph), writer: nil, values, explanation, cached) }
    let transaction = try beginRead()
    defer { transaction.end() }
    return try execute(query, reader: try currentReader(transaction, query.graph), writer: nil, values, explanation, cached)
  }

  func inOwnTransaction(
    _ body: (WriteTransaction) throws(QueryError) -> QueryResult
  ) throws(QueryError) -> QueryResult {
    try inOwn(try store { () throws(StoreError) in try graph.store.beginWrite() }, body)
  }

  private func inOwn(
    _ transaction: WriteTransaction, _ body: (WriteTransaction) throws(QueryError) -> QueryResult
  ) throws(QueryError) -> QueryResult {
    transaction.monitor = monitor
    do throws(QueryError) {
      let result = try inStatement(of: transaction, body)
      try store { () throws(StoreError) in try transaction.commit() }
      return result
    } catch {
      if !transaction.isEnded { transaction.rollBack() }
      throw error
    }
  }

  func inStatement(
    of transaction: WriteTransaction, _ body: (WriteTransaction) throws(QueryError) -> QueryResult
  ) throws(QueryError) -> QueryResult {
    try store { () throws(StoreError) in try transaction.beginStatement() }
    do throws(QueryError) {
      let result = try body(transaction)
      try store { () throws(StoreError) in try transaction.endStatement() }
      return result
    } catch {
      if transaction.isEnded {
        writing = nil
      } else {
        try store { () throws(StoreError) in try transaction.rollBackStatement() }
      }
      throw error
    }
  }

  /// Runs a query inside a statement of a writing transaction, and holds what it changed against the graph's type.
  func execute(
    _ query: BoundQuery, in transaction: WriteTransaction, _ values: [String: Value], _ explanation: Explained? = nil,
    _ cached: CachedStatement? = nil
  ) throws(QueryError) -> QueryResult {
    let name = query.graph ?? currentGraph
    let reader = try store { () throws(StoreError) in
      try transaction.use(graph: name)
      return try transaction.advancedReader()
    }
    let type = query.isUpdating ? try graphType(of: name, transaction) : nil
    let constraints = query.isUpdating ? try constraints(of: name, transaction) : []
    return try execute(query, reader: reader, writer: transaction, values, explanation, cached, type, constraints)
  }

  private func execute(
    _ query: BoundQuery, reader: any GraphReader, writer: WriteTransaction?, _ values: [String: Value],
    _ explanation: Explained?, _ cached: CachedStatement? = nil, _ type: GraphTypeDefinition? = nil, _ constraints: [ConstraintDefinition] = []
  ) throws(QueryError) -> QueryResult {
    let instant = Session.now()
    let context = ExecutionContext(
      reader: reader, writer: writer, parameters: values, limits: limits, cancellation: cancellation,
      now: instant.moved(to: timeZone) ?? instant, arena: arena)
    let mark = arena.mark()
    defer {
      context.arena.release(to: mark)
      if arena.capacity > Session.keptArenaBytes { arena = Arena() }
    }
    context.tracksChanges = type != nil || !constraints.isEmpty
    context.monitor = monitor
    context.spillsMonths = query.spillsMonths
    monitor?.begin(.running, whole: 0)
    let result = try QueryPipeline(query: query, reader: reader, explanation: explanation, cached: cached).run(context)
    if let fault = reader.loadFault { throw QueryError(fault) }
    if context.tracksChanges { try context.advanceReader() }
    if let type {
      let check = GraphTypeCheck(type: type, reader: context.reader, span: query.changeSpan)
      try check.check(nodes: context.changedNodes, edges: context.changedEdges)
    }
    if !constraints.isEmpty {
      do throws(ConstraintViolation) {
        try ConstraintCheck(constraints, context.reader, writer).check(nodes: context.changedNodes, edges: context.changedEdges)
      } catch {
        throw error.queryError(at: query.changeSpan)
      }
    }
    return result
  }

  /// The statement's instant, in UTC.
  private static func now() -> ZonedDateTime {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    let local = LocalDateTime(secondsSinceEpoch: Int64(time.tv_sec), nanosecond: Int32(time.tv_nsec))
    return ZonedDateTime(local: local, offsetSeconds: 0)
  }

  // MARK: Transactions

  /// Opens a transaction that statements cannot end: its holder does, with `release(commits:)`.
  func hold(_ access: Statement.TransactionAccess) throws(QueryError) {
    _ = try start(access)
    isHeld = true
  }

  /// Ends the held transaction.
  func release(commits: Bool) throws(QueryError) {
    isHeld = false
    guard isInTransaction else { return }
    _ = try commits ? commit() : rollBack()
  }

  private func start(_ access: Statement.TransactionAccess) throws(QueryError) -> QueryResult {
    guard !isInTransaction else { throw QueryError(.activeTransaction, "a transaction is open already") }
    switch access {
    case .readOnly: reading = try store { () throws(StoreError) in try graph.store.beginRead() }
    case .readWrite: writing = try store { () throws(StoreError) in try graph.store.beginWrite() }
    }
    return Session.noResult
  }

  private func commit() throws(QueryError) -> QueryResult {
    try checkNotHeld()
    guard isInTransaction else { throw QueryError(.invalidTransactionTermination, "there is no transaction to commit") }
    let transaction = writing
    reading?.end()
    reading = nil
    writing = nil
    transaction?.monitor = monitor
    if let transaction { try store { () throws(StoreError) in try transaction.commit() } }
    return Session.noResult
  }

  private func rollBack() throws(QueryError) -> QueryResult {
    try checkNotHeld()
    guard isInTransaction else { throw QueryError(.invalidTransactionTermination, "there is no transaction to roll back") }
    reading?.end()
    writing?.rollBack()
    reading = nil
    writing = nil
    return Session.noResult
  }

  private func checkNotHeld() throws(QueryError) {
    guard isHeld else { return }
    throw QueryError(
      .invalidTransactionTermination, "the transaction ends with the closure that was given it",
      hints: ["return from the closure to commit, throw to roll back"])
  }

  static var noResult: QueryResult {
    var summary = ResultSummary()
    summary.status = .omittedResult
    summary.hasResult = false
    return QueryResult(columns: [], rows: [], summary: summary)
  }

  func store<T>(_ body: () throws(StoreError) -> T) throws(QueryError) -> T {
    do throws(StoreError) { return try body() } catch { throw QueryError(error) }
  }
}

/// What one statement may use. Reaching a limit is an error with status `22K01` that names the limit.
public struct QueryLimits: Sendable {
  /// Wall-clock seconds; nil = unlimited.
  public var timeoutSeconds: Double?
  /// Bytes held by sort, grouping, paths and results together.
  public var memoryBytes = 4 << 30
  /// How many threads may work on one statement; the result is the same whatever their number. At least 1.
  public var threads = WorkerThreads.processorCount
  /// Scans of fewer nodes are not worth a thread.
  package var smallestParallelScan = 16_384
  /// A statement that may hold less than that runs on one thread: what waits between threads is memory too.
  package var smallestParallelMemory = 64 << 20
  /// Node ordinals that a thread takes at a time.
  package var morselNodes: UInt32 = 2_048
  /// Edges in one path.
  public var pathLength = 10_000
  /// Rules that plans are made without, and then not kept; the result is the same.
  public var rulesOff: Set<PlanRule> = []
  public init() {}
}
