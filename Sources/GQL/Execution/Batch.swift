import GraphStore

/// A batch of rows: a column for each slot that is live. Valid until its producer makes the next one.
final class Batch {
  static let rowLimit = 2_048

  var columns: [Column?]
  var count = 0

  init(slotCount: Int) { columns = Array(repeating: nil, count: slotCount) }

  subscript(slot: Slot) -> Column {
    guard let column = columns[slot.index] else { preconditionFailure("slot \(slot) is not carried to here") }
    return column
  }

  /// Makes the slot's column one of this batch's own.
  func own(_ slot: Slot, _ kind: Column.Kind) -> Column {
    if let column = columns[slot.index], column.capacity >= Batch.rowLimit {
      column.reset(kind)
      return column
    }
    let column = Column(kind, capacity: Batch.rowLimit)
    columns[slot.index] = column
    return column
  }

  /// Copies the chosen rows of the slots from another batch.
  func gather(_ slots: [Slot], from source: Batch, rows: UnsafeBufferPointer<UInt32>) {
    for slot in slots { own(slot, .cell).gather(source[slot], rows: rows) }
  }
}
