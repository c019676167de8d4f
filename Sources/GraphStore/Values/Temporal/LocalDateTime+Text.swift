extension LocalDateTime {
  /// A date as `LocalDate` takes it, `T` (or one space), a time as `LocalTime` takes it; a date alone means
  /// midnight. Nil for anything else.
  public init?(iso bytes: UnsafeBufferPointer<UInt8>) {
    var scanner = ISOScanner(bytes)
    guard let value = scanner.dateTime(), scanner.isAtEnd else { return nil }
    self = value
  }

  public init?(iso text: String) {
    guard let value = parse(text, { LocalDateTime(iso: $0) }) else { return nil }
    self = value
  }

  /// `2015-07-21T21:40:32.142`, `2015-07-21T00:00`.
  public var isoText: String {
    var text: [UInt8] = []
    append(to: &text)
    return text.asText
  }

  func append(to text: inout [UInt8]) {
    date.append(to: &text)
    text.append("T")
    time.append(to: &text)
  }
}

extension ZonedDateTime {
  /// A datetime as `LocalDateTime` takes it, then an offset, a zone's name in brackets, or both. With an
  /// offset the name is kept as written and not looked up, so that what one system wrote another can read;
  /// without one the zone gives the offset. With neither, `defaultZone` (UTC when nil) holds. Nil for
  /// anything else, and for an unknown zone that had to be looked up.
  public init?(iso bytes: UnsafeBufferPointer<UInt8>, defaultZone: DefaultZone = .utc) {
    var scanner = ISOScanner(bytes)
    guard let local = scanner.dateTime() else { return nil }
    var offset: Int32?
    if !scanner.isAtEnd, scanner.peek != UInt8(ascii: "[") {
      guard let written = scanner.offset() else { return nil }
      offset = written
    }
    var zone: String?
    if scanner.eat("[") {
      guard let name = scanner.text(before: "]"), TimeZoneDatabase.isWellFormed(name) else { return nil }
      zone = name
    }
    guard scanner.isAtEnd else { return nil }
    switch (offset, zone) {
    case (let offset?, _): self.init(local: local, offsetSeconds: offset, zone: zone)
    case (nil, let zone?): self.init(local: local, zone: zone)
    case (nil, nil): self.init(local: local, in: defaultZone)
    }
  }

  public init?(iso text: String, defaultZone: DefaultZone = .utc) {
    guard let value = parse(text, { ZonedDateTime(iso: $0, defaultZone: defaultZone) }) else { return nil }
    self = value
  }

  /// What a clock reading means that comes without offset and zone.
  public enum DefaultZone: Sendable, Hashable {
    case offset(Int32)
    case named(String)
    public static let utc = DefaultZone.offset(0)
  }

  ///
  /// - Parameter offset: which of two readings is meant in the hour that clocks repeat; nil = the first.
  public init?(local: LocalDateTime, in zone: DefaultZone, preferring offset: Int32? = nil) {
    switch zone {
    case .offset(let seconds): self.init(local: local, offsetSeconds: seconds)
    case .named(let name): self.init(local: local, zone: name, preferring: offset)
    }
  }

  /// `2015-07-21T21:40:32.142+02:00[Europe/Stockholm]`, `2018-01-01T00:00Z`.
  public var isoText: String {
    var text: [UInt8] = []
    local.append(to: &text)
    UTCOffset.append(offsetSeconds, to: &text)
    if let zone {
      text.append("[")
      text.append(contentsOf: zone.utf8)
      text.append("]")
    }
    return text.asText
  }
}

extension ISOScanner {
  mutating func dateTime() -> LocalDateTime? {
    guard let date = date() else { return nil }
    guard eat("T") || eat("t") || eat(" ") else { return LocalDateTime(date: date, time: .midnight) }
    return time().map { LocalDateTime(date: date, time: $0) }
  }
}
