import GraphStore

/// How it is computed: access paths, join order and methods are chosen. Each node names the slots it carries from input to output; what
/// nobody reads later is not carried.
indirect enum PhysicalPlan: Sendable {
  /// Rows from outside: one row without columns at the top; in an inner plan the outer rows, with `carried` and the row ordinal.
  case argument
  case nodeScan(PhysicalPlan, NodeScan)
  case nodeLookup(PhysicalPlan, NodeLookup)
  case nodeJoin(PhysicalPlan, NodeJoin)
  case partJoin(PhysicalPlan, PartJoin)
  case labelCheck(PhysicalPlan, LabelCheck)
  case expand(PhysicalPlan, Expand)
  case search(PhysicalPlan, Search)
  case filter(PhysicalPlan, BoundExpression, carried: [Slot])
  case weigh(PhysicalPlan, Weigh)
  case commonNeighbours(PhysicalPlan, CommonNeighbours)
  case distinctEdges(PhysicalPlan, [EdgePair], carried: [Slot])
  case extend(PhysicalPlan, [BoundAssignment])
  /// With `weight` each row stands for as many equal rows as that slot says.
  case aggregate(PhysicalPlan, keys: [BoundAssignment], [BoundAggregate], weight: Slot?)
  case distinct(PhysicalPlan, [Slot], carried: [Slot])
  case sort(PhysicalPlan, Sort)
  case page(PhysicalPlan, offset: BoundExpression?, limit: BoundExpression?)
  case unwind(PhysicalPlan, BoundUnwind, carried: [Slot])
  case setOperation(PhysicalPlan, SetCombination)
  case apply(PhysicalPlan, Apply)
  case callProcedure(PhysicalPlan, BoundProcedureCall, carried: [Slot])
  case insert(PhysicalPlan, BoundInsert, carried: [Slot])
  case set(PhysicalPlan, [BoundSetItem], inTurn: Bool, carried: [Slot])
  case remove(PhysicalPlan, [BoundRemoveItem], carried: [Slot])
  case delete(PhysicalPlan, [BoundExpression], isDetaching: Bool, carried: [Slot])
  case discard(PhysicalPlan)

  /// All nodes with the labels, for each input row.
  struct NodeScan: Sendable {
    var slot: Slot
    var labels: [LabelPredicate]
    var carried: [Slot]
  }

  /// The nodes whose property has a value computed from the input row: by index, or by scan where no index can tell.
  struct NodeLookup: Sendable {
    var slot: Slot
    var labels: [LabelPredicate]
    var key: String
    var sought: SoughtValue
    /// The name of the index in the file, if there is one.
    var index: String?
    var carried: [Slot]
  }

  /// The nodes of which each of some values equals one that is computed from the input row.
  struct NodeJoin: Sendable {
    struct Key: Sendable {
      /// Of the input row.
      var known: BoundExpression
      /// Of the node.
      var own: BoundExpression
    }
    var slot: Slot
    var labels: [LabelPredicate]
    var keys: [Key]
    /// A property by whose value they can be looked up too.
    var lookUp: (key: String, value: BoundExpression)?
    var carried: [Slot]
  }

  /// The rows of a part of the pattern that hangs on nothing of the input and is matched once: those with the keys, or between the limits, that are
  /// computed from the input row; all where there are neither.
  struct PartJoin: Sendable {
    /// In the order of what the part computes, which is compared with what is known.
    struct Limits: Sendable {
      var own: BoundExpression
      var low: BoundExpression?
      var high: BoundExpression?
    }
    /// Of one row without columns.
    var part: PhysicalPlan
    /// What the part binds and somebody reads.
    var outputs: [Slot]
    var keys: [NodeJoin.Key]
    /// Only without keys.
    var limits: Limits?
    /// About how many rows the part has.
    var partRows: Double
    var carried: [Slot]

    /// What is computed of the input row: the keys, or the limits, the low one first.
    var known: [BoundExpression] { keys.map(\.known) + [limits?.low, limits?.high].compactMap { $0 } }
  }

  struct LabelCheck: Sendable {
    var slot: Slot
    var labels: [LabelPredicate]
    var carried: [Slot]
  }

  /// Follows one edge from each row's `from`. With `isTargetBound`, only edges that lead to the node already in `to`.
  struct Expand: Sendable {
    var from: Slot
    var edge: Slot
    var to: Slot
    var isTargetBound: Bool
    var directions: EdgeDirections
    var label: LabelPredicate?
    var carried: [Slot]
  }

  /// How many matches the branches at `node` have.
  struct Weigh: Sendable {
    var node: Slot
    var branches: [CountedBranch]
    var use: Use
    var carried: [Slot]

    enum Use: Sendable {
      /// The number is multiplied with `previous` into `weight`; rows without a match go.
      case count(previous: Slot?, weight: Slot)
      /// Only rows with a match stay, or only those without.
      case keep(matched: Bool)
    }
  }

  /// How many ways lead from one node to the other over one node in the middle: multiplied with `previous` into `weight`; rows without a
  /// way go.
  struct CommonNeighbours: Sendable {
    /// One end, and how to get from it to the middle.
    struct Side: Sendable {
      var node: Slot
      var directions: EdgeDirections
      var label: LabelPredicate?
    }
    var left: Side
    var right: Side
    var middle: LogicalNode
    var branches: [CountedBranch]
    var previous: Slot?
    var weight: Slot
    var carried: [Slot]
  }

  /// Matches a path pattern that is more than one edge, from `from` to `to`.
  struct Search: Sendable {
    var from: Slot
    var to: Slot
    var isTargetBound: Bool
    /// In the order from `from` to `to`.
    var path: BoundPath
    /// What else of it the rows have already: the elements that it has to come by.
    var known: [Slot]
    /// The pattern was turned round: lists and paths are turned back on output.
    var isReversed: Bool
    var selector: PathSelector
    var mode: PathMode
    var isTrail: Bool
    var segment: Slot?
    var edges: Slot?
    /// What the pattern binds and somebody reads, by its own slots.
    var outputs: [Slot]
    /// Where each output goes: its own slot, or a fresh one when the rows have that slot already.
    var destinations: [Slot]
    /// Named variables: matches with equal elements and equal values here are one match.
    var identity: [Slot]
    /// Elements whose places in the path tell matches apart as well.
    var places: Set<Slot>
    /// `PlanRule.levelByLevel`, where the pattern allows it.
    var mayGoLevelByLevel: Bool
    /// `PlanRule.bothEnds`, where the pattern allows it.
    var mayStartAtBothEnds: Bool
    /// What the node at `to` is tested for afterwards, as far as it can be told of it alone: a search without a bound need not go where there is none.
    var ends: [SearchNodeTest]
    var carried: [Slot]
  }

  struct Sort: Sendable {
    var keys: [BoundSortKey]
    /// Only the first rows are wanted: offset plus limit.
    var limit: (offset: BoundExpression?, limit: BoundExpression)?
    var carried: [Slot]
  }

  struct SetCombination: Sendable {
    var operands: [PhysicalPlan]
    var operators: [SetOperator]
    var columns: [BoundSetColumn]
    /// Slots of the input that operands read.
    var inputSlots: [Slot]
  }

  struct Apply: Sendable {
    var inner: PhysicalPlan
    var kind: ApplyKind
    /// Holds the number of the outer row in the inner plan.
    var ordinal: Slot
    /// The inner plan treats its rows one by one, so that a whole outer batch can go through it at once.
    var isBatchwise: Bool
    /// Outer slots that the inner plan reads.
    var argument: [Slot]
    /// Slots that the inner plan adds.
    var outputs: [Slot]
    var carried: [Slot]
  }
}

