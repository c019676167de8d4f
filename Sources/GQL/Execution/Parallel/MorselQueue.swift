import GraphStore

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Hands morsels (numbers 0 ..< count) out to workers in order, and their rows to one taker in that same order, whoever is done first.
///
/// Workers run ahead of the taker by at most `window` morsels, and each of them by at most `batchLimit` batches; then they wait. The worker
/// of the morsel that the taker is at never waits for another worker, so that the work always goes on.
/// (G. Graefe: Encapsulation of parallelism in the Volcano query processing system, SIGMOD 1990, section 4.4, the merging exchange;
/// V. Leis et al.: Morsel-driven parallelism, SIGMOD 2014.)
final class MorselQueue: @unchecked Sendable {
  /// What a worker has put for one morsel and nobody has taken.
  struct Output {
    var batches: [KeptBatch] = []
    var isDone = false
    var error: QueryError?
    /// Of each sink of the worker.
    var warnings: [Diagnostic?] = []

    /// The morsel is done, and there is nothing to take.
    var isPassed: Bool { isDone && batches.isEmpty && error == nil && warnings.allSatisfy { $0 == nil } }
  }

  private let count: Int
  private let window: Int
  private static let batchLimit = 16

  private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  /// There is something to take.
  private let arrival = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  /// There is room to put, or a morsel to claim.
  private let room = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

  // Under the lock.
  /// The next morsel to be handed out.
  private var next = 0
  /// The first morsel of which there may be something to take.
  private var head = 0
  /// Workers that wait for `room`.
  private var waiting = 0
  /// By morsel number modulo `window`.
  private var outputs: [Output]
  private var unused: [KeptBatch] = []
  private var isStopped = false

  init(count: Int, window: Int) {
    self.count = count
    self.window = window
    outputs = Array(repeating: Output(), count: window)
    pthread_mutex_init(lock, nil)
    pthread_cond_init(arrival, nil)
    pthread_cond_init(room, nil)
  }

  deinit {
    pthread_mutex_destroy(lock)
    pthread_cond_destroy(arrival)
    pthread_cond_destroy(room)
    lock.deallocate()
    arrival.deallocate()
    room.deallocate()
  }

  private func locked<T>(_ body: () -> T) -> T {
    pthread_mutex_lock(lock)
    defer { pthread_mutex_unlock(lock) }
    return body()
  }

  /// Under the lock.
  private func waitForRoom() {
    waiting += 1
    pthread_cond_wait(room, lock)
    waiting -= 1
  }

  /// Under the lock.
  private func makeRoom() {
    if waiting > 0 { pthread_cond_broadcast(room) }
  }

  // MARK: Workers

  /// A morsel to work on; nil = there is nothing more to do.
  func claim() -> Int? {
    locked {
      while !isStopped, next < count, next >= head + window { waitForRoom() }
      guard !isStopped, next < count else { return nil }
      defer { next += 1 }
      outputs[next % window] = Output()
      return next
    }
  }

  /// An empty batch to fill.
  func blank() -> KeptBatch {
    let batch = locked { unused.popLast() } ?? KeptBatch()
    batch.removeAll()
    return batch
  }

  /// Waits for room. False = no more rows are wanted.
  func put(_ batch: KeptBatch, of morsel: Int) -> Bool {
    locked {
      while !isStopped, outputs[morsel % window].batches.count >= MorselQueue.batchLimit { waitForRoom() }
      if isStopped { return false }
      outputs[morsel % window].batches.append(batch)
      if morsel == head { pthread_cond_signal(arrival) }
      return true
    }
  }

  /// All rows of the morsel were put, or those before the error. The taker is not woken for morsels that gave nothing: most of them, where a
  /// scan finds few of the nodes.
  func finish(_ morsel: Int, _ error: QueryError?, warnings: [Diagnostic?] = []) {
    locked {
      outputs[morsel % window].warnings = warnings
      outputs[morsel % window].isDone = true
      outputs[morsel % window].error = error
      guard morsel == head else { return }
      passOver()
      if head == count || head < next && hasOutput { pthread_cond_signal(arrival) }
    }
  }

  /// Goes to the first morsel that is not done, or gave something. Under the lock.
  private func passOver() {
    let first = head
    while head < next, outputs[head % window].isPassed { head += 1 }
    if head > first { makeRoom() }
  }

  /// Of `head`. Under the lock.
  private var hasOutput: Bool { !outputs[head % window].batches.isEmpty || outputs[head % window].isDone }

  // MARK: The taker

  /// What has come of the first morsels since the last call, and how many of them are behind it; waits for something. Nil when all is taken.
  func take() -> (output: Output, passed: Int)? {
    locked {
      passOver()
      while head < count, head == next || !hasOutput { pthread_cond_wait(arrival, lock) }
      guard head < count else { return nil }
      let place = head % window
      let taken = outputs[place]
      outputs[place].batches = []
      if taken.isDone {
        head += 1
        makeRoom()
      } else if taken.batches.count >= MorselQueue.batchLimit {
        makeRoom()
      }
      return (taken, head)
    }
  }

  /// The batches are read no more.
  func giveBack(_ batches: [KeptBatch]) { locked { unused += batches } }

  /// Workers come to an end soon.
  func stop() {
    locked {
      isStopped = true
      pthread_cond_broadcast(room)
    }
  }
}
