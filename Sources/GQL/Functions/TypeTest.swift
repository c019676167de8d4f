import GraphStore

/// IS TYPED: whether a value is of a type, as it is. Labels in node and edge types are not looked at: see `IS
/// LABELED`.
public enum TypeTest {
  /// Null is of the types that include it (`CastTarget.includesNull`).
  public static func matches(_ value: Cell, _ type: CastTarget) -> Bool {
    if value.isNull { return type.includesNull }
    if case .notNull(let type) = type { return matches(value, type) }
    switch (type, value.tag) {
    case (.any, _): return true
    case (.bool, .bool), (.date, .date), (.localTime, .localTime), (.zonedTime, .zonedTime): return true
    case (.localDateTime, .localDateTime), (.zonedDateTime, .zonedDateTime): return true
    case (.path, .path), (.node, .node), (.edge, .edge): return true
    case (.string(let minimum, let maximum, let isFixed), .string):
      return hasLength(value.scalarCount, minimum: isFixed ? maximum : minimum, maximum: maximum)
    case (.bytes(let minimum, let maximum, let isFixed), .bytes):
      return hasLength(Int(value.length), minimum: isFixed ? maximum : minimum, maximum: maximum)
    case (.integer(let bits, let isSigned), .int): return fits(value.int, bits: bits, isSigned: isSigned)
    case (.integer(let bits, isSigned: false), .decimal): return bits >= 64 && isWideUnsigned(value.decimal)
    case (.decimal(let precision, let scale), .decimal):
      return fits(value.decimal, precision: precision, scale: scale)
    case (.float(let bits), .float):
      return bits >= 64 || !value.float.isFinite || narrowed(value.float, bits: bits) == value.float
    case (.duration(let kind), .duration): return isDuration(value.duration, kind)
    case (.list(let item, let maximum), .list):
      guard maximum.map({ Int(value.length) <= $0 }) ?? true else { return false }
      return item.map { item in value.items.allSatisfy { matches($0, item) } } ?? true
    case (.record(let fields), .record): return hasFields(value, fields)
    case (.propertyValue, _): return isStorable(value)
    case (.union(let members), _): return members.contains { matches(value, $0) }
    default: return false
    }
  }

  static func fits(_ value: Int64, bits: Int, isSigned: Bool) -> Bool {
    if !isSigned { return value >= 0 && (bits >= 63 || value >> Int64(bits) == 0) }
    guard bits < 64 else { return true }
    let limit = Int64(1) << Int64(max(0, bits - 1))
    return value >= -limit && value < limit
  }

  /// Above what a signed integer holds, and within 64 bits: such values are kept as exact numbers without fraction.
  static func isWideUnsigned(_ value: ExactDecimal) -> Bool {
    let form = value.canonical
    return form.scale <= 0 && UInt64(exactly: form.coefficient) != nil && Int64(exactly: form.coefficient) == nil
  }

  /// The nearest value of a narrower float, ties to even; infinite beyond its range.
  static func narrowed(_ value: Double, bits: Int) -> Double {
    guard bits <= 16, value.isFinite, value != 0 else { return bits <= 32 ? Double(Float(value)) : value }
    // FLOAT16 has 11 binary digits and least exponent -14.
    let unit = Double(sign: .plus, exponent: max(Int(value.exponent), -14) - 10, significand: 1)
    let rounded = (value / unit).rounded(.toNearestOrEven) * unit
    return abs(rounded) > 65_504 ? (value < 0 ? -.infinity : .infinity) : rounded
  }

  private static func fits(_ value: ExactDecimal, precision: Int?, scale: Int?) -> Bool {
    let form = value.canonical
    if let scale, form.scale > scale { return false }
    guard let precision, form.coefficient != 0 else { return true }
    return String(form.coefficient.magnitude).utf8.count - Int(form.scale) + (scale ?? 0) <= precision
  }

  private static func hasLength(_ length: Int, minimum: Int?, maximum: Int?) -> Bool {
    length >= minimum ?? 0 && length <= maximum ?? .max
  }

  private static func isDuration(_ value: CalendarDuration, _ kind: TypeSpecification.DurationKind?) -> Bool {
    switch kind {
    case nil: true
    case .yearToMonth: value.isYearToMonth
    case .dayToSecond: value.isDayToSecond
    }
  }

  private static func hasFields(_ value: Cell, _ fields: [(name: String, type: CastTarget)]?) -> Bool {
    guard let fields else { return true }
    return fields.count == Int(value.length)
      && fields.allSatisfy { field in value.field(field.name).map { matches($0, field.type) } ?? false }
  }

  private static func isStorable(_ value: Cell) -> Bool {
    switch value.tag {
    case .null, .bool, .int, .float, .decimal, .string, .bytes, .date, .localTime, .zonedTime, .localDateTime,
      .zonedDateTime, .duration:
      true
    case .list: value.items.allSatisfy(isStorable)
    case .record: value.fieldCells.allSatisfy(isStorable)
    case .node, .edge, .path: false
    }
  }
}
