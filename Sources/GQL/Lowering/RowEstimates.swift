import GraphStore

/// How many rows a plan is expected to give: rough, for reading and for comparing plans.
struct RowEstimates {
  /// Rows, and of the nodes in a slot how many have each label set, for the slots of which something is known.
  private struct Estimate {
    var rows: Double
    var sets: [Slot: [Double]] = [:]

    func times(_ factor: Double) -> Estimate { Estimate(rows: rows * factor, sets: sets) }
  }

  private let statistics: PlanStatistics
  private let ends: EdgeEnds?
  private let setCounts: [Double]

  init(_ statistics: PlanStatistics) {
    self.statistics = statistics
    ends = statistics.reader.edgeEnds
    setCounts = statistics.reader.labelSetCounts.map(Double.init)
  }

  func rows(of plan: PhysicalPlan) -> Double { estimate(plan).rows }

  /// The most rows that a step makes of each node of the scan that drives the plan; at least 1.
  func rowsPerScannedNode(of plan: PhysicalPlan) -> Double {
    var (most, step) = (1.0, plan)
    while let input = step.input, !input.isArgument {
      most = max(most, rows(of: step))
      step = input
    }
    let mean = most / max(1, rows(of: step))
    // Not so where a sum of estimates is no number.
    return mean > 1 ? mean : 1
  }

  private func estimate(_ plan: PhysicalPlan) -> Estimate {
    switch plan {
    case .argument: return Estimate(rows: 1)
    case .nodeScan(let input, let scan):
      let sets = marked(setCounts, scan.labels)
      return adding(scan.slot, sets, to: estimate(input), factor: sum(sets))
    case .nodeLookup(let input, let lookup):
      let sets = marked(setCounts, lookup.labels)
      return adding(lookup.slot, sets, to: estimate(input), factor: found(by: lookup, among: sum(sets)))
    case .nodeJoin(let input, let join):
      let sets = marked(setCounts, join.labels)
      let count = sum(sets)
      return adding(join.slot, sets, to: estimate(input), factor: join.keys.reduce(count) { min($0, statistics.expected($1.own, among: count)) })
    case .partJoin(let input, let join):
      var (result, part) = (estimate(input), estimate(join.part))
      let found = join.keys.reduce(part.rows) { min($0, statistics.expected($1.own, among: part.rows)) } * (join.limits == nil ? 1 : 0.1)
      part.sets.merge(result.sets) { $1 }
      result = Estimate(rows: result.rows * found, sets: part.sets)
      return result
    case .labelCheck(let input, let check):
      let input = estimate(input)
      let before = input.sets[check.slot] ?? setCounts
      let after = marked(before, check.labels)
      return adding(check.slot, after, to: input, factor: sum(before) > 0 ? sum(after) / sum(before) : 0)
    case .expand(let input, let expand): return estimate(expand, estimate(input))
    case .search(let input, let search):
      let degree = statistics.degree(nil)
      return estimate(input).times(search.isTargetBound ? 1 : max(1, degree * degree))
    case .filter(let input, let condition, _):
      // What a look-up or a join has found is compared again.
      if case .nodeLookup(_, let lookup) = input, lookup.isTested(by: condition) { return estimate(input) }
      if let keys = input.keysBelowFilters, keys.contains(where: { $0.isTested(by: condition) }) { return estimate(input) }
      // A count of all rows, which is seldom none.
      if case .aggregate(_, let keys, _, _) = input, keys.isEmpty { return estimate(input) }
      let input = estimate(input)
      return input.times(share(of: condition, input))
    case .weigh(let input, let weigh):
      if case .keep = weigh.use { return estimate(input).times(0.5) }
      return estimate(input)
    case .commonNeighbours(let input, _), .distinctEdges(let input, _, _), .extend(let input, _), .sort(let input, _),
      .callProcedure(let input, _, _), .insert(let input, _, _), .set(let input, _, _, _), .remove(let input, _, _), .delete(let input, _, _, _):
      return estimate(input)
    case .aggregate(let input, let keys, _, _): return Estimate(rows: keys.isEmpty ? 1 : max(1, estimate(input).rows.squareRoot()))
    case .distinct(let input, _, _): return estimate(input).times(0.5)
    case .page(let input, _, let limit):
      var input = estimate(input)
      if case .constant(.int(let count))? = limit?.kind { input.rows = min(input.rows, Double(count)) }
      return input
    case .unwind(let input, let unwind, _): return estimate(input).times(items(of: unwind))
    case .setOperation(let input, let operation):
      return Estimate(rows: rows(of: input) * operation.operands.reduce(0) { $0 + rows(of: $1) })
    case .apply(let input, let apply):
      let input = estimate(input)
      switch apply.kind {
      case .inner: return input.times(rows(of: apply.inner))
      case .optional: return input.times(max(1, rows(of: apply.inner)))
      case .effects: return input
      }
    case .discard: return Estimate(rows: 0)
    }
  }

