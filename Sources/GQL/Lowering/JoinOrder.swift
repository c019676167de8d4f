import GraphStore

/// Puts the parts of a pattern in the order in which they are joined: greedily by estimate, or as `LeastCostOrder` says where that is much
/// cheaper.
struct JoinOrder {
  let pattern: LogicalPattern
  let statistics: PlanStatistics
  let patternSlots: Set<Slot>
  var planner: Planner
  var bound: Set<Slot>
  var checkedNodes: Set<Slot> = []
  /// By position in the pattern.
  var pendingConnectors: [Int]
  var pendingConditions: [BoundExpression]
  var pendingPaths: [BoundAssignment]
  let pairs: [EdgePair]
  /// The numbers of the pairs that an edge is in.
  var pairNumbers: [Slot: [Int]] = [:]
  /// What was bound when pairs were looked at last.
  private var boundBefore: Set<Slot> = []
  /// Branches that are only counted, by the node they hang on.
  private var pendingBranches: [Slot: [CountedBranch]]
  private var pendingMiddles: [CountedMiddle]
  /// Where the number of matches that a row stands for is found; nil = it stands for one.
  private(set) var weight: Slot?
  var result: [JoinStep] = []
  /// What the steps are joined to, where that is known.
  var input: Input?
  /// The nodes by which the rows are grouped.
  var groupNodes: [Slot] = []
  /// What has been decided so far.
  private(set) var made: [LeastCostOrder.Decision] = []

  struct Input {
    var plan: PhysicalPlan
    /// For the rows of an outer plan.
    var mayRunOften: Bool
  }

  init(
    pattern: LogicalPattern, branches: [Slot: [CountedBranch]] = [:], middles: [CountedMiddle] = [],
    statistics: PlanStatistics, bound: Set<Slot>, weight: Slot? = nil, planner: Planner
  ) {
    self.weight = weight
    pendingBranches = branches
    pendingMiddles = middles
    self.pattern = pattern
    self.statistics = statistics
    self.bound = bound
    self.planner = planner
    patternSlots = pattern.boundSlots
    pendingConnectors = Array(pattern.connectors.indices)
    pendingConditions = pattern.conditions
    pendingPaths = pattern.paths
    pairs = pattern.edgePairs(statistics)
    for (number, pair) in pairs.enumerated() {
      for slot in Set([pair.first, pair.second]) { pairNumbers[slot, default: []].append(number) }
    }
  }

  mutating func steps() -> [JoinStep] {
    var greedy = self
    greedy.join()
    if let decisions = betterDecisions(than: greedy.made) {
      join(decisions)
    } else {
      self = startingAtGroup(besides: greedy) ?? greedy
    }
    return JoinStep.withoutLongChains(of: result)
  }

  private func betterDecisions(than made: [LeastCostOrder.Decision]) -> [LeastCostOrder.Decision]? {
    let open = pattern.nodes.count { !bound.contains($0.slot) }
    guard statistics.follows(.leastCost), open > 1, open <= LeastCostOrder.nodeLimit, !pattern.connectors.isEmpty,
      let estimates = PatternEstimates(pattern, statistics)
    else { return nil }
    var nodes: LeastCostOrder.Nodes = 0
    for (position, node) in pattern.nodes.enumerated() where bound.contains(node.slot) { nodes |= 1 << LeastCostOrder.Nodes(position) }
    return LeastCostOrder(estimates, bound: nodes).improvement(on: made)
  }

  /// As decided, and what is left then greedily.
  mutating func join(_ decisions: [LeastCostOrder.Decision] = []) {
    var decisions = decisions[...]
    for node in pattern.nodes where bound.contains(node.slot) { check(node.slot) }
    applyReady()
    while true {
      if !decisions.isEmpty {
        if let closing = pendingConnectors.first(where: isClosing) {
          follow(closing)
        } else {
          take(decisions.removeFirst())
        }
      } else if let connector = cheapestConnector() {
        if statistics.follows(.lookUpFirst), let node = certainEnd(of: pattern.connectors[connector]) ?? nearlyUniqueNode() {
          start(at: node)
        } else {
          follow(connector)
        }
      } else if let node = cheapestStart() {
        start(at: node)
      } else {
        return
      }
      applyReady()
    }
  }

  /// What came about by itself meanwhile is not done again.
  private mutating func take(_ decision: LeastCostOrder.Decision) {
    switch decision {
    case .start(let node): if !bound.contains(pattern.nodes[node].slot) { start(at: node) }
    case .follow(let connector): if pendingConnectors.contains(connector) { follow(connector) }
    }
  }

