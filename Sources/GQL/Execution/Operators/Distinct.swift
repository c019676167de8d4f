import GraphStore

/// The first row of each group of equivalent rows. Output: the carried columns.
///
/// When the rows given so far fill half of the statement's memory, others that are not among them wait in temporary files and come at the
/// end, part by part, in another order.
final class DistinctOperator: BatchOperator {
  private let slots: [Slot]
  private let carried: [Slot]
  private let table: GroupTable
  private let rows = OrdinalBuffer()
  private let output: Batch
  @exclusivity(unchecked) private var waiting: PartitionedRows?

  init(_ slots: [Slot], carried: [Slot]) {
    self.slots = slots
    self.carried = carried
    table = GroupTable(width: slots.count)
    output = Batch()
  }

  func reset() {
    table.removeAll()
    waiting = nil
  }

  func process(_ batch: Batch, _ context: ExecutionContext, into consume: BatchConsumer) throws(QueryError) -> Bool {
    try take(slots.map { batch[$0] }, carried.map { batch[$0] }, batch.count, level: 0, context, into: consume)
  }

  func finish(_ context: ExecutionContext, into consume: BatchConsumer) throws(QueryError) {
    _ = try finish(level: 0, context, into: consume)
  }

  private func take(
    _ columns: [Column], _ values: [Column], _ count: Int, level: Int, _ context: ExecutionContext, into consume: BatchConsumer
  ) throws(QueryError) -> Bool {
    if let waiting {
      for row in 0..<count where table.knownGroup(of: { columns[$0].cell(at: row) }) == nil {
        try waiting.append(keys: columns.count) { index in
          index < columns.count ? columns[index].cell(at: row) : values[index - columns.count].cell(at: row)
        }
      }
      return true
    }
    rows.removeAll()
    let groups = context.arena.allocate(UInt32.self, count: count)
    let before = table.count
    table.assign(columns, count: count, groups: groups.baseAddress!)
    var next = UInt32(before)
    for row in 0..<count where groups[row] == next {
      rows.append(UInt32(row))
      next += 1
    }
    if table.bytesInUse > context.limits.memoryBytes / 2 {
      waiting = PartitionedRows(width: slots.count + carried.count, level: level)
    }
    guard rows.count > 0 else { return true }
    output.count = rows.count
    for (slot, column) in zip(carried, values) { output.own(slot, .cell).gather(column, rows: rows.elements) }
    return try consume(output)
  }

  /// False when no more rows are wanted.
  private func finish(level: Int, _ context: ExecutionContext, into consume: BatchConsumer) throws(QueryError) -> Bool {
    guard let parts = waiting else { return true }
    for part in 0..<PartitionedRows.count {
      waiting = nil
      table.removeAll()
      let goesOn = try parts.read(part, context) { columns, count throws(QueryError) in
        let mark = context.arena.mark()
        defer { context.arena.release(to: mark) }
        return try take(
          Array(columns[..<slots.count]), Array(columns[slots.count...]), count, level: level + 1, context, into: consume)
      }
      guard goesOn, try finish(level: level + 1, context, into: consume) else { return false }
    }
    return true
  }
}

extension DistinctOperator: HoldsMemory {
  var bytesHeld: Int { table.bytesInUse }
}
