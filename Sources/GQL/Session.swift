import GraphStore

/// A conversation with one graph: an open transaction, session parameters, limits. Not safe to share between threads, save for `cancel()`.
public final class Session {
  public let graph: Graph
  public var parameters: [String: Value] = [:]
  public var limits = QueryLimits()

  public init(graph: Graph) { self.graph = graph }

  /// START TRANSACTION was given and neither COMMIT nor ROLLBACK since.
  public var isInTransaction: Bool { fatalError("contract only") }

  /// Runs one statement; a text of several is an error here (split it with `StatementSplitter`).
  public func execute(_ text: String, _ parameters: [String: Value] = [:]) throws(QueryError) -> QueryResult {
    fatalError("contract only")
  }

  /// Stops the statement that runs, from any thread; it ends with status `40K01` within 100 ms. Nothing happens when none runs.
  public func cancel() { fatalError("contract only") }
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
