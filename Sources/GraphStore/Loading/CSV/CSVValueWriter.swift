/// Writes one field as the text of a property value (see `PropertyText`).
enum CSVValueWriter {
  /// False when the field is no value of the type; then something may have been written already.
  ///
  /// - Parameter defaults: asked for by the few types that have some.
  static func write(
    _ bytes: UnsafeBufferPointer<UInt8>, as type: CSVType, _ defaults: @autoclosure () -> CSVDefaults = CSVDefaults(), to text: ByteBuffer
  ) -> Bool {
    switch type {
    case .string: return string(bytes, to: text)
    case .int: return int(trimmed(bytes), to: text)
    case .float: return float(trimmed(bytes), to: text)
    case .bool:
      guard let value = CSVBool.value(trimmed(bytes)) else { return false }
      if value { text.append("true") } else { text.append("false") }
      return true
    case .date: return date(trimmed(bytes), to: text)
    case .decimal: return tag(.decimal, ExactDecimal(text: trimmed(bytes))?.text, to: text)
    case .localTime: return tag(.localTime, LocalTime(iso: trimmed(bytes))?.isoText, to: text)
    case .zonedTime: return tag(.zonedTime, ZonedTime(iso: trimmed(bytes), defaultOffsetSeconds: defaults().offsetSeconds)?.isoText, to: text)
    case .localDateTime: return tag(.localDateTime, LocalDateTime(iso: trimmed(bytes))?.isoText, to: text)
    case .zonedDateTime: return tag(.zonedDateTime, ZonedDateTime(iso: trimmed(bytes), defaultZone: defaults().zone)?.isoText, to: text)
    case .duration: return tag(.duration, CalendarDuration(iso: trimmed(bytes))?.isoText, to: text)
    case .point: return CSVPoint.write(trimmed(bytes), defaults().coordinateSystem, to: text)
    }
  }

  /// Without blanks at both ends, which strings keep.
  static func trimmed(_ bytes: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
    var start = 0
    var end = bytes.count
    while start < end, bytes[start] == 0x20 || bytes[start] == 0x09 { start += 1 }
    while end > start, bytes[end - 1] == 0x20 || bytes[end - 1] == 0x09 { end -= 1 }
    return UnsafeBufferPointer(rebasing: bytes[start..<end])
  }

  private static func int(_ bytes: UnsafeBufferPointer<UInt8>, to text: ByteBuffer) -> Bool {
    if ExternalIDs.integer(bytes) != nil {
      text.append(bytes)
      return true
    }
    guard let value = CSVNumber.int(bytes) else { return false }
    text.append(String(value))
    return true
  }

  private static func float(_ bytes: UnsafeBufferPointer<UInt8>, to text: ByteBuffer) -> Bool {
    if CSVNumber.isPlainFloat(bytes) {
      text.append(bytes)
      return true
    }
    // `+inf`, `nan`, `.5`, `5`, `1e300`: rare.
    guard bytes.count > 0, bytes.count < 400, let value = Double(String(decoding: bytes, as: UTF8.self)) else { return false }
    if value.isFinite {
      text.append(value.description)
    } else {
      text.append("{\"@float\":\"")
      text.append(value.isNaN ? "NaN" : value < 0 ? "-Infinity" : "Infinity")
      text.append("\"}")
    }
    return true
  }

  private static func date(_ bytes: UnsafeBufferPointer<UInt8>, to text: ByteBuffer) -> Bool {
    let isPlain = LocalDate.isPlain(bytes)
    let date = isPlain ? nil : LocalDate(iso: bytes)
    guard isPlain || date != nil else { return false }
    text.append("{\"@date\":\"")
    if let date { text.append(date.isoText) } else { text.append(bytes) }
    text.append("\"}")
    return true
  }

  private static func tag(_ tag: PropertyTag, _ content: String?, to text: ByteBuffer) -> Bool {
    guard let content else { return false }
    text.append("{\"")
    text.append(tag.rawValue)
    text.append("\":\"")
    text.append(content)
    text.append("\"}")
    return true
  }

  /// In quotes, escaped. False when the bytes are not UTF-8.
  static func string(_ bytes: UnsafeBufferPointer<UInt8>, to text: ByteBuffer) -> Bool {
    text.reserve(bytes.count + 2)
    text.append(UInt8(ascii: "\""))
    var isASCII = true
    var isPlain = true
    for byte in bytes {
      if byte >= 0x80 { isASCII = false }
      if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { isPlain = false }
    }
    if !isASCII, String(validating: bytes, as: UTF8.self) == nil { return false }
    if isPlain {
      text.append(bytes)
    } else {
      for byte in bytes {
        if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
          escape(byte, to: text)
        } else {
          text.append(byte)
        }
      }
    }
    text.append(UInt8(ascii: "\""))
    return true
  }

  private static func escape(_ byte: UInt8, to text: ByteBuffer) {
    switch byte {
    case UInt8(ascii: "\""): text.append("\\\"")
    case UInt8(ascii: "\\"): text.append("\\\\")
    case 0x08: text.append("\\b")
    case 0x09: text.append("\\t")
    case 0x0A: text.append("\\n")
    case 0x0C: text.append("\\f")
    case 0x0D: text.append("\\r")
    default:
      text.append("\\u00")
      for digit in [byte >> 4, byte & 15] { text.append(digit < 10 ? 0x30 + digit : 0x57 + digit) }
    }
  }
}
