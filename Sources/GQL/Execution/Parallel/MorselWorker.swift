import GraphStore

/// One thread's own copy of a pipeline that begins with a scan.
final class MorselWorker {
  let pipeline: Pipeline
  private let scan: NodeScanOperator
  private let argument: ArgumentSource
  /// All of the pipeline's, the last one first.
  private let operators: [any BatchOperator]
  private let sinks: [AggregateSink]
  private let sorts: [SortSink]
  /// It has steps that keep rows or groups, of one morsel at a time.
  let holdsRows: Bool
  @exclusivity(unchecked) private var run: Run?

  struct Run {
    let queue: MorselQueue
    /// The number of the morsel that the queue counts as 0.
    let firstMorsel: Int
    let slots: [Slot]
    let context: ExecutionContext
  }

  /// Nil when the pipeline does not begin with a scan of its argument.
  init?(_ pipeline: Pipeline, argument: ArgumentSource) {
    var operators = pipeline.operators
    var sinks: [AggregateSink] = []
    var sorts: [SortSink] = []
    var first = pipeline
    var holdsRows = operators.contains { $0 is DistinctOperator }
    while let source = first.source as? SinkSource {
      holdsRows = true
      if let sink = source.sink as? AggregateSink { sinks.append(sink) }
      if let sink = source.sink as? SortSink { sorts.append(sink) }
      first = source.input
      operators += first.operators
    }
    guard first.source === argument, let scan = first.operators.first as? NodeScanOperator else { return nil }
    self.pipeline = pipeline
    self.scan = scan
    self.argument = argument
    self.operators = operators
    self.sinks = sinks
    self.sorts = sorts
    self.holdsRows = holdsRows
  }

  /// What is computed once for the whole graph is computed by one of the two.
  func share(_ other: MorselWorker) {
    for (own, others) in zip(operators, other.operators) {
      if let own = own as? any SharesBranchSums { own.shareSums(others) }
    }
  }

  /// Runs the pipeline over some morsels.
  func run(
    over morsels: Range<Int>, _ context: ExecutionContext, _ batches: [Batch], into consume: BatchConsumer
  ) throws(QueryError) {
    argument.batches = batches
    setRange(morsels, context)
    try pipeline.run(context, into: consume)
  }

  private func setRange(_ morsels: Range<Int>, _ context: ExecutionContext) {
    let size = context.limits.morselNodes
    let limit = context.reader.nodeLimit
    let (start, end) = (UInt64(morsels.lowerBound) * UInt64(size), UInt64(morsels.upperBound) * UInt64(size))
    scan.range = UInt32(min(start, UInt64(limit)))..<UInt32(min(end, UInt64(limit)))
  }

  func begin(_ run: Run, _ batches: [Batch]) {
    argument.batches = batches
    for sort in sorts { sort.forgetBound() }
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
      setRange((run.firstMorsel + morsel)..<(run.firstMorsel + morsel + 1), run.context)
      do throws(QueryError) {
        try work(on: morsel, run)
        run.queue.finish(morsel, nil, warnings: sinks.map(\.warning))
      } catch {
        run.queue.finish(morsel, error, warnings: sinks.map(\.warning))
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
