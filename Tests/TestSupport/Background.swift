import Foundation

/// Work on a thread of its own. Not on a dispatch queue: tests that block fill the threads that queues share.
public final class Background: Sendable {
  private let isDone = DispatchSemaphore(value: 0)

  public init(_ body: @escaping @Sendable () -> Void) {
    let isDone = isDone
    Thread.detachNewThread {
      body()
      isDone.signal()
    }
  }

  /// Waits for the end of the work. Once only.
  public func join() { isDone.wait() }
}
