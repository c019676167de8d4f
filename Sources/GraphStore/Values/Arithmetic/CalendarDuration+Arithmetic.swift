extension CalendarDuration {
  static let tooLarge = ValueError(.datetimeOverflow, "the duration does not fit 64-bit parts")

  /// Part by part; `sign` -1 subtracts.
  public func adding(_ other: CalendarDuration, sign: Int128) throws(ValueError) -> CalendarDuration {
    guard
      let sum = CalendarDuration(
        months: Int128(months) + sign * Int128(other.months), days: Int128(days) + sign * Int128(other.days),
        nanoseconds: totalNanoseconds + sign * other.totalNanoseconds)
    else { throw CalendarDuration.tooLarge }
    return sum
  }

  /// Exact: fractions of months and days go to the smaller parts, those of nanoseconds are dropped. Only for a number; a float
  /// counts as its shortest digits.
  public func scaled(by factor: Cell) throws(ValueError) -> CalendarDuration {
    guard let exact = factor.asDecimal ?? ExactDecimal(factor.float) else { return try scaled(by: factor.float) }
    return try scaled(numerator: exact.coefficient, denominator: ExactDecimal.powersOfTen[Int(exact.scale)])
  }

  /// As `scaled(by:)` with the reciprocal. Only for a number.
  public func divided(by divisor: Cell) throws(ValueError) -> CalendarDuration {
    guard let exact = divisor.asDecimal ?? ExactDecimal(divisor.float) else {
      guard divisor.float != 0 else { throw CellArithmetic.divisionByZero }
      return try scaled(by: 1 / divisor.float)
    }
    guard exact.coefficient != 0 else { throw CellArithmetic.divisionByZero }
    return try scaled(numerator: ExactDecimal.powersOfTen[Int(exact.scale)], denominator: exact.coefficient)
  }

  private func scaled(numerator: Int128, denominator: Int128) throws(ValueError) -> CalendarDuration {
    let day = Int128(nanosecondsPerDay)
    let month = CalendarDuration.secondsPerMeanMonth * Int128(nanosecondsPerSecond)
    // Parts that fit are below 2^64, so that their product with a month's or a day's 2^52 nanoseconds stays below 2^120.
    let (part, inUnits): (UInt128, UInt128) = (1 << 64, 1 << 120)
    guard
      let wholeMonths = product(Int128(months), numerator, over: denominator, below: part),
      let inMonths = product(Int128(months) * month, numerator, over: denominator, below: inUnits),
      let wholeDays = product(Int128(days), numerator, over: denominator, below: part),
      let inDays = product(Int128(days) * day + totalNanoseconds, numerator, over: denominator, below: inUnits)
    else { throw CalendarDuration.tooLarge }
    let fractionOfMonth = inMonths - wholeMonths * month
    guard
      let result = CalendarDuration(
        months: wholeMonths, days: wholeDays + fractionOfMonth / day, nanoseconds: inDays - wholeDays * day + fractionOfMonth % day)
    else { throw CalendarDuration.tooLarge }
    return result
  }

  /// `a * b / c` toward zero without overflow in between; nil when its magnitude is not below the limit.
  private func product(_ a: Int128, _ b: Int128, over c: Int128, below limit: UInt128) -> Int128? {
    let wide = a.magnitude.multipliedFullWidth(by: b.magnitude)
    guard wide.high < c.magnitude else { return nil }
    let quotient = c.magnitude.dividingFullWidth(wide).quotient
    guard quotient < limit else { return nil }
    let isNegative = (a.signum() * b.signum() * c.signum()) < 0
    return isNegative ? -Int128(quotient) : Int128(quotient)
  }

  private func scaled(by factor: Double) throws(ValueError) -> CalendarDuration {
    func part(_ amount: Int128, unit: Double) -> Int128? {
      let product = Double(amount) * factor * unit
      guard product.isFinite, product.magnitude < 0x1p100 else { return nil }
      return Int128(product.rounded(.towardZero))
    }
    guard
      let nanomonths = part(Int128(months), unit: 1e9), let nanodays = part(Int128(days), unit: 1e9),
      let nanoseconds = part(totalNanoseconds, unit: 1),
      let result = CalendarDuration(nanomonths: nanomonths, nanodays: nanodays, nanoseconds: nanoseconds)
    else { throw CalendarDuration.tooLarge }
    return result
  }
}
