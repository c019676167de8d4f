import GraphStore

/// Counts the matches of one branch at given nodes.
///
/// Two ways give the same numbers. *Following*: from the nodes asked for, level by level, O(edges followed). *Summing*: for every node of the
/// graph once, from the leaves up, then each answer is a sum over a node's edges, or a lookup. Following is for few nodes; when a whole batch
/// is asked for, or much has been followed, the branch changes over to summing. Belongs to one worker.
final class BranchCounter {
  private let branch: CountedBranch
  private let conditions: [FilterOperator.Test]
  private let below: [BranchCounter]
  private let found = ExpandBuffer()
  private let chosen = OrdinalBuffer()
  private let candidates: Batch
  private var weights: [Int64] = []
  private var partial: [Int64] = []

  /// What was found out about the graph of `reader`.
  private var reader: (any GraphReader)?
  private var types: [NameID]?
  private var labelMask: [Bool]?
  private var followed = 0
  private var sums: Sums?

  /// How a sum over a node's edges is had, once all nodes are known.
  private enum Sums {
    /// Every end counts once.
    case degrees
    /// By the end's ordinal.
    case ofEnds([Int64])
    /// By the ordinal of the node asked for.
    case known([Int64])
  }

  init(_ branch: CountedBranch, _ compiler: ExpressionCompiler, slotCount: Int) {
    self.branch = branch
    conditions = branch.node.conditions.map { FilterOperator.condition(compiler.compile($0), $0.span) }
    below = branch.branches.map { BranchCounter($0, compiler, slotCount: slotCount) }
    candidates = Batch(slotCount: slotCount)
  }

  /// Writes for each node how often the branch matches there. At most `Batch.rowLimit` nodes.
  func count(
    at nodes: UnsafeBufferPointer<NodeOrdinal>, into counts: UnsafeMutablePointer<Int64>, _ context: ExecutionContext
  ) throws(QueryError) {
    learn(context.reader)
    if sums == nil, nodes.count == Batch.rowLimit || followed > Int(context.reader.nodeLimit) {
      sums = try makeSums(context)
    }
    switch sums {
    case nil: try follow(nodes, into: counts, context)
    case .degrees: context.reader.degrees(nodes, directions: branch.directions, types: types, into: counts)
    case .known(let known): for row in 0..<nodes.count { counts[row] = known[Int(nodes[row])] }
    case .ofEnds(let ends):
      let isExact = context.reader.sumWeights(
        ends, over: nodes, directions: branch.directions, types: types, into: counts)
      if !isExact { throw BranchCounter.overflow }
    }
  }

  private func learn(_ reader: any GraphReader) {
    if self.reader === reader { return }
    self.reader = reader
    types = LabelMask.edgeTypes(branch.label, reader)
    labelMask = LabelMask.nodes(branch.node.labels, reader)
    followed = 0
    sums = nil
  }

  static var overflow: QueryError {
    QueryError(.numericOutOfRange, "the number of matches does not fit a 64-bit integer")
  }

  // MARK: Following

  private func follow(
    _ nodes: UnsafeBufferPointer<NodeOrdinal>, into counts: UnsafeMutablePointer<Int64>, _ context: ExecutionContext
  ) throws(QueryError) {
    counts.update(repeating: 0, count: nodes.count)
    var cursor = ExpandCursor()
    var isExhausted = false
    while !isExhausted {
      try context.checkLimits()
      found.removeAll()
      isExhausted = context.reader.expand(
        nodes, validity: nil, directions: branch.directions, types: types, cursor: &cursor, limit: Batch.rowLimit,
        into: found)
      followed += found.count
      try weigh(found.nodes.elements, hasLabels: false, context)
      for index in 0..<found.count {
        let row = Int(found.rows.base[index])
        let (sum, overflows) = counts[row].addingReportingOverflow(weights[index])
        if overflows { throw BranchCounter.overflow }
        counts[row] = sum
      }
    }
  }

  // MARK: Summing

  private func makeSums(_ context: ExecutionContext) throws(QueryError) -> Sums {
    let reader = context.reader
    if conditions.isEmpty, below.isEmpty {
      let occurring = reader.endLabelSets(branch.directions, types: types)
      if zip(occurring, labelMask ?? []).allSatisfy({ !$0 || $1 }) { return .degrees }
    }
    var ends = [Int64](repeating: 0, count: Int(reader.nodeLimit))
    let matching = OrdinalBuffer()
    let scanned = OrdinalBuffer()
    var start: UInt32 = 0
    while start < reader.nodeLimit {
      try context.checkLimits()
      let end = min(reader.nodeLimit, start + UInt32(Batch.rowLimit))
      scanned.removeAll()
      reader.scanNodes(in: start..<end, labelSets: labelMask, into: scanned)
      start = end
      try weigh(scanned.elements, hasLabels: true, context)
      for index in 0..<scanned.count where weights[index] != 0 {
        ends[Int(scanned.base[index])] = weights[index]
        matching.append(scanned.base[index])
      }
    }
    guard let known = try spread(matching, ends, context) else { return .ofEnds(ends) }
    return .known(known)
  }

  /// From few ends it is shorter to walk back than to sum at every node.
  private func spread(
    _ matching: OrdinalBuffer, _ ends: [Int64], _ context: ExecutionContext
  ) throws(QueryError) -> [Int64]? {
    let reader = context.reader
    guard matching.count < Int(reader.nodeLimit) / 8 else { return nil }
    let back = branch.directions.reversed
    var known = [Int64](repeating: 0, count: ends.count)
    var start = 0
    var isExact = true
    while start < matching.count {
      try context.checkLimits()
      let count = min(Batch.rowLimit, matching.count - start)
      let nodes = UnsafeBufferPointer(start: matching.base + start, count: count)
      let weights = nodes.map { ends[Int($0)] }
      known.withUnsafeMutableBufferPointer {
        isExact = reader.spreadWeights(weights, of: nodes, directions: back, types: types, into: $0.baseAddress!) && isExact
      }
      start += count
    }
    if !isExact { throw BranchCounter.overflow }
    return known
  }

  // MARK: Ends

  /// Sets `weights[i]` to the number of ways in which the branch's end can be `nodes[i]`: 0 when it does not satisfy its pattern, else the
  /// product over the branches below.
  private func weigh(
    _ nodes: UnsafeBufferPointer<NodeOrdinal>, hasLabels: Bool, _ context: ExecutionContext
  ) throws(QueryError) {
    let count = nodes.count
    if weights.count < count { weights = Array(repeating: 0, count: max(count, Batch.rowLimit)) }
    guard count > 0 else { return }
    chosen.removeAll()
    chosen.reserve(count)
    if let labelMask, !hasLabels {
      let mark = context.arena.mark()
      defer { context.arena.release(to: mark) }
      let sets = context.arena.allocate(UInt32.self, count: count)
      context.reader.labelSetIDs(of: nodes, into: sets.baseAddress!)
      for index in 0..<count {
        weights[index] = 0
        if labelMask[Int(sets[index])] { chosen.append(UInt32(index)) }
      }
    } else {
      for index in 0..<count {
        weights[index] = 0
        chosen.append(UInt32(index))
      }
    }
    // Branches first: they are sums or lookups, and what has no match there needs no condition.
    let column = candidates.own(branch.node.slot, .node)
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

  private let kept = OrdinalBuffer()

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
