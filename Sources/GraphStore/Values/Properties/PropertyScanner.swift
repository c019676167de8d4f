/// Reads JSON text byte by byte without making strings. Knows the grammar; what values mean is in
/// `PropertyScanner+Values`.
///
/// Every read is bounds-checked: any bytes are safe to give. The text must outlive the scanner.
struct PropertyScanner {
  let base: UnsafeRawPointer
  let count: Int
  var position = 0
  /// An object that has a name twice is a fault. Else the first counts.
  var refusesRepetitions = false

  /// A string between its quotes, still escaped; its UTF-8 and escapes are known to be right.
  struct StringSpan {
    var start: Int
    var end: Int
    var hasEscapes: Bool
  }

  init(_ text: UnsafeBufferPointer<UInt8>) {
    // Never read from when the text is empty.
    base = UnsafeRawPointer(text.baseAddress) ?? PropertyScanner.nowhere
    count = text.count
  }

  private static var nowhere: UnsafeRawPointer { UnsafeRawPointer(bitPattern: 16).unsafelyUnwrapped }

  @inline(__always) func byte(_ index: Int) -> UInt8 { base.load(fromByteOffset: index, as: UInt8.self) }

  @inline(__always) func fault(_ kind: PropertyFault.Kind) -> PropertyFault {
    PropertyFault(
      kind: position >= count && kind == .unexpectedCharacter ? .unfinished : kind, offset: position)
  }

  /// A name has come that the object has already.
  func noteRepetition(_ name: StringSpan) throws(PropertyFault) {
    if refusesRepetitions { throw PropertyFault(kind: .repeatedName, offset: name.start - 1) }
  }

  @inline(__always) mutating func skipSpace() {
    while position < count {
      let next = byte(position)
      guard next <= 0x20, next == 0x20 || next == 0x0A || next == 0x0D || next == 0x09 else { return }
      position += 1
    }
  }

  /// The next byte after white space, not consumed; 0 at the end.
  @inline(__always) mutating func peek() -> UInt8 {
    skipSpace()
    return position < count ? byte(position) : 0
  }

  @inline(__always) mutating func eat(_ expected: UInt8) -> Bool {
    guard peek() == expected else { return false }
    position += 1
    return true
  }

  // MARK: Records

  /// Enters the object at the position. False, and past it, when it has no members; no text at all counts as
  /// such.
  mutating func openRecord() throws(PropertyFault) -> Bool {
    guard eat(UInt8(ascii: "{")) else {
      if count == 0 { return false }
      throw fault(.noRecord)
    }
    return !eat(UInt8(ascii: "}"))
  }

  /// A member's name; stops before its value.
  @inline(__always) mutating func name() throws(PropertyFault) -> StringSpan {
    guard peek() == UInt8(ascii: "\"") else { throw fault(.unexpectedCharacter) }
    let name = try string()
    guard eat(UInt8(ascii: ":")) else { throw fault(.unexpectedCharacter) }
    skipSpace()
    return name
  }

  /// After a member's value: true when another member follows, false when the object has ended.
  @inline(__always) mutating func nextMember() throws(PropertyFault) -> Bool {
    if eat(UInt8(ascii: ",")) { return true }
    if eat(UInt8(ascii: "}")) { return false }
    throw fault(.unexpectedCharacter)
  }

  /// Passes over a value without checking more of it than its extent needs.
  mutating func skipValue() throws(PropertyFault) {
    switch peek() {
    case UInt8(ascii: "\""): _ = try string()
    case UInt8(ascii: "{"), UInt8(ascii: "["): try skipNested()
    default: try skipScalar()
    }
  }

  private mutating func skipScalar() throws(PropertyFault) {
    let start = position
    while position < count {
      let next = byte(position)
      if next == UInt8(ascii: ",") || next == UInt8(ascii: "}") || next == UInt8(ascii: "]") || next <= 0x20 {
        break
      }
      position += 1
    }
    if position == start { throw fault(.unexpectedCharacter) }
  }

  private mutating func skipNested() throws(PropertyFault) {
    var depth = 0
    while position < count {
      switch byte(position) {
      case UInt8(ascii: "\""):
        _ = try string()
        continue
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
      default: break
      }
      position += 1
      if depth == 0 { return }
    }
    throw fault(.unfinished)
  }

  // MARK: Strings

