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
    if value.tag == .int, value.int == .min { throw ValueError(.numericOutOfRange, "the result of ABS does not fit a 64-bit integer") }
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
