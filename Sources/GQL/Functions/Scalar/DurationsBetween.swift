import GraphStore

/// `duration.between(a, b)` and its kin, as in openCypher: any two temporal instants. What one lacks it takes from the other: the date, the
/// zone; a missing time is midnight.
extension ScalarFunction {
  static let durationsBetween = [
    difference("BETWEEN", "months, days and seconds", "P5DT12H") { $0.between },
    difference("INMONTHS", "whole months", "PT0S") { $0.months },
    difference("INDAYS", "whole days", "P5D") { $0.days },
    difference("INSECONDS", "seconds", "PT132H") { $0.seconds },
  ]

  private static func difference(
    _ name: String, _ parts: String, _ example: String, _ part: @escaping @Sendable (InstantPair) -> CalendarDuration?
  ) -> ScalarFunction {
    ScalarFunction(
      "DURATION.\(name)", parameters: [Parameter("from", .any), Parameter("to", .any)], result: always(.duration),
      summary: "The time from one temporal instant to another in \(parts).",
      example: (
        "duration.\(name.lowercased())(LOCAL_DATETIME('2024-01-01'), LOCAL_DATETIME('2024-01-06T12'))",
        "DURATION '\(example)'"
      )
    ) { (arguments, context) throws(ValueError) in
      for argument in arguments where !argument.isTemporalInstant {
        throw wrongType("duration.\(name.lowercased())", argument, expected: "two temporal instants")
      }
      guard let pair = InstantPair(arguments[0], arguments[1]), let duration = part(pair) else {
        throw ValueError(.datetimeOverflow, "the duration does not fit 64-bit parts")
      }
      return context.arena.duration(duration)
    }
  }
}

/// Two instants on one clock.
struct InstantPair {
  private let zone: ZonedDateTime.DefaultZone
  private let from: ZonedDateTime
  private let to: ZonedDateTime
  /// Neither has a date: months and days do not arise.
  private let hasDates: Bool

  /// Nil beyond the calendar.
  init?(_ a: Cell, _ b: Cell) {
    let dates = (TemporalConversion.date(of: a), TemporalConversion.date(of: b))
    let zones = (InstantPair.zone(of: a), InstantPair.zone(of: b))
    hasDates = dates.0 != nil && dates.1 != nil
    let zone = zones.0 ?? zones.1 ?? .utc
    self.zone = zone
    let epoch = LocalDate(daysSinceEpoch: 0)
    func instant(_ cell: Cell, _ date: LocalDate?, _ own: ZonedDateTime.DefaultZone?) -> ZonedDateTime? {
      let local = LocalDateTime(
        date: date ?? dates.0 ?? dates.1 ?? epoch, time: TemporalConversion.time(of: cell) ?? .midnight)
      return ZonedDateTime(local: local, in: own ?? zone, preferring: TemporalConversion.offset(of: cell))
    }
    guard let from = instant(a, dates.0, zones.0), let to = instant(b, dates.1, zones.1)?.moved(to: zone) else { return nil }
    self.from = from
    self.to = to
  }

  private static func zone(of instant: Cell) -> ZonedDateTime.DefaultZone? {
    if instant.tag == .zonedDateTime, let name = instant.zonedDateTime.value.zone { return .named(name) }
    return TemporalConversion.offset(of: instant).map { .offset($0) }
  }

  var seconds: CalendarDuration? {
    CalendarDuration(months: 0, days: 0, nanoseconds: to.epochNanoseconds - from.epochNanoseconds)
  }

  var days: CalendarDuration? {
    CalendarDuration(months: 0, days: Int128(wholeDays(from: from.local)), nanoseconds: 0)
  }

  var months: CalendarDuration? { CalendarDuration(months: Int128(wholeMonths), days: 0, nanoseconds: 0) }

  var between: CalendarDuration? {
    let months = wholeMonths
    guard let date = from.local.date.adding(months: months) else { return nil }
    let afterMonths = LocalDateTime(date: date, time: from.local.time)
    let days = wholeDays(from: afterMonths)
    guard let day = date.adding(days: days),
      let start = ZonedDateTime(local: LocalDateTime(date: day, time: from.local.time), in: zone, preferring: from.offsetSeconds)
    else { return nil }
    return CalendarDuration(
      months: Int128(months), days: Int128(days), nanoseconds: to.epochNanoseconds - start.epochNanoseconds)
  }

  /// Toward zero, on the clock.
  private func wholeDays(from start: LocalDateTime) -> Int64 {
    guard hasDates else { return 0 }
    return Int64((to.local.totalNanoseconds - start.totalNanoseconds) / 86_400_000_000_000)
  }

  /// Toward zero: a month has passed when the day of the month, and the time of day, are reached again. So from January 31 to
  /// February 29 none has.
  private var wholeMonths: Int64 {
    guard hasDates else { return 0 }
    let (a, b) = (from.local.date, to.local.date)
    let months = (b.year - a.year) * 12 + b.month - a.month
    let start = (a.day, from.local.time.nanosecondsSinceMidnight)
    let end = (b.day, to.local.time.nanosecondsSinceMidnight)
    if months > 0, end < start { return months - 1 }
    if months < 0, end > start { return months + 1 }
    return months
  }
}

/// `date.realtime()`, `datetime.fromepoch(s, ns)` and the like.
extension ScalarFunction {
  static let clocks: [ScalarFunction] =
    [("DATE", InstantKind.date), ("TIME", .zonedTime), ("LOCALTIME", .localTime), ("DATETIME", .zonedDateTime),
      ("LOCALDATETIME", .localDateTime)].flatMap { type, kind in
      ["TRANSACTION", "STATEMENT", "REALTIME"].map { clock in
        ScalarFunction(
          "\(type).\(clock)", parameters: [Parameter("zone", .string)], requiredCount: 0, result: always(kind.type),
          summary: "The time of the statement as \(kind.type.nameInMessages), in the zone that is named, such as 'Europe/Paris' or '+01:00'.",
          example: ("\(type.lowercased()).\(clock.lowercased())() IS NULL", "FALSE")
        ) { (arguments, context) throws(ValueError) in
          guard let zone = arguments.first else { return TemporalConversion.now(kind, context) }
          return try TemporalConversion.now(kind, in: TemporalConversion.zone(zone.text), context)
        }
      }
    } + [
      fromEpoch("DATETIME.FROMEPOCH", parameters: [Parameter("seconds", .int), Parameter("nanoseconds", .int)]) {
        Int128($0[0].int) * 1_000_000_000 + Int128($0[1].int)
      },
      fromEpoch("DATETIME.FROMEPOCHMILLIS", parameters: [Parameter("milliseconds", .int)]) { Int128($0[0].int) * 1_000_000 },
    ]

  private static func fromEpoch(
    _ name: String, parameters: [Parameter], _ total: @escaping @Sendable (UnsafeBufferPointer<Cell>) -> Int128
  ) -> ScalarFunction {
    ScalarFunction(
      name, parameters: parameters, result: always(.zonedDateTime),
      summary: "The instant so long after 1970-01-01T00:00Z.",
      example: ("datetime.fromepochmillis(0)", "DATETIME '1970-01-01T00:00Z'")
    ) { (arguments, context) throws(ValueError) in
      guard let local = LocalDateTime(totalNanoseconds: total(arguments)) else {
        throw ValueError(.datetimeOverflow, "the instant is beyond the calendar")
      }
      return context.arena.zonedDateTime(ZonedDateTime(local: local, offsetSeconds: 0))
    }
  }
}
