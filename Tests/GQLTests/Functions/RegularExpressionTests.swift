import GQL
import GraphStore
import Testing

/// `=~`: the whole text matches or not.
struct RegularExpressionTests {
  static let cases: [(pattern: String, matching: [String], other: [String])] = [
    ("", [""], ["a"]),
    ("abc", ["abc"], ["ab", "abcd", "xabc", "ABC"]),
    ("a|bc|", ["a", "bc", ""], ["b", "abc"]),
    ("(a|b)*c", ["c", "abac"], ["ab", "acb"]),
    ("a{2,3}", ["aa", "aaa"], ["a", "aaaa"]),
    ("a{2,}", ["aa", "aaaaa"], ["a"]),
    ("(ab){2}", ["abab"], ["ab", "ababab"]),
    ("a+?b??", ["a", "aab"], ["b", "abb"]),
    (".", ["a", "\u{E9}", "\u{1F600}"], ["", "\n", "ab"]),
    ("(?s).", ["\n"], [""]),
    ("[a-c-]+", ["a-c"], ["d", ""]),
    ("[^a-c]", ["d", "\n"], ["b"]),
    ("[]a]+", ["a]"], ["b"]),
    ("[\\d.]+", ["1.5"], ["1,5"]),
    ("\\d\\D\\w\\W\\s\\S", ["1a_- x"], ["aa_- x"]),
    ("\\u00e9\\x41\\.", ["\u{E9}A."], ["\u{E9}AB"]),
    ("\\Qa.b*\\E+", ["a.b*", "a.b**"], ["axb"]),
    ("(?i)straSSe", ["STRASSE", "strasse"], ["stra\u{DF}e"]),
    ("(?i:a)b", ["Ab", "ab"], ["AB"]),
    ("^a$", ["a"], ["a\n"]),
    ("a\\b.\\bb", ["a b"], ["axb"]),
    ("(a*)*b", ["aaab"], [String(repeating: "a", count: 2_000)]),
    ("(a|a)*(a|a)*c", [], [String(repeating: "a", count: 2_000)]),
  ]

  private func matches(_ text: String, _ pattern: String) throws -> Value? {
    let session = Session(graph: try Graph.inMemory())
    return try session.execute("RETURN $t =~ $p AS x", ["t": .string(text), "p": .string(pattern)]).rows.first?.first
  }

  @Test(arguments: cases.indices)
  func decides(_ index: Int) throws {
    let (pattern, matching, other) = RegularExpressionTests.cases[index]
    for text in matching { #expect(try matches(text, pattern)?.bool == true, "\(text) =~ \(pattern)") }
    for text in other { #expect(try matches(text, pattern)?.bool == false, "\(text) =~ \(pattern)") }
  }

  @Test(arguments: [
    "(", ")", "a)", "[a", "*", "a**", "a{2", "a{3,2}", "\\", "(a)\\1", "(?=a)", "a++", "[a[b]]", "\\p{L}", "a{5000}",
  ])
  func refuses(_ pattern: String) throws {
    let error = #expect(throws: QueryError.self) { _ = try matches("a", pattern) }
    #expect(error?.status.code == "22G03")
  }

  @Test(arguments: ["((a{1000}){1000}){1000}", "(((){1000}){1000}){1000}"])
  func boundsTheProgram(_ pattern: String) throws {
    let error = #expect(throws: QueryError.self) { _ = try matches("a", pattern) }
    #expect(error?.status.code == "22K01")
  }
}
