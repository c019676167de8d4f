import GraphStore

/// Matches a path pattern from each input row's `from`. Output: the carried columns, the node at the other end, and what the pattern
/// binds. A null start, or a null bound target, yields no row.
final class PathSearchOperator: BatchOperator {
  private let plan: PhysicalPlan.Search
  private let setup: SearchSetup
  private let depthFirst: DepthFirstSearch
  private var levelOrder: LevelOrderSearch?
  /// Nil when the pattern needs the general way.
  private let bidirectional: BidirectionalSearch?

  init(_ plan: PhysicalPlan.Search, _ compiler: ExpressionCompiler) {
    self.plan = plan
    setup = SearchSetup(plan, compiler)
    depthFirst = DepthFirstSearch(setup)
    bidirectional = plan.startsAtBothEnds(setup.states.program) ? BidirectionalSearch(setup) : nil
  }

  func process(_ batch: Batch, _ context: ExecutionContext, into consume: BatchConsumer) throws(QueryError) -> Bool {
    guard batch.count > 0 else { return true }
    let quota = try SearchQuota(plan.selector, context)
    setup.output.begin(batch, context)
    for row in 0..<batch.count {
      let start = batch[plan.from].cell(at: row)
      guard start.tag == .node else { continue }
      var target: NodeOrdinal?
      if plan.isTargetBound {
        let end = batch[plan.to].cell(at: row)
        guard end.tag == .node else { continue }
        target = end.ordinal
      }
      guard setup.begin(batch, row: row, to: target, context) else { continue }
      guard try search(row, start.ordinal, target, quota, context, into: consume) else { return false }
    }
    return try setup.output.flush(into: consume)
  }

  private func search(
    _ row: Int, _ start: NodeOrdinal, _ target: NodeOrdinal?, _ quota: SearchQuota?, _ context: ExecutionContext,
    into consume: BatchConsumer
  ) throws(QueryError) -> Bool {
    guard let quota else { return try depthFirst.run(row: row, from: start, to: target, context, into: consume) }
    if let target, target != start, let bidirectional {
      return try bidirectional.run(row: row, from: start, to: target, quota, context, into: consume)
    }
    let levelOrder = levelOrder ?? LevelOrderSearch(setup, quota)
    self.levelOrder = levelOrder
    return try levelOrder.run(row: row, from: start, to: target, quota, context, into: consume)
  }
}

extension PhysicalPlan.Search {
  var program: SearchProgram {
    let isAmbiguous = !path.isUnambiguous
    let wanted = Set(outputs).union(isAmbiguous ? identity : [])
    var compiler = SearchCompiler(path, wanted: wanted, known: Set(known), choices: isAmbiguous ? places : nil)
    var program = compiler.compile()
    program.endTests = program.nodeTests.count..<(program.nodeTests.count + ends.count)
    program.nodeTests += ends
    return program
  }
}

extension QueryError {
  static func pathTooLong(_ limit: Int) -> QueryError {
    QueryError(
      .limitExceeded, "a path has more edges than the path length limit of \(limit)",
      hints: ["give the quantifier an upper bound, or raise the limit"])
  }
}

/// What the ways to search share: the automaton, the walk, the tests, the output and the limits.
final class SearchSetup {
  let states: SearchStates
  let filters: SearchFilters
  let walk: SearchWalk
  let output: SearchOutput
  private let mode: PathMode
  /// No edge twice in a walk.
  let marksEdges: Bool
  /// No node twice in a walk.
  let marksNodes: Bool
  let hasScopes: Bool
  /// A mode restricts how walks go on.
  let isRestricted: Bool
  /// How a walk goes on depends on more than its node and state.
  let looksBack: Bool
  let looksBackWithoutMode: Bool
  /// To leave the mode of the whole walk out of account makes walks mergeable.
  let relaxes: Bool
  /// See `SearchProgram.repeatsOneEdge`.
  let repeatsOneEdge: Bool
  /// How a walk goes on depends on its node, its state, the sensitive variables and the open parts with modes of their own.
  let merges: Bool
  let sensitive: [Int]
  /// One match may be found in several ways: they are compared by `identity`.
  let isAmbiguous: Bool
  let identity: [SearchBinding]
  private let targetVariable: Int?
  private let known: [(slot: Slot, variable: Int)]
  @exclusivity(unchecked) private var pathLengthLimit = 0
  @exclusivity(unchecked) private var memoryLimit = 0
  /// Of all looks at the limits.
  @exclusivity(unchecked) private(set) var mostBytesHeld = 0

