import GraphStore

/// The edges from one node of a row to another node of the same row. Output: the carried columns, the edge, and the node it leads to.
///
/// Rows that share one of the two nodes come in runs. For each run the shorter way is taken: following the edges of every row's other node, or
/// marking once the nodes at the other ends of the edges of the shared one.
final class ExpandIntoOperator: BatchOperator {
  private let plan: PhysicalPlan.Expand
  private let output = Batch()
  private let found = ExpandBuffer()
  private let rows = OrdinalBuffer()
  private let edges = OrdinalBuffer()
  private let ends = OrdinalBuffer()
  private let types: PerVocabulary<[NameID]?>
  /// Edges of each row's two nodes that could lead to the other one.
  @exclusivity(unchecked) private var degrees: (from: [Int64], to: [Int64]) = ([], [])
  /// By node ordinal: one more than the position of the first of its edges in `found`; 0 = none. All zero between runs.
  @exclusivity(unchecked) private var heads: [UInt32] = []
  /// The next edge of the same node, likewise.
  @exclusivity(unchecked) private var next: [UInt32] = []

  init(_ plan: PhysicalPlan.Expand) {
    self.plan = plan
    types = PerVocabulary(edgeTypes: plan.label)
  }

  /// Rows that share one node.
  private struct Run {
    var rows: Range<Int>
    var shared: NodeOrdinal
    /// The other node of each row of the batch.
    var others: UnsafeBufferPointer<NodeOrdinal>
    /// The shared one is that to which the edges lead.
    var isTarget: Bool
  }

  func process(_ batch: Batch, _ context: ExecutionContext, into consume: BatchConsumer) throws(QueryError) -> Bool {
    let from = ElementColumn(batch[plan.from], count: batch.count)
    let to = ElementColumn(batch[plan.to], count: batch.count)
    func hasNull(_ row: Int) -> Bool { from.isNull(row) || to.isNull(row) }
    var start = 0
    while start < batch.count {
      var end = start
      while end < batch.count, !hasNull(end) { end += 1 }
      if start < end { guard try process(start..<end, from.ordinals, to.ordinals, batch, context, consume) else { return false } }
      start = end + 1
    }
    return try flush(batch, consume)
  }

  /// Rows of which no node is null.
  private func process(
    _ stretch: Range<Int>, _ from: UnsafeBufferPointer<NodeOrdinal>, _ to: UnsafeBufferPointer<NodeOrdinal>, _ batch: Batch,
    _ context: ExecutionContext, _ consume: BatchConsumer
  ) throws(QueryError) -> Bool {
    let types = types.of(context.reader)
    countEdges(stretch, from, to, types, context.reader)
    var start = stretch.lowerBound
    while start < stretch.upperBound {
      func end(of nodes: UnsafeBufferPointer<NodeOrdinal>) -> Int {
        var end = start + 1
        while end < stretch.upperBound, nodes[end] == nodes[start] { end += 1 }
        return end
      }
      let (sameTarget, sameSource) = (end(of: to), end(of: from))
      let isTarget = sameTarget >= sameSource
      let run = Run(
        rows: start..<max(sameTarget, sameSource), shared: isTarget ? to[start] : from[start], others: isTarget ? from : to, isTarget: isTarget)
      start = run.rows.upperBound
      if marks(run, in: stretch) {
        guard try follow(marking: run, types, batch, context, consume) else { return false }
      } else {
        guard try follow(run, types, batch, context, consume) else { return false }
      }
    }
    return true
  }

  private func countEdges(
    _ stretch: Range<Int>, _ from: UnsafeBufferPointer<NodeOrdinal>, _ to: UnsafeBufferPointer<NodeOrdinal>, _ types: [NameID]?,
    _ reader: any GraphReader
  ) {
    if degrees.from.count < stretch.count {
      degrees.from = Array(repeating: 0, count: max(16, stretch.count))
      degrees.to = degrees.from
    }
    degrees.from.withUnsafeMutableBufferPointer {
      reader.degrees(UnsafeBufferPointer(rebasing: from[stretch]), directions: plan.directions, types: types, into: $0.baseAddress!)
    }
    degrees.to.withUnsafeMutableBufferPointer {
      reader.degrees(UnsafeBufferPointer(rebasing: to[stretch]), directions: plan.directions.reversed, types: types, into: $0.baseAddress!)
    }
  }

  private func marks(_ run: Run, in stretch: Range<Int>) -> Bool {
    let rows = run.rows.lowerBound - stretch.lowerBound..<run.rows.upperBound - stretch.lowerBound
    let (shared, others) = run.isTarget ? (degrees.to, degrees.from) : (degrees.from, degrees.to)
    var following: Int64 = 0
    for row in rows {
      following += others[row]
      if following > shared[rows.lowerBound] { return true }
    }
    return false
  }

  /// From the other nodes to the shared one.
  private func follow(
    _ run: Run, _ types: [NameID]?, _ batch: Batch, _ context: ExecutionContext, _ consume: BatchConsumer
  ) throws(QueryError) -> Bool {
    var cursor = ExpandCursor()
    var isExhausted = false
    while !isExhausted {
      found.removeAll()
      isExhausted = context.reader.expand(
        UnsafeBufferPointer(rebasing: run.others[run.rows]), validity: nil, directions: run.isTarget ? plan.directions : plan.directions.reversed,
        types: types, cursor: &cursor, limit: Batch.rowLimit, into: found)
      for index in 0..<found.count where found.nodes.base[index] == run.shared {
        guard try append(run.rows.lowerBound + Int(found.rows.base[index]), found.edges.base[index], run, batch, consume) else { return false }
      }
    }
    return true
  }

  /// From the shared node to the others.
  private func follow(
    marking run: Run, _ types: [NameID]?, _ batch: Batch, _ context: ExecutionContext, _ consume: BatchConsumer
  ) throws(QueryError) -> Bool {
    if heads.count < Int(context.reader.nodeLimit) { heads = Array(repeating: 0, count: Int(context.reader.nodeLimit)) }
    found.removeAll()
    var cursor = ExpandCursor()
    var isExhausted = false
    while !isExhausted {
      isExhausted = withUnsafePointer(to: run.shared) { shared in
        context.reader.expand(
          UnsafeBufferPointer(start: shared, count: 1), validity: nil, directions: run.isTarget ? plan.directions.reversed : plan.directions,
          types: types, cursor: &cursor, limit: 1 << 16, into: found)
      }
    }
    if found.count == 0 { return true }
    if next.count < found.count { next = Array(repeating: 0, count: max(found.count, 2 * next.count)) }
    for index in (0..<found.count).reversed() {
      let node = Int(found.nodes.base[index])
      next[index] = heads[node]
      heads[node] = UInt32(index + 1)
    }
    defer { for index in 0..<found.count { heads[Int(found.nodes.base[index])] = 0 } }
    for row in run.rows {
      var position = heads[Int(run.others[row])]
      while position != 0 {
        guard try append(row, found.edges.base[Int(position) - 1], run, batch, consume) else { return false }
        position = next[Int(position) - 1]
      }
    }
    return true
  }

  private func append(
    _ row: Int, _ edge: EdgeOrdinal, _ run: Run, _ batch: Batch, _ consume: BatchConsumer
  ) throws(QueryError) -> Bool {
    rows.append(UInt32(row))
    edges.append(edge)
    ends.append(run.isTarget ? run.shared : run.others[row])
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
