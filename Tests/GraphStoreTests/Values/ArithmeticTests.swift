import TestSupport
import Testing

@testable import GraphStore

/// Arithmetic on cells: tables of cases, and laws against wider arithmetic.
struct ArithmeticTests {
  enum Operation: String, CaseIterable {
    case add = "+"
    case subtract = "-"
    case multiply = "*"
    case divide = "/"
    case modulo = "%"
    case power = "^"
    case join = "||"
  }

  static func apply(_ operation: Operation, _ a: Value, _ b: Value) -> Result<Value, ValueError> {
    let arena = Arena()
    let (left, right) = (arena.detachedCell(for: a), arena.detachedCell(for: b))
    return Result { () throws(ValueError) -> Value in
      let result =
        switch operation {
        case .add: try CellArithmetic.add(left, right, arena: arena)
        case .subtract: try CellArithmetic.subtract(left, right, arena: arena)
        case .multiply: try CellArithmetic.multiply(left, right, arena: arena)
        case .divide: try CellArithmetic.divide(left, right, arena: arena)
        case .modulo: try CellArithmetic.modulo(left, right, arena: arena)
        case .power: try CellArithmetic.power(left, right, arena: arena)
        case .join: try CellArithmetic.concatenate(left, right, arena: arena)
        }
      return Value(result, reader: FixedGraph.empty)
    }
  }

  @Test(
    arguments: [
      (1, .add, 2, "3"), (7, .divide, 2, "3"), (-7, .divide, 2, "-3"), (-7, .modulo, 3, "-1"),
      (.int(.min), .modulo, -1, "0"),
      (1, .add, 0.5, "1.5"), (1.0, .divide, 0.0, "Infinity"), (0.0, .divide, 0.0, "NaN"),
      (7, .divide, 2.0, "3.5"),
      (2, .power, 10, "1024.0"), (-8, .power, 3, "-512.0"), (nil, .add, 1, "NULL"), ("a", .join, nil, "NULL"),
      ("a", .join, "b", "'ab'"),
      ("a", .add, "b", "'ab'"), ([1], .join, [2, 3], "[1, 2, 3]"), ([1], .add, 2, "[1, 2]"),
      ([], .join, [], "[]"),
      (.bytes([1]), .join, .bytes([2]), "X'0102'"), (.decimal("0.1"), .add, .decimal("0.2"), "0.3M"),
      (.decimal("1.10"), .multiply, 2, "2.20M"),
      (1, .divide, .decimal("3"), "0.3333333333333333M"), (.decimal("7.0"), .divide, 2, "3.5M"),
      (.decimal("7.5"), .modulo, 2, "1.5M"),
      (.decimal("0.5"), .add, 0.25, "0.75"),
      (
        .decimal("2"), .divide, .decimal("0.00000000000000000000000000000000000003"),
        "66666666666666666666666666666666666667M"
      ),
    ] as [(Value, Operation, Value, String)])
  func results(a: Value, operation: Operation, b: Value, expected: String) throws {
    #expect(try ArithmeticTests.apply(operation, a, b).get().description == expected)
  }

  @Test(
    arguments: [
      (.int(.max), .add, 1, .numericOutOfRange), (.int(.min), .subtract, 1, .numericOutOfRange),
      (.int(.min), .divide, -1, .numericOutOfRange),
      (.int(.max), .multiply, 2, .numericOutOfRange), (1, .divide, 0, .divisionByZero),
      (1, .modulo, 0, .divisionByZero),
      (.decimal("1"), .divide, .decimal("0.0"), .divisionByZero), (-1, .power, 0.5, .power),
      (0, .power, -1, .power),
      (.decimal("99999999999999999999999999999999999999"), .add, 1, .numericOutOfRange),
      (1, .add, "a", .invalidType), (true, .add, 1, .invalidType),
      ([1], .join, "a", .invalidType), (.date(.maximum), .add, .duration(.init(days: 1)), .datetimeOverflow),
      (.duration(.init(days: .max)), .add, .duration(.init(days: 1)), .datetimeOverflow),
      (.duration(.init(days: 1)), .divide, 0, .divisionByZero),
    ] as [(Value, Operation, Value, ValueError.Code)])
  func errors(a: Value, operation: Operation, b: Value, expected: ValueError.Code) {
    guard case .failure(let error) = ArithmeticTests.apply(operation, a, b) else {
      Issue.record("\(a) \(operation) \(b) has a result")
      return
    }
    #expect(error.code == expected)
  }

