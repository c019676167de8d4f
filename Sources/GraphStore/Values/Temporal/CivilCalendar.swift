/// The proleptic Gregorian calendar as arithmetic on day numbers (day 0 = 1970-01-01).
///
/// Conversions follow Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms" (days_from_civil,
/// civil_from_days): years start in March, so that the leap day is the last of a year, and repeat in eras of
/// 400 years.
enum CivilCalendar {
  static let yearRange: ClosedRange<Int64> = -999_999_999...999_999_999
  private static let daysPerEra: Int64 = 146_097

  static func isLeap(_ year: Int64) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

  static func daysInYear(_ year: Int64) -> Int64 { isLeap(year) ? 366 : 365 }

  /// `month` is 1 ... 12.
  static func daysInMonth(_ month: Int64, of year: Int64) -> Int64 {
    switch month {
    case 2: isLeap(year) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// The parts need not be within a month: day 0 is the day before day 1.
  static func dayNumber(year: Int64, month: Int64, day: Int64) -> Int64 {
    let shifted = month <= 2 ? year - 1 : year
    let era = floorDivide(shifted, 400)
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * daysPerEra + dayOfEra - 719_468
  }

  static func civil(_ dayNumber: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let shifted = dayNumber + 719_468
    let era = floorDivide(shifted, daysPerEra)
    let dayOfEra = shifted - era * daysPerEra
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * dayOfYear + 2) / 153
    let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * marchMonth + 2) / 5 + 1)
  }

  /// Monday = 1 ... Sunday = 7 (ISO 8601).
  static func dayOfWeek(_ dayNumber: Int64) -> Int64 { floorRemainder(dayNumber + 3, 7) + 1 }

  /// The Monday of week 1 of the year: the week that holds 4 January.
  static func firstMonday(ofWeekYear year: Int64) -> Int64 {
    let january4 = dayNumber(year: year, month: 1, day: 4)
    return january4 - (dayOfWeek(january4) - 1)
  }

  static func weeksInYear(_ weekYear: Int64) -> Int64 {
    (firstMonday(ofWeekYear: weekYear + 1) - firstMonday(ofWeekYear: weekYear)) / 7
  }
}

/// The quotient rounded towards negative infinity.
func floorDivide<T: BinaryInteger>(_ a: T, _ b: T) -> T {
  let quotient = a / b
  return (a % b != 0 && (a < 0) != (b < 0)) ? quotient - 1 : quotient
}

/// The remainder that has the divisor's sign.
func floorRemainder<T: BinaryInteger>(_ a: T, _ b: T) -> T { a - floorDivide(a, b) * b }
