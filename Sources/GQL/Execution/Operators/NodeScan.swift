import GraphStore

/// All nodes with the labels, for each input row. Output: the carried columns, then the node. Rows keep input order, nodes come in
/// ordinal order. Holds one batch of ordinals.
final class NodeScanOperator: BatchOperator {
  private let plan: PhysicalPlan.NodeScan
  private let mask: PerVocabulary<[Bool]?>
  private let output: Batch
  private let nodes = OrdinalBuffer()
  private let rows = OrdinalBuffer()
  /// Only nodes with these ordinals; nil = all.
  @exclusivity(unchecked) var range: Range<UInt32>?
  private static let nodesAtOnce: UInt32 = 2_048

  init(_ plan: PhysicalPlan.NodeScan) {
    self.plan = plan
    mask = PerVocabulary(labels: plan.labels)
    output = Batch()
  }

  func process(_ batch: Batch, _ context: ExecutionContext, into consume: BatchConsumer) throws(QueryError) -> Bool {
    let reader = context.reader
    let mask = mask.of(reader)
    let range = range ?? 0..<reader.nodeLimit
    let monitor = context.monitor(ofScan: self, over: batch.count * range.count)
    for row in 0..<batch.count {
      var start = range.lowerBound
      while start < range.upperBound {
        let end = min(range.upperBound, start + NodeScanOperator.nodesAtOnce)
        nodes.removeAll()
        reader.scanNodes(in: start..<end, labelSets: mask, into: nodes)
        defer { monitor?.advance(by: Int(NodeScanOperator.nodesAtOnce)) }
        start = end
        guard nodes.count > 0 else { continue }
        guard try emit(row, batch, into: consume) else { return false }
      }
    }
    return true
  }

  /// The nodes found, for one input row.
  private func emit(_ row: Int, _ batch: Batch, into consume: BatchConsumer) throws(QueryError) -> Bool {
    rows.removeAll()
    for _ in 0..<(plan.carried.isEmpty ? 0 : nodes.count) { rows.append(UInt32(row)) }
    output.count = nodes.count
    output.gather(plan.carried, from: batch, rows: rows.elements)
    output.show(nodes, as: .node, in: plan.slot)
    return try consume(output)
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
