import GraphStore

/// Compiles a path pattern to a search program.
///
/// An action goes with the edge before it when no branch lies between: it is then done once, on arrival, however the walk goes on.
struct SearchCompiler {
  private(set) var program = SearchProgram()
  private let path: BoundPath
  /// Slots that must have a binding: asked for from outside, joined, or read by conditions.
  private var tracked: Set<Slot>
  private let joined: Set<Slot>
  private let ownSlots: Set<Slot>
  /// Elements whose places are noted, beside which operands of multiset alternations are taken; nil = nothing is noted.
  private var places: Set<Slot>?
  private var level: Level
  /// The edge that was compiled last, while nothing but actions came after it.
  private var openEdge: Int?

  /// One iteration of a repetition, or the whole pattern.
  private struct Level {
    /// How often each slot still comes in the text that is not compiled yet.
    var ahead: [Slot: Int]
    /// Conditions that read what comes later.
    var deferred: [(condition: Int, flag: Int)] = []
    /// Variables that belong to this level.
    var variables: [Int] = []
  }

  /// - Parameters:
  ///   - slots: those whose values are wanted.
  ///   - known: those whose values are there before the walk begins.
  ///   - places: see `places`.
  init(_ path: BoundPath, wanted slots: Set<Slot>, known: Set<Slot>, choices places: Set<Slot>?) {
    self.path = path
    self.places = places
    joined = path.joinedSlots.union(known)
    var own: Set<Slot> = []
    path.collectBoundSlots(into: &own)
    ownSlots = own
    tracked = slots.union(joined)
    level = Level(ahead: path.slotsOfLevel)
    path.forEachElementCondition { slot, condition in
      for conjunct in condition.conjuncts where !isLocal(conjunct, to: slot) {
        tracked.formUnion(conjunct.slots.intersection(own))
      }
    }
    trackInside(path)
  }

  /// The inside of every list that is wanted is wanted.
  private mutating func trackInside(_ path: BoundPath) {
    switch path {
    case .node, .edge: return
    case .concatenation(let parts), .union(let parts), .alternation(let parts):
      for part in parts { trackInside(part) }
    case .repetition(let repetition):
      for group in repetition.groups where tracked.contains(group.group) { tracked.insert(group.inner) }
      for group in repetition.groups where places?.contains(group.group) == true { places?.insert(group.inner) }
      trackInside(repetition.path)
    case .optional(let inner): trackInside(inner)
    case .scoped(let scoped): trackInside(scoped.path)
    }
  }

  mutating func compile() -> SearchProgram {
    add(path)
    endLevel()
    emit(.accept)
    let read = Set(program.conditions.flatMap(\.reads)).union(joined)
    for slot in read {
      switch program.bindings[slot] {
      case .node(let variable), .edge(let variable): program.sensitiveVariables.append(variable)
      case .group, .path: program.readsGroups = true
      case nil: break
      }
    }
    program.sensitiveVariables.sort()
    return program
  }

  // MARK: Emission

  private mutating func emit(_ instruction: SearchInstruction) {
    openEdge = nil
    program.instructions.append(instruction)
  }

  private mutating func emit(_ action: WalkAction) {
    guard let openEdge else { return emit(.act(action)) }
    if case .test(let test) = action {
      program.edges[openEdge].arrivalTests.append(test)
    } else {
      program.edges[openEdge].actions.append(action)
    }
  }

  /// The position of the next instruction, which branches may lead to.
  private mutating func label() -> Int {
    openEdge = nil
    return program.instructions.count
  }

  private mutating func makeVariable() -> Int {
    defer { program.variableCount += 1 }
    level.variables.append(program.variableCount)
    return program.variableCount
  }

  // MARK: Parts

  private mutating func add(_ path: BoundPath) {
    switch path {
    case .node(let node): add(node)
    case .edge(let edge): add(edge)
    case .concatenation(let parts): for part in parts { add(part) }
    case .union(let operands): add(operands, tagged: false)
    case .alternation(let operands): add(operands, tagged: places != nil)
    case .repetition(let repetition): add(repetition)
    case .optional(let inner):
      emit(.fork([]))
      let fork = program.instructions.count - 1
      add(inner)
      program.instructions[fork] = .fork([fork + 1, label()])
    case .scoped(let scoped): add(scoped)
    }
  }

