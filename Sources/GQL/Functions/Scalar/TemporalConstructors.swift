import GraphStore

extension ScalarFunction {
  static let temporalConstructors = [
    constructor("DATE", aliases: [], .date, example: ("DATE('2024-01-31')", "DATE '2024-01-31'")),
    constructor(
      "LOCAL_TIME", aliases: ["LOCALTIME"], .localTime, example: ("LOCAL_TIME('21:40')", "TIME '21:40'")),
    constructor(
      "ZONED_TIME", aliases: ["TIME"], .zonedTime,
      example: ("ZONED_TIME('21:40+01:00')", "TIME '21:40+01:00'")),
    constructor(
      "LOCAL_DATETIME", aliases: ["LOCALDATETIME"], .localDateTime,
      example: ("LOCAL_DATETIME('2024-01-31T21:40')", "DATETIME '2024-01-31T21:40'")),
    constructor(
      "ZONED_DATETIME", aliases: ["DATETIME"], .zonedDateTime,
      example: ("ZONED_DATETIME('2024-01-31T21:40Z')", "DATETIME '2024-01-31T21:40Z'")),
  ]

  static let currentTimes = [
    current("CURRENT_DATE", .date), current("CURRENT_TIME", .zonedTime),
    current("CURRENT_TIMESTAMP", .zonedDateTime),
    current("LOCAL_TIMESTAMP", .localDateTime),
    timestamp,
  ]

  private static let timestamp = ScalarFunction(
    "TIMESTAMP", parameters: [], result: always(.int),
    summary: "The time of the statement, the same in every row, in milliseconds since 1970-01-01T00:00Z.",
    example: ("TIMESTAMP() = datetime().epochMillis", "TRUE")
  ) { (_, context) throws(ValueError) in
    let nanoseconds = context.now.epochNanoseconds
    return Cell(Int64((nanoseconds - (nanoseconds % 1_000_000 + 1_000_000) % 1_000_000) / 1_000_000))
  }

  private static func constructor(
    _ name: String, aliases: [String], _ kind: InstantKind, example: (call: String, result: String)
  ) -> ScalarFunction {
    ScalarFunction(
      name, aliases: aliases, parameters: [Parameter("value", .any)], requiredCount: 0,
      result: always(kind.type),
      summary:
        "Makes \(kind.type.nameInMessages) from ISO 8601 text, a record of its parts or another temporal value; without argument the statement's time.",
      example: example
    ) { (arguments, context) throws(ValueError) in
      guard let value = arguments.first else { return TemporalConversion.now(kind, context) }
      if value.tag == .string { return try TemporalConversion.parse(value, as: kind, context) }
      if value.tag == .record { return try TemporalFields(value, for: kind, context).instant(kind) }
      guard let result = TemporalConversion.convert(value, to: kind, context) else {
        throw wrongType(name, value, expected: "text, a record or a temporal value with the parts it needs")
      }
      return result
    }
  }

  private static func current(_ name: String, _ kind: InstantKind) -> ScalarFunction {
    ScalarFunction(
      name, parameters: [], result: always(kind.type),
      summary:
        "The time of the statement, the same in every row, as \(kind.type.nameInMessages) in the session's zone.",
      example: ("\(name) = \(name)", "TRUE")
    ) { (_, context) throws(ValueError) in TemporalConversion.now(kind, context) }
  }
}
