import GQL
import GraphStore
import TestSupport
import Testing

/// Look-ups through the file's indexes give what looking at every node gives.
@Suite struct IndexTests {
  private static let values = [
    "1", "1.0", "1e0", "2", "-7", "0.1", "0.30000000000000004", "1e300", "9007199254740993", "9007199254740992.0", "true", "false",
    "\"a\"", "\"ab\"", "\"b\"", "\"\"", "\"1\"", "\"{\\\"@\"", "\"\\u0061\"", "\"Ä\"", "\"北约\"", "null", "[1,2]", "{\"x\":1}",
    "{\"@date\":\"2024-05-06\"}", "{\"@decimal\":\"1\"}", "{\"@decimal\":\"0.1\"}", "{\"@decimal\":\"2.00\"}",
    "123456789012345678901234567890",
  ]
  private static let sought = [
    "1", "1.0", "1M", "2.0", "0.1", "0.1M", "0.30000000000000004", "1e300", "9007199254740993", "9007199254740992", "TRUE", "'a'",
    "'ab'", "''", "'1'", "'Ä'", "'北约'", "[1, 2.0]", "DATE '2024-05-06'", "123456789012345678901234567890M", "'{\"@'",
  ]

  private func sqlite(_ path: String, _ sql: String) throws {
    let result = try Program.run("/usr/bin/sqlite3", ["-batch", path], input: ".timeout 5000\n" + sql)
    #expect(result.status == 0, "\(result)")
  }

  /// Two files with the same rows, one with indexes and a packed index.
  private func pair(_ file: TemporaryFile, _ random: inout SeededGenerator) throws -> (indexed: Graph, plain: Graph, paths: [String]) {
    let paths = [file.path, file.folder + "/plain.graph"]
    let graphs = try paths.map { try Graph(path: $0) }
    var rows = "INSERT INTO label_set (labels) VALUES ('[\"P\"]'), ('[\"P\",\"Q\"]'), ('[\"Q\"]');"
    for _ in 0..<60 { rows += Self.insertion(&random) }
    for path in paths { try sqlite(path, rows) }
    try graphs[0].query("CREATE INDEX p_v FOR (p:P) ON (p.v)")
    try graphs[0].query("CREATE INDEX q_w FOR (q:Q) ON (q.w, q.v)")
    try graphs[0].store.repack()
    return (graphs[0], graphs[1], paths)
  }

  private static func insertion(_ random: inout SeededGenerator) -> String {
    let v = values.randomElement(using: &random)!
    let w = values.randomElement(using: &random)!
    let key = ["v", "v", "v", "\\u0076"].randomElement(using: &random)!
    let text = "{\"\(key)\":\(v),\"w\":\(w)}".replacing("'", with: "''")
    return "INSERT INTO node (label_set, properties) VALUES (\(Int.random(in: 1...4, using: &random)), '\(text)');\n"
  }

  private func expectAlike(_ a: Graph, _ b: Graph, _ comment: String) throws {
    for value in Self.sought {
      for query in [
        "MATCH (p:P) WHERE p.v = \(value) RETURN ELEMENT_ID(p) AS id ORDER BY id",
        "MATCH (p:Q) WHERE p.w = \(value) RETURN ELEMENT_ID(p) AS id ORDER BY id",
        "CYPHER MATCH (p:P) WHERE p.v > \(value) RETURN elementId(p) AS id ORDER BY id",
        "CYPHER MATCH (p:P) WHERE p.v <= \(value) AND p.v > -3 RETURN elementId(p) AS id ORDER BY id",
        "CYPHER MATCH (p:P) WHERE p.v <= \(value) AND 'A' <= p.v RETURN elementId(p) AS id ORDER BY id",
        "CYPHER MATCH (p:P) WHERE p.v STARTS WITH \(value) RETURN elementId(p) AS id ORDER BY id",
      ] {
        let answers = [a, b].map { graph in (try? graph.query(query))?.rows.description ?? "an error" }
        #expect(answers[0] == answers[1], "\(query), \(comment)")
      }
    }
  }

