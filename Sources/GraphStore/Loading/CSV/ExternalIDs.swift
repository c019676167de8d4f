/// The ids that files give to nodes, in one id space, and the numbers that stand for them.
///
/// An id that is an integer as we would write it (`7`, not `07`) is kept as one, in an array while the integers are dense, else
/// by open addressing; they may begin anywhere. Other ids are kept as bytes. 4 to 8 bytes for a dense integer, 16 to 32 for another, 24 to 48 and its
/// bytes for a text. O(1).
final class ExternalIDs {
  /// Stands for an id that several spaces have; no number is as great.
  static let ambiguous = UInt32.max

  @exclusivity(unchecked) private(set) var count = 0
  @exclusivity(unchecked) private var direct: UnsafeMutablePointer<UInt32>
  @exclusivity(unchecked) private var directCapacity = 1 << 12
  /// The integer that the array begins with.
  @exclusivity(unchecked) private var base: Int64 = 0
  @exclusivity(unchecked) private var integers = OpenTable<IntegerSlot>()
  @exclusivity(unchecked) private var texts = OpenTable<TextSlot>()
  private let bytes = ByteBuffer(capacity: 1_024)

  struct IntegerSlot {
    var key: Int64
    /// 0 = the slot is free.
    var number: UInt32
  }

  struct TextSlot {
    var offset: Int
    var length: UInt32
    var number: UInt32
    var hash: UInt64
  }

  init() {
    direct = .allocate(capacity: directCapacity)
    direct.initialize(repeating: 0, count: directCapacity)
  }

  deinit { direct.deallocate() }

  /// 0 when there is no such id.
  @inline(__always)
  func number(of id: UnsafeBufferPointer<UInt8>) -> UInt32 {
    guard let key = ExternalIDs.integer(id) else { return number(ofText: id) }
    // At most 18 digits: the difference is one of 64 bits.
    let offset = key - base
    if offset >= 0, offset < directCapacity { return direct[Int(offset)] }
    return integers.isEmpty ? 0 : integers[integerPosition(key)].number
  }

  /// Numbers are from 1. Returns the number that the id has already, which stays; 0 when it had none.
  func insert(_ id: UnsafeBufferPointer<UInt8>, _ number: UInt32) -> UInt32 {
    guard let key = ExternalIDs.integer(id) else { return insert(text: id, number) }
    if count == 0, key >= directCapacity { base = key }
    let offset = key - base
    if offset >= 0, offset < max(directCapacity, 4 * (count + 1_024)) {
      if offset >= directCapacity { growDirect(beyond: Int(offset)) }
      let old = direct[Int(offset)]
      if old != 0 { return old }
      direct[Int(offset)] = number
      count += 1
      return 0
    }
    if integers.mustGrow { integers.grow { ExternalIDs.hash($0.key) } isFree: { $0.number == 0 } }
    let position = integerPosition(key)
    if integers[position].number != 0 { return integers[position].number }
    integers[position] = IntegerSlot(key: key, number: number)
    integers.count += 1
    count += 1
    return 0
  }

  /// Gives an id that is there another number.
  func replace(_ id: UnsafeBufferPointer<UInt8>, with number: UInt32) {
    if let key = ExternalIDs.integer(id) {
      let offset = key - base
      if offset >= 0, offset < directCapacity { direct[Int(offset)] = number } else { integers[integerPosition(key)].number = number }
    } else {
      texts[textPosition(id, ExternalIDs.hash(id))].number = number
    }
  }

  // MARK: Integers

  /// Nil unless the bytes are an integer of at most 18 digits in its only spelling.
  @inline(__always)
  static func integer(_ bytes: UnsafeBufferPointer<UInt8>) -> Int64? {
    var index = 0
    let isNegative = bytes.count > 1 && bytes[0] == UInt8(ascii: "-")
    if isNegative { index = 1 }
    let digits = bytes.count - index
    guard digits > 0, digits <= 18 else { return nil }
    if bytes[index] == UInt8(ascii: "0"), digits > 1 || isNegative { return nil }
    var value: Int64 = 0
    while index < bytes.count {
      let digit = bytes[index] &- 0x30
      guard digit < 10 else { return nil }
      value = value &* 10 &+ Int64(digit)
      index += 1
    }
    return isNegative ? -value : value
  }

