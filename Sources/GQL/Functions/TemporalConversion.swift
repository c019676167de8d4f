import GraphStore

/// The five types of temporal instants.
enum InstantKind: Sendable {
  case date, localTime, zonedTime, localDateTime, zonedDateTime

  var type: ValueType {
    switch self {
    case .date: .date
    case .localTime: .localTime
    case .zonedTime: .zonedTime
    case .localDateTime: .localDateTime
    case .zonedDateTime: .zonedDateTime
    }
  }
}

/// Makes temporal instants out of text, records and other instants.
enum TemporalConversion {
  /// The statement's instant in the session's zone, as the given type.
  static func now(_ kind: InstantKind, _ context: FunctionContext) -> Cell { cell(context.now, kind, context) }

  /// The same on the clock of another zone.
  static func now(_ kind: InstantKind, in zone: ZonedDateTime.DefaultZone, _ context: FunctionContext) throws(ValueError) -> Cell {
    guard let now = context.now.moved(to: zone) else { throw ValueError(.datetimeOverflow, "the instant is beyond the calendar") }
    return cell(now, kind, context)
  }

  private static func cell(_ now: ZonedDateTime, _ kind: InstantKind, _ context: FunctionContext) -> Cell {
    switch kind {
    case .date: return Cell(now.date)
    case .localTime: return Cell(now.time)
    case .zonedTime: return Cell(ZonedTime(local: now.time, offsetSeconds: now.offsetSeconds))
    case .localDateTime: return Cell(now.local)
    case .zonedDateTime: return context.arena.zonedDateTime(now)
    }
  }

  /// The zone that a text names: an offset, or a name of IANA's.
  static func zone(_ text: String) throws(ValueError) -> ZonedDateTime.DefaultZone {
    if let offset = UTCOffset.seconds(text) { return .offset(offset) }
    guard TimeZoneDatabase.rules(named: text) != nil else { throw ValueError(.invalidDatetime, "unknown time zone `\(text)`") }
    return .named(text)
  }

  /// The zone of readings that come without one.
  static func sessionZone(_ context: FunctionContext) -> ZonedDateTime.DefaultZone {
    context.now.zone.map { .named($0) } ?? .offset(context.now.offsetSeconds)
  }

  static func parse(_ text: Cell, as kind: InstantKind, _ context: FunctionContext) throws(ValueError) -> Cell
  {
    let bytes = text.utf8
    switch kind {
    case .date: if let value = LocalDate(iso: bytes) { return Cell(value) }
    case .localTime: if let value = LocalTime(iso: bytes) { return Cell(value) }
    case .zonedTime:
      if let value = ZonedTime(iso: bytes, defaultOffsetSeconds: context.now.offsetSeconds) {
        return Cell(value)
      }
    case .localDateTime: if let value = LocalDateTime(iso: bytes) { return Cell(value) }
    case .zonedDateTime:
      if let value = ZonedDateTime(iso: bytes, defaultZone: sessionZone(context)) {
        if let fault = value.zoneFault { throw ValueError(.invalidDatetime, fault) }
        return context.arena.zonedDateTime(value)
      }
    }
    if kind == .date, isWrittenAsDay(bytes) { throw ValueError(.invalidDatetime, "no calendar has the day `\(text.text)`") }
    throw ValueError(.invalidDatetime, "the text is not \(kind.type.nameInMessages) in ISO 8601 form")
  }

  /// `2025-06-31`.
  static func isWrittenAsDay(_ text: some Collection<UInt8>) -> Bool {
    text.count == 10
      && text.enumerated().allSatisfy { index, byte in
        index == 4 || index == 7 ? byte == UInt8(ascii: "-") : (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      }
  }

  /// The parts that the type has: the date of a datetime, midnight for a date, the session's zone for what
  /// has none. Nil when the instant lacks what the type needs.
  static func convert(_ instant: Cell, to kind: InstantKind, _ context: FunctionContext) -> Cell? {
    switch kind {
    case .date:
      return date(of: instant).map { Cell($0) }
    case .localTime:
      return time(of: instant).map { Cell($0) }
    case .zonedTime:
      return time(of: instant).map {
        Cell(ZonedTime(local: $0, offsetSeconds: offset(of: instant) ?? context.now.offsetSeconds))
      }
    case .localDateTime:
      return date(of: instant).map { Cell(LocalDateTime(date: $0, time: time(of: instant) ?? .midnight)) }
    case .zonedDateTime:
      if instant.tag == .zonedDateTime { return instant }
      guard let date = date(of: instant) else { return nil }
      let local = LocalDateTime(date: date, time: time(of: instant) ?? .midnight)
      return ZonedDateTime(local: local, in: sessionZone(context)).map { context.arena.zonedDateTime($0) }
    }
  }

  static func date(of instant: Cell) -> LocalDate? {
    switch instant.tag {
    case .date: instant.date
    case .localDateTime: instant.localDateTime.date
    case .zonedDateTime: instant.zonedDateTime.local.date
    case .null, .bool, .int, .float, .decimal, .string, .bytes, .localTime, .zonedTime, .duration, .list,
      .record, .node,
      .edge, .path:
      nil
    }
  }

  static func time(of instant: Cell) -> LocalTime? {
    switch instant.tag {
    case .localTime, .zonedTime: instant.localTime
    case .localDateTime: instant.localDateTime.time
    case .zonedDateTime: instant.zonedDateTime.local.time
    case .null, .bool, .int, .float, .decimal, .string, .bytes, .date, .duration, .list, .record, .node,
      .edge, .path:
      nil
    }
  }

  static func offset(of instant: Cell) -> Int32? {
    instant.tag == .zonedTime
      ? instant.zonedTime.offsetSeconds
      : (instant.tag == .zonedDateTime ? instant.zonedDateTime.offsetSeconds : nil)
  }
}

extension ZonedDateTime {
  /// Why the zone cannot be: it is unknown, or the offset given beside it is not its own then. Nil when all is well.
  var zoneFault: String? {
    guard let zone else { return nil }
    guard let rules = TimeZoneDatabase.rules(named: zone) else { return "unknown time zone `\(zone)`" }
    guard rules.offset(at: epochSeconds) == offsetSeconds else {
      return "the offset \(UTCOffset.text(offsetSeconds)) is not that of `\(zone)` at that time"
    }
    return nil
  }
}
