import GraphStore

/// All walks from a node that match, one after the other. Time in proportion to the walks tried; memory to the longest and its
/// neighbours.
///
/// When none has been complete for a while, it is asked by `SearchOutlook` whether one can still come from where the walk stands, and if not, it goes
/// back: a part of the graph that no way leads out of is not walked in all ways there are.
final class DepthFirstSearch {
  /// A node of the walk whose ways on are being tried.
  private struct Frame {
    var state: Int32
    var arc: Int32
    var arcEnd: Int32
    /// Edges that can be crossed by this arc, in `found`.
    var start: Int
    var next: Int
    var end: Int
    /// The variables as they were on arrival, and after the arc's actions.
    var mark: Int
    var arcMark: Int
  }

  private let setup: SearchSetup
  private let walk: SearchWalk
  private let found = ExpandBuffer()
  @exclusivity(unchecked) private var stack: ContiguousArray<Frame> = []
  @exclusivity(unchecked) private var edgeMarks = OrdinalMarks()
  @exclusivity(unchecked) private var nodeMarks = OrdinalMarks()
  private let seen = PathIdentitySet()
  @exclusivity(unchecked) private var ticks = 0
  private lazy var outlook = SearchOutlook(setup)
  /// Steps since a walk was complete, or was found to have a way to its end.
  @exclusivity(unchecked) private var idleSteps = 0
  /// So many are taken before it is asked.
  @exclusivity(unchecked) private var patience = 0
  /// The last row had no way at all: others may have none either.
  @exclusivity(unchecked) private var isHopeless = false
  /// Looking ahead takes as long as so many steps for each place that it comes to; it is not to take longer than walking.
  private static let stepsPerPlace = 4

  init(_ setup: SearchSetup) {
    self.setup = setup
    walk = setup.walk
  }

  /// - Parameter target: where the walks have to end; nil = anywhere.
  func run(
    row: Int, from start: NodeOrdinal, to target: NodeOrdinal?, _ context: ExecutionContext, into consume: BatchConsumer
  ) throws(QueryError) -> Bool {
    walk.begin(at: start)
    stack.removeAll(keepingCapacity: true)
    found.removeAll()
    seen.removeAll()
    if setup.marksEdges { edgeMarks.reserve(Int(context.reader.edgeLimit)) }
    if setup.marksNodes {
      nodeMarks.reserve(Int(context.reader.nodeLimit))
      nodeMarks.insert(start)
    }
    defer {
      for edge in walk.edges.elements where setup.marksEdges { edgeMarks.remove(edge) }
      for node in walk.nodes.elements where setup.marksNodes { nodeMarks.remove(node) }
    }
    idleSteps = 0
    patience = isHopeless ? 0 : context.limits.stepsBeforeLook
    var knowsWay = false
    guard try arrive(in: SearchStates.start, row, target, into: consume) else { return false }
    while !stack.isEmpty {
      ticks += 1
      if ticks & 1_023 == 0 { try setup.checkLimits(context, holding: bytesInUse) }
      let top = stack.count - 1
      idleSteps += 1
      if idleSteps > patience {
        if !knowsWay {
          knowsWay = try outlook.leadsOn(from: start, SearchStates.start, to: target, isUnderway: false, context) { _, _ in true }
          isHopeless = !knowsWay
          guard knowsWay else { return true }
        }
        guard try leadsOn(from: stack[top].state, target, context) else {
          leave(top)
          continue
        }
        idleSteps = 0
        patience = max(context.limits.stepsBeforeLook, DepthFirstSearch.stepsPerPlace * outlook.size)
      }
      if stack[top].next < stack[top].end {
        guard try cross(top, row, target, into: consume) else { return false }
      } else if stack[top].arc < stack[top].arcEnd {
        try openArc(top)
      } else {
        leave(top)
      }
    }
    return true
  }

  private func leadsOn(from state: Int32, _ target: NodeOrdinal?, _ context: ExecutionContext) throws(QueryError) -> Bool {
    try outlook.leadsOn(from: walk.current, state, to: target, isUnderway: walk.edges.count > 0, context) { edge, node in
      !(setup.marksEdges && edgeMarks.contains(edge)) && !(setup.marksNodes && nodeMarks.contains(node) && (setup.isAcyclic || node != walk.nodes.base[0]))
    }
  }

  private var bytesInUse: Int {
    12 * found.rows.capacity + stack.capacity * MemoryLayout<Frame>.stride + seen.bytesInUse
  }

