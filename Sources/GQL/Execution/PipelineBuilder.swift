import GraphStore

/// Makes pipelines of a physical plan. One a statement: it also plans the subqueries that stand in expressions.
final class PipelineBuilder {
  private let makePlanner: () -> PhysicalPlanner
  /// Made when the first subquery is planned.
  private lazy var physical = makePlanner()
  private let explanation: PlanExplanation?
  /// What it makes runs on one thread.
  private let isForWorker: Bool

  /// - Parameter explanation: receives the tree of operators, and measures them for PROFILE.
  /// - Parameter isForWorker: for one of several threads.
  /// - Parameter planner: asked when the first subquery is planned.
  init(explanation: PlanExplanation? = nil, isForWorker: Bool = false, planner: @escaping () -> PhysicalPlanner) {
    self.isForWorker = isForWorker
    self.explanation = explanation
    makePlanner = planner
  }

  private var compiler: ExpressionCompiler {
    ExpressionCompiler(subquery: { [self] in makeSubquery($0) })
  }

  func build(_ plan: PhysicalPlan, argument: ArgumentSource) throws(QueryError) -> Pipeline {
    make(plan, argument)
  }

  private func make(_ plan: PhysicalPlan, _ argument: ArgumentSource) -> Pipeline {
    guard let explanation else { return pipeline(of: plan, argument) }
    let node = explanation.enter(plan)
    defer { explanation.leave() }
    let made = pipeline(of: plan, argument)
    guard explanation.isProfile else { return made }
    guard let last = made.operators.last else { return Pipeline(source: MeasuredSource(made.source, node)) }
    return Pipeline(source: made.source, operators: made.operators.dropLast() + [MeasuredOperator(last, node)])
  }

