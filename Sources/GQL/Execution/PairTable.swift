import GraphStore

/// Numbers distinct pairs of numbers 0, 1, 2, ... in order of first appearance.
///
/// The right numbers of each left one are a table of their own, since rows that follow edges have the same left one for a while: what is looked up
/// then lies in a near cache, however many pairs there are. The left numbers are small ones, as codes are.
final class PairTable {
  /// The pairs of a left number: none, one by itself, or slots, at most half full.
  private struct Entry {
    /// The only pair, as slots hold it, or where the slots are.
    var word: UInt64 = 0
    var count: UInt32 = 0
    /// The logarithm of the number of slots; 0: none.
    var size: UInt32 = 0

    var slots: UnsafeMutablePointer<UInt64> { UnsafeMutablePointer(bitPattern: UInt(word)).unsafelyUnwrapped }
  }

  @exclusivity(unchecked) private var entries: UnsafeMutablePointer<Entry>
  @exclusivity(unchecked) private var entryRoom = 0
  /// The left numbers that have pairs.
  private let lefts = OrdinalBuffer()
  private let pool = SlotPool()
  /// By number: the left in the upper half, the right in the lower.
  @exclusivity(unchecked) private var pairs: UnsafeMutablePointer<UInt64>
  @exclusivity(unchecked) private var room = 0
  @exclusivity(unchecked) private(set) var count = 0
  /// Pairs of a left number, on average, before all were removed.
  @exclusivity(unchecked) private var meanBefore = 0
  /// What `touch` has read: kept, so that reading is not left out as useless.
  @exclusivity(unchecked) private var touched: UInt64 = 0

  init() {
    pairs = .allocate(capacity: 1)
    entries = .allocate(capacity: 1)
  }

  deinit {
    pairs.deallocate()
    entries.deallocate()
  }

  var bytesInUse: Int { pool.bytesInUse + entryRoom * MemoryLayout<Entry>.stride + lefts.count * 4 + room * 8 }

  func removeAll() {
    if count > 0 { meanBefore = count / lefts.count }
    for left in lefts.elements { entries[Int(left)] = Entry() }
    lefts.removeAll()
    pool.removeAll()
    count = 0
  }

  @inline(__always)
  subscript(number: Int) -> (left: UInt32, right: UInt32) {
    (UInt32(truncatingIfNeeded: pairs[number] >> 32), UInt32(truncatingIfNeeded: pairs[number]))
  }

  /// A new pair gets the next number.
  @inline(__always)
  func number(_ left: UInt32, _ right: UInt32) -> UInt32 {
    if Int(left) >= entryRoom { growEntries(for: left) }
    let entry = entries + Int(left)
    if entry.pointee.size == 0 {
      if entry.pointee.count > 0, SlotPool.key(entry.pointee.word) == right { return SlotPool.value(entry.pointee.word) }
    } else {
      let slot = SlotPool.find(right, entry.pointee.slots, entry.pointee.size)
      if slot != SlotPool.empty { return SlotPool.value(slot) }
    }
    return enter(left, right, entry)
  }

  /// The numbers of pairs: those of `left`, which they replace, each with its fellow in `right`.
  func number(_ left: UnsafeMutablePointer<UInt32>, _ right: UnsafePointer<UInt32>, count rows: Int) {
    var start = 0
    while start < rows {
      let (lefts, rights, size) = (left + start, right + start, min(PairTable.block, rows - start))
      touch(lefts, rights, size)
      for row in 0..<size { lefts[row] = number(lefts[row], rights[row]) }
      start += size
    }
  }

  private static let block = 256
  private static let fewPairs = 4_096
  private static let greatestMean = 1_024
  /// Bytes that the near caches hold.
  private static let nearBytes = 1 << 20

