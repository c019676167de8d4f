import GraphStore

/// What the choice of a plan may know of the data: estimates, never answers.
struct PlanStatistics: Sendable {
  var nodeCount: Double
  var edgeCount: Double
  private let labelSets: [[String]]
  private let labelSetCounts: [Int]
  private let edgeCounts: [String: Int]
  /// What holds of the graph now holds while the statement runs: it does not write.
  let isStable: Bool
  /// No directed edge leads from a node to itself. Exact.
  let hasNoSelfLoop: Bool

  let reader: any GraphReader
  private let parameters: [String: Value]

  /// - Parameter isUpdating: the statement writes, so that nothing but estimates may be relied on.
  init(_ reader: any GraphReader, parameters: [String: Value], isUpdating: Bool) {
    self.reader = reader
    self.parameters = parameters
    isStable = !isUpdating
    nodeCount = Double(reader.nodeCount)
    edgeCount = Double(reader.edgeCount)
    let names = reader.names
    labelSets = reader.labelSets.map { $0.map { names[$0] } }
    labelSetCounts = reader.labelSetCounts
    var counts: [String: Int] = [:]
    for (id, name) in names.names.enumerated() {
      let count = reader.edgeCount(ofType: NameID(id))
      if count > 0 { counts[name] = count }
    }
    edgeCounts = counts
    hasNoSelfLoop = !isUpdating && reader.selfLoopCount == 0
  }

  /// Nodes that all the predicates hold for: exact.
  func nodes(matching labels: [LabelPredicate]) -> Double {
    guard !labels.isEmpty else { return nodeCount }
    var count = 0
    for (set, number) in zip(labelSets, labelSetCounts) {
      let holds = labels.allSatisfy { label in
        label.holds({ name in set.contains { $0.utf8.elementsEqual(name.utf8) } }, hasAny: !set.isEmpty)
      }
      if holds { count += number }
    }
    return Double(count)
  }

  /// Whether some edge of the graph may satisfy both. Never false for no reason.
  func haveCommonType(_ a: LabelPredicate?, _ b: LabelPredicate?) -> Bool {
    if case .name(let a)? = a, case .name(let b)? = b { return a.utf8.elementsEqual(b.utf8) }
    guard isStable else { return true }
    return edgeCounts.keys.contains { type in (a?.holds(for: type) ?? true) && (b?.holds(for: type) ?? true) }
  }

  /// About how many nodes have a property equal to the value of an expression; nil when the value is not known yet. Makes the index that
  /// the look-up would use.
  func count(where key: String, equals value: BoundExpression, atMost limit: Int) -> Int? {
    var known: Value?
    if case .constant(let constant) = value.kind { known = constant }
    if case .parameter(let name) = value.kind { known = parameters[name] }
    let arena = Arena(firstChunkBytes: 256)
    guard let known, let cell = arena.cell(for: known, reader: reader) else { return nil }
    return reader.estimatedCount(where: key, equals: cell, atMost: limit)
  }

  /// Whether no two nodes with these labels have the same value of the property, and none is without. Exact while the statement runs.
  func isUnique(_ key: String, _ labels: [LabelPredicate], onlyIfKnown: Bool) -> Bool {
    isStable && reader.isUnique(key, labelSets: LabelMask.nodes(labels, reader), onlyIfKnown: onlyIfKnown)
  }

  /// Edges per node when following edges that the predicate holds for.
  func degree(_ label: LabelPredicate?) -> Double {
    guard nodeCount > 0 else { return 0 }
    guard let label else { return edgeCount / nodeCount }
    var count = 0
    for (type, number) in edgeCounts where label.holds(for: type) { count += number }
    return Double(count) / nodeCount
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
    holds({ $0.utf8.elementsEqual(type.utf8) }, hasAny: true)
  }
}
