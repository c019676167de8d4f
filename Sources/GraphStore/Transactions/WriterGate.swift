import Glibc
import Synchronization

/// Lets one transaction at a time use a connection. Other processes are kept out by SQLite's own lock.
final class WriterGate: Sendable {
  private enum Phase {
    case free
    /// Held, and about to be left or to write.
    case held
    /// Held by a write transaction that has begun.
    case writing
  }

  private let phase = Mutex(Phase.free)

  func tryEnter() -> Bool {
    phase.withLock { phase in
      guard phase == .free else { return false }
      phase = .held
      return true
    }
  }

  /// Waits up to the given time, then throws `busy`.
  func enter(timeoutMilliseconds: Int) throws(StoreError) {
    _ = try enter(timeoutMilliseconds: timeoutMilliseconds, unless: { false })
  }

  /// Waits as `enter` does, but not for a writing transaction.
  /// - Returns: false when one is writing and the gate was not entered.
  func enterUnlessWriting(timeoutMilliseconds: Int) throws(StoreError) -> Bool {
    try enter(timeoutMilliseconds: timeoutMilliseconds) { phase.withLock { $0 == .writing } }
  }

  private func enter(timeoutMilliseconds: Int, unless isHopeless: () -> Bool) throws(StoreError) -> Bool {
    var waitedMicroseconds = 0
    var pause = 50
    while !tryEnter() {
      if isHopeless() { return false }
      guard waitedMicroseconds / 1_000 < timeoutMilliseconds else {
        throw StoreError(.busy, "another transaction of this program is writing")
      }
      usleep(UInt32(pause))
      waitedMicroseconds += pause
      pause = min(pause * 2, 2_000)
    }
    return true
  }

  func noteWriting() { phase.withLock { $0 = .writing } }
  func leave() { phase.withLock { $0 = .free } }
}
