import GraphStore

/// A node that is only counted, with the branches that hang on it. Belongs to one worker.
final class BranchEnd {
  private let node: LogicalNode
  private let conditions: [FilterOperator.Test]
  private let below: [BranchCounter]
  private let candidates = Batch()
  private let chosen = OrdinalBuffer()
  private let kept = OrdinalBuffer()
  @exclusivity(unchecked) private var partial: [Int64] = []
  @exclusivity(unchecked) private var reader: (any GraphReader)?
  @exclusivity(unchecked) private var labelMask: [Bool]?
  /// Of the nodes last weighed.
  @exclusivity(unchecked) private(set) var weights = UnsafeMutablePointer<Int64>.allocate(capacity: Batch.rowLimit)
  @exclusivity(unchecked) private var capacity = Batch.rowLimit

  init(_ node: LogicalNode, _ branches: [CountedBranch], _ compiler: ExpressionCompiler) {
    self.node = node
    conditions = node.conditions.map { FilterOperator.condition(compiler.compile($0), $0.span) }
    below = branches.map { BranchCounter($0, compiler) }
  }

  func share(_ other: BranchEnd) {
    for (own, others) in zip(below, other.below) { own.share(others) }
  }

  deinit { weights.deallocate() }

  /// Nothing but its labels is asked of the node.
  var isUnconditional: Bool { conditions.isEmpty && below.isEmpty }

  /// Sets `weights[i]` to the number of ways in which the node can be `nodes[i]`: 0 when it does not satisfy its pattern, else the
  /// product over the branches below.
  func weigh(
    _ nodes: UnsafeBufferPointer<NodeOrdinal>, hasLabels: Bool, _ context: ExecutionContext
  ) throws(QueryError) {
    let count = nodes.count
    if capacity < count {
      weights.deallocate()
      weights = .allocate(capacity: count)
      capacity = count
    }
    guard count > 0 else { return }
    if reader !== context.reader {
      reader = context.reader
      labelMask = LabelMask.nodes(node.labels, context.reader)
    }
    chosen.removeAll()
    chosen.reserve(count)
    if let labelMask, !hasLabels {
      let mark = context.arena.mark()
      defer { context.arena.release(to: mark) }
      let sets = context.arena.allocate(UInt32.self, count: count)
      context.reader.labelSetIDs(of: nodes, into: sets.baseAddress!)
      labelMask.withUnsafeBufferPointer { mask in
        for index in 0..<count {
          weights[index] = 0
          chosen.base[chosen.count] = UInt32(truncatingIfNeeded: index)
          chosen.count += mask[Int(sets[index])] ? 1 : 0
        }
      }
    } else {
      for index in 0..<count {
        weights[index] = 0
        chosen.append(UInt32(index))
      }
    }
    // Branches first: they are sums or lookups, and what has no match there needs no condition.
    let column = candidates.own(node.slot, .node, room: count)
    fill(column, nodes)
    if below.isEmpty {
      for index in chosen.elements { weights[Int(index)] = 1 }
    } else {
      try multiply(column, context)
    }
    for condition in conditions where chosen.count > 0 {
      fill(column, nodes)
      candidates.count = chosen.count
      let mark = context.arena.mark()
      defer { context.arena.release(to: mark) }
      kept.removeAll()
      try condition(candidates, context, kept)
      keep()
    }
  }

  private func fill(_ column: Column, _ nodes: UnsafeBufferPointer<NodeOrdinal>) {
    for row in 0..<chosen.count { column.ordinals[row] = nodes[Int(chosen.base[row])] }
  }

  /// Leaves among `chosen` the rows numbered in `kept`, and sets the others' weight to 0.
  private func keep() {
    var next = 0
    var count = 0
    for row in 0..<chosen.count {
      let index = chosen.base[row]
      if next < kept.count, Int(kept.base[next]) == row {
        chosen.base[count] = index
        count += 1
        next += 1
      } else {
        weights[Int(index)] = 0
      }
    }
    chosen.count = count
  }

  private func multiply(_ column: Column, _ context: ExecutionContext) throws(QueryError) {
    if partial.count < chosen.count { partial = Array(repeating: 0, count: Batch.rowLimit) }
    let ends = UnsafeBufferPointer(start: UnsafePointer(column.ordinals), count: chosen.count)
    for (number, branch) in below.enumerated() {
      try partial.withUnsafeMutableBufferPointer { buffer throws(QueryError) in
        try branch.count(at: ends, into: buffer.baseAddress!, context)
      }
      for row in 0..<chosen.count {
        let index = Int(chosen.base[row])
        let (product, overflows) = (number == 0 ? 1 : weights[index]).multipliedReportingOverflow(by: partial[row])
        if overflows { throw BranchCounter.overflow }
        weights[index] = product
      }
    }
    kept.removeAll()
    for row in 0..<chosen.count where weights[Int(chosen.base[row])] != 0 { kept.append(UInt32(row)) }
    keep()
  }
}
