#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Threads that do the same work until it is done.
package final class WorkerThreads {
  /// Cores that the system lets run now; at least 1.
  package static let processorCount = max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))

  private final class Work: BackgroundWork, @unchecked Sendable {
    private let number: Int
    private let body: @Sendable (Int) -> Void

    init(_ number: Int, _ body: @escaping @Sendable (Int) -> Void) {
      self.number = number
      self.body = body
    }

    override func run() { body(number) }
  }

  private let running: [Work]

  /// Starts `body(0)`, `body(1)`, ... each on a thread of its own: fewer than `count` when the system gives no more, perhaps none.
  package init(_ count: Int, _ body: @escaping @Sendable (_ number: Int) -> Void) {
    running = (0..<count).map { Work($0, body) }.filter { $0.start() }
  }

  package var count: Int { running.count }

  /// Waits until all have returned.
  package func join() { for work in running { work.join() } }
}
