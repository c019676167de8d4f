import GraphStore

/// Walks from a node in order of length, for selectors: as many as the quota asks for between each pair of end nodes.
///
/// A place is a node, a state of the automaton and, where joins, conditions or modes of parts look back, what they look at. How a walk
/// may go on depends on its place alone, unless a mode restricts the whole of it. Walks to one place are then kept together, as a graph
/// of predecessors, and only those of the smallest lengths: polynomial time and memory when nothing looks back. Under a mode, and with
/// conditions over lists, each walk is kept for itself. A search under a mode first ignores the mode and takes those of the shortest walks
/// that have it: mostly that is all there is to do. Where one edge is repeated, only the node where the search began can then be
/// missing, and the shortest trails back to it are those that come by another edge than the one they left by: a place is a node and
/// the first edge then, so that this too takes polynomial time. Otherwise each walk is kept for itself while they are few, then longer
/// walks are tried in the first way, within `Patience`, and for each end node that then lacks some the walks to it are sought best first.
final class LevelOrderSearch {
  let setup: SearchSetup
  let walk: SearchWalk
  let states: SearchStates
  @exclusivity(unchecked) var entries = WalkEntries()
  @exclusivity(unchecked) private var places = TripleTable()
  /// For each place: how many lengths, the last entry, and how many walks are shorter than those.
  @exclusivity(unchecked) private var placeLengths: ContiguousArray<(count: UInt32, entry: UInt32, walks: Int)> = []
  /// Values of the sensitive variables, interned.
  @exclusivity(unchecked) private var values = ValueTuples()
  @exclusivity(unchecked) private var ends = TripleTable()
  /// By number of the end node.
  @exclusivity(unchecked) var tallies: ContiguousArray<EndTally> = []
  private enum Phase {
    /// The mode of the whole walk is left out of account until a walk is given.
    case relaxed
    /// Trails back to the start: places are told apart by the first edge.
    case closing
    /// Each walk is kept for itself, as long as they are few.
    case tentative
    /// Each walk is kept for itself, or no mode restricts the whole of it.
    case exact
  }
  @exclusivity(unchecked) private var phase = Phase.exact
  @exclusivity(unchecked) var patience = Patience(SearchQuota(paths: 1, groups: 1), QueryLimits())
  /// A search without the mode has come to all end nodes that matter.
  @exclusivity(unchecked) private var knowsEnds = false
  /// The current search has not followed some way to a place, or some length of a place or of an end node.
  @exclusivity(unchecked) private var leavesWaysOut = false
  /// What is not longer was given by an earlier search, whatever its end.
  @exclusivity(unchecked) var searchedLength = -1
  @exclusivity(unchecked) var start: NodeOrdinal = 0
  @exclusivity(unchecked) private var ticks = 0
  let seen = PathIdentitySet()
  private let found = ExpandBuffer()
  private let sources = OrdinalBuffer()
  private let sourceNodes = OrdinalBuffer()
  @exclusivity(unchecked) private var loaded: UInt32?
  /// The beginning of the current level and of the next.
  @exclusivity(unchecked) var levelStart = 0
  @exclusivity(unchecked) var levelEnd = 0
  @exclusivity(unchecked) var length = 0
  @exclusivity(unchecked) var quota: SearchQuota
  private let emitter: WalkEmitter
  let outlook: SearchOutlook
  /// Of one walk that goes on: the node that it stands at, and the edges from there.
  let source = UnsafeMutablePointer<NodeOrdinal>.allocate(capacity: 1)
  let nextEdges = ExpandBuffer()

  init(_ setup: SearchSetup, _ quota: SearchQuota) {
    self.setup = setup
    self.quota = quota
    walk = setup.walk
    states = setup.states
    emitter = WalkEmitter(setup)
    outlook = SearchOutlook(setup)
  }

  deinit { source.deallocate() }