  func isBound(_ expression: BoundExpression) -> Bool {
    expression.slots.intersection(patternSlots).isSubset(of: bound)
  }

  // MARK: Starting

  /// A node, by position.
  private func cheapestStart() -> Int? {
    let open = pattern.nodes.indices.filter { !bound.contains(pattern.nodes[$0].slot) }
    return statistics.follows(.joinOrder) ? open.min { cost(pattern.nodes[$0]) < cost(pattern.nodes[$1]) } : open.first
  }

  private func cost(_ node: LogicalNode) -> Double {
    if identity(of: node) != nil { return 0 }
    let count = statistics.nodes(matching: node.labels)
    return equality(of: node) != nil || !joinKeys(of: node).isEmpty ? min(count, 2) : count / Double(1 + node.conditions.count)
  }

  /// The first condition `node.key = value` whose value is known already.
  func equality(of node: LogicalNode) -> (key: String, value: BoundExpression)? {
    (node.conditions + pendingConditions).lazy.compactMap { $0.soughtValue(of: node.slot, isKnown: isBound) }.first
  }

  /// The value that its id is said to be, and that is known already.
  private func identity(of node: LogicalNode) -> SoughtValue? {
    guard statistics.follows(.lookUp) else { return nil }
    return (node.conditions + pendingConditions).lazy.compactMap { $0.soughtIdentity(of: node.slot, isKnown: isBound) }.first
  }

  /// The conditions that say of the node that a value of it equals one of the rows there are. A value that is the same for all rows is none.
  private func joinKeys(of node: LogicalNode) -> [PhysicalPlan.NodeJoin.Key] {
    guard statistics.follows(.joinByValue) else { return [] }
    return (node.conditions + pendingConditions).compactMap { $0.joinKey(of: node.slot, isKnown: isBound) }
  }

  private mutating func start(at position: Int) {
    made.append(.start(position))
    let node = pattern.nodes[position]
    let looksUp = statistics.follows(.lookUp)
    let keys = joinKeys(of: node)
    if let same = keys.lazy.compactMap({ $0.sameNode }).first {
      result.append(.extend([BoundAssignment(node.slot, same)]))
      bound.insert(node.slot)
      return check(node.slot)
    }
    if let identity = identity(of: node) {
      result.append(.lookup(.init(slot: node.slot, labels: node.labels, key: "", sought: identity, index: nil, carried: [])))
      bound.insert(node.slot)
      return check(node.slot, labelsHold: true)
    }
    if keys.isEmpty, joinPart(around: position) { return }
    if !keys.isEmpty {
      let lookUp = looksUp ? equality(of: node) : nil
      result.append(.join(.init(slot: node.slot, labels: node.labels, keys: keys, lookUp: lookUp, carried: [])))
    } else if looksUp, let (key, value) = equality(of: node), !statistics.areMost(node.labels, where: key, equal: value) {
      let index = statistics.indexName(of: key, node.labels)
      result.append(
        .lookup(.init(slot: node.slot, labels: node.labels, key: key, sought: .equal(value), index: index, carried: [])))
    } else if looksUp, let (key, sought, index) = node.indexedRange(statistics, isBound: isBound) {
      result.append(.lookup(.init(slot: node.slot, labels: node.labels, key: key, sought: sought, index: index, carried: [])))
    } else {
      result.append(.scan(.init(slot: node.slot, labels: node.labels, carried: [])))
    }
    bound.insert(node.slot)
    check(node.slot, labelsHold: true)
  }

  /// The far end of a connector when it had better be looked up before: of a search under a selector, which stops at the first paths between
  /// two nodes and else goes on to every node; of an edge, when fewer nodes have the value than edges would be followed.
  private func certainEnd(of connector: LogicalConnector) -> Int? {
    let end = pattern.nodes.firstIndex { node in
      (node.slot == connector.left || node.slot == connector.right) && !bound.contains(node.slot)
    }
    guard let end, let (key, value) = equality(of: pattern.nodes[end]) else { return nil }
    switch connector {
    case .search(let search): return search.selector == .all ? nil : end
    case .edge(let edge):
      let degree = Int(min(statistics.degree(edge.label), 1_000))
      return degree > 1 && statistics.areFew(where: key, equal: value, degree) == true ? end : nil
    }
  }

