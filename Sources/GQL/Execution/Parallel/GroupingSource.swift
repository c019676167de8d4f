import GraphStore

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
  @exclusivity(unchecked) private var crew: Crew<GroupingWorker>
  /// The threads' tables together may fill this part of the memory.
  private static let memoryDivisor = 8

  /// - Parameter rows: what is grouped.
  init(
    _ rows: MorselSource, argument: ArgumentSource, into sink: AggregateSink, makeWorker: @escaping () -> GroupingWorker?
  ) {
    self.rows = rows
    self.argument = argument
    self.sink = sink
    crew = Crew(makeWorker)
  }

  func produce(_ context: ExecutionContext, into consume: BatchConsumer) throws(QueryError) {
    sink.reset()
    let done = rows.isWorthwhile(context) ? try groupInParts(context) : 0
    if done == 0 || done < rows.morselCount(context) {
      try rows.produce(context, fromMorsel: done) { batch throws(QueryError) in try sink.take(batch, context) }
    }
    try sink.finish(context, into: consume)
  }

  /// - Returns: how many morsels are grouped; the sink has taken their groups.
  private func groupInParts(_ context: ExecutionContext) throws(QueryError) -> Int {
    guard crew.resize(to: context.limits.threads) else { return 0 }
    let workers = crew.workers
    let size = rows.morselNodes(context)
    let claims = MorselClaims(count: rows.morselCount(context))
    let halt = Cancellation()
    let monitor = context.monitor(ofScan: rows, over: claims.count * Int(size))
    let limit = context.limits.memoryBytes / GroupingSource.memoryDivisor / workers.count
    for worker in workers {
      let own = context.forWorker(drivenBy: rows, halt: halt)
      worker.begin(.init(claims: claims, halt: halt, monitor: monitor, morselNodes: size, memoryLimit: limit, context: own), argument.batches)
    }
    defer { for worker in workers { worker.end() } }
    let threads = crew.start()
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
    monitor?.expect((done - claims.count) * Int(size))
    return done
  }
}
