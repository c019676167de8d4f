import Synchronization

/// A flag that another thread may raise to stop a statement.
final class Cancellation: Sendable {
  private let flag = Atomic<Bool>(false)
  func cancel() { flag.store(true, ordering: .relaxed) }
  func reset() { flag.store(false, ordering: .relaxed) }
  var isCancelled: Bool { flag.load(ordering: .relaxed) }
}

/// Whether a statement may go on: nobody has stopped it, and its time is not over. Asked in every stage, between clauses and between batches.
struct StatementWatch: Sendable {
  private let cancellation: Cancellation
  private let deadline: ContinuousClock.Instant?

  /// The time begins now.
  init(_ cancellation: Cancellation, _ limits: QueryLimits) {
    self.cancellation = cancellation
    deadline = limits.timeoutSeconds.map { ContinuousClock.now + .seconds(min($0, QueryLimits.longestTimeoutSeconds)) }
  }

  var isCancelled: Bool { cancellation.isCancelled }
  var isOver: Bool { isCancelled || isLate }
  private var isLate: Bool { deadline.map { ContinuousClock.now > $0 } ?? false }

  func check() throws(QueryError) {
    if isCancelled { throw StatementWatch.interrupted }
    if isLate { throw QueryError(.limitExceeded, "the statement ran longer than its time limit") }
  }

  static var interrupted: QueryError { QueryError(.interrupted, "the statement was interrupted") }
}
