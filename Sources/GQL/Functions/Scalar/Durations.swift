import GraphStore

extension ScalarFunction {
  static let durations = [duration, durationBetween, durationBetweenMonths, durationBetweenSeconds]

  static let duration = ScalarFunction(
    "DURATION", parameters: [Parameter("value", .any)], result: always(.duration),
    summary:
      "A duration from ISO 8601 text or a record of its parts; fractions of months and days go to the smaller parts.",
    example: ("DURATION({days: 1, hours: 12})", "DURATION 'P1DT12H'")
  ) { (arguments, context) throws(ValueError) in
    let value = arguments[0]
    switch value.tag {
    case .duration: return value
    case .string: return try Cast.duration(parsing: value, context)
    case .record: return context.arena.duration(try duration(from: value))
    case .null, .bool, .int, .float, .decimal, .bytes, .date, .localTime, .zonedTime, .localDateTime,
      .zonedDateTime, .list,
      .node, .edge, .path:
      throw wrongType("DURATION", value, expected: "text, a record or a duration")
    }
  }

  static let durationBetween = between("DURATION_BETWEEN", "days and seconds", "P5DT12H") {
    (from, to) throws(ValueError) in try TemporalArithmetic.dayToSecond(from: from, to: to)
  }
  static let durationBetweenSeconds = between("DURATION_BETWEEN_DAY_TO_SECOND", "days and seconds", "P5DT12H")
  {
    (from, to) throws(ValueError) in try TemporalArithmetic.dayToSecond(from: from, to: to)
  }
  static let durationBetweenMonths = between("DURATION_BETWEEN_YEAR_TO_MONTH", "whole months", "PT0S", countsMonths: true) {
    (from, to) throws(ValueError) in try TemporalArithmetic.yearToMonth(from: from, to: to)
  }

  private static func between(
    _ name: String, _ parts: String, _ example: String, countsMonths: Bool = false,
    _ compute: @escaping @Sendable (Cell, Cell) throws(ValueError) -> CalendarDuration
  ) -> ScalarFunction {
    ScalarFunction(
      name, parameters: [Parameter("from", .any), Parameter("to", .any)], result: always(.duration),
      summary:
        "The time from one temporal instant to another in \(parts), negative when the second is earlier.",
      example: (
        "\(name)(LOCAL_DATETIME('2024-01-01'), LOCAL_DATETIME('2024-01-06T12'))", "DURATION '\(example)'"
      )
    ) { (arguments, context) throws(ValueError) in
      for argument in arguments where !argument.isTemporalInstant {
        throw wrongType(name, argument, expected: "two temporal instants")
      }
      guard arguments[0].tag == arguments[1].tag else {
        throw ValueError(
          .unitGroups, "there is no duration between \(arguments[0].typeName) and \(arguments[1].typeName), which do not compare")
      }
      if countsMonths, arguments[0].tag == .localTime || arguments[0].tag == .zonedTime {
        throw ValueError(.unitGroups, "no months pass between two times of day")
      }
      return context.arena.duration(try compute(arguments[0], arguments[1]))
    }
  }

  private enum Unit { case months, days, nanoseconds }

  /// Field names with the unit that each counts in.
  private static let durationFields: [String: (unit: Unit, count: Int128)] = [
    "years": (.months, 12), "quarters": (.months, 3), "months": (.months, 1), "weeks": (.days, 7),
    "days": (.days, 1),
    "hours": (.nanoseconds, 3_600_000_000_000), "minutes": (.nanoseconds, 60_000_000_000),
    "seconds": (.nanoseconds, 1_000_000_000), "milliseconds": (.nanoseconds, 1_000_000),
    "microseconds": (.nanoseconds, 1_000),
    "nanoseconds": (.nanoseconds, 1),
  ]

  private static func duration(from record: Cell) throws(ValueError) -> CalendarDuration {
    let tooLarge = ValueError(.datetimeOverflow, "the duration does not fit 64-bit parts")
    var duration = CalendarDuration()
    let fields = record.fieldCells
    guard !fields.isEmpty else { throw ValueError(.invalidDuration, "a duration needs at least one field") }
    for index in stride(from: 0, to: fields.count, by: 2) {
      let (name, value) = (fields[index].text, fields[index + 1])
      guard let field = durationFields[name] else {
        throw ValueError(.durationFieldName, "a duration has no field `\(name)`")
      }
      guard !value.isNull else { continue }
      guard value.isNumber else {
        throw ValueError(.invalidType, "field `\(name)` is \(value.typeName), expected a number")
      }
      let unit = CalendarDuration(
        months: field.unit == .months ? field.count : 0, days: field.unit == .days ? field.count : 0,
        nanoseconds: field.unit == .nanoseconds ? field.count : 0)
      guard let unit else { throw tooLarge }
      duration = try duration.adding(unit.scaled(by: value), sign: 1)
    }
    return duration
  }
}
