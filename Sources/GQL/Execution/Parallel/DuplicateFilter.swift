import GraphStore

/// Leaves out rows that one thread has given before, in whichever morsel: what comes after, which makes the rows of all threads distinct, would leave them
/// out. Where hardly any row is like another, or more values come than a near cache holds, all pass.
final class DuplicateFilter: BatchOperator {
  private let slots: [Slot]
  private let carried: [Slot]
  private let table: GroupTable
  private let rows = OrdinalBuffer()
  private let output = Batch()
  @exclusivity(unchecked) private var rowCount = 0
  @exclusivity(unchecked) private var isOpen = false
  /// With so many values it is asked whether rows share them.
  private static let manyValues = 4_096
  private static let mostValues = 65_536

  /// - Parameter slots: what makes rows alike.
  init(_ slots: [Slot], carried: [Slot]) {
    self.slots = slots
    self.carried = carried
    table = GroupTable(width: slots.count)
  }

  /// Rows of another run come; what a morsel brought is remembered for those after it.
  func forget() {
    table.removeAll()
    rowCount = 0
    isOpen = false
  }

  func process(_ batch: Batch, _ context: ExecutionContext, into consume: BatchConsumer) throws(QueryError) -> Bool {
    if isOpen { return try consume(batch) }
    let before = table.count
    let groups = context.arena.allocate(UInt32.self, count: batch.count)
    table.assign(slots.map { batch[$0] }, count: batch.count, groups: groups.baseAddress!)
    rows.removeAll()
    var next = UInt32(before)
    for row in 0..<batch.count where groups[row] == next {
      rows.append(UInt32(row))
      next += 1
    }
    rowCount += batch.count
    if table.count > DuplicateFilter.mostValues || table.count > max(DuplicateFilter.manyValues, rowCount / 2) {
      table.removeAll()
      isOpen = true
    }
    guard rows.count > 0 else { return true }
    output.count = rows.count
    for slot in carried { output.own(slot, .cell).gather(batch[slot], rows: rows.elements) }
    return try consume(output)
  }
}

extension DuplicateFilter: HoldsMemory {
  var bytesHeld: Int { table.bytesInUse }
}
