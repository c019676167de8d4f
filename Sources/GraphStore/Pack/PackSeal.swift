/// The last eight bytes of a chunk of the packed index: a checksum of its place and of its other bytes, so that what a disk has changed is an
/// error and no answer.
///
/// The words of eight bytes go into four lanes by turns, each by exclusive or, multiplication with an odd number and rotation. All three can be
/// undone: one word that is another gives another lane, and so another sum, always; several do but for one time in 2^64.
enum PackSeal {
  static let byteCount = 8

  static func append(to buffer: ByteBuffer, _ key: PackKey) {
    buffer.append(integer: Int64(bitPattern: sum(UnsafeRawBufferPointer(start: buffer.base, count: buffer.count), key)))
  }

  /// Null when the sum is another: the bytes before it. O(bytes).
  static func content(_ bytes: UnsafeRawBufferPointer, _ key: PackKey) -> UnsafeRawBufferPointer? {
    guard bytes.count >= byteCount else { return nil }
    let content = UnsafeRawBufferPointer(rebasing: bytes.dropLast(byteCount))
    let told = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: content.count, as: UInt64.self))
    return told == sum(content, key) ? content : nil
  }

  private static func sum(_ bytes: UnsafeRawBufferPointer, _ key: PackKey) -> UInt64 {
    var (a, b, c, d) = (UInt64(bitPattern: key.row), UInt64(bytes.count), UInt64(1), UInt64(2))
    var offset = 0
    func word() -> UInt64 { UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)) }
    while offset + 32 <= bytes.count {
      a = mixed(a, word())
      offset += 8
      b = mixed(b, word())
      offset += 8
      c = mixed(c, word())
      offset += 8
      d = mixed(d, word())
      offset += 8
    }
    while offset + 8 <= bytes.count {
      a = mixed(a, word())
      offset += 8
    }
    while offset < bytes.count {
      a = mixed(a, UInt64(bytes[offset]))
      offset += 1
    }
    return mixed(mixed(mixed(mixed(0, a), b), c), d)
  }

  @inline(__always) private static func mixed(_ lane: UInt64, _ word: UInt64) -> UInt64 {
    let product = (lane ^ word) &* 0x9E37_79B9_7F4A_7C15
    return product << 29 | product >> 35
  }
}
