import GraphStore

/// Nodes by a hash of their values, in each bucket in ordinal order. Immutable.
final class NodeJoinTable: @unchecked Sendable {
  let buckets: JoinBuckets
  /// Of each value a bit for each kind that some node has.
  let kinds: [UInt32]

  var byteCount: Int { buckets.byteCount }

  /// Nil when a value cannot be computed, or the table would take too much of the memory.
  /// - Parameter values: read the node in `slot` alone.
  init?(
    _ slot: Slot, _ values: [any Evaluator], _ mask: [Bool]?, _ reader: any GraphReader, _ context: ExecutionContext
  ) throws(QueryError) {
    guard reader.nodeCount * NodeJoinTable.bytesWhileMaking <= context.limits.memoryBytes / NodeJoinTable.memoryShare else { return nil }
    var hashes: [UInt64] = []
    var found: [NodeOrdinal] = []
    var kinds = [UInt32](repeating: 0, count: values.count)
    let scan = OrdinalBuffer()
    let batch = Batch()
    var start: UInt32 = 0
    while start < reader.nodeLimit {
      let end = min(reader.nodeLimit, start + UInt32(Batch.rowLimit))
      scan.removeAll()
      reader.scanNodes(in: start..<end, labelSets: mask, into: scan)
      start = end
      guard scan.count > 0 else { continue }
      try context.checkLimits()
      context.rowsMoved += scan.count
      let mark = context.arena.mark()
      defer { context.arena.release(to: mark) }
      batch.count = scan.count
      batch.show(scan, as: .node, in: slot)
      var columns: [Column] = []
      do throws(QueryError) { for value in values { columns.append(try value.evaluate(batch, context)) } } catch {
        try context.checkLimits()
        return nil
      }
      for row in 0..<scan.count {
        for (key, column) in columns.enumerated() { kinds[key] |= JoinKeys.kind(column.cell(at: row)) }
        guard let hash = JoinKeys.hash(columns, at: row) else { continue }
        hashes.append(hash)
        found.append(scan.base[row])
      }
    }
    buckets = JoinBuckets(found, hashes: hashes)
    self.kinds = kinds
  }

  private static let bytesWhileMaking = 32
  /// It may take one part in so many of the memory.
  private static let memoryShare = 2
}