  private func pipeline(of plan: PhysicalPlan, _ argument: ArgumentSource) -> Pipeline {
    let compiler = compiler
    func then(_ input: PhysicalPlan, _ step: any BatchOperator) -> Pipeline { make(input, argument).then(step) }
    func sink(_ input: PhysicalPlan, _ sink: any BatchSink) -> Pipeline {
      Pipeline(source: SinkSource(input: make(input, argument), sink: sink))
    }
    /// What takes all rows, whose input may be computed by several threads.
    func gather(
      _ input: PhysicalPlan, reading slots: Set<Slot>, last: (() -> any BatchOperator)? = nil, _ sink: any BatchSink
    ) -> Pipeline {
      Pipeline(source: SinkSource(input: parallel(input, reading: slots, argument, last: last), sink: sink))
    }
    switch plan {
    case .argument: return Pipeline(source: argument)
    case .nodeScan(let input, let scan): return then(input, NodeScanOperator(scan))
    case .nodeLookup(let input, let lookup):
      return then(input, NodeLookupOperator(lookup, values: lookup.sought.values.map(compiler.compile)))
    case .nodeJoin(let input, let join): return then(input, NodeJoinOperator(join, compiler))
    case .partJoin(let input, let join):
      let alone = ArgumentSource()
      alone.batches = [Batch.unit]
      return then(input, PartJoinOperator(join, part: make(join.part, alone), compiler))
    case .labelCheck(let input, let check):
      let (tests, first) = narrowings(FilterOperator.labels(check), after: input)
      return then(first, FilterOperator(carried: check.carried, tests))
    case .expand(let input, let expand):
      return then(input, expand.isTargetBound ? ExpandIntoOperator(expand) : ExpandOperator(expand))
    case .search(let input, let search):
      if let edge = QuantifiedEdge(search) { return then(input, QuantifiedExpandOperator(search, edge)) }
      return then(input, PathSearchOperator(search, compiler))
    case .filter(let input, let condition, let carried):
      let test = FilterOperator.condition(compiler.compile(condition), condition.span)
      return then(input, FilterOperator(carried: carried, test))
    case .distinctEdges(let input, let pairs, let carried):
      let (tests, first) = narrowings(FilterOperator.distinctEdges(pairs), after: input)
      return then(first, FilterOperator(carried: carried, tests))
    case .extend(let input, let assignments):
      return then(input, ExtendOperator(assignments.map { ($0.slot, compiler.compile($0.value)) }))
    case .weigh(let input, let weigh): return then(input, WeighOperator(weigh, compiler))
    case .commonNeighbours(let input, let common): return then(input, CommonNeighboursOperator(common, compiler))
    case .aggregate(let input, let keys, let aggregates, let weight):
      let grouping = ComputedGrouping(input, keys, aggregates, weight)
      guard canBeParallel, input.morselScan != nil else { return sink(input, aggregateSink(grouping)) }
      if plan.morselScan != nil { return parallel(plan, reading: Set(keys.map(\.slot) + aggregates.map(\.slot)), argument) }
      let computed = grouping.computedBefore { physical.planner.makeSlot() }
      if PhysicalPlan.groupsInParts(input, keys, aggregates), let rows = morsels(computed.input, reading: computed.slots, argument) {
        let source = GroupingSource(rows, argument: argument, into: aggregateSink(computed)) { [physical] in
          let builder = PipelineBuilder(isForWorker: true) { physical }
          return builder.makeWorker(grouping.input).map { GroupingWorker($0, builder.aggregateSink(grouping)) }
        }
        return Pipeline(source: source)
      }
      let read = computed.slots
      let filter = computed.ignoresRepetition && !read.isEmpty ? { DuplicateFilter(Array(read), carried: Array(read)) } : nil
      return gather(computed.input, reading: read, last: filter, aggregateSink(computed))
    case .distinct(let input, let slots, let carried):
      if canBeParallel, plan.morselScan != nil { return parallel(plan, reading: Set(carried), argument) }
      let read = Set(slots + carried)
      let filter = { DuplicateFilter(slots, carried: Array(read)) }
      let rows = canBeParallel ? morsels(input, reading: read, argument, last: filter).map { Pipeline(source: $0) } : nil
      return (rows ?? make(input, argument)).then(DistinctOperator(slots, carried: carried))
    case .sort(let input, let sort):
      let read = sort.keys.reduce(into: Set(sort.carried)) { $1.value.collectSlots(into: &$0) }
      if canBeParallel, sort.isTopRows, let rows = morsels(input, reading: read, argument, worker: .sort(input, sort.carrying(read))) {
        return Pipeline(source: SinkSource(input: Pipeline(source: rows), sink: sortSink(sort)))
      }
      return gather(input, reading: read, sortSink(sort))
    case .page(let input, let offset, let limit):
      return then(
        input, PageOperator(offset: offset.map(compiler.compile), limit: limit.map(compiler.compile)))
    case .unwind(let input, let unwind, let carried):
      return then(
        input, UnwindOperator(unwind, list: compiler.compile(unwind.list), carried: carried))
    case .setOperation(let input, let operation):
      let operands = operation.operands.map { operand in
        let argument = ArgumentSource()
        return (pipeline: make(operand, argument), argument: argument)
      }
      return sink(input, SetCombinationSink(operation, operands: operands))
    case .apply(let input, let apply):
      let inner = ArgumentSource()
      let runner = ApplyOperator(apply, inner: make(apply.inner, inner), argument: inner)
      guard apply.inner.isUpdating else { return then(input, runner) }
      // Rows before have been read, and rows after begin, with every row's writes on the other side.
      let before = BarrierSink(Array(Set(apply.argument + apply.carried)))
      let after = BarrierSink(Array(Set(apply.carried + apply.outputs)))
      let written = Pipeline(source: SinkSource(input: make(input, argument), sink: before), operators: [runner])
      return Pipeline(source: SinkSource(input: written, sink: after))
    case .callProcedure(let input, let call, let carried):
      return then(
        input,
        ProcedureOperator(call, arguments: call.arguments.map(compiler.compile), carried: carried))
    case .insert(let input, let insert, let carried):
      let nodes = insert.nodes.map { $0.properties.map { compiler.compile($0.value) } }
      let edges = insert.edges.map { $0.properties.map { compiler.compile($0.value) } }
      return sink(input, ModifySink(InsertElements(insert, nodes: nodes, edges: edges), carried: carried))
    case .set(let input, let items, let inTurn, let carried):
      return sink(input, ModifySink(SetItems(items, values: items.map { $0.values.map(compiler.compile) }, inTurn: inTurn), carried: carried))
    case .remove(let input, let items, let carried): return sink(input, ModifySink(RemoveItems(items), carried: carried))
    case .delete(let input, let items, let isDetaching, let carried):
      return sink(input, ModifySink(DeleteElements(items.map(compiler.compile), isDetaching: isDetaching, items.first?.span), carried: carried))
    case .discard(let input): return sink(input, DiscardSink())
    }
  }

