import GraphStore

/// CAST to integers, decimals and floats.
extension Cast {
  static func integer(
    _ value: Cell, bits: Int, isSigned: Bool, _ context: FunctionContext
  ) throws(ValueError) -> Cell {
    let outOfRange = ValueError(
      .numericOutOfRange, "the number does not fit \(CastTarget.integer(bits: bits, isSigned: isSigned).name)"
    )
    let whole: Int64
    switch value.tag {
    case .int: whole = value.int
    case .float:
      guard let exact = Int64(exactly: value.float.rounded(.towardZero)) else { throw outOfRange }
      whole = exact
    case .decimal:
      guard let rounded = value.decimal.rounded(places: 0, .towardZero) else { throw outOfRange }
      if !isSigned, bits >= 64, TypeTest.isWideUnsigned(rounded) { return context.arena.decimal(rounded) }
      guard let exact = Int64(exactly: rounded.canonical.coefficient) else { throw outOfRange }
      whole = exact
    case .string:
      guard let number = NumberText.number(in: value, context) else { throw notText(of: "integer") }
      return try integer(number, bits: bits, isSigned: isSigned, context)
    case .null, .bool, .bytes, .date, .localTime, .zonedTime, .localDateTime, .zonedDateTime, .duration,
      .list, .record,
      .node, .edge, .path:
      throw undefined(value, .integer(bits: bits, isSigned: isSigned))
    }
    guard TypeTest.fits(whole, bits: bits, isSigned: isSigned) else { throw outOfRange }
    return Cell(whole)
  }

  static func decimal(
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
      guard let number = NumberText.number(in: value, context) ?? NumberText.specialFloat(value) else { throw notText(of: "number") }
      return try decimal(number, precision: precision, scale: scale, context)
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

  static func float(_ value: Cell, bits: Int, _ context: FunctionContext) throws(ValueError) -> Cell {
    let outOfRange = ValueError(.numericOutOfRange, "the number does not fit FLOAT\(bits)")
    var result: Double
    if let number = value.asDouble {
      result = number
    } else {
      guard value.tag == .string else { throw undefined(value, .float(bits: bits)) }
      if let special = NumberText.specialFloat(value) {
        result = special.float
      } else {
        guard let parsed = float(parsing: value) ?? NumberText.number(in: value, context)?.asDouble else { throw notText(of: "number") }
        guard parsed.isFinite else { throw outOfRange }
        result = parsed
      }
    }
    if bits <= 32, result.isFinite {
      let narrow = TypeTest.narrowed(result, bits: bits)
      guard narrow.isFinite else { throw outOfRange }
      result = narrow
    }
    return Cell(result)
  }

  /// Decimal text with exponent, `Infinity`, `-Infinity`, `NaN`; nil for anything else.
  static func float(parsing value: Cell) -> Double? {
    if let special = NumberText.specialFloat(value) { return special.float }
    let text = trimmed(value)
    guard text.utf8.allSatisfy({ $0 &- 0x30 < 10 || ".eE+-".utf8.contains($0) }) else { return nil }
    return Double(text)
  }
}
