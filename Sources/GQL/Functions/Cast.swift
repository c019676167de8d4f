import GraphStore

/// CAST. Null becomes null, a value of the type stays as it is. Floats and decimals become integers by
/// dropping their fraction; decimals round to a given scale, ties away from zero. Strings and byte strings longer than a given length
/// are cut, with a warning (01004); the text of anything else, and a list, must fit.
public enum Cast {
  /// - Throws: `invalidCast` (22018) for text that is none of the type, `invalidDatetime` and `invalidDuration` for temporal text,
  ///   `numericOutOfRange`, `stringTruncation` (22001) and `listTruncation` (22G0B) for what is too long, `invalidType` (22G03) for types
  ///   between which nothing is defined, `nullNotAllowed`.
  public static func cast(_ value: Cell, to target: CastTarget, _ context: FunctionContext) throws(ValueError)
    -> Cell
  {
    if value.isNull {
      guard target.includesNull else { throw nullBecoming(target) }
      return .null
    }
    if case .notNull(let target) = target { return try cast(value, to: target, context) }
    switch target {
    case .bool: return try bool(value)
    case .string(let minimum, let maximum, let isFixed):
      return try string(value, minimum: minimum, maximum: maximum, isFixed: isFixed, target, context)
    case .bytes(let minimum, let maximum, let isFixed):
      return try bytes(value, minimum: minimum, maximum: maximum, isFixed: isFixed, context)
    case .integer(let bits, let isSigned): return try integer(value, bits: bits, isSigned: isSigned, context)
    case .decimal(let precision, let scale):
      return try decimal(value, precision: precision, scale: scale, context)
    case .float(let bits): return try float(value, bits: bits, context)
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

  static func nullBecoming(_ target: CastTarget) -> ValueError { ValueError(.nullNotAllowed, "null cannot become \(target.name)") }

  static func undefined(_ value: Cell, _ target: CastTarget) -> ValueError {
    ValueError(.invalidType, "\(value.typeName) cannot become \(target.name)", detail: "InvalidArgumentValue")
  }

  /// For a list with more items than its type takes.
  static func tooLong(_ list: Cell, _ target: CastTarget, maximum: Int) -> ValueError {
    ValueError(.listTruncation, "the list has \(list.length) items, and \(target.name) takes \(maximum)")
  }

  static func notText(of target: String) -> ValueError {
    ValueError(.invalidCast, "the text is no \(target)")
  }

  // MARK: Truth

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

  static func trimmed(_ value: Cell) -> String {
    let text = value.text.unicodeScalars
    let rest = text.drop { $0.properties.isWhitespace }
    guard let end = rest.lastIndex(where: { !$0.properties.isWhitespace }) else { return "" }
    return String(rest[...end])
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
    if let maximum, Int(value.length) > maximum { throw tooLong(value, target, maximum: maximum) }
    guard let item else { return context.arena.list(Array(value.items)) }
    var result: [Cell] = []
    for element in value.items { result.append(try cast(element, to: item, context)) }
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
