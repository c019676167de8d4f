import Foundation
import TestSupport
import Testing

@testable import GraphStore

@Suite struct SchemaTests {
  /// The binary carries the files of `schema/` to the letter; `schema/embed.sh` makes it so.
  @Test func theProgramRunsTheFilesOfTheSchemaFolder() throws {
    var root = URL(fileURLWithPath: #filePath)
    for _ in 0..<4 { root.deleteLastPathComponent() }
    let read = { (name: String) in
      try String(contentsOf: root.appendingPathComponent("schema/\(name)"), encoding: .utf8)
    }
    #expect(try read("001-catalog.sql") == SchemaText.catalog + "\n")
    #expect(try read("graph.sql") == SchemaText.graph + "\n")
  }

  /// What is read off the DDL is what SQLite says of it.
  @Test(arguments: [1, 7] as [Int64])
  func triggersAreAsSQLiteKeepsThem(graph: Int64) throws {
    let layout = GraphLayout(graph: graph)
    let catalog: Set = ["graph", "graph_type", "index_definition", "constraint_definition"]
    let made = try Schema.expectedObjects(graph == 1 ? [.home] : [.home, layout]).filter { object in
      object.type == "trigger" && !catalog.contains(object.table) && (graph == 1 || object.name.hasPrefix(layout.prefix))
    }
    #expect(made.count == 26 && Schema.expectedTriggers(layout) == made)
  }

  /// Label sets made by the views and by us are the same text.
  @Test func labelSetsAreSpelledAsSQLiteSpellsThem() throws {
    let file = try TemporaryFile()
    let store = try Store(path: file.path)
    let hard =
      (1..<0x30).map { "x" + String(Unicode.Scalar($0)!) } + [
        "\u{7F}", "\u{E9}", "e\u{301}", "日本", "😀", "\u{FFFF}",
      ]
    try store.write { _ = try $0.insertNode(labels: hard.reversed(), properties: [:]) }
    let foreign = try foreignConnection(file.path)
    try foreign.execute(
      """
      INSERT INTO nodes (labels)
      SELECT (SELECT json_group_array(value) FROM (SELECT value FROM json_each(labels) ORDER BY value DESC)) FROM nodes;
      """)
    #expect(
      try foreign.lines("SELECT count(*), count(DISTINCT label_set) FROM node", columnCount: 2) == ["2|1"])
    #expect(try store.rows().nodes[1] == store.rows().nodes[2])
    #expect(try store.check().isEmpty)
  }

  @Test func viewsReadAndWrite() throws {
    let file = try TemporaryFile()
    let store = try Store(path: file.path)
    try Program.sqlite(
      file.path,
      """
      INSERT INTO nodes (labels, properties) VALUES ('["B","A","B"]', '{"n":1}'), (NULL, NULL);
      INSERT INTO nodes (id, labels) VALUES (10, '[]');
      INSERT INTO edges (type, source, target, properties) VALUES ('T', 1, 2, '{"w":1}'), ('T', 2, 10, NULL);
      INSERT INTO edges (type, source, target, directed) VALUES ('U', 1, 1, 0);
      UPDATE nodes SET labels = '["C"]' WHERE id = 2;
      UPDATE nodes SET properties = json_set(properties, '$.n', 2) WHERE id = 1;
      UPDATE edges SET type = 'V', source = 10 WHERE id = 2;
      DELETE FROM edges WHERE id = 3;
      DELETE FROM nodes WHERE id = 10;
      INSERT OR REPLACE INTO nodes (id, labels) VALUES (10, '["D"]');
      """)
    #expect(try store.rows().nodes == [1: #"["A", "B"] {"n":2}"#, 2: #"["C"] {}"#, 10: #"["D"] {}"#])
    #expect(try store.rows().edges == [1: #"T 1->2 {"w":1}"#, 2: "V 10->10 {}"])
    #expect(try store.check().isEmpty)
  }

