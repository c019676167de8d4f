import GQL

/// The time that an export may take.
struct TimeLimit {
  private let seconds: Double?
  private let deadline: ContinuousClock.Instant?

  /// The time begins now.
  init(_ limits: QueryLimits) {
    seconds = limits.timeoutSeconds
    deadline = limits.timeoutSeconds.map { ContinuousClock.now + .seconds(min($0, QueryLimits.longestTimeoutSeconds)) }
  }

  func check() throws(ShellError) {
    guard let seconds, let deadline, ContinuousClock.now > deadline else { return }
    throw ShellError.failure("the export ran longer than its time limit of \(seconds) s")
  }
}
