extension CalendarDuration {
  /// Seconds in a twelfth of the mean Gregorian year of 365.2425 days: what a fraction of a month is worth.
  static let secondsPerMeanMonth: Int128 = 2_629_746

  /// The second part as one number.
  public var totalNanoseconds: Int128 { Int128(seconds) * Int128(nanosecondsPerSecond) + Int128(nanoseconds) }

  /// In the form every operation gives: nanoseconds 0 ..< 10^9. Nil when a part does not fit.
  public init?(months: Int128, days: Int128, nanoseconds: Int128) {
    guard let months = Int64(exactly: months), let days = Int64(exactly: days),
      let seconds = Int64(exactly: floorDivide(nanoseconds, Int128(nanosecondsPerSecond)))
    else { return nil }
    self.init(
      months: months, days: days, seconds: seconds,
      nanoseconds: Int32(floorRemainder(nanoseconds, Int128(nanosecondsPerSecond))))
  }

  /// From parts in units of 10^-9 month, 10^-9 day and nanoseconds; fractions of months go to days and
  /// seconds, fractions of days to seconds, toward zero. Nil when a part does not fit.
  package init?(nanomonths: Int128, nanodays: Int128, nanoseconds: Int128) {
    let unit = Int128(nanosecondsPerSecond)
    let fractionOfMonth = (nanomonths % unit) * CalendarDuration.secondsPerMeanMonth
    let day = Int128(nanosecondsPerDay)
    let fractionOfDay = (nanodays % unit) * Int128(secondsPerDay)
    self.init(
      months: nanomonths / unit, days: nanodays / unit + fractionOfMonth / day,
      nanoseconds: nanoseconds + fractionOfMonth % day + fractionOfDay)
  }

  /// Only years and months: GQL's DURATION YEAR TO MONTH.
  public var isYearToMonth: Bool { days == 0 && totalNanoseconds == 0 }
  /// No months: GQL's DURATION DAY TO SECOND.
  public var isDayToSecond: Bool { months == 0 }

  public static func == (a: CalendarDuration, b: CalendarDuration) -> Bool {
    a.months == b.months && a.days == b.days && a.totalNanoseconds == b.totalNanoseconds
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(months)
    hasher.combine(days)
    hasher.combine(totalNanoseconds)
  }
}