  /// A node that few can be. To look it up before anything is followed costs next to nothing and lets edges be followed from both sides.
  private func nearlyUniqueNode() -> Int? {
    pattern.nodes.firstIndex { node in
      if bound.contains(node.slot) { return false }
      if identity(of: node) != nil { return true }
      guard let (key, value) = equality(of: node) else { return false }
      return statistics.areFew(where: key, equal: value, PlanStatistics.nearlyUniqueLimit) == true
    }
  }

  // MARK: Following

  /// A connector, by position.
  private func cheapestConnector() -> Int? {
    let usable = pendingConnectors.filter {
      let connector = pattern.connectors[$0]
      return (bound.contains(connector.left) || bound.contains(connector.right)) && isReady(connector)
    }
    guard statistics.follows(.joinOrder) else { return usable.first }
    return usable.min { cost(pattern.connectors[$0]) < cost(pattern.connectors[$1]) }
  }

  /// Whether both ends of a connector are bound, and it can be followed.
  private func isClosing(_ position: Int) -> Bool {
    let connector = pattern.connectors[position]
    return bound.contains(connector.left) && bound.contains(connector.right) && isReady(connector)
  }

  /// A search can start when the outer variables that its conditions read are bound.
  private func isReady(_ connector: LogicalConnector) -> Bool {
    guard case .search(let search) = connector else { return true }
    var own: Set<Slot> = []
    search.path.collectBoundSlots(into: &own)
    var read: Set<Slot> = []
    search.path.forEachCondition { $0.collectSlots(into: &read) }
    return read.subtracting(own).intersection(patternSlots).isSubset(of: bound)
  }

  private func cost(_ connector: LogicalConnector) -> Double {
    let closes = bound.contains(connector.left) && bound.contains(connector.right)
    switch connector {
    case .edge(let edge): return statistics.degree(edge.label) * (closes ? 0.01 : 1)
    case .search: return (statistics.degree(nil) + 1) * (closes ? 100 : 1_000)
    }
  }

  private mutating func follow(_ position: Int) {
    made.append(.follow(position))
    pendingConnectors.removeAll { $0 == position }
    switch pattern.connectors[position] {
    case .edge(let edge): follow(edge)
    case .search(let search): follow(search)
    }
  }

  private mutating func follow(_ edge: LogicalEdge) {
    let forward = bound.contains(edge.left)
    let from = forward ? edge.left : edge.right
    let to = forward ? edge.right : edge.left
    let direction = forward ? edge.direction : edge.direction.reversed
    // An edge bound before the MATCH is followed afresh and compared.
    let slot = bound.contains(edge.slot) ? planner.makeSlot() : edge.slot
    let isTargetBound = bound.contains(to)
    result.append(
      .expand(
        .init(
          from: from, edge: slot, to: to, isTargetBound: isTargetBound, directions: direction.directions,
          label: edge.label, carried: [])))
    if slot != edge.slot { result.append(.filter(same(edge.slot, slot))) }
    bound.formUnion([edge.slot, to])
    for condition in edge.conditions { test(condition) }
    if !isTargetBound { check(to) }
  }

  private mutating func follow(_ search: LogicalSearch) {
    let forward = bound.contains(search.left)
    let isTargetBound = bound.contains(forward ? search.right : search.left)
    // What the search binds and the rows have already is bound afresh and compared: where all walks are kept, before they go on, and after a selector has chosen.
    var own: Set<Slot> = []
    search.path.collectBoundSlots(into: &own)
    let known = search.selector == .all ? own.intersection(bound).subtracting([search.left, search.right]).sorted { $0.index < $1.index } : []
    var renamed: [Slot: Slot] = [:]
    for slot in search.outputs where bound.contains(slot) { renamed[slot] = planner.makeSlot() }
    result.append(
      .search(
        .init(
          from: forward ? search.left : search.right, to: forward ? search.right : search.left,
          isTargetBound: isTargetBound, path: forward ? search.path : search.path.reversed, known: known, isReversed: !forward,
          selector: search.selector, mode: search.mode, isTrail: search.isTrail, segment: search.segment,
          edges: search.edges, outputs: search.outputs, destinations: search.outputs.map { renamed[$0] ?? $0 },
          identity: search.identity, places: search.places, mayGoLevelByLevel: statistics.follows(.levelByLevel),
          mayStartAtBothEnds: statistics.follows(.bothEnds),
          ends: isTargetBound || !search.isUnbounded ? [] : tests(of: forward ? search.right : search.left), carried: [])))
    for slot in search.outputs { if let fresh = renamed[slot] { result.append(.filter(same(slot, fresh))) } }
    bound.formUnion(search.outputs + [search.left, search.right])
    if !isTargetBound { check(forward ? search.right : search.left) }
    for slot in search.outputs { check(slot) }
  }

