/// The states of a search program between edges: where it stands, and how often each open loop has run. They are made as walks reach
/// them, so that a loop `{1,10000}` costs no more than the walks that go round it.
final class SearchStates {
  /// One way on from a state: what to do at the node, which edge to cross, where that leads.
  struct Arc {
    var actions: Range<Int32>
    var edge: Int32
    var target: Int32
  }

  private struct Key: Hashable {
    var position: Int
    /// Rounds of each loop, 0 outside of it.
    var rounds: [Int]
  }

  private struct State {
    var key: Key
    var isPrepared = false
    var arcs: Range<Int32> = 0..<0
    var acceptances: Range<Int32> = 0..<0
  }

  let program: SearchProgram
  @exclusivity(unchecked) private var states: ContiguousArray<State> = []
  @exclusivity(unchecked) private var numbers: [Key: Int32] = [:]
  @exclusivity(unchecked) private(set) var arcs: ContiguousArray<Arc> = []
  /// What is to be done at the last node, for each way to end.
  @exclusivity(unchecked) private(set) var acceptances: ContiguousArray<Range<Int32>> = []
  @exclusivity(unchecked) private(set) var actions: ContiguousArray<WalkAction> = []
  /// The actions after each of the program's edges.
  @exclusivity(unchecked) private(set) var arrivals: ContiguousArray<Range<Int32>> = []
  static let limit = 1 << 22

  init(_ program: SearchProgram) {
    self.program = program
    for edge in program.edges { arrivals.append(append(edge.actions)) }
    _ = number(Key(position: 0, rounds: Array(repeating: 0, count: program.loops.count)))
  }

  static let start: Int32 = 0

  var count: Int { states.count }

  func arcs(of state: Int32) -> Range<Int32> {
    if !states[Int(state)].isPrepared { prepare(state) }
    return states[Int(state)].arcs
  }

  func acceptances(of state: Int32) -> Range<Int32> {
    if !states[Int(state)].isPrepared { prepare(state) }
    return states[Int(state)].acceptances
  }

  private func number(_ key: Key) -> Int32 {
    if let number = numbers[key] { return number }
    let number = Int32(states.count)
    states.append(State(key: key))
    numbers[key] = number
    return number
  }

  private func append(_ list: [WalkAction]) -> Range<Int32> {
    let start = Int32(actions.count)
    actions.append(contentsOf: list)
    return start..<Int32(actions.count)
  }

  /// Finds every way to the next edge or to the end.
  private func prepare(_ state: Int32) {
    let key = states[Int(state)].key
    let arcStart = Int32(arcs.count)
    let acceptStart = Int32(acceptances.count)
    var pending: [(position: Int, rounds: [Int], done: [WalkAction])] = [(key.position, key.rounds, [])]
    while var (position, rounds, done) = pending.popLast() {
      switch program.instructions[position] {
      case .act(let action):
        done.append(action)
        position += 1
      case .edge(let edge):
        let target = number(Key(position: position + 1, rounds: rounds))
        arcs.append(Arc(actions: append(done), edge: Int32(edge), target: target))
        continue
      case .fork(let targets):
        for target in targets.reversed() { pending.append((target, rounds, done)) }
        continue
      case .jump(let target): position = target
      case .enter(let loop):
        rounds[loop] = 0
        position += 1
      case .again(let loop, let exit):
        let (lower, upper) = program.loops[loop]
        let round = rounds[loop]
        if upper.map({ round < $0 }) ?? true {
          // Without an upper bound all rounds beyond the lower one are alike.
          rounds[loop] = upper == nil ? min(round + 1, lower) : round + 1
          pending.append((position + 1, rounds, done))
        }
        guard round >= lower else { continue }
        rounds[loop] = 0
        position = exit
      case .accept:
        acceptances.append(append(done))
        continue
      }
      pending.append((position, rounds, done))
    }
    states[Int(state)].arcs = arcStart..<Int32(arcs.count)
    states[Int(state)].acceptances = acceptStart..<Int32(acceptances.count)
    states[Int(state)].isPrepared = true
  }
}
