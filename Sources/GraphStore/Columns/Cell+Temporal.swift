/// Temporal values as cells. Each accessor is only for its tag.
extension Cell {
  @inlinable public init(_ value: LocalDate) {
    self.init(tag: .date, payload: UInt64(bitPattern: value.daysSinceEpoch))
  }
  @inlinable public init(_ value: LocalTime) {
    self.init(tag: .localTime, payload: UInt64(bitPattern: value.nanosecondsSinceMidnight))
  }
  @inlinable public init(_ value: ZonedTime) {
    self.init(
      tag: .zonedTime, payload: UInt64(bitPattern: value.local.nanosecondsSinceMidnight),
      length: UInt32(bitPattern: value.offsetSeconds))
  }
  @inlinable public init(_ value: LocalDateTime) {
    self.init(
      tag: .localDateTime, payload: UInt64(bitPattern: value.secondsSinceEpoch),
      length: UInt32(value.nanosecond))
  }

  @inlinable public var date: LocalDate { LocalDate(daysSinceEpoch: int) }
  @inlinable public var localTime: LocalTime { LocalTime(nanosecondsSinceMidnight: int) }
  @inlinable public var zonedTime: ZonedTime {
    ZonedTime(local: localTime, offsetSeconds: Int32(bitPattern: length))
  }
  @inlinable public var localDateTime: LocalDateTime {
    LocalDateTime(secondsSinceEpoch: int, nanosecond: Int32(bitPattern: length))
  }
}

extension ZonedDateTimeCell {
  /// Nanoseconds since 1970-01-01T00:00:00Z.
  public var epochNanoseconds: Int128 {
    local.totalNanoseconds - Int128(offsetSeconds) * Int128(nanosecondsPerSecond)
  }

  public var value: ZonedDateTime {
    ZonedDateTime(local: local, offsetSeconds: offsetSeconds, zone: zone.isNull ? nil : zone.text)
  }
}

extension Cell {
  /// Only for tag `string`.
  public var text: String { String(decoding: utf8, as: UTF8.self) }
}

extension Arena {
  public func zonedDateTime(_ value: ZonedDateTime) -> Cell {
    zonedDateTime(
      ZonedDateTimeCell(
        local: value.local, offsetSeconds: value.offsetSeconds, zone: value.zone.map { string($0) } ?? .null))
  }
}
