import GraphStore

/// One of several workers that do the same.
protocol CrewMember: AnyObject, SendableMetatype {
  /// What is computed once for the whole graph is computed by one of the two.
  func share(_ other: Self)
  /// Works until there is nothing left to do.
  func work()
}

/// The workers of a source, each for one thread; they are made when they are first needed, and kept from run to run.
struct Crew<Worker: CrewMember>: @unchecked Sendable {
  private(set) var workers: [Worker] = []
  private let make: () -> Worker?

  /// - Parameter make: nil when the plan cannot be worked on so.
  init(_ make: @escaping () -> Worker?) { self.make = make }

  /// - Returns: false when there are not so many to be had.
  mutating func resize(to count: Int) -> Bool {
    while workers.count < count {
      guard let worker = make() else { return false }
      if let first = workers.first { worker.share(first) }
      workers.append(worker)
    }
    workers.removeLast(workers.count - count)
    return true
  }

  /// Every worker works on a thread of its own, as far as there are threads.
  func start() -> WorkerThreads {
    let crew = self
    return WorkerThreads(workers.count) { crew.workers[$0].work() }
  }
}
