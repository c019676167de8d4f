/// Where the rows of a pattern are grouped by one of its nodes.
extension JoinOrder {
  /// To group fewer rows takes no time; a scan of fewer nodes runs on one thread (`QueryLimits.smallestParallelScan`).
  private static let fewestNodes = 16_384.0
  /// To look a row's group up among many costs some times what it costs to go to the next node.
  private static let acceptedCost = 2.5

  /// The order from the node by which rows are grouped, where there are so many of them that grouping weighs more than the order: then all rows of a
  /// group come together, and parts of the nodes are grouped apart by several threads. Nil where another order is much cheaper, or begins so anyway.
  func startingAtGroup(besides chosen: JoinOrder) -> JoinOrder? {
    guard statistics.follows(.startAtGroup), bound.isEmpty, input?.plan.isArgument == true, input?.mayRunOften == false, !pattern.connectors.isEmpty,
      pattern.nodes.count <= LeastCostOrder.nodeLimit, case .start(let first)? = chosen.made.first,
      let node = pattern.nodes.indices.first(where: { isManyNodes($0) && groupNodes.contains(pattern.nodes[$0].slot) }), node != first,
      let estimates = PatternEstimates(pattern, statistics)
    else { return nil }
    let costs = LeastCostOrder(estimates, bound: 0)
    guard costs.allRows >= JoinOrder.fewestNodes else { return nil }
    var order = self
    order.join([.start(node)])
    return costs.cost(of: order.made) <= JoinOrder.acceptedCost * costs.cost(of: chosen.made) ? order : nil
  }

  private func isManyNodes(_ node: Int) -> Bool { statistics.nodes(matching: pattern.nodes[node].labels) >= JoinOrder.fewestNodes }
}
