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
      if nodes.isEmpty, case .equal = plan.sought, context.writer == nil, lookedAt != context.statement {
        lookedAt = context.statement
        warnIfNothingCompares(cells[0], mask, context)
      }
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
    case .identity(_, let isText): return identified(cells[0], isText, mask, reader)
    case .equal: return reader.nodes(where: plan.key, equals: cells[0], labelSets: mask)
    case .prefix: range = ValueRange(low: cells[0], high: nil, isPrefix: true)
    case .range(let low, let high): range = ValueRange(low: low == nil ? nil : cells[0], high: high == nil ? nil : cells[cells.count - 1])
    }
    let limit = max(1_000, reader.nodeCount / NodeLookupOperator.rangeDivisor)
    return reader.nodes(where: plan.key, in: range, labelSets: mask, atMost: limit)
  }

  /// By its row id, or the text that `ELEMENT_ID` makes of it. Nil for a value of another type, with which ids do not compare.
  private func identified(_ value: Cell, _ isText: Bool, _ mask: [Bool]?, _ reader: any GraphReader) -> [NodeOrdinal]? {
    let id: Int64
    switch value.tag {
    case .int where !isText: id = value.int
    case .string where isText:
      let digits = value.text.dropFirst()
      guard value.text.hasPrefix("n"), let number = Int64(digits), String(number) == digits else { return [] }
      id = number
    case .null, .bool, .int, .float, .decimal, .string, .bytes, .date, .localTime, .zonedTime, .localDateTime, .zonedDateTime, .duration, .list, .record,
      .node, .edge, .path:
      return nil
    }
    guard let node = reader.ordinal(of: NodeID(id)) else { return [] }
    guard let mask else { return [node] }
    var labels: UInt32 = 0
    withUnsafePointer(to: node) { reader.labelSetIDs(of: UnsafeBufferPointer(start: $0, count: 1), into: &labels) }
    return mask[Int(labels)] ? [node] : []
  }

  /// The statement in which it was looked why nothing was found: once, of many rows.
  @exclusivity(unchecked) private var lookedAt: UInt64?
  private static let sampledNodes = 16
  private static let sampledOrdinals: UInt32 = 65_536

  /// Warns where nothing was found and nothing could be: the first of the nodes that have the property have values which do not compare with the one
  /// sought, as texts and a date. O(1).
  private func warnIfNothingCompares(_ sought: Cell, _ mask: [Bool]?, _ context: ExecutionContext) {
    let reader = context.reader
    let values = Column(.cell)
    var start: UInt32 = 0
    let limit = min(reader.nodeLimit, NodeLookupOperator.sampledOrdinals)
    while start < limit {
      let end = min(limit, start + UInt32(Batch.rowLimit))
      scan.removeAll()
      reader.scanNodes(in: start..<end, labelSets: mask, into: scan)
      start = end
      let nodes = UnsafeBufferPointer(rebasing: scan.elements.prefix(NodeLookupOperator.sampledNodes))
      guard nodes.count > 0 else { continue }
      reader.properties(plan.key, of: .node, nodes, validity: nil, into: values)
      let present = (0..<nodes.count).map(values.cell(at:)).filter { !$0.isNull }
      guard let first = present.first else { continue }
      guard present.allSatisfy({ $0.equals(sought) == .incomparable }) else { return }
      return context.warn(
        "nothing was found: `\(plan.key)` is \(first.typeName), and \(sought.typeName) is sought", hints: Truth.hint(first, sought).map { [$0] } ?? [])
    }
  }

  /// Every node with the labels: the plan's filter decides.
  private func candidates(_ mask: [Bool]?, _ context: ExecutionContext) -> [NodeOrdinal] {
    scan.removeAll()
    context.reader.scanNodes(in: 0..<context.reader.nodeLimit, labelSets: mask, into: scan)
    return Array(scan.elements)
  }
}