  /// What can be told of a node alone.
  private func tests(of slot: Slot) -> [SearchNodeTest] {
    guard let node = pattern.nodes.first(where: { $0.slot == slot }) else { return [] }
    let conditions = node.conditions.filter { isCheap($0) && $0.slots == [slot] }
    return node.labels.map { SearchNodeTest(label: $0) } + conditions.map { SearchNodeTest(condition: LocalCondition(expression: $0, slot: slot)) }
  }

  private func same(_ a: Slot, _ b: Slot) -> BoundExpression {
    let span = SourceSpan(0, 0)
    let pair = [a, b].map { BoundExpression(.slot($0), type: .any, span: span) }
    return BoundExpression(.same(pair), type: .bool, span: span)
  }

  // MARK: Conditions

  private mutating func check(_ slot: Slot, labelsHold: Bool = false) {
    guard checkedNodes.insert(slot).inserted, let node = pattern.nodes.first(where: { $0.slot == slot }) else { return }
    if !labelsHold, !node.labels.isEmpty || isAlone(slot) {
      result.append(.labels(.init(slot: slot, labels: node.labels, carried: [])))
    }
    for condition in node.conditions where isCheap(condition) { test(condition) }
    for condition in node.conditions where !isCheap(condition) { test(condition) }
  }

  /// What needs only the row comes first, except where it may fail: what stands before it may spare it the row.
  private func isCheap(_ condition: BoundExpression) -> Bool { !condition.hasSubquery && !condition.canFail }

  mutating func test(_ condition: BoundExpression) {
    if let join = SemiJoin(condition, bound: bound, statistics: statistics, planner: &planner) {
      result.append(.weigh(join.step))
    } else {
      result.append(.filter(condition))
    }
  }

  /// Whether the path's elements are known, and to be a path: two of its nodes, or of those beside them, may yet have to turn out to be one.
  private func isReady(_ path: BoundAssignment) -> Bool {
    guard isBound(path.value) else { return false }
    let slots = path.value.slots
    return !pendingConnectors.map { pattern.connectors[$0] }.contains {
      $0.isWithoutEdge || slots.contains($0.left) && slots.contains($0.right)
    }
  }

  /// Whether nothing but the label check looks at a node bound before the MATCH: it must still be a node, and not null.
  private func isAlone(_ slot: Slot) -> Bool {
    !pattern.connectors.contains { $0.left == slot || $0.right == slot }
  }

  /// Appends every condition, path and comparison of edges whose slots are all bound by now.
  private mutating func applyReady() {
    var ready: Set<Int> = []
    for slot in bound.subtracting(boundBefore) {
      for number in pairNumbers[slot] ?? [] where bound.contains(pairs[number].first) && bound.contains(pairs[number].second) {
        ready.insert(number)
      }
    }
    boundBefore = bound
    if !ready.isEmpty { result.append(.distinctEdges(ready.sorted().map { pairs[$0] })) }
    let readyPaths = pendingPaths.filter(isReady)
    if !readyPaths.isEmpty {
      pendingPaths = pendingPaths.filter { !isReady($0) }
      result.append(.extend(readyPaths))
      bound.formUnion(readyPaths.map(\.slot))
    }
    for condition in pendingConditions where isBound(condition) { test(condition) }
    pendingConditions = pendingConditions.filter { !isBound($0) }
    for node in pattern.nodes where bound.contains(node.slot) {
      guard let branches = pendingBranches.removeValue(forKey: node.slot) else { continue }
      let slot = planner.makeSlot()
      result.append(.weigh(.init(node: node.slot, branches: branches, use: .count(previous: weight, weight: slot), carried: [])))
      weight = slot
    }
    for middle in pendingMiddles where bound.contains(middle.left.node) && bound.contains(middle.right.node) {
      let slot = planner.makeSlot()
      result.append(
        .commonNeighbours(
          .init(
            left: middle.left, right: middle.right, middle: middle.node, branches: middle.branches, previous: weight,
            weight: slot, carried: [])))
      weight = slot
    }
    pendingMiddles.removeAll { bound.contains($0.left.node) && bound.contains($0.right.node) }
  }
}
