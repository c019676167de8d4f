import Testing

@testable import GQL

/// What is said beside errors, and what must not depend on size.
@Suite struct AnalyzerBehaviour {
  @Test(arguments: [
    ("MATCH (a:Persn) RETURN a", "no node has label `Persn`", ["did you mean `Person`?"]),
    ("MATCH (a)-[e:KNOW]->(b) RETURN a", "no edge has type `KNOW`", ["did you mean `KNOWS`?"]),
    ("MATCH (a:Robot) RETURN a", "no node has label `Robot`", []),
    ("MATCH (a:Robot), (b:Robot) RETURN a", "no node has label `Robot`", []),
    ("MATCH (a) WHERE a IS LABELED Persn RETURN a", "no node has label `Persn`", ["did you mean `Person`?"]),
    ("MATCH (a) RETURN a.nme AS x, a.nme AS y", "no element has property `nme`", ["did you mean `name`?"]),
    ("MATCH (a {agee: 3}) RETURN a", "no element has property `agee`", ["did you mean `age`?"]),
    ("MATCH (Person) RETURN Person.name AS x", "`Person` is a variable here, not a label", ["a colon makes it one: `:Person`"]),
    ("MATCH (a)-[KNOWS]->(b) RETURN a", "`KNOWS` is a variable here, not a type", ["a colon makes it one: `:KNOWS`"]),
    ("INSERT (Person {name: 'x'})", "`Person` is a variable here, not a label", ["a colon makes it one: `:Person`"]),
    ("INSERT (:Person {age: 2020-01-31})", "`2020-01-31` is a subtraction", ["the day is written `DATE '2020-01-31'`"]),
    ("MATCH (a) WHERE 1999-12-31 < a.age OR FALSE RETURN a", "`1999-12-31` is a subtraction", ["the day is written `DATE '1999-12-31'`"]),
    ("INSERT (a:Persn)", "`Persn` is a new label", ["`Person` is there already"]),
    ("INSERT (a:Person {nme: 1})", "`nme` is a new property", ["`name` is there already"]),
    ("MATCH (a) SET a.nme = 1 RETURN a.nme AS x", "`nme` is a new property", ["`name` is there already"]),
    ("MATCH (a) WHERE a.age = NULL RETURN a", "a comparison with NULL is never true", ["write `IS NULL`"]),
    ("MATCH (a) WHERE NOT a.age <> NULL RETURN a", "a comparison with NULL is never true", ["write `IS NOT NULL`"]),
  ])
  func warns(_ text: String, _ message: String, _ hints: [String]) {
    let (bound, diagnostics) = AnalyzerCheck.analyze(text)
    #expect(bound != nil)
    #expect(diagnostics.map(\.message) == [message])
    #expect(diagnostics.map(\.hints) == [hints])
    #expect(diagnostics.allSatisfy { $0.severity == .warning && $0.status == .warning })
  }

  /// What a statement brings in itself, what is only written, and far-off keys are no cause for warnings.
  @Test(arguments: [
    "INSERT (a:Robot) NEXT MATCH (b:Robot) RETURN b", "MATCH (a) SET a.whatever = 1 RETURN a.whatever AS x",
    "MATCH (Person:Person) MATCH (Person)-[KNOWS:KNOWS]->() RETURN Person", "MATCH (person) RETURN person",
    "RETURN 2020 - 01 - 31 AS a, 2020-1-31 AS b, 20200-01-31 AS c, 2020-01 AS d, 2020-01+31 AS e", "MATCH (a) RETURN a.whatever AS x", "INSERT (a:Robot {serial: 1})", "RETURN {nme: 1}.nme AS x",
  ])
  func keepsQuiet(_ text: String) { #expect(AnalyzerCheck.analyze(text).diagnostics.isEmpty) }

  @Test func reportsAllMistakesInTheOrderOfTheText() {
    let text = "MATCH (a) WHERE a.age > 'x' + 1 AND UPER(b.name) RETURN a.name AS n, c AS n, b.age LIMIT 1"
    let found = AnalyzerCheck.analyze(text).diagnostics.filter { $0.severity == .error }
    #expect(
      found.map { "\($0.status) \($0.message)" } == [
        "22G03 `+` cannot be applied to a string and an integer", "42002 unknown function `UPER`",
        "42002 unknown variable `b`", "42002 unknown variable `c`", "42001 two columns are named `n`",
      ])
  }

