import GraphStore

/// The shortest walks between two nodes that repeat one edge pattern, searched from both ends: always the side with fewer new nodes goes
/// on, until the two meet. Touches about the square root of the edges that one side alone would.
///
/// For patterns `(a)-[e ...]->*(b)` and the like: one edge pattern, at least no or one time, nothing that looks back.
final class BidirectionalSearch {
  /// The nodes reached from one end, level by level, each with the edges to it from the level before.
  private struct Side {
    struct Link {
      var source: UInt32
      var edge: EdgeOrdinal
      var next: UInt32
    }
    var nodes = TripleTable()
    var firstLinks: ContiguousArray<UInt32> = []
    var links: ContiguousArray<Link> = []
    var levelStart = 0
    var level = 0

    var frontier: Range<Int> { levelStart..<nodes.count }
    var bytesInUse: Int { nodes.bytesInUse + firstLinks.capacity * 4 + links.capacity * 12 }

    mutating func begin(at node: NodeOrdinal) {
      nodes.removeAll()
      firstLinks.removeAll(keepingCapacity: true)
      links.removeAll(keepingCapacity: true)
      levelStart = 0
      level = 0
      _ = nodes.insert((node, 0, 0))
      firstLinks.append(WalkEntries.noLink)
    }

    /// - Parameter end: where the level begins that is being made.
    mutating func add(_ node: NodeOrdinal, from source: UInt32, _ edge: EdgeOrdinal, end: Int, keepsAll: Bool) {
      let number = nodes.insert((node, 0, 0))
      if number == firstLinks.count {
        firstLinks.append(WalkEntries.noLink)
      } else if number < end || !keepsAll {
        return
      }
      links.append(Link(source: source, edge: edge, next: firstLinks[number]))
      firstLinks[number] = UInt32(links.count - 1)
    }
  }

  private let setup: SearchSetup
  @exclusivity(unchecked) private var forward = Side()
  @exclusivity(unchecked) private var backward = Side()
  @exclusivity(unchecked) private var entries = WalkEntries()
  private let emitter: WalkEmitter
  private let found = ExpandBuffer()
  private let frontier = OrdinalBuffer()
  private let longest: Int

  /// - Parameter setup: of a search that `startsAtBothEnds`.
  init(_ setup: SearchSetup) {
    self.setup = setup
    emitter = WalkEmitter(setup)
    longest = setup.states.program.loops[0].upper ?? Int.max
  }

  /// - Parameter start: not the target.
  func run(
    row: Int, from start: NodeOrdinal, to target: NodeOrdinal, _ quota: SearchQuota, _ context: ExecutionContext,
    into consume: BatchConsumer
  ) throws(QueryError) -> Bool {
    setup.walk.begin(at: start)
    forward.begin(at: start)
    backward.begin(at: target)
    while !forward.frontier.isEmpty, !backward.frontier.isEmpty, forward.level + backward.level < longest {
      try setup.checkLength(forward.level + backward.level + 1)
      let isForward = forward.frontier.count <= backward.frontier.count
      try expand(isForward: isForward, keepsAll: quota.paths == nil, context)
      let meetings = meetings(isForward: isForward)
      if !meetings.isEmpty { return try give(meetings, row, quota, context, into: consume) }
    }
    return true
  }

  private func expand(isForward: Bool, keepsAll: Bool, _ context: ExecutionContext) throws(QueryError) {
    let level = isForward ? forward.frontier : backward.frontier
    let end = level.upperBound
    frontier.removeAll()
    for number in level { frontier.append((isForward ? forward : backward).nodes.key(number).0) }
    var cursor = ExpandCursor()
    var isExhausted = false
    while !isExhausted {
      try setup.checkLimits(context, holding: forward.bytesInUse + backward.bytesInUse)
      found.removeAll()
      isExhausted = try setup.filters.expand(
        frontier.elements, along: 0, isReversed: !isForward, cursor: &cursor, into: found)
      for index in 0..<found.count {
        let source = UInt32(level.lowerBound) + found.rows.base[index]
        let (edge, node) = (found.edges.base[index], found.nodes.base[index])
        if isForward {
          forward.add(node, from: source, edge, end: end, keepsAll: keepsAll)
        } else {
          backward.add(node, from: source, edge, end: end, keepsAll: keepsAll)
        }
      }
    }
    if isForward {
      forward.levelStart = end
      forward.level += 1
    } else {
      backward.levelStart = end
      backward.level += 1
    }
  }

