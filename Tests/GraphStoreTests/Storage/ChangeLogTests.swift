import TestSupport
import Testing

@testable import GraphStore

@Suite struct ChangeLogTests {
  /// Whatever another program does to rows, a reader that goes on from any earlier state by tail and log has
  /// them all.
  @Test(arguments: 1...25)
  func aReaderThatGoesOnByTheLogMissesNothing(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let file = try TemporaryFile()
    let store = try Store(path: file.path)
    let foreign = try foreignConnection(file.path)
    try foreign.execute("INSERT INTO edge_type (name) VALUES ('T'), ('U')")
    var seen: [(state: RowState, rows: Rows)] = [(try store.state(), try store.rows())]
    for _ in 0..<12 {
      var batch: [String] = []
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        let sql = ForeignSQL.random(&random)
        batch.append(sql)
        // What a constraint refuses changes nothing.
        do { try foreign.execute(sql) } catch { #expect(error.code == .constraint, "\(sql): \(error)") }
      }
      if Int.random(in: 0..<3, using: &random) == 0 {
        try store.write { write in
          let node = try write.insertNode(labels: ["L"], properties: [:])
          try write.replaceProperties(["p": .int(1)], ofNode: node)
        }
      }
      let read = try store.beginRead()
      let source = try #require(read.rowSource)
      let now = try Rows(source)
      for earlier in seen {
        #expect(
          try earlier.rows.advanced(from: earlier.state, by: source) == now, "seed \(seed) after \(batch)")
      }
      for earlier in seen where earlier.rows != now {
        #expect(try earlier.state != source.state())
      }
      seen.append((try source.state(), now))
    }
    #expect(try store.problems().isEmpty)
  }

  /// The same with the `sqlite3` program itself.
  @Test func theSQLiteProgramAsSecondWriter() throws {
    var random = SeededGenerator(seed: 7)
    let file = try TemporaryFile()
    let store = try Store(path: file.path)
    try Program.sqlite(file.path, "INSERT INTO edge_type (name) VALUES ('T'), ('U');")
    var state = try store.state()
    var rows = try store.rows()
    for _ in 0..<25 {
      let batch = (0..<6).map { _ in ForeignSQL.random(&random) + ";" }.joined(separator: "\n")
      _ = try Program.run("/usr/bin/sqlite3", ["-batch", file.path], input: batch)
      let read = try store.beginRead()
      let source = try #require(read.rowSource)
      rows = try rows.advanced(from: state, by: source)
      state = try source.state()
      #expect(try rows == Rows(source), "\(batch)")
    }
    #expect(!rows.nodes.isEmpty && !rows.edges.isEmpty)
    #expect(try store.problems().isEmpty)
  }

  /// Our connection runs no triggers; what it writes to the log is what they write for others.
  @Test(arguments: 1...6)
  func ourLogEqualsTheTriggers(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let ours = try TemporaryFile()
    let theirs = try TemporaryFile()
    let store = try Store(path: ours.path)
    _ = try Store(path: theirs.path)
    let foreign = try foreignConnection(theirs.path)
    var nodes: [NodeID] = []
    var edges: [EdgeID] = []
    for _ in 0..<60 {
      try store.write { write in
        let sql: String
        switch (
          Int.random(in: 0..<8, using: &random), nodes.randomElement(using: &random),
          edges.randomElement(using: &random)
        ) {
        case (0, _, _), (_, nil, _):
          nodes.append(try write.insertNode(labels: ["A"], properties: [:]))
          sql = "INSERT INTO nodes (labels) VALUES ('[\"A\"]')"
        case (1...2, let node?, _):
          edges.append(
            try write.insertEdge(type: "T", source: node, target: node, isDirected: true, properties: [:]))
          sql = "INSERT INTO edges (type, source, target) VALUES ('T', \(node.rawValue), \(node.rawValue))"
        case (3, let node?, _):
          try write.addLabel("B", to: node)
          sql = "UPDATE nodes SET labels = '[\"A\",\"B\"]' WHERE id = \(node.rawValue) AND labels = '[\"A\"]'"
        case (4, let node?, _):
          try write.setProperty("x", to: .int(1), ofNode: node)
          sql = "UPDATE node SET properties = '{\"x\":1}' WHERE id = \(node.rawValue)"
        case (5, _, let edge?):
          try write.setProperty("x", to: .int(1), ofEdge: edge)
          sql = "UPDATE edge SET properties = '{\"x\":1}' WHERE id = \(edge.rawValue)"
        case (6, _, let edge?):
          try write.deleteEdge(edge)
          edges.removeAll { $0 == edge }
          sql = "DELETE FROM edge WHERE id = \(edge.rawValue)"
        case (_, let node?, _):
          try write.deleteNode(node)
          nodes.removeAll { $0 == node }
          sql = "DELETE FROM node WHERE id = \(node.rawValue)"
        }
        try foreign.execute(sql)
      }
    }
    let own = try foreignConnection(ours.path)
    for (table, columns) in [
      ("node_change", 3), ("edge_change", 5), ("node", 3), ("edge", 6), ("label_set", 2), ("edge_type", 2),
      ("meta", 2),
      ("sqlite_sequence", 2),
    ] {
      let query = "SELECT * FROM \(table) ORDER BY 1"
      let lines = try own.lines(query, columnCount: Int32(columns))
      #expect(try lines == foreign.lines(query, columnCount: Int32(columns)), "\(table)")
      #expect(!lines.isEmpty || table == "node" || table == "edge", "\(table) was never written")
    }
  }

  /// The oldest entry of an id says what the row was; nulls say that there was none.
  @Test func theLogHoldsWhatWasThere() throws {
    let file = try TemporaryFile()
    _ = try Store(path: file.path)
    let output = try Program.sqlite(
      file.path,
      """
      INSERT INTO edge_type (name) VALUES ('T'), ('U');
      INSERT INTO node (id) VALUES (5), (6), (7);
      INSERT INTO edge (type, source, target) VALUES (1, 5, 6), (1, 6, 7), (1, 7, 5);
      SELECT count(*) FROM node_change; SELECT count(*) FROM edge_change;
      REPLACE INTO edge (id, type, source, target) VALUES (1, 2, 7, 7);
      UPDATE edge SET source = 5 WHERE id = 1;
      UPDATE OR REPLACE edge SET id = 3 WHERE id = 2;
      INSERT INTO edge (id, type, source, target) VALUES (2, 1, 5, 5);
      INSERT INTO node (id) VALUES (2);
      SELECT id, source, target, type FROM edge_change WHERE seq IN (SELECT min(seq) FROM edge_change GROUP BY id) ORDER BY id;
      INSERT INTO nodes (id, labels) VALUES (8, '["A"]'), (9, '["A"]');
      REPLACE INTO node (id) VALUES (8);
      UPDATE OR REPLACE node SET id = 9 WHERE id = 5;
      SELECT id, label_set FROM node_change WHERE seq IN (SELECT min(seq) FROM node_change GROUP BY id) ORDER BY id;
      """)
    #expect(output == "0\n0\n1|5|6|1\n2|6|7|1\n3|7|5|1\n2|\n5|1\n8|2\n9|2\n")
  }
}
