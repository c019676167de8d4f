import GraphStore

/// CAST. Null becomes null, a value of the type stays as it is. Floats and decimals become integers by
/// dropping their fraction; decimals round to a given scale, ties away from zero; strings longer than a given
/// length are cut.
public enum Cast {
  /// - Throws: `invalidCast` (22018) for text that is none of the type, `invalidDatetime` and `invalidDuration` for temporal text,
  ///   `numericOutOfRange`, `invalidType` (22G03) for types between which nothing is defined,
  /// `nullNotAllowed`.
  public static func cast(_ value: Cell, to target: CastTarget, _ context: FunctionContext) throws(ValueError)
    -> Cell
  {
    if case .notNull(let target) = target {
      guard !value.isNull else {
        throw ValueError(.nullNotAllowed, "null cannot become \(target.name) NOT NULL")
      }
      return try cast(value, to: target, context)
    }
    if value.isNull { return .null }
    switch target {
    case .bool: return try bool(value)
    case .string(let minimum, let maximum, let isFixed):
      return try string(value, minimum: minimum, maximum: maximum, isFixed: isFixed, context)
    case .bytes(let minimum, let maximum, let isFixed):
      return try bytes(value, minimum: minimum, maximum: maximum, isFixed: isFixed, context)
    case .integer(let bits, let isSigned): return try integer(value, bits: bits, isSigned: isSigned, context)
    case .decimal(let precision, let scale):
      return try decimal(value, precision: precision, scale: scale, context)
    case .float(let bits): return try float(value, bits: bits)
    case .date: return try instant(value, .date, target, context)
    case .localTime: return try instant(value, .localTime, target, context)
    case .zonedTime: return try instant(value, .zonedTime, target, context)
    case .localDateTime: return try instant(value, .localDateTime, target, context)
    case .zonedDateTime: return try instant(value, .zonedDateTime, target, context)
    case .duration(let kind): return try duration(value, kind, target, context)
    case .list(let item, let maximum): return try list(value, of: item, maximum: maximum, target, context)
    case .record(let fields): return try record(value, fields, target, context)
    case .any, .propertyValue, .path, .node, .edge, .union, .null, .nothing, .notNull:
      guard TypeTest.matches(value, target) else { throw undefined(value, target) }
      return value
    }
  }

  static func undefined(_ value: Cell, _ target: CastTarget) -> ValueError {
    ValueError(.invalidType, "\(value.typeName) cannot become \(target.name)", detail: "InvalidArgumentValue")
  }

  static func notText(of target: String) -> ValueError {
    ValueError(.invalidCast, "the text is no \(target)")
  }

  // MARK: Truth and text

  private static func bool(_ value: Cell) throws(ValueError) -> Cell {
    if value.tag == .bool { return value }
    guard value.tag == .string else { throw undefined(value, .bool) }
    switch trimmed(value).lowercased() {
    case "true": return .true
    case "false": return .false
    case "unknown": return .null
    default: throw notText(of: "BOOL")
    }
  }

  /// The text of a scalar, as CAST gives it; nil for lists, records, elements, paths and byte strings.
  public static func text(of value: Cell) -> String? {
    switch value.tag {
    case .bool: value.bool ? "TRUE" : "FALSE"
    case .int: String(value.int)
    case .float: ValueText.float(value.float)
    case .decimal: value.decimal.text
    case .string: value.text
    case .date: value.date.isoText
    case .localTime: value.localTime.isoText
    case .zonedTime: value.zonedTime.isoText
    case .localDateTime: value.localDateTime.isoText
    case .zonedDateTime: value.zonedDateTime.value.isoText
    case .duration: value.duration.isoText
    case .null, .bytes, .list, .record, .node, .edge, .path: nil
    }
  }

  private static func string(
    _ value: Cell, minimum: Int?, maximum: Int?, isFixed: Bool, _ context: FunctionContext
  ) throws(ValueError) -> Cell {
    var result = value
    if value.tag != .string {
      guard let text = text(of: value) else { throw undefined(value, .string()) }
      result = context.arena.string(text)
    }
    if let maximum {
      result = result.slice(0..<result.byteOffset(ofScalar: maximum))
      let missing = isFixed ? maximum - result.scalarCount : 0
      if missing > 0 { result = context.arena.string(result.text + String(repeating: " ", count: missing)) }
    }
    if let minimum, result.scalarCount < minimum {
      throw ValueError(.invalidCast, "the string has fewer than \(minimum) characters")
    }
    return result
  }

