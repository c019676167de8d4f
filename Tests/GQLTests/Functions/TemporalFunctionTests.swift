import GraphStore
import Testing

@testable import GQL

/// Temporal constructors, components and differences.
struct TemporalFunctionTests {
  typealias Harness = FunctionHarness

  @Test(
    arguments: [
      ("DATE", ["2024-W05-3"], "DATE '2024-01-31'"),
      ("DATE", [["year": 2024, "month": 1, "day": 31]], "DATE '2024-01-31'"),
      ("DATE", [["year": 2024]], "DATE '2024-01-01'"),
      ("DATE", [["year": 1816, "week": 1]], "DATE '1816-01-01'"),
      ("DATE", [["year": 2024, "quarter": 3, "dayOfQuarter": 45]], "DATE '2024-08-14'"),
      ("DATE", [["year": 2024, "ordinalDay": 202]], "DATE '2024-07-20'"),
      ("DATE", [["date": Harness.date("2024-11-11"), "quarter": 3]], "DATE '2024-08-11'"),
      ("DATE", [["date": Harness.date("1816-12-31"), "year": 1817, "week": 2]], "DATE '1817-01-07'"),
      ("DATE", [["date": Harness.date("1816-12-30"), "week": 2, "dayOfWeek": 3]], "DATE '1817-01-08'"),
      ("DATE", [Harness.zoned("2024-01-31T23:00-05:00")], "DATE '2024-01-31'"),
      ("DATE", [], "DATE '2024-05-06'"), ("DATE", [nil], "NULL"),
      (
        "LOCAL_TIME",
        [
          ["hour": 12, "minute": 31, "second": 14, "millisecond": 645, "microsecond": 876, "nanosecond": 123]
        ], "TIME '12:31:14.645876123'"
      ),
      ("LOCAL_TIME", [["time": Harness.local("2024-01-31T12:31:14.5"), "second": 42]], "TIME '12:31:42.5'"),
      ("LOCAL_TIME", [], "TIME '07:08:09.5'"),
      ("ZONED_TIME", ["12:31+01:00"], "TIME '12:31+01:00'"), ("ZONED_TIME", ["12:31"], "TIME '12:31+02:00'"),
      ("time", [["hour": 12, "timezone": "+02:05:59"]], "TIME '12:00+02:05:59'"),
      (
        "ZONED_TIME", [["time": .zonedTime(ZonedTime(iso: "12:31+01:00")!), "timezone": "+05:00"]],
        "TIME '16:31+05:00'"
      ),
      ("LOCAL_DATETIME", [Harness.date("2024-01-31")], "DATETIME '2024-01-31T00:00'"),
      ("LOCAL_DATETIME", [["year": 2024, "hour": 5]], "DATETIME '2024-01-01T05:00'"),
      (
        "ZONED_DATETIME",
        [["year": 1984, "month": 10, "day": 11, "hour": 12, "timezone": "Europe/Stockholm"]],
        "DATETIME '1984-10-11T12:00+01:00[Europe/Stockholm]'"
      ),
      ("datetime", [Harness.local("2024-01-31T12:00")], "DATETIME '2024-01-31T12:00+01:00[Europe/Berlin]'"),
      (
        "ZONED_DATETIME", [["epochSeconds": 416_779, "nanosecond": 999_999_999, "timezone": "Z"]],
        "DATETIME '1970-01-05T19:46:19.999999999Z'"
      ),
      (
        "ZONED_DATETIME", [["epochMillis": 237_821_673_987, "timezone": "Z"]],
        "DATETIME '1977-07-15T13:34:33.987Z'"
      ),
      // A basis with a zone keeps its moment when another zone is given; other parts change first.
      (
        "ZONED_DATETIME",
        [
          [
            "date": Harness.date("1984-03-07"), "time": Harness.zoned("1984-10-11T12:00[Europe/Stockholm]"),
            "day": 28, "second": 42, "timezone": "Pacific/Honolulu",
          ]
        ],
        "DATETIME '1984-03-28T00:00:42-10:00[Pacific/Honolulu]'"
      ),
      (
        "ZONED_DATETIME",
        [
          [
            "date": Harness.zoned("1984-10-11T12:00+01:00"), "time": Harness.local("1984-03-07T12:31:14"),
            "timezone": "Z",
          ]
        ], "DATETIME '1984-10-11T12:31:14Z'"
      ),
      ("CURRENT_DATE", [], "DATE '2024-05-06'"), ("CURRENT_TIME", [], "TIME '07:08:09.5+02:00'"),
      ("LOCAL_TIMESTAMP", [], "DATETIME '2024-05-06T07:08:09.5'"),
      ("CURRENT_TIMESTAMP", [], "DATETIME '2024-05-06T07:08:09.5+02:00[Europe/Berlin]'"),
      (
        "DURATION",
        [
          [
            "years": 12.5, "months": 5.5, "days": 14.5, "hours": 16.5, "minutes": 12.5, "seconds": 70.5,
            "nanoseconds": 3,
          ]
        ], "DURATION 'P12Y11M29DT33H58M13.500000003S'"
      ),
      ("DURATION", [["days": 1, "milliseconds": -1]], "DURATION 'P1DT-0.001S'"),
      ("DURATION", [["months": Harness.decimal("0.75")]], "DURATION 'P22DT19H51M49.5S'"),
      ("DURATION_BETWEEN", [Harness.date("2024-01-31"), Harness.date("2024-03-01")], "DURATION 'P30D'"),
      ("DURATION_BETWEEN", [Harness.date("2024-03-01"), Harness.date("2024-01-31")], "DURATION 'P-30D'"),
      (
        "DURATION_BETWEEN",
        [Harness.zoned("2017-10-28T23:00+02:00"), Harness.zoned("2017-10-29T04:00+01:00")], "DURATION 'PT6H'"
      ),
      (
        "DURATION_BETWEEN_YEAR_TO_MONTH", [Harness.date("1984-10-11"), Harness.date("2015-06-24")],
        "DURATION 'P30Y8M'"
      ),
    ] as [(String, [Value], String)])
  func results(name: String, arguments: [Value], expected: String) throws {
    #expect(try Harness.call(name, arguments).description == expected)
  }

