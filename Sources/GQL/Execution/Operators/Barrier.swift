import GraphStore

/// Takes all rows before it gives the first: what comes before has read everything when what comes after begins to write, and the other
/// way round.
final class BarrierSink: BatchSink {
  private let slots: [Slot]
  private var rows: RowStore
  private var count = 0

  init(_ slots: [Slot]) {
    self.slots = slots
    rows = RowStore(slots: slots)
  }

  func reset() {
    rows = RowStore(slots: slots)
    count = 0
  }

  func consume(_ batch: Batch, _ context: ExecutionContext) throws(QueryError) -> Bool {
    count += batch.count
    if !slots.isEmpty { rows.append(batch) }
    if rows.bytesInUse > context.limits.memoryBytes {
      throw QueryError(.limitExceeded, "the rows need more memory than the limit of \(context.limits.memoryBytes) bytes")
    }
    return true
  }

  func finish(_ context: ExecutionContext, into consume: BatchConsumer) throws(QueryError) {
    guard slots.isEmpty else { return try rows.emit(into: consume) }
    let all = Batch()
    all.count = count
    _ = try consume(all)
  }
}

extension PhysicalPlan {
  /// Whether anything in the plan writes.
  var isUpdating: Bool {
    switch self {
    case .insert, .set, .remove, .delete: return true
    case .argument: return false
    case .partJoin(let input, let join): return input.isUpdating || join.part.isUpdating
    case .nodeScan(let input, _), .nodeLookup(let input, _), .nodeJoin(let input, _), .labelCheck(let input, _), .expand(let input, _),
      .search(let input, _), .filter(let input, _, _), .weigh(let input, _), .commonNeighbours(let input, _),
      .distinctEdges(let input, _, _),
      .extend(let input, _), .unwind(let input, _, _), .callProcedure(let input, _, _), .aggregate(let input, _, _, _),
      .distinct(let input, _, _), .sort(let input, _), .page(let input, _, _), .discard(let input):
      return input.isUpdating
    case .setOperation(let input, let operation): return input.isUpdating || operation.operands.contains(where: \.isUpdating)
    case .apply(let input, let apply): return input.isUpdating || apply.inner.isUpdating
    }
  }
}

extension BarrierSink: HoldsMemory {
  var bytesHeld: Int { rows.bytesInUse }
}
