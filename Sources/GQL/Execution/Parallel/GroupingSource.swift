import GraphStore
import Synchronization

/// Groups whose rows come from all morsels, begun by several threads, each with a table of its own, which are put together at the end. The
/// groups, their order and their values are those of one thread that takes the rows in order.
///
/// - Groups come in the order of their first rows: a thread notes how many groups it has after each morsel, and the threads' new groups are
///   numbered morsel by morsel.
/// - Values are the same because only aggregates are computed so whose state does not depend on the order of rows. When one finds, on the
///   way, that it does (decimals, durations, 1 beside 1.0), or when there is any error, all is thrown away and the rows are grouped in order.
/// - When the tables become large, or hardly any two rows share a group, the threads finish their morsels and the rest is grouped in order:
///   what they have is what the first morsels give. So the limit of memory and spilling are `AggregateSink`'s.
final class GroupingSource: BatchSource {
  private let rows: MorselSource
  private let argument: ArgumentSource
  private let sink: AggregateSink
  private let makeWorker: () -> GroupingWorker?
  @exclusivity(unchecked) private var workers: [GroupingWorker] = []
  /// The threads' tables together may fill this part of the memory.
  private static let memoryDivisor = 8

  /// - Parameter rows: what is grouped.
  init(
    _ rows: MorselSource, argument: ArgumentSource, into sink: AggregateSink, makeWorker: @escaping () -> GroupingWorker?
  ) {
    self.rows = rows
    self.argument = argument
    self.sink = sink
    self.makeWorker = makeWorker
  }

  func produce(_ context: ExecutionContext, into consume: BatchConsumer) throws(QueryError) {
    sink.reset()
    let done = rows.isWorthwhile(context) ? try groupInParts(context) : 0
    if done == 0 || done < MorselSource.morselCount(context) {
      try rows.produce(context, fromMorsel: done) { batch throws(QueryError) in try sink.consume(batch, context) }
    }
    try sink.finish(context, into: consume)
  }

  /// - Returns: how many morsels are grouped; the sink has taken their groups.
  private func groupInParts(_ context: ExecutionContext) throws(QueryError) -> Int {
    guard prepareWorkers(context.limits.threads) else { return 0 }
    let claims = MorselClaims(count: MorselSource.morselCount(context))
    let halt = Cancellation()
    let monitor = context.monitor(ofScan: rows, over: claims.count * Int(context.limits.morselNodes))
    let limit = context.limits.memoryBytes / GroupingSource.memoryDivisor / workers.count
    for worker in workers {
      let own = context.forWorker(drivenBy: rows, halt: halt)
      worker.begin(.init(claims: claims, halt: halt, monitor: monitor, memoryLimit: limit, context: own), argument.batches)
    }
    defer { for worker in workers { worker.end() } }
    let crew = Crew(workers)
    let threads = WorkerThreads(workers.count) { crew.workers[$0].work() }
    threads.join()
    try context.checkLimits()
    guard threads.count > 0, workers.allSatisfy(\.isUsable) else { return 0 }
    do throws(QueryError) {
      let runs = workers.enumerated().flatMap { number, worker in worker.runs.map { (part: number, run: $0) } }
        .sorted { $0.run.morsel < $1.run.morsel }
      try sink.take(workers.map(\.sink), runs.map { ($0.part, $0.run.groups) })
    } catch {
      sink.reset()
      return 0
    }
    if let first = workers.compactMap(\.warning).min(by: { $0.morsel < $1.morsel }) { sink.warn(first.warning, context) }
    let done = claims.claimed
    // Who does the rest says so.
    monitor?.expect((done - claims.count) * Int(context.limits.morselNodes))
    return done
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
    let workers: [GroupingWorker]
    init(_ workers: [GroupingWorker]) { self.workers = workers }
  }
}

/// Hands out morsels 0, 1, 2, ...: those handed out are always the first ones.
final class MorselClaims: Sendable {
  let count: Int
  private let next: Mutex<(morsel: Int, isStopped: Bool)>

  init(count: Int) {
    self.count = count
    next = Mutex((0, false))
  }

  /// Nil = there is nothing more to do.
  func claim() -> Int? {
    next.withLock { next in
      if next.isStopped || next.morsel == count { return nil }
      defer { next.morsel += 1 }
      return next.morsel
    }
  }

  /// No more are handed out.
  func stop() { next.withLock { $0.isStopped = true } }

  var claimed: Int { next.withLock { $0.morsel } }
}

/// One thread's own copy of the rows' pipeline, and its groups.
final class GroupingWorker {
  private let rows: MorselWorker
  let sink: AggregateSink
  @exclusivity(unchecked) private var run: Run?
  /// The groups that each morsel brought, which no earlier morsel of this worker had.
  @exclusivity(unchecked) private(set) var runs: [(morsel: Int, groups: Range<Int>)] = []
  @exclusivity(unchecked) private(set) var warning: (morsel: Int, warning: Diagnostic)?
  /// Nothing happened that the order of rows decides.
  @exclusivity(unchecked) private(set) var isUsable = true
  @exclusivity(unchecked) private var rowCount = 0
  @exclusivity(unchecked) private var batches: [Batch] = []
  /// With so many groups it is asked whether rows share them.
  private static let manyGroups = 65_536

  struct Run {
    let claims: MorselClaims
    /// Stops the other threads at once.
    let halt: Cancellation
    let monitor: WorkMonitor?
    /// Bytes of the groups.
    let memoryLimit: Int
    let context: ExecutionContext
  }

  init(_ rows: MorselWorker, _ sink: AggregateSink) {
    self.rows = rows
    self.sink = sink
  }

  func share(_ other: GroupingWorker) { rows.share(other.rows) }

  func begin(_ run: Run, _ batches: [Batch]) {
    sink.reset()
    self.run = run
    self.batches = batches
    runs = []
    warning = nil
    isUsable = true
    rowCount = 0
  }

  func end() {
    run = nil
    batches = []
    sink.reset()
  }

  /// Works until there is nothing left to do.
  func work() {
    guard let run else { return }
    var groups = 0
    while let morsel = run.claims.claim() {
      do throws(QueryError) {
        try rows.run(over: morsel..<(morsel + 1), run.context, batches) { batch throws(QueryError) in
          rowCount += batch.count
          // Rows that wait for memory do not come together again.
          isUsable = isUsable && sink.bytesInUse <= 2 * run.memoryLimit
          return isUsable ? try sink.consume(batch, run.context) : false
        }
      } catch { isUsable = false }
      guard isUsable, sink.isIndependentOfOrder else {
        isUsable = false
        run.claims.stop()
        run.halt.cancel()
        return
      }
      runs.append((morsel, groups..<sink.groupCount))
      groups = sink.groupCount
      if warning == nil, let new = sink.warning { warning = (morsel, new) }
      let isScattered = groups >= GroupingWorker.manyGroups && rowCount < 2 * groups
      if isScattered || sink.bytesInUse > run.memoryLimit { run.claims.stop() }
      run.monitor?.advance(by: Int(run.context.limits.morselNodes))
    }
  }
}
