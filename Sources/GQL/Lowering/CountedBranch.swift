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

/// A node between two others whose variables nobody reads: only how many there are counts.
struct CountedMiddle: Sendable {
  var left: PhysicalPlan.CommonNeighbours.Side
  var right: PhysicalPlan.CommonNeighbours.Side
  var node: LogicalNode
  var branches: [CountedBranch]
}

/// Takes those parts off a pattern that need only be counted.
///
/// A leaf, a node with one edge, is taken off when neither it nor its edge is read by anyone, and when its edge can be no other edge of the
/// pattern, where these must differ. Repeated until no such leaf is left, whole trees become branches of the nodes that remain. Then a node
/// between two others that are joined without it is taken off in the same way: it closes a cycle. What then is a node without edges is a
/// part of its own.
struct BranchPruning {
  private(set) var pattern: LogicalPattern
  /// By the node they hang on.
  private(set) var branches: [Slot: [CountedBranch]] = [:]
  private(set) var middles: [CountedMiddle] = []
  /// Nodes that nothing joins to the rest and nobody reads, with what hangs on them: how many matches they have is the same for all rows.
  private(set) var apart: [LogicalNode] = []
  /// Patterns of more edges are enumerated: to look for parts takes time with the cube of their number.
  private static let connectorLimit = 100
  private let statistics: PlanStatistics
  private let bound: Set<Slot>
  private var kept: Set<Slot>

  /// - Parameters:
  ///   - read: slots that are read outside the pattern.
  ///   - bound: slots bound before it.
  init(_ pattern: LogicalPattern, read: Set<Slot>, bound: Set<Slot>, statistics: PlanStatistics) {
    self.pattern = pattern
    self.statistics = statistics
    self.bound = bound
    kept = read.union(bound)
    guard pattern.connectors.count <= BranchPruning.connectorLimit else { return }
    for condition in pattern.conditions { condition.collectSlots(into: &kept) }
    for path in pattern.paths { path.value.collectSlots(into: &kept) }
    for connector in pattern.connectors {
      switch connector {
      case .edge(let edge):
        for condition in edge.conditions { condition.collectSlots(into: &kept) }
      case .search(let search):
        // Nodes inside of it as well: an edge that ends at one does not end nowhere else.
        kept.formUnion(connector.boundSlots)
        search.path.forEachCondition { $0.collectSlots(into: &kept) }
      }
    }
    for node in pattern.nodes where node.conditions.contains(where: { $0.slots != [node.slot] }) { kept.insert(node.slot) }
    if !pattern.nodes.contains(where: { bound.contains($0.slot) }) { keepStart() }
    if statistics.follows(.countBranches) { while let index = leaf() { takeOff(index) } }
    if statistics.follows(.commonNeighbours) { while let (node, edges) = middle() { takeOff(node, edges) } }
    if statistics.follows(.countApart) { takeApart() }
  }

  /// A condition that may fail stays where it is: an empty part before it may spare it.
  private mutating func takeApart() {
    apart = pattern.nodes.filter { node in
      !kept.contains(node.slot) && degree(node.slot) == 0 && !node.conditions.contains { $0.canFail }
    }
    pattern.nodes.removeAll { node in apart.contains { $0.slot == node.slot } }
  }

  // MARK: What has to stay

  /// Without a kept node one is chosen, else all would be taken off. A node found by a value stays, so that the join starts there, unless
  /// a kept one is found so too.
  private mutating func keepStart() {
    let found = pattern.nodes.filter { $0.isFoundByValue }
    if found.contains(where: { kept.contains($0.slot) }) { return }
    // Of nodes that are nearly unique, the one among most others leaves least of what hangs on it to be counted.
    let unique = found.filter { node in
      node.soughtValue.map { statistics.areFew(where: $0.key, equal: $0.value, PlanStatistics.nearlyUniqueLimit) == true } ?? false
    }
    if let best = unique.max(by: { population($0) < population($1) }) ?? found.min(by: { population($0) < population($1) }) {
      kept.insert(best.slot)
    } else if !pattern.nodes.contains(where: { kept.contains($0.slot) }) {
      // The middle of a star or a chain: its branches are counted independently.
      // In a cycle, any one: its neighbours stay with it.
      let center = pattern.nodes.max { degree($0.slot) < degree($1.slot) }
      if let center { kept.insert(center.slot) }
    }
  }

  private func population(_ node: LogicalNode) -> Double { statistics.nodes(matching: node.labels) }

