import GraphStore

/// What one statement may use. Reaching a limit is an error with status `22K01` that names the limit.
public struct QueryLimits: Sendable {
  /// Wall-clock seconds; nil = unlimited.
  public var timeoutSeconds: Double?
  /// What is longer lasts as long as this, which is some thirty years.
  package static let longestTimeoutSeconds = 1e9
  /// Bytes held by sort, grouping and paths together. What can wait in temporary files does.
  /// Unless said otherwise 4 GiB, or a quarter of what the process may have where that is less.
  public var memoryBytes = min(4 << 30, MachineMemory.limit / 4)
  /// Bytes of the rows of a result, and of values to be written, which are kept in memory; nil = as many as `memoryBytes`.
  public var resultBytes: Int?
  /// How many threads may work on one statement; the result is the same whatever their number. At least 1.
  public var threads = WorkerThreads.processorCount
  /// Scans of fewer nodes are not worth a thread.
  package var smallestParallelScan = 16_384
  /// A statement that may hold less than that runs on one thread: what waits between threads is memory too.
  package var smallestParallelMemory = 64 << 20
  /// Node ordinals that a thread takes at a time.
  package var morselNodes: UInt32 = 2_048
  /// Walks that a selector under a mode keeps each for itself before it looks for longer ones without the mode.
  package var walksKeptAtFirst = 1 << 16
  /// Steps of a search for all walks that come to nothing before it looks whether a way to the end is left.
  package var stepsBeforeLook = 1_024
  /// Edges in one path.
  public var pathLength = 10_000
  /// Rules that plans are made without, and then not kept; the result is the same.
  public var rulesOff: Set<PlanRule> = []
  public init() {}
}
