import GraphStore

extension PhysicalPlan {
  /// The scan that drives the plan, when all above it takes each row alone and without a subquery: then pieces of the scan can be worked on
  /// at once. Nil for every other plan.
  var morselScan: NodeScan? {
    switch self {
    case .nodeScan(.argument, let scan): return scan
    case .nodeScan(let input, _), .labelCheck(let input, _), .expand(let input, _), .distinctEdges(let input, _, _):
      return input.morselScan
    case .nodeLookup(let input, let lookup):
      return lookup.sought.values.contains(where: \.hasSubquery) ? nil : input.morselScan
    case .filter(let input, let condition, _): return condition.hasSubquery ? nil : input.morselScan
    case .extend(let input, let assignments):
      return assignments.contains { $0.value.hasSubquery } ? nil : input.morselScan
    case .weigh(let input, let weigh):
      return weigh.branches.contains(where: \.hasSubquery) ? nil : input.morselScan
    case .commonNeighbours(let input, let common):
      return common.middle.hasSubquery || common.branches.contains(where: \.hasSubquery) ? nil : input.morselScan
    case .search(let input, let search): return QuantifiedEdge(search) == nil ? nil : input.morselScan
    case .unwind(let input, let unwind, _): return unwind.list.hasSubquery ? nil : input.morselScan
    case .argument, .aggregate, .distinct, .sort, .page, .setOperation, .apply, .callProcedure, .insert, .set, .remove, .delete,
      .discard:
      return nil
    }
  }
}

extension CountedBranch {
  fileprivate var hasSubquery: Bool { node.hasSubquery || branches.contains(where: \.hasSubquery) }
}

extension LogicalNode {
  fileprivate var hasSubquery: Bool { conditions.contains(where: \.hasSubquery) }
}
