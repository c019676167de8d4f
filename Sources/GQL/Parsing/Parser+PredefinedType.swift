/// BOOL, strings, numbers, temporal types (ISO clause 18.9: predefinedType).
extension Parser {
  func parsePredefinedType() throws(SyntaxFailure) -> TypeSpecification.Kind {
    let token = current
    let word = text.written(token).uppercased()
    advance()
    if let kind = Parser.plainTypes[word] { return kind }
    switch word {
    case "STRING": return try parseLengths { .string(minimum: $0, maximum: $1, isFixed: false) }
    case "BYTES": return try parseLengths { .bytes(minimum: $0, maximum: $1, isFixed: false) }
    case "CHAR":
      let length = try parseFixedLength()
      return .string(minimum: length, maximum: length, isFixed: true)
    case "BINARY":
      let length = try parseFixedLength()
      return .bytes(minimum: length, maximum: length, isFixed: true)
    case "VARCHAR": return .string(minimum: nil, maximum: try parseOptionalLength(), isFixed: false)
    case "VARBINARY": return .bytes(minimum: nil, maximum: try parseOptionalLength(), isFixed: false)
    case "INT", "INTEGER", "UINT":
      return .integer(bits: nil, isSigned: word != "UINT", precision: try parseOptionalPrecision())
    case "SIGNED", "UNSIGNED", "BIG", "SMALL": return try parseVerboseInteger(word)
    case "DECIMAL", "DEC": return try parseDecimalType()
    case "FLOAT": return try parseFloatType()
    case "DOUBLE":
      if text.written(current).uppercased() == "PRECISION" { advance() }
      return .float(bits: 64)
    case "DURATION": return .duration(try parseDurationQualifier())
    case "TIMESTAMP", "TIME", "ZONED", "LOCAL", "DATETIME": return try parseInstantType(word, token)
    default: throw unknownType(token, word)
    }
  }

  private static let plainTypes: [String: TypeSpecification.Kind] = {
    var types: [String: TypeSpecification.Kind] = [
      "BOOL": .bool, "BOOLEAN": .bool, "DATE": .date, "REAL": .float(bits: 32),
      "SMALLINT": .integer(bits: 16, isSigned: true, precision: nil),
      "BIGINT": .integer(bits: 64, isSigned: true, precision: nil),
      "USMALLINT": .integer(bits: 16, isSigned: false, precision: nil),
      "UBIGINT": .integer(bits: 64, isSigned: false, precision: nil),
    ]
    for bits in [8, 16, 32, 64, 128, 256] {
      types["INT\(bits)"] = .integer(bits: bits, isSigned: true, precision: nil)
      types["INTEGER\(bits)"] = .integer(bits: bits, isSigned: true, precision: nil)
      types["UINT\(bits)"] = .integer(bits: bits, isSigned: false, precision: nil)
      if bits > 8 { types["FLOAT\(bits)"] = .float(bits: bits) }
    }
    return types
  }()

  /// One spelling of each type, for whoever types.
  static let usualTypes = [
    "ANY", "BOOL", "BYTES", "DATE", "DECIMAL", "DURATION", "EDGE", "FLOAT", "INT", "LIST", "LOCAL DATETIME", "LOCAL TIME", "NODE", "PATH", "RECORD",
    "STRING", "UINT", "ZONED DATETIME", "ZONED TIME",
  ]

  /// What a misspelled type may have meant.
  private static let typeNames =
    Array(plainTypes.keys) + [
      "STRING", "BYTES", "CHAR", "BINARY", "VARCHAR", "VARBINARY", "INT", "INTEGER", "UINT", "DECIMAL", "FLOAT", "DOUBLE",
      "DURATION", "TIMESTAMP", "LIST", "ARRAY", "RECORD", "PATH", "NODE", "EDGE", "ANY",
    ]

  private func unknownType(_ token: Token, _ word: String) -> SyntaxFailure {
    let hint: String? =
      switch word {
      case "MAP": "write `RECORD`"
      case "TEXT": "write `STRING`"
      case "NUMBER", "NUMERIC": "write `INT`, `FLOAT` or `DECIMAL`"
      case "LOCAL_DATETIME", "LOCALDATETIME": "write `LOCAL DATETIME`"
      case "ZONED_DATETIME": "write `ZONED DATETIME`"
      case "LOCAL_TIME", "LOCALTIME": "write `LOCAL TIME`"
      case "ZONED_TIME": "write `ZONED TIME`"
      case "GRAPH", "TABLE", "BINDING": "graphs and tables as values are not supported yet"
      default: Suggestion.nearest(to: word, among: Parser.typeNames).first.map { "did you mean `\($0)`?" }
      }
    return fail(
      "expected a type, found \(describe(token))", at: token.span, hints: hint.map { [$0] } ?? [])
  }

  // MARK: Lengths and precisions

  /// `(n)` of at least one.
  private func parseOptionalLength() throws(SyntaxFailure) -> Int? {
    let start = here
    let length = try parseOptionalNumbers(atMost: 1)?[0]
    if length == 0 { throw lengthTooSmall(start) }
    return length
  }

  /// Values are filled up to it.
  private func parseFixedLength() throws(SyntaxFailure) -> Int {
    let start = here
    let length = try parseOptionalLength() ?? 1
    guard length <= CellArithmetic.stringLimitBytes else {
      throw fail("a fixed length may be \(CellArithmetic.stringLimitBytes) at most", at: span(from: start))
    }
    return length
  }

  private func lengthTooSmall(_ start: Int) -> SyntaxFailure {
    fail("the greatest length of a type must be at least 1", at: span(from: start))
  }

