import GraphStore

/// The first row of each group of equivalent rows. Output: the carried columns.
final class DistinctOperator: BatchOperator {
  private let slots: [Slot]
  private let carried: [Slot]
  private var table: GroupTable
  private let rows = OrdinalBuffer()
  private let output: Batch

  init(_ slots: [Slot], carried: [Slot]) {
    self.slots = slots
    self.carried = carried
    table = GroupTable(width: slots.count)
    output = Batch()
  }

  func reset() { table = GroupTable(width: slots.count) }

  func process(_ batch: Batch, _ context: ExecutionContext, into consume: BatchConsumer) throws(QueryError) -> Bool {
    rows.removeAll()
    let groups = context.arena.allocate(UInt32.self, count: batch.count)
    let before = table.count
    table.assign(slots.map { batch[$0] }, count: batch.count, groups: groups.baseAddress!)
    var next = UInt32(before)
    for row in 0..<batch.count where groups[row] == next {
      rows.append(UInt32(row))
      next += 1
    }
    if table.bytesInUse > context.limits.memoryBytes {
      throw QueryError(.limitExceeded, "DISTINCT needs more memory than its limit of \(context.limits.memoryBytes) bytes")
    }
    guard rows.count > 0 else { return true }
    output.count = rows.count
    output.gather(carried, from: batch, rows: rows.elements)
    return try consume(output)
  }
}

extension DistinctOperator: HoldsMemory {
  var bytesHeld: Int { table.bytesInUse }
}
