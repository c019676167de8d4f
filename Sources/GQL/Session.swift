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
  private let cancellation = Cancellation()
  private var reading: ReadTransaction?
  private var writing: WriteTransaction?

  public init(graph: Graph) { self.graph = graph }

  /// START TRANSACTION was given and neither COMMIT nor ROLLBACK since.
  public var isInTransaction: Bool { reading != nil || writing != nil }

  /// Runs one statement; a text of several is an error here.
  ///
  /// - Throws: `QueryError` with all diagnostics. A statement that fails leaves nothing behind; an open transaction goes on.
  public func execute(_ text: String, _ parameters: [String: Value] = [:]) throws(QueryError) -> QueryResult {
    let clock = ContinuousClock()
    let start = clock.now
    cancellation.reset()
    let (statements, diagnostics) = Parser.parse(text)
    let errors = diagnostics.filter { $0.severity == .error }
    if !errors.isEmpty { throw QueryError(errors) }
    guard let statement = statements.first else {
      throw QueryError(.invalidSyntax, "there is no statement", at: SourceSpan(0, text.utf8.count))
    }
    guard statements.count == 1 else {
      throw QueryError(.invalidSyntax, "expected one statement, found \(statements.count)", at: statements[1].span)
    }
    var values = self.parameters
    values.merge(parameters) { $1 }
    var result = try run(statement, values)
    var summary = result.summary
    summary.elapsedSeconds = (clock.now - start) / .seconds(1)
    result = QueryResult(columns: result.columns, rows: result.rows, summary: summary, plan: result.plan)
    return result
  }

  /// Stops the statement that runs, from any thread; it ends with status `40K01`. Nothing happens when none runs.
  public func cancel() { cancellation.cancel() }

  private func run(_ statement: Statement, _ values: [String: Value]) throws(QueryError) -> QueryResult {
    // The names of the graph serve hints only: analysis needs no transaction of its own.
    let (bound, diagnostics) = Analyzer(parameters: nil as [String: ValueType]?).analyze(statement)
    let errors = diagnostics.filter { $0.severity == .error }
    guard errors.isEmpty, let bound else {
      throw QueryError(errors.isEmpty ? diagnostics : errors)
    }
    switch bound {
    case .query(let query): return try run(query, values)
    case .startTransaction(let access): return try start(access)
    case .commit: return try commit()
    case .rollback: return try rollBack()
    case .explain, .session, .setParameter:
      throw QueryError(.featureNotSupported, "this statement is not part of this version", at: statement.span)
    }
  }

  // MARK: Queries

  private func run(_ query: BoundQuery, _ values: [String: Value]) throws(QueryError) -> QueryResult {
    if query.isUpdating, reading != nil {
      throw QueryError(.readOnlyTransaction, "the transaction is read-only: nothing can be written")
    }
    if let writing { return try inStatement(of: writing, query, values) }
    if let reading { return try execute(query, reader: try store { () throws(StoreError) in try reading.reader() }, writer: nil, values) }
    if query.isUpdating { return try inOwnTransaction(query, values) }
    let transaction = try store { () throws(StoreError) in try graph.store.beginRead() }
    defer { transaction.end() }
    return try execute(query, reader: try store { () throws(StoreError) in try transaction.reader() }, writer: nil, values)
  }

  private func inOwnTransaction(_ query: BoundQuery, _ values: [String: Value]) throws(QueryError) -> QueryResult {
    let transaction = try store { () throws(StoreError) in try graph.store.beginWrite() }
    do throws(QueryError) {
      let result = try inStatement(of: transaction, query, values)
      try store { () throws(StoreError) in try transaction.commit() }
      return result
    } catch {
      if !transaction.isEnded { transaction.rollBack() }
      throw error
    }
  }

  private func inStatement(
    of transaction: WriteTransaction, _ query: BoundQuery, _ values: [String: Value]
  ) throws(QueryError) -> QueryResult {
    try store { () throws(StoreError) in try transaction.beginStatement() }
    do throws(QueryError) {
      let reader = try store { () throws(StoreError) in try transaction.advancedReader() }
      let result = try execute(query, reader: reader, writer: transaction, values)
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

  private func execute(
    _ query: BoundQuery, reader: any GraphReader, writer: WriteTransaction?, _ values: [String: Value]
  ) throws(QueryError) -> QueryResult {
    let context = ExecutionContext(
      reader: reader, writer: writer, parameters: values, limits: limits, cancellation: cancellation, now: Session.now())
    return try QueryPipeline(query: query, reader: reader).run(context)
  }

  /// The statement's instant, in UTC.
  private static func now() -> ZonedDateTime {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    let local = LocalDateTime(secondsSinceEpoch: Int64(time.tv_sec), nanosecond: Int32(time.tv_nsec))
    return ZonedDateTime(local: local, offsetSeconds: 0)
  }

  // MARK: Transactions

  private func start(_ access: Statement.TransactionAccess) throws(QueryError) -> QueryResult {
    guard !isInTransaction else { throw QueryError(.activeTransaction, "a transaction is open already") }
    switch access {
    case .readOnly: reading = try store { () throws(StoreError) in try graph.store.beginRead() }
    case .readWrite: writing = try store { () throws(StoreError) in try graph.store.beginWrite() }
    }
    return Session.noResult
  }

  private func commit() throws(QueryError) -> QueryResult {
    guard isInTransaction else { throw QueryError(.invalidTransactionTermination, "there is no transaction to commit") }
    let transaction = writing
    reading?.end()
    reading = nil
    writing = nil
    if let transaction { try store { () throws(StoreError) in try transaction.commit() } }
    return Session.noResult
  }

  private func rollBack() throws(QueryError) -> QueryResult {
    guard isInTransaction else { throw QueryError(.invalidTransactionTermination, "there is no transaction to roll back") }
    reading?.end()
    writing?.rollBack()
    reading = nil
    writing = nil
    return Session.noResult
  }

  private static var noResult: QueryResult {
    var summary = ResultSummary()
    summary.status = .omittedResult
    summary.hasResult = false
    return QueryResult(columns: [], rows: [], summary: summary)
  }

  private func store<T>(_ body: () throws(StoreError) -> T) throws(QueryError) -> T {
    do throws(StoreError) { return try body() } catch { throw QueryError(error) }
  }
}

/// What one statement may use. Reaching a limit is an error with status `22K01` that names the limit.
public struct QueryLimits: Sendable {
  /// Wall-clock seconds; nil = unlimited.
  public var timeoutSeconds: Double?
  /// Bytes held by sort, grouping, paths and results together.
  public var memoryBytes = 4 << 30
  /// Edges in one path.
  public var pathLength = 10_000
  public init() {}
}
