import GraphStore

/// A map from 64-bit keys to small numbers: open addressing with linear probing, at most half full. A key lies beside its number, so that a
/// look-up loads one line of memory. Takes none while it is empty.
final class IntegerTable {
  private struct Slot {
    var key: UInt64 = 0
    /// `ValueDictionary.none` in an empty slot.
    var value = ValueDictionary.none
  }

  @exclusivity(unchecked) private var slots: UnsafeMutablePointer<Slot>
  @exclusivity(unchecked) private var capacity = 0
  @exclusivity(unchecked) private(set) var count = 0
  /// What `touch` has read: kept, so that reading is not left out as useless.
  @exclusivity(unchecked) private var touched: UInt32 = 0
  private static let firstCapacity = 256
  /// Slots that the near caches hold.
  private static let nearSlots = 1 << 15

  init() { slots = .allocate(capacity: 1) }

  deinit { slots.deallocate() }

  var bytesInUse: Int { capacity * MemoryLayout<Slot>.stride }

  @inline(__always)
  private static func hash(_ key: UInt64) -> UInt64 {
    let product = (key ^ 0x9E37_79B9_7F4A_7C15).multipliedFullWidth(by: 0xE703_7ED1_A0B4_28DB)
    return product.high ^ product.low
  }

  /// The memory stays where it was used.
  func removeAll() {
    if capacity > 16 * max(16, count) {
      slots.deallocate()
      slots = .allocate(capacity: 1)
      capacity = 0
    } else if count > 0 {
      slots.update(repeating: Slot(), count: capacity)
    }
    count = 0
  }

  @inline(__always)
  func value(of key: UInt64) -> UInt32? {
    guard capacity > 0 else { return nil }
    var position = Int(truncatingIfNeeded: IntegerTable.hash(key)) & (capacity - 1)
    while slots[position].value != ValueDictionary.none {
      if slots[position].key == key { return slots[position].value }
      position = (position + 1) & (capacity - 1)
    }
    return nil
  }

  /// The number of a key; a new key gets `new`.
  @inline(__always)
  func code(of key: UInt64, orNew new: UInt32) -> UInt32 {
    if count * 2 >= capacity { grow() }
    let slots = slots
    let mask = capacity - 1
    var position = Int(truncatingIfNeeded: IntegerTable.hash(key)) & mask
    while slots[position].value != ValueDictionary.none {
      if slots[position].key == key { return slots[position].value }
      position = (position + 1) & mask
    }
    slots[position] = Slot(key: key, value: new)
    count += 1
    return new
  }

  /// Reads the first slot of each of a few hundred keys that will be looked up: in a large table the processor waits for many of them at once
  /// rather than for one after the other.
  @inline(__always)
  func touch(count: Int, _ key: (Int) -> UInt64) {
    guard capacity > IntegerTable.nearSlots else { return }
    let slots = slots
    let mask = capacity - 1
    var read: UInt32 = 0
    for index in 0..<count { read &+= slots[Int(truncatingIfNeeded: IntegerTable.hash(key(index))) & mask].value }
    touched = read
  }

  func forEach(_ body: (_ key: UInt64, _ value: UInt32) -> Void) {
    for slot in UnsafeBufferPointer(start: slots, count: capacity) where slot.value != ValueDictionary.none { body(slot.key, slot.value) }
  }

  @inline(never)
  private func grow() {
    let (old, oldCapacity) = (slots, capacity)
    defer { old.deallocate() }
    capacity = max(IntegerTable.firstCapacity, oldCapacity * 2)
    slots = .allocate(capacity: capacity)
    LargeMemory.advise(slots, byteCount: bytesInUse)
    slots.initialize(repeating: Slot(), count: capacity)
    for slot in UnsafeBufferPointer(start: old, count: oldCapacity) where slot.value != ValueDictionary.none {
      var position = Int(truncatingIfNeeded: IntegerTable.hash(slot.key)) & (capacity - 1)
      while slots[position].value != ValueDictionary.none { position = (position + 1) & (capacity - 1) }
      slots[position] = slot
    }
  }
}
