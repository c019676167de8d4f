import GraphStore

/// A record of calendar and clock fields, `{year: 1984, week: 10, dayOfWeek: 3}`, read as openCypher does:
/// fields `date`, `time` and `datetime` give a basis that the others override; parts that are missing at the
/// end are the first; parts missing in between are an error.
struct TemporalFields {
  private let record: Cell
  private let context: FunctionContext
  private let preferredOffset: Int32?
  /// `{timezone: 'Europe/Paris'}`: the statement's time there.
  private let isNow: Bool

  private static let dateNames: Set<String> = [
    "date", "datetime", "year", "month", "day", "week", "dayOfWeek", "quarter", "dayOfQuarter", "ordinalDay",
  ]
  private static let timeNames: Set<String> = [
    "time", "datetime", "hour", "minute", "second", "millisecond", "microsecond", "nanosecond",
  ]

  /// - Parameter offset: which of two readings is meant in the hour that clocks repeat, where no basis tells.
  init(_ record: Cell, for kind: InstantKind, preferring offset: Int32? = nil, _ context: FunctionContext) throws(ValueError) {
    self.record = record
    self.context = context
    preferredOffset = offset
    let fields = record.fieldCells
    isNow = fields.count == 2 && fields[0].text == "timezone"
    if isNow { return }
    for index in stride(from: 0, to: fields.count, by: 2) {
      let name = fields[index].text
      guard TemporalFields.isKnown(name, for: kind) else {
        throw ValueError(.datetimeFieldName, "\(kind.type.nameInMessages) has no field `\(name)`")
      }
    }
  }

  private static func isKnown(_ name: String, for kind: InstantKind) -> Bool {
    switch kind {
    case .date: dateNames.contains(name)
    case .localTime: timeNames.contains(name)
    case .zonedTime: timeNames.contains(name) || name == "timezone"
    case .localDateTime: dateNames.contains(name) || timeNames.contains(name)
    case .zonedDateTime:
      dateNames.contains(name) || timeNames.contains(name)
        || ["timezone", "epochSeconds", "epochMillis"].contains(name)
    }
  }

  func instant(_ kind: InstantKind) throws(ValueError) -> Cell {
    if isNow, let zone = try zone() { return try TemporalConversion.now(kind, in: zone, context) }
    switch kind {
    case .date: return Cell(try date())
    case .localTime:
      try checkHour()
      return Cell(try time())
    case .zonedTime: return Cell(try zonedTime())
    case .localDateTime: return Cell(LocalDateTime(date: try date(), time: try time()))
    case .zonedDateTime: return context.arena.zonedDateTime(try zonedDateTime())
    }
  }

  // MARK: Fields

  private func value(_ name: String) -> Cell? {
    guard let value = record.field(name), !value.isNull else { return nil }
    return value
  }

  private func has(_ names: String...) -> Bool { names.contains { value($0) != nil } }

  private func int(_ name: String) throws(ValueError) -> Int64? {
    guard let value = value(name) else { return nil }
    guard value.tag == .int else {
      throw ValueError(.invalidType, "field `\(name)` is \(value.typeName), expected an integer")
    }
    return value.int
  }

  private func basis<T>(_ names: [String], _ part: (Cell) -> T?) throws(ValueError) -> T? {
    for name in names {
      guard let value = value(name) else { continue }
      guard let part = part(value) else {
        throw ValueError(.invalidType, "field `\(name)` is \(value.typeName), which lacks what is needed")
      }
      return part
    }
    return nil
  }

  private func need<T>(_ value: T?, _ name: String) throws(ValueError) -> T {
    guard let value else { throw ValueError(.invalidDatetime, "field `\(name)` is missing") }
    return value
  }

  // MARK: Date

  /// A day is told by its month, its week, its quarter or its number in the year, and not by several of them.
  private func checkOneWay() throws(ValueError) {
    let ways = [["month", "day"], ["week", "dayOfWeek"], ["quarter", "dayOfQuarter"], ["ordinalDay"]]
    let told = ways.compactMap { way in way.first { has($0) } }
    guard told.count > 1 else { return }
    throw ValueError(.invalidDatetime, "`\(told[0])` and `\(told[1])` are two ways to tell a day, of which one is taken")
  }

  private func date() throws(ValueError) -> LocalDate {
    let base = try basis(["date", "datetime"]) { TemporalConversion.date(of: $0) }
    let year = try int("year")
    try checkOneWay()
    let result: LocalDate?
    if has("week", "dayOfWeek") {
      let week = try int("week")
      result = LocalDate(
        weekYear: try need(year ?? base?.weekYear, "year"), week: try need(week ?? base?.week, "week"),
        dayOfWeek: try int("dayOfWeek") ?? base?.dayOfWeek ?? 1)
    } else if has("quarter", "dayOfQuarter") {
      let quarter = try int("quarter")
      result = LocalDate(
        year: try need(year ?? base?.year, "year"), quarter: try need(quarter ?? base?.quarter, "quarter"),
        dayOfQuarter: try int("dayOfQuarter") ?? base?.dayOfQuarter ?? 1)
    } else if let ordinalDay = try int("ordinalDay") {
      result = LocalDate(year: try need(year ?? base?.year, "year"), ordinalDay: ordinalDay)
    } else {
      let day = try int("day")
      let month = try int("month") ?? base?.month
      result = LocalDate(
        year: try need(year ?? base?.year, "year"), month: day == nil ? month ?? 1 : try need(month, "month"),
        day: day ?? base?.day ?? 1)
    }
    guard let result else { throw ValueError(.datetimeFieldValue, "there is no such day in the calendar") }
    return result
  }