  private func estimate(_ expand: PhysicalPlan.Expand, _ input: Estimate) -> Estimate {
    let from = input.sets[expand.from] ?? setCounts
    var (followed, reached) = (0.0, Array(repeating: 0.0, count: setCounts.count))
    for type in statistics.edgeTypes(matching: expand.label) {
      // An edge that may be followed either way leads on from both of its ends.
      if !expand.directions.isDisjoint(with: [.outgoing, .undirected]) {
        follow(type, isOutgoing: true, from, &followed, &reached)
      }
      if expand.directions.contains(.incoming) { follow(type, isOutgoing: false, from, &followed, &reached) }
    }
    let degree = sum(from) > 0 ? followed / sum(from) : 0
    guard expand.isTargetBound else { return adding(expand.to, reached, to: input, factor: degree) }
    return input.times(min(1, degree / max(1, sum(input.sets[expand.to] ?? setCounts))))
  }

  /// Adds the edges that nodes distributed so follow, and the label sets of the nodes that they lead to.
  private func follow(_ type: NameID, isOutgoing: Bool, _ from: [Double], _ followed: inout Double, _ reached: inout [Double]) {
    let all = Double(statistics.reader.edgeCount(ofType: type))
    guard let ends else {
      followed += all / max(1, statistics.nodeCount) * sum(from)
      for set in reached.indices { reached[set] += setCounts[set] }
      return
    }
    var here = 0.0
    for (set, count) in from.enumerated() where count > 0 && setCounts[set] > 0 {
      here += count / setCounts[set] * ends.count(ofType: type, isSource: isOutgoing, labelSet: set)
    }
    followed += here
    let whole = reached.indices.reduce(0) { $0 + ends.count(ofType: type, isSource: !isOutgoing, labelSet: $1) }
    guard whole > 0 else { return }
    for set in reached.indices { reached[set] += here * ends.count(ofType: type, isSource: !isOutgoing, labelSet: set) / whole }
  }

  private func share(of condition: BoundExpression, _ input: Estimate) -> Double {
    guard condition.slots.count == 1, let slot = condition.slots.first, let sets = input.sets[slot] else {
      return PatternEstimates.share(of: condition)
    }
    let conjuncts = condition.conjuncts
    let (share, limiting) = statistics.shareLeft(byLimitsIn: conjuncts, of: slot, among: sets.map { $0 > 0 })
    return conjuncts.indices.reduce(share) { limiting.contains($1) ? $0 : $0 * PatternEstimates.share(of: conjuncts[$1]) }
  }

  private func found(by lookup: PhysicalPlan.NodeLookup, among count: Double) -> Double {
    if case .identity = lookup.sought { return min(count, 1) }
    guard case .equal(let value) = lookup.sought else { return count / 10 }
    return min(count, statistics.expectedNodes(where: lookup.key, equal: value))
  }

  private func items(of unwind: BoundUnwind) -> Double {
    if case .constant(.list(let items)) = unwind.list.kind { return Double(items.count) }
    if case .list(let items) = unwind.list.kind { return Double(items.count) }
    return 10
  }

  private func adding(_ slot: Slot, _ sets: [Double], to input: Estimate, factor: Double) -> Estimate {
    var result = input.times(factor)
    result.sets[slot] = sets
    return result
  }

  private func marked(_ counts: [Double], _ labels: [LabelPredicate]) -> [Double] {
    if labels.isEmpty { return counts }
    return zip(counts, statistics.labelSets(matching: labels)).map { $1 ? $0 : 0 }
  }

  private func sum(_ counts: [Double]) -> Double { counts.reduce(0, +) }
}

extension PhysicalPlan {
  /// Of a join of which the condition tests what it found.
  fileprivate var keysBelowFilters: [NodeJoin.Key]? {
    if case .filter(let input, _, _) = self { return input.keysBelowFilters }
    if case .nodeJoin(_, let join) = self { return join.keys }
    if case .partJoin(_, let join) = self { return join.keys }
    return nil
  }
}

extension PhysicalPlan.NodeJoin.Key {
  /// Whether the condition says that the two are equal.
  fileprivate func isTested(by condition: BoundExpression) -> Bool { known.span.union(own.span) == condition.span }
}

extension PhysicalPlan.NodeLookup {
  /// Whether a condition says of the node what the look-up looked for.
  fileprivate func isTested(by condition: BoundExpression) -> Bool {
    sought.isEqual && condition.soughtValue(of: slot, isKnown: { _ in true })?.key.isSameName(as: key) == true
  }
}
