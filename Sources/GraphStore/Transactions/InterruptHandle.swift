import Synchronization

/// Stops what a transaction is doing in the store, from any thread. The call that was running throws `interrupted`.
///
/// An interrupted write takes its whole transaction back. Once the transaction has ended, nothing happens.
public final class InterruptHandle: Sendable {
  private let connection: Mutex<Connection?>

  init(_ connection: Connection?) { self.connection = Mutex(connection) }

  public func interrupt() { connection.withLock { $0?.interrupt() } }

  func detach() { connection.withLock { $0 = nil } }
}
