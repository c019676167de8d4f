import Foundation
import TestSupport
import Testing

@testable import GraphStore

@Suite struct OpeningTests {
  private func open(_ path: String, _ mode: Configuration.Mode = .readWrite) throws -> Store {
    try Store(path: path, configuration: Configuration(mode: mode))
  }

  @Test func whatIsNotThereIsMadeOnlyWhenAsked() throws {
    let file = try TemporaryFile()
    expect(.notFound) { _ = try open(file.path) }
    expect(.notFound) { _ = try open(file.path, .readOnly) }
    #expect(!FileManager.default.fileExists(atPath: file.path))
    _ = try open(file.path, .create)
    _ = try open(file.path)
    expect(.inputOutput) { _ = try open(file.folder + "/none/x.graph", .create) }
  }

  @Test func whatIsNoGraphFileIsRefused() throws {
    let file = try TemporaryFile()
    expect(.notAGraph) { _ = try open(file.folder) }
    let text = file.folder + "/text"
    try String(repeating: "not a database\n", count: 100).write(
      toFile: text, atomically: true, encoding: .utf8)
    for mode in [Configuration.Mode.readOnly, .readWrite, .create] {
      expect(.notAGraph) { _ = try open(text, mode) }
    }
    let empty = file.folder + "/empty"
    _ = FileManager.default.createFile(atPath: empty, contents: nil)
    expect(.notAGraph) { _ = try open(empty) }
    expect(.notAGraph) { _ = try open(empty, .readOnly) }
    let other = file.folder + "/other"
    try Program.sqlite(other, "CREATE TABLE node (id INTEGER PRIMARY KEY); PRAGMA user_version = 1;")
    for mode in [Configuration.Mode.readOnly, .readWrite, .create] {
      expect(.notAGraph) { _ = try open(other, mode) }
    }
    let bare = file.folder + "/bare"
    try Program.sqlite(
      bare, "PRAGMA application_id = 1196510279; PRAGMA user_version = 1; CREATE TABLE x (y);")
    expect(.corrupt) { _ = try open(bare) }
    let pipe = file.folder + "/pipe"
    #expect(mkfifo(pipe, 0o600) == 0)
    expect(.notAGraph) { _ = try open(pipe) }
  }

  @Test func newerVersionsAreRefused() throws {
    let file = try TemporaryFile()
    _ = try open(file.path, .create)
    try Program.sqlite(file.path, "PRAGMA user_version = 2;")
    for mode in [Configuration.Mode.readOnly, .readWrite, .create] {
      expect(.newerVersion) { _ = try open(file.path, mode) }
    }
  }

  @Test func namesThatMeanSomethingToSQLiteAreFiles() throws {
    let file = try TemporaryFile()
    for name in [":memory:", "a?mode=memory", "file:x", "ö 日本 %20#", "-v"] {
      let store = try open(file.folder + "/" + name, .create)
      try store.write { _ = try $0.insertNode(labels: [], properties: [:]) }
      #expect(FileManager.default.fileExists(atPath: file.folder + "/" + name))
      #expect(try open(file.folder + "/" + name, .readOnly).rows().nodes.count == 1)
    }
  }

  @Test func readOnlyChangesNoByte() throws {
    let file = try TemporaryFile()
    try open(file.path, .create).write { _ = try $0.insertNode(labels: [], properties: [:]) }
    let before = try Data(contentsOf: URL(fileURLWithPath: file.path))
    do {
      let store = try open(file.path, .readOnly)
      expect(.readOnly) { _ = try store.beginWrite() }
      #expect(store.isReadOnly)
      #expect(try store.beginRead().reader().nodeCount == 1)
      #expect(try store.check().isEmpty)
    }
    #expect(try Data(contentsOf: URL(fileURLWithPath: file.path)) == before)
  }

