import GraphStore

/// What the choice of a plan may know of the data (estimates, never answers), and which rules it may follow.
struct PlanStatistics: Sendable {
  var nodeCount: Double
  var edgeCount: Double
  /// What holds of the graph now holds while the statement runs: it does not write.
  let isStable: Bool

  let reader: any GraphReader
  private let parameters: [String: Value]
  private let rulesOff: Set<PlanRule>
  /// Is told what the plan relies on.
  private let facts: PlanFacts?

  /// - Parameters:
  ///   - isUpdating: the statement writes, so that nothing but estimates may be relied on.
  ///   - facts: is told of every answer that decides how the plan is made, estimates of size alone excepted.
  init(
    _ reader: any GraphReader, parameters: [String: Value], isUpdating: Bool, without rulesOff: Set<PlanRule> = [], facts: PlanFacts? = nil
  ) {
    self.rulesOff = rulesOff
    self.facts = facts
    self.reader = reader
    self.parameters = parameters
    isStable = !isUpdating
    nodeCount = Double(reader.nodeCount)
    edgeCount = Double(reader.edgeCount)
  }

  func follows(_ rule: PlanRule) -> Bool { !rulesOff.contains(rule) }

  private func noted<Answer>(_ answer: Answer, _ fact: (Answer) -> PlanFact) -> Answer {
    facts?.note(fact(answer))
    return answer
  }

  /// No directed edge leads from a node to itself. Exact while the statement runs.
  var hasNoSelfLoop: Bool { isStable && noted(reader.selfLoopCount == 0) { .hasNoSelfLoop($0) } }

  /// Nodes that all the predicates hold for: exact.
  func nodes(matching labels: [LabelPredicate]) -> Double {
    labels.isEmpty ? nodeCount : nodes(in: labelSets(matching: labels))
  }

  /// Nodes of the marked label sets: exact.
  func nodes(in labelSets: [Bool]) -> Double {
    zip(labelSets, reader.labelSetCounts).reduce(0) { $1.0 ? $0 + Double($1.1) : $0 }
  }

  /// The label sets that all the predicates hold for.
  func labelSets(matching labels: [LabelPredicate]) -> [Bool] {
    let names = reader.names
    return reader.labelSets.map { set in
      labels.allSatisfy { label in
        label.holds({ name in set.contains { names[$0].isSameName(as: name) } }, hasAny: !set.isEmpty)
      }
    }
  }

  /// The types that an edge may have.
  func edgeTypes(matching label: LabelPredicate?) -> [NameID] {
    reader.names.names.indices.map { NameID($0) }.filter { reader.edgeCount(ofType: $0) > 0 && (label?.holds(for: reader.names[$0]) ?? true) }
  }

  /// Whether some edge of the graph may satisfy both. Never false for no reason.
  func haveCommonType(_ a: LabelPredicate?, _ b: LabelPredicate?) -> Bool {
    if case .name(let a)? = a, case .name(let b)? = b { return a.isSameName(as: b) }
    guard isStable else { return true }
    let isCommon = reader.names.names.enumerated().contains { id, type in
      reader.edgeCount(ofType: NameID(id)) > 0 && (a?.holds(for: type) ?? true) && (b?.holds(for: type) ?? true)
    }
    return noted(isCommon) { .haveCommonType(a, b, $0) }
  }

  /// Fewer nodes than so many are nearly unique.
  static let nearlyUniqueLimit = 4

  /// Whether fewer nodes than so many have a property equal to the value of an expression; nil when the value is not known yet. Makes the
  /// index that the look-up would use.
  func areFew(where key: String, equal value: BoundExpression, _ limit: Int) -> Bool? {
    noted(count(where: key, equals: value, atMost: limit).map { $0 < limit }) { .areFew(key, value, limit: limit, $0) }
  }

  /// About how many nodes have a property equal to the value of an expression.
  func expectedNodes(where key: String, equal value: BoundExpression) -> Double {
    // Not known yet: such as the key of another node.
    guard let magnitude = magnitude(where: key, equal: value) else { return max(1, reader.valueDistribution(of: key)?.sharing ?? 1) }
    let limits = PlanStatistics.likeCounts
    if magnitude == 0 { return 1 }
    return magnitude < limits.count ? Double(limits[magnitude]) / 2 : min(nodeCount, max(2 * Double(limits[limits.count - 1]), nodeCount / 10))
  }

  /// The same as a number that many values share, since a plan is kept for all that have it; nil when the value is not known yet.
  func magnitude(where key: String, equal value: BoundExpression) -> Int? {
    let limits = PlanStatistics.likeCounts
    let count = count(where: key, equals: value, atMost: limits[limits.count - 1])
    return noted(count.map { count in limits.firstIndex { count < $0 } ?? limits.count }) { .magnitude(key, value, $0) }
  }

  /// Counts of nodes below the same of these are alike.
  private static let likeCounts = [4, 64, 1_024, 16_384, 131_072]

  /// Whether so many of the nodes with the labels have a value that to scan them all is shorter than to look those up.
  func areMost(_ labels: [LabelPredicate], where key: String, equal value: BoundExpression) -> Bool {
    let expected = expectedNodes(where: key, equal: value)
    return expected > PlanStatistics.fewLookedUp && expected > nodes(matching: labels) / PlanStatistics.scanDivisor
  }

