import GraphStore

/// Order of a pattern's joins: start where the fewest nodes are expected, then always follow the connector that multiplies rows least.
extension PhysicalPlanner {
  mutating func lower(
    _ pattern: LogicalPattern, on input: LogicalPlan, required: Set<Slot>, argument: Set<Slot>
  ) -> Lowered {
    // What the input must provide is known before its plan is: everything read here that the pattern does not bind, and what is
    // bound on both sides, which is a join.
    let countsBranches = mayWeigh
    let merges = mayMerge && statistics.follows(.reachOnce)
    let groups = groupNodes
    (mayWeigh, groupNodes) = (false, [])
    let read = required.union(pattern.readSlots).union(pattern.boundSlots)
    var lowered = lower(input, required: read, argument: argument)
    let required = required.union(ordinalSlots)
    let pattern = merges ? pattern.reachingOnce(read: required, bound: lowered.provided, statistics) : pattern
    var order: JoinOrder
    if countsBranches {
      let pruned = BranchPruning(pattern, read: required, bound: lowered.provided, statistics: statistics)
      let pattern = countApart(pruned, before: &lowered, read: read.union(required))
      order = JoinOrder(
        pattern: pattern, branches: pruned.branches, middles: pruned.middles, statistics: statistics, bound: lowered.provided,
        weight: lowered.weight, planner: planner)
    } else {
      order = JoinOrder(pattern: pattern, statistics: statistics, bound: lowered.provided, planner: planner)
    }
    order.input = .init(plan: lowered.plan, mayRunOften: !argument.isEmpty)
    order.groupNodes = groups
    let steps = order.steps()
    planner = order.planner
    var result = JoinStep.assemble(steps, on: lowered, required: order.weight.map { required.union([$0]) } ?? required)
    result.weight = order.weight
    return result
  }

  /// Counts the parts of a pattern that stand apart, one after the other, and before them the rows of the input, where none is told from
  /// another: each part is gone through once, and not once for each row.
  ///
  /// - Parameter lowered: becomes one row with the product of the counts as its weight, or none.
  /// - Returns: what is left of the pattern; with the parts, where they cannot be counted so.
  private mutating func countApart(_ pruned: BranchPruning, before lowered: inout Lowered, read: Set<Slot>) -> LogicalPattern {
    var pattern = pruned.pattern
    guard !pruned.apart.isEmpty || statistics.follows(.countApart) && !lowered.plan.isArgument else { return pattern }
    guard lowered.carried(read).isEmpty else {
      pattern.nodes += pruned.apart
      return pattern
    }
    if !lowered.plan.isArgument { lowered = counted(lowered) }
    for node in pruned.apart {
      let part = LogicalPattern(nodes: [node], connectors: [], conditions: [], distinctEdges: [], paths: [])
      var order = JoinOrder(
        pattern: part, branches: pruned.branches.filter { $0.key == node.slot }, statistics: statistics, bound: lowered.provided,
        weight: lowered.weight, planner: planner)
      let steps = order.steps()
      planner = order.planner
      lowered = JoinStep.assemble(steps, on: lowered, required: Set(order.weight.map { [$0] } ?? []))
      lowered.weight = order.weight
      lowered = counted(lowered)
    }
    return pattern
  }

  /// One row with the number of rows as its weight; none for no rows.
  private mutating func counted(_ rows: Lowered) -> Lowered {
    let (slot, span) = (planner.makeSlot(), SourceSpan(0, 0))
    let count = BoundAggregate(slot: slot, function: .count, isDistinct: false, arguments: [], span: span)
    let isSome = BoundExpression(
      .comparison(.greater, BoundExpression(.slot(slot), type: .int, span: span), BoundExpression(.constant(.int(0)), type: .int, span: span)), type: .bool,
      span: span)
    let total = PhysicalPlan.aggregate(rows.plan, keys: [], [count], weight: rows.weight)
    return Lowered(plan: .filter(total, isSome, carried: [slot]), provided: [slot], weight: slot)
  }
}

/// One join or filter of a pattern, before it is known what it carries.
enum JoinStep {
  case scan(PhysicalPlan.NodeScan)
  case lookup(PhysicalPlan.NodeLookup)
  case join(PhysicalPlan.NodeJoin)
  /// Steps of a part by itself, and how its rows are found; the plan of the part, its outputs and what is carried come later.
  case part([JoinStep], PhysicalPlan.PartJoin)
  case labels(PhysicalPlan.LabelCheck)
  case expand(PhysicalPlan.Expand)
  case search(PhysicalPlan.Search)
  case filter(BoundExpression)
  case weigh(PhysicalPlan.Weigh)
  case commonNeighbours(PhysicalPlan.CommonNeighbours)
  case distinctEdges([EdgePair])
  case extend([BoundAssignment])

