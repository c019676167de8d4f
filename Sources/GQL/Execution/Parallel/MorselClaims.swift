import Synchronization

/// Hands out morsels 0, 1, 2, ...: those handed out are always the first ones.
final class MorselClaims: Sendable {
  let count: Int
  private let next: Mutex<(morsel: Int, isStopped: Bool)>

  init(count: Int) {
    self.count = count
    next = Mutex((0, false))
  }

  /// Nil = there is nothing more to do.
  func claim() -> Int? {
    next.withLock { next in
      if next.isStopped || next.morsel == count { return nil }
      defer { next.morsel += 1 }
      return next.morsel
    }
  }

  /// No more are handed out.
  func stop() { next.withLock { $0.isStopped = true } }

  var claimed: Int { next.withLock { $0.morsel } }
}
