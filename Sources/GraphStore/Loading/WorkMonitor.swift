import Synchronization

/// What long work tells of itself while it goes on, and how it is stopped: both from any thread.
public final class WorkMonitor: Sendable {
  public enum Phase: Int, Sendable {
    case reading, packing, writing, running
  }

  /// How far the work is at one moment.
  public struct Glance: Sendable, Equatable {
    public var phase: Phase
    /// Elements or rows dealt with in all phases.
    public var rows: Int
    /// Of `whole`, in units that are the work's own: bytes of files, rows.
    public var done: Int
    /// 0 = nobody knows.
    public var whole: Int

    package init(phase: Phase, rows: Int, done: Int, whole: Int) {
      self.phase = phase
      self.rows = rows
      self.done = done
      self.whole = whole
    }

    /// From 0 to 1; nil when nobody knows.
    public var fraction: Double? { whole > 0 ? min(1, Double(done) / Double(whole)) : nil }
  }

  private let phase: Atomic<Int>
  private let rows = Atomic<Int>(0)
  private let done = Atomic<Int>(0)
  private let whole = Atomic<Int>(0)
  private let stopped = Atomic<Bool>(false)
  private let leftOut = Mutex<[String]>([])
  private let handle = Mutex<InterruptHandle?>(nil)

  public init(_ phase: Phase) { self.phase = Atomic(phase.rawValue) }

  /// The work ends soon with `interrupted`.
  public func stop() {
    stopped.store(true, ordering: .relaxed)
    handle.withLock { $0 }?.interrupt()
  }

  public var isStopped: Bool { stopped.load(ordering: .relaxed) }

  public var glance: Glance {
    Glance(
      phase: Phase(rawValue: phase.load(ordering: .relaxed)) ?? .reading, rows: rows.load(ordering: .relaxed),
      done: done.load(ordering: .relaxed), whole: whole.load(ordering: .relaxed))
  }

  /// Throws `interrupted` after `stop`: for whoever takes part in the work.
  public func checkStopped() throws(StoreError) { try check() }

  /// Faulty elements that a load has left out so far, also when it then fails.
  public var rejected: [String] { leftOut.withLock { $0 } }

  // MARK: For the work itself

  /// Another kind of work begins, of so many units; 0 = nobody knows.
  package func begin(_ phase: Phase, whole: Int) {
    self.phase.store(phase.rawValue, ordering: .relaxed)
    done.store(0, ordering: .relaxed)
    self.whole.store(whole, ordering: .relaxed)
  }

  /// There is more to be done.
  package func expect(_ more: Int) { whole.add(more, ordering: .relaxed) }
  package func advance(by units: Int) { done.add(units, ordering: .relaxed) }
  package func note(rejected message: String) { leftOut.withLock { $0.append(message) } }
  package func note(rows count: Int) { rows.add(count, ordering: .relaxed) }

  /// Throws `interrupted` after `stop`.
  package func check() throws(StoreError) {
    if isStopped { throw StoreError(.interrupted, "interrupted") }
  }

  /// What `stop` interrupts besides.
  func attach(_ handle: InterruptHandle) { self.handle.withLock { $0 = handle } }
}
