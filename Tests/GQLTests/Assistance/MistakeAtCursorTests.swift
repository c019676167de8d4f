import Testing

@testable import GQL

@Suite struct MistakeAtCursorTests {
  /// `|` is the cursor.
  private func mistake(_ text: String) -> String? {
    let parts = text.split(separator: "¦", omittingEmptySubsequences: false)
    let whole = parts.joined()
    let cursor = parts.count > 1 ? parts[0].utf8.count : whole.utf8.count
    return MistakeAtCursor.span(in: whole, cursor: cursor).map { SourceText(whole).text(of: $0) }
  }

  @Test(arguments: [
    // Syntax.
    ("MATCH (n) RETRUN n", "RETRUN"),
    ("MATCH (n) RETRUN n;", "RETRUN"),
    // Names, types, rules.
    ("MATCH (a)-[e]->(b) WHERE c.x = 1 RETURN a", "c"),
    ("MATCH (a) RETURN a.name ORDER BY persn.name LIMIT 3", "persn"),
    ("MATCH (a)-[a]->(b) RETURN b", "a"),
    ("MATCH (n) RETURN nosuch(n) AS x", "nosuch"),
    ("MATCH (n) RETURN b;", "b"),
    ("RETURN 1 + TRUE AS x", "1 + TRUE"),
    ("CYPHER MATCH (a) WITH a.x AS y WHERE z = 1 RETURN y", "z"),
    // Of the statement that the cursor is in.
    ("RETURN a; RETURN 1¦;", nil),
    ("RETURN ¦a; RETURN b;", "a"),
    ("MATCH (é {n: '漢'}) WHERE q.x = 1 RETURN é", "q"),
  ] as [(String, String?)])
  func mistakesAreFound(text: String, expected: String?) { #expect(mistake(text) == expected, "\(text)") }

  @Test(arguments: [
    "", " ", ";", "MATCH", "MATCH (n", "MATCH (n)", "MATCH (n) RETU", "MATCH (n) RETURN b", "MATCH (n) WHERE n.name", "MATCH (n) WHERE m",
    "MATCH (n) WHERE m¦ RETURN n", "INSERT (a:P)", "RETURN 'open", "RETURN [1, 2", "MATCH (n) RETURN COUNT(", "USE other MATCH (n) RETURN n;",
    "CALL no.such() YIELD x RETURN x;", "MATCH (n {name: $p}) RETURN n;", "MATCH (n:NoSuchLabel) RETURN n;",
  ])
  func whatMayOnlyBeIncompleteIsLeftAlone(text: String) { #expect(mistake(text) == nil, "\(text)") }

  @Test func everyBeginningOfARightTextIsLeftAlone() {
    let texts = [
      "MATCH (a:Person {name: 'Ann'})-[e:KNOWS WHERE e.since > 2000]->(b) WHERE a.age > b.age RETURN a.name AS x, COUNT(*) AS n ORDER BY n DESC, x LIMIT 10",
      "MATCH p = ANY SHORTEST (a)((x)-[e]->(y)){1,3}(b) LET k = PATH_LENGTH(p) FILTER k > 1 RETURN k, a",
      "INSERT (a:P {x: 1})-[:R]->(b:P) RETURN a.x AS x NEXT RETURN x + 1 AS y",
    ]
    for text in texts {
      for length in 0...text.count { #expect(mistake(String(text.prefix(length))) == nil, "\(text.prefix(length))") }
    }
  }
}
