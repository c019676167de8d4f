import GraphStore

/// All nodes with the labels, for each input row. Output: the carried columns, then the node. Rows keep input order, nodes come in
/// ordinal order. Holds one batch of ordinals.
final class NodeScanOperator: BatchOperator {
  private let plan: PhysicalPlan.NodeScan
  private let output: Batch
  private let nodes = OrdinalBuffer()
  private let rows = OrdinalBuffer()
  private static let morselNodes: UInt32 = 2_048

  init(_ plan: PhysicalPlan.NodeScan) {
    self.plan = plan
    output = Batch()
  }

  func process(_ batch: Batch, _ context: ExecutionContext, into consume: BatchConsumer) throws(QueryError) -> Bool {
    let reader = context.reader
    let mask = LabelMask.nodes(plan.labels, reader)
    let monitor = context.monitor(ofScan: self, over: batch.count * Int(reader.nodeLimit))
    for row in 0..<batch.count {
      var start: UInt32 = 0
      while start < reader.nodeLimit {
        let end = min(reader.nodeLimit, start + NodeScanOperator.morselNodes)
        nodes.removeAll()
        reader.scanNodes(in: start..<end, labelSets: mask, into: nodes)
        defer { monitor?.advance(by: Int(NodeScanOperator.morselNodes)) }
        start = end
        guard nodes.count > 0 else { continue }
        guard try emit(nodes.elements, of: row, batch, into: consume) else { return false }
      }
    }
    return true
  }

  private func emit(
    _ found: UnsafeBufferPointer<UInt32>, of row: Int, _ batch: Batch, into consume: BatchConsumer
  ) throws(QueryError) -> Bool {
    rows.removeAll()
    for _ in 0..<found.count { rows.append(UInt32(row)) }
    output.count = found.count
    output.gather(plan.carried, from: batch, rows: rows.elements)
    output.own(plan.slot, .node).ordinals.update(from: found.baseAddress!, count: found.count)
    return try consume(output)
  }
}

/// The nodes whose property equals a value of the input row; by index where the snapshot has one that can tell, else by scan.
final class NodeLookupOperator: BatchOperator {
  private let plan: PhysicalPlan.NodeLookup
  private let value: any Evaluator
  private let output: Batch
  private let scan = OrdinalBuffer()
  private let rows = OrdinalBuffer()
  private let found = Column(.cell, capacity: Batch.rowLimit)

  init(_ plan: PhysicalPlan.NodeLookup, value: any Evaluator) {
    self.plan = plan
    self.value = value
    output = Batch()
  }

  func process(_ batch: Batch, _ context: ExecutionContext, into consume: BatchConsumer) throws(QueryError) -> Bool {
    // What later clauses write while rows flow on is not seen here.
    let reader = context.reader
    let mask = LabelMask.nodes(plan.labels, reader)
    let wanted = try value.evaluate(batch, context)
    for row in 0..<batch.count {
      let cell = wanted.cell(at: row)
      if cell.isNull { continue }
      let nodes = reader.nodes(where: plan.key, equals: cell, labelSets: mask) ?? candidates(mask, context)
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

  /// Every node with the labels: the plan's filter decides.
  private func candidates(_ mask: [Bool]?, _ context: ExecutionContext) -> [NodeOrdinal] {
    scan.removeAll()
    context.reader.scanNodes(in: 0..<context.reader.nodeLimit, labelSets: mask, into: scan)
    return Array(scan.elements)
  }
}

/// Which label sets satisfy all predicates; nil = every one.
enum LabelMask {
  static func nodes(_ labels: [LabelPredicate], _ reader: any GraphReader) -> [Bool]? {
    guard !labels.isEmpty else { return nil }
    let names = reader.names
    return reader.labelSets.map { set in
      labels.allSatisfy { label in
        label.holds({ name in names.id(of: name).map(set.contains) ?? false }, hasAny: !set.isEmpty)
      }
    }
  }

  /// Edge types that the predicate holds for; nil = every one.
  static func edgeTypes(_ label: LabelPredicate?, _ reader: any GraphReader) -> [NameID]? {
    guard let label else { return nil }
    return reader.names.names.enumerated().filter { label.holds(for: $0.element) }.map { NameID($0.offset) }
  }
}
