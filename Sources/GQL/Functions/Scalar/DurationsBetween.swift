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