  /// `(n)` or `(m, n)`.
  private func parseOptionalNumbers(atMost limit: Int) throws(SyntaxFailure) -> [Int]? {
    guard at(.leftParenthesis) else { return nil }
    let opening = take().span
    var numbers: [Int] = []
    repeat {
      guard at(.integer) else { throw expected("a whole number", "in the parentheses of a type") }
      numbers.append(try wholeNumber(take()))
    } while numbers.count < limit && eat(.comma)
    try expectClosing(.rightParenthesis, of: opening, "to close the length of the type")
    return numbers
  }

  private func parseLengths(
    _ make: (Int?, Int?) -> TypeSpecification.Kind
  ) throws(SyntaxFailure) -> TypeSpecification.Kind {
    let start = here
    guard let numbers = try parseOptionalNumbers(atMost: 2) else { return make(nil, nil) }
    if numbers.last == 0 { throw lengthTooSmall(start) }
    if numbers.count == 1 { return make(nil, numbers[0]) }
    guard numbers[0] <= numbers[1] else {
      throw fail("the least length \(numbers[0]) is above the greatest, \(numbers[1])", at: span(from: start))
    }
    return make(numbers[0], numbers[1])
  }

  /// `SIGNED INTEGER`, `UNSIGNED BIG INTEGER`, `SMALL INTEGER`, `UNSIGNED INTEGER8`.
  private func parseVerboseInteger(_ first: String) throws(SyntaxFailure) -> TypeSpecification.Kind {
    var size = first
    if first == "SIGNED" || first == "UNSIGNED" {
      size = text.written(current).uppercased()
      if size == "BIG" || size == "SMALL" { advance() }
    }
    let isSigned = first != "UNSIGNED"
    let word = text.written(current).uppercased()
    guard word.hasPrefix("INTEGER") else { throw expected("`INTEGER`", "after `\(first)`") }
    if size == "BIG" || size == "SMALL", word == "INTEGER" {
      advance()
      return .integer(bits: size == "BIG" ? 64 : 16, isSigned: isSigned, precision: nil)
    }
    guard case .integer(let bits, _, let precision) = try parsePredefinedType() else {
      throw expected("`INTEGER`", "after `\(first)`")
    }
    return .integer(bits: bits, isSigned: isSigned, precision: precision)
  }

  /// `(p)` of at least one digit.
  private func parseOptionalPrecision() throws(SyntaxFailure) -> Int? {
    let start = here
    let precision = try parseOptionalNumbers(atMost: 1)?[0]
    if precision == 0 { throw precisionTooSmall(start) }
    return precision
  }

  private func precisionTooSmall(_ start: Int) -> SyntaxFailure {
    fail("the precision of a number type must be at least 1", at: span(from: start))
  }

  private func parseDecimalType() throws(SyntaxFailure) -> TypeSpecification.Kind {
    let start = here
    let numbers = try parseOptionalNumbers(atMost: 2)
    if let numbers {
      if numbers[0] == 0 { throw precisionTooSmall(start) }
      if numbers.count > 1, numbers[1] > numbers[0] {
        throw fail("the scale \(numbers[1]) is above the precision \(numbers[0])", at: span(from: start))
      }
    }
    return .decimal(precision: numbers?.first, scale: numbers.flatMap { $0.count > 1 ? $0[1] : nil })
  }

  /// `FLOAT(p, s)`: the smallest binary format with p bits of significand. The scale has no effect.
  private func parseFloatType() throws(SyntaxFailure) -> TypeSpecification.Kind {
    let start = here
    guard let precision = try parseOptionalNumbers(atMost: 2)?[0] else { return .float(bits: nil) }
    if precision == 0 { throw precisionTooSmall(start) }
    return .float(bits: precision <= 11 ? 16 : precision <= 24 ? 32 : precision <= 53 ? 64 : precision <= 113 ? 128 : 256)
  }

  // MARK: Temporal types

  private func parseDurationQualifier() throws(SyntaxFailure) -> TypeSpecification.DurationKind? {
    guard at(.leftParenthesis) else { return nil }
    let opening = take().span
    let kind: TypeSpecification.DurationKind
    if at(.year, .to), token(ahead: 2).keyword == .month {
      kind = .yearToMonth
    } else if at(.day, .to), token(ahead: 2).keyword == .second {
      kind = .dayToSecond
    } else {
      throw expected("`YEAR TO MONTH` or `DAY TO SECOND`")
    }
    for _ in 0..<3 { advance() }
    try expectClosing(.rightParenthesis, of: opening, "to close the kind of duration")
    return kind
  }

  private func parseInstantType(_ word: String, _ token: Token) throws(SyntaxFailure) -> TypeSpecification.Kind {
    switch word {
    case "ZONED", "LOCAL":
      if eat(.datetime) { return word == "ZONED" ? .zonedDateTime : .localDateTime }
      try expect(.time, "or `DATETIME` after `\(word)`")
      return word == "ZONED" ? .zonedTime : .localTime
    case "TIMESTAMP": return try parseOptionalTimeZone() == true ? .zonedDateTime : .localDateTime
    case "TIME":
      if let isZoned = try parseOptionalTimeZone() { return isZoned ? .zonedTime : .localTime }
    default: break
    }
    throw fail(
      "`\(word)` needs to say whether it has a time zone", at: token.span, hints: ["write `ZONED \(word)` or `LOCAL \(word)`"])
  }

  /// `WITH TIME ZONE`, `WITHOUT TIME ZONE`; nil when neither is written.
  private func parseOptionalTimeZone() throws(SyntaxFailure) -> Bool? {
    let isZoned = at(.with)
    guard isZoned || text.written(current).uppercased() == "WITHOUT", token(ahead: 1).keyword == .time else { return nil }
    advance()
    advance()
    try expect(.zone, "after `TIME`")
    return isZoned
  }
}