  private func degree(_ node: Slot) -> Int {
    pattern.connectors.count { $0.left == node || $0.right == node }
  }

  // MARK: Leaves

  /// The number of a connector whose one end can be taken off.
  private func leaf() -> Int? {
    pattern.connectors.indices.first { index in
      guard case .edge(let edge) = pattern.connectors[index], !kept.contains(edge.slot), edge.conditions.isEmpty,
        edge.left != edge.right, end(of: edge) != nil
      else { return false }
      return isDifferent(edge)
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
    forget(edge)
    branches[root, default: []].append(
      CountedBranch(
        directions: direction.directions, label: edge.label, node: node, branches: branches.removeValue(forKey: end) ?? []))
  }

  private var takenOff: [LogicalEdge] = []

  private func connector(of edge: Slot) -> LogicalConnector? {
    pattern.connectors.first {
      guard case .edge(let other) = $0 else { return false }
      return other.slot == edge
    }
  }

  // MARK: Middles

  /// A node with two edges to two other nodes that can be taken off, and the numbers of its connectors.
  private func middle() -> (node: LogicalNode, edges: [LogicalEdge])? {
    for node in pattern.nodes where !kept.contains(node.slot) && degree(node.slot) == 2 {
      var edges: [LogicalEdge] = []
      for case .edge(let edge) in pattern.connectors where edge.left == node.slot || edge.right == node.slot { edges.append(edge) }
      guard edges.count == 2, edges.allSatisfy({ !kept.contains($0.slot) && $0.conditions.isEmpty && $0.left != $0.right }),
        edges.allSatisfy({ isDifferent($0) })
      else { continue }
      let ends = edges.map { $0.other(than: node.slot) }
      if ends[0] != ends[1], areJoined(ends[0], ends[1], without: node.slot) { return (node, edges) }
    }
    return nil
  }

  /// Whether both are found without the third: else taking it off would pair everything with everything.
  private func areJoined(_ a: Slot, _ b: Slot, without middle: Slot) -> Bool {
    let found = [a, b].allSatisfy { end in bound.contains(end) || pattern.nodes.contains { $0.slot == end && $0.isFoundByValue } }
    if found { return true }
    var reached: Set<Slot> = [a]
    var grows = true
    while grows {
      grows = false
      for connector in pattern.connectors where connector.left != middle && connector.right != middle {
        guard reached.contains(connector.left) != reached.contains(connector.right) else { continue }
        reached.formUnion([connector.left, connector.right])
        grows = true
      }
    }
    return reached.contains(b)
  }

  private mutating func takeOff(_ node: LogicalNode, _ edges: [LogicalEdge]) {
    let sides = edges.map { edge in
      let end = edge.other(than: node.slot)
      let direction = edge.left == end ? edge.direction : edge.direction.reversed
      return PhysicalPlan.CommonNeighbours.Side(node: end, directions: direction.directions, label: edge.label)
    }
    pattern.nodes.removeAll { $0.slot == node.slot }
    pattern.connectors.removeAll { $0.left == node.slot || $0.right == node.slot }
    for edge in edges { forget(edge) }
    kept.formUnion(sides.map(\.node))
    middles.append(
      CountedMiddle(left: sides[0], right: sides[1], node: node, branches: branches.removeValue(forKey: node.slot) ?? []))
  }

  // MARK: Different edges

  private mutating func forget(_ edge: LogicalEdge) {
    pattern.distinctEdges.removeAll { $0 == edge.slot }
    if pattern.distinctEdges.count == 1, connector(of: pattern.distinctEdges[0]) != nil { pattern.distinctEdges = [] }
    takenOff.append(edge)
  }

  /// Whether the edge cannot be the same as any other edge that it must differ from.
  private func isDifferent(_ edge: LogicalEdge) -> Bool {
    guard pattern.distinctEdges.contains(edge.slot) else { return true }
    for other in pattern.distinctEdges where other != edge.slot {
      guard case .edge(let other)? = connector(of: other), statistics.differ(edge, other) else { return false }
    }
    return takenOff.allSatisfy { statistics.differ(edge, $0) }
  }
}

extension LogicalNode {
  var isFoundByValue: Bool { soughtValue != nil }

  /// The first property that a condition compares with a value that the node has no part in.
  var soughtValue: (key: String, value: BoundExpression)? {
    conditions.lazy.compactMap { $0.soughtValue(of: slot) { _ in true } }.first
  }
}

extension LogicalEdge {
  fileprivate func other(than node: Slot) -> Slot { left == node ? right : left }
}
