import GraphStore

/// One thread's own copy of the rows' pipeline, and its groups.
final class GroupingWorker: CrewMember {
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
    let morselNodes: UInt32
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
        try rows.run(over: morsel..<(morsel + 1), of: run.morselNodes, run.context, batches) { batch throws(QueryError) in
          rowCount += batch.count
          // Rows that wait for memory do not come together again.
          isUsable = isUsable && sink.bytesInUse <= 2 * run.memoryLimit
          return isUsable ? try sink.take(batch, run.context) : false
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
      let isScattered = groups >= GroupingWorker.manyGroups && rowCount < groups + groups / 4
      if isScattered || sink.bytesInUse > run.memoryLimit { run.claims.stop() }
      run.monitor?.advance(by: Int(run.morselNodes))
    }
  }
}
