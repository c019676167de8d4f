import GraphStore

/// Multiplies into a column how many nodes stand between two nodes of a row, as the pattern wants them. Output: the carried columns and the
/// weight; rows without one are left out.
///
/// Closes a cycle by marking: the neighbours of one node are marked once for a run of rows that share it, and for each row the marks of the
/// other node's neighbours are added up. O(degree of the shared node) a run and O(degree of the other node) a row.
final class CommonNeighboursOperator: BatchOperator, SharesWork {
  private let plan: PhysicalPlan.CommonNeighbours
  private let middle: BranchEnd
  private let output = Batch()
  private let found = ExpandBuffer()
  private let rows = OrdinalBuffer()
  private let lefts = OrdinalBuffer()
  private let rights = OrdinalBuffer()
  @exclusivity(unchecked) private var sums = [Int64](repeating: 0, count: Batch.rowLimit)
  /// By node ordinal; all zero between runs.
  @exclusivity(unchecked) private var weights: [Int64] = []
  /// A bit for each node ordinal: which have a weight.
  @exclusivity(unchecked) private var marks: [UInt64] = []
  private let marked = OrdinalBuffer()

  init(_ plan: PhysicalPlan.CommonNeighbours, _ compiler: ExpressionCompiler) {
    self.plan = plan
    middle = BranchEnd(plan.middle, plan.branches, compiler)
  }

  func share(_ other: any BatchOperator) {
    if let other = other as? CommonNeighboursOperator { middle.share(other.middle) }
  }

  func process(_ batch: Batch, _ context: ExecutionContext, into consume: BatchConsumer) throws(QueryError) -> Bool {
    takeRows(of: batch)
    guard rows.count > 0 else { return true }
    unmark()
    let limit = Int(context.reader.nodeLimit)
    if weights.count < limit {
      weights = Array(repeating: 0, count: limit)
      marks = Array(repeating: 0, count: (limit + 63) / 64)
    }
    let leftIsShared = runs(of: lefts) <= runs(of: rights)
    try count(
      shared: leftIsShared ? lefts : rights, leftIsShared ? plan.left : plan.right,
      other: leftIsShared ? rights : lefts, leftIsShared ? plan.right : plan.left, context)
    return try emit(batch, into: consume)
  }

  private func takeRows(of batch: Batch) {
    let left = ElementColumn(batch[plan.left.node], count: batch.count)
    let right = ElementColumn(batch[plan.right.node], count: batch.count)
    rows.removeAll()
    lefts.removeAll()
    rights.removeAll()
    for row in 0..<batch.count where left.validity?[row] != 0 && right.validity?[row] != 0 {
      rows.append(UInt32(row))
      lefts.append(left.ordinals[row])
      rights.append(right.ordinals[row])
    }
  }

  private func runs(of nodes: OrdinalBuffer) -> Int {
    var count = 1
    for row in 1..<max(1, nodes.count) where nodes.base[row] != nodes.base[row - 1] { count += 1 }
    return count
  }

  private func count(
    shared: OrdinalBuffer, _ sharedSide: PhysicalPlan.CommonNeighbours.Side, other: OrdinalBuffer,
    _ otherSide: PhysicalPlan.CommonNeighbours.Side, _ context: ExecutionContext
  ) throws(QueryError) {
    let reader = context.reader
    let sharedTypes = LabelMask.edgeTypes(sharedSide.label, reader)
    let otherTypes = LabelMask.edgeTypes(otherSide.label, reader)
    var start = 0
    while start < shared.count {
      var end = start + 1
      while end < shared.count, shared.base[end] == shared.base[start] { end += 1 }
      try mark(around: UnsafeBufferPointer(start: shared.base + start, count: 1), sharedSide.directions, sharedTypes, context)
      let others = UnsafeBufferPointer(start: UnsafePointer(other.base + start), count: end - start)
      let isExact = sums.withUnsafeMutableBufferPointer { sums in
        reader.sumWeights(
          weights, marks: marks, over: others, directions: otherSide.directions, types: otherTypes,
          into: sums.baseAddress! + start)
      }
      unmark()
      if !isExact { throw BranchCounter.overflow }
      start = end
    }
  }

  /// Marks each neighbour of the node that can stand in the middle, with its weight.
  private func mark(
    around node: UnsafeBufferPointer<NodeOrdinal>, _ directions: EdgeDirections, _ types: [NameID]?, _ context: ExecutionContext
  ) throws(QueryError) {
    var cursor = ExpandCursor()
    var isExhausted = false
    var isExact = true
    while !isExhausted {
      found.removeAll()
      isExhausted = context.reader.expand(
        node, validity: nil, directions: directions, types: types, cursor: &cursor, limit: Batch.rowLimit, into: found)
      try middle.weigh(found.nodes.elements, hasLabels: false, context)
      for index in 0..<found.count where middle.weights[index] != 0 {
        let neighbour = Int(found.nodes.base[index])
        marks[neighbour >> 6] |= 1 << UInt64(neighbour & 63)
        let (sum, overflows) = weights[neighbour].addingReportingOverflow(middle.weights[index])
        weights[neighbour] = sum
        if overflows { isExact = false }
        marked.append(UInt32(neighbour))
      }
    }
    if !isExact { throw BranchCounter.overflow }
  }

  private func unmark() {
    for node in marked.elements {
      marks[Int(node) >> 6] = 0
      weights[Int(node)] = 0
    }
    marked.removeAll()
  }

  private func emit(_ batch: Batch, into consume: BatchConsumer) throws(QueryError) -> Bool {
    let previous = plan.previous.map { batch[$0] }
    var kept = 0
    for row in 0..<rows.count where sums[row] != 0 {
      let before = previous.map { $0.isConstant ? $0.ints[0] : $0.ints[Int(rows.base[row])] } ?? 1
      let (product, overflows) = sums[row].multipliedReportingOverflow(by: before)
      if overflows { throw BranchCounter.overflow }
      sums[kept] = product
      rows.base[kept] = rows.base[row]
      kept += 1
    }
    rows.count = kept
    guard kept > 0 else { return true }
    output.count = kept
    output.gather(plan.carried, from: batch, rows: rows.elements)
    let column = output.own(plan.weight, .int)
    for row in 0..<kept { column.ints[row] = sums[row] }
    return try consume(output)
  }
}
