import Foundation
import GQL
import GraphStore
import TestSupport
import Testing

/// A full-text index in the file finds what one in memory finds, whoever has written.
@Suite struct TextIndexTests {
  private static let words = ["oil", "Gas", "gás", "北约", "约", "Киев", "киев", "peace", "deal", "NATO's", "x1", "ไทย", "텍스트", "Ёлка", "te\u{301}st", "ｶﾞ"]
  private static let queries = [
    "oil", "gas", "gas oil", "\"gas oil\"", "oil OR 约", "киев -peace", "na*", "nato", "x", "x1 NOT deal", "ไท", "텍", "北约", "p* OR д*",
    "елка", "test", "ガ", "カ",
  ]

  private func sqlite(_ path: String, _ sql: String) throws {
    let result = try Program.run("/usr/bin/sqlite3", ["-batch", path], input: ".timeout 5000\n" + sql)
    #expect(result.status == 0, "\(result)")
  }

  private static func text(_ random: inout SeededGenerator) -> String {
    (0..<Int.random(in: 0...6, using: &random)).map { _ in words.randomElement(using: &random)! }.joined(separator: " ")
  }

  private func sql(_ random: inout SeededGenerator, _ ids: Int) -> String {
    let properties = "'{\"name\":\"\(Self.text(&random))\",\"gist\":\"\(Self.text(&random))\"}'".replacing("NATO's", with: "NATO''s")
    let id = Int.random(in: 1...ids, using: &random)
    return switch Int.random(in: 0..<6, using: &random) {
    case 0, 1: "INSERT INTO node (label_set, properties) VALUES (\(Int.random(in: 2...4, using: &random)), \(properties));\n"
    case 2: "INSERT OR REPLACE INTO node (id, label_set, properties) VALUES (\(id), 2, \(properties));\n"
    case 3: "UPDATE node SET properties = \(properties) WHERE id = \(id);\n"
    case 4: "UPDATE OR REPLACE node SET id = \(id + 3), label_set = 3 WHERE id = \(id);\n"
    default: "DELETE FROM node WHERE id = \(id);\n"
    }
  }

  private func answers(_ graph: Graph, _ query: String) throws -> [[Value]] {
    try graph.query(
      "CALL db.index.fulltext.queryNodes('t', $q) YIELD node, score RETURN ELEMENT_ID(node) AS id, score", ["q": .string(query)]
    ).rows
  }

  @Test(arguments: [1, 2, 3] as [UInt64]) func fileAndMemoryAgree(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let file = try TemporaryFile()
    let paths = [file.path, file.folder + "/plain.graph"]
    let graphs = try paths.map { try Graph(path: $0) }
    var rows = "INSERT INTO label_set (labels) VALUES ('[\"A\"]'), ('[\"B\"]'), ('[\"C\"]');\n"
    for _ in 0..<40 { rows += sql(&random, 20) }
    for path in paths { try sqlite(path, rows) }
    for graph in graphs { try graph.query("CREATE FULLTEXT INDEX t FOR (x:A|B) ON EACH [x.name, x.gist]") }
    // The other has no packed index and searches in memory.
    try graphs[0].store.repack()
    func compare(_ comment: String) throws {
      for query in Self.queries { #expect(try answers(graphs[0], query) == answers(graphs[1], query), "\(query): seed \(seed), \(comment)") }
    }
    try compare("packed")
    for round in 0..<4 {
      let changes = (0..<4).map { _ in sql(&random, 40) }.joined()
      for path in paths { try sqlite(path, changes) }
      try compare("round \(round), others' writes")
      let text = Self.text(&random)
      for graph in graphs { try graph.query("INSERT (:A {name: $t}) NEXT MATCH (b:B) SET b.gist = b.name", ["t": .string(text)]) }
      try compare("round \(round), own writes")
      if round == 2 { try graphs[0].store.repack() }
      for graph in graphs {
        try graph.write { transaction in
          try transaction.execute("INSERT (:A {name: 'unheard-of'})")
          let found = try transaction.execute("CALL db.index.fulltext.queryNodes('t', 'unheard') YIELD node RETURN node.name AS n")
          #expect(found.rows.count == 1)
          try transaction.execute("MATCH (a:A {name: 'unheard-of'}) DELETE a")
        }
      }
    }
    for graph in graphs { #expect(try graph.check().isEmpty) }
  }

  /// A table made when the tokenizer folded is not believed, and made anew by the next change.
  @Test func anotherFoldingIsNotUsed() throws {
    let file = try TemporaryFile()
    let graph = try Graph(path: file.path)
    try graph.query("INSERT (:A {name: 'Ёлка'})")
    try graph.query("CREATE FULLTEXT INDEX t FOR (x:A) ON EACH [x.name]")
    try graph.store.repack()
    let table = try Program.run("/usr/bin/sqlite3", [file.path, "SELECT name FROM sqlite_schema WHERE sql LIKE '%USING fts5%'"]).output
      .trimmingCharacters(in: .whitespacesAndNewlines)
    try sqlite(
      file.path,
      """
      DROP TABLE \(table);
      CREATE VIRTUAL TABLE \(table) USING fts5(c0, tokenize='unicode61 remove_diacritics 2');
      INSERT INTO \(table) (rowid, c0) VALUES (1, 'Ёлка');
      """)
    func ddl() throws -> String { try Program.run("/usr/bin/sqlite3", [file.path, "SELECT sql FROM sqlite_schema WHERE name = '\(table)'"]).output }
    #expect(try ddl().contains("remove_diacritics 2"))
    #expect(try answers(graph, "елка").count == 1)
    #expect(try graph.check().isEmpty)
    try graph.query("INSERT (:A {name: 'ель'})")
    #expect(try ddl().contains("remove_diacritics 0"))
    #expect(try answers(graph, "ЕЛКА").count == 1)
    #expect(try graph.check().isEmpty)
  }

  @Test func droppingTakesItsTablesAway() throws {
    let file = try TemporaryFile()
    let graph = try Graph(path: file.path)
    try graph.query("INSERT (:A {name: 'x'})")
    try graph.query("CREATE FULLTEXT INDEX t FOR (x:A) ON EACH [x.name]")
    try graph.query("DROP INDEX t")
    let left = try Program.run("/usr/bin/sqlite3", [file.path, "SELECT count(*) FROM sqlite_schema WHERE name LIKE '%text%'"])
    #expect(left.output.hasPrefix("0"))
    #expect(try graph.check().isEmpty)
  }
}
