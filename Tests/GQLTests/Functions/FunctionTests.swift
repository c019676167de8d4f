import GraphStore
import Testing

@testable import GQL

/// Every function: results, and arguments that have none.
struct FunctionTests {
  typealias Harness = FunctionHarness

  @Test(
    arguments: [
      ("UPPER", ["straße Ünlü"], "'STRASSE ÜNLÜ'"), ("toUpper", ["abcZ19"], "'ABCZ19'"),
      ("LOWER", ["ÀBC"], "'àbc'"), ("UPPER", [""], "''"),
      ("UPPER", [nil], "NULL"), ("CHAR_LENGTH", ["e\u{301}🦊"], "3"), ("CHARACTER_LENGTH", [""], "0"),
      ("BYTE_LENGTH", ["ñ"], "2"),
      ("OCTET_LENGTH", [.bytes([1, 2, 3])], "3"), ("TRIM", ["  a b "], "'a b'"), ("TRIM", ["\ta"], "'\\ta'"),
      ("TRIM", ["   "], "''"),
      ("TRIM", [[1, 2, 3], 2], "[1]"), ("TRIM", [[1], 1], "[]"), ("TRIM_LEADING", ["é", "ééaé"], "'aé'"),
      ("TRIM_TRAILING", ["x", "xax"], "'xa'"),
      ("TRIM_BOTH", ["  a "], "'a'"), ("BTRIM", ["xyayx", "xy"], "'a'"), ("LTRIM", ["xyax", "yx"], "'ax'"),
      ("RTRIM", ["a  "], "'a'"),
      ("LEFT", ["añb", 2], "'añ'"), ("LEFT", ["añb", 9], "'añb'"), ("RIGHT", ["añb", 2], "'ñb'"),
      ("RIGHT", ["ab", 0], "''"),
      ("SUBSTRING", ["añbc", 1, 2], "'ñb'"), ("SUBSTRING", ["abc", 1], "'bc'"),
      ("SUBSTRING", ["abc", 7], "''"),
      ("REPLACE", ["banana", "an", "o"], "'booa'"), ("REPLACE", ["aaa", "aa", ""], "'a'"),
      ("REPLACE", ["abc", "", "x"], "'abc'"),
      ("SPLIT", ["a,b,,c", ","], "['a', 'b', '', 'c']"), ("SPLIT", ["", ","], "['']"),
      ("SPLIT", ["añb", ""], "['a', 'ñ', 'b']"), ("SPLIT", ["", ""], "[]"),
      ("STARTS_WITH", ["graph", "gr"], "TRUE"), ("STARTS_WITH", ["graph", ""], "TRUE"),
      ("ENDS_WITH", ["graph", "graphs"], "FALSE"),
      ("CONTAINS", ["aab", "ab"], "TRUE"), ("CONTAINS", ["aaa", "ab"], "FALSE"),
      ("CONTAINS", ["", ""], "TRUE"), ("CONTAINS", ["é", "e\u{301}"], "FALSE"),
      ("CONTAINS", [nil, "a"], "NULL"), ("TO_STRING", [1.0], "'1.0'"), ("TO_STRING", [true], "'true'"),
      ("TO_STRING", [.float(.nan)], "'NaN'"),
      ("TO_STRING", [Harness.date("2024-01-31")], "'2024-01-31'"),
      ("TO_STRING", [Harness.decimal("1.50")], "'1.50'"),
      ("TO_INTEGER", ["42"], "42"), ("TO_INTEGER", ["1.9"], "1"), ("TO_INTEGER", ["x"], "NULL"),
      ("TO_INTEGER", [1.9], "1"),
      ("TO_FLOAT", ["1.5"], "1.5"), ("TO_FLOAT", ["x"], "NULL"), ("TO_BOOLEAN", ["True"], "TRUE"),
      ("TO_BOOLEAN", ["yes"], "NULL"),
      ("NORMALIZE", ["e\u{301}"], "'é'"), ("BYTE_LENGTH", ["e\u{301}"], "3"),
      ("NORMALIZE_NFKC", ["ﬁ"], "'fi'"), ("NORMALIZE", ["ﬁ"], "'ﬁ'"),
      ("REVERSE", ["añb"], "'bña'"), ("REVERSE", [[1, 2]], "[2, 1]"),
    ] as [(String, [Value], String)])
  func strings(name: String, arguments: [Value], expected: String) throws {
    #expect(try Harness.call(name, arguments).description == expected)
  }

