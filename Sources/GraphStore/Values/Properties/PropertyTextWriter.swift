/// Writes property text; the format is specified at `PropertyText`.
struct PropertyTextWriter {
  private(set) var bytes: [UInt8] = []
  private let depthLimit: Int

  init(depthLimit: Int) { self.depthLimit = depthLimit }

  mutating func write(properties record: Record) throws(StoreError) {
    append("{")
    var isFirst = true
    for field in record.fields {
      if case .null = field.value { continue }
      if !isFirst { append(",") }
      isFirst = false
      write(string: field.name)
      append(":")
      try write(field.value, depth: 1)
    }
    append("}")
  }

  private mutating func write(_ value: Value, depth: Int) throws(StoreError) {
    switch value {
    case .null: append("null")
    case .bool(let value): append(value ? "true" : "false")
    case .int(let value): bytes.append(contentsOf: String(value).utf8)
    case .float(let value): write(value)
    case .decimal(let value): write(.decimal, try storable(value).text)
    case .string(let value): write(string: value)
    case .bytes(let value): write(hexadecimal: value)
    case .date(let value): write(.date, try storable(value).isoText)
    case .localTime(let value): write(.localTime, try storable(value).isoText)
    case .zonedTime(let value): write(.zonedTime, try storable(value).isoText)
    case .localDateTime(let value): write(.localDateTime, try storable(value).isoText)
    case .zonedDateTime(let value): write(.zonedDateTime, try storable(value).isoText)
    case .duration(let value): write(.duration, try storable(value).isoText)
    case .list(let items): try write(items, depth: depth)
    case .record(let record): try write(record, depth: depth)
    case .node, .edge, .path:
      throw StoreError(.invalidProperty, "nodes, edges and paths cannot be stored in properties")
    }
  }

  private mutating func write(_ value: Double) {
    if value.isFinite {
      // Always has a point or an exponent, and reads back as the same float.
      bytes.append(contentsOf: value.description.utf8)
    } else {
      write(.float, value.isNaN ? "NaN" : value < 0 ? "-Infinity" : "Infinity")
    }
  }

  private mutating func write(_ items: [Value], depth: Int) throws(StoreError) {
    try checkDepth(depth)
    append("[")
    for (index, item) in items.enumerated() {
      if index > 0 { append(",") }
      try write(item, depth: depth + 1)
    }
    append("]")
  }

  private mutating func write(_ record: Record, depth: Int) throws(StoreError) {
    try checkDepth(depth)
    append("{")
    for (index, field) in record.fields.enumerated() {
      if index > 0 { append(",") }
      let mustDouble = record.count == 1 && field.name.utf8.first == UInt8(ascii: "@")
      write(string: mustDouble ? "@" + field.name : field.name)
      append(":")
      try write(field.value, depth: depth + 1)
    }
    append("}")
  }

  private func checkDepth(_ depth: Int) throws(StoreError) {
    guard depth <= depthLimit else { throw StoreError.nestedTooDeep(depthLimit) }
  }

  /// A value in the form of a tag. The content needs no escapes.
  private mutating func write(_ tag: PropertyTag, _ content: String) {
    append("{\"")
    bytes.append(contentsOf: tag.rawValue.utf8)
    append("\":\"")
    bytes.append(contentsOf: content.utf8)
    append("\"}")
  }

  private mutating func write(hexadecimal value: [UInt8]) {
    let digits = Array("0123456789ABCDEF".utf8)
    append("{\"@bytes\":\"")
    for byte in value {
      bytes.append(digits[Int(byte >> 4)])
      bytes.append(digits[Int(byte & 15)])
    }
    append("\"}")
  }

  private mutating func write(string: String) {
    append("\"")
    var string = string
    string.withUTF8 { text in
      var start = 0
      for index in text.indices {
        let byte = text[index]
        guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else { continue }
        bytes.append(contentsOf: text[start..<index])
        writeEscape(byte)
        start = index + 1
      }
      bytes.append(contentsOf: text[start...])
    }
    append("\"")
  }

  private mutating func writeEscape(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "\""): append("\\\"")
    case UInt8(ascii: "\\"): append("\\\\")
    case 0x08: append("\\b")
    case 0x09: append("\\t")
    case 0x0A: append("\\n")
    case 0x0C: append("\\f")
    case 0x0D: append("\\r")
    default:
      append(byte < 0x10 ? "\\u000" : "\\u001")
      bytes.append(Array("0123456789abcdef".utf8)[Int(byte & 15)])
    }
  }

  private mutating func append(_ text: StaticString) {
    bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }
}

extension StoreError {
  static func nestedTooDeep(_ limit: Int) -> StoreError {
    StoreError(.limitExceeded, "lists and records nested deeper than \(limit) levels cannot be stored")
  }
}

/// Values within the range that their types document, the only ones whose text reads back.
private func storable(_ value: ExactDecimal) throws(StoreError) -> ExactDecimal {
  let isInRange =
    value.coefficient.magnitude < ExactDecimal.coefficientLimit.magnitude
    && (0...Int32(ExactDecimal.maximumDigits)).contains(value.scale)
  return try storable(value, isInRange, "a decimal")
}

private func storable(_ value: LocalDate) throws(StoreError) -> LocalDate {
  let isInRange =
    value.daysSinceEpoch >= LocalDate.minimum.daysSinceEpoch
    && value.daysSinceEpoch <= LocalDate.maximum.daysSinceEpoch
  return try storable(value, isInRange, "a date")
}

private func storable(_ value: LocalTime) throws(StoreError) -> LocalTime {
  try storable(value, (0..<86_400_000_000_000).contains(value.nanosecondsSinceMidnight), "a time")
}

private func storable(_ value: ZonedTime) throws(StoreError) -> ZonedTime {
  _ = try storable(value.local)
  return try storable(value, isOffset(value.offsetSeconds), "a time's offset")
}

private func storable(_ value: LocalDateTime) throws(StoreError) -> LocalDateTime {
  let day = value.secondsSinceEpoch.quotientAndRemainder(dividingBy: 86_400)
  let date = LocalDate(daysSinceEpoch: day.remainder < 0 ? day.quotient - 1 : day.quotient)
  _ = try storable(date)
  return try storable(value, (0..<1_000_000_000).contains(value.nanosecond), "a datetime")
}

private func storable(_ value: ZonedDateTime) throws(StoreError) -> ZonedDateTime {
  _ = try storable(value.local)
  if let zone = value.zone, !TimeZoneDatabase.isWellFormed(zone) {
    throw StoreError(.invalidProperty, "a datetime's zone has a name that no zone can have")
  }
  return try storable(value, isOffset(value.offsetSeconds), "a datetime's offset")
}

private func storable(_ value: CalendarDuration) throws(StoreError) -> CalendarDuration {
  // What a second's fraction carries over must fit too.
  let isInRange = value.nanoseconds.magnitude < 1_000_000_000 && value.seconds > .min && value.seconds < .max
  return try storable(value, isInRange, "a duration")
}

private func isOffset(_ seconds: Int32) -> Bool { seconds.magnitude <= UInt32(UTCOffset.limitSeconds) }

private func storable<T>(_ value: T, _ isInRange: Bool, _ what: String) throws(StoreError) -> T {
  guard isInRange else {
    throw StoreError(.invalidProperty, "\(what) beyond the range of its type cannot be stored")
  }
  return value
}
