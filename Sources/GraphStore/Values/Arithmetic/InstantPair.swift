/// Two instants on the clock of the first, as openCypher compares them: what one lacks it takes from the other, the date or the zone; a
/// missing time is midnight.
public struct InstantPair {
  private let from: LocalDateTime
  private let to: LocalDateTime
  /// The zone of the clock and the first instant's distance from UTC in it; nil when neither has a zone.
  private let clock: (zone: ZonedDateTime.DefaultZone, offset: Int32)?
  /// Real time from the first to the second.
  let nanoseconds: Int128
  /// Both have a date: only then months and days arise.
  private let hasDates: Bool

  /// Nil beyond the calendar. Only for temporal instants.
  public init?(_ a: Cell, _ b: Cell) {
    let (dayA, dayB) = (a.dateOfInstant, b.dateOfInstant)
    hasDates = dayA != nil && dayB != nil
    let someDay = dayA ?? dayB ?? LocalDate(daysSinceEpoch: 0)
    from = a.clockReading(on: someDay)
    let end = b.clockReading(on: someDay)
    guard let zone = a.zone ?? b.zone else {
      clock = nil
      to = end
      nanoseconds = to.totalNanoseconds - from.totalNanoseconds
      return
    }
    guard let first = a.onClock(of: zone, from), let last = b.onClock(of: b.zone ?? zone, end), let moved = last.moved(to: zone)
    else { return nil }
    clock = (zone, first.offsetSeconds)
    to = moved.local
    nanoseconds = last.epochNanoseconds - first.epochNanoseconds
  }

  /// Nil, as with the other parts, when the duration does not fit.
  public var seconds: CalendarDuration? { CalendarDuration(months: 0, days: 0, nanoseconds: nanoseconds) }

  public var days: CalendarDuration? { CalendarDuration(months: 0, days: Int128(wholeDays(from: from)), nanoseconds: 0) }

  public var months: CalendarDuration? { CalendarDuration(months: wholeMonths) }

  /// Months, then days on the clock, then real seconds.
  public var between: CalendarDuration? {
    let months = wholeMonths
    guard let date = from.date.adding(months: months) else { return nil }
    let days = wholeDays(from: LocalDateTime(date: date, time: from.time))
    guard let day = date.adding(days: days), let rest = rest(from: LocalDateTime(date: day, time: from.time)) else { return nil }
    return CalendarDuration(months: Int128(months), days: Int128(days), nanoseconds: rest)
  }

  /// Real time from a reading of the clock to the second instant. Where the clock shows that twice, the reading is on the first's side.
  private func rest(from reading: LocalDateTime) -> Int128? {
    guard reading != from else { return nanoseconds }
    guard let clock else { return to.totalNanoseconds - reading.totalNanoseconds }
    func instant(_ reading: LocalDateTime) -> Int128? {
      ZonedDateTime(local: reading, in: clock.zone, preferring: clock.offset)?.epochNanoseconds
    }
    guard let start = instant(from), let later = instant(reading) else { return nil }
    return nanoseconds - (later - start)
  }

  /// Toward zero, on the clock.
  private func wholeDays(from start: LocalDateTime) -> Int64 {
    guard hasDates else { return 0 }
    return Int64((to.totalNanoseconds - start.totalNanoseconds) / Int128(nanosecondsPerDay))
  }

  /// Toward zero: a month has passed when the day of the month, and the time of day, are reached again. So from January 31 to
  /// February 29 none has.
  var wholeMonths: Int64 {
    guard hasDates else { return 0 }
    let (a, b) = (from.date.civil, to.date.civil)
    let months = (b.year - a.year) * 12 + b.month - a.month
    let start = (a.day, from.time.nanosecondsSinceMidnight)
    let end = (b.day, to.time.nanosecondsSinceMidnight)
    if months > 0, end < start { return months - 1 }
    if months < 0, end > start { return months + 1 }
    return months
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
