import GraphStore

/// A batch of rows: a column for each slot that is live. Valid until its producer makes the next one.
final class Batch {
  static let rowLimit = 2_048

  /// By slot; nil where it is not live. A large statement has hundreds of slots and few of them live.
  @exclusivity(unchecked) private var columns: [Column?] = []
  /// Those that are live, in the order in which they became so.
  @exclusivity(unchecked) private(set) var liveSlots: [Slot] = []
  /// Of the batch's own making: those that another has put here must not be written to.
  @exclusivity(unchecked) private var owned: [Column?] = []
  @exclusivity(unchecked) var count = 0

  init() {}

  /// One row without columns.
  static var unit: Batch {
    let batch = Batch()
    batch.count = 1
    return batch
  }

  subscript(slot: Slot) -> Column {
    guard let column = column(slot) else { preconditionFailure("slot \(slot) is not carried to here") }
    return column
  }

  /// Nil when the slot is not live.
  func column(_ slot: Slot) -> Column? { slot.index < columns.count ? columns[slot.index] : nil }

  func set(_ slot: Slot, _ column: Column?) {
    Batch.makeRoom(for: slot, in: &columns)
    if columns[slot.index] == nil {
      if column != nil { liveSlots.append(slot) }
    } else if column == nil {
      liveSlots.removeAll { $0 == slot }
    }
    columns[slot.index] = column
  }

  private static func makeRoom(for slot: Slot, in list: inout [Column?]) {
    guard slot.index >= list.count else { return }
    list.reserveCapacity(max(slot.index + 1, 2 * list.count))
    while list.count <= slot.index { list.append(nil) }
  }

  /// No slot is live.
  func clear() {
    for slot in liveSlots { columns[slot.index] = nil }
    liveSlots.removeAll(keepingCapacity: true)
    count = 0
  }

  /// Has the other's columns and rows. O(live slots of both).
  func share(_ other: Batch) {
    clear()
    for slot in other.liveSlots { set(slot, other.columns[slot.index]) }
    count = other.count
  }

  /// Makes the slot's column one of this batch's own, empty.
  /// - Parameter room: for so many rows; nil = as many as the batch has.
  func own(_ slot: Slot, _ kind: Column.Kind, room: Int? = nil) -> Column {
    Batch.makeRoom(for: slot, in: &owned)
    let column = owned[slot.index] ?? Column(kind)
    owned[slot.index] = column
    set(slot, column)
    column.reset(kind, room: room ?? count)
    return column
  }

  /// The slot's column shows these elements while they stay as they are.
  func show(_ elements: OrdinalBuffer, as kind: Column.Kind, in slot: Slot) {
    own(slot, kind, room: 0).show(elements, as: kind)
  }

  /// Copies the chosen rows of the slots from another batch.
  func gather(_ slots: [Slot], from source: Batch, rows: UnsafeBufferPointer<UInt32>) {
    for slot in slots { own(slot, .cell).gather(source[slot], rows: rows) }
  }
}