  func run(
    row: Int, from start: NodeOrdinal, to target: NodeOrdinal?, _ quota: SearchQuota, _ context: ExecutionContext,
    into consume: BatchConsumer
  ) throws(QueryError) -> Bool {
    self.quota = quota
    ends.removeAll()
    tallies.removeAll(keepingCapacity: true)
    self.start = start
    patience = Patience(quota, context.limits)
    knowsEnds = false
    searchedLength = -1
    if setup.relaxes {
      phase = .relaxed
      defer { phase = .exact }
      repeat {
        guard try searchLevels(row, start, target, context, into: consume) else { return false }
        knowsEnds = knowsEnds || !patience.isUsedUp
        if settle(start) { return true }
        if lacksOnlyTrailsBack {
          phase = .closing
          return try searchLevels(row, start, target, context, into: consume)
        }
        if patience.isFirst {
          phase = .tentative
          guard try searchLevels(row, start, target, context, into: consume) else { return false }
          if !hasTooMany { return true }
          phase = .relaxed
        }
      } while patience.tryLonger()
      phase = .exact
      if let wanted = target.map({ [$0] }) ?? (knowsEnds ? tallies.indices.map { ends.key($0).0 } : nil) {
        for end in wanted { guard try searchBestFirst(row: row, to: end, context, into: consume) else { return false } }
        return true
      }
    }
    return try searchLevels(row, start, target, context, into: consume)
  }

  private var isRelaxed: Bool { phase == .relaxed }
  /// Each walk is kept for itself, if a mode restricts the whole of it.
  private var isExact: Bool { phase == .exact || phase == .tentative }
  private var hasTooMany: Bool { phase == .tentative && entries.count > patience.walksKeptAtFirst }

  private var lacksOnlyTrailsBack: Bool {
    setup.repeatsOneEdge && !setup.marksNodes && quota.groups == 1
      && tallies.indices.allSatisfy { tallies[$0].isSettled || ends.key($0).0 == start }
  }

  private func searchLevels(
    _ row: Int, _ start: NodeOrdinal, _ target: NodeOrdinal?, _ context: ExecutionContext, into consume: BatchConsumer
  ) throws(QueryError) -> Bool {
    begin(at: start)
    while levelStart < levelEnd {
      if isRelaxed, try !isPatient(target, context) { return true }
      guard try accept(row, target, context, into: consume) else { return false }
      if isSatisfied(target) {
        leavesWaysOut = true
        break
      }
      try expandLevel(context)
      if hasTooMany {
        searchedLength = length
        return true
      }
      if entries.count > levelEnd { try setup.checkLength(length + 1) }
      levelStart = levelEnd
      levelEnd = entries.count
      length += 1
    }
    return true
  }

  func begin(at start: NodeOrdinal) {
    entries.removeAll()
    places.removeAll()
    placeLengths.removeAll(keepingCapacity: true)
    values.removeAll()
    walk.begin(at: start)
    length = 0
    loaded = nil
    leavesWaysOut = false
    add(start, SearchStates.start, from: nil, edge: 0, arc: 0)
    levelStart = 0
    levelEnd = entries.count
  }

  // MARK: Giving

  /// Nothing more is wanted after the current length.
  private func isSatisfied(_ target: NodeOrdinal?) -> Bool {
    if let target {
      guard let number = ends.number(of: (target, 0, 0)) else { return false }
      return isDone(tallies[number], after: length)
    }
    return knowsEnds && tallies.allSatisfy { isDone($0, after: length) }
  }

  func isDone(_ tally: EndTally, after length: Int) -> Bool {
    if tally.isSettled || tally.isFull(quota, after: length) { return true }
    return isRelaxed && (tally.isBeyondPatience || tally.lengths == patience.lengths && tally.lastLength <= length)
  }

  /// After a relaxed search: which end nodes need nothing more. Where it met fewer lengths than it would have followed, it met all walks; so it did
  /// where it left none out, as when each round of a quantifier is a state of its own (`{8}`).
  /// - Returns: true when no end node is left.
  private func settle(_ start: NodeOrdinal) -> Bool {
    var isSettled = knowsEnds
    for number in tallies.indices {
      let isBeginning = setup.isAcyclic && ends.key(number).0 == start
      tallies[number].endSearch()
      tallies[number].isSettled =
        isBeginning || tallies[number].isFull(quota, after: Int.max)
        || ((tallies[number].lengths < patience.lengths || !leavesWaysOut) && !tallies[number].isBeyondPatience && !patience.isUsedUp)
      isSettled = isSettled && tallies[number].isSettled
    }
    return isSettled
  }

