import GraphStore

/// `EXISTS` and `NOT EXISTS` of a pattern that hangs on one node of the rows: the rows are kept for which its branches match, or do not.
///
/// Counting tells (`BranchCounter`): for few rows the branches are followed, for many the answer is known for all nodes at once, in time linear in
/// nodes and edges, where a subquery would run for each row.
struct SemiJoin {
  private let node: Slot
  private let branches: [CountedBranch]
  private let keepsMatched: Bool
  /// Longer branches are not counted: their matches might be more than a number can say, and here nobody wants the number.
  private static let longestBranch = 4

  /// Nil when the condition is something else.
  /// - Parameter bound: slots of the rows.
  init?(_ condition: BoundExpression, bound: Set<Slot>, statistics: PlanStatistics, planner: inout Planner) {
    guard statistics.isStable, statistics.follows(.semiJoin) else { return nil }
    var (expression, keepsMatched) = (condition, true)
    while case .not(let operand) = expression.kind { (expression, keepsMatched) = (operand, !keepsMatched) }
    guard case .exists(let query) = expression.kind, let pattern = SemiJoin.pattern(of: planner.plan(query)),
      pattern.conditions.isEmpty, pattern.paths.isEmpty
    else { return nil }
    let pruned = BranchPruning(pattern, read: [], bound: bound, statistics: statistics)
    guard pruned.pattern.connectors.isEmpty, pruned.middles.isEmpty, pruned.pattern.nodes.count == 1, let root = pruned.pattern.nodes.first,
      bound.contains(root.slot), root.labels.isEmpty, root.conditions.isEmpty, let branches = pruned.branches[root.slot],
      branches.allSatisfy({ $0.edgeCount <= SemiJoin.longestBranch })
    else { return nil }
    (node, self.branches, self.keepsMatched) = (root.slot, branches, keepsMatched)
  }

  /// The one pattern whose matches decide.
  private static func pattern(of plan: LogicalPlan) -> LogicalPattern? {
    switch plan {
    case .match(.argument, let pattern): return pattern
    case .project(let input, _), .distinct(let input, _), .order(let input, _): return self.pattern(of: input)
    case .extend(let input, let assignments):
      return assignments.contains { $0.value.canFail } ? nil : self.pattern(of: input)
    case .argument, .match, .filter, .aggregate, .page, .unwind, .setOperation, .apply, .callProcedure, .insert, .set, .remove, .delete,
      .discard:
      return nil
    }
  }

  var step: PhysicalPlan.Weigh {
    PhysicalPlan.Weigh(node: node, branches: branches, use: .keep(matched: keepsMatched), carried: [])
  }
}
