import GraphStore

/// How long a search under a mode leaves the mode out of account.
///
/// The first `n` lengths of the walks to a place are known when its neighbours' first `n` are: a walk that comes through a place with
/// a longer one has `n` shorter ones beside it. So a search can follow few lengths first, and more when some end nodes have got too few
/// walks that have the mode.
struct Patience {
  /// Walks to one place that may be tried in vain without asking before.
  static let waysGivenUntried: UInt32 = 256
  /// A longer search may hold one part in this many of the memory limit.
  static let shareOfMemory = 8
  private static let lengthsAtFirst = 4
  private static let mostLengths = 256

  /// Walks that are kept each for itself before longer ones are looked for without the mode.
  let walksKeptAtFirst: Int
  /// Lengths of walks to one place that are followed.
  private(set) var lengths: Int
  private(set) var isFirst = true
  /// Ways that the mode has closed, of the walks to one end node.
  private var failures = 0
  private var mostFailures: Int { walksKeptAtFirst }
  /// To some end node too many were tried.
  private var hasFailed = false
  /// The current search was broken off.
  private(set) var isUsedUp = false

  init(_ quota: SearchQuota, _ limits: QueryLimits) {
    lengths = min(quota.groups, Patience.lengthsAtFirst)
    walksKeptAtFirst = limits.walksKeptAtFirst
  }

  /// - Returns: false when all that is left is to keep each walk for itself.
  mutating func tryLonger() -> Bool {
    isFirst = false
    guard !isUsedUp, !hasFailed, lengths < Patience.mostLengths else { return false }
    lengths *= 4
    return true
  }

  mutating func useUp() { isUsedUp = true }

  mutating func beginTrial() { failures = 0 }

  /// - Returns: false when the trial has gone on for too long.
  mutating func fail() -> Bool {
    failures += 1
    if failures > mostFailures { hasFailed = true }
    return failures <= mostFailures
  }
}

extension LevelOrderSearch {
  /// Before walks of the current length are given: leaves those end nodes to the exact search that too many walks come to without the mode.
  /// - Returns: false when the search had better be broken off.
  func isPatient(_ target: NodeOrdinal?, _ context: ExecutionContext) throws(QueryError) -> Bool {
    let isTooLarge = !patience.isFirst && !setup.leavesRoom(bytesInUse, context, share: Patience.shareOfMemory)
    if isTooLarge || patience.lengths > 1 && setup.isTooLong(length + 1) {
      patience.useUp()
      return false
    }
    if setup.isAmbiguous { seen.removeAll() }
    for entry in levelStart..<levelEnd where entries.ways(entry) > Patience.waysGivenUntried {
      let node = entries.node(entry)
      guard target == nil || target == node else { continue }
      for acceptance in states.acceptances(of: entries.state(entry)) {
        let end = endNumber(of: node)
        // The shortest walks to another node have the mode.
        let isCertain = setup.repeatsOneEdge && node != start && tallies[end].lengths == 0
        if isCertain || isComplete(tallies[end]) || length <= searchedLength { break }
        let actions = states.acceptances[Int(acceptance)]
        guard try passes(UInt32(entry), actions) else { continue }
        if try !isWorthGiving(UInt32(entry), actions, end, context) { tallies[end].isBeyondPatience = true }
      }
    }
    return true
  }

  /// Whether the walks to an entry can be given without too many being left out for their mode.
  private func isWorthGiving(
    _ entry: UInt32, _ actions: Range<Int32>, _ end: Int, _ context: ExecutionContext
  ) throws(QueryError) -> Bool {
    var given = tallies[end]
    patience.beginTrial()
    return try walks(to: entry, actions, context, isTrial: true) {
      given.give(length: length)
      return given.hasEnough(quota) ? .enough : .more
    }
  }
}
