import GraphStore

/// One thread's own copy of a pipeline that begins with a scan.
final class MorselWorker: CrewMember {
  let pipeline: Pipeline
  private let scan: NodeScanOperator
  private let argument: ArgumentSource
  /// All of the pipeline's, the last one first.
  private let operators: [any BatchOperator]
  private let sinks: [AggregateSink]
  /// Nodes that the pipeline is run over at once: fewer where they make many groups, so that these stay in a near cache.
  @exclusivity(unchecked) private var pieceNodes: UInt32 = .max
  private let sorts: [SortSink]
  /// It has steps that keep rows or groups, of one morsel at a time.
  let holdsRows: Bool
  @exclusivity(unchecked) private var run: Run?

  struct Run {
    let queue: MorselQueue
    /// The number of the morsel that the queue counts as 0.
    let firstMorsel: Int
    /// Node ordinals of each.
    let morselNodes: UInt32
    let slots: [Slot]
    let context: ExecutionContext
  }

  /// Nil when the pipeline does not begin with a scan of its argument.
  init?(_ pipeline: Pipeline, argument: ArgumentSource) {
    var operators = pipeline.operators
    var sinks: [AggregateSink] = []
    var sorts: [SortSink] = []
    var first = pipeline
    var holdsRows = operators.contains { $0 is DistinctOperator || $0 is DuplicateFilter }
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
      if let own = own as? any SharesWork { own.share(others) }
    }
  }

  /// Runs the pipeline over some morsels.
  func run(
    over morsels: Range<Int>, of size: UInt32, _ context: ExecutionContext, _ batches: [Batch], into consume: BatchConsumer
  ) throws(QueryError) {
    argument.batches = batches
    scan.range = nodes(of: morsels, of: size, context)
    try pipeline.run(context, into: consume)
  }

  private func nodes(of morsels: Range<Int>, of size: UInt32, _ context: ExecutionContext) -> Range<UInt32> {
    let limit = context.reader.nodeLimit
    let (start, end) = (UInt64(morsels.lowerBound) * UInt64(size), UInt64(morsels.upperBound) * UInt64(size))
    return UInt32(min(start, UInt64(limit)))..<UInt32(min(end, UInt64(limit)))
  }

  func begin(_ run: Run, _ batches: [Batch]) {
    argument.batches = batches
    for sort in sorts { sort.forgetBound() }
    for filter in operators { (filter as? DuplicateFilter)?.forget() }
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
      var warnings: [Diagnostic?] = sinks.map { _ in nil }
      do throws(QueryError) {
        try work(on: morsel, run, &warnings)
        run.queue.finish(morsel, nil, warnings: warnings)
      } catch {
        run.queue.finish(morsel, error, warnings: warnings)
      }
    }
  }

  private func work(on morsel: Int, _ run: Run, _ warnings: inout [Diagnostic?]) throws(QueryError) {
    var kept: KeptBatch?
    var isWanted = true
    let nodes = nodes(of: (run.firstMorsel + morsel)..<(run.firstMorsel + morsel + 1), of: run.morselNodes, run.context)
    var start = nodes.lowerBound
    while start < nodes.upperBound, isWanted {
      let end = start + min(pieceNodes, nodes.upperBound - start)
      scan.range = start..<end
      start = end
      defer { for (index, sink) in sinks.enumerated() where warnings[index] == nil { warnings[index] = sink.warning } }
      isWanted = try work(on: morsel, run, &kept)
      chooseNextPiece()
    }
    if let kept, isWanted { _ = run.queue.put(kept, of: morsel) }
  }

  private static let groupsAtOnce = 512..<2_048
  private static let smallestPiece: UInt32 = 64

  private func chooseNextPiece() {
    guard let groups = sinks.map(\.groupCount).max() else { return }
    let nodes = UInt32(scan.range?.count ?? 0)
    if groups > MorselWorker.groupsAtOnce.upperBound, nodes > MorselWorker.smallestPiece { pieceNodes = nodes / 2 }
    if groups < MorselWorker.groupsAtOnce.lowerBound, pieceNodes < .max / 2 { pieceNodes *= 2 }
  }

  /// - Returns: false when no more rows are wanted.
  private func work(on morsel: Int, _ run: Run, _ kept: inout KeptBatch?) throws(QueryError) -> Bool {
    var target = kept
    defer { kept = target }
    var isWanted = true
    try pipeline.run(run.context) { batch throws(QueryError) in
      // What a subquery binds itself is read too, and is not there.
      let slots = run.slots.filter { batch.column($0) != nil }
      var copied = 0
      while copied < batch.count, isWanted {
        let filled = target ?? run.queue.blank()
        target = filled
        let count = filled.append(batch, slots, from: copied)
        copied += count
        if count == 0 {
          isWanted = run.queue.put(filled, of: morsel)
          target = nil
        }
      }
      return isWanted
    }
    return isWanted
  }
}
