import GraphStore

/// A path pattern as instructions for walking a graph: the automaton of its regular expression, with what is to be bound and tested on
/// the way. Loops are counted, not written out.
///
/// ```
/// (a)-[e:T]->{2,5}(b)    act openRepetition, enter loop 0
///                     2: again loop 0, exit 6
///                        edge 0 (binds e)
///                        act closeRound
///                        jump 2
///                     6: accept
/// ```
struct SearchProgram {
  var instructions: [SearchInstruction] = []
  var edges: [SearchEdge] = []
  var nodeTests: [SearchNodeTest] = []
  /// Those of `PhysicalPlan.Search.ends`.
  var endTests: Range<Int> = 0..<0
  var conditions: [WalkCondition] = []
  var loops: [(lower: Int, upper: Int?)] = []
  var repetitions: [SearchRepetition] = []
  var groups: [SearchGroup] = []
  var scopes: [SearchScope] = []
  /// Where each slot that somebody reads has its value.
  var bindings: [Slot: SearchBinding] = [:]
  /// The count of variables of a walk.
  var variableCount = 0
  /// Variables that decide how a walk may go on, beside node and state: those of joins and of conditions over several elements.
  var sensitiveVariables: [Int] = []
  /// A condition reads a list or a path: how a walk may go on depends on all of it.
  var readsGroups = false
}

enum SearchInstruction {
  case act(WalkAction)
  /// Cross an edge.
  case edge(Int)
  /// Go on at one of these.
  case fork([Int])
  case jump(Int)
  case enter(loop: Int)
  /// Another round, at the next instruction, or out.
  case again(loop: Int, exit: Int)
  case accept
}

/// What a walk does at a node. Numbers are positions in the program's tables, or variables.
enum WalkAction {
  case test(Int)
  case bindNode(Int)
  /// Binds, or compares with what is bound.
  case joinNode(Int)
  case bindEdge(Int)
  case joinEdge(Int)
  case openRepetition(Int)
  case closeRound(Int)
  case openPath(Int)
  case closePath(Int)
  /// Notes which operand of a multiset alternation is taken.
  case choose(Int)
  /// Notes how far the walk has come at an element.
  case notePlace(Slot)
  case enterScope(Int)
  case leaveScope(Int)
  case check(Int)
  /// Lets a later `checkArmed` judge: the condition's element has been matched.
  case arm(Int)
  case checkArmed(Int, flag: Int)
}

/// An edge pattern.
struct SearchEdge {
  var directions: EdgeDirections
  var label: LabelPredicate?
  var condition: LocalCondition?
  /// Node tests of the node it leads to.
  var arrivalTests: [Int] = []
  /// Done once the edge is crossed.
  var actions: [WalkAction] = []
}

/// Demands of a node pattern that need nothing but the node and the outer row.
struct SearchNodeTest {
  var label: LabelPredicate?
  var condition: LocalCondition?
}

/// A condition that reads one element and slots of the outer row.
struct LocalCondition {
  var expression: BoundExpression
  var slot: Slot
}

/// A condition that reads several elements of the walk.
struct WalkCondition {
  var expression: BoundExpression
  var reads: [Slot]
}

/// Where a slot's value is kept.
enum SearchBinding {
  /// The ordinal, in one variable.
  case node(Int)
  case edge(Int)
  /// The first and the last position, in two variables.
  case path(Int)
  case group(Int)

  /// The variable of a single element.
  var element: Int? {
    switch self {
    case .node(let variable), .edge(let variable): variable
    case .path, .group: nil
    }
  }
}

/// A list under construction. Its items stand in a buffer of their own, from the value of `start` to that of `count`.
struct SearchGroup {
  enum Item { case node, edge, path }
  var item: Item
  /// Unbound: no items.
  var start: Int
  var count: Int
}

struct SearchRepetition {
  var groups: [(inner: SearchBinding, group: Int)] = []
  /// Variables that do not outlive a round.
  var cleared: [Int] = []
}

/// A part of the path with a mode of its own. `start` holds the position where it began while the walk is inside.
struct SearchScope {
  var mode: PathMode
  var start: Int
}

extension SearchProgram {
  /// One edge, repeated, and nothing looks back at where a walk has come from. Then a shortest walk to another node than that where it
  /// began comes to no node twice: what lies between could be left out.
  var repeatsOneEdge: Bool {
    guard edges.count == 1, loops.count == 1, loops[0].lower <= 1, scopes.isEmpty, sensitiveVariables.isEmpty, conditions.isEmpty,
      !readsGroups
    else { return false }
    return !instructions.contains { if case .fork = $0 { true } else { false } }
  }
}
