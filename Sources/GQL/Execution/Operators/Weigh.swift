import GraphStore

/// Multiplies into a column how many matches the branches at a node have. Output: the carried columns and the weight; rows without a match
/// are left out.
final class WeighOperator: BatchOperator, SharesBranchSums {
  private let plan: PhysicalPlan.Weigh
  private let branches: [BranchCounter]
  private let output: Batch
  private let nodes = OrdinalBuffer()
  private let rows = OrdinalBuffer()
  @exclusivity(unchecked) private var weights: [Int64] = []
  @exclusivity(unchecked) private var counts: [Int64] = []

  init(_ plan: PhysicalPlan.Weigh, _ compiler: ExpressionCompiler) {
    self.plan = plan
    branches = plan.branches.map { BranchCounter($0, compiler) }
    output = Batch()
  }

  func shareSums(_ other: any BatchOperator) {
    guard let other = other as? WeighOperator else { return }
    for (own, others) in zip(branches, other.branches) { own.share(others) }
  }

  func process(_ batch: Batch, _ context: ExecutionContext, into consume: BatchConsumer) throws(QueryError) -> Bool {
    takeRows(of: batch)
    if weights.count < rows.count {
      weights = Array(repeating: 0, count: max(16, 2 * rows.count))
      counts = weights
    }
    let previous = plan.previous.map { batch[$0] }
    for row in 0..<rows.count { weights[row] = previous.map { $0.isConstant ? $0.ints[0] : $0.ints[Int(rows.base[row])] } ?? 1 }
    for branch in branches where rows.count > 0 { try multiply(by: branch, context) }
    guard rows.count > 0 else { return true }
    output.count = rows.count
    output.gather(plan.carried, from: batch, rows: rows.elements)
    let column = output.own(plan.weight, .int)
    for row in 0..<rows.count { column.ints[row] = weights[row] }
    return try consume(output)
  }

  private func takeRows(of batch: Batch) {
    let start = ElementColumn(batch[plan.node], count: batch.count)
    rows.removeAll()
    nodes.removeAll()
    for row in 0..<batch.count where start.validity?[row] != 0 {
      rows.append(UInt32(row))
      nodes.append(start.ordinals[row])
    }
  }

  private func multiply(by branch: BranchCounter, _ context: ExecutionContext) throws(QueryError) {
    try counts.withUnsafeMutableBufferPointer { buffer throws(QueryError) in
      try branch.count(at: nodes.elements, into: buffer.baseAddress!, context)
    }
    var kept = 0
    for row in 0..<rows.count where counts[row] != 0 {
      let (product, overflows) = weights[row].multipliedReportingOverflow(by: counts[row])
      if overflows { throw BranchCounter.overflow }
      weights[kept] = product
      rows.base[kept] = rows.base[row]
      nodes.base[kept] = nodes.base[row]
      kept += 1
    }
    rows.count = kept
    nodes.count = kept
  }
}
