import Synchronization

/// Stops what a transaction is doing in the store, from any thread: the call that is running throws
/// `interrupted`, or the next one does when none is running.
///
/// SQLite takes the whole transaction back when it is interrupted in the middle of a change; see
/// `WriteTransaction.isEnded`. Within a statement of a transaction it is not, and the next call throws. An interrupt that found nothing to stop is forgotten when the next statement
/// begins. Once the transaction has ended, nothing happens.
public final class InterruptHandle: Sendable {
  private struct State {
    var connection: Connection?
    var isPending = false
    var sparesChanges = false
  }

  private let state: Mutex<State>

  init(_ connection: Connection?) { state = Mutex(State(connection: connection)) }

  public func interrupt() {
    state.withLock { state in
      guard let connection = state.connection else { return }
      state.isPending = true
      if !state.sparesChanges { connection.interrupt() }
    }
  }

  /// Whether what SQLite does is let come to its end, and the next call is answered by `check`: where SQLite is interrupted in the middle of a
  /// change, it takes the whole transaction back (https://sqlite.org/c3ref/interrupt.html).
  func spareChanges(_ sparesChanges: Bool) { state.withLock { $0.sparesChanges = sparesChanges } }

  /// Throws when an interrupt has come that nothing has answered yet, and answers it.
  func check() throws(StoreError) {
    guard takePending() else { return }
    throw StoreError(.interrupted, "interrupted")
  }

  /// Called also where SQLite itself has answered.
  @discardableResult
  func takePending() -> Bool {
    state.withLock { state in
      defer { state.isPending = false }
      return state.isPending
    }
  }

  func detach() {
    state.withLock { state in
      state.connection = nil
      state.isPending = false
    }
  }
}
