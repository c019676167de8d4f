import GraphStore

/// The rows of a scan and of steps that take the rows of each node alone, worked out by several threads and given in the order in which one thread would
/// give them: whatever comes after cannot tell the difference.
///
/// A morsel is a range of node ordinals. Whether threads are worth it is decided at each run, from how many nodes the scan will find and how many rows
/// are expected of each; a statement that writes runs on one.
final class MorselSource: BatchSource {
  private let serial: Pipeline
  private let argument: ArgumentSource
  private let labels: [LabelPredicate]
  private let slots: [Slot]
  /// That the steps make of a scanned node, about; at least 1.
  private let rowsPerNode: Double
  @exclusivity(unchecked) private var crew: Crew<MorselWorker>
  /// Morsels for each worker that may wait to be taken.
  private static let morselsAhead = 4
  /// Rows that make up for a scan of few nodes.
  private static let fewestRows = 65_536
  /// To go over a morsel costs something, though the scan finds nothing in it.
  private static let mostMorsels: UInt32 = 4_096

  /// - Parameter serial: the same for one thread, over the same argument.
  /// - Parameter labels: of the scan.
  /// - Parameter slots: what is read of the rows.
  init(
    serial: Pipeline, argument: ArgumentSource, labels: [LabelPredicate], slots: [Slot], rowsPerNode: Double,
    makeWorker: @escaping () -> MorselWorker?
  ) {
    self.slots = slots
    self.rowsPerNode = rowsPerNode
    self.serial = serial
    self.argument = argument
    self.labels = labels
    crew = Crew(makeWorker)
  }

  func produce(_ context: ExecutionContext, into consume: BatchConsumer) throws(QueryError) {
    try produce(context, fromMorsel: 0, into: consume)
  }

  /// Node ordinals of a morsel: fewer where few nodes have many rows.
  func morselNodes(_ context: ExecutionContext) -> UInt32 {
    let wanted = max(1, context.reader.nodeLimit / MorselSource.mostMorsels, UInt32(Double(MorselSource.fewestRows) / rowsPerNode))
    return min(context.limits.morselNodes, wanted)
  }

  /// Morsels of a run.
  func morselCount(_ context: ExecutionContext) -> Int {
    let size = morselNodes(context)
    return Int((context.reader.nodeLimit + size - 1) / size)
  }

  /// - Parameter first: the rows of earlier morsels are left out. Other than 0 only when `isWorthwhile` and a run began with threads.
  func produce(_ context: ExecutionContext, fromMorsel first: Int, into consume: BatchConsumer) throws(QueryError) {
    guard isWorthwhile(context), crew.resize(to: context.limits.threads) else { return try serial.run(context, into: consume) }
    let workers = crew.workers
    let size = morselNodes(context)
    let morsels = morselCount(context) - first
    let queue = MorselQueue(count: morsels, window: MorselSource.morselsAhead * workers.count)
    let monitor = context.monitor(ofScan: self, over: morsels * Int(size))
    let halt = Cancellation()
    for worker in workers {
      let share = worker.holdsRows ? workers.count : 1
      let own = context.forWorker(drivenBy: self, halt: halt, memoryShare: share)
      worker.begin(.init(queue: queue, firstMorsel: first, morselNodes: size, slots: slots, context: own), argument.batches)
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
      return try worker.run(over: first..<(first + morsels), of: size, context, argument.batches, into: consume)
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

  /// One outside row, and many nodes or many rows of them.
  func isWorthwhile(_ context: ExecutionContext) -> Bool {
    guard argument.batches.count == 1, argument.batches[0].count == 1 else { return false }
    let reader = context.reader
    let nodes = LabelMask.nodes(labels, reader).map { zip(reader.labelSetCounts, $0).reduce(0) { $0 + ($1.1 ? $1.0 : 0) } } ?? reader.nodeCount
    return context.canUseThreads && (nodes >= context.limits.smallestParallelScan || Double(nodes) * rowsPerNode >= Double(MorselSource.fewestRows))
  }
}
