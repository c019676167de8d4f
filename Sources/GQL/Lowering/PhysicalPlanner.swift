import GraphStore

/// Chooses access paths and join order, and works out which slots are still needed where.
///
/// Works from the result down: each node is told which slots are read above it and asks its input for those and for what it reads itself.
struct PhysicalPlanner {
  let statistics: PlanStatistics
  /// Also numbers the slots that lowering adds.
  var planner: Planner
  /// Row ordinals of the inner plans around: they live through every node.
  private var ordinals: [Slot] = []
  var ordinalSlots: Set<Slot> { Set(ordinals) }

  init(statistics: PlanStatistics, planner: Planner, countsBranches: Bool) {
    self.statistics = statistics
    self.countsBranches = countsBranches
    self.planner = planner
  }

  /// Whether what is lowered next may give one row for several equal ones, with their number in a slot.
  var mayWeigh = false
  /// The nodes by which the rows of the pattern that is lowered next are grouped.
  var groupNodes: [Slot] = []
  /// Whether of equal rows that what is lowered next gives, one is enough.
  var mayMerge = false
  /// Whether anything of the statement may be counted without being enumerated: not while it writes, as what is known of the graph changes.
  let countsBranches: Bool

  /// A plan and the slots its rows have.
  struct Lowered {
    var plan: PhysicalPlan
    var provided: Set<Slot>
    /// One of `provided`: how many rows each row stands for. Nil = one.
    var weight: Slot?
    /// When the plan is an extend, or a sort of one: what the extend's input provides.
    var beneath: Set<Slot>?

    func carried(_ required: Set<Slot>) -> [Slot] {
      provided.intersection(required).sorted { $0.index < $1.index }
    }
  }

  mutating func lower(_ plan: LogicalPlan, columns: [Slot]) -> PhysicalPlan {
    lower(plan, required: Set(columns), argument: []).plan
  }

  /// The plan of a subquery that stands in an expression, over the slots of the rows it is evaluated for.
  /// - Parameter ordinal: holds the number of the outer row, where several may go through the plan at once; nil = one at a time.
  /// - Parameter isTest: only whether there is a row for each outer one is asked.
  mutating func lowerInner(
    _ plan: LogicalPlan, columns: [Slot], argument: Set<Slot>, ordinal: Slot? = nil, isTest: Bool = false
  ) -> PhysicalPlan {
    let outer = ordinals
    mayMerge = isTest
    ordinals = ordinal.map { [$0] } ?? []
    defer { ordinals = outer }
    return lower(plan, required: Set(columns + ordinals), argument: argument.union(ordinals)).plan
  }