  /// Gives the walks of the current length that are complete.
  private func accept(
    _ row: Int, _ target: NodeOrdinal?, _ context: ExecutionContext, into consume: BatchConsumer
  ) throws(QueryError) -> Bool {
    if setup.isAmbiguous { seen.removeAll() }
    for entry in levelStart..<levelEnd {
      let node = entries.node(entry)
      guard target == nil || target == node else { continue }
      let acceptances = states.acceptances(of: entries.state(entry))
      guard !acceptances.isEmpty else { continue }
      let number = endNumber(of: node)
      if isComplete(tallies[number]) {
        leavesWaysOut = leavesWaysOut || !tallies[number].isFull(quota, after: Int.max)
        continue
      }
      for acceptance in acceptances {
        let actions = states.acceptances[Int(acceptance)]
        guard try passes(UInt32(entry), actions) else { continue }
        if isRelaxed { tallies[number].note(length: length) }
        if length <= searchedLength { continue }
        guard try give(UInt32(entry), actions, number, row, context, into: consume) else { return false }
      }
    }
    return true
  }

  /// All walks to an entry, while the quota lasts.
  func give(
    _ entry: UInt32, _ actions: Range<Int32>, _ end: Int, _ row: Int, _ context: ExecutionContext,
    into consume: BatchConsumer
  ) throws(QueryError) -> Bool {
    if tallies[end].hasEnough(quota) { return true }
    return try walks(to: entry, actions, context) { () throws(QueryError) in
      tallies[end].give(length: length)
      guard try setup.output.append(row: row, walk, into: consume) else { return .stop }
      return tallies[end].hasEnough(quota) ? .enough : .more
    }
  }

  /// The walks to an entry that count, in turn.
  /// - Returns: false when it was told to stop, or when it is a trial and the mode leaves no way on too often.
  func walks(
    to entry: UInt32, _ actions: Range<Int32>, _ context: ExecutionContext, isTrial: Bool = false,
    _ body: () throws(QueryError) -> WalkEmitter.Demand
  ) throws(QueryError) -> Bool {
    loaded = nil
    return try emitter.walks(to: entry, in: entries, keepsMode: !isExact && (setup.marksEdges || setup.marksNodes)) { () throws(QueryError) in
      try tick(context)
      return !isTrial || patience.fail() ? .more : .stop
    } _: { () throws(QueryError) in
      try tick(context)
      walk.bind(actions)
      if setup.isAmbiguous, !seen.insert(walk, setup.identity) { return .more }
      return try body()
    }
  }

  private func tick(_ context: ExecutionContext) throws(QueryError) {
    ticks += 1
    if ticks & 1_023 == 0 { try setup.checkLimits(context, holding: bytesInUse) }
  }

  /// The number of an end node in `tallies`.
  func endNumber(of node: NodeOrdinal) -> Int {
    let number = ends.insert((node, 0, 0))
    if number == tallies.count { tallies.append(EndTally()) }
    return number
  }

  /// Nothing of the current length is wanted: what an earlier search has given is not given again.
  func isComplete(_ tally: EndTally) -> Bool { isDone(tally, after: length - 1) || length <= tally.searchedLength }

  // MARK: Going on

  private func expandLevel(_ context: ExecutionContext) throws(QueryError) {
    for bucket in entries.byState(levelStart..<levelEnd) {
      for arc in states.arcs(of: bucket.state) {
        let actions = states.arcs[Int(arc)].actions
        sources.removeAll()
        sourceNodes.removeAll()
        for entry in bucket.entries.elements where try passes(entry, actions) {
          sources.append(entry)
          sourceNodes.append(entries.node(Int(entry)))
        }
        try cross(arc, context)
      }
    }
  }

  private func cross(_ arcNumber: Int32, _ context: ExecutionContext) throws(QueryError) {
    let arc = states.arcs[Int(arcNumber)]
    var cursor = ExpandCursor()
    var isExhausted = false
    while !isExhausted, !hasTooMany {
      try setup.checkLimits(context, holding: bytesInUse)
      found.removeAll()
      isExhausted = try setup.filters.expand(sourceNodes.elements, along: Int(arc.edge), cursor: &cursor, into: found)
      for index in 0..<found.count {
        let source = sources.base[Int(found.rows.base[index])]
        try arrive(from: source, arcNumber, arc, found.edges.base[index], found.nodes.base[index])
      }
    }
  }

