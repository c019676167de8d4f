extension LocalDate {
  static let minimum = LocalDate(
    daysSinceEpoch: CivilCalendar.dayNumber(year: -999_999_999, month: 1, day: 1))
  static let maximum = LocalDate(
    daysSinceEpoch: CivilCalendar.dayNumber(year: 999_999_999, month: 12, day: 31))

  /// Nil beyond the years -999,999,999 ... 999,999,999.
  public init?(checkedDaysSinceEpoch days: Int64) {
    guard days >= LocalDate.minimum.daysSinceEpoch, days <= LocalDate.maximum.daysSinceEpoch else {
      return nil
    }
    self.init(daysSinceEpoch: days)
  }

  /// Nil when there is no such day.
  public init?(year: Int64, month: Int64 = 1, day: Int64 = 1) {
    guard CivilCalendar.yearRange.contains(year), (1...12).contains(month),
      day >= 1, day <= CivilCalendar.daysInMonth(month, of: year)
    else { return nil }
    self.init(daysSinceEpoch: CivilCalendar.dayNumber(year: year, month: month, day: day))
  }

  public init?(year: Int64, ordinalDay: Int64) {
    guard CivilCalendar.yearRange.contains(year), ordinalDay >= 1,
      ordinalDay <= CivilCalendar.daysInYear(year)
    else { return nil }
    self.init(daysSinceEpoch: CivilCalendar.dayNumber(year: year, month: 1, day: 1) + ordinalDay - 1)
  }

  /// ISO 8601 week date; Monday is day 1.
  public init?(weekYear: Int64, week: Int64, dayOfWeek: Int64 = 1) {
    guard CivilCalendar.yearRange.contains(weekYear), (1...7).contains(dayOfWeek),
      week >= 1, week <= CivilCalendar.weeksInYear(weekYear)
    else { return nil }
    let days = CivilCalendar.firstMonday(ofWeekYear: weekYear) + (week - 1) * 7 + dayOfWeek - 1
    self.init(checkedDaysSinceEpoch: days)
  }

  public init?(year: Int64, quarter: Int64, dayOfQuarter: Int64 = 1) {
    guard CivilCalendar.yearRange.contains(year), (1...4).contains(quarter), dayOfQuarter >= 1 else {
      return nil
    }
    let start = CivilCalendar.dayNumber(year: year, month: quarter * 3 - 2, day: 1)
    let next = CivilCalendar.dayNumber(
      year: quarter == 4 ? year + 1 : year, month: quarter == 4 ? 1 : quarter * 3 + 1, day: 1)
    guard dayOfQuarter <= next - start else { return nil }
    self.init(daysSinceEpoch: start + dayOfQuarter - 1)
  }

  public var civil: (year: Int64, month: Int64, day: Int64) { CivilCalendar.civil(daysSinceEpoch) }
  public var year: Int64 { civil.year }
  /// 1 ... 12.
  public var month: Int64 { civil.month }
  public var day: Int64 { civil.day }
  /// 1 ... 4.
  public var quarter: Int64 { (month + 2) / 3 }
  public var dayOfQuarter: Int64 {
    let (year, month, _) = civil
    return daysSinceEpoch - CivilCalendar.dayNumber(year: year, month: (month - 1) / 3 * 3 + 1, day: 1) + 1
  }
  /// 1 ... 366.
  public var ordinalDay: Int64 { daysSinceEpoch - CivilCalendar.dayNumber(year: year, month: 1, day: 1) + 1 }
  /// Monday = 1 ... Sunday = 7.
  public var dayOfWeek: Int64 { CivilCalendar.dayOfWeek(daysSinceEpoch) }
  /// The year to which the ISO week belongs: that of the week's Thursday.
  public var weekYear: Int64 { CivilCalendar.civil(daysSinceEpoch + 4 - dayOfWeek).year }
  /// 1 ... 53.
  public var week: Int64 { (daysSinceEpoch - CivilCalendar.firstMonday(ofWeekYear: weekYear)) / 7 + 1 }

  /// The same day `months` later; a day that the month lacks becomes its last. Nil beyond the calendar.
  public func adding(months: Int64) -> LocalDate? {
    guard months != 0 else { return self }
    let (year, month, day) = civil
    let (total, overflow) = (year * 12 + month - 1).addingReportingOverflow(months)
    guard !overflow else { return nil }
    let newYear = floorDivide(total, 12)
    guard CivilCalendar.yearRange.contains(newYear) else { return nil }
    let newMonth = floorRemainder(total, 12) + 1
    return LocalDate(
      year: newYear, month: newMonth, day: min(day, CivilCalendar.daysInMonth(newMonth, of: newYear)))
  }

  /// Nil beyond the calendar.
  public func adding(days: Int64) -> LocalDate? {
    let (sum, overflow) = daysSinceEpoch.addingReportingOverflow(days)
    return overflow ? nil : LocalDate(checkedDaysSinceEpoch: sum)
  }
}
