extension ExactDecimal {
  static let tooLarge = ValueError(.numericOutOfRange, "the decimal result does not fit 38 digits")

  /// Exact; the result has the larger scale.
  public static func + (a: ExactDecimal, b: ExactDecimal) throws(ValueError) -> ExactDecimal {
    if let sum = aligned(a, b, { $0.addingReportingOverflow($1) }) { return sum }
    guard let sum = aligned(a.canonical, b.canonical, { $0.addingReportingOverflow($1) }) else {
      throw tooLarge
    }
    return sum
  }

  public static func - (a: ExactDecimal, b: ExactDecimal) throws(ValueError) -> ExactDecimal { try a + -b }

  public static prefix func - (a: ExactDecimal) -> ExactDecimal {
    ExactDecimal(coefficient: -a.coefficient, scale: a.scale)
  }

  /// Exact; the scales add up.
  public static func * (a: ExactDecimal, b: ExactDecimal) throws(ValueError) -> ExactDecimal {
    if let product = multiplied(a, b) { return product }
    guard let product = multiplied(a.canonical, b.canonical) else { throw tooLarge }
    return product
  }

  /// Places after the point, and digits, that a quotient has at least where 38 digits hold them.
  private static let quotientDigits: Int32 = 16

  /// Rounds half to even at 16 places more than the larger scale, or where 16 digits that count end when they begin farther behind; fewer when
  /// 38 digits do not hold them. Then drops trailing zeros down to the larger scale, so that `7.0 / 2` is 3.5.
  public static func / (a: ExactDecimal, b: ExactDecimal) throws(ValueError) -> ExactDecimal {
    guard b.coefficient != 0 else { throw ValueError(.divisionByZero, "division by zero") }
    let floor = max(a.scale, b.scale)
    // The quotient is at least ten to this power.
    let leastPower = a.power - b.power - 1
    var scale = min(max(floor + quotientDigits, quotientDigits - 1 - leastPower), Int32(maximumDigits))
    while scale >= 0 {
      if var quotient = quotient(a, b, scale: scale) {
        while quotient.scale > floor, quotient.coefficient % 10 == 0 {
          quotient.coefficient /= 10
          quotient.scale -= 1
        }
        return quotient
      }
      scale -= 1
    }
    throw tooLarge
  }

  /// Of ten, by which the first digit counts.
  private var power: Int32 { Int32(String(coefficient.magnitude).utf8.count) - 1 - scale }

  /// With the sign of the dividend.
  public static func % (a: ExactDecimal, b: ExactDecimal) throws(ValueError) -> ExactDecimal {
    guard b.coefficient != 0 else { throw ValueError(.divisionByZero, "division by zero") }
    guard let rest = aligned(a.canonical, b.canonical, { $0.remainderReportingOverflow(dividingBy: $1) })
    else { throw tooLarge }
    return rest
  }

  /// The value at a scale of `places` digits after the point. Nil when it does not fit.
  public func rounded(places: Int32, _ rule: FloatingPointRoundingRule) -> ExactDecimal? {
    guard places < scale else { return self }
    // Beyond 38 places the divisor is more than twice any coefficient, as this one is, and decides the same.
    let isBeyond = scale - places > ExactDecimal.maximumDigits
    let power = isBeyond ? UInt128.max : ExactDecimal.powersOfTen[Int(scale - places)].magnitude
    let (whole, rest) = isBeyond ? (0, coefficient) : coefficient.quotientAndRemainder(dividingBy: Int128(power))
    let rounded = whole + ExactDecimal.roundUp(whole: whole, rest: rest, divisor: power, rule)
    return ExactDecimal(normalizing: rounded, scale: Int(places))
  }

  /// -1, 0 or 1: what to add to the truncated quotient.
  private static func roundUp(
    whole: Int128, rest: Int128, divisor: UInt128, _ rule: FloatingPointRoundingRule
  ) -> Int128 {
    guard rest != 0 else { return 0 }
    let away: Int128 = rest < 0 ? -1 : 1
    let left = divisor - rest.magnitude
    switch rule {
    case .towardZero: return 0
    case .awayFromZero: return away
    case .up: return rest > 0 ? 1 : 0
    case .down: return rest < 0 ? -1 : 0
    case .toNearestOrAwayFromZero: return rest.magnitude >= left ? away : 0
    case .toNearestOrEven:
      if rest.magnitude == left { return whole % 2 == 0 ? 0 : away }
      return rest.magnitude > left ? away : 0
    @unknown default: return 0
    }
  }

  private static func aligned(
    _ a: ExactDecimal, _ b: ExactDecimal,
    _ operation: (Int128, Int128) -> (partialValue: Int128, overflow: Bool)
  ) -> ExactDecimal? {
    let scale = max(a.scale, b.scale)
    let left = a.coefficient.multipliedReportingOverflow(by: powersOfTen[Int(scale - a.scale)])
    let right = b.coefficient.multipliedReportingOverflow(by: powersOfTen[Int(scale - b.scale)])
    guard !left.overflow, !right.overflow else { return nil }
    let result = operation(left.partialValue, right.partialValue)
    guard !result.overflow, result.partialValue.magnitude < coefficientLimit.magnitude else { return nil }
    return ExactDecimal(coefficient: result.partialValue, scale: scale)
  }

  private static func multiplied(_ a: ExactDecimal, _ b: ExactDecimal) -> ExactDecimal? {
    let product = a.coefficient.multipliedReportingOverflow(by: b.coefficient)
    return product.overflow
      ? nil : ExactDecimal(normalizing: product.partialValue, scale: Int(a.scale) + Int(b.scale))
  }

  /// `a / b` at the given scale, or nil when it does not fit.
  private static func quotient(_ a: ExactDecimal, _ b: ExactDecimal, scale: Int32) -> ExactDecimal? {
    // a.coefficient * 10^shift / b.coefficient has the wanted scale; 38 places of the shift at a time keep within 256 bits.
    var shift = scale - a.scale + b.scale
    guard shift >= 0 else { return nil }
    let divisor = b.coefficient.magnitude
    var (quotient, rest) = a.coefficient.magnitude.quotientAndRemainder(dividingBy: divisor)
    while shift > 0 {
      let step = min(shift, Int32(maximumDigits))
      let (shifted, overflow) = quotient.multipliedReportingOverflow(by: powersOfTen[Int(step)].magnitude)
      // Also keeps the sums below from overflow: the digits are fewer than the power that shifted.
      guard !overflow, shifted < coefficientLimit.magnitude else { return nil }
      let digits = divisor.dividingFullWidth(rest.multipliedFullWidth(by: powersOfTen[Int(step)].magnitude))
      quotient = shifted + digits.quotient
      rest = digits.remainder
      shift -= step
    }
    let left = divisor - rest
    if rest > left || (rest == left && quotient % 2 == 1) { quotient += 1 }
    guard quotient < coefficientLimit.magnitude else { return nil }
    let isNegative = (a.coefficient < 0) != (b.coefficient < 0)
    return ExactDecimal(coefficient: isNegative ? -Int128(quotient) : Int128(quotient), scale: scale)
  }
}

extension ExactDecimal: Hashable {
  /// By value: 1.0 and 1.00 are equal.
  public static func == (a: ExactDecimal, b: ExactDecimal) -> Bool { a.compare(b) == .equal }
  public func hash(into hasher: inout Hasher) {
    let form = canonical
    hasher.combine(form.coefficient)
    hasher.combine(form.coefficient == 0 ? 0 : form.scale)
  }
}