  /// The second place explains the first.
  @Test func pointsToTheFirstUse() {
    let text = "MATCH (a)-[e]->(b), (e) RETURN a"
    let found = AnalyzerCheck.analyze(text).diagnostics
    #expect(found.map(\.labels) == [[Diagnostic.Label(SourceSpan(11, 12), "an edge here")]])
  }

  @Test func withoutParameterTypesAnyNameIsAccepted() throws {
    let statement = try #require(Parser.parse("RETURN $x + $y AS z").statements.first)
    #expect(Analyzer(parameters: nil).analyze(statement).diagnostics.isEmpty)
    #expect(
      Analyzer(parameters: ["x"]).analyze(statement).diagnostics.map(\.message) == ["unknown parameter `$y`"])
    let typed = Analyzer(parameters: ["x": .int, "y": .string]).analyze(statement).diagnostics
    #expect(typed.map(\.status) == [.invalidValueType])
  }

  /// Chains are walked, not recursed into; the time is not quadratic.
  @Test(arguments: ["AND", "OR", "XOR"]) func longChains(_ word: String) {
    let chain = Array(repeating: "TRUE", count: 10_000).joined(separator: " \(word) ")
    let (bound, diagnostics) = AnalyzerCheck.analyze("RETURN \(chain) AS x")
    #expect(diagnostics.isEmpty)
    guard case .query(let query)? = bound, case .extend(let assignments) = query.clauses[0].kind else {
      Issue.record("no chain")
      return
    }
    #expect(depth(assignments[0].value) <= 30)
  }

  private func depth(_ expression: BoundExpression) -> Int {
    guard case .logical(_, let a, let b) = expression.kind else { return 1 }
    return 1 + max(depth(a), depth(b))
  }

  @Test func longLists() {
    let items = (0..<5_000).map { "\($0)" }.joined(separator: ", ")
    #expect(AnalyzerCheck.analyze("MATCH (a) WHERE a.age IN [\(items)] RETURN a").diagnostics.isEmpty)
    let labels = (0..<5_000).map { "L\($0)" }.joined(separator: "|")
    #expect(AnalyzerCheck.analyze("MATCH (a:\(labels)) RETURN a").bound != nil)
    let sum = Array(repeating: "1", count: 4_000).joined(separator: " + ")
    #expect(AnalyzerCheck.analyze("RETURN \(sum)").diagnostics.isEmpty)
    #expect(AnalyzerCheck.analyze("RETURN \(sum) + \(sum)").bound == nil)
    // As long as a pattern may be.
    let path = Array(repeating: "()-[]->", count: (ParserLimits.maximumPatternElements - 1) / 2).joined()
    #expect(AnalyzerCheck.analyze("MATCH \(path)() RETURN 1 AS x").diagnostics.isEmpty)
    #expect(AnalyzerCheck.analyze("MATCH \(path)()-[]->() RETURN 1 AS x").diagnostics.map(\.status) == [.limitExceeded])
    let columns = (0..<2_000).map { "\($0) AS c\($0)" }.joined(separator: ", ")
    #expect(AnalyzerCheck.analyze("RETURN \(columns) NEXT RETURN *").diagnostics.isEmpty)
  }

  @Test func namesDifferByCodePoint() {
    // The same letter composed and decomposed: two names.
    #expect(AnalyzerCheck.analyze("RETURN 1 AS `caf\u{E9}`, 2 AS `cafe\u{301}`").diagnostics.isEmpty)
  }
}
