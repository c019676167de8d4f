import GraphStore

/// A part of a pattern that no edge joins to what is bound, cut out of it: it can be matched by itself.
struct PatternPart {
  /// What is matched of it alone.
  let pattern: LogicalPattern
  /// All that it binds.
  let slots: Set<Slot>
  /// Its connectors, by position in the whole.
  let connectors: [Int]
  /// Conditions on its nodes and edges that read something else as well: they are judged afterwards.
  private(set) var others: [BoundExpression] = []

  /// Nil where a part of it is bound, or reads in a search what is not of it.
  /// - Parameters:
  ///   - node: a node of it, by position.
  ///   - connectors: those that are left to be followed, by position.
  ///   - conditions: over several variables; those that read the part alone become part of it.
  init?(
    of whole: LogicalPattern, around node: Int, connectors: [Int], conditions: [BoundExpression], paths: [BoundAssignment], bound: Set<Slot>
  ) {
    var slots: Set<Slot> = [whole.nodes[node].slot]
    var rest = connectors
    // A node inside of a search joins others to it as its ends do.
    while let next = rest.firstIndex(where: { slots.contains(whole.connectors[$0].left) || slots.contains(whole.connectors[$0].right) }) {
      let connector = whole.connectors[rest.remove(at: next)]
      slots.formUnion(connector.boundSlots.union([connector.left, connector.right]))
    }
    self.connectors = connectors.filter { !rest.contains($0) }
    let own = self.connectors.map { whole.connectors[$0] }
    // What is another one each time is so for each row.
    let judged = conditions + whole.nodes.flatMap(\.conditions) + own.flatMap(\.conditions)
    guard slots.isDisjoint(with: bound), own.allSatisfy({ $0.readsOnly(slots) }), !judged.contains(where: { Dependences(of: $0).areRandom }) else {
      return nil
    }
    let parts = paths.filter { $0.value.slots.isSubset(of: slots) }
    slots.formUnion(parts.map(\.slot))
    var others: [BoundExpression] = []
    func inside(_ conditions: [BoundExpression]) -> [BoundExpression] {
      others += conditions.filter { !$0.slots.isSubset(of: slots) }
      return conditions.filter { $0.slots.isSubset(of: slots) }
    }
    let members = whole.nodes.filter { slots.contains($0.slot) }.map { node in
      var node = node
      node.conditions = inside(node.conditions)
      return node
    }
    let followed = own.map { connector in
      guard case .edge(var edge) = connector else { return connector }
      edge.conditions = inside(edge.conditions)
      return .edge(edge)
    }
    pattern = LogicalPattern(
      nodes: members, connectors: followed, conditions: conditions.filter { PatternPart.isOwn($0, slots) },
      distinctEdges: whole.distinctEdges.filter(slots.contains), paths: parts)
    self.slots = slots
    self.others = others
  }

  /// Whether a condition reads something of the part and nothing else.
  func judges(_ condition: BoundExpression) -> Bool { PatternPart.isOwn(condition, slots) }

  private static func isOwn(_ condition: BoundExpression, _ slots: Set<Slot>) -> Bool {
    let read = condition.slots
    return !read.isEmpty && read.isSubset(of: slots)
  }

  /// Whether matching it is more than going through all nodes of some labels.
  var narrows: Bool { !pattern.connectors.isEmpty || !pattern.conditions.isEmpty || pattern.nodes.contains { !$0.conditions.isEmpty } }

  // MARK: How its rows are found

  /// The conditions that say that a value of the part equals one that is known.
  func keys(in conditions: [BoundExpression], isKnown: (BoundExpression) -> Bool) -> [PhysicalPlan.NodeJoin.Key] {
    conditions.compactMap { condition in
      guard let (left, right) = condition.equatedSides, !condition.hasSubquery else { return nil }
      for (own, known) in [(left, right), (right, left)] {
        guard judges(own), !known.slots.isEmpty, known.slots.isDisjoint(with: slots), isKnown(known) else { continue }
        return PhysicalPlan.NodeJoin.Key(known: known, own: own)
      }
      return nil
    }
  }

  /// The property of which the conditions say between which known values it lies: one with both limits if there is one.
  func limits(in conditions: [BoundExpression], isKnown: (BoundExpression) -> Bool) -> PhysicalPlan.PartJoin.Limits? {
    let found = slots.sorted { $0.index < $1.index }.flatMap { slot in
      PropertyLimits.all(of: slot, in: conditions) { value in
        !value.slots.isEmpty && !value.hasSubquery && value.slots.isDisjoint(with: slots) && isKnown(value)
      }
    }
    guard let best = found.first(where: { $0.low != nil && $0.high != nil }) ?? found.first else { return nil }
    return PhysicalPlan.PartJoin.Limits(own: best.own, low: best.low?.value, high: best.high?.value)
  }
}

extension LogicalConnector {
  fileprivate var conditions: [BoundExpression] {
    switch self {
    case .edge(let edge): return edge.conditions
    case .search(let search):
      var found: [BoundExpression] = []
      search.path.forEachCondition { found.append($0) }
      return found
    }
  }

  /// Whether what is judged on the way reads these alone. Conditions on an edge are judged elsewhere.
  fileprivate func readsOnly(_ slots: Set<Slot>) -> Bool {
    guard case .search(let search) = self else { return true }
    var own: Set<Slot> = []
    search.path.collectBoundSlots(into: &own)
    return conditions.allSatisfy { $0.slots.isSubset(of: slots.union(own)) }
  }
}