extension PhysicalPlan {
  /// Whether each row goes through the plan alone: then a whole outer batch may go through an inner plan at once.
  var isBatchwise: Bool { takesRowsOneByOne(alsoInSearches: true) }

  /// Whether the rows that come of one input row come before those of the next. A search may go on with a whole batch of walks at a time, a product with a whole batch of rows.
  var keepsOrder: Bool { takesRowsOneByOne(alsoInSearches: false) }

  private func takesRowsOneByOne(alsoInSearches: Bool) -> Bool {
    switch self {
    case .argument: true
    case .search(let input, _): alsoInSearches && input.takesRowsOneByOne(alsoInSearches: alsoInSearches)
    case .partJoin(let input, let join):
      (alsoInSearches || !join.known.isEmpty) && input.takesRowsOneByOne(alsoInSearches: alsoInSearches)
    case .nodeScan(let input, _), .nodeLookup(let input, _), .nodeJoin(let input, _), .labelCheck(let input, _), .expand(let input, _),
      .filter(let input, _, _), .weigh(let input, _), .commonNeighbours(let input, _), .distinctEdges(let input, _, _), .extend(let input, _), .unwind(let input, _, _),
      .callProcedure(let input, _, _):
      input.takesRowsOneByOne(alsoInSearches: alsoInSearches)
    case .apply(let input, let apply):
      input.takesRowsOneByOne(alsoInSearches: alsoInSearches) && apply.inner.takesRowsOneByOne(alsoInSearches: alsoInSearches)
    case .aggregate, .distinct, .sort, .page, .setOperation, .insert, .set, .remove, .delete, .discard: false
    }
  }

  /// What a step takes its rows from; nil: from outside.
  var input: PhysicalPlan? {
    switch self {
    case .argument: return nil
    case .nodeScan(let input, _), .nodeLookup(let input, _), .nodeJoin(let input, _), .partJoin(let input, _), .labelCheck(let input, _),
      .expand(let input, _), .search(let input, _), .filter(let input, _, _), .weigh(let input, _), .commonNeighbours(let input, _),
      .distinctEdges(let input, _, _), .extend(let input, _), .unwind(let input, _, _), .callProcedure(let input, _, _),
      .aggregate(let input, _, _, _), .distinct(let input, _, _), .sort(let input, _), .page(let input, _, _), .discard(let input),
      .setOperation(let input, _), .apply(let input, _), .insert(let input, _, _), .set(let input, _, _, _), .remove(let input, _, _),
      .delete(let input, _, _, _):
      return input
    }
  }

  /// The one row that a statement begins with, or those of an outer query.
  var isArgument: Bool { if case .argument = self { true } else { false } }

  /// Whether the rows are some of the graph's nodes, each once for a row of the argument.
  func isScan(of slots: Set<Slot>) -> Bool { scannedSlot.map { slots == [$0] } ?? false }

  /// Each row is another node of one scan.
  var isScan: Bool { scannedSlot != nil }

  private var scannedSlot: Slot? {
    switch self {
    case .nodeScan(.argument, let scan): scan.slot
    case .labelCheck(let input, _), .filter(let input, _, _), .extend(let input, _): input.scannedSlot
    case .argument, .nodeScan, .nodeLookup, .nodeJoin, .partJoin, .expand, .search, .weigh, .commonNeighbours, .distinctEdges, .unwind, .callProcedure, .apply,
      .aggregate, .distinct, .sort, .page, .setOperation, .insert, .set, .remove, .delete, .discard:
      nil
    }
  }
}