  mutating func lower(_ plan: LogicalPlan, required: Set<Slot>, argument: Set<Slot>) -> Lowered {
    let weighs = mayWeigh
    let merges = mayMerge
    mayWeigh = false
    mayMerge = false
    switch plan {
    case .argument:
      return Lowered(plan: .argument, provided: argument)
    case .match(let input, let pattern):
      mayWeigh = weighs
      mayMerge = merges
      return lower(pattern, on: input, required: required, argument: argument)
    case .filter(let input, let condition):
      let conjuncts = condition.conjuncts
      if conjuncts.count > 1, conjuncts.contains(where: \.hasSubquery) {
        mayWeigh = weighs
        mayMerge = merges
        return lower(conjuncts.reduce(input) { .filter($0, $1) }, required: required, argument: argument)
      }
      mayWeigh = weighs
      mayMerge = merges
      let lowered = lower(input, required: required.union(condition.slots), argument: argument)
      return filter(lowered, condition, required: required)
    case .extend(let input, let assignments):
      mayWeigh = weighs
      mayMerge = merges
      return lowerExtend(input, assignments, required: required, argument: argument)
    case .project(let input, let slots):
      // The outer row stays readable.
      let kept = argument.union(slots + ordinals)
      mayWeigh = weighs
      mayMerge = merges
      var lowered = lower(input, required: required.intersection(kept), argument: argument)
      lowered.provided.formIntersection(kept.union(lowered.weight.map { [$0] } ?? []))
      return lowered
    case .aggregate(let input, let keys, let aggregates):
      if let lowered = lowerBesideArgument(plan, required, argument) { return lowered }
      return lowerAggregate(input, keys, aggregates, argument: argument)
    case .distinct(let input, let slots):
      mayWeigh = countsBranches
      mayMerge = true
      let lowered = lower(input, required: required.union(slots), argument: argument)
      let carried = lowered.carried(required)
      return Lowered(plan: .distinct(lowered.plan, slots, carried: carried), provided: Set(carried))
    case .order(let input, let keys):
      let read = keys.reduce(into: required) { $1.value.collectSlots(into: &$0) }
      mayMerge = merges
      let lowered = lower(input, required: read, argument: argument)
      var result = wrap(lowered, required) { .sort(lowered.plan, .init(keys: keys, limit: nil, carried: $0)) }
      result.beneath = lowered.beneath
      return result
    case .page(let input, let offset, let limit):
      let lowered = lower(input, required: required, argument: argument)
      if statistics.follows(.topRows), let limit, case .sort(let source, var sort) = lowered.plan, sort.limit == nil {
        sort.limit = (offset, limit)
        return topRows(lowered, source, sort, offset, limit)
      }
      return Lowered(plan: .page(lowered.plan, offset: offset, limit: limit), provided: lowered.provided)
    case .unwind(let input, let unwind):
      let lowered = lower(input, required: required.union(unwind.list.slots), argument: argument)
      var result = wrap(lowered, required) { .unwind(lowered.plan, unwind, carried: $0) }
      result.provided.insert(unwind.slot)
      if let position = unwind.position { result.provided.insert(position.slot) }
      return result
    case .setOperation(let input, let operation):
      if let lowered = lowerBesideArgument(plan, required, argument) { return lowered }
      return lower(operation, on: input, argument: argument)
    case .apply(let input, let inner, let kind):
      return lowerApply(input, inner, kind, required: required, argument: argument)
    case .callProcedure(let input, let call):
      let read = call.arguments.reduce(into: required) { $1.collectSlots(into: &$0) }
      let lowered = lower(input, required: read, argument: argument)
      var result = wrap(lowered, required) { .callProcedure(lowered.plan, call, carried: $0) }
      result.provided.formUnion(call.outputs.map(\.slot))
      return result
    case .insert(let input, let insert):
      return lowerInsert(input, insert, required: required, argument: argument)
    case .set(let input, let items, let inTurn):
      let slots = BoundClause(.set(items, inTurn: inTurn), .init(0, 0)).slots
      let lowered = lower(input, required: required.union(slots), argument: argument)
      return wrap(lowered, required) { .set(lowered.plan, items, inTurn: inTurn, carried: $0) }
    case .remove(let input, let items):
      let lowered = lower(
        input, required: required.union(BoundClause(.remove(items), .init(0, 0)).slots), argument: argument)
      return wrap(lowered, required) { .remove(lowered.plan, items, carried: $0) }
    case .delete(let input, let items, let isDetaching):
      let read = items.reduce(into: required) { $1.collectSlots(into: &$0) }
      let lowered = lower(input, required: read, argument: argument)
      return wrap(lowered, required) { .delete(lowered.plan, items, isDetaching: isDetaching, carried: $0) }
    case .discard(let input):
      return Lowered(plan: .discard(lower(input, required: Set(ordinals), argument: argument).plan), provided: [])
    }
  }

  /// A node that carries from its input what is required above.
  private func wrap(_ input: Lowered, _ required: Set<Slot>, _ make: ([Slot]) -> PhysicalPlan) -> Lowered {
    let carried = input.carried(input.weight.map { required.union([$0]) } ?? required)
    return Lowered(plan: make(carried), provided: Set(carried), weight: input.weight)
  }

  /// Values that the condition does not read, and that cannot fail, are computed for the rows that it leaves.
  private mutating func filter(_ input: Lowered, _ condition: BoundExpression, required: Set<Slot>) -> Lowered {
    if let join = SemiJoin(condition, bound: input.provided, statistics: statistics, planner: &planner) {
      return wrap(input, required) { carried in
        var step = join.step
        step.carried = carried
        return .weigh(input.plan, step)
      }
    }
    guard statistics.follows(.filterFirst), case .extend(let inner, let assignments) = input.plan, let beneath = input.beneath,
      !assignments.contains(where: { $0.value.canFail }),
      condition.slots.isDisjoint(with: assignments.map(\.slot))
    else { return wrap(input, required) { .filter(input.plan, condition, carried: $0) } }
    let read = assignments.reduce(into: required) { $1.value.collectSlots(into: &$0) }
    let available = Lowered(plan: inner, provided: beneath, weight: input.weight)
    var result = wrap(available, read) { .filter(inner, condition, carried: $0) }
    result.plan = .extend(result.plan, assignments)
    result.beneath = result.provided
    result.provided.formUnion(assignments.map(\.slot))
    return result
  }

