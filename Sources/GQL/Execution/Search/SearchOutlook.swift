import GraphStore

/// How far a walk under a mode is from where it is to end.
///
/// Edges count that the walk allows, each looked at alone: no walk that goes on from here is shorter. That modes of parts may rule one out, and that
/// what it takes later may be in its own way, is left out of account.
final class SearchOutlook {
  private let setup: SearchSetup
  private let found = ExpandBuffer()
  /// Node and state of what has been reached, in order.
  @exclusivity(unchecked) private var places = TripleTable()

  private let source = UnsafeMutablePointer<NodeOrdinal>.allocate(capacity: 1)

  init(_ setup: SearchSetup) { self.setup = setup }

  deinit { source.deallocate() }

  var bytesInUse: Int { places.bytesInUse }

  /// The places that the last look came to.
  var size: Int { places.count }

  /// The fewest edges from a place to the end of a whole walk at `end`, without those that the walk that stands there rules out; nil when there is
  /// no way. O(edges that are nearer).
  func distance(from node: NodeOrdinal, _ state: Int32, to end: NodeOrdinal, _ context: ExecutionContext) throws(QueryError) -> Int? {
    try look(from: node, state, isUnderway: setup.walk.edges.count > 0, context, allows: setup.allows) { node, state in
      node == end && !setup.states.acceptances(of: state).isEmpty
    }
  }

  /// Whether a walk may go on from a place, by an edge at least, and end at `end`, or where that is nil at any node that passes the tests. O(edges).
  /// - Parameters:
  ///   - isUnderway: it has come there by an edge.
  ///   - allows: what the walk itself has to say of an edge and the node it leads to.
  func leadsOn(
    from node: NodeOrdinal, _ state: Int32, to end: NodeOrdinal?, isUnderway: Bool, _ context: ExecutionContext,
    allows: (EdgeOrdinal, NodeOrdinal) -> Bool
  ) throws(QueryError) -> Bool {
    var isFirst = true
    let distance = try look(from: node, state, isUnderway: isUnderway, context, allows: allows) { node, state in
      defer { isFirst = false }
      if isFirst || end.map({ $0 != node }) ?? false { return false }
      return setup.states.acceptances(of: state).contains { mayPass(setup.states.acceptances[Int($0)], node) }
        && setup.states.program.endTests.allSatisfy { mayPass(test: $0, node) }
    }
    return distance != nil
  }

  /// Edges to the nearest place that is an end; nil = there is none.
  private func look(
    from node: NodeOrdinal, _ state: Int32, isUnderway: Bool, _ context: ExecutionContext, allows: (EdgeOrdinal, NodeOrdinal) -> Bool,
    isEnd: (NodeOrdinal, Int32) -> Bool
  ) throws(QueryError) -> Int? {
    places.removeAll()
    // Where it begins is told from the same place come back to.
    _ = places.insert((node, UInt32(state), 1))
    var next = 0, distance = 0, levelEnd = 1
    while next < places.count {
      if next == levelEnd {
        distance += 1
        levelEnd = places.count
        try setup.checkLimits(context, holding: bytesInUse)
      }
      let (node, number, _) = places.key(next)
      let state = Int32(number)
      next += 1
      if isEnd(node, state) { return distance }
      // A simple walk that has come back to where it began goes no further.
      if setup.isSimple, node == setup.walk.nodes.elements.first, next > 1 || isUnderway { continue }
      for number in setup.states.arcs(of: state) {
        let arc = setup.states.arcs[Int(number)]
        guard mayPass(arc.actions, node) else { continue }
        guard try follow(arc, from: node, context, allows) else { return distance }
      }
    }
    return nil
  }

  /// Whether the tests among the actions hold of a node; true when that cannot be told, as one fails.
  private func mayPass(_ actions: Range<Int32>, _ node: NodeOrdinal) -> Bool {
    actions.allSatisfy {
      guard case .test(let test) = setup.states.actions[Int($0)] else { return true }
      return mayPass(test: test, node)
    }
  }

  private func mayPass(test: Int, _ node: NodeOrdinal) -> Bool {
    do throws(QueryError) { return try setup.filters.holds(test, node) } catch { return true }
  }

  /// - Returns: false when it cannot be told, as a condition fails.
  private func follow(
    _ arc: SearchStates.Arc, from node: NodeOrdinal, _ context: ExecutionContext, _ allows: (EdgeOrdinal, NodeOrdinal) -> Bool
  ) throws(QueryError) -> Bool {
    source.pointee = node
    var cursor = ExpandCursor()
    var isExhausted = false
    while !isExhausted {
      found.removeAll()
      do throws(QueryError) {
        isExhausted = try setup.filters.expand(UnsafeBufferPointer(start: source, count: 1), along: Int(arc.edge), cursor: &cursor, into: found)
      } catch {
        try context.checkLimits()
        return false
      }
      for index in 0..<found.count where allows(found.edges.base[index], found.nodes.base[index]) {
        _ = places.insert((found.nodes.base[index], UInt32(arc.target), 0))
      }
    }
    return true
  }
}