  private static let parts: [(value: Value, parts: Value)] = [
    (
      Harness.zoned("1984-11-11T12:31:14.645876123[Europe/Stockholm]"),
      [
        "year": 1984, "quarter": 4, "month": 11, "week": 45, "weekYear": 1984, "day": 11, "ordinalDay": 316,
        "weekDay": 7, "dayOfQuarter": 42, "hour": 12, "minute": 31,
        "second": 14, "millisecond": 645, "microsecond": 645_876, "nanosecond": 645_876_123,
        "timezone": "Europe/Stockholm", "offset": "+01:00", "offsetMinutes": 60,
        "offsetSeconds": 3600, "epochSeconds": 469_020_674, "epochMillis": 469_020_674_645,
      ]
    ),
    (
      Harness.duration("P1Y4M10DT1H1M1.111111111S"),
      [
        "years": 1, "quarters": 5, "months": 16, "weeks": 1, "days": 10, "hours": 1, "minutes": 61,
        "seconds": 3661, "milliseconds": 3_661_111, "microseconds": 3_661_111_111,
        "nanoseconds": 3_661_111_111_111, "quartersOfYear": 1, "monthsOfQuarter": 1, "monthsOfYear": 4,
        "daysOfWeek": 3, "minutesOfHour": 1, "secondsOfMinute": 1,
        "millisecondsOfSecond": 111, "microsecondsOfSecond": 111_111, "nanosecondsOfSecond": 111_111_111,
      ]
    ),
  ]

  @Test(arguments: [0, 1])
  func components(index: Int) throws {
    let (value, parts) = TemporalFunctionTests.parts[index]
    let context = Harness.context()
    let cell = try #require(context.arena.cell(for: value, reader: context.reader))
    for (name, expected) in try #require(parts.record).fields {
      let part = try PropertyAccess.value(name, of: cell, context)
      #expect(Value(part, reader: context.reader) == expected, "\(name)")
    }
    #expect(throws: ValueError.self) { try PropertyAccess.value("nothing", of: cell, context) }
  }

  @Test func propertyAccess() throws {
    let context = Harness.context()
    func value(_ name: String, _ of: Value) throws -> Value {
      let cell = try #require(context.arena.cell(for: of, reader: context.reader))
      return Value(try PropertyAccess.value(name, of: cell, context), reader: context.reader)
    }
    #expect(try value("name", .node(Harness.ann)) == "Ann")
    #expect(try value("age", .node(Harness.ann)) == nil)
    #expect(try value("since", [.edge(Harness.backs), nil]) == [2020, nil])
    #expect(try value("b", ["a": 1, "b": 2]) == 2)
    #expect(throws: ValueError.self) { try value("x", 1) }
  }
}
