import GraphStore

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
  /// Statements that change the graph, the session or its transaction are refused with 25G03.
  public var onlyReads = false
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
  /// Of the statement that runs.
  private(set) lazy var watch = StatementWatch(cancellation, limits)
  /// What statements put into memory while they run; they give it back.
  var arena = Arena()
  /// A larger one is not kept for the next statement.
  static let keptArenaBytes = 1 << 20
  var reading: ReadTransaction?
  /// The transaction in which a statement's names were looked up, outside of others: a statement that only reads goes on in it, so that its
  /// names and its rows are of one moment.
  var glance: ReadTransaction?
  var writing: WriteTransaction?
  /// The open transaction is ended by its holder, not by statements.
  var isHeld = false
  /// SESSION CLOSE was given: nothing runs any more.
  public internal(set) var isClosed = false

  public init(graph: Graph) { self.graph = graph }

  /// A session on one of the graphs of the file.
  ///
  /// - Parameter name: its path without the first `/`.
  public convenience init(graph: Graph, named name: String) {
    self.init(graph: graph)
    currentGraph = name
  }

  /// START TRANSACTION was given and neither COMMIT nor ROLLBACK since.
  public var isInTransaction: Bool { reading != nil || writing != nil }
  /// Whether a transaction is open that may write.
  public var isWriting: Bool { writing != nil }

  /// The GQL-status objects of the last statement, its outcome first; empty before there was one.
  public var outcome: [StatusObject] { ended?.objects ?? [] }
  /// How the last statement ended: its objects are made for those who ask.
  private var ended: StatusObject.Ended?
  var operation = StatusObject.Operation.unknown
  /// A question's own queries run.
  var isAsking = false

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

  /// About what a word or sign of a statement takes until the statement runs: lists of numbers take so much.
  private static let bytesPerToken = 256
  /// So many are taken whatever the memory.
  private static let tokensAlways = 10_000

  private func executeText(_ text: String, _ parameters: [String: Value]) throws(QueryError) -> QueryResult {
    let clock = ContinuousClock()
    let start = clock.now
    cancellation.reset()
    watch = StatementWatch(cancellation, limits)
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
    guard lexed.tokens.count <= max(Session.tokensAlways, limits.memoryBytes / Session.bytesPerToken) else {
      throw QueryError(
        .limitExceeded, "to understand this takes more memory than the limit of \(limits.memoryBytes) bytes: it has \(lexed.tokens.count) words and signs",
        hints: ["give long lists as a parameter", "raise the limit"])
    }
    let isKept = keepsPlans && clauses <= DeepStack.keptClauses && lexed.diagnostics.isEmpty
    let shape = isKept ? StatementShape(lexed.tokens, source, ofQuestion: isAsking) : nil
    let result = try clauses > DeepStack.usualClauses
      ? DeepStack.run(clauses: clauses) { () throws(QueryError) in try executeLexed(source, lexed, shape, parameters) }
      : executeLexed(source, lexed, shape, parameters)
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

  func merged(_ parameters: [String: Value]) -> [String: Value] {
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
      for (index, statement) in statements.enumerated() {
        // What a COMMIT or ROLLBACK follows without `;` is in the transaction that it ends (ISO clause 6).
        if case .procedure = statement.kind, !isInTransaction, index + 1 < statements.count, statements[index + 1].endsTransaction {
          _ = try start(graph.store.isReadOnly || onlyReads ? .readOnly : .readWrite)
        }
        watch = StatementWatch(cancellation, limits)
        let next = try run(statement, merged(parameters), source)
        var tellsMore = !next.columns.isEmpty || result.columns.isEmpty
        if case .commit = statement.kind { tellsMore = result.columns.isEmpty && !result.summary.hasChanges }
        if tellsMore { result = next }
      }
    } catch {
      if !wasInTransaction, isInTransaction { _ = try rollBack() }
      throw error
    }
    return result
  }

  /// Stops the statement that runs, from any thread; it ends with status `40K01`. Nothing happens when none runs.
  public func cancel() { cancellation.cancel() }

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