  /// A test and those directly before it, which are done without a copy of the rows between them; EXPLAIN and PROFILE show each.
  private func narrowings(
    _ last: @escaping FilterOperator.Narrowing, after input: PhysicalPlan
  ) -> (tests: [FilterOperator.Narrowing], input: PhysicalPlan) {
    var tests = [last]
    var input = input
    while explanation == nil {
      if case .labelCheck(let before, let check) = input {
        tests.append(FilterOperator.labels(check))
        input = before
      } else if case .distinctEdges(let before, let pairs, _) = input {
        tests.append(FilterOperator.distinctEdges(pairs))
        input = before
      } else {
        break
      }
    }
    return (tests.reversed(), input)
  }

  /// PROFILE measures one thread.
  private var canBeParallel: Bool { !isForWorker && explanation == nil }

  /// The rows of a plan, worked out by several threads where that can be done.
  private func parallel(
    _ plan: PhysicalPlan, reading slots: Set<Slot>, _ argument: ArgumentSource, last: (() -> any BatchOperator)? = nil
  ) -> Pipeline {
    guard canBeParallel, let source = morsels(plan, reading: slots, argument, last: last) else { return make(plan, argument) }
    return Pipeline(source: source)
  }

  /// - Parameter worker: what each thread does, where that is more than the plan.
  /// - Parameter last: what it does after that.
  private func morsels(
    _ plan: PhysicalPlan, reading slots: Set<Slot>, _ argument: ArgumentSource, worker: PhysicalPlan? = nil,
    last: (() -> any BatchOperator)? = nil
  ) -> MorselSource? {
    guard let scan = plan.morselScan else { return nil }
    let serial = PipelineBuilder(isForWorker: true) { [self] in physical }
    return MorselSource(
      serial: serial.make(plan, argument), argument: argument, labels: scan.labels, slots: slots.sorted { $0.index < $1.index },
      rowsPerNode: RowEstimates(physical.statistics).rowsPerScannedNode(of: plan)
    ) { [physical] in
      PipelineBuilder(isForWorker: true) { physical }.makeWorker(worker ?? plan, last?())
    }
  }

  private func makeWorker(_ plan: PhysicalPlan, _ last: (any BatchOperator)? = nil) -> MorselWorker? {
    let argument = ArgumentSource()
    let pipeline = make(plan, argument)
    return MorselWorker(last.map(pipeline.then) ?? pipeline, argument: argument)
  }

  private func aggregateSink(_ grouping: ComputedGrouping) -> AggregateSink {
    AggregateSink(
      keys: grouping.keys.map { ($0.slot, compiler.compile($0.value)) },
      aggregates: grouping.aggregates.map { ($0, $0.arguments.map(compiler.compile)) }, weight: grouping.weight,
      meetsNodesOnce: grouping.input.isScan)
  }

