import GraphStore

/// Statements that see one state of the graph and succeed or fail together; given by `Graph.write` and `Graph.read`.
///
/// Not safe to share between threads, and of no use after the closure has returned.
public final class GraphTransaction {
  private let session: Session
  private var isOver = false

  init(_ graph: Graph, access: Statement.TransactionAccess) throws(QueryError) {
    session = Session(graph: graph)
    try session.hold(access)
  }

  /// Runs one statement. One that fails leaves nothing behind, and the transaction goes on.
  ///
  /// - Throws: `QueryError`; with status `2D000` for COMMIT and ROLLBACK, which the end of the closure decides, and after it.
  @discardableResult
  public func execute(_ text: String, _ parameters: [String: Value] = [:]) throws(QueryError) -> QueryResult {
    guard !isOver else { throw QueryError(.invalidTransactionTermination, "the transaction is over") }
    return try session.execute(text, parameters)
  }

  /// Same as `execute(_:_:)`, for a text that asks.
  public func query(_ text: String, _ parameters: [String: Value] = [:]) throws(QueryError) -> QueryResult {
    try execute(text, parameters)
  }

  /// The rows of one statement, each decoded by column name.
  public func query<Element: Decodable>(
    _ text: String, _ parameters: [String: Value] = [:], as type: Element.Type
  ) throws(QueryError) -> [Element] {
    try execute(text, parameters).decoded(as: type)
  }

  func run<Result>(_ body: (GraphTransaction) throws -> Result) throws -> Result {
    defer { isOver = true }
    do {
      let result = try body(self)
      try session.release(commits: true)
      return result
    } catch {
      // The first error is the one to report; a commit that failed has rolled back by itself.
      try? session.release(commits: false)
      throw error
    }
  }
}