  /// Whoever closes last leaves the file alone in its folder.
  @Test func nothingIsLeftBesideTheFile() throws {
    let file = try TemporaryFile()
    do {
      let store = try open(file.path, .create)
      let readers = try (0..<3).map { _ in try store.beginRead() }
      for reader in readers { _ = try reader.reader() }
      try store.write { _ = try $0.insertNode(labels: [], properties: [:]) }
      for reader in readers { reader.end() }
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: file.folder) == ["test.graph"])
    #expect(try open(file.path, .readOnly).rows().nodes.count == 1)
  }

  /// Cut anywhere, a file is refused or read as far as it is whole; never a trap, never another code.
  @Test func truncatedFiles() throws {
    let (file, whole) = try sample()
    for kept in [
      1, 15, 16, 50, 99, 100, 512, 1_000, 4_095, 4_096, 4_097, whole.count / 2, whole.count - 4_096,
      whole.count - 1,
    ] {
      let path = file.folder + "/cut-\(kept)"
      try whole.prefix(kept).write(to: URL(fileURLWithPath: path))
      expectRefusal(path)
    }
  }

  @Test func filesDamagedAnywhere() throws {
    let (file, whole) = try sample()
    var random = SeededGenerator(seed: 2_026)
    var found = 0
    for _ in 0..<100 {
      var damaged = whole
      let length = Int.random(in: 1...64, using: &random)
      let start = Int.random(in: 0..<damaged.count - length, using: &random)
      for offset in start..<start + length { damaged[offset] = UInt8.random(in: 0...255, using: &random) }
      let path = file.folder + "/damaged"
      for ending in ["", "-wal", "-shm"] { _ = unlink(path + ending) }
      try damaged.write(to: URL(fileURLWithPath: path))
      if isDamageNoticed(path) { found += 1 }
    }
    // The rest hit values or free space, which nothing but a checksum could tell.
    #expect(found > 30)
  }

  private func sample() throws -> (TemporaryFile, Data) {
    let file = try TemporaryFile()
    do {
      let store = try open(file.path, .create)
      try store.write { write in
        for number in 0..<300 as Range<Int64> {
          let node = try write.insertNode(
            labels: ["L\(number % 7)"], properties: ["name": .string("name \(number)")])
          _ = try write.insertEdge(
            type: "T\(number % 3)", source: node, target: NodeID(number / 2 + 1), isDirected: true,
            properties: ["n": .int(number)])
          try write.setProperty("n", to: .int(number), ofNode: node)
        }
      }
    }
    return (file, try Data(contentsOf: URL(fileURLWithPath: file.path)))
  }

  private let codesOfDamage: Set<StoreError.Code> = [
    .corrupt, .notAGraph, .newerVersion, .inputOutput, .sqlite, .limitExceeded, .constraint,
  ]

  private func expectRefusal(_ path: String) { #expect(isDamageNoticed(path), "\(path)") }

  /// Opens, reads everything, checks, and writes; all of that may throw and nothing may trap.
  private func isDamageNoticed(_ path: String) -> Bool {
    do {
      let store = try open(path)
      var isNoticed = !store.notices.isEmpty
      do { isNoticed = try !store.check().isEmpty || isNoticed } catch { isNoticed = true }
      _ = try store.rows()
      _ = try store.beginRead().reader()
      try store.write { write in
        let node = try write.insertNode(labels: ["New"], properties: [:])
        _ = try write.insertEdge(type: "NEW", source: node, target: node, isDirected: true, properties: [:])
        try write.deleteNode(node)
      }
      return isNoticed
    } catch let error as StoreError {
      #expect(codesOfDamage.contains(error.code), "\(error)")
      #expect(!error.message.isEmpty)
      return true
    } catch {
      Issue.record(error)
      return true
    }
  }

  @Test(arguments: [
    "CREATE TRIGGER evil AFTER INSERT ON node BEGIN DELETE FROM edge; END;",
    "CREATE TRIGGER evil BEFORE UPDATE ON node BEGIN SELECT RAISE(ABORT, 'evil'); END;",
    "CREATE TRIGGER evil AFTER DELETE ON edge BEGIN INSERT INTO node (id) VALUES (77); END;",
    "CREATE TRIGGER evil AFTER INSERT ON node_change BEGIN DELETE FROM node; END;",
    "CREATE TEMP TRIGGER evil AFTER INSERT ON node BEGIN DELETE FROM edge; END;",
  ])
  func triggersOfOthersDoNotRun(sql: String) throws {
    let file = try TemporaryFile()
    let store = try open(file.path, .create)
    try Program.sqlite(file.path, sql)
    try store.write { write in
      let node = try write.insertNode(labels: ["A"], properties: [:])
      let edge = try write.insertEdge(
        type: "T", source: node, target: node, isDirected: true, properties: [:])
      _ = try write.insertEdge(type: "T", source: node, target: node, isDirected: true, properties: [:])
      try write.setProperty("x", to: .int(1), ofNode: node)
      try write.deleteEdge(edge)
    }
    #expect(try store.rows().nodes == [1: #"["A"] {"x":1}"#])
    #expect(try store.rows().edges == [2: "T 1->1 {}"])
    let kinds = try store.check().map(\.kind)
    #expect(kinds == (sql.contains("TEMP") ? [] : [.unexpectedObject]))
  }

  @Test(arguments: [
    "DROP TABLE edge; CREATE VIEW edge AS SELECT 1 AS id, 1 AS type, 1 AS source, 1 AS target, 1 AS directed, '{}' AS properties;",
    "DROP TABLE edge; CREATE VIRTUAL TABLE edge USING fts5 (id, type, source, target, directed, properties);",
    "DROP TABLE label_set;", "DROP TABLE node_change;", "DROP TABLE meta;",
  ])
  func tablesThatAreNoTablesAreRefused(sql: String) throws {
    let file = try TemporaryFile()
    _ = try open(file.path, .create)
    try Program.sqlite(file.path, sql)
    expect(.corrupt) { _ = try open(file.path) }
  }

  @Test func labelSetsThatAreNoneAreAnErrorThatNamesTheRow() throws {
    let file = try TemporaryFile()
    let store = try open(file.path, .create)
    try Program.sqlite(
      file.path,
      "DROP TRIGGER label_set_insert; INSERT INTO label_set VALUES (2, '{}'), (3, '[1]'), (4, '[\"B\",\"A\"]'), (5, '[]');"
    )
    do {
      _ = try store.rows()
      Issue.record("read")
    } catch let error as StoreError {
      #expect(error.code == .corrupt && error.message.contains("row 2"))
    }
    #expect(try store.check().filter { $0.kind == .labelSet }.map(\.row) == [2, 3, 4, 5])
  }

  @Test func checkFindsEachKindOfBreach() throws {
    let breaches: [(String, CheckFinding.Kind)] = [
      ("DROP TRIGGER edge_update;", .schema), ("CREATE TABLE extra (x);", .unexpectedObject),
      ("CREATE VIEW extra AS SELECT 1;", .unexpectedObject),
      ("CREATE INDEX extra ON node (label_set);", .unexpectedObject),
      ("DELETE FROM meta;", .catalog), ("DELETE FROM graph;", .catalog),
      ("INSERT INTO graph (name) VALUES ('home'); DELETE FROM graph WHERE id = 1;", .catalog),
      ("UPDATE node SET label_set = 99;", .labelSet), ("UPDATE edge SET type = 99;", .edgeType),
      ("PRAGMA ignore_check_constraints = ON; UPDATE node SET properties = '{\"a\":';", .properties),
      ("PRAGMA ignore_check_constraints = ON; UPDATE node SET properties = '[1]';", .properties),
      ("PRAGMA ignore_check_constraints = ON; UPDATE node SET id = 281474976710656;", .idRange),
      ("UPDATE node SET properties = '{\"a\":1,\"b\":{\"c\":1,\"c\":2}}';", .properties),
      ("UPDATE node SET properties = '{\"a\":1,\"\\u0061\":2}';", .properties),
      ("UPDATE node SET properties = '{\"a\":\"\\ud800\"}';", .properties),
      ("DELETE FROM node;", .missingEndpoint), ("UPDATE sqlite_sequence SET seq = 0;", .sequence),
      ("DELETE FROM sqlite_sequence;", .sequence), ("INSERT INTO node_change (id) VALUES (0);", .changeLog),
      ("UPDATE sqlite_sequence SET seq = 'abc';", .sequence), ("UPDATE sqlite_sequence SET seq = x'00';", .sequence),
      ("UPDATE sqlite_sequence SET seq = 9223372036854775807;", .sequence),
      ("INSERT INTO edge_change (seq, id) VALUES (-1, 1);", .changeLog),
    ]
    for (sql, kind) in breaches {
      let file = try TemporaryFile()
      let store = try open(file.path, .create)
      try store.write { write in
        let node = try write.insertNode(labels: ["A"], properties: [:])
        _ = try write.insertEdge(type: "T", source: node, target: node, isDirected: true, properties: [:])
      }
      #expect(try store.check().isEmpty)
      try Program.sqlite(file.path, sql)
      let findings = try store.check()
      #expect(findings.contains { $0.kind == kind }, "\(sql) gave \(findings)")
    }
  }

  /// Definitions that others have written, or damaged, are named by table and row, and the rest of the file is checked.
  @Test(arguments: [
    ("INSERT INTO graph_type (id, name, definition) VALUES (7, '', '{}'); UPDATE graph SET graph_type = 7", "graph_type"),
    ("INSERT INTO graph_type (id, name, definition) VALUES (7, 't', '[[[[')", "graph_type"),
    ("INSERT INTO constraint_definition (id, graph, name, definition) VALUES (7, 1, 'c', '{}')", "constraint_definition"),
    ("INSERT INTO constraint_definition (id, graph, name, definition) VALUES (7, 1, 'c', '[[[[')", "constraint_definition"),
    ("INSERT INTO constraint_definition (id, graph, name, definition) VALUES (7, 1, 'c', '{\"rule\":\"unique\",\"keys\":[]}')", "constraint_definition"),
    ("INSERT INTO index_definition (id, graph, name, element, label, keys, kind) VALUES (7, 1, 'i', 'node', 'A', '{}', 'plain')", "index_definition"),
  ])
  func checkNamesDefinitionsThatAreNone(_ sql: String, _ table: String) throws {
    let file = try TemporaryFile()
    let store = try open(file.path, .create)
    try store.write { _ = try $0.insertNode(labels: ["A"], properties: [:]) }
    try Program.sqlite(file.path, "PRAGMA ignore_check_constraints = ON; \(sql); UPDATE node SET label_set = 99;")
    let findings = try store.check()
    #expect(findings.contains { $0.kind == .catalog && $0.severity == .error && $0.object == table && $0.row == 7 }, "\(findings)")
    #expect(findings.contains { $0.kind == .labelSet } && !findings.contains { $0.kind == .damage }, "\(findings)")
    let read = try store.beginRead()
    var complaint = ""
    do { _ = try read.catalog() } catch { complaint = error.message }
    #expect(complaint.contains("row 7 of `constraint_definition`") == (table == "constraint_definition"), "\(complaint)")
  }
}
