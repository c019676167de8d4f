/// A cursor over ISO 8601 text. Functions that read give nil, and leave the position undefined, when the text
/// does not fit.
struct ISOScanner {
  private let bytes: UnsafeBufferPointer<UInt8>
  private(set) var position = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  var isAtEnd: Bool { position == bytes.count }
  var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

  /// An ASCII character.
  @inline(__always) mutating func eat(_ byte: Unicode.Scalar) -> Bool {
    guard let next = peek, UInt32(next) == byte.value else { return false }
    position += 1
    return true
  }

  /// Eats one of the two signs: -1, 1, or nil when there is none.
  mutating func sign() -> Int64? {
    if eat("-") { return -1 }
    return eat("+") ? 1 : nil
  }

  /// How many digits follow.
  var digitRun: Int {
    var end = position
    while end < bytes.count, bytes[end] &- 0x30 < 10 { end += 1 }
    return end - position
  }

  /// Exactly `count` digits, at most 18.
  mutating func number(digits count: Int) -> Int64? {
    guard count <= 18, position + count <= bytes.count else { return nil }
    var value: Int64 = 0
    for offset in 0..<count {
      let digit = bytes[position + offset] &- 0x30
      guard digit < 10 else { return nil }
      value = value * 10 + Int64(digit)
    }
    position += count
    return value
  }

  /// A decimal fraction after its point or comma, in units of 10^-9: one to nine digits, and zeros beyond.
  mutating func nanoFraction() -> Int64? {
    let run = digitRun
    guard run > 0 else { return nil }
    var value: Int64 = 0
    for place in 0..<max(run, 9) {
      let digit = place < run ? Int64(bytes[position + place] - 0x30) : 0
      if place < 9 { value = value * 10 + digit } else if digit != 0 { return nil }
    }
    position += run
    return value
  }

  /// The bytes up to the given one, which is eaten too.
  mutating func text(before end: Unicode.Scalar) -> String? {
    let start = position
    while let byte = peek {
      position += 1
      if UInt32(byte) == end.value {
        return String(validating: bytes[start..<position - 1], as: UTF8.self)
      }
    }
    return nil
  }
}

extension Array where Element == UInt8 {
  /// The digits of a non-negative number, with zeros in front up to `width`.
  mutating func append(_ number: Int64, width: Int) {
    let digits = String(number).utf8
    if digits.count < width { append(contentsOf: repeatElement(0x30, count: width - digits.count)) }
    append(contentsOf: digits)
  }

  mutating func append(_ text: StaticString) {
    text.withUTF8Buffer { append(contentsOf: $0) }
  }

  /// `.645`, without trailing zeros; nothing for zero.
  mutating func append(fraction nanosecond: Int64) {
    guard nanosecond != 0 else { return }
    append(".")
    append(nanosecond, width: 9)
    while last == 0x30 { removeLast() }
  }

  var asText: String { String(decoding: self, as: UTF8.self) }
}

/// Runs a parser over the text's bytes.
func parse<T>(_ text: String, _ body: (UnsafeBufferPointer<UInt8>) -> T?) -> T? {
  var text = text
  return text.withUTF8 { body($0) }
}
