/// Instants and durations.
public enum TemporalArithmetic {
  static let outsideCalendar = ValueError(.datetimeOverflow, "the result lies beyond the years -999999999 to 999999999")

  /// The instant moved by the duration: first its months, where a day that the month lacks becomes its last, then days, then seconds. Dates
  /// count whole days of the seconds; times take the seconds only and wrap around midnight; in a named zone seconds pass on
  /// the real clock, months and days on the calendar. Only for a temporal instant; `sign` -1 moves back.
  public static func add(
    _ instant: Cell, _ duration: CalendarDuration, sign: Int128, arena: Arena
  ) throws(ValueError) -> Cell {
    let nanoseconds = sign * duration.totalNanoseconds
    switch instant.tag {
    case .date:
      let days = sign * Int128(duration.days) + nanoseconds / Int128(nanosecondsPerDay)
      return Cell(try moved(instant.date, months: sign * Int128(duration.months), days: days))
    case .localTime: return Cell(instant.localTime.adding(nanoseconds: nanoseconds))
    case .zonedTime:
      let time = instant.zonedTime
      return Cell(ZonedTime(local: time.local.adding(nanoseconds: nanoseconds), offsetSeconds: time.offsetSeconds))
    case .localDateTime:
      return Cell(try moved(movedDate(instant.localDateTime, duration, sign), nanoseconds))
    case .zonedDateTime:
      return arena.zonedDateTime(try add(instant.zonedDateTime.value, duration, sign: sign))
    case .null, .bool, .int, .float, .decimal, .string, .bytes, .duration, .list, .record, .node, .edge, .path:
      throw ValueError(.invalidType, "\(instant.typeName) is no instant")
    }
  }

  static func add(
    _ instant: ZonedDateTime, _ duration: CalendarDuration, sign: Int128
  ) throws(ValueError) -> ZonedDateTime {
    let nanoseconds = sign * duration.totalNanoseconds
    let local = try movedDate(instant.local, duration, sign)
    guard let zone = instant.zone, TimeZoneDatabase.rules(named: zone) != nil else {
      return ZonedDateTime(
        local: try moved(local, nanoseconds), offsetSeconds: instant.offsetSeconds, zone: instant.zone)
    }
    // An unmoved reading keeps its offset, which matters in the hour that clocks repeat.
    let resolved = local == instant.local ? instant : ZonedDateTime(local: local, zone: zone)
    guard let resolved, let utc = LocalDateTime(totalNanoseconds: resolved.epochNanoseconds + nanoseconds),
      let result = ZonedDateTime(epochSeconds: utc.secondsSinceEpoch, nanosecond: utc.nanosecond, zone: zone)
    else { throw outsideCalendar }
    return result
  }

  private static func movedDate(
    _ value: LocalDateTime, _ duration: CalendarDuration, _ sign: Int128
  ) throws(ValueError) -> LocalDateTime {
    guard duration.months != 0 || duration.days != 0 else { return value }
    let date = try moved(value.date, months: sign * Int128(duration.months), days: sign * Int128(duration.days))
    return LocalDateTime(date: date, time: value.time)
  }

  private static func moved(_ date: LocalDate, months: Int128, days: Int128) throws(ValueError) -> LocalDate {
    guard let months = Int64(exactly: months), let days = Int64(exactly: days),
      let result = date.adding(months: months)?.adding(days: days)
    else { throw outsideCalendar }
    return result
  }

  private static func moved(_ value: LocalDateTime, _ nanoseconds: Int128) throws(ValueError) -> LocalDateTime {
    guard let result = LocalDateTime(totalNanoseconds: value.totalNanoseconds + nanoseconds) else { throw outsideCalendar }
    return result
  }

  /// The time from one instant to another as whole days of 24 hours and seconds, negative when `to` is earlier. A zoned instant and
  /// a local one are compared on local clocks; a date counts as its midnight; where one is only a time of day, the days of the
  /// other do not count. Only for temporal instants.
  public static func dayToSecond(from: Cell, to: Cell) throws(ValueError) -> CalendarDuration {
    let difference = nanoseconds(from: from, to: to)
    let day = Int128(nanosecondsPerDay)
    guard let result = CalendarDuration(months: 0, days: difference / day, nanoseconds: difference % day)
    else { throw CalendarDuration.tooLarge }
    return result
  }

