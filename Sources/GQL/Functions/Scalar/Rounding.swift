import GraphStore

extension ScalarFunction {
  static let isNaN = ScalarFunction(
    "IS_NAN", aliases: ["ISNAN"], parameters: [Parameter("number", .number)], result: always(.bool),
    summary: "Whether the number is the float that is none.", example: ("IS_NAN(0.0 / 0.0)", "TRUE")
  ) { (arguments, _) throws(ValueError) in
    Cell(arguments[0].tag == .float && arguments[0].float.isNaN)
  }

  static let rounding = [isNaN, absolute, sign, modulo, floor, ceiling, round]

  static let absolute = ScalarFunction(
    "ABS", parameters: [Parameter("number", .any)], result: sameAsFirst,
    summary: "The number or duration without its sign.",
    example: ("ABS(-3)", "3")
  ) { (arguments, context) throws(ValueError) in
    let value = arguments[0]
    if value.tag == .duration {
      let duration = value.duration
      let isNegative = duration.months == 0 ? duration.dayToSecondNanoseconds < 0 : duration.months < 0
      return isNegative ? try CellArithmetic.negate(value, arena: context.arena) : value
    }
    guard value.isNumber else { throw wrongType("ABS", value, expected: "a number or a duration") }
    let isNegative = value.tag == .float ? value.float.sign == .minus : value.order(Cell(0 as Int64)) == .less
    return isNegative ? try CellArithmetic.negate(value, arena: context.arena) : value
  }

  static let sign = ScalarFunction(
    "SIGN", parameters: [Parameter("number", .number)], result: always(.int),
    summary: "-1, 0 or 1; null for NaN.",
    example: ("SIGN(-3)", "-1")
  ) { (arguments, _) throws(ValueError) in
    switch arguments[0].compare(Cell(0 as Int64)) {
    case .less: Cell(-1 as Int64)
    case .equal: Cell(0 as Int64)
    case .greater: Cell(1 as Int64)
    case .unordered, .unknown, .incomparable: .null
    }
  }

  static let modulo = ScalarFunction(
    "MOD", parameters: [Parameter("dividend", .number), Parameter("divisor", .number)],
    result: always(.number),
    summary: "The remainder of the division, with the dividend's sign.", example: ("MOD(-7, 3)", "-1")
  ) { (arguments, context) throws(ValueError) in
    try CellArithmetic.modulo(arguments[0], arguments[1], arena: context.arena)
  }

  static let floor = rounding("FLOOR", aliases: [], .down, "down", example: ("FLOOR(-1.5)", "-2.0"))
  static let ceiling = rounding("CEIL", aliases: ["CEILING"], .up, "up", example: ("CEIL(-1.5)", "-1.0"))

  static let round = ScalarFunction(
    "ROUND", parameters: [Parameter("number", .number), Parameter("places", .int)], requiredCount: 1,
    result: sameAsFirst,
    summary:
      "The number at a number of places after the point (0 when not given), ties away from zero; floats by their shortest digits.",
    example: ("ROUND(2.675, 2)", "2.68")
  ) { (arguments, context) throws(ValueError) in
    let places = arguments.count == 2 ? Int32(clamping: max(-400, min(400, arguments[1].int))) : 0
    let value = arguments[0]
    if value.tag == .float {
      if places == 0 { return Cell(value.float.rounded(.toNearestOrAwayFromZero)) }
      guard let decimal = ExactDecimal(value.float) else {
        // Either larger than 38 digits or nearer to zero than any place asked for.
        return places > 38 || !(value.float.magnitude < 1) ? value : Cell(0.0)
      }
      guard let rounded = decimal.rounded(places: places, .toNearestOrAwayFromZero) else { return value }
      return Cell(rounded.double)
    }
    guard let rounded = value.asDecimal?.rounded(places: places, .toNearestOrAwayFromZero) else {
      throw ValueError(.numericOutOfRange, "the rounded number does not fit 38 digits")
    }
    guard value.tag == .int else { return context.arena.decimal(rounded) }
    guard let whole = Int64(exactly: rounded.coefficient) else {
      throw ValueError(.numericOutOfRange, "the rounded number does not fit a 64-bit integer")
    }
    return Cell(whole)
  }

  private static func rounding(
    _ name: String, aliases: [String], _ rule: FloatingPointRoundingRule, _ direction: String,
    example: (call: String, result: String)
  ) -> ScalarFunction {
    ScalarFunction(
      name, aliases: aliases, parameters: [Parameter("number", .number)], result: sameAsFirst,
      summary: "The number rounded \(direction) to a whole one, of the same type.", example: example
    ) { (arguments, context) throws(ValueError) in
      let value = arguments[0]
      switch value.tag {
      case .float: return Cell(value.float.rounded(rule))
      case .decimal:
        guard let rounded = value.decimal.rounded(places: 0, rule) else {
          throw ValueError(.numericOutOfRange, "the rounded number does not fit 38 digits")
        }
        return context.arena.decimal(rounded)
      default: return value
      }
    }
  }
}
