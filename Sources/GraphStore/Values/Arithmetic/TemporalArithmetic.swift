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

  /// Two instants made comparable, as openCypher does: a date is its midnight; a time of day takes the
  /// other's date; a local reading takes the other's zone.
  private struct Span {
    var start: LocalDateTime
    /// On the clock of `zone`.
    var end: LocalDateTime
    /// That of `start`; nil when neither has one.
    var zone: ZonedDateTime.DefaultZone?
    /// Real time from start to end.
    var nanoseconds: Int128

    init(from: Cell, to: Cell) {
      let someDay = LocalDate(daysSinceEpoch: 0)
      start = from.clockReading(on: to.dateOfInstant ?? someDay)
      let endReading = to.clockReading(on: from.dateOfInstant ?? someDay)
      guard let startZone = from.zone ?? to.zone, let endZone = to.zone ?? from.zone,
        let first = from.onClock(of: startZone, start), let last = to.onClock(of: endZone, endReading)
      else {
        end = endReading
        nanoseconds = end.totalNanoseconds - start.totalNanoseconds
        return
      }
      start = first.local
      zone = startZone
      nanoseconds = last.epochNanoseconds - first.epochNanoseconds
      end = last.moved(to: startZone)?.local ?? last.local
    }

    /// Real time from a reading of the start's clock to the end.
    func rest(from reading: LocalDateTime) -> Int128 {
      let span = end.totalNanoseconds - reading.totalNanoseconds
      guard reading != start else { return nanoseconds }
      guard let zone, let from = ZonedDateTime(local: reading, in: zone),
        let to = ZonedDateTime(local: start, in: zone)
      else { return span }
      return nanoseconds - (from.epochNanoseconds - to.epochNanoseconds)
    }
  }

  /// Real time from one instant to another as days of 24 hours and seconds, negative when `to` is earlier.
  /// Only for temporal instants.
  public static func dayToSecond(from: Cell, to: Cell) throws(ValueError) -> CalendarDuration {
    let difference = Span(from: from, to: to).nanoseconds
    let day = Int128(nanosecondsPerDay)
    guard let result = CalendarDuration(months: 0, days: difference / day, nanoseconds: difference % day)
    else { throw CalendarDuration.tooLarge }
    return result
  }

  /// Whole months from one instant to another on the clock of the first: the most that, added to the earlier,
  /// do not pass the later. Only for temporal instants.
  public static func yearToMonth(from: Cell, to: Cell) throws(ValueError) -> CalendarDuration {
    let span = Span(from: from, to: to)
    return CalendarDuration(months: months(from: span.start, to: span.end))
  }

  /// Months, then days on the clock of the first, then real seconds from one instant to another. Only for
  /// temporal instants.
  public static func mixed(from: Cell, to: Cell) throws(ValueError) -> CalendarDuration {
    let span = Span(from: from, to: to)
    let months = months(from: span.start, to: span.end)
    guard let date = span.start.date.adding(months: months) else { throw outsideCalendar }
    let afterMonths = LocalDateTime(date: date, time: span.start.time)
    let days = (span.end.totalNanoseconds - afterMonths.totalNanoseconds) / Int128(nanosecondsPerDay)
    guard let afterDays = Int64(exactly: days).flatMap({ date.adding(days: $0) }) else {
      throw outsideCalendar
    }
    let rest = span.rest(from: LocalDateTime(date: afterDays, time: span.start.time))
    guard let result = CalendarDuration(months: Int128(months), days: days, nanoseconds: rest)
    else { throw CalendarDuration.tooLarge }
    return result
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

/// Each only for a temporal instant.
extension Cell {
  /// Nil for a time of day.
  fileprivate var dateOfInstant: LocalDate? {
    switch tag {
    case .date: date
    case .localDateTime: localDateTime.date
    case .zonedDateTime: zonedDateTime.local.date
    default: nil
    }
  }

  /// Nil for local values and dates. A zone that this system does not know counts as its offset.
  fileprivate var zone: ZonedDateTime.DefaultZone? {
    if tag == .zonedTime { return .offset(zonedTime.offsetSeconds) }
    guard tag == .zonedDateTime else { return nil }
    guard let name = zonedDateTime.value.zone, TimeZoneDatabase.rules(named: name) != nil else {
      return .offset(zonedDateTime.offsetSeconds)
    }
    return .named(name)
  }

  fileprivate func clockReading(on day: LocalDate) -> LocalDateTime {
    switch tag {
    case .localTime, .zonedTime: LocalDateTime(date: day, time: localTime)
    case .localDateTime: localDateTime
    case .zonedDateTime: zonedDateTime.local
    default: LocalDateTime(date: date, time: .midnight)
    }
  }

  /// A zoned datetime as it is, any other instant's reading in the given zone.
  fileprivate func onClock(of zone: ZonedDateTime.DefaultZone, _ reading: LocalDateTime) -> ZonedDateTime? {
    tag == .zonedDateTime ? zonedDateTime.value : ZonedDateTime(local: reading, in: zone)
  }
}
