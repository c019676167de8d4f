/// Instants and durations.
public enum TemporalArithmetic {
  static let outsideCalendar = ValueError(
    .datetimeOverflow, "the result lies beyond the years -999999999 to 999999999")

  /// The instant moved by the duration: first its months, where a day that the month lacks becomes its last,
  /// then days, then seconds. Dates count whole days of the seconds; times take the seconds only and wrap
  /// around midnight; in a named zone seconds pass on the real clock, months and days on the calendar. Only
  /// for a temporal instant; `sign` -1 moves back.
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
      return Cell(
        ZonedTime(local: time.local.adding(nanoseconds: nanoseconds), offsetSeconds: time.offsetSeconds))
    case .localDateTime:
      return Cell(try moved(movedDate(instant.localDateTime, duration, sign), nanoseconds))
    case .zonedDateTime:
      return arena.zonedDateTime(try add(instant.zonedDateTime.value, duration, sign: sign))
    case .null, .bool, .int, .float, .decimal, .string, .bytes, .duration, .list, .record, .node, .edge,
      .path:
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
    let date = try moved(
      value.date, months: sign * Int128(duration.months), days: sign * Int128(duration.days))
    return LocalDateTime(date: date, time: value.time)
  }

  private static func moved(_ date: LocalDate, months: Int128, days: Int128) throws(ValueError) -> LocalDate {
    guard let months = Int64(exactly: months), let days = Int64(exactly: days),
      let result = date.adding(months: months)?.adding(days: days)
    else { throw outsideCalendar }
    return result
  }

  private static func moved(_ value: LocalDateTime, _ nanoseconds: Int128) throws(ValueError) -> LocalDateTime
  {
    guard let result = LocalDateTime(totalNanoseconds: value.totalNanoseconds + nanoseconds) else {
      throw outsideCalendar
    }
    return result
  }

  // MARK: Differences

  /// Real time from one instant to another as days of 24 hours and seconds, negative when `to` is earlier.
  /// Only for temporal instants.
  public static func dayToSecond(from: Cell, to: Cell) throws(ValueError) -> CalendarDuration {
    guard let difference = InstantPair(from, to)?.nanoseconds else { throw outsideCalendar }
    let day = Int128(nanosecondsPerDay)
    guard let result = CalendarDuration(months: 0, days: difference / day, nanoseconds: difference % day)
    else { throw CalendarDuration.tooLarge }
    return result
  }

  /// Whole months from one instant to another on the clock of the first: the most that, added to the earlier,
  /// do not pass the later. Only for temporal instants.
  public static func yearToMonth(from: Cell, to: Cell) throws(ValueError) -> CalendarDuration {
    guard let pair = InstantPair(from, to) else { throw outsideCalendar }
    return CalendarDuration(months: pair.wholeMonths)
  }
}

extension ZonedDateTime {
  /// The same instant on another clock. Nil beyond the calendar, or for an unknown zone.
  package func moved(to zone: DefaultZone) -> ZonedDateTime? {
    switch zone {
    case .offset(let seconds):
      ZonedDateTime(epochSeconds: epochSeconds, nanosecond: local.nanosecond, offsetSeconds: seconds)
    case .named(let name): ZonedDateTime(epochSeconds: epochSeconds, nanosecond: local.nanosecond, zone: name)
    }
  }
}
