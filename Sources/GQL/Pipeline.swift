import GraphStore

/// The stages from a bound query to rows, in order: plan, lower, execute, return. (Text to bound query is the front end's.)
struct QueryPipeline {
  let query: BoundQuery
  let reader: any GraphReader
  /// EXPLAIN or PROFILE, and the text that spans refer to.
  var explanation: (kind: Statement.Explanation, source: SourceText)?

  /// Plans and runs the query; the result's rows are detached from the store.
  func run(_ context: ExecutionContext) throws(QueryError) -> QueryResult {
    let statistics = PlanStatistics(reader, parameters: context.parameters, isUpdating: query.isUpdating)
    let tree = explanation.map { PlanExplanation(isProfile: $0.kind == .profile, source: $0.source, statistics: statistics) }
    let (pipeline, slots) = try prepare(statistics, tree)
    if explanation?.kind == .explain {
      return QueryResult(columns: [], rows: [], summary: context.summary, plan: tree?.text)
    }
    var rows: [[Value]] = []
    try pipeline.run(context) { batch throws(QueryError) in
      guard !slots.isEmpty else { return true }
      context.monitor?.note(rows: batch.count)
      for row in 0..<batch.count {
        rows.append(slots.map { Value(batch[$0].cell(at: row), reader: context.reader) })
      }
      return true
    }
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
    _ statistics: PlanStatistics, _ tree: PlanExplanation?
  ) throws(QueryError) -> (Pipeline, [Slot]) {
    var planner = Planner(slotCount: query.slotCount)
    let logical = planner.plan(query)
    var physical = PhysicalPlanner(statistics: statistics, planner: planner, countsBranches: !query.isUpdating)
    let slots = query.columns?.map(\.slot) ?? []
    let plan = physical.lower(logical, columns: slots)
    // Subqueries in expressions are planned while pipelines are built and add slots of their own.
    let builder = PipelineBuilder(planner: physical, explanation: tree)
    let argument = ArgumentSource()
    let unit = Batch()
    unit.count = 1
    argument.batches = [unit]
    return (try builder.build(plan, argument: argument), slots)
  }
}
