import Glibc

/// Ctrl-C and its like, taken off the main thread.
///
/// SIGINT, SIGTERM, SIGHUP and SIGWINCH are blocked in every thread and waited for in one of their own, so
/// that handlers are ordinary code. What SIGINT does depends on what the program is at: it cancels the
/// statement that runs, or does what `idle` says.
final class Interrupts: @unchecked Sendable {
  private var lock = pthread_mutex_t()
  private var cancel: (@Sendable () -> Void)?
  private var interruptCount = 0
  private var idle: (@Sendable () -> Void)?
  private var resize: (@Sendable () -> Void)?
  private var restoreTerminal: (@Sendable () -> Void)?

  init() { pthread_mutex_init(&lock, nil) }

  /// Starts to listen. Call once, before any other thread starts.
  func listen() {
    var signals = sigset_t()
    sigemptyset(&signals)
    for signal in [SIGINT, SIGTERM, SIGHUP, SIGWINCH] { sigaddset(&signals, signal) }
    pthread_sigmask(SIG_BLOCK, &signals, nil)
    PlainThread.start { [self, signals] in
      var waited = signals
      while true {
        var signal: Int32 = 0
        if sigwait(&waited, &signal) == 0 { receive(signal) }
      }
    }
  }

  /// Runs `body`; a SIGINT meanwhile calls `cancel`.
  /// - Returns: what `body` gave, and whether there was a SIGINT.
  func whileRunning<Result>(
    cancelling cancel: @escaping @Sendable () -> Void, _ body: () throws -> Result
  ) rethrows -> (result: Result, wasInterrupted: Bool) {
    let before = locked {
      self.cancel = cancel
      return interruptCount
    }
    defer { locked { self.cancel = nil } }
    let result = try body()
    return (result, locked { interruptCount != before })
  }

  /// SIGINTs so far.
  var count: Int { locked { interruptCount } }

  /// What SIGINT does while no statement runs.
  func onIdle(_ action: (@Sendable () -> Void)?) { locked { idle = action } }
  func onResize(_ action: (@Sendable () -> Void)?) { locked { resize = action } }
  /// Called before the program ends by a signal.
  func onExit(_ action: (@Sendable () -> Void)?) { locked { restoreTerminal = action } }

  /// Does what a signal does.
  func receive(_ signal: Int32) {
    let action: (@Sendable () -> Void)? = locked {
      switch signal {
      case SIGINT:
        interruptCount += 1
        return cancel ?? idle
      case SIGWINCH:
        return resize
      default:
        let restore = restoreTerminal
        return {
          restore?()
          _exit(128 + signal)
        }
      }
    }
    action?()
  }

  private func locked<Result>(_ body: () -> Result) -> Result {
    pthread_mutex_lock(&lock)
    defer { pthread_mutex_unlock(&lock) }
    return body()
  }
}
