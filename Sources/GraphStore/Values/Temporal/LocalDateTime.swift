extension LocalDateTime {
  public init(date: LocalDate, time: LocalTime) {
    self.init(
      secondsSinceEpoch: date.daysSinceEpoch * secondsPerDay + time.secondOfDay,
      nanosecond: Int32(time.nanosecond))
  }

  public var date: LocalDate { LocalDate(daysSinceEpoch: floorDivide(secondsSinceEpoch, secondsPerDay)) }
  public var time: LocalTime {
    LocalTime(
      nanosecondsSinceMidnight: floorRemainder(secondsSinceEpoch, secondsPerDay) * nanosecondsPerSecond
        + Int64(nanosecond))
  }

  /// Nanoseconds since the epoch on the local clock.
  public var totalNanoseconds: Int128 {
    Int128(secondsSinceEpoch) * Int128(nanosecondsPerSecond) + Int128(nanosecond)
  }

  /// Nil beyond the calendar.
  public init?(totalNanoseconds: Int128) {
    let seconds = floorDivide(totalNanoseconds, Int128(nanosecondsPerSecond))
    let days = floorDivide(seconds, Int128(secondsPerDay))
    guard let days = Int64(exactly: days), LocalDate(checkedDaysSinceEpoch: days) != nil else { return nil }
    self.init(
      secondsSinceEpoch: Int64(seconds),
      nanosecond: Int32(floorRemainder(totalNanoseconds, Int128(nanosecondsPerSecond))))
  }

  /// Nil beyond the calendar.
  public func adding(seconds: Int64) -> LocalDateTime? {
    LocalDateTime(totalNanoseconds: totalNanoseconds + Int128(seconds) * Int128(nanosecondsPerSecond))
  }
}

extension ZonedDateTime {
  /// Seconds since 1970-01-01T00:00:00Z, rounded down.
  public var epochSeconds: Int64 { local.secondsSinceEpoch - Int64(offsetSeconds) }
  /// Nanoseconds since 1970-01-01T00:00:00Z: what comparisons look at.
  public var epochNanoseconds: Int128 {
    Int128(epochSeconds) * Int128(nanosecondsPerSecond) + Int128(local.nanosecond)
  }
  public var date: LocalDate { local.date }
  public var time: LocalTime { local.time }

  /// An instant on the clock of a fixed offset. Nil beyond the calendar.
  public init?(epochSeconds: Int64, nanosecond: Int32, offsetSeconds: Int32 = 0) {
    let utc = LocalDateTime(secondsSinceEpoch: epochSeconds, nanosecond: nanosecond)
    guard let local = utc.adding(seconds: Int64(offsetSeconds)) else { return nil }
    self.init(local: local, offsetSeconds: offsetSeconds)
  }

  /// An instant on the clock of a named zone. Nil when this system knows no such zone, or beyond the
  /// calendar.
  public init?(epochSeconds: Int64, nanosecond: Int32, zone: String) {
    guard let rules = TimeZoneDatabase.rules(named: zone) else { return nil }
    self.init(
      epochSeconds: epochSeconds, nanosecond: nanosecond, offsetSeconds: rules.offset(at: epochSeconds))
    self.zone = zone
  }

  /// A clock reading in a named zone. In the hour that clocks skip, the reading moves forward by what was
  /// skipped; in the hour that they repeat, the first one is meant. Nil when this system knows no such zone.
  public init?(local: LocalDateTime, zone: String) {
    guard let rules = TimeZoneDatabase.rules(named: zone) else { return nil }
    let resolved = rules.resolve(local: local.secondsSinceEpoch)
    self.init(
      local: LocalDateTime(secondsSinceEpoch: resolved.local, nanosecond: local.nanosecond),
      offsetSeconds: resolved.offset, zone: zone)
  }

  /// The same, but that in the hour that clocks repeat the reading with `offset` is meant, where it has that.
  package init?(local: LocalDateTime, zone: String, preferring offset: Int32?) {
    if let offset, let rules = TimeZoneDatabase.rules(named: zone), rules.offset(at: local.secondsSinceEpoch - Int64(offset)) == offset {
      self.init(local: local, offsetSeconds: offset, zone: zone)
    } else {
      self.init(local: local, zone: zone)
    }
  }
}
