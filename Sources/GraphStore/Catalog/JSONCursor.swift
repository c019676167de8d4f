/// Reads JSON text from the front. For the catalog's small texts and for `check`; properties have a reader of
/// their own.
struct JSONCursor {
  private let text: UnsafeBufferPointer<UInt8>
  private(set) var position = 0

  init(_ text: UnsafeBufferPointer<UInt8>) { self.text = text }

  var isAtEnd: Bool {
    mutating get {
      skipSpace()
      return position == text.count
    }
  }

  mutating func skipSpace() {
    while position < text.count {
      switch text[position] {
      case 0x20, 0x09, 0x0A, 0x0D: position += 1
      default: return
      }
    }
  }

  /// The next byte that is no space; nil at the end.
  mutating func peek() -> UInt8? {
    skipSpace()
    return position < text.count ? text[position] : nil
  }

  mutating func eat(_ byte: UInt8) -> Bool {
    guard peek() == byte else { return false }
    position += 1
    return true
  }

  /// A number, `true`, `false` or `null`: everything up to a separator or the end.
  mutating func readBareWord() -> UnsafeBufferPointer<UInt8> {
    skipSpace()
    let start = position
    while position < text.count, !JSONCursor.separators.contains(text[position]) { position += 1 }
    return UnsafeBufferPointer(rebasing: text[start..<position])
  }

  private static let separators = Array(",]}: \t\n\r".utf8)

  mutating func readStringArray() -> [String]? {
    guard eat(UInt8(ascii: "[")) else { return nil }
    var items: [String] = []
    if eat(UInt8(ascii: "]")) { return items }
    repeat {
      guard let bytes = readString(), let item = String(validating: bytes, as: UTF8.self) else { return nil }
      items.append(item)
    } while eat(UInt8(ascii: ","))
    return eat(UInt8(ascii: "]")) ? items : nil
  }

  /// The contents of a string, escapes resolved; nil when there is none or an escape is wrong (a lone
  /// surrogate is).
  mutating func readString() -> [UInt8]? {
    guard eat(UInt8(ascii: "\"")) else { return nil }
    var bytes: [UInt8] = []
    while position < text.count {
      let byte = text[position]
      position += 1
      switch byte {
      case UInt8(ascii: "\""): return bytes
      case UInt8(ascii: "\\"):
        guard let scalar = readEscape() else { return nil }
        bytes.append(contentsOf: Array(String(scalar).utf8))
      case 0..<0x20: return nil
      default: bytes.append(byte)
      }
    }
    return nil
  }

  private mutating func readEscape() -> Unicode.Scalar? {
    guard position < text.count else { return nil }
    let byte = text[position]
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return readUnicodeEscape()
    default: return nil
    }
  }

  private mutating func readUnicodeEscape() -> Unicode.Scalar? {
    guard let first = readFourHexDigits() else { return nil }
    guard (0xD800..<0xDC00).contains(first) else { return Unicode.Scalar(first) }
    guard position + 1 < text.count, text[position] == UInt8(ascii: "\\"),
      text[position + 1] == UInt8(ascii: "u")
    else { return nil }
    position += 2
    guard let second = readFourHexDigits(), (0xDC00..<0xE000).contains(second) else { return nil }
    return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
  }

  private mutating func readFourHexDigits() -> UInt32? {
    guard position + 4 <= text.count else { return nil }
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let digit = Character(Unicode.Scalar(text[position])).hexDigitValue else { return nil }
      value = value << 4 | UInt32(digit)
      position += 1
    }
    return value
  }
}
