#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A queue between two threads. `take` waits for an element, until the queue is closed.
final class HandOff<Element: Sendable>: @unchecked Sendable {
  private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let change = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private var elements: [Element] = []
  private var isClosed = false

  init(_ elements: [Element] = []) {
    self.elements = elements
    pthread_mutex_init(lock, nil)
    pthread_cond_init(change, nil)
  }

  deinit {
    pthread_mutex_destroy(lock)
    pthread_cond_destroy(change)
    lock.deallocate()
    change.deallocate()
  }

  func put(_ element: Element) {
    pthread_mutex_lock(lock)
    elements.append(element)
    pthread_cond_signal(change)
    pthread_mutex_unlock(lock)
  }

  /// Nil when the queue is closed and empty.
  func take() -> Element? {
    pthread_mutex_lock(lock)
    defer { pthread_mutex_unlock(lock) }
    while elements.isEmpty {
      if isClosed { return nil }
      pthread_cond_wait(change, lock)
    }
    return elements.removeFirst()
  }

  /// Nobody puts anything in any more.
  func close() {
    pthread_mutex_lock(lock)
    isClosed = true
    pthread_cond_broadcast(change)
    pthread_mutex_unlock(lock)
  }

  var isCancelled: Bool {
    pthread_mutex_lock(lock)
    defer { pthread_mutex_unlock(lock) }
    return isClosed
  }

  /// Throws away what is in it, too.
  func cancel() {
    pthread_mutex_lock(lock)
    elements = []
    isClosed = true
    pthread_cond_broadcast(change)
    pthread_mutex_unlock(lock)
  }
}

/// Work on a thread of its own.
class BackgroundWork: @unchecked Sendable {
  private var thread: pthread_t?

  /// Runs on the thread. Overridden.
  func run() {}

  /// False when no thread could be made.
  func start() -> Bool {
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    var made = pthread_t()
    let retained = Unmanaged.passRetained(self)
    let code = pthread_create(&made, &attributes, { context in
      guard let context else { return nil }
      Unmanaged<BackgroundWork>.fromOpaque(context).takeRetainedValue().run()
      return nil
    }, retained.toOpaque())
    guard code == 0 else {
      retained.release()
      return false
    }
    thread = made
    return true
  }

  /// Nobody will wait for `run`.
  func detach() {
    if let thread { pthread_detach(thread) }
    thread = nil
  }

  /// Waits until `run` has returned.
  func join() {
    guard let thread else { return }
    pthread_join(thread, nil)
    self.thread = nil
  }
}