  /// Values that neither decide which rows come first nor can fail are computed for those that do. A property that decides is read by the sorting itself,
  /// and only where the keys before it leave that open.
  private func topRows(
    _ input: Lowered, _ source: PhysicalPlan, _ sort: PhysicalPlan.Sort, _ offset: BoundExpression?, _ limit: BoundExpression
  ) -> Lowered {
    guard statistics.follows(.filterFirst), case .extend(let inner, let assignments) = source, let beneath = input.beneath else {
      return Lowered(plan: .page(.sort(source, sort), offset: offset, limit: limit), provided: input.provided)
    }
    var sort = sort
    let properties = assignments.filter { !$0.value.canFail && $0.value.isProperty }
    for (index, key) in sort.keys.enumerated() {
      guard case .slot(let slot) = key.value.kind, let read = properties.first(where: { $0.slot == slot }) else { continue }
      sort.keys[index].value = read.value
    }
    var deciding: Set<Slot> = []
    for key in sort.keys { key.value.collectSlots(into: &deciding) }
    for count in [offset, limit] { count?.collectSlots(into: &deciding) }
    for assignment in assignments { assignment.value.collectSlots(into: &deciding) }
    let late = assignments.filter { !deciding.contains($0.slot) && !$0.value.canFail && sort.carried.contains($0.slot) }
    let early = assignments.filter { assignment in !late.contains { $0.slot == assignment.slot } }
    let read = late.reduce(into: Set(sort.carried)) { $1.value.collectSlots(into: &$0) }
    sort.carried = beneath.union(early.map(\.slot)).intersection(read).sorted { $0.index < $1.index }
    let rows = PhysicalPlan.page(.sort(early.isEmpty ? inner : .extend(inner, early), sort), offset: offset, limit: limit)
    return Lowered(plan: late.isEmpty ? rows : .extend(rows, late), provided: input.provided, beneath: late.isEmpty ? nil : Set(sort.carried))
  }

  private mutating func lowerExtend(
    _ input: LogicalPlan, _ assignments: [BoundAssignment], required: Set<Slot>, argument: Set<Slot>
  ) -> Lowered {
    // A value that nobody reads is still computed when it may fail: its error belongs to the query.
    let needed = assignments.filter { required.contains($0.slot) || $0.value.canFail || !statistics.follows(.dropUnread) }
    let read = needed.reduce(into: required) { $1.value.collectSlots(into: &$0) }
    var lowered = lower(input, required: read, argument: argument)
    guard !needed.isEmpty else { return lowered }
    lowered.plan = .extend(lowered.plan, needed)
    lowered.beneath = lowered.provided
    lowered.provided.formUnion(needed.map(\.slot))
    return lowered
  }

  private mutating func lowerAggregate(
    _ input: LogicalPlan, _ keys: [BoundAssignment], _ aggregates: [BoundAggregate], argument: Set<Slot>
  ) -> Lowered {
    var read = Set(ordinals)
    for key in keys { key.value.collectSlots(into: &read) }
    for aggregate in aggregates { for value in aggregate.arguments { value.collectSlots(into: &read) } }
    mayWeigh = countsBranches && aggregates.allSatisfy(\.takesWeights)
    let ignoresRepetition = aggregates.allSatisfy(\.ignoresRepetition)
    mayMerge = ignoresRepetition
    let grouping = NodeGrouping(keys, of: input, statistics)
    groupNodes = input.isMatch ? grouping.nodes : []
    var lowered = lower(input, required: read, argument: argument)
    // What comes again changes nothing: of an element not even the property is read.
    if statistics.follows(.distinctEarly), !aggregates.isEmpty, ignoresRepetition, read.count == 1, !lowered.plan.isScan(of: read) {
      let slots = lowered.carried(read)
      lowered = Lowered(plan: .distinct(lowered.plan, slots, carried: slots), provided: Set(slots))
    }
    var plan = PhysicalPlan.aggregate(lowered.plan, keys: grouping.keys, aggregates, weight: lowered.weight)
    if !grouping.extensions.isEmpty { plan = .extend(plan, grouping.extensions) }
    let computed = aggregates.map(\.slot)
    return Lowered(plan: plan, provided: Set(keys.map(\.slot) + computed), beneath: Set(grouping.keys.map(\.slot) + computed))
  }

  private mutating func lower(
    _ operation: LogicalSetOperation, on input: LogicalPlan, argument: Set<Slot>
  ) -> Lowered {
    // Operands read the input as their argument: ask it for everything that any of them may read.
    var read: Set<Slot> = []
    for operand in operation.operands { operand.collectSlots(into: &read) }
    let lowered = lower(input, required: read, argument: argument)
    let inputSlots = lowered.carried(read)
    let outer = ordinals
    ordinals = []
    defer { ordinals = outer }
    let operands = operation.operands.enumerated().map { index, operand in
      let columns = operation.columns.map { $0.operandSlots[index] }
      return lower(operand, required: Set(columns), argument: Set(inputSlots)).plan
    }
    return Lowered(
      plan: .setOperation(
        lowered.plan,
        .init(operands: operands, operators: operation.operators, columns: operation.columns, inputSlots: inputSlots)),
      provided: Set(operation.columns.map(\.slot)))
  }