  /// Whole months from one instant to another: the most that, added to the earlier, do not pass the later. Zero where one is only
  /// a time of day. Only for temporal instants.
  public static func yearToMonth(from: Cell, to: Cell) throws(ValueError) -> CalendarDuration {
    guard !from.isTimeOnly, !to.isTimeOnly else { return CalendarDuration() }
    let (start, end) = onOneClock(from, to)
    return CalendarDuration(months: months(from: start, to: end))
  }

  /// Months, then days, then seconds from one instant to another, all of one sign. Only for temporal instants.
  public static func mixed(from: Cell, to: Cell) throws(ValueError) -> CalendarDuration {
    guard !from.isTimeOnly, !to.isTimeOnly else {
      return try CalendarDuration().adding(dayToSecond(from: from, to: to), sign: 1)
    }
    let (start, end) = onOneClock(from, to)
    let months = months(from: start, to: end)
    guard let date = start.date.adding(months: months) else { throw outsideCalendar }
    let rest = end.totalNanoseconds - LocalDateTime(date: date, time: start.time).totalNanoseconds
    let day = Int128(nanosecondsPerDay)
    guard let result = CalendarDuration(months: Int128(months), days: rest / day, nanoseconds: rest % day)
    else { throw CalendarDuration.tooLarge }
    return result
  }

  private static func nanoseconds(from: Cell, to: Cell) -> Int128 {
    if from.isTimeOnly || to.isTimeOnly {
      let areZoned = from.offsetSeconds != nil && to.offsetSeconds != nil
      func clock(_ cell: Cell) -> Int128 {
        let offset = areZoned ? Int128(cell.offsetSeconds ?? 0) : 0
        return Int128(cell.timeOfDay.nanosecondsSinceMidnight) - offset * Int128(nanosecondsPerSecond)
      }
      return clock(to) - clock(from)
    }
    let (start, end) = onOneClock(from, to)
    return end.totalNanoseconds - start.totalNanoseconds
  }

  /// Two zoned datetimes on the clock of the first, else each on its own.
  private static func onOneClock(_ from: Cell, _ to: Cell) -> (LocalDateTime, LocalDateTime) {
    guard from.tag == .zonedDateTime, to.tag == .zonedDateTime else { return (from.clockReading, to.clockReading) }
    let offset = Int64(from.zonedDateTime.offsetSeconds)
    let end = to.zonedDateTime
    let shifted = LocalDateTime(
      secondsSinceEpoch: end.local.secondsSinceEpoch - Int64(end.offsetSeconds) + offset,
      nanosecond: end.local.nanosecond)
    return (from.zonedDateTime.local, shifted)
  }

  private static func months(from start: LocalDateTime, to end: LocalDateTime) -> Int64 {
    let (startYear, startMonth, startDay) = start.date.civil
    let (endYear, endMonth, endDay) = end.date.civil
    var months = (endYear - startYear) * 12 + endMonth - startMonth
    let startRest = (startDay, start.time.nanosecondsSinceMidnight)
    let endRest = (endDay, end.time.nanosecondsSinceMidnight)
    if months > 0, endRest < startRest { months -= 1 } else if months < 0, endRest > startRest { months += 1 }
    return months
  }
}

extension Cell {
  var isTimeOnly: Bool { tag == .localTime || tag == .zonedTime }

  /// Nil for local values and anything else.
  var offsetSeconds: Int32? {
    tag == .zonedTime ? zonedTime.offsetSeconds : (tag == .zonedDateTime ? zonedDateTime.offsetSeconds : nil)
  }

  /// Midnight for a date.
  var timeOfDay: LocalTime {
    switch tag {
    case .localTime, .zonedTime: localTime
    case .localDateTime: localDateTime.time
    case .zonedDateTime: zonedDateTime.local.time
    default: .midnight
    }
  }

  /// Only for a date or a datetime.
  var clockReading: LocalDateTime {
    switch tag {
    case .localDateTime: localDateTime
    case .zonedDateTime: zonedDateTime.local
    default: LocalDateTime(date: date, time: .midnight)
    }
  }
}