  private mutating func add(_ node: BoundNodePattern) {
    let (local, others) = split(node.condition, node.slot)
    if node.label != nil || local != nil {
      program.nodeTests.append(SearchNodeTest(label: node.label, condition: local))
      emit(.test(program.nodeTests.count - 1))
    }
    if tracked.contains(node.slot) {
      let variable = elementVariable(node.slot, isNode: true)
      emit(joined.contains(node.slot) ? .joinNode(variable) : .bindNode(variable))
    }
    if places?.contains(node.slot) == true { emit(.notePlace(node.slot)) }
    pass(node.slot)
    for condition in others { add(condition) }
  }

  private mutating func add(_ edge: BoundEdgePattern) {
    let (local, others) = split(edge.condition, edge.slot)
    emit(.edge(program.edges.count))
    openEdge = program.edges.count
    program.edges.append(SearchEdge(directions: edge.direction.directions, label: edge.label, condition: local))
    if tracked.contains(edge.slot) {
      let variable = elementVariable(edge.slot, isNode: false)
      emit(joined.contains(edge.slot) ? .joinEdge(variable) : .bindEdge(variable))
    }
    if places?.contains(edge.slot) == true { emit(.notePlace(edge.slot)) }
    pass(edge.slot)
    for condition in others { add(condition) }
  }

  private mutating func elementVariable(_ slot: Slot, isNode: Bool) -> Int {
    switch program.bindings[slot] {
    case .node(let variable), .edge(let variable): return variable
    case .path, .group, nil:
      let variable = makeVariable()
      program.bindings[slot] = isNode ? .node(variable) : .edge(variable)
      return variable
    }
  }

  private mutating func add(_ operands: [BoundPath], tagged: Bool) {
    emit(.fork([]))
    let fork = program.instructions.count - 1
    var starts: [Int] = []
    var jumps: [Int] = []
    for (number, operand) in operands.enumerated() {
      starts.append(label())
      if tagged { emit(.choose(number)) }
      add(operand)
      emit(.jump(0))
      jumps.append(program.instructions.count - 1)
    }
    let end = label()
    for jump in jumps { program.instructions[jump] = .jump(end) }
    program.instructions[fork] = .fork(starts)
  }

  private mutating func add(_ part: BoundScopedPath) {
    var scope: Int?
    if part.mode != .walk {
      scope = program.scopes.count
      program.scopes.append(SearchScope(mode: part.mode, start: makeVariable()))
      emit(.enterScope(program.scopes.count - 1))
    }
    var start: Int?
    if let slot = part.pathSlot, tracked.contains(slot) {
      let variable = pathVariables(slot)
      start = variable
      emit(.openPath(variable))
    }
    add(part.path)
    if let start { emit(.closePath(start)) }
    if let slot = part.pathSlot { pass(slot) }
    for conjunct in part.condition?.conjuncts ?? [] { add(conjunct) }
    if let scope { emit(.leaveScope(scope)) }
  }

  private mutating func pathVariables(_ slot: Slot) -> Int {
    if case .path(let variable)? = program.bindings[slot] { return variable }
    let variable = makeVariable()
    _ = makeVariable()
    program.bindings[slot] = .path(variable)
    return variable
  }

  // MARK: Repetitions

  private mutating func add(_ repetition: BoundRepetition) {
    let number = program.repetitions.count
    program.repetitions.append(SearchRepetition())
    let groups = repetition.groups.filter { tracked.contains($0.group) }
    // The variables of groups belong to the level around.
    let lists = groups.map { groupNumber($0.group) }
    if !groups.isEmpty { emit(.openRepetition(number)) }

    let loop = program.loops.count
    program.loops.append((repetition.lower, repetition.upper))
    emit(.enter(loop: loop))
    let head = label()
    emit(.again(loop: loop, exit: 0))

    let outer = level
    level = Level(ahead: repetition.path.slotsOfLevel)
    add(repetition.path)
    endLevel()
    for (group, list) in zip(groups, lists) {
      guard let inner = program.bindings[group.inner] else { continue }
      program.repetitions[number].groups.append((inner, list))
      program.groups[list].item = item(of: inner)
    }
    program.repetitions[number].cleared = level.variables
    if !groups.isEmpty || !level.variables.isEmpty { emit(.closeRound(number)) }
    level = outer
    for group in repetition.groups { pass(group.group) }

    emit(.jump(head))
    program.instructions[head] = .again(loop: loop, exit: label())
  }