  init(_ plan: PhysicalPlan.Search, _ compiler: ExpressionCompiler) {
    isAmbiguous = !plan.path.isUnambiguous
    states = SearchStates(plan.program)
    filters = SearchFilters(states.program, compiler, isReversed: plan.isReversed)
    walk = SearchWalk(states, filters)
    output = SearchOutput(plan, states.program)
    mode = plan.mode
    marksEdges = plan.isTrail || mode == .trail
    marksNodes = mode == .simple || mode == .acyclic
    hasScopes = !states.program.scopes.isEmpty
    isRestricted = marksEdges || marksNodes || hasScopes
    sensitive = states.program.sensitiveVariables
    looksBack = isRestricted || !sensitive.isEmpty || !states.program.conditions.isEmpty
    looksBackWithoutMode = hasScopes || !sensitive.isEmpty || !states.program.conditions.isEmpty
    repeatsOneEdge = states.program.repeatsOneEdge
    relaxes = (marksEdges || marksNodes) && !states.program.readsGroups
    merges = !marksEdges && !marksNodes && !states.program.readsGroups
    identity = isAmbiguous ? plan.identity.compactMap { [bindings = states.program.bindings] in bindings[$0] } : []
    let bindings = states.program.bindings
    targetVariable = bindings[plan.to]?.element
    known = plan.known.compactMap { slot in (bindings[slot]?.element).map { (slot, $0) } }
  }

  /// From here on walks start from this row.
  /// - Returns: false when it lacks an element that they have to come by.
  func begin(_ batch: Batch, row: Int, to target: NodeOrdinal?, _ context: ExecutionContext) -> Bool {
    walk.known.removeAll(keepingCapacity: true)
    if let targetVariable, let target { walk.known.append((targetVariable, target)) }
    for (slot, variable) in known {
      let cell = batch[slot].cell(at: row)
      guard cell.tag == .node || cell.tag == .edge else { return false }
      walk.known.append((variable, cell.ordinal))
    }
    filters.begin(batch, row: row, context)
    pathLengthLimit = context.limits.pathLength
    memoryLimit = context.limits.memoryBytes
    return true
  }

  var isAcyclic: Bool { mode == .acyclic }
  var isSimple: Bool { mode == .simple }

  /// Whether the modes of the whole walk let it go on so. O(length).
  func allows(_ edge: EdgeOrdinal, _ node: NodeOrdinal) -> Bool {
    (!marksEdges || walk.allows(edge, node, .trail, from: 0)) && (!marksNodes || walk.allows(edge, node, mode, from: 0))
  }

  func checkLength(_ length: Int) throws(QueryError) {
    if isTooLong(length) { throw QueryError.pathTooLong(pathLengthLimit) }
  }

  func isTooLong(_ length: Int) -> Bool { length > pathLengthLimit }

  /// Whether one part in `share` of the memory limit is enough.
  func leavesRoom(_ bytes: Int, _ context: ExecutionContext, share: Int = 1) -> Bool {
    bytes + walk.bytesInUse + context.arena.bytesInUse <= memoryLimit / share
  }

  func checkLimits(_ context: ExecutionContext, holding bytes: Int) throws(QueryError) {
    try context.checkLimits()
    mostBytesHeld = max(mostBytesHeld, bytes + walk.bytesInUse)
    if !leavesRoom(bytes, context) {
      throw QueryError(.limitExceeded, "the path search needs more memory than the limit of \(memoryLimit) bytes")
    }
  }
}

extension PathSearchOperator: HoldsMemory {
  var bytesHeld: Int { setup.mostBytesHeld }
}
