import Testing

@testable import GraphStore

struct ExactDecimalTests {
  @Test(arguments: [
    ("12.50", "12.50"), ("-0.05", "-0.05"), ("7", "7"), (".5", "0.5"), ("5.", "5"), ("+3.1", "3.1"),
    ("1.5e3", "1500"),
    ("1.5e-3", "0.0015"), ("0.00", "0.00"), ("-0", "0"), ("1E+5", "100000"),
    ("99999999999999999999999999999999999999", "99999999999999999999999999999999999999"),
    ("0.00000000000000000000000000000000000001", "0.00000000000000000000000000000000000001"),
  ])
  func text(source: String, canonical: String) { #expect(ExactDecimal(text: source)?.text == canonical) }

  @Test(arguments: [
    "", ".", "-", "1.2.3", "1e", "1e+", "e5", "abc", "1 ", "100000000000000000000000000000000000000", "1e38",
    "1e-39", "1e999", "NaN",
  ])
  func notDecimals(source: String) { #expect(ExactDecimal(text: source) == nil) }
}
