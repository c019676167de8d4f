import GraphStore

/// What the parts of a pattern are expected to match, each for itself: the numbers by which orders of joins are compared. Never answers.
///
/// Nodes are known by their positions in the pattern, sets of them by bits.
struct PatternEstimates {
  typealias Nodes = UInt32

  struct NodeEstimate {
    /// Nodes that the labels, and the types of the edges that it is an end of, leave.
    var count: Double
    /// Nodes that the labels leave: all of them are gone through where none is looked up.
    var scanned: Double
    /// The part of `count` that the conditions leave.
    var share: Double
    /// Nodes that have a value which is known once others are bound.
    var lookUps: [(count: Double, needs: Nodes)]
  }

  struct ConnectorEstimate {
    var left: Int
    var right: Int
    /// Edges, or for a search paths, between nodes of both ends.
    var count: Double
    /// The part of them that the conditions leave.
    var share: Double
    /// What one of them costs to find, where following an edge costs 1.
    var price: Double
    /// What it costs at least to follow it from one node, however few it finds.
    var effort = 0.0
    /// What must be bound before it can be followed.
    var needs: Nodes
  }

  private(set) var nodes: [NodeEstimate] = []
  private(set) var connectors: [ConnectorEstimate] = []
  /// Conditions over several nodes: when they are all bound, this part of the rows is left.
  private(set) var conditions: [(needs: Nodes, share: Double)] = []

  init(nodes: [NodeEstimate], connectors: [ConnectorEstimate], conditions: [(needs: Nodes, share: Double)]) {
    (self.nodes, self.connectors, self.conditions) = (nodes, connectors, conditions)
  }
}

extension PatternEstimates {
  /// Nil for a pattern of more nodes than bits.
  init?(_ pattern: LogicalPattern, _ statistics: PlanStatistics) {
    guard pattern.nodes.count <= Nodes.bitWidth else { return nil }
    let estimator = PatternEstimator(pattern, statistics)
    let ends = statistics.reader.edgeEnds
    let sets = estimator.labelSets(ends)
    nodes = zip(pattern.nodes, sets).map(estimator.estimate)
    for connector in pattern.connectors {
      guard let left = estimator.positions[connector.left], let right = estimator.positions[connector.right] else { return nil }
      switch connector {
      case .edge(let edge):
        let count = statistics.edges(edge, from: sets[left], to: sets[right], ends)
        connectors.append(
          .init(left: left, right: right, count: count, share: PatternEstimates.share(of: edge.conditions), price: 1, needs: 0))
      case .search(let search): connectors.append(estimator.estimate(search, left, right, nodes))
      }
    }
    for condition in pattern.conditions {
      guard let needs = estimator.bits(condition.slots), needs != 0 else { continue }
      conditions.append((needs, estimator.shareOfEqual(condition) ?? PatternEstimates.share(of: condition)))
    }
  }

  private static func share(of conditions: [BoundExpression]) -> Double { conditions.reduce(1) { $0 * share(of: $1) } }

  /// Rules of thumb, as in Selinger et al.: Access Path Selection in a Relational Database Management System, 1979.
  static func share(of condition: BoundExpression) -> Double {
    switch condition.kind {
    case .comparison(.equal, _, _): return 0.1
    case .comparison(.notEqual, _, _): return 0.9
    case .comparison(.less, _, _), .comparison(.lessOrEqual, _, _), .comparison(.greater, _, _), .comparison(.greaterOrEqual, _, _):
      return 1.0 / 3
    case .logical(.and, let a, let b): return share(of: a) * share(of: b)
    case .logical(.or, let a, let b): return 1 - (1 - share(of: a)) * (1 - share(of: b))
    case .not(let a): return 1 - share(of: a) * 0.99
    case .isNull(_, let isNegated): return isNegated ? 0.9 : 0.1
    case .logical(.xor, _, _), .constant, .slot, .parameter, .property, .arithmetic, .negate, .concatenate, .isTruth, .isLabeled, .isTyped,
      .isDirected, .isEnd, .allDifferent, .same, .propertyExists, .function, .aggregateOfList, .caseWhen, .coalesce, .cast, .list, .record, .path,
      .letIn, .fold, .exists, .scalarSubquery:
      return 0.5
    }
  }
}

/// Asks for the numbers of one pattern.
private struct PatternEstimator {
  typealias Nodes = PatternEstimates.Nodes
  private let pattern: LogicalPattern
  private let statistics: PlanStatistics
  private(set) var positions: [Slot: Int] = [:]

  init(_ pattern: LogicalPattern, _ statistics: PlanStatistics) {
    self.pattern = pattern
    self.statistics = statistics
    for (position, node) in pattern.nodes.enumerated() { positions[node.slot] = position }
  }

  /// The label sets that each node may have: those its labels allow and where edges of the types at it begin or end.
  func labelSets(_ ends: EdgeEnds?) -> [[Bool]] {
    var sets = pattern.nodes.map { statistics.labelSets(matching: $0.labels) }
    guard let ends else { return sets }
    for case .edge(let edge) in pattern.connectors {
      let types = statistics.edgeTypes(matching: edge.label)
      for (slot, direction) in [(edge.left, edge.direction), (edge.right, edge.direction.reversed)] {
        guard let position = positions[slot] else { continue }
        for set in sets[position].indices where sets[position][set] {
          let occurs = types.contains { type in
            direction.begins && ends.count(ofType: type, isSource: true, labelSet: set) > 0
              || direction.ends && ends.count(ofType: type, isSource: false, labelSet: set) > 0
          }
          if !occurs { sets[position][set] = false }
        }
      }
    }
    return sets
  }

