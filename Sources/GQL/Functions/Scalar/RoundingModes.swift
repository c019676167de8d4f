import GraphStore

extension ScalarFunction {
  static let round = ScalarFunction(
    "ROUND", parameters: [Parameter("number", .number), Parameter("places", .int), Parameter("mode", .string)], requiredCount: 1,
    result: sameAsFirst,
    summary:
      "The number at a number of places after the point (0 when not given), ties away from zero or as one of Neo4j's modes has it: UP, DOWN, CEILING, FLOOR, HALF_UP, HALF_DOWN, HALF_EVEN; floats by their shortest digits.",
    example: ("ROUND(2.675, 2)", "2.68")
  ) { (arguments, context) throws(ValueError) in
    let places = arguments.count > 1 ? Int32(clamping: max(-400, min(400, arguments[1].int))) : 0
    let mode = arguments.count > 2 ? try RoundingMode(named: arguments[2].text) : .halfUp
    let value = arguments[0]
    if value.tag == .float { return Cell(mode.round(value.float, places: places)) }
    guard let rounded = value.asDecimal.flatMap({ mode.round($0, places: places) }) else {
      throw ValueError(.numericOutOfRange, "the rounded number does not fit 38 digits")
    }
    guard value.tag == .int else { return context.arena.decimal(rounded) }
    guard let whole = Int64(exactly: rounded.coefficient) else {
      throw ValueError(.numericOutOfRange, "the rounded number does not fit a 64-bit integer")
    }
    return Cell(whole)
  }
}

/// How `round` chooses between the two nearest numbers, by the names of Neo4j.
enum RoundingMode: String, CaseIterable {
  case up = "UP"
  case down = "DOWN"
  case ceiling = "CEILING"
  case floor = "FLOOR"
  case halfUp = "HALF_UP"
  case halfDown = "HALF_DOWN"
  case halfEven = "HALF_EVEN"

  init(named name: String) throws(ValueError) {
    guard let mode = RoundingMode(rawValue: name.uppercased()) else {
      throw ValueError(
        .invalidType, "`ROUND` has no mode \(name.inBackquotes); it has \(RoundingMode.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", "))")
    }
    self = mode
  }

  /// What decides where no tie does, or ties are not to be looked at.
  private var rule: FloatingPointRoundingRule {
    switch self {
    case .up: .awayFromZero
    case .down: .towardZero
    case .ceiling: .up
    case .floor: .down
    case .halfUp, .halfDown: .toNearestOrAwayFromZero
    case .halfEven: .toNearestOrEven
    }
  }

  /// Nil beyond 38 digits.
  func round(_ value: ExactDecimal, places: Int32) -> ExactDecimal? {
    let nearest = value.rounded(places: places, rule)
    switch self {
    case .up, .down, .ceiling, .floor, .halfUp, .halfEven: return nearest
    case .halfDown:
      guard let inner = value.rounded(places: places, .towardZero), let nearest else { return nearest }
      // The nearest is the outer one; it is a tie when the inner one is as far away.
      guard let toOuter = try? nearest - value, let toInner = try? value - inner, toOuter == toInner else { return nearest }
      return inner
    }
  }

  /// A float counts as its shortest digits.
  func round(_ value: Double, places: Int32) -> Double {
    if places == 0, self != .halfDown { return value.rounded(rule) }
    if let decimal = ExactDecimal(value) { return round(decimal, places: places)?.double ?? value }
    // Larger than 38 digits, without a fraction; or nearer to zero than any place.
    guard value.magnitude < 1, places < Int32(ExactDecimal.maximumDigits) else { return value }
    let nearZero = ExactDecimal(coefficient: value < 0 ? -1 : 1, scale: Int32(ExactDecimal.maximumDigits))
    return round(nearZero, places: places)?.double ?? value
  }
}
