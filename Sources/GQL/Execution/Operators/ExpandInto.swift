import GraphStore

/// The edges from one node of a row to another node of the same row. Output: the carried columns, the edge, and the node it leads to.
///
/// Rows that share the target come in runs. For each run the shorter way is taken: following the edges of every row's start, or marking once
/// the nodes from which edges lead to the target.
final class ExpandIntoOperator: BatchOperator {
  private let plan: PhysicalPlan.Expand
  private let output = Batch()
  private let found = ExpandBuffer()
  private let rows = OrdinalBuffer()
  private let edges = OrdinalBuffer()
  private let ends = OrdinalBuffer()
  private let types: PerVocabulary<[NameID]?>
  @exclusivity(unchecked) private var degrees: [Int64] = []
  /// By node ordinal: one more than the position of the first of its edges in `found`; 0 = none. All zero between runs.
  @exclusivity(unchecked) private var heads: [UInt32] = []
  /// The next edge of the same node, likewise.
  @exclusivity(unchecked) private var next: [UInt32] = []

  init(_ plan: PhysicalPlan.Expand) {
    self.plan = plan
    types = PerVocabulary(edgeTypes: plan.label)
  }

  func process(_ batch: Batch, _ context: ExecutionContext, into consume: BatchConsumer) throws(QueryError) -> Bool {
    let from = ElementColumn(batch[plan.from], count: batch.count)
    let to = ElementColumn(batch[plan.to], count: batch.count)
    let types = types.of(context.reader)
    var start = 0
    while start < batch.count {
      var end = start + 1
      let isNull = to.isNull(start)
      while end < batch.count, to.isNull(end) == isNull, isNull || to.ordinals[end] == to.ordinals[start] { end += 1 }
      let run = Run(rows: start..<end, from: from, target: to.ordinals[start])
      start = end
      if isNull { continue }
      if marks(run, types, context.reader) {
        guard try follow(marking: run, types, batch, context, consume) else { return false }
      } else {
        guard try follow(run, types, batch, context, consume) else { return false }
      }
    }
    return try flush(batch, consume)
  }

  private struct Run {
    var rows: Range<Int>
    var from: ElementColumn
    var target: NodeOrdinal

    var starts: UnsafeBufferPointer<NodeOrdinal> { UnsafeBufferPointer(rebasing: from.ordinals[rows]) }
  }

  private func marks(_ run: Run, _ types: [NameID]?, _ reader: any GraphReader) -> Bool {
    if degrees.count < run.rows.count { degrees = Array(repeating: 0, count: max(16, 2 * run.rows.count)) }
    return degrees.withUnsafeMutableBufferPointer { degrees in
      reader.degrees(run.starts, directions: plan.directions, types: types, into: degrees.baseAddress!)
      let forward = degrees[0..<run.rows.count].reduce(0, +)
      withUnsafePointer(to: run.target) { target in
        reader.degrees(
          UnsafeBufferPointer(start: target, count: 1), directions: plan.directions.reversed, types: types,
          into: degrees.baseAddress!)
      }
      return degrees[0] < forward
    }
  }

  private func follow(
    _ run: Run, _ types: [NameID]?, _ batch: Batch, _ context: ExecutionContext, _ consume: BatchConsumer
  ) throws(QueryError) -> Bool {
    var cursor = ExpandCursor()
    var isExhausted = false
    let validity = run.from.validity.map { $0 + run.rows.lowerBound }
    while !isExhausted {
      found.removeAll()
      isExhausted = context.reader.expand(
        run.starts, validity: validity, directions: plan.directions, types: types, cursor: &cursor, limit: Batch.rowLimit,
        into: found)
      for index in 0..<found.count where found.nodes.base[index] == run.target {
        guard try append(run.rows.lowerBound + Int(found.rows.base[index]), found.edges.base[index], run.target, batch, consume)
        else { return false }
      }
    }
    return true
  }

  private func follow(
    marking run: Run, _ types: [NameID]?, _ batch: Batch, _ context: ExecutionContext, _ consume: BatchConsumer
  ) throws(QueryError) -> Bool {
    if heads.count < Int(context.reader.nodeLimit) { heads = Array(repeating: 0, count: Int(context.reader.nodeLimit)) }
    found.removeAll()
    var cursor = ExpandCursor()
    var isExhausted = false
    while !isExhausted {
      isExhausted = withUnsafePointer(to: run.target) { target in
        context.reader.expand(
          UnsafeBufferPointer(start: target, count: 1), validity: nil, directions: plan.directions.reversed, types: types,
          cursor: &cursor, limit: 1 << 16, into: found)
      }
    }
    if next.count < found.count { next = Array(repeating: 0, count: max(found.count, 2 * next.count)) }
    for index in (0..<found.count).reversed() {
      let node = Int(found.nodes.base[index])
      next[index] = heads[node]
      heads[node] = UInt32(index + 1)
    }
    defer { for index in 0..<found.count { heads[Int(found.nodes.base[index])] = 0 } }
    for row in run.rows where !run.from.isNull(row) {
      var position = heads[Int(run.from.ordinals[row])]
      while position != 0 {
        guard try append(row, found.edges.base[Int(position) - 1], run.target, batch, consume) else { return false }
        position = next[Int(position) - 1]
      }
    }
    return true
  }

  private func append(
    _ row: Int, _ edge: EdgeOrdinal, _ end: NodeOrdinal, _ batch: Batch, _ consume: BatchConsumer
  ) throws(QueryError) -> Bool {
    rows.append(UInt32(row))
    edges.append(edge)
    ends.append(end)
    return rows.count < Batch.rowLimit ? true : try flush(batch, consume)
  }

  private func flush(_ batch: Batch, _ consume: BatchConsumer) throws(QueryError) -> Bool {
    guard rows.count > 0 else { return true }
    output.count = rows.count
    output.gather(plan.carried, from: batch, rows: rows.elements)
    output.show(edges, as: .edge, in: plan.edge)
    output.show(ends, as: .node, in: plan.to)
    defer {
      rows.removeAll()
      edges.removeAll()
      ends.removeAll()
    }
    return try consume(output)
  }
}
