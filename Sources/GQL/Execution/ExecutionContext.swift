import GraphStore
import Synchronization

/// Everything that the operators of one running statement share. Belongs to one worker.
final class ExecutionContext {
  /// Tells this statement from those that the same operators ran for before.
  let statement: UInt64
  let arena: Arena
  let functions: FunctionContext
  let writer: WriteTransaction?
  let parameters: [String: Value]
  let limits: QueryLimits
  private let watch: StatementWatch
  var summary = ResultSummary()
  /// The graph has a type: what is changed is remembered for the check at the end.
  var tracksChanges = false
  var changedNodes: Set<NodeID> = []
  var changedEdges: Set<EdgeID> = []
  /// Fractions of a month become days and seconds, as in openCypher.
  var spillsMonths = false
  /// Rows that have gone from operator to operator.
  @exclusivity(unchecked) var rowsMoved = 0
  /// Nil where the statement writes.
  var projections: ProjectionCache?
  /// Is told how far the first scan is, and of the rows of the result.
  var monitor: WorkMonitor?
  /// The scan that drives the others: the first one to begin.
  private var drivingScan: ObjectIdentifier?
  /// Raised when what other threads do for the statement is no longer wanted.
  private let halt: Cancellation?

  private static let statements = Atomic<UInt64>(0)

  /// - Parameter arena: gets back what the statement has allocated there when it is done, by whose it is.
  init(
    reader: any GraphReader, writer: WriteTransaction?, parameters: [String: Value], limits: QueryLimits,
    watch: StatementWatch, now: ZonedDateTime, arena: Arena = Arena()
  ) {
    statement = ExecutionContext.statements.add(1, ordering: .relaxed).newValue
    self.arena = arena
    functions = FunctionContext(arena: arena, reader: reader, now: now)
    self.writer = writer
    self.parameters = parameters
    self.limits = limits
    self.watch = watch
    halt = nil
    arena.byteLimit = limits.memoryBytes
  }

  private init(_ other: ExecutionContext, drivenBy scan: AnyObject, halt: Cancellation, memoryShare: Int) {
    statement = other.statement
    arena = Arena()
    functions = FunctionContext(arena: arena, reader: other.reader, now: other.functions.now)
    writer = nil
    parameters = other.parameters
    var limits = other.limits
    limits.memoryBytes /= memoryShare
    self.limits = limits
    arena.byteLimit = limits.memoryBytes
    watch = other.watch
    monitor = other.monitor
    spillsMonths = other.spillsMonths
    drivingScan = ObjectIdentifier(scan)
    self.halt = halt
  }

  /// For another thread that works on the same statement, which does not write: with an arena of its own.
  /// - Parameter memoryShare: it may hold this part of the memory: 2 = a half.
  func forWorker(drivenBy scan: AnyObject, halt: Cancellation, memoryShare: Int = 1) -> ExecutionContext {
    ExecutionContext(self, drivenBy: scan, halt: halt, memoryShare: memoryShare)
  }

  var reader: any GraphReader { functions.reader }

  /// Whether the statement may have threads: it does not write, and need not save memory.
  var canUseThreads: Bool { limits.threads > 1 && writer == nil && limits.memoryBytes >= limits.smallestParallelMemory }

  /// Whether work on so many nodes is worth them.
  func canUseThreads(onNodes count: Int) -> Bool { canUseThreads && count >= limits.smallestParallelScan }

  /// For a scan that begins, of so many nodes; nil when another drives the statement.
  func monitor(ofScan scan: AnyObject, over count: Int) -> WorkMonitor? {
    guard let monitor, drivingScan == nil || drivingScan == ObjectIdentifier(scan) else { return nil }
    drivingScan = ObjectIdentifier(scan)
    monitor.expect(count)
    return monitor
  }

  var isStopped: Bool { watch.isCancelled || monitor?.isStopped == true || halt?.isCancelled == true }

  /// Called once a batch.
  /// - Parameter bytes: held somewhere else than in the arena.
  func checkLimits(besides bytes: Int = 0) throws(QueryError) {
    if isStopped { throw StatementWatch.interrupted }
    try watch.check()
    if arena.bytesInUse + bytes > limits.memoryBytes {
      throw QueryError(.limitExceeded, "the statement needs more memory than its limit of \(limits.memoryBytes) bytes")
    }
  }

  /// For rows of the result, or values to be written.
  func checkLimits(ofResult bytes: Int) throws(QueryError) {
    try checkLimits()
    let limit = limits.resultBytes ?? limits.memoryBytes
    guard bytes > limit else { return }
    throw QueryError(
      .limitExceeded, "the rows of the statement need more memory than its limit of \(limit) bytes",
      hints: ["take fewer at a time, with LIMIT or a condition, or raise the limit (`.set memory` in the shell)"])
  }

  /// Makes the writes so far visible to what runs from now on. Ordinals keep their meaning.
  func advanceReader() throws(QueryError) {
    guard let writer else { return }
    do throws(StoreError) { functions.reader = try writer.advancedReader() } catch { throw QueryError(error) }
  }
}

extension QueryError {
  package init(_ error: StoreError) {
    let status: GQLStatus
    switch error.code {
    case .interrupted: status = .interrupted
    case .limitExceeded: status = .limitExceeded
    case .readOnly: status = .readOnlyTransaction
    case .invalidProperty: status = .invalidValueType
    case .missingEndpoint: status = .endpointDeleted
    case .noSuchElement: status = .referentDeleted
    case .notFound, .notAGraph, .newerVersion, .busy, .diskFull, .inputOutput, .corrupt, .constraint, .sqlite:
      status = .storeFailure
    }
    self.init([Diagnostic(status, error.message, at: nil)], cause: error)
  }
}
