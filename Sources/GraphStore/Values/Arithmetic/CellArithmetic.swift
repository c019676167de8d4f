#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The language's arithmetic on cells. Null in, null out; results that need memory live in the arena.
///
/// Integers overflow with 22003 and divide toward zero; an integer with a decimal is a decimal, any number
/// with a float is a float. Floats follow IEEE 754, so that 1.0 / 0.0 is infinity. Decimals are exact, and
/// throw when 38 digits do not hold the result.
public enum CellArithmetic {
  /// Numbers; instant + duration, duration + instant, duration + duration; strings and lists join as in
  /// openCypher.
  public static func add(_ a: Cell, _ b: Cell, arena: Arena) throws(ValueError) -> Cell {
    switch (a.tag, b.tag) {
    case (.int, .int):
      let (sum, overflow) = a.int.addingReportingOverflow(b.int)
      guard !overflow else { throw integerOverflow("+") }
      return Cell(sum)
    case (.float, .float): return Cell(a.float + b.float)
    case (.null, _), (_, .null): return .null
    case (.string, .string), (.list, .list): return try concatenate(a, b, arena: arena)
    case (.list, _): return try joined(a.items, [b], .list, arena)
    case (_, .list): return try joined([a], b.items, .list, arena)
    case (.duration, .duration): return try arena.duration(a.duration.adding(b.duration, sign: 1))
    case (_, .duration) where a.isTemporalInstant:
      return try TemporalArithmetic.add(a, b.duration, sign: 1, arena: arena)
    case (.duration, _) where b.isTemporalInstant:
      return try TemporalArithmetic.add(b, a.duration, sign: 1, arena: arena)
    default:
      return try number(
        a, b, "+", arena, float: { $0 + $1 }, decimal: { (a, b) throws(ValueError) in try a + b })
    }
  }

  /// Numbers; instant - duration, duration - duration; the difference of two instants of one type as a
  /// day-to-second duration.
  public static func subtract(_ a: Cell, _ b: Cell, arena: Arena) throws(ValueError) -> Cell {
    switch (a.tag, b.tag) {
    case (.int, .int):
      let (difference, overflow) = a.int.subtractingReportingOverflow(b.int)
      guard !overflow else { throw integerOverflow("-") }
      return Cell(difference)
    case (.float, .float): return Cell(a.float - b.float)
    case (.null, _), (_, .null): return .null
    case (.duration, .duration): return try arena.duration(a.duration.adding(b.duration, sign: -1))
    case (_, .duration) where a.isTemporalInstant:
      return try TemporalArithmetic.add(a, b.duration, sign: -1, arena: arena)
    case _ where a.isTemporalInstant && a.tag == b.tag:
      return try arena.duration(TemporalArithmetic.dayToSecond(from: b, to: a))
    default:
      return try number(
        a, b, "-", arena, float: { $0 - $1 }, decimal: { (a, b) throws(ValueError) in try a - b })
    }
  }

  /// Numbers; duration * number.
  public static func multiply(_ a: Cell, _ b: Cell, arena: Arena) throws(ValueError) -> Cell {
    switch (a.tag, b.tag) {
    case (.int, .int):
      let (product, overflow) = a.int.multipliedReportingOverflow(by: b.int)
      guard !overflow else { throw integerOverflow("*") }
      return Cell(product)
    case (.float, .float): return Cell(a.float * b.float)
    case (.null, _), (_, .null): return .null
    case (.duration, _) where b.isNumber: return try arena.duration(a.duration.scaled(by: b))
    case (_, .duration) where a.isNumber: return try arena.duration(b.duration.scaled(by: a))
    default:
      return try number(
        a, b, "*", arena, float: { $0 * $1 }, decimal: { (a, b) throws(ValueError) in try a * b })
    }
  }

  /// Numbers, integers toward zero; duration / number.
  public static func divide(_ a: Cell, _ b: Cell, arena: Arena) throws(ValueError) -> Cell {
    switch (a.tag, b.tag) {
    case (.int, .int):
      guard b.int != 0 else { throw divisionByZero }
      let (quotient, overflow) = a.int.dividedReportingOverflow(by: b.int)
      guard !overflow else { throw integerOverflow("/") }
      return Cell(quotient)
    case (.float, .float): return Cell(a.float / b.float)
    case (.null, _), (_, .null): return .null
    case (.duration, _) where b.isNumber: return try arena.duration(a.duration.divided(by: b))
    default:
      return try number(
        a, b, "/", arena, float: { $0 / $1 }, decimal: { (a, b) throws(ValueError) in try a / b })
    }
  }

