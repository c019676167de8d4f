import GraphStore

/// The rows of a scan and of steps that take the rows of each node alone, worked out by several threads and given in the order in which one thread would
/// give them: whatever comes after cannot tell the difference.
///
/// A morsel is a range of node ordinals. Whether threads are worth it is decided at each run, from how many nodes the scan will find; a
/// statement that writes runs on one.
final class MorselSource: BatchSource {
  private let serial: Pipeline
  private let argument: ArgumentSource
  private let labels: [LabelPredicate]
  private let slots: [Slot]
  @exclusivity(unchecked) private var crew: Crew<MorselWorker>
  /// Morsels for each worker that may wait to be taken.
  private static let morselsAhead = 4

  /// - Parameter serial: the same for one thread, over the same argument.
  /// - Parameter labels: of the scan.
  /// - Parameter slots: what is read of the rows.
  init(
    serial: Pipeline, argument: ArgumentSource, labels: [LabelPredicate], slots: [Slot], makeWorker: @escaping () -> MorselWorker?
  ) {
    self.slots = slots
    self.serial = serial
    self.argument = argument
    self.labels = labels
    crew = Crew(makeWorker)
  }

  func produce(_ context: ExecutionContext, into consume: BatchConsumer) throws(QueryError) {
    try produce(context, fromMorsel: 0, into: consume)
  }

  /// Morsels of a run.
  static func morselCount(_ context: ExecutionContext) -> Int {
    let size = context.limits.morselNodes
    return Int((context.reader.nodeLimit + size - 1) / size)
  }

  /// - Parameter first: the rows of earlier morsels are left out. Other than 0 only when `isWorthwhile` and a run began with threads.
  func produce(_ context: ExecutionContext, fromMorsel first: Int, into consume: BatchConsumer) throws(QueryError) {
    guard isWorthwhile(context), crew.resize(to: context.limits.threads) else { return try serial.run(context, into: consume) }
    let workers = crew.workers
    let size = context.limits.morselNodes
    let morsels = MorselSource.morselCount(context) - first
    let queue = MorselQueue(count: morsels, window: MorselSource.morselsAhead * workers.count)
    let monitor = context.monitor(ofScan: self, over: morsels * Int(size))
    let halt = Cancellation()
    for worker in workers {
      let share = worker.holdsRows ? workers.count : 1
      let own = context.forWorker(drivenBy: self, halt: halt, memoryShare: share)
      worker.begin(.init(queue: queue, firstMorsel: first, slots: slots, context: own), argument.batches)
    }
    let threads = crew.start()
    defer {
      halt.cancel()
      queue.stop()
      threads.join()
      for worker in workers { worker.end() }
    }
    guard threads.count > 0 else {
      // Threads that were there a moment ago are not there now: the one worker left does all.
      guard first > 0, let worker = workers.first else { return try serial.run(context, into: consume) }
      return try worker.run(over: first..<(first + morsels), context, argument.batches, into: consume)
    }
    var isWarned: [Bool] = []
    var told = 0
    while let (output, passed) = queue.take() {
      for kept in output.batches {
        try context.checkLimits()
        let mark = context.arena.mark()
        defer { context.arena.release(to: mark) }
        guard try consume(kept.batch) else { return }
      }
      queue.giveBack(output.batches)
      for (number, warning) in output.warnings.enumerated() {
        if number == isWarned.count { isWarned.append(false) }
        guard let warning, !isWarned[number] else { continue }
        isWarned[number] = true
        context.warn(warning)
      }
      if let error = output.error { throw error }
      monitor?.advance(by: (passed - told) * Int(size))
      told = passed
    }
  }

  /// One outside row, and many nodes.
  func isWorthwhile(_ context: ExecutionContext) -> Bool {
    guard argument.batches.count == 1, argument.batches[0].count == 1 else { return false }
    let reader = context.reader
    guard let mask = LabelMask.nodes(labels, reader) else { return context.canUseThreads(onNodes: reader.nodeCount) }
    return context.canUseThreads(onNodes: zip(reader.labelSetCounts, mask).reduce(0) { $0 + ($1.1 ? $1.0 : 0) })
  }
}