  @Test(arguments: [
    ("2024-01-31", "P1M", "2024-02-29"), ("2024-02-29", "P1Y", "2025-02-28"),
    ("2024-01-31", "-P1M1D", "2023-12-30"),
    ("1984-10-11", "P12Y5M14DT16H13M10S", "1997-03-25"), ("2024-01-01", "PT36H", "2024-01-02"),
    ("2024-01-01", "PT-36H", "2023-12-31"),
  ])
  func dates(date: String, duration: String, expected: String) throws {
    let value = Value.date(try #require(LocalDate(iso: date)))
    let step = Value.duration(try #require(CalendarDuration(iso: duration)))
    #expect(try ArithmeticTests.apply(.add, value, step).get().date?.isoText == expected)
    #expect(try ArithmeticTests.apply(.add, step, value).get().date?.isoText == expected)
  }

  @Test(arguments: [
    ("2021-03-27T02:30+01:00[Europe/Berlin]", "P1D", "2021-03-28T03:30+02:00[Europe/Berlin]"),
    ("2021-03-27T02:30+01:00[Europe/Berlin]", "PT24H", "2021-03-28T03:30+02:00[Europe/Berlin]"),
    ("2021-03-27T12:00+01:00[Europe/Berlin]", "P1D", "2021-03-28T12:00+02:00[Europe/Berlin]"),
    ("2021-03-27T12:00+01:00[Europe/Berlin]", "PT24H", "2021-03-28T13:00+02:00[Europe/Berlin]"),
    ("2021-10-31T02:30+01:00[Europe/Berlin]", "PT0.5S", "2021-10-31T02:30:00.5+01:00[Europe/Berlin]"),
    ("2021-10-31T02:30+02:00", "P1MT1H", "2021-11-30T03:30+02:00"),
  ])
  func zonedDatetimes(instant: String, duration: String, expected: String) throws {
    let value = Value.zonedDateTime(try #require(ZonedDateTime(iso: instant)))
    let step = Value.duration(try #require(CalendarDuration(iso: duration)))
    #expect(try ArithmeticTests.apply(.add, value, step).get().zonedDateTime?.isoText == expected)
  }

  @Test func timesWrap() throws {
    let late = Value.localTime(try #require(LocalTime(iso: "23:30")))
    let hour = Value.duration(CalendarDuration(days: 3, seconds: 3600))
    #expect(try ArithmeticTests.apply(.add, late, hour).get().localTime?.isoText == "00:30")
    #expect(try ArithmeticTests.apply(.subtract, late, hour).get().localTime?.isoText == "22:30")
  }

  @Test(
    arguments: [
      ("P1Y2M3DT4S", 2, "P2Y4M6DT8S"), ("P1M", 0.5, "P15DT5H14M33S"), ("P1D", -1, "P-1D"),
      ("PT1S", .decimal("0.001"), "PT0.001S"),
    ] as [(String, Value, String)])
  func scaledDurations(duration: String, factor: Value, expected: String) throws {
    let value = Value.duration(try #require(CalendarDuration(iso: duration)))
    #expect(try ArithmeticTests.apply(.multiply, value, factor).get().duration?.isoText == expected)
    #expect(try ArithmeticTests.apply(.multiply, factor, value).get().duration?.isoText == expected)
    if case .int = factor {
      #expect(
        try ArithmeticTests.apply(.divide, .duration(#require(CalendarDuration(iso: expected))), factor).get()
          == value)
    }
  }

  /// The gap between two instants, added to the first, gives the second; in both kinds of duration.
  @Test func differencesAddUp() throws {
    var random = SeededGenerator(seed: 21)
    let arena = Arena()
    for _ in 0..<5_000 {
      let from = Cell(LocalDateTime(date: Arbitrary.date(&random), time: Arbitrary.time(&random)))
      let to = Cell(LocalDateTime(date: Arbitrary.date(&random), time: Arbitrary.time(&random)))
      let exact = try TemporalArithmetic.dayToSecond(from: from, to: to)
      #expect(try CellArithmetic.add(from, arena.duration(exact), arena: arena).isEquivalent(to: to))
      let mixed = try #require(InstantPair(from, to)?.between)
      #expect(try CellArithmetic.add(from, arena.duration(mixed), arena: arena).isEquivalent(to: to))
      let months = try TemporalArithmetic.yearToMonth(from: from, to: to).months
      #expect(months == mixed.months && (months == 0 || (months > 0) == (from.order(to) == .less)))
    }
  }

  /// Months and days pass on the calendar, seconds in real time; clocks change in between.
  @Test(arguments: [
    ("2017-07-01T00:00[Europe/Berlin]", "2018-01-01T00:00[Europe/Berlin]", "P6M", "P184DT1H"),
    ("2018-01-01T00:00[Europe/Berlin]", "2018-07-01T00:00[Europe/Berlin]", "P6M", "P180DT23H"),
    ("2017-10-28T12:00[Europe/Berlin]", "2017-10-29T12:00[Europe/Berlin]", "P1D", "P1DT1H"),
    ("2017-10-29T00:00[Europe/Berlin]", "2017-10-29T04:00[Europe/Berlin]", "PT5H", "PT5H"),
    ("2017-10-29T04:00[Europe/Berlin]", "2017-10-29T00:00Z", "PT-3H", "PT-3H"),
  ])
  func zonedDifferences(from: String, to: String, mixed: String, exact: String) throws {
    let arena = Arena()
    let start = arena.zonedDateTime(try #require(ZonedDateTime(iso: from)))
    let end = arena.zonedDateTime(try #require(ZonedDateTime(iso: to)))
    let between = try #require(InstantPair(start, end)?.between)
    #expect(between.isoText == mixed)
    #expect(try TemporalArithmetic.dayToSecond(from: start, to: end).isoText == exact)
    let sum = try CellArithmetic.add(start, arena.duration(between), arena: arena)
    #expect(sum.isEquivalent(to: end))
  }

  @Test func decimalsAgainstIntegers() throws {
    var random = SeededGenerator(seed: 9)
    for _ in 0..<20_000 {
      let (a, b) = (
        Int64.random(in: -999_999_999...999_999_999, using: &random),
        Int64.random(in: 1...999_999, using: &random)
      )
      let (x, y) = (
        ExactDecimal(coefficient: Int128(a), scale: 4), ExactDecimal(coefficient: Int128(b), scale: 2)
      )
      #expect(try (x + y).compare(ExactDecimal(coefficient: Int128(a + b * 100), scale: 4)) == .equal)
      #expect(try (x * y).compare(ExactDecimal(coefficient: Int128(a) * Int128(b), scale: 6)) == .equal)
      // The quotient times the divisor is off by at most half a unit of its last place times the divisor.
      let quotient = try x / y
      let error = try x - quotient * y
      #expect(error.double.magnitude <= 0.5e-15 * y.double)
      #expect(try (x % y).compare(ExactDecimal(coefficient: Int128(a % (b * 100)), scale: 4)) == .equal)
    }
  }
}