  /// Reads the string whose opening quote is at the position, eight bytes at a time where they are plain
  /// ASCII.
  mutating func string() throws(PropertyFault) -> StringSpan {
    position += 1
    var span = StringSpan(start: position, end: position, hasEscapes: false)
    while true {
      skipPlainBytes()
      guard position < count else { throw fault(.unfinished) }
      let next = byte(position)
      if next == UInt8(ascii: "\"") {
        span.end = position
        position += 1
        return span
      }
      if next == UInt8(ascii: "\\") {
        span.hasEscapes = true
        _ = try escape()
      } else if next < 0x20 {
        throw fault(.controlInString)
      } else {
        try skipMultibyteScalar()
      }
    }
  }

  /// Stops at a quote, a backslash, a control, a byte above ASCII or the end.
  @inline(__always) private mutating func skipPlainBytes() {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let highs: UInt64 = 0x8080_8080_8080_8080
    while position + 8 <= count {
      let word = UInt64(littleEndian: base.loadUnaligned(fromByteOffset: position, as: UInt64.self))
      let quotes = word ^ (ones &* 0x22)
      let backslashes = word ^ (ones &* 0x5C)
      // The lowest marked byte is exact; borrows only reach upwards.
      let zeros = ((quotes &- ones) & ~quotes) | ((backslashes &- ones) & ~backslashes)
      let special = (zeros | ((word &- (ones &* 0x20)) & ~word) | word) & highs
      if special != 0 {
        position += special.trailingZeroBitCount >> 3
        return
      }
      position += 8
    }
    while position < count {
      let next = byte(position)
      if next == 0x22 || next == 0x5C || next < 0x20 || next >= 0x80 { return }
      position += 1
    }
  }

  /// Passes over one well-formed UTF-8 sequence of two to four bytes (Unicode, table 3-7).
  private mutating func skipMultibyteScalar() throws(PropertyFault) {
    let lead = byte(position)
    let length: Int
    var second: ClosedRange<UInt8> = 0x80...0xBF
    switch lead {
    case 0xC2...0xDF: length = 2
    case 0xE0: (length, second) = (3, 0xA0...0xBF)
    case 0xED: (length, second) = (3, 0x80...0x9F)
    case 0xE1...0xEF: length = 3
    case 0xF0: (length, second) = (4, 0x90...0xBF)
    case 0xF4: (length, second) = (4, 0x80...0x8F)
    case 0xF1...0xF3: length = 4
    default: throw fault(.invalidUTF8)
    }
    guard position + length <= count, second.contains(byte(position + 1)) else { throw fault(.invalidUTF8) }
    for index in position + 2..<position + length where byte(index) & 0xC0 != 0x80 {
      throw fault(.invalidUTF8)
    }
    position += length
  }

  /// Reads the escape whose backslash is at the position, both halves of a surrogate pair.
  mutating func escape() throws(PropertyFault) -> UInt32 {
    guard position + 1 < count else { throw fault(.unfinished) }
    let letter = byte(position + 1)
    if letter == UInt8(ascii: "u") { return try unicodeEscape() }
    let scalar: UInt32
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): scalar = UInt32(letter)
    case UInt8(ascii: "b"): scalar = 0x08
    case UInt8(ascii: "f"): scalar = 0x0C
    case UInt8(ascii: "n"): scalar = 0x0A
    case UInt8(ascii: "r"): scalar = 0x0D
    case UInt8(ascii: "t"): scalar = 0x09
    default: throw fault(.badEscape)
    }
    position += 2
    return scalar
  }

  private mutating func unicodeEscape() throws(PropertyFault) -> UInt32 {
    guard let first = fourHexDigits(after: position) else { throw fault(.badEscape) }
    if first & 0xF800 != 0xD800 {
      position += 6
      return first
    }
    guard first < 0xDC00, let second = fourHexDigits(after: position + 6), second & 0xFC00 == 0xDC00 else {
      throw fault(.loneSurrogate)
    }
    position += 12
    return 0x1_0000 + ((first - 0xD800) << 10) + (second - 0xDC00)
  }

  /// The digits of `\uXXXX` at `index`; nil when there is no such escape.
  private func fourHexDigits(after index: Int) -> UInt32? {
    guard index + 6 <= count, byte(index) == UInt8(ascii: "\\"), byte(index + 1) == UInt8(ascii: "u") else {
      return nil
    }
    var result: UInt32 = 0
    for position in index + 2..<index + 6 {
      guard let digit = hexDigit(byte(position)) else { return nil }
      result = result << 4 | UInt32(digit)
    }
    return result
  }
}

/// The value of a hexadecimal digit in either case.
@inline(__always) func hexDigit(_ byte: UInt8) -> UInt8? {
  switch byte {
  case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
  case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
  case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
  default: nil
  }
}
