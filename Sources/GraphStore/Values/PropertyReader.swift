/// Reads the text that `PropertyText` specifies. Never reads outside the buffer, whatever the bytes are.
struct PropertyReader {
  private let text: UnsafeBufferPointer<UInt8>
  private var position = 0

  init(_ text: UnsafeBufferPointer<UInt8>) { self.text = text }

  mutating func readDocument() throws(StoreError) -> Record {
    skipSpace()
    let fields = try readObject(depth: 0)
    skipSpace()
    guard position == text.count else { throw fault("text after the end") }
    return Record(fields)
  }

  private func fault(_ what: String) -> StoreError {
    StoreError(.corrupt, "the properties are not readable at byte \(position): \(what)")
  }

  private var next: UInt8? { position < text.count ? text[position] : nil }

  private mutating func skipSpace() {
    while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
  }

  private mutating func eat(_ byte: UInt8) -> Bool {
    guard next == byte else { return false }
    position += 1
    return true
  }

  private mutating func expect(_ byte: UInt8) throws(StoreError) {
    guard eat(byte) else { throw fault("expected `\(Character(Unicode.Scalar(byte)))`") }
  }

  private mutating func readValue(depth: Int) throws(StoreError) -> Value {
    guard depth <= PropertyText.maximumDepth else { throw fault("nesting deeper than \(PropertyText.maximumDepth) levels") }
    skipSpace()
    switch next {
    case UInt8(ascii: "{"): return try readTagged(try readObject(depth: depth))
    case UInt8(ascii: "["): return .list(try readList(depth: depth))
    case UInt8(ascii: "\""): return .string(try readString())
    case UInt8(ascii: "t"): return try readWord("true", .bool(true))
    case UInt8(ascii: "f"): return try readWord("false", .bool(false))
    case UInt8(ascii: "n"): return try readWord("null", .null)
    case .some, .none: return try readNumber()
    }
  }

  private mutating func readWord(_ word: String, _ value: Value) throws(StoreError) -> Value {
    for byte in word.utf8 { guard eat(byte) else { throw fault("expected `\(word)`") } }
    return value
  }

  private mutating func readObject(depth: Int) throws(StoreError) -> [(name: String, value: Value)] {
    try expect(UInt8(ascii: "{"))
    var fields: [(name: String, value: Value)] = []
    skipSpace()
    if eat(UInt8(ascii: "}")) { return fields }
    repeat {
      skipSpace()
      let name = try readString()
      skipSpace()
      try expect(UInt8(ascii: ":"))
      fields.append((name, try readValue(depth: depth + 1)))
      skipSpace()
    } while eat(UInt8(ascii: ","))
    try expect(UInt8(ascii: "}"))
    return fields
  }

  private mutating func readList(depth: Int) throws(StoreError) -> [Value] {
    try expect(UInt8(ascii: "["))
    var items: [Value] = []
    skipSpace()
    if eat(UInt8(ascii: "]")) { return items }
    repeat {
      items.append(try readValue(depth: depth + 1))
      skipSpace()
    } while eat(UInt8(ascii: ","))
    try expect(UInt8(ascii: "]"))
    return items
  }

  private mutating func readNumber() throws(StoreError) -> Value {
    let start = position
    while let byte = next, "+-.0123456789eE".utf8.contains(byte) { position += 1 }
    let number = String(decoding: text[start..<position], as: UTF8.self)
    if number.isEmpty { throw fault("expected a value") }
    if !number.utf8.contains(where: { ".eE".utf8.contains($0) }) {
      if let value = Int64(number) { return .int(value) }
      if let value = ExactDecimal(text: number) { return .decimal(value) }
      throw fault("the integer has more than \(ExactDecimal.maximumDigits) digits")
    }
    guard let value = Double(number), value.isFinite else { throw fault("`\(number)` is no finite number") }
    return .float(value)
  }

  private mutating func readString() throws(StoreError) -> String {
    try expect(UInt8(ascii: "\""))
    var bytes: [UInt8] = []
    while let byte = next {
      position += 1
      if byte == UInt8(ascii: "\"") {
        guard let string = String(validating: bytes, as: UTF8.self) else { throw fault("the string is not UTF-8") }
        return string
      }
      if byte == UInt8(ascii: "\\") { try readEscape(into: &bytes) } else { bytes.append(byte) }
    }
    throw fault("the string does not end")
  }

  private mutating func readEscape(into bytes: inout [UInt8]) throws(StoreError) {
    guard let kind = next else { throw fault("the string does not end") }
    position += 1
    let plain: [UInt8: UInt8] = [
      UInt8(ascii: "\""): 0x22, UInt8(ascii: "\\"): 0x5C, UInt8(ascii: "/"): 0x2F, UInt8(ascii: "b"): 8, UInt8(ascii: "f"): 12,
      UInt8(ascii: "n"): 10, UInt8(ascii: "r"): 13, UInt8(ascii: "t"): 9,
    ]
    if let byte = plain[kind] { return bytes.append(byte) }
    guard kind == UInt8(ascii: "u") else { throw fault("unknown escape") }
    var code = try readHexadecimal()
    if 0xD800..<0xDC00 ~= code {
      guard eat(UInt8(ascii: "\\")), eat(UInt8(ascii: "u")) else { throw fault("a lone surrogate") }
      let low = try readHexadecimal()
      guard 0xDC00..<0xE000 ~= low else { throw fault("a lone surrogate") }
      code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
    }
    guard let scalar = Unicode.Scalar(code) else { throw fault("a lone surrogate") }
    bytes.append(contentsOf: UTF8.encode(scalar).map { Array($0) } ?? [])
  }

  private mutating func readHexadecimal() throws(StoreError) -> UInt32 {
    var code: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = next, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { throw fault("expected four hexadecimal digits") }
      code = code << 4 + UInt32(digit)
      position += 1
    }
    return code
  }

  /// A one-key object whose key starts with `@` stands for a value that JSON lacks.
  private func readTagged(_ fields: [(name: String, value: Value)]) throws(StoreError) -> Value {
    guard fields.count == 1, fields[0].name.utf8.first == UInt8(ascii: "@") else { return .record(Record(fields)) }
    let name = String(fields[0].name.dropFirst())
    if name.utf8.first == UInt8(ascii: "@") { return .record(Record([(name: name, value: fields[0].value)])) }
    guard case .string(let text) = fields[0].value, let value = PropertyReader.value(name, text) else {
      throw fault("`@\(name)` is unknown or its text is not readable")
    }
    return value
  }

  private static func value(_ tag: String, _ text: String) -> Value? {
    switch tag {
    case "float": return ["NaN": .float(.nan), "Infinity": .float(.infinity), "-Infinity": .float(-.infinity)][text]
    case "decimal": return ExactDecimal(text: text).map { .decimal($0) }
    case "bytes": return bytes(text).map { .bytes($0) }
    case "date": return LocalDate(iso: text).map { .date($0) }
    case "localtime": return LocalTime(iso: text).map { .localTime($0) }
    case "time": return ZonedTime(iso: text).map { .zonedTime($0) }
    case "localdatetime": return LocalDateTime(iso: text).map { .localDateTime($0) }
    case "datetime": return ZonedDateTime(iso: text).map { .zonedDateTime($0) }
    case "duration": return CalendarDuration(iso: text).map { .duration($0) }
    case _: return nil
    }
  }

  private static func bytes(_ text: String) -> [UInt8]? {
    let digits = text.compactMap(\.hexDigitValue)
    guard digits.count == text.count, digits.count % 2 == 0 else { return nil }
    return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
  }
}