  /// The next arc of the top node: its actions, then its edges.
  private func openArc(_ top: Int) throws(QueryError) {
    let arc = setup.states.arcs[Int(stack[top].arc)]
    stack[top].arc += 1
    walk.release(to: stack[top].mark)
    truncate(stack[top].start)
    guard try walk.apply(arc.actions) else { return }
    let node = walk.nodes.base + (walk.nodes.count - 1)
    var cursor = ExpandCursor()
    var isExhausted = false
    while !isExhausted {
      isExhausted = try setup.filters.expand(
        UnsafeBufferPointer(start: node, count: 1), along: Int(arc.edge), cursor: &cursor, into: found)
    }
    stack[top].next = stack[top].start
    stack[top].end = found.count
    stack[top].arcMark = walk.mark()
  }

  private func truncate(_ count: Int) {
    found.rows.count = count
    found.edges.count = count
    found.nodes.count = count
  }

  /// Crosses the next edge of the open arc, if the modes and the actions let it.
  private func cross(_ top: Int, _ row: Int, _ target: NodeOrdinal?, into consume: BatchConsumer) throws(QueryError) -> Bool {
    let edge = found.edges.base[stack[top].next]
    let node = found.nodes.base[stack[top].next]
    stack[top].next += 1
    guard allows(edge, node) else { return true }
    try setup.checkLength(walk.edges.count + 1)
    let arc = setup.states.arcs[Int(stack[top].arc) - 1]
    walk.push(edge, node)
    if setup.marksEdges { edgeMarks.insert(edge) }
    if setup.marksNodes { nodeMarks.insert(node) }
    if try walk.apply(setup.states.arrivals[Int(arc.edge)]) {
      let height = stack.count
      guard try arrive(in: arc.target, row, target, into: consume) else { return false }
      if stack.count > height { return true }
    }
    stepBack(to: stack[top].arcMark)
    return true
  }

  private func allows(_ edge: EdgeOrdinal, _ node: NodeOrdinal) -> Bool {
    if setup.marksEdges, edgeMarks.contains(edge) { return false }
    if setup.marksNodes {
      let isClosed = walk.edges.count > 0 && walk.nodes.base[0] == walk.current
      if isClosed { return false }
      if nodeMarks.contains(node), setup.isAcyclic || node != walk.nodes.base[0] { return false }
    }
    return !setup.hasScopes || walk.allows(edge, node)
  }

  private func stepBack(to mark: Int) {
    let edge = walk.edges.base[walk.edges.count - 1]
    let node = walk.current
    if setup.marksEdges { edgeMarks.remove(edge) }
    walk.pop(to: walk.edges.count - 1)
    // A closed walk leaves the node where it began.
    if setup.marksNodes, node != walk.nodes.base[0] { nodeMarks.remove(node) }
    walk.release(to: mark)
  }

  /// Gives the walk if it is complete, and prepares to go on from here.
  private func arrive(
    in state: Int32, _ row: Int, _ target: NodeOrdinal?, into consume: BatchConsumer
  ) throws(QueryError) -> Bool {
    let mark = walk.mark()
    if try mayEnd(at: walk.current, target) {
      for acceptance in setup.states.acceptances(of: state) {
        if try walk.apply(setup.states.acceptances[Int(acceptance)]),
          !setup.isAmbiguous || seen.insert(walk, setup.identity)
        {
          idleSteps = 0
          guard try setup.output.append(row: row, walk, into: consume) else { return false }
        }
        walk.release(to: mark)
      }
    }
    let arcs = setup.states.arcs(of: state)
    guard !arcs.isEmpty else { return true }
    stack.append(
      Frame(
        state: state, arc: arcs.lowerBound, arcEnd: arcs.upperBound, start: found.count, next: found.count, end: found.count,
        mark: mark, arcMark: mark))
    return true
  }

  private func mayEnd(at node: NodeOrdinal, _ target: NodeOrdinal?) throws(QueryError) -> Bool {
    if let target { return node == target }
    for test in setup.states.program.endTests { guard try setup.filters.holds(test, node) else { return false } }
    return true
  }

  private func leave(_ top: Int) {
    truncate(stack[top].start)
    walk.release(to: stack[top].mark)
    stack.removeLast()
    if top > 0 { stepBack(to: stack[top - 1].arcMark) }
  }
}

/// A set of ordinals: one byte for each in the graph.
struct OrdinalMarks: ~Copyable {
  private var bytes: UnsafeMutablePointer<UInt8>?
  private var capacity = 0

  deinit { bytes?.deallocate() }

  /// Makes room, and empties the set if it has to grow.
  mutating func reserve(_ count: Int) {
    guard count > capacity else { return }
    bytes?.deallocate()
    bytes = .allocate(capacity: count)
    bytes?.initialize(repeating: 0, count: count)
    capacity = count
  }

  func contains(_ ordinal: UInt32) -> Bool { bytes.map { $0[Int(ordinal)] != 0 } ?? false }
  mutating func insert(_ ordinal: UInt32) { bytes?[Int(ordinal)] = 1 }
  mutating func remove(_ ordinal: UInt32) { bytes?[Int(ordinal)] = 0 }
}
