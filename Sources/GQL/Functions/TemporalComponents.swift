import GraphStore

/// `date.year`, `datetime.epochSeconds`, `duration.minutesOfHour`: the parts of temporal values by name, as in openCypher. For a caller of property
/// access on something that is no element.
public enum TemporalComponents {
  /// Nil when the value's type has no such part.
  /// - Throws: `numericOutOfRange` for a total that 64 bits do not hold.
  public static func component(_ name: String, of value: Cell, arena: Arena) throws(ValueError) -> Cell? {
    if value.tag == .duration { return try durationPart(name, value.duration).map { Cell($0) } }
    guard value.isTemporalInstant else { return nil }
    if let date = TemporalConversion.date(of: value), let part = datePart(name, date) { return Cell(part) }
    if let time = TemporalConversion.time(of: value), let part = timePart(name, time) { return Cell(part) }
    guard let offset = TemporalConversion.offset(of: value) else { return nil }
    switch name {
    case "offset": return arena.string(UTCOffset.text(offset))
    case "timezone":
      let zone = value.tag == .zonedDateTime ? value.zonedDateTime.zone : .null
      return zone.isNull ? arena.string(UTCOffset.text(offset)) : zone
    case "offsetMinutes": return Cell(Int64(offset / 60))
    case "offsetSeconds": return Cell(Int64(offset))
    case "epochSeconds" where value.tag == .zonedDateTime: return Cell(value.zonedDateTime.value.epochSeconds)
    case "epochMillis" where value.tag == .zonedDateTime:
      let instant = value.zonedDateTime.value
      return Cell(try fitting(Int128(instant.epochSeconds) * 1000 + Int128(instant.local.nanosecond / 1_000_000), name))
    default: return nil
    }
  }

  private static func datePart(_ name: String, _ date: LocalDate) -> Int64? {
    switch name {
    case "year": date.year
    case "quarter": date.quarter
    case "month": date.month
    case "week": date.week
    case "weekYear": date.weekYear
    case "day": date.day
    case "ordinalDay": date.ordinalDay
    case "weekDay", "dayOfWeek": date.dayOfWeek
    case "dayOfQuarter": date.dayOfQuarter
    default: nil
    }
  }

  private static func timePart(_ name: String, _ time: LocalTime) -> Int64? {
    switch name {
    case "hour": time.hour
    case "minute": time.minute
    case "second": time.second
    case "millisecond": time.nanosecond / 1_000_000
    case "microsecond": time.nanosecond / 1_000
    case "nanosecond": time.nanosecond
    default: nil
    }
  }

  private static func fitting(_ total: Int128, _ name: String) throws(ValueError) -> Int64 {
    guard let total = Int64(exactly: total) else { throw ValueError(.numericOutOfRange, "`\(name)` does not fit a 64-bit integer") }
    return total
  }

  private static func durationPart(_ name: String, _ duration: CalendarDuration) throws(ValueError) -> Int64? {
    let nanoseconds = duration.totalNanoseconds
    let fraction = Int64(duration.nanoseconds)
    switch name {
    case "years": return duration.months / 12
    case "quarters": return duration.months / 3
    case "months": return duration.months
    case "weeks": return duration.days / 7
    case "days": return duration.days
    case "hours": return duration.seconds / 3600
    case "minutes": return duration.seconds / 60
    case "seconds": return duration.seconds
    case "milliseconds": return try fitting(nanoseconds / 1_000_000, name)
    case "microseconds": return try fitting(nanoseconds / 1_000, name)
    case "nanoseconds": return try fitting(nanoseconds, name)
    case "quartersOfYear": return duration.months % 12 / 3
    case "monthsOfQuarter": return duration.months % 3
    case "monthsOfYear": return duration.months % 12
    case "daysOfWeek": return duration.days % 7
    case "minutesOfHour": return duration.seconds / 60 % 60
    case "secondsOfMinute": return duration.seconds % 60
    case "millisecondsOfSecond": return fraction / 1_000_000
    case "microsecondsOfSecond": return fraction / 1_000
    case "nanosecondsOfSecond": return fraction
    default: return nil
    }
  }
}
