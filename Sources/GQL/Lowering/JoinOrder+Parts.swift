import GraphStore

/// Parts of a pattern that no edge joins to the rows there are.
extension JoinOrder {
  /// Fewer rows may as well go through the part each.
  static let fewRows = 2.0
  /// So many look-ups in an index of the file take as long as putting all nodes in order.
  private static let fewLookUps = 300.0

  /// Joins the part that the node is in, matched by itself. False where it had better be matched for each row, or must be.
  mutating func joinPart(around position: Int) -> Bool {
    guard statistics.follows(.partOnce), let input else { return false }
    let estimates = RowEstimates(statistics)
    let before = estimates.rows(of: plan(result, on: input.plan))
    guard input.mayRunOften || before > JoinOrder.fewRows,
      let part = PatternPart(
        of: pattern, around: position, connectors: pendingConnectors, conditions: pendingConditions, paths: pendingPaths, bound: bound)
    else { return false }
    let linking = part.others + pendingConditions.filter { !part.judges($0) }
    let keys = part.keys(in: linking, isKnown: isBound)
    let limits = keys.isEmpty ? part.limits(in: linking, isKnown: isBound) : nil
    guard !keys.isEmpty || !looksUpByRow(pattern.nodes[position], input.mayRunOften || before < JoinOrder.fewLookUps) else { return false }
    guard !keys.isEmpty || limits != nil || before > JoinOrder.fewRows && part.narrows else { return false }
    var order = JoinOrder(pattern: part.pattern, statistics: statistics, bound: [], planner: planner)
    let steps = order.steps()
    planner = order.planner
    let isFirst = input.plan.isArgument && !input.mayRunOften && patternSlots.isSuperset(of: bound)
    let partRows = estimates.rows(of: plan(steps, on: .argument))
    if isFirst, !keys.isEmpty, weight == nil, partRows > 2 * before {
      // A table of the fewer rows is made, and the many go by it.
      let turned = keys.map { PhysicalPlan.NodeJoin.Key(known: $0.own, own: $0.known) }
      result = steps + [.part(result, .init(part: .argument, outputs: sorted(bound), keys: turned, limits: nil, partRows: before, carried: []))]
    } else {
      result.append(.part(steps, .init(part: .argument, outputs: sorted(part.slots), keys: keys, limits: limits, partRows: partRows, carried: [])))
    }
    finish(part)
    return true
  }

  private mutating func finish(_ part: PatternPart) {
    bound.formUnion(part.slots)
    checkedNodes.formUnion(part.pattern.nodes.map(\.slot))
    pendingConnectors.removeAll(where: part.connectors.contains)
    pendingConditions.removeAll(where: part.judges)
    pendingPaths.removeAll { part.slots.contains($0.slot) }
    for slot in part.slots {
      pairNumbers[slot]?.removeAll { part.slots.contains(pairs[$0].first) && part.slots.contains(pairs[$0].second) }
    }
    for condition in part.others { test(condition) }
  }

  /// Whether the node is found for each row by an index.
  /// - Parameter areFew: the rows.
  private func looksUpByRow(_ node: LogicalNode, _ areFew: Bool) -> Bool {
    guard statistics.follows(.lookUp) else { return false }
    if let (_, value) = equality(of: node) { return !value.slots.isEmpty }
    guard areFew, let (_, sought, _) = node.indexedRange(statistics, isBound: isBound) else { return false }
    return sought.values.contains { !$0.slots.isEmpty }
  }

  /// For estimates.
  private func plan(_ steps: [JoinStep], on input: PhysicalPlan) -> PhysicalPlan { steps.reduce(input) { $1.node(over: $0, carried: []) } }

  private func sorted(_ slots: Set<Slot>) -> [Slot] { slots.sorted { $0.index < $1.index } }
}
