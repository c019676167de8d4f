import GraphStore

/// A batch of rows: a column for each slot that is live. Valid until its producer makes the next one.
final class Batch {
  static let rowLimit = 2_048

  @exclusivity(unchecked) private var columns: [Column?] = []
  @exclusivity(unchecked) var count = 0

  init() {}

  subscript(slot: Slot) -> Column {
    guard let column = column(slot) else { preconditionFailure("slot \(slot) is not carried to here") }
    return column
  }

  /// Nil when the slot is not live.
  func column(_ slot: Slot) -> Column? { slot.index < columns.count ? columns[slot.index] : nil }

  func set(_ slot: Slot, _ column: Column?) {
    if slot.index >= columns.count { columns += repeatElement(nil, count: slot.index + 1 - columns.count) }
    columns[slot.index] = column
  }

  var liveSlots: [Slot] { columns.indices.filter { columns[$0] != nil }.map { Slot($0) } }

  /// Has the other's columns and rows.
  func share(_ other: Batch) {
    columns = other.columns
    count = other.count
  }

  /// Makes the slot's column one of this batch's own.
  func own(_ slot: Slot, _ kind: Column.Kind) -> Column {
    if let column = column(slot), column.capacity >= Batch.rowLimit {
      column.reset(kind)
      return column
    }
    let column = Column(kind, capacity: Batch.rowLimit)
    set(slot, column)
    return column
  }

  /// Copies the chosen rows of the slots from another batch.
  func gather(_ slots: [Slot], from source: Batch, rows: UnsafeBufferPointer<UInt32>) {
    for slot in slots { own(slot, .cell).gather(source[slot], rows: rows) }
  }
}