  @Test(arguments: [
    "INSERT INTO nodes (labels) VALUES ('Person')", "INSERT INTO nodes (labels) VALUES ('{\"a\":1}')",
    "INSERT INTO nodes (labels) VALUES ('[1]')", "INSERT INTO nodes (labels) VALUES ('[\"\"]')",
    "INSERT INTO nodes (labels) VALUES ('[[\"a\"]]')",
    "INSERT INTO nodes (properties) VALUES ('{')", "INSERT INTO node (properties) VALUES ('[]')",
    "INSERT INTO node (properties) VALUES ('nope')", "UPDATE node SET properties = '{\"a\":}'",
    "INSERT INTO edges (type, source, target) VALUES ('T', 1, 99)",
    "INSERT INTO edges (type, source, target) VALUES (NULL, 1, 1)",
    "INSERT INTO edges (type, source, target) VALUES ('', 1, 1)",
    "INSERT INTO edge (type, source, target, directed) VALUES (1, 1, 1, 2)",
    "INSERT INTO label_set (labels) VALUES ('[\"B\",\"A\"]')",
    "INSERT INTO label_set (labels) VALUES ('[\"A\",\"A\"]')",
    "INSERT OR REPLACE INTO label_set (labels) VALUES ('[]')",
    "INSERT OR REPLACE INTO label_set VALUES (1, '[\"Q\"]')",
    "INSERT OR IGNORE INTO label_set (labels) VALUES ('[\"A\" ]')",
    "UPDATE OR REPLACE label_set SET labels = '[\"Q\"]'", "DELETE FROM label_set", "DELETE FROM edge_type",
    "UPDATE edge_type SET name = 'Q'", "INSERT OR REPLACE INTO edge_type (name) VALUES ('T')",
    "INSERT OR REPLACE INTO edge_type VALUES (1, 'Q')",
  ])
  func whatTheFormatForbidsIsRefusedToOthers(sql: String) throws {
    let file = try TemporaryFile()
    let store = try Store(path: file.path)
    try store.write { write in
      let node = try write.insertNode(labels: ["A"], properties: [:])
      _ = try write.insertEdge(type: "T", source: node, target: node, isDirected: true, properties: [:])
    }
    let before = try store.rows()
    let foreign = try foreignConnection(file.path)
    #expect(throws: StoreError.self) { try foreign.execute(sql) }
    #expect(try store.rows() == before)
    #expect(try store.check().isEmpty)
  }

  @Test func theCatalogCounterCountsOthersChangesToo() throws {
    let file = try TemporaryFile()
    let store = try Store(path: file.path)
    let version = { () throws in
      let write = try store.beginWrite()
      defer { write.rollBack() }
      return try write.catalogVersion()
    }
    var last = try version()
    func expectGrowth(_ body: () throws -> Void) throws {
      try body()
      let now = try version()
      #expect(now > last)
      last = now
    }
    try expectGrowth { try store.write { _ = try $0.insertNode(labels: ["A"], properties: [:]) } }
    for sql in [
      "INSERT INTO nodes (labels) VALUES ('[\"B\"]')",
      "INSERT INTO edges (type, source, target) VALUES ('T', 1, 1)",
      "INSERT INTO index_definition (graph, name, element, keys, kind) VALUES (1, 'i', 'node', '[\"k\"]', 'plain')",
      "UPDATE index_definition SET name = 'j'", "DELETE FROM index_definition",
      "INSERT INTO graph_type (name, definition) VALUES ('t', '{\"gql\":\"{(:A)}\"}')",
      "INSERT INTO constraint_definition (graph, name, definition) VALUES (1, 'c', '{\"element\":\"node\",\"label\":\"A\",\"keys\":[\"k\"],\"rule\":\"notNull\"}')",
    ] {
      try expectGrowth { try Program.sqlite(file.path, sql + ";") }
    }
    #expect(try store.check().isEmpty)
  }
}