  /// Nodes of the new level that the other side has reached: in its last level, or the two would have met before.
  private func meetings(isForward: Bool) -> [(forward: Int, backward: Int)] {
    let (new, other) = isForward ? (forward, backward) : (backward, forward)
    var result: [(Int, Int)] = []
    for number in new.frontier {
      guard let match = other.nodes.number(of: new.nodes.key(number)) else { continue }
      result.append(isForward ? (number, match) : (match, number))
    }
    return result
  }

  // MARK: Giving

  /// Puts both halves together, as if one search had found them.
  private func give(
    _ meetings: [(forward: Int, backward: Int)], _ row: Int, _ quota: SearchQuota, _ context: ExecutionContext,
    into consume: BatchConsumer
  ) throws(QueryError) -> Bool {
    let arcs = arcsByLevel()
    entries.removeAll()
    let meetings = quota.paths == nil ? meetings : [meetings[0]]
    let front = layers(of: forward, from: meetings.map(\.forward))
    let back = layers(of: backward, from: meetings.map(\.backward))
    var numbers: [NodeOrdinal: UInt32] = [:]
    func entry(_ side: Side, _ number: Int) -> UInt32 {
      let node = side.nodes.key(number).0
      if let known = numbers[node] { return known }
      entries.append(node, 0, 0)
      numbers[node] = UInt32(entries.count - 1)
      return UInt32(entries.count - 1)
    }
    for (level, layer) in front.reversed().enumerated() {
      for number in layer {
        let target = entry(forward, number)
        forEachLink(forward, number) { entries.link(entry(forward, Int($0.source)), $0.edge, arcs[level - 1], to: target) }
      }
    }
    for (level, layer) in back.enumerated() {
      for number in layer {
        let source = entry(backward, number)
        forEachLink(backward, number) {
          entries.link(source, $0.edge, arcs[forward.level + level], to: entry(backward, Int($0.source)))
        }
      }
    }
    let end = setup.states.acceptances(of: lastState)
    guard let acceptance = end.first, let last = numbers[backward.nodes.key(0).0] else { return true }
    return try give(last, setup.states.acceptances[Int(acceptance)], row, quota, context, into: consume)
  }

  private func give(
    _ last: UInt32, _ actions: Range<Int32>, _ row: Int, _ quota: SearchQuota, _ context: ExecutionContext,
    into consume: BatchConsumer
  ) throws(QueryError) -> Bool {
    var given = 0
    return try emitter.walks(to: last, in: entries) { () throws(QueryError) in
      if let paths = quota.paths, given >= paths { return .enough }
      given += 1
      if given & 1_023 == 0 { try setup.checkLimits(context, holding: entries.bytesInUse) }
      setup.walk.bind(actions)
      return try setup.output.append(row: row, setup.walk, into: consume) ? .more : .stop
    }
  }

  @exclusivity(unchecked) private var lastState: Int32 = 0

  /// The arc that each edge of the walk takes: there is one way through the automaton.
  private func arcsByLevel() -> [Int32] {
    var state = SearchStates.start
    var result: [Int32] = []
    for _ in 0..<(forward.level + backward.level) {
      guard let arc = setup.states.arcs(of: state).first else { break }
      result.append(arc)
      state = setup.states.arcs[Int(arc)].target
    }
    lastState = state
    return result
  }

  /// The nodes on the way from one end to the meetings, the meetings first.
  private func layers(of side: Side, from meetings: [Int]) -> [[Int]] {
    var result = [meetings]
    for _ in 0..<side.level {
      var next: [Int] = []
      var seen: Set<Int> = []
      for number in result[result.count - 1] {
        forEachLink(side, number) { if seen.insert(Int($0.source)).inserted { next.append(Int($0.source)) } }
      }
      result.append(next)
    }
    return result
  }

  private func forEachLink(_ side: Side, _ number: Int, _ body: (Side.Link) -> Void) {
    var link = side.firstLinks[number]
    while link != WalkEntries.noLink {
      body(side.links[Int(link)])
      link = side.links[Int(link)].next
    }
  }
}

extension PhysicalPlan.Search {
  /// Whether its paths are of one length, between two nodes known before, and such that nothing but the last node decides how they may go
  /// on. The shortest of them between two different nodes repeat neither node nor edge.
  func startsAtBothEnds(_ program: SearchProgram) -> Bool {
    guard mayStartAtBothEnds, isTargetBound, hasOneLength else { return false }
    return program.repeatsOneEdge && program.nodeTests.isEmpty
  }

  private var hasOneLength: Bool {
    switch selector {
    case .anyShortest, .allShortest: true
    case .any(let count), .shortest(let count), .shortestGroups(let count): count == .literal(1)
    case .all: false
    }
  }
}