  /// What is too long is cut; a fixed length is reached with zeros.
  private static func bytes(
    _ value: Cell, minimum: Int?, maximum: Int?, isFixed: Bool, _ context: FunctionContext
  ) throws(ValueError) -> Cell {
    guard value.tag == .bytes else { throw undefined(value, .bytes()) }
    let length = Int(value.length)
    if let maximum, length > maximum { return value.bytes(0..<maximum) }
    if isFixed, let maximum, length < maximum {
      return context.arena.bytes(Array(value.rawBytes) + Array(repeating: 0, count: maximum - length))
    }
    if let minimum, length < minimum { throw ValueError(.invalidCast, "the byte string has fewer than \(minimum) bytes") }
    return value
  }

  static func trimmed(_ value: Cell) -> String {
    let text = value.text.unicodeScalars
    let rest = text.drop { $0.properties.isWhitespace }
    guard let end = rest.lastIndex(where: { !$0.properties.isWhitespace }) else { return "" }
    return String(rest[...end])
  }

  // MARK: Numbers

  private static func integer(
    _ value: Cell, bits: Int, isSigned: Bool, _ context: FunctionContext
  ) throws(ValueError) -> Cell {
    let outOfRange = ValueError(
      .numericOutOfRange, "the number does not fit \(CastTarget.integer(bits: bits, isSigned: isSigned).name)"
    )
    if !isSigned, bits >= 64, value.tag == .decimal || value.tag == .string,
      let exact = value.tag == .decimal ? value.decimal.rounded(places: 0, .towardZero) : ExactDecimal(text: trimmed(value)),
      TypeTest.isWideUnsigned(exact)
    {
      return context.arena.decimal(exact)
    }
    let whole: Int64
    switch value.tag {
    case .int: whole = value.int
    case .float:
      guard let exact = Int64(exactly: value.float.rounded(.towardZero)) else { throw outOfRange }
      whole = exact
    case .decimal:
      guard let rounded = value.decimal.rounded(places: 0, .towardZero),
        let exact = Int64(exactly: rounded.coefficient)
      else { throw outOfRange }
      whole = exact
    case .string:
      let text = trimmed(value)
      let digits = text.utf8.drop { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") }
      guard !digits.isEmpty, text.utf8.count - digits.count <= 1, digits.allSatisfy({ $0 &- 0x30 < 10 })
      else {
        throw notText(of: "integer")
      }
      guard let exact = Int64(text) else { throw outOfRange }
      whole = exact
    case .null, .bool, .bytes, .date, .localTime, .zonedTime, .localDateTime, .zonedDateTime, .duration,
      .list, .record,
      .node, .edge, .path:
      throw undefined(value, .integer(bits: bits, isSigned: isSigned))
    }
    guard TypeTest.fits(whole, bits: bits, isSigned: isSigned) else { throw outOfRange }
    return Cell(whole)
  }

  private static func decimal(
    _ value: Cell, precision: Int?, scale: Int?, _ context: FunctionContext
  ) throws(ValueError) -> Cell {
    let name = CastTarget.decimal(precision: precision, scale: scale).name
    let outOfRange = ValueError(.numericOutOfRange, "the number does not fit \(name)")
    var result: ExactDecimal
    if let exact = value.asDecimal {
      result = exact
    } else if value.tag == .float {
      guard let exact = ExactDecimal(value.float) else { throw outOfRange }
      result = exact
    } else {
      guard value.tag == .string else { throw undefined(value, .decimal()) }
      let text = trimmed(value)
      guard float(parsing: value) != nil else { throw notText(of: "number") }
      guard let exact = ExactDecimal(text: text) else { throw outOfRange }
      result = exact
    }
    if let scale {
      guard let rounded = result.rounded(places: Int32(clamping: scale), .toNearestOrAwayFromZero) else {
        throw outOfRange
      }
      result = rounded
    }
    if let precision {
      let digits = String(result.coefficient.magnitude).utf8.count - Int(result.scale) + (scale ?? 0)
      guard result.coefficient == 0 || digits <= precision else { throw outOfRange }
    }
    return context.arena.decimal(result)
  }

  private static func float(_ value: Cell, bits: Int) throws(ValueError) -> Cell {
    var result: Double
    if let number = value.asDouble {
      result = number
    } else {
      guard value.tag == .string else { throw undefined(value, .float(bits: bits)) }
      guard let parsed = float(parsing: value) else { throw notText(of: "number") }
      guard parsed.isFinite || value.text.lowercased().contains("inf") || parsed.isNaN else {
        throw ValueError(.numericOutOfRange, "the number does not fit FLOAT\(bits)")
      }
      result = parsed
    }
    if bits <= 32, result.isFinite {
      let narrow = TypeTest.narrowed(result, bits: bits)
      guard narrow.isFinite else {
        throw ValueError(.numericOutOfRange, "the number does not fit FLOAT\(bits)")
      }
      result = narrow
    }
    return Cell(result)
  }

  /// Decimal text with exponent, `Infinity`, `-Infinity`, `NaN`; nil for anything else.
  static func float(parsing value: Cell) -> Double? {
    let text = trimmed(value)
    switch text.lowercased() {
    case "infinity", "+infinity", "inf", "+inf": return .infinity
    case "-infinity", "-inf": return -.infinity
    case "nan": return .nan
    default: break
    }
    guard text.utf8.allSatisfy({ $0 &- 0x30 < 10 || ".eE+-".utf8.contains($0) }) else { return nil }
    return Double(text)
  }

  // MARK: Time

  private static func instant(
    _ value: Cell, _ kind: InstantKind, _ target: CastTarget, _ context: FunctionContext
  ) throws(ValueError) -> Cell {
    if value.tag == .string { return try TemporalConversion.parse(value, as: kind, context) }
    guard let result = TemporalConversion.convert(value, to: kind, context) else {
      throw undefined(value, target)
    }
    return result
  }

  static func duration(parsing text: Cell, _ context: FunctionContext) throws(ValueError) -> Cell {
    guard let duration = CalendarDuration(iso: text.utf8) else {
      throw ValueError(.invalidDuration, "the text is no duration in ISO 8601 form")
    }
    return context.arena.duration(duration)
  }

  private static func duration(
    _ value: Cell, _ kind: TypeSpecification.DurationKind?, _ target: CastTarget, _ context: FunctionContext
  ) throws(ValueError) -> Cell {
    let result = value.tag == .string ? try duration(parsing: value, context) : value
    guard result.tag == .duration else { throw undefined(value, target) }
    guard TypeTest.matches(result, target) else {
      throw ValueError(.invalidDuration, "the duration has parts that the type lacks")
    }
    return result
  }

  // MARK: Collections

  private static func list(
    _ value: Cell, of item: CastTarget?, maximum: Int?, _ target: CastTarget, _ context: FunctionContext
  ) throws(ValueError) -> Cell {
    guard value.tag == .list || value.tag == .path else { throw undefined(value, target) }
    let items = maximum.map { value.items.prefix($0) } ?? value.items[...]
    guard let item else { return context.arena.list(Array(items)) }
    var result: [Cell] = []
    for element in items { result.append(try cast(element, to: item, context)) }
    return context.arena.list(result)
  }

  private static func record(
    _ value: Cell, _ fields: [(name: String, type: CastTarget)]?, _ target: CastTarget,
    _ context: FunctionContext
  ) throws(ValueError) -> Cell {
    guard value.tag == .record else { throw undefined(value, target) }
    guard let fields else { return value }
    guard fields.count == Int(value.length) else {
      throw ValueError(.recordFields, "the record has \(value.length) fields, the type \(fields.count)")
    }
    var result: [(name: String, value: Cell)] = []
    for field in fields {
      guard let item = value.field(field.name) else {
        throw ValueError(.recordFields, "the record has no field `\(field.name)`")
      }
      result.append((field.name, try cast(item, to: field.type, context)))
    }
    return context.arena.record(result)
  }
}
