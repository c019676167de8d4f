/// Two variables of one match that must not hold a common edge: edges, or lists of edges. A slot with itself: no edge twice in the list.
struct EdgePair: Sendable, Hashable {
  var first: Slot
  var second: Slot
}

extension LogicalPattern {
  /// What has to be compared so that all edges of a match differ (DIFFERENT EDGES); pairs that differ for certain are left out.
  func edgePairs(_ statistics: PlanStatistics) -> [EdgePair] {
    var edges: [Slot: LogicalEdge] = [:]
    var pairs: [EdgePair] = []
    for connector in connectors {
      switch connector {
      case .edge(let edge): edges[edge.slot] = edge
      case .search(let search):
        // SIMPLE may return over the edge it came by.
        let mayRepeat = !search.isTrail && (search.mode == .walk || search.mode == .simple)
        guard let slot = search.edges, mayRepeat, distinctEdges.contains(slot) else { continue }
        pairs.append(EdgePair(first: slot, second: slot))
      }
    }
    for (index, first) in distinctEdges.enumerated() {
      for second in distinctEdges[(index + 1)...] {
        if let a = edges[first], let b = edges[second], statistics.differ(a, b) { continue }
        pairs.append(EdgePair(first: first, second: second))
      }
    }
    return pairs
  }
}

extension PlanStatistics {
  /// Whether two edges of one match are certainly not the same: they have no type in common; or one leaves the node that the other
  /// enters, and no edge of the graph leaves and enters the same node.
  func differ(_ a: LogicalEdge, _ b: LogicalEdge) -> Bool {
    if !haveCommonType(a.label, b.label) { return true }
    guard hasNoSelfLoop, let a = a.ends, let b = b.ends else { return false }
    return a.target == b.source || a.source == b.target
  }
}

extension LogicalEdge {
  /// The ends of an edge that is followed in one direction only.
  fileprivate var ends: (source: Slot, target: Slot)? {
    switch direction {
    case .right: (left, right)
    case .left: (right, left)
    case .undirected, .leftOrUndirected, .undirectedOrRight, .leftOrRight, .any: nil
    }
  }
}
