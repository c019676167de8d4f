import GraphStore

/// One walk through the graph, and what it binds so far. Every change is noted, so that the walk can be taken back to an earlier point.
final class SearchWalk {
  /// Nothing is bound.
  static let none = UInt32.max

  let states: SearchStates
  private let program: SearchProgram
  private let filters: SearchFilters
  let nodes = OrdinalBuffer()
  let edges = OrdinalBuffer()
  /// Values of the program's variables; after them, how many choices are noted.
  let variables: UnsafeMutablePointer<UInt32>
  private let variableCount: Int
  /// Pairs of a variable and its value before.
  private let undo = OrdinalBuffer()
  /// Items of each group; a path takes two.
  let items: [OrdinalBuffer]
  let choices = OrdinalBuffer()

  init(_ states: SearchStates, _ filters: SearchFilters) {
    self.states = states
    self.filters = filters
    program = states.program
    variableCount = program.variableCount + 1
    variables = .allocate(capacity: variableCount)
    variables.initialize(repeating: SearchWalk.none, count: variableCount)
    items = program.groups.map { _ in OrdinalBuffer(capacity: 16) }
  }

  deinit { variables.deallocate() }

  private var choiceCount: Int { program.variableCount }
  var choiceElements: UnsafeBufferPointer<UInt32> {
    UnsafeBufferPointer(start: choices.base, count: Int(variables[choiceCount]))
  }
  var current: NodeOrdinal { nodes.base[nodes.count - 1] }
  var bytesInUse: Int {
    4 * (nodes.capacity + edges.capacity + undo.capacity + items.reduce(0) { $0 + $1.capacity })
  }

  /// Variables that have a value before the walk begins.
  @exclusivity(unchecked) var known: [(variable: Int, value: UInt32)] = []

  /// Forgets everything but what was known before, and stands at a node.
  func begin(at node: NodeOrdinal) {
    variables.update(repeating: SearchWalk.none, count: variableCount)
    for group in program.groups { variables[group.count] = 0 }
    variables[choiceCount] = 0
    for (variable, value) in known { variables[variable] = value }
    undo.removeAll()
    edges.removeAll()
    nodes.removeAll()
    nodes.append(node)
  }

  // MARK: Steps

  func push(_ edge: EdgeOrdinal, _ node: NodeOrdinal) {
    edges.append(edge)
    nodes.append(node)
  }

  func pop(to length: Int) {
    edges.count = length
    nodes.count = length + 1
  }

  /// Whether the modes of the parts that the walk is inside of let it go on so.
  func allows(_ edge: EdgeOrdinal, _ node: NodeOrdinal) -> Bool {
    for scope in program.scopes {
      let start = variables[scope.start]
      guard start == SearchWalk.none || allows(edge, node, scope.mode, from: Int(start)) else { return false }
    }
    return true
  }

  /// O(length).
  func allows(_ edge: EdgeOrdinal, _ node: NodeOrdinal, _ mode: PathMode, from start: Int) -> Bool {
    switch mode {
    case .walk: return true
    case .trail:
      for position in start..<edges.count where edges.base[position] == edge { return false }
      return true
    case .acyclic:
      for position in start..<nodes.count where nodes.base[position] == node { return false }
      return true
    case .simple:
      // Back at its beginning, it is complete.
      if nodes.count - 1 > start, nodes.base[start] == current { return false }
      for position in (start + 1)..<max(start + 1, nodes.count) where nodes.base[position] == node { return false }
      return true
    }
  }

  // MARK: Variables

  func mark() -> Int { undo.count }

  func release(to mark: Int) {
    while undo.count > mark {
      undo.count -= 2
      variables[Int(undo.base[undo.count])] = undo.base[undo.count + 1]
    }
  }

  /// Keeps the changes for good.
  func forgetUndo() { undo.removeAll() }

  private func set(_ variable: Int, _ value: UInt32) {
    undo.append(UInt32(variable))
    undo.append(variables[variable])
    variables[variable] = value
  }

  private func join(_ variable: Int, _ value: UInt32) -> Bool {
    if variables[variable] == SearchWalk.none {
      set(variable, value)
      return true
    }
    return variables[variable] == value
  }

  // MARK: Actions

  /// - Returns: false when a test fails; what was done until then stays done.
  func apply(_ range: Range<Int32>) throws(QueryError) -> Bool {
    for index in range { guard try apply(states.actions[Int(index)]) else { return false } }
    return true
  }

  /// The changes alone, of a walk that is known to match.
  func bind(_ range: Range<Int32>) { for index in range { _ = change(states.actions[Int(index)]) } }

  private func apply(_ action: WalkAction) throws(QueryError) -> Bool {
    switch action {
    case .test(let test): return try filters.holds(test, current)
    case .check(let condition): return try filters.holds(condition, of: self)
    case .checkArmed(let condition, let flag):
      return variables[flag] == SearchWalk.none ? true : try filters.holds(condition, of: self)
    case .bindNode, .joinNode, .bindEdge, .joinEdge, .openRepetition, .closeRound, .openPath, .closePath, .choose, .notePlace,
      .enterScope, .leaveScope, .arm:
      return change(action)
    }
  }

  /// - Returns: false where a join fails.
  private func change(_ action: WalkAction) -> Bool {
    switch action {
    case .test, .check, .checkArmed: break
    case .bindNode(let variable): set(variable, current)
    case .bindEdge(let variable): set(variable, edges.base[edges.count - 1])
    case .joinNode(let variable): return join(variable, current)
    case .joinEdge(let variable): return join(variable, edges.base[edges.count - 1])
    case .openRepetition(let repetition):
      for (_, group) in program.repetitions[repetition].groups {
        set(program.groups[group].start, variables[program.groups[group].count])
      }
    case .closeRound(let repetition): closeRound(program.repetitions[repetition])
    case .openPath(let variable): set(variable, UInt32(edges.count))
    case .closePath(let variable): set(variable + 1, UInt32(edges.count))
    case .choose(let operand): note(UInt32(operand))
    case .notePlace(let slot):
      // No operand has so high a number, and no walk so many edges.
      note(.max - UInt32(slot.index))
      note(UInt32(edges.count))
    case .enterScope(let scope): set(program.scopes[scope].start, UInt32(edges.count))
    case .leaveScope(let scope): set(program.scopes[scope].start, SearchWalk.none)
    case .arm(let flag): set(flag, 1)
    }
    return true
  }

  private func note(_ number: UInt32) {
    choices.count = Int(variables[choiceCount])
    choices.append(number)
    set(choiceCount, UInt32(choices.count))
  }

  /// Adds the round's values to the lists and forgets them.
  private func closeRound(_ repetition: SearchRepetition) {
    for (inner, group) in repetition.groups {
      let target = program.groups[group]
      let list = items[group]
      list.count = Int(variables[target.count])
      switch inner {
      case .node(let variable), .edge(let variable):
        if variables[variable] != SearchWalk.none { list.append(variables[variable]) }
      case .path(let variable):
        if variables[variable] != SearchWalk.none {
          list.append(variables[variable])
          list.append(variables[variable + 1])
        }
      case .group(let number):
        let source = program.groups[number]
        guard variables[source.start] != SearchWalk.none else { break }
        for position in variables[source.start]..<variables[source.count] {
          list.append(items[number].base[Int(position)])
        }
      }
      if list.count != Int(variables[target.count]) { set(target.count, UInt32(list.count)) }
    }
    for variable in repetition.cleared where variables[variable] != SearchWalk.none {
      set(variable, SearchWalk.none)
    }
  }
}
