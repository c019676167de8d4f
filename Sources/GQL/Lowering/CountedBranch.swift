import GraphStore

/// A part of a pattern that hangs on one node and whose variables nobody reads: only how often it matches counts.
///
/// Factorised evaluation (Olteanu, Schleich: Factorized Databases, SIGMOD Record 45(2), 2016): the matches of independent branches multiply,
/// those of alternatives add up, so that the number of matches is computed without enumerating them.
struct CountedBranch: Sendable {
  /// From the node that the branch hangs on.
  var directions: EdgeDirections
  var label: LabelPredicate?
  /// The node at the other end, with conditions that read it alone.
  var node: LogicalNode
  var branches: [CountedBranch]

  /// All edges and nodes of the branch as a pattern, for reading: `-[:A]->(:B)`.
  var edgeCount: Int { 1 + branches.reduce(0) { $0 + $1.edgeCount } }
}

/// Takes those parts off a pattern that need only be counted.
///
/// A leaf, a node with one edge, is taken off when neither it nor its edge is read by anyone, and when its edge can be no other edge of the
/// pattern, where these must differ. Repeated until no such leaf is left, whole trees become branches of the nodes that remain.
struct BranchPruning {
  private(set) var pattern: LogicalPattern
  /// By the node they hang on.
  private(set) var branches: [Slot: [CountedBranch]] = [:]
  private let statistics: PlanStatistics
  private var kept: Set<Slot>

  /// - Parameters:
  ///   - read: slots that are read outside the pattern.
  ///   - bound: slots bound before it.
  init(_ pattern: LogicalPattern, read: Set<Slot>, bound: Set<Slot>, statistics: PlanStatistics) {
    self.pattern = pattern
    self.statistics = statistics
    kept = read.union(bound)
    for condition in pattern.conditions { condition.collectSlots(into: &kept) }
    for path in pattern.paths { path.value.collectSlots(into: &kept) }
    for connector in pattern.connectors {
      switch connector {
      case .edge(let edge):
        for condition in edge.conditions { condition.collectSlots(into: &kept) }
      case .search(let search):
        kept.formUnion([search.left, search.right])
        search.path.forEachCondition { $0.collectSlots(into: &kept) }
      }
    }
    for node in pattern.nodes where node.conditions.contains(where: { $0.slots != [node.slot] }) { kept.insert(node.slot) }
    if !pattern.nodes.contains(where: { bound.contains($0.slot) }) { keepStart() }
    while let index = leaf() { takeOff(index) }
  }

  // MARK: What has to stay

  /// Without a kept node one is chosen, else all would be taken off. A node found by a value stays, so that the join starts there, unless
  /// a kept one is found so too.
  private mutating func keepStart() {
    let found = pattern.nodes.filter { $0.isFoundByValue }
    if found.contains(where: { kept.contains($0.slot) }) { return }
    if let best = found.min(by: { statistics.nodes(matching: $0.labels) < statistics.nodes(matching: $1.labels) }) {
      kept.insert(best.slot)
    } else if !pattern.nodes.contains(where: { kept.contains($0.slot) }) {
      // The middle of a star or a chain: its branches are counted independently.
      let center = pattern.nodes.max { degree($0.slot) < degree($1.slot) }
      if let center { kept.insert(center.slot) }
    }
  }

  private func degree(_ node: Slot) -> Int {
    pattern.connectors.count { $0.left == node || $0.right == node }
  }

  // MARK: Leaves

  /// The number of a connector whose one end can be taken off.
  private func leaf() -> Int? {
    pattern.connectors.indices.first { index in
      guard case .edge(let edge) = pattern.connectors[index], !kept.contains(edge.slot), edge.conditions.isEmpty,
        edge.left != edge.right, let end = end(of: edge)
      else { return false }
      return isDifferent(edge, end)
    }
  }

  private func end(of edge: LogicalEdge) -> Slot? {
    [edge.right, edge.left].first { !kept.contains($0) && degree($0) == 1 }
  }

  private mutating func takeOff(_ index: Int) {
    guard case .edge(let edge) = pattern.connectors.remove(at: index) else { return }
    let end = !kept.contains(edge.right) && degree(edge.right) == 0 ? edge.right : edge.left
    let root = end == edge.right ? edge.left : edge.right
    let direction = end == edge.right ? edge.direction : edge.direction.reversed
    guard let position = pattern.nodes.firstIndex(where: { $0.slot == end }) else { return }
    let node = pattern.nodes.remove(at: position)
    pattern.distinctEdges.removeAll { $0 == edge.slot }
    if pattern.distinctEdges.count == 1, case .edge? = connector(of: pattern.distinctEdges[0]) { pattern.distinctEdges = [] }
    branches[root, default: []].append(
      CountedBranch(
        directions: direction.directions, label: edge.label, node: node, branches: branches.removeValue(forKey: end) ?? []))
    takenOff.append(edge)
  }

  private var takenOff: [LogicalEdge] = []

  private func connector(of edge: Slot) -> LogicalConnector? {
    pattern.connectors.first {
      guard case .edge(let other) = $0 else { return false }
      return other.slot == edge
    }
  }

  // MARK: Different edges

  /// Whether the edge cannot be the same as any other edge that it must differ from.
  private func isDifferent(_ edge: LogicalEdge, _ end: Slot) -> Bool {
    guard pattern.distinctEdges.contains(edge.slot) else { return true }
    for other in pattern.distinctEdges where other != edge.slot {
      guard case .edge(let other)? = connector(of: other), differs(edge, other) else { return false }
    }
    return takenOff.allSatisfy { differs(edge, $0) }
  }

  /// Two edges differ when they have no type in common; or when one leaves the node that the other enters, and no edge of the graph
  /// leaves and enters the same node.
  private func differs(_ a: LogicalEdge, _ b: LogicalEdge) -> Bool {
    if !statistics.haveCommonType(a.label, b.label) { return true }
    guard statistics.hasNoSelfLoop, let a = a.ends, let b = b.ends else { return false }
    return a.target == b.source || a.source == b.target
  }
}

extension LogicalNode {
  /// Whether a condition compares a property with a value that no other variable of the pattern has part in.
  var isFoundByValue: Bool {
    conditions.contains { condition in
      guard case .comparison(.equal, let left, let right) = condition.kind else { return false }
      return [(left, right), (right, left)].contains { side, value in
        guard case .property(let element, _) = side.kind, case .slot(slot) = element.kind else { return false }
        return !value.slots.contains(slot)
      }
    }
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
