import GraphStore

/// Grouping by a property that no two of the nodes share is grouping by the node; what else is read of the node alone follows from it.
///
/// `GROUP BY p.id, p.name, q.id` becomes a grouping by `p` and `q`, and `p.id`, `p.name` and `q.id` are computed once a group.
struct NodeGrouping {
  private(set) var keys: [BoundAssignment]
  /// Computed from the groups afterwards.
  private(set) var extensions: [BoundAssignment] = []

  /// The nodes among the keys.
  var nodes: [Slot] {
    keys.compactMap { key in if case .slot(let slot) = key.value.kind, key.value.type == .node { slot } else { nil } }
  }

  init(_ keys: [BoundAssignment], of input: LogicalPlan, _ statistics: PlanStatistics) {
    self.keys = keys
    guard statistics.isStable, statistics.follows(.groupByNode) else { return }
    var grouped: Set<Slot> = []
    for key in keys {
      guard case .property(let element, let name) = key.value.kind, case .slot(let slot) = element.kind, !grouped.contains(slot),
        let pattern = input.pattern(binding: slot), let node = pattern.nodes.first(where: { $0.slot == slot }),
        statistics.isUnique(name, node.labels, onlyIfKnown: pattern.nodes.contains { $0.isFoundByValue })
      else { continue }
      let following = keys.filter { $0.value.slots == [slot] && $0.value.isPlainRead }
      extensions += following
      self.keys.removeAll { key in following.contains { $0.slot == key.slot } }
      self.keys.append(BoundAssignment(slot, BoundExpression(.slot(slot), type: element.type, span: element.span)))
      grouped.insert(slot)
    }
  }
}

extension LogicalPlan {
  /// A pattern, nothing above it.
  var isMatch: Bool { if case .match = self { true } else { false } }

  /// The pattern that binds a slot which then reaches this plan's rows unchanged, none of them null.
  fileprivate func pattern(binding slot: Slot) -> LogicalPattern? {
    switch self {
    case .match(let input, let pattern):
      pattern.nodes.contains { $0.slot == slot } ? pattern : input.pattern(binding: slot)
    case .filter(let input, _), .extend(let input, _), .distinct(let input, _), .order(let input, _), .page(let input, _, _),
      .unwind(let input, _), .project(let input, _):
      input.pattern(binding: slot)
    case .argument, .aggregate, .setOperation, .apply, .callProcedure, .insert, .set, .remove, .delete, .discard: nil
    }
  }
}

extension BoundExpression {
  /// The element itself or a property of it.
  fileprivate var isPlainRead: Bool {
    if case .slot = kind { return true }
    if case .property(let element, _) = kind { return element.isPlainRead }
    return false
  }
}
