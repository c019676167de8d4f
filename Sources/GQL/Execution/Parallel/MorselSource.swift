import GraphStore

/// The rows of a scan and of steps that take each row alone, worked out by several threads and given in the order in which one thread would
/// give them: whatever comes after cannot tell the difference.
///
/// A morsel is a range of node ordinals. Whether threads are worth it is decided at each run, from how many nodes the scan will find; a
/// statement that writes runs on one.
final class MorselSource: BatchSource {
  private let serial: Pipeline
  private let argument: ArgumentSource
  private let labels: [LabelPredicate]
  private let slots: [Slot]
  private let makeWorker: () -> MorselWorker?
  @exclusivity(unchecked) private var workers: [MorselWorker] = []
  /// A statement that may hold less than that runs on one thread: what waits between threads is memory too.
  private static let smallestMemory = 64 << 20
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
    self.makeWorker = makeWorker
  }

  func produce(_ context: ExecutionContext, into consume: BatchConsumer) throws(QueryError) {
    guard isWorthwhile(context), prepareWorkers(context.limits.threads) else { return try serial.run(context, into: consume) }
    let limit = context.reader.nodeLimit
    let size = context.limits.morselNodes
    let morsels = Int((limit + size - 1) / size)
    let queue = MorselQueue(count: morsels, window: MorselSource.morselsAhead * workers.count)
    let monitor = context.monitor(ofScan: self, over: Int(limit))
    let halt = Cancellation()
    for worker in workers {
      worker.begin(.init(queue: queue, slots: slots, context: context.forWorker(drivenBy: self, halt: halt)), argument.batches)
    }
    let crew = Crew(workers)
    let threads = WorkerThreads(workers.count) { crew.workers[$0].work() }
    defer {
      halt.cancel()
      queue.stop()
      threads.join()
      for worker in workers { worker.end() }
    }
    guard threads.count > 0 else { return try serial.run(context, into: consume) }
    for morsel in 0..<morsels {
      var isDone = false
      while !isDone {
        let output = queue.take(morsel)
        for kept in output.batches {
          try context.checkLimits()
          let mark = context.arena.mark()
          defer { context.arena.release(to: mark) }
          guard try consume(kept.batch) else { return }
        }
        queue.giveBack(output.batches)
        if let error = output.error { throw error }
        isDone = output.isDone
      }
      monitor?.advance(by: Int(size))
    }
  }

  /// One outside row, and many nodes.
  private func isWorthwhile(_ context: ExecutionContext) -> Bool {
    guard context.limits.threads > 1, context.writer == nil, context.limits.memoryBytes >= MorselSource.smallestMemory,
      argument.batches.count == 1, argument.batches[0].count == 1
    else { return false }
    let reader = context.reader
    guard let mask = LabelMask.nodes(labels, reader) else { return reader.nodeCount >= context.limits.smallestParallelScan }
    let found = zip(reader.labelSetCounts, mask).reduce(0) { $0 + ($1.1 ? $1.0 : 0) }
    return found >= context.limits.smallestParallelScan
  }

  private func prepareWorkers(_ count: Int) -> Bool {
    while workers.count < count {
      guard let worker = makeWorker() else { return false }
      if let first = workers.first { worker.share(first) }
      workers.append(worker)
    }
    workers.removeLast(workers.count - count)
    return true
  }

  /// Each worker is used by one thread.
  private struct Crew: @unchecked Sendable {
    let workers: [MorselWorker]
    init(_ workers: [MorselWorker]) { self.workers = workers }
  }
}

/// One thread's own copy of a pipeline that begins with a scan.
final class MorselWorker {
  private let pipeline: Pipeline
  private let scan: NodeScanOperator
  private let argument: ArgumentSource
  @exclusivity(unchecked) private var run: Run?

  struct Run {
    let queue: MorselQueue
    let slots: [Slot]
    let context: ExecutionContext
  }

  /// Nil when the pipeline does not begin with a scan of its argument.
  init?(_ pipeline: Pipeline, argument: ArgumentSource) {
    guard pipeline.source === argument, let scan = pipeline.operators.first as? NodeScanOperator else { return nil }
    self.pipeline = pipeline
    self.scan = scan
    self.argument = argument
  }

  /// What is computed once for the whole graph is computed by one of the two.
  func share(_ other: MorselWorker) {
    for (own, others) in zip(pipeline.operators, other.pipeline.operators) {
      if let own = own as? any SharesBranchSums { own.shareSums(others) }
    }
  }

  func begin(_ run: Run, _ batches: [Batch]) {
    argument.batches = batches
    self.run = run
  }

  func end() {
    run = nil
    argument.batches = []
  }

  /// Works until there is nothing left to do.
  func work() {
    guard let run else { return }
    while let morsel = run.queue.claim() {
      let size = run.context.limits.morselNodes
      let start = UInt32(morsel) * size
      scan.range = start..<min(run.context.reader.nodeLimit, start + size)
      do throws(QueryError) {
        try work(on: morsel, run)
        run.queue.finish(morsel, nil)
      } catch {
        run.queue.finish(morsel, error)
      }
    }
  }

  private func work(on morsel: Int, _ run: Run) throws(QueryError) {
    var kept: KeptBatch?
    var isWanted = true
    try pipeline.run(run.context) { batch throws(QueryError) in
      // What a subquery binds itself is read too, and is not there.
      let slots = run.slots.filter { batch.column($0) != nil }
      var copied = 0
      while copied < batch.count, isWanted {
        let target = kept ?? run.queue.blank()
        kept = target
        let count = target.append(batch, slots, from: copied)
        copied += count
        if count == 0 {
          isWanted = run.queue.put(target, of: morsel)
          kept = nil
        }
      }
      return isWanted
    }
    if let kept, isWanted { _ = run.queue.put(kept, of: morsel) }
  }
}