  @Test(arguments: [1, 2, 3, 4] as [UInt64]) func findWhatAScanFinds(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let file = try TemporaryFile()
    let (indexed, plain, paths) = try pair(file, &random)
    try expectAlike(indexed, plain, "seed \(seed), packed")
    for round in 0..<3 {
      var sql = ""
      for _ in 0..<5 {
        let id = Int.random(in: 1...60, using: &random)
        sql += Self.insertion(&random)
        sql += "UPDATE node SET properties = '{\"v\":\(["5", "\"a\"", "1"].randomElement(using: &random)!)}' WHERE id = \(id);\n"
        sql += "DELETE FROM node WHERE id = \(id + 1);\n"
      }
      for path in paths { try sqlite(path, sql) }
      try expectAlike(indexed, plain, "seed \(seed), round \(round), others' writes")
      let value = ["1", "'ab'", "2.5"].randomElement(using: &random)!
      for graph in [indexed, plain] {
        try graph.query("MATCH (p:P) WHERE p.v = 1 SET p.w = \(value), p.v = 77")
        try graph.query("INSERT (:P {v: \(value)}), (:P&Q {w: \(value), v: 0})")
      }
      try expectAlike(indexed, plain, "seed \(seed), round \(round), own writes")
    }
    #expect(try indexed.check().filter { $0.severity == .error }.isEmpty)
  }

  @Test func aStatementSeesItsOwnWritesAndEarlierClausesDoNot() throws {
    var random = SeededGenerator(seed: 9)
    let file = try TemporaryFile()
    let (graph, _, _) = try pair(file, &random)
    let rows = try graph.query(
      """
      INSERT (:P {v: 'new'})
      NEXT MATCH (p:P {v: 'new'}) SET p.v = 'newer'
      NEXT OPTIONAL MATCH (a:P {v: 'new'}) OPTIONAL MATCH (b:P {v: 'newer'}) RETURN COUNT(a) AS a, COUNT(b) AS b
      """)
    #expect(rows.rows[0].description == "[0, 1]")
    try graph.write { transaction in
      try transaction.execute("INSERT (:P {v: 'one'})")
      #expect(try transaction.execute("MATCH (p:P {v: 'one'}) RETURN p.v AS v").rows.count == 1)
      try transaction.execute("MATCH (p:P {v: 'one'}) SET p.v = 'two'")
      #expect(try transaction.execute("MATCH (p:P {v: 'one'}) RETURN p.v AS v").rows.count == 0)
      #expect(try transaction.execute("MATCH (p:P {v: 'two'}) RETURN p.v AS v").rows.count == 1)
    }
    // Many look-ups, as a join makes them.
    let joined = try graph.query("FOR i IN $list MATCH (p:P {v: 'two'}) RETURN COUNT(*) AS n", ["list": .list((0..<3_000).map { .int($0) })])
    #expect(try joined[0]["n", as: Int.self] == 3_000)
  }

  @Test func explainNamesTheIndex() throws {
    var random = SeededGenerator(seed: 10)
    let file = try TemporaryFile()
    let (graph, plain, _) = try pair(file, &random)
    func plan(_ graph: Graph, _ query: String) throws -> String { try graph.query("EXPLAIN " + query).plan ?? "" }
    #expect(try plan(graph, "MATCH (p:P {v: 1}) RETURN p").contains("NodeLookup  :P {v: 1} by index p_v"))
    #expect(try plan(graph, "MATCH (p:P) WHERE p.v > 1 RETURN p").contains("1 .. v by index p_v"))
    #expect(try plan(graph, "MATCH (p:P) WHERE p.v STARTS WITH 'a' RETURN p").contains("v STARTS WITH 'a' by index p_v"))
    #expect(try plan(graph, "MATCH (p:P) WHERE p.w = 1 RETURN p").contains("by index q_w"))
    #expect(try !plan(plain, "MATCH (p:P) WHERE p.v > 1 RETURN p").contains("by index"))
    try graph.query("DROP INDEX p_v")
    #expect(try !plan(graph, "MATCH (p:P) WHERE p.v > 1 RETURN p").contains("by index"))
    #expect(try graph.check().filter { $0.severity == .error }.isEmpty)
  }
}
