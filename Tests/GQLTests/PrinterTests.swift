@testable import GQL
import Testing

@Suite("Printer: canonical text")
struct PrinterTests {
  @Test("parsing the printed tree gives the tree", arguments: ParserCorpus.all + StandardCorpus.all)
  func roundTrip(_ text: String) throws {
    let tree = try #require(Parser.parse(text).statements.first)
    let printed = SyntaxPrinter.print(tree)
    let (again, diagnostics) = Parser.parse(printed, dialect: tree.dialect)
    #expect(diagnostics.isEmpty, "printed \(printed)\n\(DiagnosticRenderer(printed).render(diagnostics))")
    let second = try #require(again.first)
    #expect(structure(second) == structure(tree), "printed \(printed)")
    #expect(SyntaxPrinter.print(second) == printed)
  }

  @Test("every keyword survives as a name, wherever a name may stand", arguments: Keyword.allCases)
  func keywordsAsNames(_ keyword: Keyword) throws {
    for word in [keyword.rawValue, keyword.rawValue.lowercased()] {
      let q = "`\(word)`"
      for text in [
        "MATCH \(q) = (\(q):\(q) {\(q): 1})-[\(q):\(q) WHERE \(q).\(q) = 1]->(\(q)) WHERE \(q):\(q) YIELD \(q) RETURN \(q) AS \(q)",
        "MATCH (\(q) WHERE \(q)) RETURN \(q), \(q)[0], \(q)[0, 1 = 1], \(q)(1), \(q).\(q)(1), -\(q), NOT \(q), [\(q)], (\(q)), {\(q): \(q)}"
          .replacing("[0, 1 = 1]", with: "[a, b][0]"),
        "LET \(q) = 1, VALUE \(q) :: INT = \(q) FOR \(q) IN \(q) WITH OFFSET \(q) RETURN \(q) GROUP BY \(q) ORDER BY \(q) DESC NULLS LAST",
        "CALL \(q).\(q)(\(q)) YIELD \(q) INSERT (\(q):\(q))-[\(q)]->(\(q)) SET \(q).\(q) = \(q), \(q):\(q), \(q) = {\(q): 1} REMOVE \(q).\(q) DELETE \(q)",
        "CALL (\(q)) { RETURN \(q) } RETURN CASE \(q) WHEN \(q) THEN \(q) ELSE \(q) END AS \(q), LET \(q) = \(q) IN \(q) END",
        "RETURN TRIM(\(q)), TRIM(LEADING \(q) FROM \(q)), EXISTS { \(q) = (\(q)) }, CAST(\(q) AS {\(q) INT}), \(q) IS SOURCE OF \(q)",
      ] {
        let fixed = text.replacing("\(q)[a, b][0]", with: "\(q)[0][1]")
        let (statements, diagnostics) = Parser.parse(fixed)
        let tree = try #require(statements.first, "\(fixed)\n\(DiagnosticRenderer(fixed).render(diagnostics))")
        let printed = SyntaxPrinter.print(tree)
        let again = Parser.parse(printed)
        let second = try #require(again.statements.first, "\(printed)\n\(DiagnosticRenderer(printed).render(again.diagnostics))")
        #expect(structure(second) == structure(tree), "printed \(printed)")
      }
    }
  }

  @Test(
    "the text itself",
    arguments: [
      ("match(n)return n", "MATCH (n) RETURN n"),
      ("MATCH (a IS B WHERE a.x=1) -[e:T*0+1]-> () RETURN 1", ""),
      ("MATCH (a)-->(b)--(c) RETURN a;", "MATCH (a)->(b)-(c) RETURN a"),
      ("MATCH (a)-[]->{1,}(b)-[e]->{3,3}(c)<-{0,}(d) RETURN *", "MATCH (a)->+(b)-[e]->{3}(c)<-*(d) RETURN *"),
      ("MATCH (n:((A|B)&(!C))) RETURN n", "MATCH (n:(A|B)&!C) RETURN n"),
      ("RETURN ((1+2))*3", "RETURN (1 + 2) * 3"),
      ("RETURN a AND (b AND (c OR d))", "RETURN a AND b AND (c OR d)"),
      ("RETURN n:A", "RETURN n IS LABELED A"),
      ("RETURN a+1 is null", "RETURN (a + 1) IS NULL"),
      ("RETURN -(-5), - -a, -(5), -5", "RETURN -(-5), -(-a), -(5), -5"),
      ("RETURN 1_000, 0XFF, 1.50m, 3M, 2e3, 1.5F", "RETURN 1000, 0xff, 1.50M, 3M, 2e3, 1.5"),
      ("RETURN \"it's\", @'a\\b', 'x\u{202E}y'", "RETURN 'it\\'s', 'a\\\\b', 'x\\u202ey'"),
      ("RETURN $x, $\"a b\", x'0aff', timestamp 'now'", "RETURN $x, $\"a b\", X'0AFF', DATETIME 'now'"),
      ("RETURN `a b`, `select`, `match`, `x``y`", "RETURN `a b`, `select`, `match`, `x\\`y`"),
      ("RETURN case x when >3 then 1 when is null,2 then 3 end", "RETURN CASE x WHEN > 3 THEN 1 WHEN IS NULL, 2 THEN 3 END"),
      ("RETURN exists((a)->(b))", "RETURN EXISTS { (a)->(b) }"),
      ("RETURN x :: int list | string not null", "RETURN x IS TYPED ANY<LIST<INT> | STRING NOT NULL>"),
      ("MATCH (a) RETURN a order by a.x desc nulls last skip 3 limit 2", "MATCH (a) RETURN a ORDER BY a.x DESC NULLS LAST OFFSET 3 LIMIT 2"),
      ("insert (a is B{x:1})-[:T]->({})", "INSERT (a:B {x: 1})-[:T]->()"),
      ("RETURN 1 AS x union distinct return 2 as x", "RETURN 1 AS x UNION RETURN 2 AS x"),
      ("OPTIONAL (MATCH (a)) RETURN a", "OPTIONAL { MATCH (a) } RETURN a"),
    ])
  func canonical(_ text: String, _ expected: String) {
    #expect(Parser.parse(text).statements.map { SyntaxPrinter.print($0) }.joined() == expected)
  }
}
