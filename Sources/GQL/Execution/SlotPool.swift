import GraphStore

/// Memory of many small hash tables with 32-bit keys and values: open addressing with linear probing in a power of two of slots.
///
/// Tables that have grown leave their slots to others of that size; all are given back at once.
final class SlotPool {
  static let empty = UInt64.max
  /// Sizes of tables are logarithms.
  static let leastSize: UInt32 = 2

  @inline(__always) static func slot(_ key: UInt32, _ value: UInt32) -> UInt64 { UInt64(key) << 32 | UInt64(value) }
  @inline(__always) static func key(_ slot: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: slot >> 32) }
  @inline(__always) static func value(_ slot: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: slot) }

  /// Where a key is sought first: successive keys lie evenly apart (D. Knuth: The Art of Computer Programming 3, section 6.4, Fibonacci hashing).
  @inline(__always)
  static func position(of key: UInt32, _ size: UInt32) -> Int { Int((key &* 0x9E37_79B9) >> (32 &- size)) }

  /// The slot of a key, or an empty one.
  @inline(__always)
  static func find(_ key: UInt32, _ slots: UnsafeMutablePointer<UInt64>, _ size: UInt32) -> UInt64 {
    var position = position(of: key, size)
    while slots[position] != empty, self.key(slots[position]) != key { position = (position + 1) & (1 << Int(size) - 1) }
    return slots[position]
  }

  /// Puts a slot whose key is not there in a table that has room.
  @inline(__always)
  static func enter(_ slot: UInt64, _ slots: UnsafeMutablePointer<UInt64>, _ size: UInt32) {
    var position = position(of: key(slot), size)
    while slots[position] != empty { position = (position + 1) & (1 << Int(size) - 1) }
    slots[position] = slot
  }

  private struct Chunk {
    var slots: UnsafeMutablePointer<UInt64>
    var capacity: Int
  }

  @exclusivity(unchecked) private var chunks: [Chunk] = []
  /// Slots of the last chunk that are in use.
  @exclusivity(unchecked) private var used = 0
  /// By size, the last that was left; each holds the address of the one before.
  @exclusivity(unchecked) private var free: [UnsafeMutablePointer<UInt64>?] = []
  @exclusivity(unchecked) private(set) var bytesInUse = 0

  private static let firstCapacity = 64
  private static let greatestCapacity = 1 << 20

  deinit { for chunk in chunks { chunk.slots.deallocate() } }

  /// Gives back all slots; the memory of the largest chunk stays.
  func removeAll() {
    guard let last = chunks.popLast() else { return }
    for chunk in chunks { chunk.slots.deallocate() }
    chunks = [last]
    used = 0
    free.removeAll(keepingCapacity: true)
    bytesInUse = last.capacity * 8
  }

  /// Empty slots.
  func allocate(_ size: UInt32) -> UnsafeMutablePointer<UInt64> {
    let slots = reused(Int(size)) ?? new(1 << Int(size))
    slots.initialize(repeating: SlotPool.empty, count: 1 << Int(size))
    return slots
  }

  func release(_ slots: UnsafeMutablePointer<UInt64>, _ size: UInt32) {
    while free.count <= size { free.append(nil) }
    slots[0] = UInt64(UInt(bitPattern: free[Int(size)]))
    free[Int(size)] = slots
  }

  private func reused(_ size: Int) -> UnsafeMutablePointer<UInt64>? {
    guard size < free.count, let slots = free[size] else { return nil }
    free[size] = UnsafeMutablePointer(bitPattern: UInt(slots[0]))
    return slots
  }

  private func new(_ capacity: Int) -> UnsafeMutablePointer<UInt64> {
    if (chunks.last?.capacity ?? 0) - used < capacity { addChunk(atLeast: capacity) }
    defer { used += capacity }
    return chunks[chunks.count - 1].slots + used
  }

  /// As much as there is already, so that little is asked for where little is needed.
  private func addChunk(atLeast capacity: Int) {
    let size = max(capacity, SlotPool.firstCapacity, min(bytesInUse / 8, SlotPool.greatestCapacity))
    let chunk = Chunk(slots: .allocate(capacity: size), capacity: size)
    LargeMemory.advise(chunk.slots, byteCount: size * 8)
    chunks.append(chunk)
    used = 0
    bytesInUse += size * 8
  }
}