  @Test(
    arguments: [
      ("ABS", [-3], "3"), ("ABS", [.float(-0.0)], "0.0"), ("ABS", [Harness.decimal("-1.50")], "1.50M"),
      ("SIGN", [-2.5], "-1"), ("SIGN", [.float(.nan)], "NULL"),
      ("MOD", [-7, 3], "-1"), ("MOD", [7.5, 2], "1.5"), ("FLOOR", [-1.5], "-2.0"), ("CEIL", [-1.5], "-1.0"),
      ("CEILING", [Harness.decimal("1.01")], "2M"),
      ("FLOOR", [Harness.decimal("-1.01")], "-2M"), ("FLOOR", [7], "7"), ("ROUND", [2.5], "3.0"),
      ("ROUND", [-2.5], "-3.0"), ("ROUND", [2.675, 2], "2.68"),
      ("ROUND", [1250, -2], "1300"), ("ROUND", [Harness.decimal("1.005"), 2], "1.01M"),
      ("ROUND", [.float(1e300), 2], "1e300"), ("ROUND", [1e-300, 2], "0.0"),
      ("ROUND", [.float(1e15 + 0.5), 0], "1000000000000001.0"), ("SQRT", [2.25], "1.5"), ("EXP", [0], "1.0"),
      ("LN", [1], "0.0"), ("LOG", [2, 8], "3.0"),
      ("LOG", [1], "0.0"), ("LOG10", [1000], "3.0"), ("POWER", [2, 10], "1024.0"), ("SIN", [0], "0.0"),
      ("COS", [0], "1.0"), ("ATAN2", [0, 1], "0.0"),
      ("DEGREES", [.float(.pi)], "180.0"), ("RADIANS", [180], "3.141592653589793"),
      ("PI", [], "3.141592653589793"), ("ACOS", [1], "0.0"),
    ] as [(String, [Value], String)])
  func numbers(name: String, arguments: [Value], expected: String) throws {
    #expect(try Harness.call(name, arguments).description == expected)
  }