  /// Reads the places of pairs that will be looked up, where they are scattered over much memory: the processor waits for many of them at once.
  private func touch(_ left: UnsafePointer<UInt32>, _ right: UnsafePointer<UInt32>, _ rows: Int) {
    guard pool.bytesInUse > PairTable.nearBytes, left[0] != left[rows - 1] else { return }
    var read: UInt64 = 0
    for row in 0..<rows where Int(left[row]) < entryRoom {
      let entry = entries[Int(left[row])]
      if entry.size > 0 { read &+= entry.slots[SlotPool.position(of: right[row], entry.size)] }
    }
    touched = read
  }

  enum Part { case left, right }

  /// Puts a part of its pair in the place of each number.
  func part(_ part: Part, of numbers: UnsafeMutablePointer<UInt32>, count: Int) {
    let pairs = pairs
    switch part {
    case .left: for row in 0..<count { numbers[row] = UInt32(truncatingIfNeeded: pairs[Int(numbers[row])] >> 32) }
    case .right: for row in 0..<count { numbers[row] = UInt32(truncatingIfNeeded: pairs[Int(numbers[row])]) }
    }
  }

  func known(_ left: UInt32, _ right: UInt32) -> UInt32? {
    guard Int(left) < entryRoom, entries[Int(left)].count > 0 else { return nil }
    let entry = entries[Int(left)]
    let slot = entry.size == 0 ? entry.word : SlotPool.find(right, entry.slots, entry.size)
    return slot != SlotPool.empty && SlotPool.key(slot) == right ? SlotPool.value(slot) : nil
  }

  // MARK: New pairs

  private func enter(_ left: UInt32, _ right: UInt32, _ entry: UnsafeMutablePointer<Entry>) -> UInt32 {
    if count == room { grow() }
    let number = UInt32(truncatingIfNeeded: count)
    pairs[count] = UInt64(left) << 32 | UInt64(right)
    count += 1
    let slot = SlotPool.slot(right, number)
    let known = Int(entry.pointee.count)
    entry.pointee.count += 1
    if known == 0 {
      lefts.append(left)
      entry.pointee.word = slot
      return number
    }
    if entry.pointee.size == 0 || 2 * known >= 1 << entry.pointee.size { growSlots(of: entry) }
    SlotPool.enter(slot, entry.pointee.slots, entry.pointee.size)
    return number
  }

  /// For as many pairs as the left numbers so far have on average, at the beginning those of the run before: together they take little more than some of
  /// the room of all pairs.
  private var firstSize: UInt32 {
    let mean = min(max(count / max(1, lefts.count), count < PairTable.fewPairs ? meanBefore : 0), PairTable.greatestMean)
    return max(SlotPool.leastSize, UInt32(Int.bitWidth - mean.leadingZeroBitCount + 1))
  }

  private func growSlots(of entry: UnsafeMutablePointer<Entry>) {
    let old = entry.pointee
    let size = old.size == 0 ? firstSize : old.size + 1
    let slots = pool.allocate(size)
    if old.size == 0 {
      SlotPool.enter(old.word, slots, size)
    } else {
      for slot in UnsafeBufferPointer(start: old.slots, count: 1 << old.size) where slot != SlotPool.empty { SlotPool.enter(slot, slots, size) }
      pool.release(old.slots, old.size)
    }
    entry.pointee.word = UInt64(UInt(bitPattern: slots))
    entry.pointee.size = size
  }

  @inline(never)
  private func growEntries(for left: UInt32) {
    let larger = max(16, entryRoom * 2, Int(left) + 1)
    let copy = UnsafeMutablePointer<Entry>.allocate(capacity: larger)
    LargeMemory.advise(copy, byteCount: larger * MemoryLayout<Entry>.stride)
    copy.update(from: entries, count: entryRoom)
    (copy + entryRoom).initialize(repeating: Entry(), count: larger - entryRoom)
    entries.deallocate()
    (entries, entryRoom) = (copy, larger)
  }

  private func grow() {
    room = max(16, room * 2)
    let larger = UnsafeMutablePointer<UInt64>.allocate(capacity: room)
    LargeMemory.advise(larger, byteCount: room * 8)
    larger.update(from: pairs, count: count)
    pairs.deallocate()
    pairs = larger
  }
}
