import GraphStore
import Synchronization

/// A plan made ready to run: operators with their columns and tables. One statement at a time runs it.
final class PreparedPipeline: @unchecked Sendable {
  let pipeline: Pipeline

  init(_ plan: PhysicalPlan, _ builder: PipelineBuilder) throws(QueryError) {
    let argument = ArgumentSource()
    argument.batches = [Batch.unit]
    pipeline = try builder.build(plan, argument: argument)
  }
}

/// Pipelines that wait for the next statement of their plan: for selective statements it takes longer to build operators than to run them.
///
/// Only such are kept whose operators begin anew with each run (`PhysicalPlan.isReusable`), which ended well, and which moved few rows, so
/// that they hold little memory. Who takes one has it alone; others that run the same plan meanwhile build their own.
final class IdlePipelines: Sendable {
  static let limit = 32
  private static let rowLimit = 2_048

  private let idle = Mutex<[(plan: CachedStatement.Plan, pipeline: PreparedPipeline)]>([])

  func take(_ plan: CachedStatement.Plan) -> PreparedPipeline? {
    idle.withLock { idle in
      idle.lastIndex { $0.plan === plan }.map { idle.remove(at: $0).pipeline }
    }
  }

  /// After a run without errors.
  func put(_ pipeline: PreparedPipeline, _ plan: CachedStatement.Plan, after context: ExecutionContext) {
    guard plan.isReusable, context.rowsMoved <= IdlePipelines.rowLimit else { return }
    // What is dropped is freed outside of the lock.
    let dropped = idle.withLock { idle in
      idle.append((plan, pipeline))
      return idle.count > IdlePipelines.limit ? idle.removeFirst() : nil
    }
    _ = dropped
  }

  /// For tests.
  var count: Int { idle.withLock { $0.count } }
}

extension PhysicalPlan {
  /// Whether its operators, once reset, hold nothing of an earlier run: of its parameters, its snapshot, its arena. Plans that scan are not
  /// worth it, what is planned at run time belongs to one run, and sums over the graph depend on parameters.
  var isReusable: Bool {
    switch self {
    case .argument: true
    case .labelCheck(let input, _), .expand(let input, _), .distinctEdges(let input, _, _), .distinct(let input, _, _): input.isReusable
    case .nodeLookup(let input, let lookup): !lookup.sought.values.contains(where: \.hasSubquery) && input.isReusable
    case .nodeJoin(let input, let join): !join.values.contains(where: \.hasSubquery) && input.isReusable
    case .search(let input, let search): QuantifiedEdge(search) != nil && input.isReusable
    case .filter(let input, let condition, _): !condition.hasSubquery && input.isReusable
    case .extend(let input, let assignments): !assignments.contains { $0.value.hasSubquery } && input.isReusable
    case .aggregate(let input, let keys, let aggregates, _):
      !keys.contains { $0.value.hasSubquery } && !aggregates.contains { $0.arguments.contains(where: \.hasSubquery) } && input.isReusable
    case .sort(let input, let sort):
      !sort.keys.contains { $0.value.hasSubquery } && !(sort.limit.map { $0.limit.hasSubquery || $0.offset?.hasSubquery == true } ?? false)
        && input.isReusable
    case .page(let input, let offset, let limit): offset?.hasSubquery != true && limit?.hasSubquery != true && input.isReusable
    case .unwind(let input, let unwind, _): !unwind.list.hasSubquery && input.isReusable
    case .insert(let input, let insert, _):
      !(insert.nodes.flatMap(\.properties) + insert.edges.flatMap(\.properties)).contains { $0.value.hasSubquery } && input.isReusable
    case .set(let input, let items, _, _): !items.contains { $0.values.contains(where: \.hasSubquery) } && input.isReusable
    case .remove(let input, _, _): input.isReusable
    case .delete(let input, let items, _, _): !items.contains(where: \.hasSubquery) && input.isReusable
    case .discard(let input): input.isReusable
    case .nodeScan, .partJoin, .weigh, .commonNeighbours, .setOperation, .apply, .callProcedure: false
    }
  }
}