  private mutating func groupNumber(_ slot: Slot) -> Int {
    if case .group(let number)? = program.bindings[slot] { return number }
    let number = program.groups.count
    let start = makeVariable()
    // The count only grows along a walk: it belongs to no level.
    let count = program.variableCount
    program.variableCount += 1
    program.groups.append(SearchGroup(item: .node, start: start, count: count))
    program.bindings[slot] = .group(number)
    return number
  }

  private func item(of binding: SearchBinding) -> SearchGroup.Item {
    switch binding {
    case .node: return .node
    case .edge: return .edge
    case .path: return .path
    case .group(let number): return program.groups[number].item
    }
  }

  // MARK: Conditions

  private func isLocal(_ condition: BoundExpression, to slot: Slot?) -> Bool {
    condition.slots.intersection(ownSlots).allSatisfy { $0 == slot }
  }

  /// What can be judged from the element alone, and the rest.
  private func split(_ condition: BoundExpression?, _ slot: Slot) -> (LocalCondition?, [BoundExpression]) {
    var local: BoundExpression?
    var others: [BoundExpression] = []
    for conjunct in condition?.conjuncts ?? [] {
      if !isLocal(conjunct, to: slot) {
        others.append(conjunct)
      } else {
        local = local.map { BoundExpression(.logical(.and, $0, conjunct), type: .bool, span: $0.span) } ?? conjunct
      }
    }
    return (local.map { LocalCondition(expression: $0, slot: slot) }, others)
  }

  /// Judged here, or where the level ends if it reads what comes later.
  private mutating func add(_ condition: BoundExpression) {
    let reads = condition.slots.intersection(ownSlots).sorted { $0.index < $1.index }
    let number = program.conditions.count
    program.conditions.append(WalkCondition(expression: condition, reads: reads))
    if reads.allSatisfy({ level.ahead[$0, default: 0] == 0 }) { return emit(.check(number)) }
    let flag = makeVariable()
    program.sensitiveVariables.append(flag)
    level.deferred.append((number, flag))
    emit(.arm(flag))
  }

  /// Notes that one more place of the slot is compiled.
  private mutating func pass(_ slot: Slot) { level.ahead[slot, default: 1] -= 1 }

  private mutating func endLevel() {
    for (condition, flag) in level.deferred { emit(.checkArmed(condition, flag: flag)) }
  }
}

extension BoundPath {
  /// The slots bound in this iteration, each with how often it stands there.
  fileprivate var slotsOfLevel: [Slot: Int] {
    switch self {
    case .node(let node): return [node.slot: 1]
    case .edge(let edge): return [edge.slot: 1]
    case .concatenation(let parts), .union(let parts), .alternation(let parts):
      return parts.reduce(into: [:]) { $0.merge($1.slotsOfLevel, uniquingKeysWith: +) }
    case .repetition(let repetition):
      return Dictionary(repetition.groups.map { ($0.group, 1) }, uniquingKeysWith: +)
    case .optional(let path): return path.slotsOfLevel
    case .scoped(let scoped):
      var result = scoped.path.slotsOfLevel
      if let slot = scoped.pathSlot { result[slot, default: 0] += 1 }
      return result
    }
  }

  /// Conditions with the element they belong to; nil for those of parenthesised parts.
  fileprivate func forEachElementCondition(_ body: (Slot?, BoundExpression) -> Void) {
    switch self {
    case .node(let node): if let condition = node.condition { body(node.slot, condition) }
    case .edge(let edge): if let condition = edge.condition { body(edge.slot, condition) }
    case .concatenation(let parts), .union(let parts), .alternation(let parts):
      for part in parts { part.forEachElementCondition(body) }
    case .repetition(let repetition): repetition.path.forEachElementCondition(body)
    case .optional(let path): path.forEachElementCondition(body)
    case .scoped(let scoped):
      scoped.path.forEachElementCondition(body)
      if let condition = scoped.condition { body(nil, condition) }
    }
  }
}
