import GraphStore
import Testing

@testable import GQL

struct CastTests {
  typealias Harness = FunctionHarness

  @Test(
    arguments: [
      (nil, .bool, "NULL"), ("  TRUE ", .bool, "TRUE"), ("unknown", .bool, "NULL"),
      (true, .string(), "'TRUE'"), (1.0, .string(), "'1.0'"),
      (.float(1e20), .string(), "'1e20'"), ("añb", .string(maximum: 2), "'añ'"),
      ("a", .string(maximum: 3, isFixed: true), "'a  '"), ("abc", .string(minimum: 2), "'abc'"),
      (1.9, .integer(), "1"), (-1.9, .integer(), "-1"), (" +42 ", .integer(), "42"),
      (Harness.decimal("-1.9"), .integer(), "-1"), (127, .integer(bits: 8), "127"),
      ("-9223372036854775808", .integer(), "-9223372036854775808"),
      (255, .integer(bits: 8, isSigned: false), "255"), (7, .float(), "7.0"), ("1e3", .float(), "1000.0"),
      ("-Infinity", .float(), "-Infinity"), ("NaN", .float(), "NaN"),
      (0.1, .float(bits: 32), "0.10000000149011612"), (0.1, .decimal(), "0.1M"),
      ("1.005", .decimal(precision: 3, scale: 2), "1.01M"), (12, .decimal(precision: 4, scale: 2), "12M"),
      ("2024-01-31", .date, "DATE '2024-01-31'"),
      (Harness.zoned("2024-01-31T12:00Z"), .localDateTime, "DATETIME '2024-01-31T12:00'"),
      (Harness.local("2024-01-31T12:00"), .zonedDateTime, "DATETIME '2024-01-31T12:00+01:00[Europe/Berlin]'"),
      (Harness.date("2024-01-31"), .localDateTime, "DATETIME '2024-01-31T00:00'"),
      ("P1Y", .duration(.yearToMonth), "DURATION 'P1Y'"), ([1, "2"], .list(.integer()), "[1, 2]"),
      ([1, 2, 3], .list(maximum: 3), "[1, 2, 3]"), ("1.9", .integer(), "1"), ("-0x1F", .integer(), "-31"),
      (["a": "1", "b": 2], .record([("b", .string()), ("a", .integer())]), "{b: '2', a: 1}"),
      (.bytes([1, 2, 3]), .bytes(maximum: 2), "X'0102'"), (1, .any, "1"),
      (1, .union([.bool, .integer()]), "1"),
    ] as [(Value, CastTarget, String)])
  func results(value: Value, target: CastTarget, expected: String) throws {
    #expect(try Harness.cast(value, to: target).description == expected)
  }

  @Test(
    arguments: [
      ("x", .integer(), .invalidCast), ("1.9.", .integer(), .invalidCast), ("", .integer(), .invalidCast),
      ([1, 2, 3], .list(maximum: 2), .listTruncation), (123, .string(maximum: 2), .stringTruncation),
      ("9223372036854775808", .integer(), .numericOutOfRange),
      (128, .integer(bits: 8), .numericOutOfRange),
      (-1, .integer(bits: 8, isSigned: false), .numericOutOfRange),
      (.float(1e300), .integer(), .numericOutOfRange),
      (.float(.nan), .integer(), .numericOutOfRange), ("yes", .bool, .invalidCast), (1, .bool, .invalidType),
      ("0x1p3", .float(), .invalidCast), ("1e999", .float(), .numericOutOfRange),
      ("", .float(), .invalidCast), ("x", .decimal(), .invalidCast),
      (123, .decimal(precision: 4, scale: 2), .numericOutOfRange),
      (.float(.infinity), .decimal(), .numericOutOfRange),
      ("20245", .localTime, .invalidDatetime), ("2024-02-30", .date, .invalidDatetime),
      (Harness.date("2024-01-31"), .localTime, .invalidType),
      ("P1D", .duration(.yearToMonth), .invalidDuration),
      ("x", .duration(), .invalidDuration), (1, .list(), .invalidType),
      (["a": 1], .record([("b", .any)]), .recordFields), (nil, .notNull(.integer()), .nullNotAllowed),
      (.node(FunctionHarness.ann), .edge, .invalidType), (1, .string(minimum: 2), .invalidCast),
      ([1], .string(), .invalidType),
    ] as [(Value, CastTarget, ValueError.Code)])
  func errors(value: Value, target: CastTarget, expected: ValueError.Code) {
    let error = #expect(throws: ValueError.self) { try Harness.cast(value, to: target) }
    #expect(error?.code == expected)
  }

  @Test(
    arguments: [
      (nil, .integer(), true), (nil, .notNull(.integer()), false), (1, .integer(), true),
      (1, .float(), false), (128, .integer(bits: 8), false), (1, .any, true),
      ("abc", .string(maximum: 2), false), ("abc", .string(maximum: 3, isFixed: true), true),
      ([1, 2], .list(.integer()), true), ([1, "x"], .list(.integer()), false),
      ([1, nil], .list(.notNull(.integer())), false), (["a": 1], .record(), true),
      (["a": 1], .record([("a", .string())]), false), (0.1, .float(bits: 32), false),
      (0.5, .float(bits: 32), true), (nil, .nothing, false), (1, .union([.bool, .string()]), false),
      (.node(FunctionHarness.ann), .propertyValue, false), ([["x"]], .propertyValue, true),
      (.int(.max), .integer(bits: 64, isSigned: false), true),
      (-1, .integer(bits: 64, isSigned: false), false),
      (FunctionHarness.decimal("1.50"), .decimal(precision: 2, scale: 1), true),
    ] as [(Value, CastTarget, Bool)])
  func typed(value: Value, target: CastTarget, expected: Bool) throws {
    let context = Harness.context()
    let cell = try #require(context.arena.cell(for: value, reader: context.reader))
    #expect(TypeTest.matches(cell, target) == expected)
  }
}
