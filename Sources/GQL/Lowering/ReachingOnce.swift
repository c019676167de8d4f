import GraphStore

/// Where equal rows may come once, a part of a path of which only the ends are read asks which ends there are, not in how many ways they
/// are reached: a shortest way to each is enough. All ways of one edge are as many as there are trails, which is without measure in a graph
/// with cycles.
extension LogicalPattern {
  /// Lengths that are followed one way at a time.
  private static let shortLength = 3

  /// - Parameter read: by whatever is above.
  /// - Parameter bound: before the pattern.
  func reachingOnce(read: Set<Slot>, bound: Set<Slot>, _ statistics: PlanStatistics) -> LogicalPattern {
    var result = self
    for (index, connector) in connectors.enumerated() {
      guard case .search(var search) = connector, mayReachOnce(search, at: index, read.union(bound), statistics) else { continue }
      search.selector = .anyShortest
      result.connectors[index] = .search(search)
    }
    return result
  }

  private func mayReachOnce(_ search: LogicalSearch, at index: Int, _ known: Set<Slot>, _ statistics: PlanStatistics) -> Bool {
    guard search.selector == .all, (search.path.lengths.max ?? .max) > LogicalPattern.shortLength else { return false }
    if let edges = search.edges, edgePairs(statistics).contains(where: { $0.first == edges || $0.second == edges }) { return false }
    var inside: Set<Slot> = []
    search.path.collectBoundSlots(into: &inside)
    inside.formUnion(search.path.outputSlots + [search.segment].compactMap { $0 })
    inside.subtract([search.left, search.right])
    return inside.isDisjoint(with: known) && inside.isDisjoint(with: slots(besides: index))
  }

  /// What the other parts of the pattern bind and read.
  private func slots(besides index: Int) -> Set<Slot> {
    var rest = self
    rest.connectors.remove(at: index)
    rest.distinctEdges = []
    return rest.boundSlots.union(rest.readSlots)
  }
}