  /// What lies in the table and now within reach of the array moves to the array.
  private func growDirect(beyond offset: Int) {
    var capacity = directCapacity
    while capacity <= offset { capacity *= 2 }
    let larger = UnsafeMutablePointer<UInt32>.allocate(capacity: capacity)
    larger.initialize(repeating: 0, count: capacity)
    larger.update(from: direct, count: directCapacity)
    direct.deallocate()
    direct = larger
    directCapacity = capacity
    if integers.isEmpty { return }
    let old = integers
    integers = OpenTable()
    for index in 0..<old.capacity where old[index].number != 0 {
      let place = old[index].key - base
      if place >= 0, place < capacity {
        direct[Int(place)] = old[index].number
      } else {
        if integers.mustGrow { integers.grow { ExternalIDs.hash($0.key) } isFree: { $0.number == 0 } }
        integers[integerPosition(old[index].key)] = old[index]
        integers.count += 1
      }
    }
  }

  private static func hash(_ key: Int64) -> UInt64 {
    let mixed = UInt64(bitPattern: key) &* 0x9E37_79B9_7F4A_7C15
    return mixed ^ (mixed >> 32)
  }

  /// Of the key, or of the free slot where it belongs.
  private func integerPosition(_ key: Int64) -> Int {
    var position = Int(truncatingIfNeeded: ExternalIDs.hash(key)) & integers.mask
    while integers[position].number != 0, integers[position].key != key { position = (position + 1) & integers.mask }
    return position
  }

  // MARK: Texts

  private func number(ofText id: UnsafeBufferPointer<UInt8>) -> UInt32 {
    texts.isEmpty ? 0 : texts[textPosition(id, ExternalIDs.hash(id))].number
  }

  private func insert(text id: UnsafeBufferPointer<UInt8>, _ number: UInt32) -> UInt32 {
    if texts.mustGrow { texts.grow { $0.hash } isFree: { $0.number == 0 } }
    let hash = ExternalIDs.hash(id)
    let position = textPosition(id, hash)
    if texts[position].number != 0 { return texts[position].number }
    texts[position] = TextSlot(offset: bytes.count, length: UInt32(id.count), number: number, hash: hash)
    bytes.append(id)
    texts.count += 1
    count += 1
    return 0
  }

  private func textPosition(_ id: UnsafeBufferPointer<UInt8>, _ hash: UInt64) -> Int {
    var position = Int(truncatingIfNeeded: hash) & texts.mask
    while texts[position].number != 0 {
      let slot = texts[position]
      if slot.hash == hash, Int(slot.length) == id.count,
        UnsafeBufferPointer(start: bytes.base + slot.offset, count: id.count).elementsEqual(id)
      {
        return position
      }
      position = (position + 1) & texts.mask
    }
    return position
  }

  /// Eight bytes at a time, multiplied and folded.
  private static func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
    var state = 0x9E37_79B9_7F4A_7C15 ^ UInt64(bytes.count)
    var index = 0
    let raw = UnsafeRawBufferPointer(bytes)
    while index + 8 <= bytes.count {
      state = mix(state ^ raw.loadUnaligned(fromByteOffset: index, as: UInt64.self))
      index += 8
    }
    var tail: UInt64 = 0
    while index < bytes.count {
      tail = tail << 8 | UInt64(bytes[index])
      index += 1
    }
    return mix(state ^ tail)
  }

  private static func mix(_ value: UInt64) -> UInt64 {
    let product = value.multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
    return product.high ^ product.low
  }
}

/// Slots for open addressing, at most half of them in use.
struct OpenTable<Slot: BitwiseCopyable> {
  private var slots: [Slot] = []
  var count = 0

  var isEmpty: Bool { count == 0 }
  var capacity: Int { slots.count }
  var mask: Int { slots.count - 1 }
  var mustGrow: Bool { count * 2 >= slots.count }

  @inline(__always)
  subscript(position: Int) -> Slot {
    get { slots[position] }
    set { slots[position] = newValue }
  }

  /// A slot of zeros is free.
  mutating func grow(_ hash: (Slot) -> UInt64, isFree: (Slot) -> Bool) {
    let old = slots
    let free: Slot = withUnsafeTemporaryAllocation(of: Slot.self, capacity: 1) { memory in
      UnsafeMutableRawBufferPointer(memory).initializeMemory(as: UInt8.self, repeating: 0)
      return memory[0]
    }
    slots = Array(repeating: free, count: max(1_024, old.count * 2))
    for slot in old where !isFree(slot) {
      var position = Int(truncatingIfNeeded: hash(slot)) & mask
      while !isFree(slots[position]) { position = (position + 1) & mask }
      slots[position] = slot
    }
  }
}
