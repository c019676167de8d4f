import GraphStore

/// Multiplies into a column how many nodes stand between two nodes of a row, as the pattern wants them. Output: the carried columns and the
/// weight; rows without one are left out.
///
/// Closes a cycle by marking: the neighbours of one node are marked once for a run of rows that share it, and for each row the marks of the
/// other node's neighbours are added up. O(degree of the shared node) a run and O(degree of the other node) a row.
final class CommonNeighboursOperator: BatchOperator {
  private let plan: PhysicalPlan.CommonNeighbours
  private let middle: BranchEnd
  private let output = Batch()
  private let found = ExpandBuffer()
  private let rows = OrdinalBuffer()
  private let lefts = OrdinalBuffer()
  private let rights = OrdinalBuffer()
  private let scratch = OrdinalBuffer()
  @exclusivity(unchecked) private var sums = [Int64](repeating: 0, count: Batch.rowLimit)
  /// By node ordinal; all zero between runs.
  @exclusivity(unchecked) private var marks: [Int64] = []

  init(_ plan: PhysicalPlan.CommonNeighbours, _ compiler: ExpressionCompiler) {
    self.plan = plan
    middle = BranchEnd(plan.middle, plan.branches, compiler)
  }

  func process(_ batch: Batch, _ context: ExecutionContext, into consume: BatchConsumer) throws(QueryError) -> Bool {
    takeRows(of: batch)
    guard rows.count > 0 else { return true }
    if marks.count < Int(context.reader.nodeLimit) { marks = Array(repeating: 0, count: Int(context.reader.nodeLimit)) }
    let leftIsShared = runs(of: lefts) <= runs(of: rights)
    try count(
      shared: leftIsShared ? lefts : rights, leftIsShared ? plan.left : plan.right,
      other: leftIsShared ? rights : lefts, leftIsShared ? plan.right : plan.left, context)
    return try emit(batch, into: consume)
  }

  private func takeRows(of batch: Batch) {
    let left = ElementColumn(batch[plan.left.node], count: batch.count, scratch: scratch)
    let right = ElementColumn(batch[plan.right.node], count: batch.count, scratch: scratch)
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
      let node = UnsafeBufferPointer(start: UnsafePointer(shared.base + start), count: 1)
      var isExact = true
      try forEachMarked(node, sharedSide.directions, sharedTypes, context) { node, weight in
        let (sum, overflows) = marks[Int(node)].addingReportingOverflow(weight)
        marks[Int(node)] = sum
        if overflows { isExact = false }
      }
      let others = UnsafeBufferPointer(start: UnsafePointer(other.base + start), count: end - start)
      let sumsAreExact = sums.withUnsafeMutableBufferPointer { sums in
        reader.sumWeights(
          marks, over: others, directions: otherSide.directions, types: otherTypes, into: sums.baseAddress! + start)
      }
      try forEachMarked(node, sharedSide.directions, sharedTypes, context) { node, _ in marks[Int(node)] = 0 }
      if !isExact || !sumsAreExact { throw BranchCounter.overflow }
      start = end
    }
  }

  /// Calls `body` with each neighbour of the node that can stand in the middle, and its weight.
  private func forEachMarked(
    _ node: UnsafeBufferPointer<NodeOrdinal>, _ directions: EdgeDirections, _ types: [NameID]?,
    _ context: ExecutionContext, _ body: (NodeOrdinal, Int64) -> Void
  ) throws(QueryError) {
    var cursor = ExpandCursor()
    var isExhausted = false
    while !isExhausted {
      found.removeAll()
      isExhausted = context.reader.expand(
        node, validity: nil, directions: directions, types: types, cursor: &cursor, limit: Batch.rowLimit, into: found)
      try middle.weigh(found.nodes.elements, hasLabels: false, context)
      for index in 0..<found.count where middle.weights[index] != 0 { body(found.nodes.base[index], middle.weights[index]) }
    }
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
