import GraphStore
import Synchronization

/// Counts the matches of one branch at given nodes.
///
/// Two ways give the same numbers. *Following*: from the nodes asked for, level by level, O(edges followed). *Summing*: for every node of the
/// graph once, from the leaves up, then each answer is a sum over a node's edges, or a lookup. Following is for few nodes; when a whole batch
/// is asked for, or much has been followed, the branch changes over to summing. Belongs to one worker; sums may be shared by several.
final class BranchCounter {
  private let branch: CountedBranch
  private let end: BranchEnd
  /// For other threads.
  private let makeEnd: () -> BranchEnd
  private let found = ExpandBuffer()

  /// What was found out about the graph of `reader`.
  @exclusivity(unchecked) private var reader: (any GraphReader)?
  @exclusivity(unchecked) private var types: [NameID]?
  @exclusivity(unchecked) private var followed = 0
  @exclusivity(unchecked) private var sums: Sums?
  @exclusivity(unchecked) private var shared: Shared?

  /// Sums that the first one to need them makes while the others wait.
  private final class Shared: Sendable {
    let made = Mutex<(reader: any GraphReader, sums: Sums)?>(nil)
  }

  /// How a sum over a node's edges is had, once all nodes are known.
  private enum Sums: Sendable {
    /// Every end counts once.
    case degrees
    /// By the end's ordinal.
    case ofEnds([Int64])
    /// By the ordinal of the node asked for.
    case known([Int64])
    /// At some node of the graph a condition fails. Only following tells whether a match comes there.
    case unknown
  }

  init(_ branch: CountedBranch, _ compiler: ExpressionCompiler) {
    self.branch = branch
    makeEnd = { BranchEnd(branch.node, branch.branches, compiler) }
    end = makeEnd()
  }

  /// Writes for each node how often the branch matches there. At most `Batch.rowLimit` nodes.
  func count(
    at nodes: UnsafeBufferPointer<NodeOrdinal>, into counts: UnsafeMutablePointer<Int64>, _ context: ExecutionContext
  ) throws(QueryError) {
    learn(context.reader)
    if sums == nil, nodes.count == Batch.rowLimit || followed > Int(context.reader.nodeLimit) {
      sums = try sharedSums(context)
    }
    switch sums {
    case nil, .unknown: try follow(nodes, into: counts, context)
    case .degrees: context.reader.degrees(nodes, directions: branch.directions, types: types, into: counts)
    case .known(let known): for row in 0..<nodes.count { counts[row] = known[Int(nodes[row])] }
    case .ofEnds(let ends):
      let isExact = context.reader.sumWeights(
        ends, marks: nil, over: nodes, directions: branch.directions, types: types, into: counts)
      if !isExact { throw BranchCounter.overflow }
    }
  }

  /// From now on both use sums that one of them makes.
  func share(_ other: BranchCounter) {
    let shared = other.shared ?? Shared()
    other.shared = shared
    self.shared = shared
    end.share(other.end)
  }

  private func sharedSums(_ context: ExecutionContext) throws(QueryError) -> Sums {
    guard let shared else { return try makeSums(context) }
    return try shared.made.withLock { made throws(QueryError) in
      if let made, made.reader === context.reader { return made.sums }
      let sums = try makeSums(context)
      made = (context.reader, sums)
      return sums
    }
  }

  private func learn(_ reader: any GraphReader) {
    if self.reader === reader { return }
    self.reader = reader
    types = LabelMask.edgeTypes(branch.label, reader)
    followed = 0
    sums = nil
  }

  static var overflow: QueryError {
    QueryError(.numericOutOfRange, "the number of matches does not fit a 64-bit integer")
  }

  // MARK: Following

  private func follow(
    _ nodes: UnsafeBufferPointer<NodeOrdinal>, into counts: UnsafeMutablePointer<Int64>, _ context: ExecutionContext
  ) throws(QueryError) {
    counts.update(repeating: 0, count: nodes.count)
    var cursor = ExpandCursor()
    var isExhausted = false
    while !isExhausted {
      try context.checkLimits()
      found.removeAll()
      isExhausted = context.reader.expand(
        nodes, validity: nil, directions: branch.directions, types: types, cursor: &cursor, limit: Batch.rowLimit,
        into: found)
      followed += found.count
      try end.weigh(found.nodes.elements, hasLabels: false, context)
      for index in 0..<found.count {
        let row = Int(found.rows.base[index])
        let (sum, overflows) = counts[row].addingReportingOverflow(end.weights[index])
        if overflows { throw BranchCounter.overflow }
        counts[row] = sum
      }
    }
  }

  // MARK: Summing

  private func makeSums(_ context: ExecutionContext) throws(QueryError) -> Sums {
    let reader = context.reader
    let labelMask = LabelMask.nodes(branch.node.labels, reader)
    if end.isUnconditional {
      let occurring = reader.endLabelSets(branch.directions, types: types)
      if zip(occurring, labelMask ?? []).allSatisfy({ !$0 || $1 }) { return .degrees }
    }
    let weighers = context.canUseThreads(onNodes: reader.nodeCount) && !branch.needsOwnThread ? context.limits.threads : 1
    let ends: [Int64]
    do throws(QueryError) {
      ends = try EndWeights(labelMask, nodeLimit: reader.nodeLimit).weighed(weighers, context) { number in
        if number == 0 { return self.end }
        let end = self.makeEnd()
        end.share(self.end)
        return end
      }
    } catch {
      guard error.status.isDataException else { throw error }
      return .unknown
    }
    guard let known = try spread(ends, context) else { return .ofEnds(ends) }
    return .known(known)
  }

  /// From few ends it is shorter to walk back than to sum at every node.
  private func spread(_ ends: [Int64], _ context: ExecutionContext) throws(QueryError) -> [Int64]? {
    let reader = context.reader
    var count = 0
    for weight in ends where weight != 0 { count += 1 }
    guard count < ends.count / 8 else { return nil }
    let matching = OrdinalBuffer(capacity: count)
    for (node, weight) in ends.enumerated() where weight != 0 { matching.append(UInt32(truncatingIfNeeded: node)) }
    let back = branch.directions.reversed
    var known = [Int64](repeating: 0, count: ends.count)
    var start = 0
    var isExact = true
    while start < matching.count {
      try context.checkLimits()
      let count = min(Batch.rowLimit, matching.count - start)
      let nodes = UnsafeBufferPointer(start: matching.base + start, count: count)
      let weights = nodes.map { ends[Int($0)] }
      known.withUnsafeMutableBufferPointer {
        isExact = reader.spreadWeights(weights, of: nodes, directions: back, types: types, into: $0.baseAddress!) && isExact
      }
      start += count
    }
    if !isExact { throw BranchCounter.overflow }
    return known
  }
}
