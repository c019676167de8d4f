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

  /// The fewest edges from a place to the end of a whole walk at `end`, without those that the walk that stands there rules out; nil when there is
  /// no way. O(edges that are nearer).
  func distance(from node: NodeOrdinal, _ state: Int32, to end: NodeOrdinal, _ context: ExecutionContext) throws(QueryError) -> Int? {
    places.removeAll()
    _ = places.insert((node, UInt32(state), 0))
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
      if node == end, !setup.states.acceptances(of: state).isEmpty { return distance }
      // A simple walk that has come back to where it began goes no further.
      if setup.isSimple, node == setup.walk.nodes.elements.first, next > 1 || setup.walk.edges.count > 0 { continue }
      for arc in setup.states.arcs(of: state) {
        guard try follow(setup.states.arcs[Int(arc)], from: node, context) else { return distance }
      }
    }
    return nil
  }

  /// - Returns: false when it cannot be told, as a condition fails.
  private func follow(_ arc: SearchStates.Arc, from node: NodeOrdinal, _ context: ExecutionContext) throws(QueryError) -> Bool {
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
      for index in 0..<found.count where setup.allows(found.edges.base[index], found.nodes.base[index]) {
        _ = places.insert((found.nodes.base[index], UInt32(arc.target), 0))
      }
    }
    return true
  }
}
