import GraphStore
import Synchronization

/// The table of a join, of one statement and one snapshot, for all threads that work on it.
final class JoinTables<Table: AnyObject & Sendable>: Sendable {
  private struct State {
    var statement: UInt64?
    var reader: UInt64?
    /// Nil: it cannot be made.
    var table: Table?
  }
  private let state = Mutex(State())

  func known(_ statement: UInt64, _ reader: any GraphReader) -> Table? {
    state.withLock { $0.statement == statement && $0.reader == reader.identity ? $0.table : nil }
  }

  /// Makes it when nobody has; others wait.
  func table(_ statement: UInt64, _ reader: any GraphReader, _ make: () throws(QueryError) -> Table?) throws(QueryError) -> Table? {
    try state.withLock { state throws(QueryError) in
      if state.statement == statement, state.reader == reader.identity { return state.table }
      state = State(statement: statement, reader: reader.identity, table: try make())
      return state.table
    }
  }
}
