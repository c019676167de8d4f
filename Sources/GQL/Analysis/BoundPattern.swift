/// The graph pattern of one MATCH after names are resolved.
public struct BoundGraphPattern: Sendable {
  /// No edge is bound twice by the edge patterns of `paths`, named or not (DIFFERENT EDGES). False: REPEATABLE ELEMENTS.
  public var hasDifferentEdges: Bool
  public var paths: [BoundPathPattern]
  /// Evaluated after selectors and match mode.
  public var `where`: BoundExpression?
  /// The slots of the pattern's named variables, new or bound before; hidden slots are not listed. Path bindings with equal elements
  /// and equal values of these at the same places count once.
  public var variables: [Slot]
  /// openCypher: path bindings count apart when the parts of the pattern matched different parts of the path, named or not.
  public var countsParts: Bool
  public init(
    hasDifferentEdges: Bool, paths: [BoundPathPattern], where condition: BoundExpression?, variables: [Slot] = [],
    countsParts: Bool = false
  ) {
    self.hasDifferentEdges = hasDifferentEdges
    self.paths = paths
    self.where = condition
    self.variables = variables
    self.countsParts = countsParts
  }
}

public struct BoundPathPattern: Sendable {
  public var pathSlot: Slot?
  public var selector: PathSelector
  public var mode: PathMode
  public var root: BoundPath
  public var span: SourceSpan
  public init(pathSlot: Slot?, selector: PathSelector, mode: PathMode, root: BoundPath, span: SourceSpan) {
    self.pathSlot = pathSlot
    self.selector = selector
    self.mode = mode
    self.root = root
    self.span = span
  }
}

/// A path pattern as a regular-expression tree over elements. Missing nodes are filled in: between two edges, and at both ends of a
/// concatenation, there is always a node pattern (adjacent node patterns stand for the same node).
/// A slot that occurs twice, or that is bound before the MATCH, is an equi-join; it is then always a single element of known kind. In
/// a union or alternation the operands may share a slot: there it is no join.
public indirect enum BoundPath: Sendable {
  case node(BoundNodePattern)
  case edge(BoundEdgePattern)
  case concatenation([BoundPath])
  /// Set semantics: equal bindings of equal paths count once. Slots that some operand does not bind are null there.
  case union([BoundPath])
  /// Multiset semantics.
  case alternation([BoundPath])
  case repetition(BoundRepetition)
  /// `(path)?`: zero or one time; the slots inside are null when it is zero.
  case optional(BoundPath)
    case scoped(BoundScopedPath)
}

public struct BoundNodePattern: Sendable {
  /// Every node pattern has a slot; anonymous ones a hidden one.
  public var slot: Slot
  public var label: LabelPredicate?
  /// Property map and inline WHERE together. May refer to the slot itself, to single elements of the same iteration and the same path
  /// pattern (to its left or right, null where an optional part or alternative did not match), and to slots bound before the MATCH. It
  /// never refers to a group slot, a path slot, or another path pattern: such conditions are errors or stand in `where`.
  public var condition: BoundExpression?
  public init(slot: Slot, label: LabelPredicate?, condition: BoundExpression?) {
    self.slot = slot
    self.label = label
    self.condition = condition
  }
}

public struct BoundEdgePattern: Sendable {
  public var slot: Slot
  public var direction: EdgeDirectionPattern
  public var label: LabelPredicate?
  public var condition: BoundExpression?
  public init(slot: Slot, direction: EdgeDirectionPattern, label: LabelPredicate?, condition: BoundExpression?) {
    self.slot = slot
    self.direction = direction
    self.label = label
    self.condition = condition
  }
}

/// `path{lower,upper}`. Inside, each variable is a singleton in its inner slot; outside, the list of its values is in the group slot.
public struct BoundRepetition: Sendable {
  public var path: BoundPath
  public var lower: Int
  public var upper: Int?
  /// Named variables only; nested repetitions flatten into the outermost list: where an inner slot is itself the group slot of a
  /// repetition inside, the lists of all rounds are joined end to end. Zero rounds give empty lists; a round whose inner slot is
  /// null (an optional part or alternative not taken) adds nothing.
  public var groups: [(inner: Slot, group: Slot)]
  public init(path: BoundPath, lower: Int, upper: Int?, groups: [(inner: Slot, group: Slot)]) {
    self.path = path
    self.lower = lower
    self.upper = upper
    self.groups = groups
  }
}

/// A parenthesised part with a mode, condition or path variable of its own. Order: match, condition, mode.
///
/// The condition may refer to what element conditions may, and to group slots of repetitions inside; never to path slots.
public struct BoundScopedPath: Sendable {
  public var path: BoundPath
  public var mode: PathMode
  public var condition: BoundExpression?
  public var pathSlot: Slot?
  public init(path: BoundPath, mode: PathMode, condition: BoundExpression?, pathSlot: Slot?) {
    self.path = path
    self.mode = mode
    self.condition = condition
    self.pathSlot = pathSlot
  }
}