  private mutating func lowerApply(
    _ input: LogicalPlan, _ inner: LogicalPlan, _ kind: ApplyKind, required: Set<Slot>, argument: Set<Slot>
  ) -> Lowered {
    var read: Set<Slot> = []
    inner.collectSlots(into: &read)
    let lowered = lower(input, required: required.union(read), argument: argument)
    let argumentSlots = lowered.carried(read)
    if let joined = joinOnce(inner, to: lowered, kind, reading: argumentSlots, required: required, argument: argument) { return joined }
    let ordinal = planner.makeSlot()
    ordinals.append(ordinal)
    // What the outer row has needs not come out of the inner plan.
    let innerLowered = lower(
      inner, required: required.subtracting(lowered.provided).union([ordinal]), argument: Set(argumentSlots).union([ordinal]))
    ordinals.removeLast()
    let outputs: [Slot]
    switch kind {
    case .inner: outputs = innerLowered.provided.subtracting(lowered.provided).intersection(required).sorted { $0.index < $1.index }
    case .optional(let slots): outputs = slots.filter { required.contains($0) && !lowered.provided.contains($0) }
    case .effects: outputs = []
    }
    let carried = lowered.carried(required)
    return Lowered(
      plan: .apply(
        lowered.plan,
        .init(
          inner: innerLowered.plan, kind: kind, ordinal: ordinal, isBatchwise: innerLowered.plan.isBatchwise,
          argument: argumentSlots, outputs: outputs, carried: carried)),
      provided: Set(carried + outputs))
  }

  /// An inner plan that reads nothing of the rows: run once, and all its rows joined with each. Nil for others, and for few rows.
  private mutating func joinOnce(
    _ inner: LogicalPlan, to lowered: Lowered, _ kind: ApplyKind, reading: [Slot], required: Set<Slot>, argument: Set<Slot>
  ) -> Lowered? {
    guard statistics.follows(.partOnce), case .inner = kind, reading.isEmpty, !Dependences(of: inner).areRandom,
      !argument.isEmpty || RowEstimates(statistics).rows(of: lowered.plan) > JoinOrder.fewRows
    else { return nil }
    let outer = ordinals
    ordinals = []
    let alone = lower(inner, required: required.subtracting(lowered.provided), argument: [])
    ordinals = outer
    guard !alone.plan.isUpdating else { return nil }
    let outputs = alone.provided.subtracting(lowered.provided).intersection(required).sorted { $0.index < $1.index }
    let carried = lowered.carried(required)
    return Lowered(
      plan: .partJoin(lowered.plan, .init(part: alone.plan, outputs: outputs, keys: [], limits: nil, partRows: 0, carried: carried)),
      provided: Set(carried + outputs), weight: nil)
  }

  /// What gives rows of its own only, beside the row of the argument, whose slots are read above it; nil where none are.
  private mutating func lowerBesideArgument(_ plan: LogicalPlan, _ required: Set<Slot>, _ argument: Set<Slot>) -> Lowered? {
    let outer = required.intersection(argument).subtracting(ordinals)
    guard !outer.isEmpty else { return nil }
    let ordinal = planner.makeSlot()
    ordinals.append(ordinal)
    let inner = lower(plan, required: required.subtracting(outer), argument: argument.union([ordinal]))
    ordinals.removeLast()
    var read: Set<Slot> = []
    plan.collectSlots(into: &read)
    let around = Lowered(plan: .argument, provided: argument)
    let carried = around.carried(outer.union(ordinals))
    let outputs = inner.provided.subtracting(carried).intersection(required).sorted { $0.index < $1.index }
    return Lowered(
      plan: .apply(
        .argument,
        .init(
          inner: inner.plan, kind: .inner, ordinal: ordinal, isBatchwise: false, argument: around.carried(read.union(ordinals)), outputs: outputs,
          carried: carried)),
      provided: Set(carried + outputs))
  }

  private mutating func lowerInsert(
    _ input: LogicalPlan, _ insert: BoundInsert, required: Set<Slot>, argument: Set<Slot>
  ) -> Lowered {
    let clauseSlots = BoundClause(.insert(insert), .init(0, 0)).slots
    let created = Set(insert.nodes.map(\.slot) + insert.edges.map(\.slot))
    let lowered = lower(input, required: required.union(clauseSlots).subtracting(created), argument: argument)
    var result = wrap(lowered, required) { .insert(lowered.plan, insert, carried: $0) }
    result.provided.formUnion(created)
    return result
  }
}

extension BoundClause {
  var slots: Set<Slot> {
    var result: Set<Slot> = []
    collectSlots(into: &result)
    return result
  }
}

extension BoundExpression {
  /// `n.key` of a variable.
  fileprivate var isProperty: Bool {
    guard case .property(let element, _) = kind, case .slot = element.kind else { return false }
    return true
  }
}