  func estimate(_ node: LogicalNode, _ sets: [Bool]) -> PatternEstimates.NodeEstimate {
    let count = max(statistics.nodes(in: sets), 0.5)
    let conditions = node.conditions + pattern.conditions
    var (share, limiting) = statistics.shareLeft(byLimitsIn: conditions, of: node.slot, among: sets)
    var lookUps: [(count: Double, needs: Nodes)] = []
    for (number, condition) in conditions.enumerated() where !limiting.contains(number) {
      let isOwn = condition.slots.intersection(positions.keys).isSubset(of: [node.slot])
      if let (key, value) = condition.soughtValue(of: node.slot, isKnown: { _ in true }), let needs = bits(value.slots) {
        let found = min(count, statistics.expectedNodes(where: key, equal: value))
        lookUps.append((found, needs))
        if isOwn { share *= found / count }
      } else if statistics.follows(.joinByValue), let key = condition.joinKey(of: node.slot, isKnown: { _ in true }), let needs = bits(key.known.slots) {
        lookUps.append((statistics.expected(key.own, among: count), needs))
      } else if isOwn, !condition.slots.isDisjoint(with: [node.slot]) {
        share *= PatternEstimates.share(of: condition)
      }
    }
    return PatternEstimates.NodeEstimate(count: count, scanned: max(count, statistics.nodes(matching: node.labels)), share: max(share, 1e-9), lookUps: lookUps)
  }

  /// All walks without a bound may be tried in vain.
  private static let effortWithoutBound = 1e6

  /// Paths of several lengths: what the first two edges multiply, and not more than there are nodes.
  func estimate(
    _ search: LogicalSearch, _ left: Int, _ right: Int, _ nodes: [PatternEstimates.NodeEstimate]
  ) -> PatternEstimates.ConnectorEstimate {
    let degree = statistics.degree(nil) + 1
    let reached = min(degree * degree, nodes[right].count)
    var own: Set<Slot> = []
    search.path.collectBoundSlots(into: &own)
    var read: Set<Slot> = []
    search.path.forEachCondition { $0.collectSlots(into: &read) }
    return PatternEstimates.ConnectorEstimate(
      left: left, right: right, count: nodes[left].count * reached, share: 1, price: 100,
      effort: search.isUnbounded ? PatternEstimator.effortWithoutBound : 0, needs: bits(read.subtracting(own)) ?? ~0)
  }

  /// Of `a.key = b.key`.
  func shareOfEqual(_ condition: BoundExpression) -> Double? {
    guard let (left, right) = condition.equatedSides else { return nil }
    let shares = [left, right].compactMap { side -> Double? in
      guard case .property(let element, let key) = side.kind, case .slot(let slot) = element.kind, positions[slot] != nil else { return nil }
      return statistics.shareOfEqual(key)
    }
    return shares.min()
  }

  /// Those of the slots that are nodes of the pattern; nil where others of its variables are among them.
  func bits(_ slots: Set<Slot>) -> Nodes? {
    var bits: Nodes = 0
    let own = pattern.boundSlots
    for slot in slots {
      if let position = positions[slot] { bits |= 1 << Nodes(position) } else if own.contains(slot) { return nil }
    }
    return bits
  }
}

extension EdgeDirectionPattern {
  /// Whether an edge may be followed from where it begins.
  fileprivate var begins: Bool { !directions.isDisjoint(with: [.outgoing, .undirected]) }
  /// Whether an edge may be followed from where it ends.
  fileprivate var ends: Bool { !directions.isDisjoint(with: [.incoming, .undirected]) }
}

extension PlanStatistics {
  /// Edges that match a pattern between nodes of these label sets.
  fileprivate func edges(_ edge: LogicalEdge, from left: [Bool], to right: [Bool], _ ends: EdgeEnds?) -> Double {
    var count = 0.0
    for type in edgeTypes(matching: edge.label) {
      if edge.direction.begins { count += edges(type, from: left, to: right, ends) }
      if edge.direction.ends, !edge.directionIsUndirected { count += edges(type, from: right, to: left, ends) }
    }
    return max(count, 0.5)
  }

  /// Where an edge begins says nothing of where it ends.
  private func edges(_ type: NameID, from sources: [Bool], to targets: [Bool], _ ends: EdgeEnds?) -> Double {
    let all = Double(reader.edgeCount(ofType: type))
    guard let ends else { return all }
    func share(_ sets: [Bool], isSource: Bool) -> Double {
      var (some, whole) = (0.0, 0.0)
      for (set, isIn) in sets.enumerated() {
        let count = ends.count(ofType: type, isSource: isSource, labelSet: set)
        whole += count
        if isIn { some += count }
      }
      return whole > 0 ? some / whole : 1
    }
    return all * share(sources, isSource: true) * share(targets, isSource: false)
  }
}

extension LogicalEdge {
  fileprivate var directionIsUndirected: Bool { direction.directions == .undirected }
}