  private func arrive(
    from source: UInt32, _ number: Int32, _ arc: SearchStates.Arc, _ edge: EdgeOrdinal, _ node: NodeOrdinal
  ) throws(QueryError) {
    if phase == .closing, node == start, entries.tuple(Int(source)) == edge + 1 { return }
    guard looksBack else { return add(node, arc.target, from: source, edge: edge, arc: number) }
    load(source)
    let mark = walk.mark()
    defer { walk.release(to: mark) }
    walk.bind(arc.actions)
    guard allows(edge, node) else { return }
    walk.push(edge, node)
    if try walk.apply(states.arrivals[Int(arc.edge)]) { add(node, arc.target, from: source, edge: edge, arc: number) }
    walk.pop(to: walk.edges.count - 1)
  }

  func allows(_ edge: EdgeOrdinal, _ node: NodeOrdinal) -> Bool {
    if !setup.isRestricted { return true }
    return (!isExact || setup.allows(edge, node)) && walk.allows(edge, node)
  }

  private var looksBack: Bool { isExact ? setup.looksBack : setup.looksBackWithoutMode }
  private var merges: Bool { !isExact || setup.merges }
  /// All ways to a place are kept, not one.
  private func keepsAllWays(to node: NodeOrdinal) -> Bool {
    quota.paths != 1 || (isRelaxed && (!setup.repeatsOneEdge || node == start))
  }

  private func tuple(from source: UInt32?, by edge: EdgeOrdinal) -> UInt32 {
    guard phase == .closing else { return looksBack && merges ? values.intern(of: walk, setup) : 0 }
    guard let source else { return 0 }
    let first = entries.tuple(Int(source))
    return first == 0 ? edge + 1 : first
  }

  /// Adds a way to a place; new lengths of a place beyond the quota are not followed, nor those that as many shorter walks come before as are wanted: with
  /// whatever such a walk goes on, those go on as well.
  private func add(_ node: NodeOrdinal, _ state: Int32, from source: UInt32?, edge: EdgeOrdinal, arc: Int32) {
    let tuple = tuple(from: source, by: edge)
    guard merges else {
      entries.append(node, state, tuple)
      if let source { entries.link(source, edge, arc, to: UInt32(entries.count - 1)) }
      return
    }
    let place = places.insert((node, UInt32(state), tuple))
    if place == placeLengths.count { placeLengths.append((0, 0, 0)) }
    let known = placeLengths[place]
    if known.count > 0, Int(known.entry) >= levelEnd {
      if keepsAllWays(to: node), let source { entries.link(source, edge, arc, to: known.entry) } else { leavesWaysOut = true }
      return
    }
    guard Int(known.count) < (isRelaxed ? patience.lengths : quota.groups) else { return leavesWaysOut = true }
    let walks = known.count == 0 ? 0 : known.walks + Int(entries.ways(Int(known.entry)))
    if phase == .exact, !setup.isAmbiguous, let wanted = quota.paths, walks >= wanted { return leavesWaysOut = true }
    entries.append(node, state, tuple)
    if let source { entries.link(source, edge, arc, to: UInt32(entries.count - 1)) }
    placeLengths[place] = (known.count + 1, UInt32(entries.count - 1), walks)
  }

  func passes(_ entry: UInt32, _ actions: Range<Int32>) throws(QueryError) -> Bool {
    if actions.isEmpty { return true }
    if looksBack { load(entry) } else { stand(on: entry) }
    let mark = walk.mark()
    defer { walk.release(to: mark) }
    return try walk.apply(actions)
  }

  // MARK: Standing where an entry stands

  /// Enough for tests of the node.
  private func stand(on entry: UInt32) {
    walk.edges.removeAll()
    walk.nodes.removeAll()
    walk.nodes.append(entries.node(Int(entry)))
  }

  /// Restores what may be looked at: all walks to one place agree in that.
  func load(_ entry: UInt32) {
    if loaded == entry { return }
    loaded = entry
    if merges, !setup.hasScopes {
      walk.forgetUndo()
      stand(on: entry)
      values.restore(entries.tuple(Int(entry)), setup.sensitive, of: walk)
    } else {
      emitter.replay(entry, in: entries)
    }
  }

  var bytesInUse: Int {
    entries.bytesInUse + places.bytesInUse + placeLengths.capacity * 16 + values.bytesInUse + ends.bytesInUse
      + tallies.capacity * MemoryLayout<EndTally>.stride + seen.bytesInUse + outlook.bytesInUse
  }
}
