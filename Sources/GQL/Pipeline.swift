import GraphStore

/// The stages from a bound query to rows, in order: plan, lower, execute, return. (Text to bound query is the front end's.)
struct QueryPipeline {
  let query: BoundQuery
  let reader: any GraphReader
  /// EXPLAIN or PROFILE, and the text that spans refer to.
  var explanation: (kind: Statement.Explanation, source: SourceText)?
  /// Where the plan is kept, and may be already.
  var cached: CachedStatement?

  /// Of the result, within a batch.
  private static let bytesBetweenChecks = 1 << 20

  /// Plans and runs the query; the result's rows are detached from the store.
  func run(_ context: ExecutionContext) throws(QueryError) -> QueryResult {
    let slots = query.columns?.map(\.slot) ?? []
    let tree = explanation.map { explanation in
      PlanExplanation(isProfile: explanation.kind == .profile, source: explanation.source, statistics: statistics(context))
    }
    let known = cached?.plan(for: reader, context.parameters)
    let plan = if let known { known } else { try makePlan(context, slots) }
    let idle = cached?.pipelines.take(plan)
    let prepared = if let idle { idle } else { try prepare(plan, context, tree) }
    if explanation?.kind == .explain {
      return QueryResult(columns: [], rows: [], summary: context.summary, plan: tree?.text)
    }
    let cells = RowCells()
    var rows: [[Value]] = []
    var bytesHeld = 0
    var bytesSinceCheck = 0
    do throws(QueryError) {
      try prepared.pipeline.run(context) { batch throws(QueryError) in
        guard !slots.isEmpty else { return true }
        let reader = context.reader
        context.monitor?.note(rows: batch.count)
        cells.prepare(slots.map { batch[$0] }, count: batch.count)
        for row in 0..<batch.count {
          let cells = UnsafeBufferPointer(start: cells.row(row), count: slots.count)
          let values = cells.map { Value(plain: $0) ?? Value($0, reader: reader) }
          let footprint = values.footprint
          bytesHeld += footprint
          rows.append(values)
          // Lists of elements may be long.
          bytesSinceCheck += footprint
          if bytesSinceCheck > QueryPipeline.bytesBetweenChecks {
            try context.checkLimits(ofResult: bytesHeld)
            bytesSinceCheck = 0
          }
        }
        // Growing, the list of rows is there twice.
        try context.checkLimits(ofResult: bytesHeld + 16 * rows.capacity)
        return true
      }
    } catch {
      LaterRelease.empty(&rows)
      throw error
    }
    cached?.pipelines.put(prepared, plan, after: context)
    var summary = context.summary
    summary.hasResult = query.columns?.isEmpty == false
    summary.isUpdating = query.isUpdating
    if !summary.hasResult {
      summary.status = .omittedResult
    } else if rows.isEmpty {
      summary.status = .noData
    }
    let columns = (query.columns ?? []).map { QueryResult.Column(name: $0.name, type: $0.type) }
    return QueryResult(columns: columns, rows: rows, summary: summary, plan: tree?.text)
  }

  private func prepare(
    _ plan: CachedStatement.Plan, _ context: ExecutionContext, _ tree: PlanExplanation?
  ) throws(QueryError) -> PreparedPipeline {
    // Subqueries in expressions are planned while pipelines are built and add slots of their own.
    let builder = PipelineBuilder(explanation: tree) {
      PhysicalPlanner(statistics: statistics(context), planner: plan.planner, countsBranches: !query.isUpdating)
    }
    return try PreparedPipeline(plan.physical, builder)
  }

  private func makePlan(_ context: ExecutionContext, _ slots: [Slot]) throws(QueryError) -> CachedStatement.Plan {
    var planner = Planner(slotCount: query.slotCount, pushesDown: !context.limits.rulesOff.contains(.pushDown))
    let logical = planner.plan(query)
    try context.checkLimits()
    let facts = PlanFacts()
    var physical = PhysicalPlanner(statistics: statistics(context, facts), planner: planner, countsBranches: !query.isUpdating)
    let plan = CachedStatement.Plan(physical.lower(logical, columns: slots), physical.planner, facts, reader)
    try context.checkLimits()
    cached?.keep(plan, reader)
    return plan
  }

  private func statistics(_ context: ExecutionContext, _ facts: PlanFacts? = nil) -> PlanStatistics {
    PlanStatistics(
      reader, parameters: context.parameters, isUpdating: query.isUpdating, without: context.limits.rulesOff, facts: facts)
  }
}
