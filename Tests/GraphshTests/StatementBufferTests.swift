import GQL
import TestSupport
import Testing

@testable import graphsh

@Suite struct StatementBufferTests {
  /// Statements come one by one from one long line, and what is left stays as it was typed.
  @Test func oneLineHoldsManyStatements() {
    var buffer = StatementBuffer()
    buffer.append(line: String(repeating: ";", count: 200_000) + " RETURN 'ä;ö'; -- no; \n RETURN 2 ;;; RETURN 3")
    #expect(buffer.nextStatement() == " RETURN 'ä;ö'")
    #expect(buffer.nextStatement()?.hasSuffix("RETURN 2 ") == true)
    #expect(buffer.nextStatement() == nil)
    #expect(!buffer.isEmpty && buffer.text.hasSuffix("RETURN 3\n"))
    buffer.append(line: "AS x;")
    #expect(buffer.nextStatement() == " RETURN 3\nAS x")
    #expect(buffer.isEmpty && buffer.text.isEmpty && buffer.rest() == nil)
  }

  @Test(arguments: [
    ("RETURN 1;", ["RETURN 1"], ""), ("RETURN 1; RETURN 2;", ["RETURN 1", " RETURN 2"], ""),
    ("RETURN ';'", [], "RETURN ';'\n"),
    ("RETURN 'it\\'s; ok';", ["RETURN 'it\\'s; ok'"], ""), ("RETURN 'a''b;';", ["RETURN 'a''b;'"], ""),
    ("RETURN \"a;\";", ["RETURN \"a;\""], ""),
    ("MATCH (`a;b`) RETURN 1;", ["MATCH (`a;b`) RETURN 1"], ""),
    ("RETURN 1 // no; end", [], "RETURN 1 // no; end\n"),
    ("RETURN 1 -- no; end", [], "RETURN 1 -- no; end\n"),
    ("MATCH (a)--(b) RETURN a;", ["MATCH (a)--(b) RETURN a"], ""),
    ("MATCH (a)-->(b) RETURN a;", ["MATCH (a)-->(b) RETURN a"], ""),
    ("MATCH (a)<--(b) RETURN a;", ["MATCH (a)<--(b) RETURN a"], ""),
    ("RETURN /* ; */ 1;", ["RETURN /* ; */ 1"], ""), (";;  ;", [], ""),
    ("// only a comment;", [], "// only a comment;\n"),
    ("RETURN `a\\`;", [], "RETURN `a\\`;\n"), ("RETURN @`a\\`;", ["RETURN @`a\\`"], ""),
    ("RETURN @'\\'; RETURN @\"a\\\";", ["RETURN @'\\'", " RETURN @\"a\\\""], ""),
    ("CYPHER RETURN 5--3; RETURN 5--3; no", ["CYPHER RETURN 5--3"], " RETURN 5--3; no\n"),
    ("cypher // c;\nRETURN 5--3;", ["cypher // c;\nRETURN 5--3"], ""),
    ("CYPHERS RETURN 5--3;", [], "CYPHERS RETURN 5--3;\n"),
    ("MATCH (a) --+(b);", ["MATCH (a) --+(b)"], ""), ("MATCH ((a)-->(b)){1,2}--(c);", ["MATCH ((a)-->(b)){1,2}--(c)"], ""),
    ("MATCH (a) -- b;", [], "MATCH (a) -- b;\n"), ("RETURN (1) -- (b;", [], "RETURN (1) -- (b;\n"),
  ])
  func statements(_ line: String, _ statements: [String], _ rest: String) {
    var buffer = StatementBuffer()
    buffer.append(line: line)
    var found: [String] = []
    while let statement = buffer.nextStatement() { found.append(statement) }
    #expect(found == statements)
    #expect(buffer.text == rest)
  }

  /// The ends found by bytes are those found by tokens.
  @Test func endsAreTheLanguages() {
    var random = SeededGenerator(seed: 20_261_122)
    let parts = [
      ";", ";", " ", "\n", "--", "-", "->", "(a)", "(b)", "[x]", "{1,2}", "+", "*", "?", "<", ">", "'", "\"", "`", "@'", "@\"", "\\", "//", "/*", "*/",
      "CYPHER ", "GQL ", "MATCH ", "RETURN ", "WHERE ", "5", "a", ")", "(",
    ]
    for _ in 0..<20_000 {
      let text = (0..<Int.random(in: 1...14, using: &random)).map { _ in parts.randomElement(using: &random) ?? "" }.joined() + "\n"
      var scan = StatementScan()
      let bytes = Array(text.utf8)
      var (start, found): (Int, [String]) = (0, [])
      while let end = bytes[start...].withUnsafeBufferPointer({ scan.nextEnd(in: $0) }) {
        if !scan.isBlank { found.append(String(decoding: bytes[start..<start + end], as: UTF8.self).filter { $0 != " " && $0 != "\n" }) }
        start += end + 1
        scan = StatementScan()
      }
      let pieces = StatementSplitter.split(text).filter(\.isTerminated)
      #expect(found.count == pieces.count, "\(text)")
      var buffer = StatementBuffer()
      var taken: [String] = []
      for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
        buffer.append(line: String(line))
        while let statement = buffer.nextStatement() { taken.append(statement.filter { $0 != " " && $0 != "\n" }) }
      }
      #expect(taken == found, "line by line: \(text)")
    }
  }

  @Test func commentsAreNoStatement() {
    var buffer = StatementBuffer()
    buffer.append(line: "// a comment")
    #expect(buffer.isEmpty && buffer.rest() == nil)
    buffer.append(line: "/* open")
    #expect(!buffer.isEmpty)
  }
}
