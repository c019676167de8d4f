import Testing

@testable import GraphStore

/// Day arithmetic against counting days one by one.
struct CivilCalendarTests {
  @Test func daysInOrder() {
    var year: Int64 = -301
    var month: Int64 = 1
    var day: Int64 = 1
    var weekday = CivilCalendar.dayOfWeek(CivilCalendar.dayNumber(year: year, month: 1, day: 1))
    var ordinal: Int64 = 1
    let start = CivilCalendar.dayNumber(year: year, month: 1, day: 1)
    for number in start..<start + 700 * 365 {
      let civil = CivilCalendar.civil(number)
      let date = LocalDate(daysSinceEpoch: number)
      guard civil == (year, month, day),
        CivilCalendar.dayNumber(year: year, month: month, day: day) == number,
        date.dayOfWeek == weekday, date.ordinalDay == ordinal,
        LocalDate(year: year, ordinalDay: ordinal) == date,
        LocalDate(weekYear: date.weekYear, week: date.week, dayOfWeek: weekday) == date,
        LocalDate(year: year, quarter: date.quarter, dayOfQuarter: date.dayOfQuarter) == date
      else {
        Issue.record("day \(number) is \(civil), expected \((year, month, day))")
        return
      }
      day += 1
      ordinal += 1
      weekday = weekday % 7 + 1
      if day > CivilCalendar.daysInMonth(month, of: year) {
        day = 1
        month += 1
      }
      if month > 12 {
        month = 1
        year += 1
        ordinal = 1
      }
    }
  }

  @Test func epochIsAThursday() {
    #expect(LocalDate(daysSinceEpoch: 0).isoText == "1970-01-01")
    #expect(LocalDate(daysSinceEpoch: 0).dayOfWeek == 4)
  }

  /// Dates whose ISO week belongs to another year; known from calendars.
  @Test(
    arguments: [
      ("2005-01-01", 2004, 53), ("2007-12-31", 2008, 1), ("2010-01-03", 2009, 53), ("1984-11-11", 1984, 45),
    ] as [(String, Int64, Int64)])
  func weeks(text: String, weekYear: Int64, week: Int64) throws {
    let date = try #require(LocalDate(iso: text))
    #expect(date.weekYear == weekYear && date.week == week)
  }

  @Test(
    arguments: [
      ("2024-01-31", 1, "2024-02-29"), ("2023-01-31", 1, "2023-02-28"), ("2024-03-31", -1, "2024-02-29"),
      ("2024-02-29", 12, "2025-02-28"), ("2024-02-29", -48, "2020-02-29"), ("0001-01-15", -13, "-0001-12-15"),
    ] as [(String, Int64, String)])
  func monthsClamp(text: String, months: Int64, expected: String) {
    #expect(LocalDate(iso: text)?.adding(months: months)?.isoText == expected)
  }

  @Test func theCalendarEnds() {
    #expect(LocalDate.maximum.adding(days: 1) == nil)
    #expect(LocalDate.minimum.adding(months: -1) == nil)
    #expect(LocalDate.maximum.adding(months: .max) == nil)
    #expect(LocalDateTime(date: .maximum, time: .midnight).adding(seconds: 86_400) == nil)
  }
}
