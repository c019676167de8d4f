/// Integers in as few bytes each as the widest needs.
///
/// | bytes | content |
/// |---|---|
/// | 1 | width: 0, 1, 2, 3, 4 or 8 |
/// | 8 | base, the least of them |
/// | count * width | what each adds to the base, little-endian |
enum PackedInts {
  @inline(__always)
  static func append(count: Int, to buffer: ByteBuffer, _ value: (Int) -> Int64) {
    var least = Int64.max
    var greatest = Int64.min
    for index in 0..<count {
      let number = value(index)
      if number < least { least = number }
      if number > greatest { greatest = number }
    }
    if count == 0 { (least, greatest) = (0, 0) }
    let width = width(UInt64(bitPattern: greatest &- least))
    buffer.reserve(9 + count * width)
    buffer.append(UInt8(width))
    buffer.append(integer: least)
    let target = UnsafeMutableRawPointer(buffer.base + buffer.count)
    for index in 0..<count {
      var rest = UInt64(bitPattern: value(index) &- least)
      switch width {
      case 0: break
      case 1: target.storeBytes(of: UInt8(truncatingIfNeeded: rest), toByteOffset: index, as: UInt8.self)
      case 2: target.storeBytes(of: UInt16(truncatingIfNeeded: rest).littleEndian, toByteOffset: index * 2, as: UInt16.self)
      case 4: target.storeBytes(of: UInt32(truncatingIfNeeded: rest).littleEndian, toByteOffset: index * 4, as: UInt32.self)
      case 8: target.storeBytes(of: rest.littleEndian, toByteOffset: index * 8, as: UInt64.self)
      default:
        for byte in 0..<width {
          target.storeBytes(of: UInt8(truncatingIfNeeded: rest), toByteOffset: index * width + byte, as: UInt8.self)
          rest >>= 8
        }
      }
    }
    buffer.count += count * width
  }

  private static func width(_ range: UInt64) -> Int {
    switch range {
    case 0: 0
    case ..<(1 << 8): 1
    case ..<(1 << 16): 2
    case ..<(1 << 24): 3
    case ..<(1 << 32): 4
    default: 8
    }
  }
}

/// Integers as they lie in a chunk. Valid as long as the chunk's bytes.
struct PackedIntsView {
  private let base: Int64
  private let width: Int
  private let bytes: UnsafeRawPointer
  private let count: Int

  fileprivate init(base: Int64, width: Int, bytes: UnsafeRawPointer, count: Int) {
    self.base = base
    self.width = width
    self.bytes = bytes
    self.count = count
  }

