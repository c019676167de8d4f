import GQL
import Testing

@Suite("Parser: what is taken")
struct ParserAcceptTests {
  @Test("every statement of the corpus parses without a diagnostic", arguments: ParserCorpus.all + StandardCorpus.all)
  func accepts(_ text: String) {
    let (statements, diagnostics) = Parser.parse(text)
    #expect(diagnostics.isEmpty, "\(DiagnosticRenderer(text).render(diagnostics))")
    #expect(statements.count == 1)
  }

  @Test("several statements, empty ones left out")
  func severalStatements() {
    let (statements, diagnostics) = Parser.parse(";; MATCH (n) RETURN n;\nINSERT (a); ; COMMIT")
    #expect(diagnostics.isEmpty)
    #expect(statements.map { SyntaxPrinter.print($0) } == ["MATCH (n) RETURN n", "INSERT (a)", "COMMIT"])
    #expect(Parser.parse("").statements.isEmpty)
    #expect(Parser.parse(" // nothing\n").diagnostics.isEmpty)
  }

  @Test("a program of the standard needs no `;` around transactions and session commands")
  func programs() {
    let (statements, diagnostics) = Parser.parse(
      "SESSION SET VALUE $x = 1 SESSION SET VALUE $y = 2 SESSION RESET START TRANSACTION READ ONLY MATCH (n) RETURN n COMMIT SESSION CLOSE")
    #expect(diagnostics.isEmpty, "\(diagnostics.map(\.message))")
    #expect(
      statements.map { SyntaxPrinter.print($0) } == [
        "SESSION SET VALUE $x = 1", "SESSION SET VALUE $y = 2", "SESSION RESET", "START TRANSACTION READ ONLY",
        "MATCH (n) RETURN n", "COMMIT", "SESSION CLOSE",
      ])
    #expect(Parser.parse("MATCH (n) RETURN n MATCH (m) RETURN m").statements.isEmpty)
  }

  @Test("spans are where the text is")
  func spans() throws {
    let text = "MATCH (a:Person)-[e]->(b) WHERE (a.x + 1) * 2 = b.y RETURN a"
    let statement = try #require(Parser.parse(text).statements.first)
    guard case .procedure(let body) = statement.kind, case .match(let match) = body.statements[0].query.first.clauses[0].kind,
      case .concatenation(let parts) = match.pattern.paths[0].expression.kind,
      case .binary(.equal, let left, let right)? = match.pattern.where?.kind
    else { return #expect(Bool(false), "another tree") }
    let source = SourceText(text)
    #expect(source.text(of: statement.span) == text)
    #expect(source.text(of: match.span) == "MATCH (a:Person)-[e]->(b) WHERE (a.x + 1) * 2 = b.y")
    #expect(parts.map { source.text(of: $0.span) } == ["(a:Person)", "-[e]->", "(b)"])
    #expect(source.text(of: left.span) == "(a.x + 1) * 2")
    #expect(source.text(of: right.span) == "b.y")
  }
}

@Suite("Parser: what binds tighter")
struct ParserPrecedenceTests {
  @Test(
    "the left text is read as the right one",
    arguments: [
      ("a OR b XOR c", "(a OR b) XOR c"),
      ("a XOR b OR c", "(a XOR b) OR c"),
      ("a OR b AND c", "a OR (b AND c)"),
      ("NOT a AND b", "(NOT a) AND b"),
      ("NOT a = b", "NOT (a = b)"),
      ("NOT a IS NULL", "NOT (a IS NULL)"),
      ("NOT a IS TRUE", "NOT (a IS TRUE)"),
      ("a = NOT b = c", "a = (NOT (b = c))"),
      ("a + 1 IS NULL", "(a + 1) IS NULL"),
      ("a = b IS NULL", "(a = b) IS NULL"),
      ("-1 IS NULL", "(-1) IS NULL"),
      ("a || b = c", "(a || b) = c"),
      ("a + b || c", "(a + b) || c"),
      ("a + b * c", "a + (b * c)"),
      ("a * b % c / d", "((a * b) % c) / d"),
      ("a - b - c", "(a - b) - c"),
      ("a * b ^ c", "a * (b ^ c)"),
      ("a ^ b ^ c", "(a ^ b) ^ c"),
      ("-a ^ b", "(-a) ^ b"),
      ("-3 ^ 2", "(-3) ^ 2"),
      ("-a.b[0]", "-((a.b)[0])"),
      ("- -a", "-(-a)"),
      ("NOT NOT a", "NOT (NOT a)"),
      ("a + b IN c", "(a + b) IN c"),
      ("NOT a IN b", "NOT (a IN b)"),
      ("a IS NULL AND b IS NULL", "(a IS NULL) AND (b IS NULL)"),
      ("a AND b IS TRUE", "a AND (b IS TRUE)"),
      ("a AND b AND c", "a AND (b AND c)"),
      ("a || b || c", "a || (b || c)"),
      ("n:A AND b", "(n IS LABELED A) AND b"),
      ("n:A|B", "n IS LABELED (A|B)"),
      ("LET x = 1 IN x IN [1] END", "LET x = (1) IN (x IN [1]) END"),
      ("CASE a WHEN > 3 THEN 1 END", "CASE a WHEN > (3) THEN 1 END"),
    ])
  func groups(_ text: String, _ grouped: String) throws {
    let left = try #require(parsedExpression(text))
    let right = try #require(parsedExpression(grouped))
    #expect(structure(left) == structure(right))
  }

  @Test(
    "the two texts are read differently",
    arguments: [
      ("a OR b XOR c", "a OR (b XOR c)"), ("a - b - c", "a - (b - c)"), ("a + (b + c)", "a + b + c"), ("-5", "-(5)"),
      ("a ^ (b ^ c)", "a ^ b ^ c"), ("(NOT a) IS TRUE", "NOT a IS TRUE"),
    ])
  func distinguishes(_ text: String, _ other: String) throws {
    #expect(structure(try #require(parsedExpression(text))) != structure(try #require(parsedExpression(other))))
  }
}
