import GQL
import GraphStore
import Testing

/// Values that are typed for parameters are data.
@Suite struct TypedValueTests {
  @Test(arguments: [
    ("1", "1"), ("-1", "-1"), ("+2.5", "2.5"), ("'harbour levy'", "'harbour levy'"), ("\"x\"", "'x'"), ("TRUE", "TRUE"), ("NULL", "NULL"),
    ("[1, 'a', [NULL]]", "[1, 'a', [NULL]]"), ("{a: 1, b: {c: [2]}}", "{a: 1, b: {c: [2]}}"), ("DATE '2025-03-01'", "DATE '2025-03-01'"),
    ("DATE('2025-03-01')", "DATE '2025-03-01'"), ("[DATE '2025-03-01']", "[DATE '2025-03-01']"), ("DURATION 'P1M'", "DURATION 'P1M'"),
    ("CAST('2025-03-01' AS DATE)", "DATE '2025-03-01'"), ("CAST(-1 AS STRING)", "'-1'"), ("1 -- one", "1"), (" /* a */ 7 ", "7"),
  ])
  func literalsAreTaken(text: String, shown: String) throws {
    #expect("\(try TypedValue.value(text))" == shown)
  }

  @Test(arguments: [
    "1 AS value NEXT INSERT (:Oops {a:1}) RETURN 1", "1 AS value INSERT (:Oops)", "1; INSERT (:Oops)", "1\nNEXT INSERT (:Oops) RETURN 1",
    "VALUE { INSERT (:Oops) RETURN 1 }", "VALUE { RETURN 1 }", "EXISTS { MATCH (n) }", "[VALUE { RETURN 1 }]", "{a: VALUE { RETURN 1 }}",
    "CAST(VALUE { RETURN 1 } AS INT)", "DATE(VALUE { RETURN '2025-03-01' })", "1 + 1", "2025-03-01", "-x", "x", "x.y", "$x", "CURRENT_DATE",
    "COUNT(*)", "UPPER('a')", "NOT TRUE", "CASE WHEN TRUE THEN 1 END", "1, 2", "1 ORDER BY 1", "", "'a", "1 /*", "--", "(1", "RETURN 1",
    "DISTINCT 1", "SESSION_USER",
  ])
  func nothingElseIs(text: String) {
    #expect { try TypedValue.value(text) } throws: { ($0 as? QueryError)?.status == .invalidSyntax }
  }

  @Test func aDayIsToldHowDatesAreWritten() {
    let error = #expect(throws: QueryError.self) { try TypedValue.value("2025-03-01") }
    #expect(error?.hints == ["a date is written DATE '2025-03-01'"])
    #expect { try TypedValue.value("DATE '2025-02-30'") } throws: { ($0 as? QueryError)?.status != .invalidSyntax }
  }
}
