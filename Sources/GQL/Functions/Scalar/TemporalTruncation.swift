import GraphStore

/// `date.truncate('month', value, {day: 2})` and its kin, as in openCypher.
extension ScalarFunction {
  static let truncations = [
    truncation("DATE", .date, example: ("date.truncate('month', DATE '2024-03-17')", "DATE '2024-03-01'")),
    truncation("LOCALTIME", .localTime, example: ("localtime.truncate('hour', LOCAL_TIME('21:40'))", "TIME '21:00'")),
    truncation("TIME", .zonedTime, example: ("time.truncate('hour', ZONED_TIME('21:40Z'))", "TIME '21:00Z'")),
    truncation(
      "LOCALDATETIME", .localDateTime,
      example: ("localdatetime.truncate('day', LOCAL_DATETIME('2024-03-17T21:40'))", "DATETIME '2024-03-17T00:00'")),
    truncation(
      "DATETIME", .zonedDateTime,
      example: ("datetime.truncate('day', ZONED_DATETIME('2024-03-17T21:40Z'))", "DATETIME '2024-03-17T00:00Z'")),
  ]

  private static func truncation(
    _ type: String, _ kind: InstantKind, example: (call: String, result: String)
  ) -> ScalarFunction {
    ScalarFunction(
      "\(type).TRUNCATE", parameters: [Parameter("unit", .string), Parameter("value", .any), Parameter("fields", .any)],
      requiredCount: 1, result: always(kind.type),
      summary: "The start of the unit that the value lies in, as \(kind.type.nameInMessages), with fields put in its place.",
      example: example
    ) { (arguments, context) throws(ValueError) in
      let name = arguments[0].text
      guard let unit = TruncationUnit(rawValue: name) else {
        throw ValueError(.invalidType, "there is no unit `\(name)` to truncate to")
      }
      let value = arguments.count > 1 ? arguments[1] : TemporalConversion.now(kind, context)
      let fields = arguments.count > 2 ? arguments[2] : Cell(tag: .record, address: nil)
      guard value.isTemporalInstant, fields.tag == .record else {
        throw wrongType("\(type).TRUNCATE", value.isTemporalInstant ? fields : value, expected: "a temporal value and a record")
      }
      return try unit.truncate(value, to: kind, fields, context)
    }
  }
}

/// What a temporal value can be cut down to.
enum TruncationUnit: String {
  case millennium, century, decade, year, weekYear, quarter, month, week, day
  case hour, minute, second, millisecond, microsecond

  /// The truncated parts become the basis of a record of fields, which the given fields override.
  func truncate(
    _ value: Cell, to kind: InstantKind, _ fields: Cell, _ context: FunctionContext
  ) throws(ValueError) -> Cell {
    var entries: [Cell] = []
    func add(_ name: String, _ cell: Cell) {
      entries += [context.arena.string(name), cell]
    }
    let given = fields.fieldCells
    entries += given
    switch kind {
    case .date, .localDateTime, .zonedDateTime:
      guard let date = TemporalConversion.date(of: value), let start = start(of: date) else {
        throw ValueError(.invalidDatetime, "the value has no date to truncate")
      }
      add("date", Cell(start))
    case .localTime, .zonedTime:
      guard self == .day || nanoseconds != nil else {
        throw ValueError(.invalidDatetime, "a time cannot be truncated to the unit \(rawValue)")
      }
    }
    switch kind {
    case .date:
      guard nanoseconds == nil else { throw ValueError(.invalidDatetime, "a date cannot be truncated to \(rawValue)s") }
    case .localTime, .zonedTime, .localDateTime, .zonedDateTime:
      let time = TemporalConversion.time(of: value)
      if time == nil, kind == .localTime || kind == .zonedTime {
        throw ValueError(.invalidDatetime, "the value has no time to truncate")
      }
      let start = start(of: time ?? .midnight)
      // Fields smaller than the unit are added to what is left of the second.
      if self == .millisecond || self == .microsecond {
        add("millisecond", Cell(start.nanosecond / 1_000_000))
        if self == .microsecond { add("microsecond", Cell(start.nanosecond / 1_000 % 1_000)) }
      }
      add("time", Cell(start))
    }
    if kind == .zonedTime || kind == .zonedDateTime, fields.field("timezone") == nil {
      if value.tag == .zonedDateTime, !value.zonedDateTime.zone.isNull {
        add("timezone", value.zonedDateTime.zone)
      } else if let offset = TemporalConversion.offset(of: value) {
        add("timezone", context.arena.string(UTCOffset.text(offset)))
      }
    }
    let record = entries.withUnsafeBufferPointer { context.arena.cells(.record, $0) }
    return try TemporalFields(record, for: kind, preferring: TemporalConversion.offset(of: value), context).instant(kind)
  }

  private func start(of date: LocalDate) -> LocalDate? {
    switch self {
    case .millennium: LocalDate(year: floorDivide(date.year, 1_000) * 1_000, month: 1, day: 1)
    case .century: LocalDate(year: floorDivide(date.year, 100) * 100, month: 1, day: 1)
    case .decade: LocalDate(year: floorDivide(date.year, 10) * 10, month: 1, day: 1)
    case .year: LocalDate(year: date.year, month: 1, day: 1)
    case .weekYear: LocalDate(weekYear: date.weekYear, week: 1, dayOfWeek: 1)
    case .quarter: LocalDate(year: date.year, month: (date.quarter - 1) * 3 + 1, day: 1)
    case .month: LocalDate(year: date.year, month: date.month, day: 1)
    case .week: LocalDate(daysSinceEpoch: date.daysSinceEpoch - date.dayOfWeek + 1)
    case .day, .hour, .minute, .second, .millisecond, .microsecond: date
    }
  }

  /// Of a unit of the clock; nil for those of the calendar.
  private var nanoseconds: Int64? {
    switch self {
    case .millennium, .century, .decade, .year, .weekYear, .quarter, .month, .week, .day: nil
    case .hour: 3_600_000_000_000
    case .minute: 60_000_000_000
    case .second: 1_000_000_000
    case .millisecond: 1_000_000
    case .microsecond: 1_000
    }
  }

  private func start(of time: LocalTime) -> LocalTime {
    guard let unit = nanoseconds else { return .midnight }
    return LocalTime(nanosecondsSinceMidnight: time.nanosecondsSinceMidnight / unit * unit)
  }

  private func floorDivide(_ a: Int64, _ b: Int64) -> Int64 { (a - (a % b + b) % b) / b }
}
