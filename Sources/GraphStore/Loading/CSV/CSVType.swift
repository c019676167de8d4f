/// The type of a column of properties.
enum CSVType: String, CaseIterable {
  case string, int, float, decimal, bool, date, localTime, zonedTime, localDateTime, zonedDateTime, duration, point

  /// As Neo4j's import tool writes it in a header, in any case.
  init?(header name: String) {
    switch name.lowercased() {
    case "string", "char": self = .string
    case "int", "long", "short", "byte", "integer", "int64": self = .int
    case "float", "double", "float64": self = .float
    case "decimal": self = .decimal
    case "boolean", "bool": self = .bool
    case "date": self = .date
    case "localtime": self = .localTime
    case "time": self = .zonedTime
    case "localdatetime": self = .localDateTime
    case "datetime": self = .zonedDateTime
    case "duration": self = .duration
    case "point": self = .point
    default: return nil
    }
  }

  var headerName: String {
    switch self {
    case .bool: "boolean"
    case .localTime: "localtime"
    case .zonedTime: "time"
    case .localDateTime: "localdatetime"
    case .zonedDateTime: "datetime"
    case .string, .int, .float, .decimal, .date, .duration, .point: rawValue
    }
  }
}

extension CSVType {
  /// For messages, with its article.
  var noun: String {
    switch self {
    case .string: "a text"
    case .int: "an integer"
    case .float, .decimal: "a number"
    case .bool: "a truth value"
    case .date: "a date"
    case .localTime, .zonedTime: "a time"
    case .localDateTime, .zonedDateTime: "a datetime"
    case .duration: "a duration"
    case .point: "a point"
    }
  }
}

/// What the options of a column say of values that do not say it themselves.
struct CSVDefaults: Equatable {
  /// `{timezone:Europe/Stockholm}` or `{timezone:+02:00}`, of datetimes and times.
  var zone = ZonedDateTime.DefaultZone.utc
  /// Of times, which are in no named zone.
  var offsetSeconds: Int32 { if case .offset(let seconds) = zone { seconds } else { 0 } }
  /// `{crs:WGS-84}`, of points.
  var coordinateSystem: String?
}

/// What all values of a column may be, learned from one value after the other.
///
/// A quoted value is a string. Dates are of the form `2025-03-03`. Integers have no leading zeros (`007` is a string); integers and floats together are floats,
/// and decimals where one of them has more digits than a float keeps. A column without a value is a string.
struct CSVTypeGuess {
  private var guess: CSVType?
  /// One of the floats is beyond what decimals hold.
  private var isBeyondDecimals = false
  /// What all values before one of another type were.
  private(set) var formerType: CSVType?

  var type: CSVType { guess == .decimal && isBeyondDecimals ? .float : guess ?? .string }

  /// - Returns: whether this value has made strings of the values before it.
  @inline(__always)
  mutating func note(_ bytes: UnsafeBufferPointer<UInt8>, isQuoted: Bool) -> Bool {
    if guess == .string { return false }
    if bytes.count == 0, !isQuoted { return false }
    if !isQuoted {
      if isAsGuessed(bytes) { return false }
      learn(bytes)
      if guess != .string { return false }
    }
    return settleForStrings()
  }

  private mutating func settleForStrings() -> Bool {
    if guess != .string { (formerType, guess) = (guess, .string) }
    return formerType != nil
  }

  /// Whether a text by itself is taken for another value than a string.
  static func isTyped(_ text: String) -> Bool {
    guard !text.isEmpty else { return false }
    var text = text
    return text.withUTF8 { type(of: $0) } != .string
  }

  private mutating func learn(_ bytes: UnsafeBufferPointer<UInt8>) {
    let type = CSVTypeGuess.type(of: bytes)
    if type == .float, ExactDecimal(text: bytes) == nil { isBeyondDecimals = true }
    switch (guess, type) {
    case (nil, _): guess = type
    case (.int?, .float), (.float?, .int): guess = .float
    case (.int?, .decimal), (.float?, .decimal), (.decimal?, .int), (.decimal?, .float): guess = .decimal
    case (let known?, _) where known != type: (formerType, guess) = (known, .string)
    case (.some, _): break
    }
  }

  /// Cheap, for the most frequent types; false when another look is needed.
  @inline(__always)
  private func isAsGuessed(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    switch guess {
    case .int: ExternalIDs.integer(bytes) != nil
    case .float: bytes.count <= CSVNumber.floatDigits && CSVNumber.isPlainFloat(bytes, mayHaveExponent: false)
    case .date: LocalDate.isPlain(bytes)
    case nil, .string, .decimal, .bool, .localTime, .zonedTime, .localDateTime, .zonedDateTime, .duration, .point: false
    }
  }