  @Test(
    arguments: [
      ("CARDINALITY", [[1, nil]], "2"), ("SIZE", ["añb"], "3"), ("SIZE", [["a": 1]], "1"),
      ("SIZE", [.path(Harness.path)], "3"), ("HEAD", [[]], "NULL"),
      ("HEAD", [[1, 2]], "1"), ("LAST", [[1, 2]], "2"), ("TAIL", [[1, 2, 3]], "[2, 3]"),
      ("TAIL", [[1]], "[]"), ("RANGE", [1, 10, 3], "[1, 4, 7, 10]"),
      ("RANGE", [3, 1], "[]"), ("RANGE", [3, 1, -1], "[3, 2, 1]"), ("RANGE", [1, 1], "[1]"),
      ("RANGE", [.int(.max), .int(.max)], "[9223372036854775807]"),
      ("LIST_ITEM", [[1, 2, 3], -1], "3"), ("LIST_ITEM", [[1], 1], "NULL"), ("LIST_ITEM", [[1], -2], "NULL"),
      ("LIST_ITEM", [[1], nil], "NULL"),
      ("LIST_CONTAINS", [[2, nil], 1], "NULL"), ("LIST_CONTAINS", [[1, nil], 1], "TRUE"),
      ("LIST_CONTAINS", [[], nil], "FALSE"),
      ("LIST_CONTAINS", [nil, 1], "NULL"), ("LIST_CONTAINS", [[[1, nil]], [1]], "FALSE"),
      ("LIST_CONTAINS", [[[1, 2]], [1, nil]], "NULL"),
      ("LIST_CONTAINS", [["a"], 1], "FALSE"), ("TEXTS", [["a", 1, ["a", nil], ["x": 1]]], "['a', '1']"), ("TEXTS", [nil], "[]"), ("TEXTS", [true], "['TRUE']"),
      ("FIRST_DAY", ["2025"], "'2025-01-01'"), ("FIRST_DAY", ["2025-03"], "'2025-03-01'"), ("FIRST_DAY", ["2025-03-09"], "'2025-03-09'"),
      ("FIRST_DAY", ["2025-13"], "NULL"), ("FIRST_DAY", ["2025-02-29"], "NULL"), ("FIRST_DAY", ["2025-W1"], "NULL"), ("FIRST_DAY", ["25.3.2025"], "NULL"),
      ("FIRST_DAY", ["2O25"], "NULL"), ("FIRST_DAY", [""], "NULL"), ("FIRST_DAY", [nil], "NULL"), ("FIRST_DAY", ["2025-03 09"], "NULL"),
      ("LAST_DAY", ["2025"], "'2025-12-31'"), ("LAST_DAY", ["2025-02"], "'2025-02-28'"), ("LAST_DAY", ["2024-02"], "'2024-02-29'"),
      ("LAST_DAY", ["2025-04"], "'2025-04-30'"), ("LAST_DAY", ["2025-00"], "NULL"), ("LAST_DAY", ["2025-03-09"], "'2025-03-09'"),
      ("LAST_DAY", ["2025/03"], "NULL"),
      ("ELEMENT_ID", [.node(Harness.ann)], "'n17'"), ("elementId", [.edge(Harness.backs)], "'e4'"),
      ("ID", [.node(Harness.ann)], "17"),
      ("LABELS", [.node(Harness.ann)], "['Minister', 'Person']"),
      ("LABELS", [.edge(Harness.backs)], "['BACKS']"), ("TYPE", [.edge(Harness.backs)], "'BACKS'"),
      ("KEYS", [.node(Harness.ann)], "['name', 'born']"), ("KEYS", [["b": 1, "a": 2]], "['b', 'a']"),
      ("PROPERTIES", [.edge(Harness.backs)], "{since: 2020}"),
      ("START_NODE", [.edge(Harness.backs)], "(:Minister&Person {name: 'Ann', born: 1970})"),
      ("endNode", [.edge(Harness.backs)], "(:Thing)"),
      ("PATH_LENGTH", [.path(Harness.path)], "1"), ("LENGTH", [.path(Harness.path)], "1"),
      ("EDGES", [.path(Harness.path)], "[[:BACKS {since: 2020}]]"),
      ("NODES", [.path(Harness.path)], "[(:Minister&Person {name: 'Ann', born: 1970}), (:Thing)]"),
      ("LABELS", [nil], "NULL"),
    ] as [(String, [Value], String)])
  func listsAndElements(name: String, arguments: [Value], expected: String) throws {
    #expect(try Harness.call(name, arguments).description == expected)
  }