  var reads: Set<Slot> {
    switch self {
    case .scan: return []
    case .lookup(let lookup): return lookup.sought.values.reduce(into: []) { $1.collectSlots(into: &$0) }
    case .join(let join):
      let known = join.keys.map(\.known) + (join.lookUp.map { [$0.value] } ?? [])
      return known.reduce(into: []) { $1.collectSlots(into: &$0) }
    case .part(_, let join): return join.known.reduce(into: []) { $1.collectSlots(into: &$0) }
    case .labels(let check): return [check.slot]
    case .expand(let expand): return expand.isTargetBound ? [expand.from, expand.to] : [expand.from]
    case .search(let search):
      var slots: Set<Slot> = [search.from]
      if search.isTargetBound { slots.insert(search.to) }
      slots.formUnion(search.known)
      search.path.forEachCondition { $0.collectSlots(into: &slots) }
      return slots
    case .filter(let condition): return condition.slots
    case .weigh(let weigh):
      if case .count(let previous?, _) = weigh.use { return [weigh.node, previous] }
      return [weigh.node]
    case .commonNeighbours(let common):
      return Set([common.left.node, common.right.node] + (common.previous.map { [$0] } ?? []))
    case .distinctEdges(let pairs): return Set(pairs.flatMap { [$0.first, $0.second] })
    case .extend(let assignments): return assignments.reduce(into: []) { $1.value.collectSlots(into: &$0) }
    }
  }

  var binds: [Slot] {
    switch self {
    case .scan(let scan): return [scan.slot]
    case .lookup(let lookup): return [lookup.slot]
    case .join(let join): return [join.slot]
    case .part(_, let join): return join.outputs
    case .expand(let expand): return [expand.edge, expand.to]
    case .search(let search): return search.destinations + [search.to]
    case .extend(let assignments): return assignments.map(\.slot)
    case .weigh(let weigh):
      if case .count(_, let weight) = weigh.use { return [weight] }
      return []
    case .commonNeighbours(let common): return [common.weight]
    case .labels, .filter, .distinctEdges: return []
    }
  }

  /// Strings the steps together, carrying only what later steps and the nodes above read.
  static func assemble(_ steps: [JoinStep], on input: PhysicalPlanner.Lowered, required: Set<Slot>) -> PhysicalPlanner.Lowered {
    var needed = [required]
    for step in steps.reversed() { needed.append(needed[needed.count - 1].union(step.reads)) }
    needed.reverse()
    var plan = input.plan
    var provided = input.provided
    var beneath: Set<Slot>?
    for (index, step) in steps.enumerated() {
      let after = needed[index + 1]
      let carried = provided.intersection(after).sorted { $0.index < $1.index }
      let step = step.binding(only: after)
      beneath = provided
      plan = step.node(over: plan, carried: carried)
      provided = Set(carried).union(step.binds)
    }
    return PhysicalPlanner.Lowered(plan: plan, provided: provided, beneath: steps.isEmpty ? input.beneath : beneath)
  }

  /// Leaves out what a search or a part could bind but nobody reads.
  func binding(only read: Set<Slot>) -> JoinStep {
    if case .part(let steps, var join) = self {
      let read = (join.keys.map(\.own) + (join.limits.map { [$0.own] } ?? [])).reduce(into: read) { $1.collectSlots(into: &$0) }
      join.outputs.removeAll { !read.contains($0) }
      return .part(steps, join)
    }
    guard case .search(var search) = self else { return self }
    let kept = zip(search.outputs, search.destinations).filter { read.contains($0.1) }
    search.outputs = kept.map(\.0)
    search.destinations = kept.map(\.1)
    return .search(search)
  }

  func node(over input: PhysicalPlan, carried: [Slot]) -> PhysicalPlan {
    switch self {
    case .scan(var scan):
      scan.carried = carried
      return .nodeScan(input, scan)
    case .lookup(var lookup):
      lookup.carried = carried
      return .nodeLookup(input, lookup)
    case .join(var join):
      join.carried = carried
      return .nodeJoin(input, join)
    case .part(let steps, var join):
      let alone = PhysicalPlanner.Lowered(plan: .argument, provided: [])
      join.part = JoinStep.assemble(steps, on: alone, required: Set(join.outputs)).plan
      join.carried = carried
      return .partJoin(input, join)
    case .labels(var check):
      check.carried = carried
      return .labelCheck(input, check)
    case .expand(var expand):
      expand.carried = carried
      return .expand(input, expand)
    case .search(var search):
      search.carried = carried
      return .search(input, search)
    case .filter(let condition): return .filter(input, condition, carried: carried)
    case .weigh(var weigh):
      weigh.carried = carried
      return .weigh(input, weigh)
    case .commonNeighbours(var common):
      common.carried = carried
      return .commonNeighbours(input, common)
    case .distinctEdges(let pairs): return .distinctEdges(input, pairs, carried: carried)
    case .extend(let assignments): return .extend(input, assignments)
    }
  }
}
