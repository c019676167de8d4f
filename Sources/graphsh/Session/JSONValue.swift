import GQL
import GraphStore

/// Reads JSON text as a value of the language: parameters on the command line and `.param`.
///
/// Numbers without point and exponent are integers, others floats; objects are records. Nil when the text is
/// not JSON, when an integer does not fit 64 bits, a float is not finite, a surrogate is alone, or nesting
/// passes `nestingLimit`.
struct JSONValueReader {
  static let nestingLimit = 100

  private let bytes: [UInt8]
  private var position = 0

  static func value(_ text: String) -> Value? {
    var reader = JSONValueReader(bytes: Array(text.utf8))
    reader.skipSpace()
    guard let value = reader.value(depth: 0) else { return nil }
    reader.skipSpace()
    return reader.position == reader.bytes.count ? value : .none
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func skipSpace() {
    while let byte = current, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { position += 1 }
  }

  private mutating func eat(_ word: StaticString) -> Bool {
    let length = word.utf8CodeUnitCount
    guard position + length <= bytes.count else { return false }
    for offset in 0..<length where bytes[position + offset] != word.utf8Start[offset] { return false }
    position += length
    return true
  }

  private mutating func value(depth: Int) -> Value? {
    guard depth <= Self.nestingLimit, let byte = current else { return nil }
    switch byte {
    case UInt8(ascii: "{"): return object(depth: depth)
    case UInt8(ascii: "["): return array(depth: depth)
    case UInt8(ascii: "\""): return string().map(Value.string)
    case UInt8(ascii: "t"): return eat("true") ? Optional(.bool(true)) : .none
    case UInt8(ascii: "f"): return eat("false") ? Optional(.bool(false)) : .none
    case UInt8(ascii: "n"): return eat("null") ? Optional(.null) : .none
    default: return number()
    }
  }

  private mutating func array(depth: Int) -> Value? {
    position += 1
    var elements: [Value] = []
    skipSpace()
    if eat("]") { return .list([]) }
    while true {
      skipSpace()
      guard let element = value(depth: depth + 1) else { return nil }
      elements.append(element)
      skipSpace()
      if eat("]") { return .list(elements) }
      guard eat(",") else { return nil }
    }
  }

  private mutating func object(depth: Int) -> Value? {
    position += 1
    var fields: [(name: String, value: Value)] = []
    skipSpace()
    if eat("}") { return .record(Record()) }
    while true {
      skipSpace()
      guard current == UInt8(ascii: "\""), let name = string() else { return nil }
      skipSpace()
      guard eat(":") else { return nil }
      skipSpace()
      guard let value = value(depth: depth + 1) else { return nil }
      fields.append((name, value))
      skipSpace()
      if eat("}") { return .record(Record(fields)) }
      guard eat(",") else { return nil }
    }
  }

  private mutating func number() -> Value? {
    let start = position
    while let byte = current, (0x30...0x39).contains(byte) || "+-.eE".utf8.contains(byte) { position += 1 }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    let digits = text.drop { $0 == "-" }
    guard let first = digits.first, first.isASCII, first.isNumber, !text.hasPrefix("--"),
      !(digits.hasPrefix("0") && digits.dropFirst().first?.isNumber ?? false)
    else { return nil }
    if !text.contains(where: { $0 == "." || $0 == "e" || $0 == "E" }) { return Int64(text).map(Value.int) }
    guard !text.hasSuffix("."), !text.contains(".e"), !text.contains(".E"), let number = Double(text),
      number.isFinite
    else { return nil }
    return .float(number)
  }

  private mutating func string() -> String? {
    position += 1
    var result: [UInt8] = []
    while let byte = current {
      position += 1
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: result, as: UTF8.self)
      case 0..<0x20: return nil
      case UInt8(ascii: "\\"):
        guard let scalar = escape() else { return nil }
        result += Array(String(scalar).utf8)
      default: result.append(byte)
      }
    }
    return nil
  }

  private mutating func escape() -> Unicode.Scalar? {
    guard let byte = current else { return nil }
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"):
      guard let high = unit() else { return nil }
      if !(0xD800...0xDBFF).contains(high) { return Unicode.Scalar(high) }
      guard eat("\\u"), let low = unit(), (0xDC00...0xDFFF).contains(low) else { return nil }
      return Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00))
    default: return nil
    }
  }

  private mutating func unit() -> UInt32? {
    guard position + 4 <= bytes.count else { return nil }
    let digits = bytes[position..<position + 4]
    guard
      digits.allSatisfy({
        UInt8(ascii: "0") <= $0 && $0 <= UInt8(ascii: "9") || (0x41...0x46).contains($0 & 0xDF)
      })
    else { return nil }
    position += 4
    return UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
  }
}
