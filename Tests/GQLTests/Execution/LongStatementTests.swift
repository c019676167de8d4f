import GraphStore
import Testing

import GQL

/// Length is no depth: chains of operators and of clauses may be long.
@Suite("Long statements") struct LongStatementTests {
  private func value(_ query: String) throws -> Value? {
    try Session(graph: try Graph.inMemory()).execute(query).rows.first?.first
  }

  private func repeated(_ text: String, _ count: Int) -> String { String(repeating: text, count: count) }

  @Test func chainsOfOperators() throws {
    #expect(try value("RETURN " + repeated("1 + ", 4_000) + "1 AS x") == .int(4_001))
    #expect(try value("RETURN " + repeated("2 * 1 - ", 3_000) + "1 AS x") == .int(2 - 2 * 2_999 - 1))
    #expect(try value("RETURN " + repeated("100 - ", 3) + "1 AS x") == .int(-101))
    #expect(try value("CYPHER RETURN size(" + repeated("'a' + ", 4_000) + "'b') AS x") == .int(4_001))
    #expect(try value("RETURN " + repeated("TRUE AND ", 20_000) + "TRUE AS x") == .bool(true))
    #expect(try value("RETURN CHAR_LENGTH(" + repeated("'a' || ", 20_000) + "'b') AS x") == .int(20_001))
    // Each operand has a column of its own.
    #expect(throws: QueryError.self) { try value("RETURN TRUE AS y, " + repeated("TRUE OR ", 12_000) + "(" + repeated("TRUE AND ", 9_000) + "TRUE) AS x") }
    // Left to right: each part sees what overflows before it.
    #expect(throws: QueryError.self) { try value("RETURN " + repeated("9223372036854775807 + ", 100) + "1 AS x") }
    #expect(try value("LET a = 1 RETURN " + repeated("a + ", 200) + "SUM(a) AS x GROUP BY a") == .int(201))
  }

  @Test func chainsOfConditions() throws {
    let session = Session(graph: try Graph.inMemory())
    _ = try session.execute("INSERT (:A {a: 1}), (:A {a: 0})-[:T {b: 1}]->(:B {a: 2})")
    func count(_ match: String) throws -> [[Value]] { try session.execute("MATCH \(match) RETURN COUNT(*) AS n").rows }
    #expect(try count("(n) WHERE " + repeated("n.a = 1 AND ", 12_000) + "n.a = 1") == [[.int(1)]])
    #expect(try count("()-[e]->() WHERE " + repeated("e.b = 1 AND ", 10_000) + "e.b = 1") == [[.int(1)]])
    #expect(try count("(n {a: 1" + (0..<10_000).map { ", k\($0): 1" }.joined() + "})") == [[.int(0)]])
    // What stands before it spares it the row, however many there are.
    #expect(try count("(n:A) WHERE n.a <> 0 AND " + repeated("n.a < 9 AND ", 100) + "1 / n.a > 0") == [[.int(1)]])
  }

  /// Not the square of the number of properties, nor of the errors.
  @Test func longLists() throws {
    let session = Session(graph: try Graph.inMemory())
    _ = try session.execute("INSERT (:A {a: 1" + (0..<20_000).map { ", k\($0): 1" }.joined() + "})")
    #expect(try session.execute("MATCH (n) RETURN n.k19999 AS x").rows == [[.int(1)]])
    let error = #expect(throws: QueryError.self) { _ = try session.execute("MATCH (n) SET n.a = 1" + repeated(", n.a = 1", 5_000)) }
    #expect(error?.diagnostics.count == 100)
  }

  @Test func chainsOfOperatorsPrint() {
    let text = "RETURN " + repeated("1 - 2 * ", 1_000) + "1 AS x"
    let printed = SyntaxPrinter.print(Parser.parse(text).statements[0])
    #expect(printed.contains("1 - 2 * 1 - 2 * 1"))
    #expect(SyntaxPrinter.print(Parser.parse(printed).statements[0]) == printed)
  }

  @Test func chainsOfClauses() throws {
    #expect(try value(repeated("RETURN 1 AS x NEXT ", 1_500) + "RETURN 2 AS x") == .int(2))
    #expect(try value(repeated("FILTER 1 = 1 ", 1_500) + "RETURN 3 AS x") == .int(3))
    #expect(try value("CYPHER " + repeated("CREATE (:A) WITH 1 AS x ", 300) + "MATCH (n) RETURN count(n) AS x") == .int(300))
  }

  /// Each element of a pattern is joined with the others.
  @Test func longPatterns() throws {
    let session = Session(graph: try Graph.inMemory())
    _ = try session.execute("INSERT (:A)")
    #expect(try session.execute("MATCH (a)" + repeated("-->()", 200) + " RETURN COUNT(*) AS n").rows == [[.int(0)]])
    for pattern in ["(a)" + repeated("-->()", 20_000), "(a)" + repeated(", ()", 20_000), "(a) " + repeated("(()-->()){1,2} ", 20_000)] {
      let error = #expect(throws: QueryError.self) { _ = try session.execute("MATCH \(pattern) RETURN COUNT(*) AS n") }
      #expect(error?.status == .limitExceeded && error?.diagnostics.first?.message.contains("elements") == true)
    }
    #expect(try session.execute("INSERT (:B)" + repeated(", (:B)", 2_000)).summary.nodesInserted == 2_001, "what is inserted is not joined")
  }

  @Test func limits() {
    for text in ["RETURN " + repeated("1 + ", 9_000) + "1 AS x", repeated("FILTER TRUE ", 11_000) + "RETURN 1 AS x"] {
      let error = #expect(throws: QueryError.self) { try value(text) }
      #expect(error?.status == .limitExceeded)
    }
  }

  /// Each side of AND and OR is evaluated once, however they stand in each other: sides that may fail were evaluated twice in each level.
  @Test func nestedConditionsThatMayFail() throws {
    let graph = try Graph.inMemory()
    try graph.write("FOR i IN RANGE(0, 9) INSERT (:T {x: i, flag: i > 4})")
    let session = Session(graph: graph)
    session.limits.timeoutSeconds = 10
    var condition = "t.x > 100"
    for level in 0..<40 {
      // Each level decides what would divide by zero below it, and leaves the rest as it is.
      condition = "(\(condition)) \(level % 2 == 0 ? "OR 10 / (t.x + 1) > 4 AND t.x < 2" : "AND (10 / (t.x + 1) > 3 OR t.flag)")"
    }
    #expect(try session.execute("MATCH (t:T) WHERE \(condition) RETURN COUNT(*) AS n").first?["n"] == 2)
    #expect(try session.execute("MATCH (t:T) WHERE t.x <> 0 AND 10 / t.x > 4 OR t.x = 0 AND t.flag = FALSE RETURN COUNT(*) AS n").first?["n"] == 3)
    #expect(throws: QueryError.self) { try session.execute("MATCH (t:T) WHERE t.flag OR 10 / t.x > 4 RETURN t.x AS n") }
  }
}
