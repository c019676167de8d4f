let nanosecondsPerSecond: Int64 = 1_000_000_000
let secondsPerDay: Int64 = 86_400
let nanosecondsPerDay: Int64 = 86_400_000_000_000

extension LocalTime {
  public static let midnight = LocalTime(nanosecondsSinceMidnight: 0)

  /// Nil when a part is out of range; there are no leap seconds and no hour 24.
  public init?(hour: Int64, minute: Int64 = 0, second: Int64 = 0, nanosecond: Int64 = 0) {
    guard (0..<24).contains(hour), (0..<60).contains(minute), (0..<60).contains(second),
      (0..<nanosecondsPerSecond).contains(nanosecond)
    else { return nil }
    self.init(
      nanosecondsSinceMidnight: (hour * 3600 + minute * 60 + second) * nanosecondsPerSecond + nanosecond)
  }

  public var hour: Int64 { nanosecondsSinceMidnight / (3600 * nanosecondsPerSecond) }
  public var minute: Int64 { secondOfDay / 60 % 60 }
  public var second: Int64 { secondOfDay % 60 }
  /// Within the second.
  public var nanosecond: Int64 { nanosecondsSinceMidnight % nanosecondsPerSecond }
  public var secondOfDay: Int64 { nanosecondsSinceMidnight / nanosecondsPerSecond }

  /// Wraps around midnight.
  public func adding(nanoseconds: Int128) -> LocalTime {
    let sum = floorRemainder(Int128(nanosecondsSinceMidnight) + nanoseconds, Int128(nanosecondsPerDay))
    return LocalTime(nanosecondsSinceMidnight: Int64(sum))
  }
}

extension ZonedTime {
  /// Nanoseconds since midnight UTC, not wrapped: what comparisons look at.
  public var utcNanoseconds: Int64 {
    local.nanosecondsSinceMidnight - Int64(offsetSeconds) * nanosecondsPerSecond
  }

  /// The same moment of the day on a clock with another offset; wraps around midnight.
  public func with(offsetSeconds other: Int32) -> ZonedTime {
    let shift = Int128(other - offsetSeconds) * Int128(nanosecondsPerSecond)
    return ZonedTime(local: local.adding(nanoseconds: shift), offsetSeconds: other)
  }
}