  private static func type(of bytes: UnsafeBufferPointer<UInt8>) -> CSVType {
    let first = bytes[0]
    let isDigit = first &- 0x30 < 10
    if isDigit || first == UInt8(ascii: "-") {
      if ExternalIDs.integer(bytes) != nil || CSVNumber.int(bytes) != nil && CSVNumber.isPlainInteger(bytes) { return .int }
      if CSVNumber.isPlainFloat(bytes) { return CSVNumber.needsDecimal(bytes) ? .decimal : .float }
    }
    if isDigit {
      if LocalDate.isPlain(bytes) { return .date }
      guard bytes.count > 10 else { return .string }
      if LocalDateTime(iso: bytes) != nil { return .localDateTime }
      if bytes[bytes.count - 1] == UInt8(ascii: "]") || CSVTypeGuess.hasOffset(bytes) {
        if ZonedDateTime(iso: bytes) != nil { return .zonedDateTime }
      }
      return .string
    }
    return CSVBool.value(bytes) == nil ? .string : .bool
  }

  /// A `Z`, or a sign behind the time.
  private static func hasOffset(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    bytes[10...].contains { $0 == UInt8(ascii: "Z") || $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") }
  }
}

enum CSVBool {
  /// `true` or `false` in any case.
  static func value(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool? {
    if CSVBool.matches(bytes, "true") { return true }
    return CSVBool.matches(bytes, "false") ? false : nil
  }

  private static func matches(_ bytes: UnsafeBufferPointer<UInt8>, _ word: StaticString) -> Bool {
    guard bytes.count == word.utf8CodeUnitCount else { return false }
    for index in 0..<bytes.count where bytes[index] | 0x20 != word.utf8Start[index] { return false }
    return true
  }
}

enum CSVNumber {
  /// An integer of 64 bits; a plus sign and leading zeros are allowed.
  static func int(_ bytes: UnsafeBufferPointer<UInt8>) -> Int64? {
    if let value = ExternalIDs.integer(bytes) { return value }
    guard bytes.count > 0 else { return nil }
    let isNegative = bytes[0] == UInt8(ascii: "-")
    let start = isNegative || bytes[0] == UInt8(ascii: "+") ? 1 : 0
    guard bytes.count > start, bytes.count < 64 else { return nil }
    var value: Int64 = 0
    for index in start..<bytes.count {
      let digit = bytes[index] &- 0x30
      guard digit < 10 else { return nil }
      let (shifted, isTooGreat) = value.multipliedReportingOverflow(by: 10)
      let (next, overflows) =
        isNegative ? shifted.subtractingReportingOverflow(Int64(digit)) : shifted.addingReportingOverflow(Int64(digit))
      guard !isTooGreat, !overflows else { return nil }
      value = next
    }
    return value
  }

  static func isPlainInteger(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    let start = bytes[0] == UInt8(ascii: "-") ? 1 : 0
    guard bytes.count > start else { return false }
    if bytes[start] == UInt8(ascii: "0"), bytes.count > start + 1 { return false }
    return bytes[start...].allSatisfy { $0 &- 0x30 < 10 }
  }

  /// Significant digits that say which float is meant (IEEE 754); what has more is told apart by none.
  static let floatDigits = 17

  /// Whether a number with a point has more digits than a float keeps, and not more than a decimal does.
  static func needsDecimal(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard bytes.count > floatDigits, let value = ExactDecimal(text: bytes)?.canonical else { return false }
    return value.coefficient.magnitude >= ExactDecimal.powersOfTen[floatDigits].magnitude
  }

  /// A number with a point or an exponent as JSON writes it, of so few digits and so small an exponent that it is finite.
  static func isPlainFloat(_ bytes: UnsafeBufferPointer<UInt8>, mayHaveExponent: Bool = true) -> Bool {
    var index = 0
    func digits() -> Int {
      let start = index
      while index < bytes.count, bytes[index] &- 0x30 < 10 { index += 1 }
      return index - start
    }
    if index < bytes.count, bytes[index] == UInt8(ascii: "-") { index += 1 }
    let first = index
    let whole = digits()
    guard whole > 0, whole <= 200, whole == 1 || bytes[first] != UInt8(ascii: "0") else { return false }
    guard index < bytes.count else { return false }
    if bytes[index] == UInt8(ascii: ".") {
      index += 1
      guard digits() > 0 else { return false }
      if index == bytes.count { return true }
    }
    guard mayHaveExponent, bytes[index] | 0x20 == UInt8(ascii: "e") else { return false }
    index += 1
    if index < bytes.count, bytes[index] == UInt8(ascii: "-") || bytes[index] == UInt8(ascii: "+") { index += 1 }
    let exponent = digits()
    return exponent > 0 && exponent <= 2 && index == bytes.count
  }
}
