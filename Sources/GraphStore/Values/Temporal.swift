/// A calendar date: days since 1970-01-01 in the proleptic Gregorian calendar; years -999,999,999 ...
/// 999,999,999.
@frozen public struct LocalDate: Hashable, Sendable {
  public var daysSinceEpoch: Int64
  @inlinable public init(daysSinceEpoch: Int64) { self.daysSinceEpoch = daysSinceEpoch }
}

/// A time of day without a zone: nanoseconds since midnight, 0 ..< 86,400 * 10^9.
@frozen public struct LocalTime: Hashable, Sendable {
  public var nanosecondsSinceMidnight: Int64
  @inlinable public init(nanosecondsSinceMidnight: Int64) {
    self.nanosecondsSinceMidnight = nanosecondsSinceMidnight
  }
}

/// A time of day with an offset from UTC in seconds (east positive, within 18 hours).
@frozen public struct ZonedTime: Hashable, Sendable {
  public var local: LocalTime
  public var offsetSeconds: Int32
  @inlinable public init(local: LocalTime, offsetSeconds: Int32) {
    self.local = local
    self.offsetSeconds = offsetSeconds
  }
}

/// A date and time of day without a zone: seconds since 1970-01-01T00:00:00 on the local clock, and
/// nanoseconds 0 ..< 10^9.
@frozen public struct LocalDateTime: Hashable, Sendable {
  public var secondsSinceEpoch: Int64
  public var nanosecond: Int32
  @inlinable public init(secondsSinceEpoch: Int64, nanosecond: Int32) {
    self.secondsSinceEpoch = secondsSinceEpoch
    self.nanosecond = nanosecond
  }
}

/// An instant with the offset, and where known the zone's name, in which it was written.
public struct ZonedDateTime: Hashable, Sendable {
  /// The clock reading at the place (not UTC).
  public var local: LocalDateTime
  public var offsetSeconds: Int32
  /// An IANA name such as `Europe/Paris`; nil when only an offset was given.
  public var zone: String?
  public init(local: LocalDateTime, offsetSeconds: Int32, zone: String? = nil) {
    self.local = local
    self.offsetSeconds = offsetSeconds
    self.zone = zone
  }
}

/// A duration in four parts that are never normalised into each other. GQL's two kinds are its halves:
/// year-to-month uses `months`, day-to-second the others.
@frozen public struct CalendarDuration: Hashable, Sendable {
  public var months: Int64
  public var days: Int64
  public var seconds: Int64
  /// Within a second; has the sign of the whole second part or is positive after normalisation, 0 ..< 10^9.
  public var nanoseconds: Int32
  @inlinable public init(months: Int64 = 0, days: Int64 = 0, seconds: Int64 = 0, nanoseconds: Int32 = 0) {
    self.months = months
    self.days = days
    self.seconds = seconds
    self.nanoseconds = nanoseconds
  }
}
