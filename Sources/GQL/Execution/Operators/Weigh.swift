import GraphStore

/// Multiplies into a column how many matches the branches at a node have, or keeps the rows that have some, or none. Output: the carried
/// columns, and the weight, for which rows without a match are left out.
final class WeighOperator: BatchOperator, SharesWork {
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

  func share(_ other: any BatchOperator) {
    guard let other = other as? WeighOperator else { return }
    for (own, others) in zip(branches, other.branches) { own.share(others) }
  }

  func process(_ batch: Batch, _ context: ExecutionContext, into consume: BatchConsumer) throws(QueryError) -> Bool {
    takeRows(of: batch)
    if counts.count < rows.count { counts = Array(repeating: 0, count: max(16, 2 * rows.count)) }
    switch plan.use {
    case .count(let previous, let weight):
      try weigh(previous.map { batch[$0] }, context)
      guard rows.count > 0 else { return true }
      fillOutput(batch)
      let column = output.own(weight, .int)
      for row in 0..<rows.count { column.ints[row] = weights[row] }
    case .keep(let matched):
      for branch in branches where rows.count > 0 { try narrow(by: branch, context) { _, _ in } }
      if !matched { takeOthers(of: batch) }
      guard rows.count > 0 else { return true }
      fillOutput(batch)
    }
    return try consume(output)
  }

  private func fillOutput(_ batch: Batch) {
    output.count = rows.count
    output.gather(plan.carried, from: batch, rows: rows.elements)
  }

  private func weigh(_ previous: Column?, _ context: ExecutionContext) throws(QueryError) {
    if weights.count < rows.count { weights = counts }
    for row in 0..<rows.count { weights[row] = previous.map { $0.isConstant ? $0.ints[0] : $0.ints[Int(rows.base[row])] } ?? 1 }
    for branch in branches where rows.count > 0 {
      try narrow(by: branch, context) { row, kept throws(QueryError) in
        let (product, overflows) = weights[row].multipliedReportingOverflow(by: counts[row])
        if overflows { throw BranchCounter.overflow }
        weights[kept] = product
      }
    }
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

  /// Leaves the rows at which the branch matches.
  /// - Parameter move: is told of each where it was and where it goes.
  private func narrow(
    by branch: BranchCounter, _ context: ExecutionContext, _ move: (_ row: Int, _ kept: Int) throws(QueryError) -> Void
  ) throws(QueryError) {
    try counts.withUnsafeMutableBufferPointer { buffer throws(QueryError) in
      try branch.count(at: nodes.elements, into: buffer.baseAddress!, context)
    }
    var kept = 0
    for row in 0..<rows.count where counts[row] != 0 {
      try move(row, kept)
      rows.base[kept] = rows.base[row]
      nodes.base[kept] = nodes.base[row]
      kept += 1
    }
    rows.count = kept
    nodes.count = kept
  }

  /// Those of the batch that are not among `rows`.
  private func takeOthers(of batch: Batch) {
    var matched = Array(rows.elements)[...]
    rows.removeAll()
    for row in 0..<UInt32(batch.count) {
      if matched.first == row { matched.removeFirst() } else { rows.append(row) }
    }
  }
}
