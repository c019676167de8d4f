/// A map from 64-bit keys to small numbers: open addressing with linear probing, at most half full.
struct IntegerTable {
  private var keys: [UInt64] = []
  private var values: [UInt32] = []
  private(set) var count = 0

  var bytesInUse: Int { keys.capacity * 8 + values.capacity * 4 }

  @inline(__always)
  private static func hash(_ key: UInt64) -> UInt64 {
    let product = (key ^ 0x9E37_79B9_7F4A_7C15).multipliedFullWidth(by: 0xE703_7ED1_A0B4_28DB)
    return product.high ^ product.low
  }

  /// The memory stays where it was used.
  mutating func removeAll() {
    if keys.count > 16 * max(16, count) {
      (keys, values) = ([], [])
    } else {
      values.withUnsafeMutableBufferPointer { $0.update(repeating: ValueDictionary.none) }
    }
    count = 0
  }

  @inline(__always)
  func value(of key: UInt64) -> UInt32? {
    guard !keys.isEmpty else { return nil }
    var position = Int(truncatingIfNeeded: IntegerTable.hash(key)) & (keys.count - 1)
    while values[position] != ValueDictionary.none {
      if keys[position] == key { return values[position] }
      position = (position + 1) & (keys.count - 1)
    }
    return nil
  }

  /// The number of a key; a new key gets `new`. At most half full before and after.
  @inline(__always)
  mutating func code(of key: UInt64, orNew new: UInt32) -> UInt32 {
    if count * 2 >= keys.count { grow() }
    let mask = keys.count - 1
    var position = Int(truncatingIfNeeded: IntegerTable.hash(key)) & mask
    while values[position] != ValueDictionary.none {
      if keys[position] == key { return values[position] }
      position = (position + 1) & mask
    }
    keys[position] = key
    values[position] = new
    count += 1
    return new
  }

  /// Adds a key that is not there yet.
  mutating func insert(_ key: UInt64, _ value: UInt32) {
    if count * 2 >= keys.count { grow() }
    put(key, value)
    count += 1
  }

  func forEach(_ body: (_ key: UInt64, _ value: UInt32) -> Void) {
    for (key, value) in zip(keys, values) where value != ValueDictionary.none { body(key, value) }
  }

  private mutating func put(_ key: UInt64, _ value: UInt32) {
    var position = Int(truncatingIfNeeded: IntegerTable.hash(key)) & (keys.count - 1)
    while values[position] != ValueDictionary.none { position = (position + 1) & (keys.count - 1) }
    keys[position] = key
    values[position] = value
  }

  private mutating func grow() {
    let (oldKeys, oldValues) = (keys, values)
    let size = max(256, oldKeys.count * 2)
    keys = Array(repeating: 0, count: size)
    values = Array(repeating: ValueDictionary.none, count: size)
    for (key, value) in zip(oldKeys, oldValues) where value != ValueDictionary.none { put(key, value) }
  }
}
