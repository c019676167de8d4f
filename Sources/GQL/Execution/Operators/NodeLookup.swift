import GraphStore

/// The nodes whose property has the value, or is in the range, that the input row says; by index where the snapshot has one that can tell,
/// else by scan. What it finds is compared afterwards.
final class NodeLookupOperator: BatchOperator {
  private let plan: PhysicalPlan.NodeLookup
  private let values: [any Evaluator]
  private let mask: PerVocabulary<[Bool]?>
  private let output: Batch
  private let scan = OrdinalBuffer()
  private let rows = OrdinalBuffer()
  /// Of a range, no more than this part of the nodes is worth an index: reading a column costs a few nanoseconds a node, an index a
  /// microsecond.
  private static let rangeDivisor = 50

  init(_ plan: PhysicalPlan.NodeLookup, values: [any Evaluator]) {
    self.plan = plan
    self.values = values
    mask = PerVocabulary(labels: plan.labels)
    output = Batch()
  }

  func process(_ batch: Batch, _ context: ExecutionContext, into consume: BatchConsumer) throws(QueryError) -> Bool {
    // What later clauses write while rows flow on is not seen here.
    let reader = context.reader
    let mask = mask.of(reader)
    var wanted: [Column] = []
    for value in values { wanted.append(try value.evaluate(batch, context)) }
    for row in 0..<batch.count {
      let cells = wanted.map { $0.cell(at: row) }
      if cells.contains(where: \.isNull) { continue }
      let nodes = found(cells, mask, reader) ?? candidates(mask, context)
      var start = 0
      while start < nodes.count {
        let end = min(nodes.count, start + Batch.rowLimit)
        rows.removeAll()
        for _ in start..<end { rows.append(UInt32(row)) }
        output.count = end - start
        output.gather(plan.carried, from: batch, rows: rows.elements)
        let column = output.own(plan.slot, .node)
        for index in start..<end { column.ordinals[index - start] = nodes[index] }
        guard try consume(output) else { return false }
        start = end
      }
    }
    return true
  }

  private func found(_ cells: [Cell], _ mask: [Bool]?, _ reader: any GraphReader) -> [NodeOrdinal]? {
    let range: ValueRange
    switch plan.sought {
    case .equal: return reader.nodes(where: plan.key, equals: cells[0], labelSets: mask)
    case .prefix: range = ValueRange(low: cells[0], high: nil, isPrefix: true)
    case .range(let low, let high): range = ValueRange(low: low == nil ? nil : cells[0], high: high == nil ? nil : cells[cells.count - 1])
    }
    let limit = max(1_000, reader.nodeCount / NodeLookupOperator.rangeDivisor)
    return reader.nodes(where: plan.key, in: range, labelSets: mask, atMost: limit)
  }

  /// Every node with the labels: the plan's filter decides.
  private func candidates(_ mask: [Bool]?, _ context: ExecutionContext) -> [NodeOrdinal] {
    scan.removeAll()
    context.reader.scanNodes(in: 0..<context.reader.nodeLimit, labelSets: mask, into: scan)
    return Array(scan.elements)
  }
}