  @Test(
    arguments: [
      ("UPPER", [1], .invalidType), ("LEFT", ["a", -1], .substring), ("SUBSTRING", ["a", -1], .substring),
      ("TRIM_LEADING", ["ab", "x"], .trim),
      ("TRIM", [[1], 2], .listElement), ("TRIM", [1], .invalidType), ("ABS", [.int(.min)], .numericOutOfRange),
      ("MOD", [1, 0], .divisionByZero),
      ("SQRT", [-1], .power), ("LN", [0], .logarithm), ("LOG", [1, 8], .logarithm),
      ("POWER", [-1, 0.5], .power), ("ASIN", [2], .numericOutOfRange),
      ("RANGE", [1, 2, 0], .numericOutOfRange), ("RANGE", [1, .int(.max)], .limitExceeded),
      ("HEAD", ["a"], .invalidType), ("TYPE", [.node(Harness.ann)], .invalidType),
      ("LABELS", [1], .invalidType), ("ROUND", [.int(.max), -1], .numericOutOfRange),
      ("TO_STRING", [[1]], .invalidType),
      ("DATE", ["2024-13-01"], .invalidDatetime),
      ("DATE", [["year": 2024, "month": 2, "day": 30]], .datetimeFieldValue),
      ("DATE", [["month": 2]], .invalidDatetime),
      ("DATE", [["year": 2024, "day": 2]], .invalidDatetime),
      ("DATE", [["year": 2024, "yeer": 2]], .datetimeFieldName), ("DATE", [1], .invalidType),
      ("LOCAL_TIME", [["minute": 3]], .invalidDatetime), ("LOCAL_TIME", [["hour": 24]], .datetimeFieldValue),
      ("DURATION", ["P"], .invalidDuration),
      ("DURATION", [[:]], .invalidDuration), ("DURATION", [["day": 1]], .durationFieldName),
      ("ZONED_DATETIME", ["2024-01-01T00:00[Nowhere/Land]"], .invalidDatetime),
      ("ZONED_DATETIME", ["2024-01-01T00:00Z[Nowhere/Land]"], .invalidDatetime),
      ("ZONED_DATETIME", ["2024-01-01T00:00+05:00[Europe/Berlin]"], .invalidDatetime),
      ("DURATION_BETWEEN", [1, 2], .invalidType),
    ] as [(String, [Value], ValueError.Code)])
  func errors(name: String, arguments: [Value], expected: ValueError.Code) {
    let error = #expect(throws: ValueError.self) { try Harness.call(name, arguments) }
    #expect(error?.code == expected, "\(error?.message ?? "")")
  }

  @Test func registryIsWhole() {
    #expect(FunctionRegistry.scalar("upper")?.name == "UPPER")
    #expect(FunctionRegistry.scalar("TRIM", modifiers: ["LEADING", "FROM"])?.name == "TRIM_LEADING")
    #expect(FunctionRegistry.scalar("TRIM", modifiers: [])?.name == "TRIM")
    #expect(FunctionRegistry.aggregate("collect")?.name == "COLLECT_LIST")
    #expect(FunctionRegistry.scalar("nothing") == nil)
    #expect(FunctionRegistry.allNames == FunctionRegistry.allNames.sorted())
    for function in FunctionRegistry.scalars {
      #expect(function.summary.hasSuffix("."), "\(function.name)")
      #expect(!function.example.call.isEmpty && !function.example.result.isEmpty, "\(function.name)")
    }
  }

  /// Whatever the arguments are, a function gives a value or an error, and null where it says so.
  @Test func anyArgumentsAreSafe() {
    let values: [Value] = [
      nil, true, 1, -1, .int(.min), .int(.max), 0.5, .float(.nan), .float(.infinity), Harness.decimal("1.5"),
      "", "añb", .bytes([1]), Harness.date("2024-01-31"),
      Harness.local("2024-01-31T12:00"), Harness.zoned("2024-01-31T12:00Z"), Harness.duration("P1M"), [],
      [1, nil, "x"], [:], ["year": 2024],
      .node(Harness.ann), .edge(Harness.backs), .path(Harness.path),
    ]
    for function in FunctionRegistry.scalars {
      for a in values {
        for b in values {
          let arguments = Array([a, b, a].prefix(function.parameters.count))
          let result = Result { () throws(ValueError) in try Harness.call(function.name, arguments) }
          if case .nullIfAnyNull = function.nulls, arguments.contains(nil) {
            if case .success(let value) = result { #expect(value.isNull, "\(function.name)(\(arguments))") }
          }
        }
      }
    }
  }
}