  /// The remainder has the dividend's sign.
  public static func modulo(_ a: Cell, _ b: Cell, arena: Arena) throws(ValueError) -> Cell {
    switch (a.tag, b.tag) {
    case (.int, .int):
      guard b.int != 0 else { throw divisionByZero }
      // The one overflow, Int64.min % -1, has remainder 0.
      return Cell(b.int == -1 ? 0 : a.int % b.int)
    case (.float, .float): return Cell(fmod(a.float, b.float))
    case (.null, _), (_, .null): return .null
    default:
      return try number(
        a, b, "%", arena, float: { fmod($0, $1) }, decimal: { (a, b) throws(ValueError) in try a % b })
    }
  }

  /// Always a float. A negative base with a fractional exponent, and zero with a negative one, is an error
  /// 2201F.
  public static func power(_ a: Cell, _ b: Cell, arena: Arena) throws(ValueError) -> Cell {
    if a.isNull || b.isNull { return .null }
    guard let base = a.asDouble, let exponent = b.asDouble else { throw noOperator("^", a, b) }
    if base == 0, exponent < 0 { throw ValueError(.power, "zero has no negative power") }
    if base < 0, exponent.isFinite, exponent.rounded(.towardZero) != exponent {
      throw ValueError(.power, "a negative number has no fractional power")
    }
    return Cell(pow(base, exponent))
  }

  /// A number or a duration with the other sign.
  public static func negate(_ a: Cell, arena: Arena) throws(ValueError) -> Cell {
    switch a.tag {
    case .null: return .null
    case .int:
      guard a.int != .min else { throw integerOverflow("-") }
      return Cell(-a.int)
    case .float: return Cell(-a.float)
    case .decimal: return arena.decimal(-a.decimal)
    case .duration: return try arena.duration(CalendarDuration().adding(a.duration, sign: -1))
    case .bool, .string, .bytes, .date, .localTime, .zonedTime, .localDateTime, .zonedDateTime, .list,
      .record, .node, .edge,
      .path:
      throw ValueError(.invalidType, "cannot negate \(a.typeName)")
    }
  }

  public static let divisionByZero = ValueError(.divisionByZero, "division by zero")

  static func integerOverflow(_ symbol: String) -> ValueError {
    ValueError(.numericOutOfRange, "the result of `\(symbol)` does not fit a 64-bit integer")
  }

  static func noOperator(_ symbol: String, _ a: Cell, _ b: Cell) -> ValueError {
    ValueError(.invalidType, "`\(symbol)` does not take \(a.typeName) and \(b.typeName)")
  }

  /// Numbers of different types, and decimals.
  private static func number(
    _ a: Cell, _ b: Cell, _ symbol: String, _ arena: Arena, float: (Double, Double) -> Double,
    decimal: (ExactDecimal, ExactDecimal) throws(ValueError) -> ExactDecimal
  ) throws(ValueError) -> Cell {
    guard a.isNumber, b.isNumber else { throw noOperator(symbol, a, b) }
    if let a = a.asDecimal, let b = b.asDecimal { return arena.decimal(try decimal(a, b)) }
    guard let a = a.asDouble, let b = b.asDouble else { throw noOperator(symbol, a, b) }
    return Cell(float(a, b))
  }
}

extension Cell {
  /// Any number as the nearest float; nil for anything else.
  public var asDouble: Double? {
    tag == .float ? float : (tag == .int ? Double(int) : (tag == .decimal ? decimal.double : nil))
  }

  /// An exact number as a decimal; nil for floats and anything else.
  public var asDecimal: ExactDecimal? {
    tag == .int ? ExactDecimal(int) : (tag == .decimal ? decimal : nil)
  }

  public var isTemporalInstant: Bool {
    switch tag {
    case .date, .localTime, .zonedTime, .localDateTime, .zonedDateTime: true
    case .null, .bool, .int, .float, .decimal, .string, .bytes, .duration, .list, .record, .node, .edge,
      .path:
      false
    }
  }

  /// For messages: `a string`, `a node`.
  public var typeName: String {
    switch tag {
    case .null: "null"
    case .bool: "a Boolean"
    case .int: "an integer"
    case .float: "a float"
    case .decimal: "a decimal"
    case .string: "a string"
    case .bytes: "a byte string"
    case .date: "a date"
    case .localTime: "a local time"
    case .zonedTime: "a zoned time"
    case .localDateTime: "a local datetime"
    case .zonedDateTime: "a zoned datetime"
    case .duration: "a duration"
    case .list: "a list"
    case .record: "a record"
    case .node: "a node"
    case .edge: "an edge"
    case .path: "a path"
    }
  }
}