  // MARK: Time

  /// A time of day without a date begins with its hour.
  private func checkHour() throws(ValueError) {
    if !has("hour", "time", "datetime") { _ = try need(Cell?.none, "hour") }
  }

  private func time() throws(ValueError) -> LocalTime {
    let base = try basis(["time", "datetime"]) { TemporalConversion.time(of: $0) }
    let (minute, second, fraction) = (try int("minute"), try int("second"), try fractionOfSecond())
    let hour = try int("hour") ?? base?.hour
    let knownMinute = minute ?? base?.minute
    let knownSecond = second ?? base?.second
    let time = LocalTime(
      hour: minute == nil && second == nil && fraction == nil ? hour ?? 0 : try need(hour, "hour"),
      minute: second == nil && fraction == nil ? knownMinute ?? 0 : try need(knownMinute, "minute"),
      second: fraction == nil ? knownSecond ?? 0 : try need(knownSecond, "second"),
      nanosecond: fraction ?? base?.nanosecond ?? 0)
    guard let time else { throw ValueError(.datetimeFieldValue, "there is no such time of day") }
    return time
  }

  /// Milliseconds, microseconds and nanoseconds together; each that follows a larger one is less than 1000.
  private func fractionOfSecond() throws(ValueError) -> Int64? {
    var total: Int64?
    for (name, unit) in [("millisecond", 1_000_000), ("microsecond", 1_000), ("nanosecond", 1)]
      as [(String, Int64)]
    {
      guard let amount = try int(name) else { continue }
      let limit = total == nil ? 1_000_000_000 / unit : 1_000
      guard (0..<limit).contains(amount) else {
        throw ValueError(.datetimeFieldValue, "field `\(name)` is out of range")
      }
      total = (total ?? 0) + amount * unit
    }
    return total
  }

  // MARK: Zones

  private func zone() throws(ValueError) -> ZonedDateTime.DefaultZone? {
    guard let value = value("timezone") else { return nil }
    guard value.tag == .string else {
      throw ValueError(.invalidType, "field `timezone` is \(value.typeName), expected a string")
    }
    return try TemporalConversion.zone(value.text)
  }

  /// A basis that has a zone keeps its moment when another zone is given.
  private func zonedTime() throws(ValueError) -> ZonedTime {
    try checkHour()
    let local = try time()
    let baseOffset = (value("time") ?? value("datetime")).flatMap { TemporalConversion.offset(of: $0) }
    guard let zone = try zone() else {
      return ZonedTime(local: local, offsetSeconds: baseOffset ?? context.now.offsetSeconds)
    }
    let offset: Int32
    switch zone {
    case .offset(let seconds): offset = seconds
    case .named(let name):
      offset = TimeZoneDatabase.rules(named: name)?.offset(at: context.now.epochSeconds) ?? 0
    }
    guard let baseOffset else { return ZonedTime(local: local, offsetSeconds: offset) }
    return ZonedTime(local: local, offsetSeconds: baseOffset).with(offsetSeconds: offset)
  }

  private func zonedDateTime() throws(ValueError) -> ZonedDateTime {
    let given = try zone()
    if let instant = try epochInstant() {
      return try moved(instant, to: given ?? TemporalConversion.sessionZone(context))
    }
    let local = LocalDateTime(date: try date(), time: try time())
    guard let base = (value("time") ?? value("datetime")).flatMap(zone(of:)) else {
      let zone = given ?? TemporalConversion.sessionZone(context)
      return try known(ZonedDateTime(local: local, in: zone, preferring: preferredOffset))
    }
    let offset = (value("time") ?? value("datetime")).flatMap { TemporalConversion.offset(of: $0) }
    let instant = try known(ZonedDateTime(local: local, in: base, preferring: offset))
    return given == nil ? instant : try moved(instant, to: given ?? base)
  }

  private func zone(of instant: Cell) -> ZonedDateTime.DefaultZone? {
    if instant.tag == .zonedDateTime, let name = instant.zonedDateTime.value.zone { return .named(name) }
    return TemporalConversion.offset(of: instant).map { .offset($0) }
  }

  private func epochInstant() throws(ValueError) -> ZonedDateTime? {
    let (seconds, millis) = (try int("epochSeconds"), try int("epochMillis"))
    guard seconds != nil || millis != nil else { return nil }
    guard !has("year", "month", "day", "week", "hour", "minute", "second", "date", "time", "datetime") else {
      throw ValueError(
        .invalidDatetime, "`epochSeconds` and `epochMillis` stand without other parts of a date or time")
    }
    let fraction = try fractionOfSecond() ?? 0
    let total = Int128(seconds ?? 0) * 1_000_000_000 + Int128(millis ?? 0) * 1_000_000 + Int128(fraction)
    let utc = LocalDateTime(totalNanoseconds: total)
    return try known(utc.map { ZonedDateTime(local: $0, offsetSeconds: 0) })
  }

  private func moved(_ instant: ZonedDateTime, to zone: ZonedDateTime.DefaultZone) throws(ValueError)
    -> ZonedDateTime
  {
    try known(instant.moved(to: zone))
  }

  private func known(_ value: ZonedDateTime?) throws(ValueError) -> ZonedDateTime {
    guard let value else {
      throw ValueError(.datetimeOverflow, "the zone is unknown, or the instant beyond the calendar")
    }
    return value
  }
}
