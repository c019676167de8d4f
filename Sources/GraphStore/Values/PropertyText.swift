/// The text in which properties are stored: one JSON object an element.
///
/// | value | text |
/// |---|---|
/// | Boolean, string, list, record | JSON's own |
/// | integer | a number without point or exponent |
/// | float | a number with one; `{"@float":"NaN"}`, `"Infinity"`, `"-Infinity"` |
/// | decimal | `{"@decimal":"12.50"}`; a bare integer beyond 64 bits reads as decimal |
/// | bytes | `{"@bytes":"0AFF"}` |
/// | temporal | `{"@date":"2025-03-03"}`, `@localtime`, `@time`, `@localdatetime`, `@datetime`, `@duration`, in ISO 8601 |
/// | a record whose one key starts with `@` | the same with the `@` doubled |
///
/// Null properties are not stored; null inside lists and records is. The first of duplicate keys wins. Lone surrogates, numbers beyond
/// Double and nesting deeper than `maximumDepth` are errors.
enum PropertyText {
  static let maximumDepth = 100

  /// - Throws: `invalidProperty` for elements and paths; `limitExceeded` for deep nesting.
  static func encode(_ record: Record) throws(StoreError) -> [UInt8] {
    var writer = PropertyWriter()
    try writer.write(record.fields.filter { if case .null = $0.value { false } else { true } }, depth: 0)
    return writer.bytes
  }

  /// - Throws: `corrupt`, naming what is wrong and the byte offset.
  static func decode(_ text: UnsafeBufferPointer<UInt8>) throws(StoreError) -> Record {
    var reader = PropertyReader(text)
    return try reader.readDocument()
  }
}

struct PropertyWriter {
  var bytes: [UInt8] = []

  mutating func write(_ fields: [(name: String, value: Value)], depth: Int) throws(StoreError) {
    bytes.append(UInt8(ascii: "{"))
    for (index, field) in fields.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      let doubled = depth > 0 && fields.count == 1 && field.name.utf8.first == UInt8(ascii: "@")
      write(doubled ? "@" + field.name : field.name)
      bytes.append(UInt8(ascii: ":"))
      try write(field.value, depth: depth + 1)
    }
    bytes.append(UInt8(ascii: "}"))
  }

  private mutating func write(_ value: Value, depth: Int) throws(StoreError) {
    guard depth <= PropertyText.maximumDepth else {
      throw StoreError(.limitExceeded, "a property nests deeper than \(PropertyText.maximumDepth) levels")
    }
    switch value {
    case .null: raw("null")
    case .bool(let value): raw(value ? "true" : "false")
    case .int(let value): raw(String(value))
    case .float(let value): write(value)
    case .decimal(let value): tag("decimal", value.text)
    case .string(let value): write(value)
    case .bytes(let value): tag("bytes", value.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true) }.joined())
    case .date(let value): tag("date", value.isoText)
    case .localTime(let value): tag("localtime", value.isoText)
    case .zonedTime(let value): tag("time", value.isoText)
    case .localDateTime(let value): tag("localdatetime", value.isoText)
    case .zonedDateTime(let value): tag("datetime", value.isoText)
    case .duration(let value): tag("duration", value.isoText)
    case .list(let items):
      bytes.append(UInt8(ascii: "["))
      for (index, item) in items.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        try write(item, depth: depth + 1)
      }
      bytes.append(UInt8(ascii: "]"))
    case .record(let record): try write(record.fields, depth: depth)
    case .node, .edge, .path: throw StoreError(.invalidProperty, "a property cannot hold a node, an edge or a path")
    }
  }

  private mutating func raw(_ text: String) { bytes.append(contentsOf: text.utf8) }

  private mutating func tag(_ name: String, _ text: String) {
    raw("{\"@\(name)\":")
    write(text)
    raw("}")
  }

  private mutating func write(_ value: Double) {
    guard value.isFinite else { return tag("float", value.isNaN ? "NaN" : value < 0 ? "-Infinity" : "Infinity") }
    let text = "\(value)"
    raw(text.utf8.contains { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "e") } ? text : text + ".0")
  }

  private mutating func write(_ text: String) {
    let digits = Array("0123456789abcdef".utf8)
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
        bytes += [UInt8(ascii: "\\"), byte]
      } else if byte < 0x20 {
        raw("\\u00")
        bytes += [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      } else {
        bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }
}