  @inline(__always)
  func forEach(_ body: (Int, Int64) -> Void) {
    switch width {
    case 0: for index in 0..<count { body(index, base) }
    case 1: for index in 0..<count { body(index, base &+ Int64(bytes.load(fromByteOffset: index, as: UInt8.self))) }
    case 2:
      for index in 0..<count {
        body(index, base &+ Int64(UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: index * 2, as: UInt16.self))))
      }
    case 3:
      for index in 0..<count {
        let low = UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: index * 3, as: UInt16.self))
        let high = bytes.load(fromByteOffset: index * 3 + 2, as: UInt8.self)
        body(index, base &+ (Int64(low) | Int64(high) << 16))
      }
    case 4:
      for index in 0..<count {
        body(index, base &+ Int64(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: index * 4, as: UInt32.self))))
      }
    default:
      for index in 0..<count {
        body(index, base &+ Int64(littleEndian: bytes.loadUnaligned(fromByteOffset: index * 8, as: Int64.self)))
      }
    }
  }

  /// Those at some positions.
  func slice(_ range: Range<Int>) -> PackedIntsView {
    precondition(range.lowerBound >= 0 && range.upperBound <= count)
    return PackedIntsView(base: base, width: width, bytes: bytes + range.lowerBound * width, count: range.count)
  }

  /// False when one is not in 0 ..< limit.
  func copy(to target: UnsafeMutablePointer<UInt32>, limit: Int) -> Bool {
    if count == 0 { return true }
    guard base >= 0, base < limit, width < 8 else { return copyWide(to: target, limit: limit) }
    let greatest = copyOffsets(to: target)
    let base = UInt32(truncatingIfNeeded: base)
    for index in 0..<count { target[index] &+= base }
    return Int64(greatest) < Int64(limit) - self.base
  }

  /// Without the base. The greatest of them.
  @inline(__always)
  private func copyOffsets(to target: UnsafeMutablePointer<UInt32>) -> UInt32 {
    var greatest: UInt32 = 0
    func put(_ index: Int, _ value: UInt32) {
      target[index] = value
      greatest = max(greatest, value)
    }
    switch width {
    case 0: for index in 0..<count { put(index, 0) }
    case 1: for index in 0..<count { put(index, UInt32(bytes.load(fromByteOffset: index, as: UInt8.self))) }
    case 2:
      for index in 0..<count { put(index, UInt32(UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: index * 2, as: UInt16.self)))) }
    case 3:
      // Four bytes at once, but for the last, which nothing follows.
      for index in 0..<count - 1 {
        put(index, UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: index * 3, as: UInt32.self)) & 0xFF_FFFF)
      }
      slice(count - 1..<count).forEach { put(count - 1, UInt32(truncatingIfNeeded: $1 &- base)) }
    default:
      for index in 0..<count { put(index, UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: index * 4, as: UInt32.self))) }
    }
    return greatest
  }

  private func copyWide(to target: UnsafeMutablePointer<UInt32>, limit: Int) -> Bool {
    var isRight = true
    forEach { index, value in
      if value < 0 || value >= limit { isRight = false }
      target[index] = UInt32(truncatingIfNeeded: value)
    }
    return isRight
  }

  func copy(to target: UnsafeMutablePointer<Int64>) { forEach { target[$0] = $1 } }
}

/// Reads the bytes of a chunk. Every read is bounds-checked; nil where they do not suffice.
struct PackCursor {
  private let bytes: UnsafeRawBufferPointer
  private(set) var position = 0

  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  var isAtEnd: Bool { position == bytes.count }

  mutating func byte() -> UInt8? {
    guard position < bytes.count else { return nil }
    position += 1
    return bytes[position - 1]
  }

  mutating func integer() -> Int64? {
    guard bytes.count - position >= 8 else { return nil }
    position += 8
    return Int64(littleEndian: bytes.loadUnaligned(fromByteOffset: position - 8, as: Int64.self))
  }

  /// An integer that counts things, at most `limit`.
  mutating func count(atMost limit: Int) -> Int? {
    guard let value = integer(), value >= 0, value <= Int64(limit) else { return nil }
    return Int(value)
  }

  mutating func take(_ count: Int) -> UnsafeRawBufferPointer? {
    guard count >= 0, bytes.count - position >= count else { return nil }
    position += count
    return UnsafeRawBufferPointer(rebasing: bytes[position - count..<position])
  }

  mutating func ints(_ count: Int) -> PackedIntsView? {
    guard let width = byte(), width <= 4 || width == 8, let base = integer() else { return nil }
    let (size, overflows) = count.multipliedReportingOverflow(by: Int(width))
    guard !overflows, let data = take(size) else { return nil }
    let start = data.baseAddress ?? UnsafeRawPointer(bitPattern: 16).unsafelyUnwrapped
    return PackedIntsView(base: base, width: Int(width), bytes: start, count: count)
  }

  mutating func text() -> [UInt8]? {
    guard let length = count(atMost: bytes.count), let data = take(length) else { return nil }
    return Array(data)
  }
}

extension ByteBuffer {
  func append(integer value: Int64) {
    reserve(8)
    UnsafeMutableRawPointer(base + count).storeBytes(of: value.littleEndian, as: Int64.self)
    count += 8
  }

  func append(counted text: [UInt8]) {
    append(integer: Int64(text.count))
    text.withUnsafeBufferPointer { append($0) }
  }
}
