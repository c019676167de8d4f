import GraphStore

extension PhysicalPlan {
  /// The scan that drives the plan, when all above it takes the rows of each scanned node alone and needs no thread of its own: then pieces of the
  /// scan can be worked on at once. A grouping by the scanned node is such a step, for rows of different nodes are of different groups.
  /// Nil for every other plan.
  var morselScan: NodeScan? {
    switch self {
    case .nodeScan(.argument, let scan): return scan
    case .nodeScan(let input, _), .labelCheck(let input, _), .expand(let input, _), .distinctEdges(let input, _, _):
      return input.morselScan
    case .nodeLookup(let input, let lookup):
      return lookup.sought.values.contains(where: \.needsOwnThread) ? nil : input.morselScan
    case .nodeJoin(let input, let join): return join.needsOwnThread ? nil : input.morselScan
    case .partJoin(let input, let join): return join.needsOwnThread ? nil : input.morselScan
    case .filter(let input, let condition, _): return condition.needsOwnThread ? nil : input.morselScan
    case .extend(let input, let assignments):
      return assignments.contains { $0.value.needsOwnThread } ? nil : input.morselScan
    case .weigh(let input, let weigh):
      return weigh.branches.contains(where: \.needsOwnThread) ? nil : input.morselScan
    case .commonNeighbours(let input, let common):
      return common.middle.needsOwnThread || common.branches.contains(where: \.needsOwnThread) ? nil : input.morselScan
    case .search(let input, let search): return QuantifiedEdge(search) == nil ? nil : input.morselScan
    case .unwind(let input, let unwind, _): return unwind.list.needsOwnThread ? nil : input.morselScan
    case .aggregate(let input, let keys, let aggregates, _):
      guard let scan = input.morselScan, keys.contains(where: { $0.value.isSlot(scan.slot) }), !PhysicalPlan.needOwnThread(keys, aggregates)
      else { return nil }
      return scan
    case .distinct(let input, let slots, _):
      guard let scan = input.morselScan, slots.contains(scan.slot) else { return nil }
      return scan
    case .apply(let input, let apply): return apply.treatsRowsAlone ? input.morselScan : nil
    case .argument, .sort, .page, .setOperation, .callProcedure, .insert, .set, .remove, .delete, .discard:
      return nil
    }
  }

  /// Whether a grouping keeps rows together that may come from several morsels, and may begin in each thread by itself: `morselScan` of its
  /// input drives it, and no aggregate depends on the order of rows as far as can be told.
  static func groupsInParts(_ input: PhysicalPlan, _ keys: [BoundAssignment], _ aggregates: [BoundAggregate]) -> Bool {
    guard let scan = input.morselScan, !keys.contains(where: { $0.value.isSlot(scan.slot) }) else { return false }
    return aggregates.allSatisfy(\.combinesParts) && !needOwnThread(keys, aggregates)
  }

  static func needOwnThread(_ keys: [BoundAssignment], _ aggregates: [BoundAggregate]) -> Bool {
    keys.contains { $0.value.needsOwnThread } || aggregates.contains { $0.arguments.contains(where: \.needsOwnThread) }
  }
}

extension PhysicalPlan.Apply {
  /// Whole batches go through the inner plan, whose steps need nothing but their rows: each thread may have one of its own.
  fileprivate var treatsRowsAlone: Bool {
    switch kind {
    case .inner, .optional: isBatchwise && inner.treatsRowsAlone
    case .effects: false
    }
  }
}

extension PhysicalPlan {
  /// Whether rows go through the plan alone and in their order, on any thread.
  fileprivate var treatsRowsAlone: Bool {
    switch self {
    case .argument: true
    case .labelCheck(let input, _), .expand(let input, _), .distinctEdges(let input, _, _): input.treatsRowsAlone
    case .nodeLookup(let input, let lookup): !lookup.sought.values.contains(where: \.needsOwnThread) && input.treatsRowsAlone
    case .nodeJoin(let input, let join): !join.needsOwnThread && input.treatsRowsAlone
    case .partJoin(let input, let join): !join.needsOwnThread && !join.known.isEmpty && input.treatsRowsAlone
    case .filter(let input, let condition, _): !condition.needsOwnThread && input.treatsRowsAlone
    case .extend(let input, let assignments): !assignments.contains { $0.value.needsOwnThread } && input.treatsRowsAlone
    case .unwind(let input, let unwind, _): !unwind.list.needsOwnThread && input.treatsRowsAlone
    case .nodeScan, .search, .weigh, .commonNeighbours, .aggregate, .distinct, .sort, .page, .setOperation, .apply, .callProcedure, .insert,
      .set, .remove, .delete, .discard:
      false
    }
  }
}

extension PhysicalPlan.Sort {
  /// Only the first rows are wanted, so that of each part of the rows only the first are; keys can be computed by any thread.
  var isTopRows: Bool { limit != nil && !keys.contains { $0.value.needsOwnThread } }

  func carrying(_ slots: Set<Slot>) -> PhysicalPlan.Sort {
    var sort = self
    sort.carried = slots.sorted { $0.index < $1.index }
    return sort
  }
}

extension BoundExpression {
  fileprivate func isSlot(_ slot: Slot) -> Bool {
    if case .slot(slot) = kind { true } else { false }
  }
}

extension PhysicalPlan.NodeJoin {
  /// Those of the keys, and what is looked up.
  var values: [BoundExpression] { keys.flatMap { [$0.known, $0.own] } + (lookUp.map { [$0.value] } ?? []) }
  fileprivate var needsOwnThread: Bool { values.contains(where: \.needsOwnThread) }
}

extension PhysicalPlan.PartJoin {
  /// The part is matched by the thread that needs it first.
  fileprivate var needsOwnThread: Bool {
    part.morselScan == nil || (known + keys.map(\.own) + (limits.map { [$0.own] } ?? [])).contains(where: \.needsOwnThread)
  }
}

extension CountedBranch {
  var needsOwnThread: Bool { node.needsOwnThread || branches.contains(where: \.needsOwnThread) }
}

extension LogicalNode {
  fileprivate var needsOwnThread: Bool { conditions.contains(where: \.needsOwnThread) }
}