  /// So many are looked up in any case.
  private static let fewLookedUp = 1_024.0

  /// A look-up costs so many times as much for each node that it finds as a scan for each that it looks at.
  private static let scanDivisor = 8.0

  /// The part of all pairs of values that are equal, where a property of nodes is compared with something that varies.
  func shareOfEqual(_ key: String) -> Double? {
    reader.valueDistribution(of: key).map { min(1, $0.sharing / max(1, $0.count)) }
  }

  /// About how many of so many nodes share one value of an expression over the node: as many as share the property that it reads, if it reads one.
  func expected(_ own: BoundExpression, among count: Double) -> Double {
    if case .slot = own.kind { return 1 }
    guard let key = own.soleProperty else { return count / 10 }
    return min(count, max(1, reader.valueDistribution(of: key)?.sharing ?? 1))
  }

  private func count(where key: String, equals value: BoundExpression, atMost limit: Int) -> Int? {
    let arena = Arena(firstChunkBytes: 256)
    guard let cell = known(value, arena) else { return nil }
    return reader.estimatedCount(where: key, equals: cell, atMost: limit)
  }

  /// The value of a constant or a parameter.
  private func known(_ expression: BoundExpression, _ arena: Arena) -> Cell? {
    var known: Value?
    if case .constant(let constant) = expression.kind { known = constant }
    if case .parameter(let name) = expression.kind { known = parameters[name] }
    return known.flatMap { arena.cell(for: $0, reader: reader) }
  }

  /// The part of the nodes of the marked label sets that conditions leave which limit their properties, and the positions of those
  /// conditions of which that is known.
  func shareLeft(byLimitsIn conditions: [BoundExpression], of node: Slot, among labelSets: [Bool]) -> (Double, conditions: Set<Int>) {
    var result = (1.0, conditions: Set<Int>())
    for limits in PropertyLimits.all(of: node, in: conditions, isKnown: \.isGiven) {
      guard let share = share(of: limits, among: labelSets) else { continue }
      result.0 *= share
      result.conditions.formUnion(limits.conditions)
    }
    return result
  }

  /// Of those whose property lies between limits; nil when nothing is known of it.
  private func share(of limits: PropertyLimits, among labelSets: [Bool]) -> Double? {
    let share = sampledShare(of: limits, labelSets)
    facts?.note(.limited(limits, labelSets, share.map(PlanStatistics.rarity)))
    return share
  }

  func rarity(of limits: PropertyLimits, among labelSets: [Bool]) -> Int? { sampledShare(of: limits, labelSets).map(PlanStatistics.rarity) }

  /// The same for parts that are alike, since a plan is kept for all that are.
  private static func rarity(_ share: Double) -> Int { share < 1 / 256 ? 2 : share < 1 / 16 ? 1 : 0 }

  private func sampledShare(of limits: PropertyLimits, _ labelSets: [Bool]) -> Double? {
    guard let sample = reader.valueSample(of: limits.key, labelSets: labelSets) else { return nil }
    let arena = Arena(firstChunkBytes: 256)
    func known(_ limit: PropertyLimits.Limit?) -> ValueSample.Limit? {
      limit.flatMap { limit in self.known(limit.value, arena).map { ValueSample.Limit($0, isIncluded: limit.isIncluded) } }
    }
    let (low, high) = (known(limits.low), known(limits.high))
    return low == nil && high == nil ? nil : sample.share(from: low, to: high)
  }

  /// Whether no two nodes with these labels have the same value of the property, and none is without. Exact while the statement runs.
  func isUnique(_ key: String, _ labels: [LabelPredicate], onlyIfKnown: Bool) -> Bool {
    guard isStable else { return false }
    let answer = reader.isUnique(key, labelSets: LabelMask.nodes(labels, reader), onlyIfKnown: onlyIfKnown)
    return noted(answer) { .isUnique(key, labels, onlyIfKnown: onlyIfKnown, $0) }
  }

  /// Of the index in the file that look-ups of nodes with these labels use.
  func indexName(of key: String, _ labels: [LabelPredicate]) -> String? {
    let names = labels.compactMap { label in
      if case .name(let name) = label { name } else { nil }
    }
    return noted(reader.indexName(of: key, labels: names)) { .index(key, labels, $0) }
  }

  /// Edges per node when following edges that the predicate holds for.
  func degree(_ label: LabelPredicate?) -> Double {
    guard nodeCount > 0 else { return 0 }
    guard label != nil else { return edgeCount / nodeCount }
    return edgeTypes(matching: label).reduce(0) { $0 + Double(reader.edgeCount(ofType: $1)) } / nodeCount
  }
}

extension LabelPredicate {
  /// - Parameter hasAny: whether the element has some label.
  func holds(_ contains: (String) -> Bool, hasAny: Bool) -> Bool {
    switch self {
    case .name(let name): return contains(name)
    case .wildcard: return hasAny
    case .not(let a): return !a.holds(contains, hasAny: hasAny)
    case .and(let a, let b): return a.holds(contains, hasAny: hasAny) && b.holds(contains, hasAny: hasAny)
    case .or(let a, let b): return a.holds(contains, hasAny: hasAny) || b.holds(contains, hasAny: hasAny)
    }
  }

  /// For an edge, whose type is its one label.
  func holds(for type: String) -> Bool {
    holds({ $0.isSameName(as: type) }, hasAny: true)
  }
}