  private func sortSink(_ sort: PhysicalPlan.Sort) -> SortSink {
    SortSink(
      keys: sort.keys.map { ($0, compiler.compile($0.value)) },
      limit: sort.limit.map { RowCount(offset: $0.offset.map(compiler.compile), limit: compiler.compile($0.limit)) },
      carried: sort.carried, remembersBound: isForWorker && sort.limit != nil)
  }

  private func makeSubquery(_ query: BoundQuery) -> SubqueryRunner {
    SubqueryRunner { [self] live, use throws(QueryError) in
      var read: Set<Slot> = []
      query.collectSlots(into: &read)
      read.formIntersection(live)
      let logical = physical.planner.plan(query)
      let inputs = read.sorted { $0.index < $1.index }
      let column = query.columns?.first?.slot
      let dependences = Dependences(of: query)
      let values = dependences.areRandom ? [] : dependences.values(of: inputs)
      func made(_ plan: PhysicalPlan, column: Slot?, ordinal: Slot? = nil, group: Slot? = nil) throws(QueryError) -> SubqueryRunner.Plan {
        let argument = ArgumentSource()
        return SubqueryRunner.Plan(
          pipeline: try build(plan, argument: argument), argument: argument, inputs: inputs, column: column, ordinal: ordinal, group: group,
          isRandom: dependences.areRandom, memory: values.isEmpty ? nil : SubqueryMemory(inputs, inputs: values.map(compiler.compile)))
      }
      switch use {
      case .exists:
        let ordinal = physical.planner.makeSlot()
        let plan = physical.lowerInner(logical, columns: [], argument: read, ordinal: ordinal, isTest: true)
        if plan.isBatchwise, plan.keepsOrder { return try made(plan, column: nil, ordinal: ordinal) }
        return try made(physical.lowerInner(logical, columns: [], argument: read, isTest: true), column: nil)
      case .scalar: return try made(physical.lowerInner(logical, columns: query.columns?.map(\.slot) ?? [], argument: read), column: column)
      case .aggregates where dependences.areRandom: return nil
      case .aggregates:
        let (ordinal, group) = (physical.planner.makeSlot(), physical.planner.makeSlot())
        guard let column, let grouped = logical.grouped(by: ordinal, as: group, outer: read) else { return nil }
        let plan = physical.lowerInner(grouped, columns: [column, group], argument: read, ordinal: ordinal)
        return plan.groupsRowsAlone ? try made(plan, column: column, ordinal: ordinal, group: group) : nil
      }
    }
  }
}

extension LogicalPlan {
  /// Of a query that gives one row of aggregates: the same for many outer rows at once, with a row for each that has any rows. Nil for other queries,
  /// and where the row for no rows depends on the outer one.
  fileprivate func grouped(by ordinal: Slot, as group: Slot, outer: Set<Slot>) -> LogicalPlan? {
    switch self {
    case .project(let input, let slots): return input.grouped(by: ordinal, as: group, outer: outer).map { .project($0, slots + [group]) }
    case .extend(let input, let assignments):
      guard assignments.allSatisfy({ $0.value.slots.isDisjoint(with: outer) && !$0.value.hasSubquery }) else { return nil }
      return input.grouped(by: ordinal, as: group, outer: outer).map { .extend($0, assignments) }
    case .aggregate(let input, let keys, let aggregates):
      guard keys.isEmpty else { return nil }
      let number = BoundExpression(.slot(ordinal), type: .int, span: SourceSpan(0, 0))
      return .aggregate(input, keys: [BoundAssignment(group, number)], aggregates)
    case .argument, .match, .filter, .distinct, .order, .page, .unwind, .setOperation, .apply, .callProcedure, .insert, .set, .remove, .delete,
      .discard:
      return nil
    }
  }
}

extension PhysicalPlan {
  /// Whether it is a grouping of rows that come of each outer row alone.
  fileprivate var groupsRowsAlone: Bool {
    if case .extend(let input, _) = self { return input.groupsRowsAlone }
    if case .aggregate(let input, _, _, _) = self { return input.isBatchwise }
    return false
  }
}
