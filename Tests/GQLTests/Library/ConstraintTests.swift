import GQL
import GraphStore
import TestSupport
import Testing

/// Constraints where statements are not alone: other programs, imports, copies.
@Suite struct ConstraintTests {
  private func sqlite(_ file: TemporaryFile, _ sql: String) throws {
    _ = try Program.run("/usr/bin/sqlite3", ["-batch", file.path], input: sql)
  }

  private func constraintFindings(_ graph: Graph) throws -> [String] {
    try graph.check().filter { $0.kind == .constraint }.map(\.message)
  }

  @Test func checkNamesWhatAnotherProgramHasBroken() throws {
    let file = try TemporaryFile()
    let graph = try Graph(path: file.path)
    try graph.query("INSERT (:P {id: 1, name: 'a'}), (:P {id: 2, name: 'b'})-[:R {k: 1}]->(:Q)")
    try graph.query("CREATE CONSTRAINT p_id FOR (p:P) REQUIRE p.id IS UNIQUE")
    try graph.query("CREATE CONSTRAINT p_name FOR (p:P) REQUIRE p.name IS NOT NULL")
    try graph.query("CREATE CONSTRAINT r_k FOR ()-[r:R]-() REQUIRE r.k IS :: INT")
    #expect(try graph.check().isEmpty)
    try sqlite(
      file,
      """
      INSERT INTO nodes (labels, properties) VALUES ('["P"]', '{"\\u0069d":1.0}');
      UPDATE edge SET properties = '{"k":"x"}';
      """)
    let found = try constraintFindings(graph)
    #expect(found.count == 3)
    #expect(found.first == "constraint `p_id`: two nodes `P` have `id` = 1 (n1 and n4)")
    // The engine finds the value behind the escaped key too.
    #expect(throws: QueryError.self) { try graph.query("INSERT (:P {id: 1, name: 'c'})") }
    #expect(throws: QueryError.self) { try graph.query("MATCH (p:P {id: 2}) SET p.id = 1") }
    // What others have broken does not keep the rest from being written.
    try graph.query("INSERT (:P {id: 3, name: 'c'})")
  }

  /// Definitions that cannot be read: the row is named, by `check` and by what needs it, and no rule is passed over in silence.
  @Test func damagedDefinitionsAreNamed() throws {
    let file = try TemporaryFile()
    let graph = try Graph(path: file.path)
    try graph.query("CREATE GRAPH TYPE social { (:Person {name STRING NOT NULL}), (:Person)-[:KNOWS {since INT}]->(:Person) }")
    try graph.query("CREATE GRAPH people TYPED social")
    try graph.query("CREATE GRAPH others { (:A => :B {n INT}) }")
    try graph.query("INSERT (:P {id: 1})")
    #expect(try graph.check().isEmpty)
    try sqlite(file, "UPDATE graph_type SET definition = '{\"gql\":\"{(((\"}' WHERE name = 'social';")
    #expect(try graph.check().map(\.description) == ["error: graph_type 1: `definition` is no graph type"])
    #expect { try graph.query("USE people INSERT (:Q)") } throws: { "\($0)".contains("row 1 of `graph_type`") }
    try graph.query("CREATE CONSTRAINT p_id FOR (p:P) REQUIRE p.id IS UNIQUE")
    try sqlite(file, "UPDATE constraint_definition SET definition = '{}';")
    #expect { try graph.query("INSERT (:P {id: 1})") } throws: { "\($0)".contains("row 1 of `constraint_definition`") }
    #expect(try graph.check().contains { $0.object == "constraint_definition" && $0.row == 1 && $0.severity == .error })
  }

  @Test func importsKeepConstraints() throws {
    let file = try TemporaryFile()
    let graph = try Graph(path: file.path)
    try graph.query("CREATE CONSTRAINT town FOR (t:Town) REQUIRE t.name IS UNIQUE")
    let table = file.folder + "/towns.csv"
    _ = try Program.run("/bin/sh", ["-c", "printf 'id:ID,:LABEL,name\\n1,Town,Lund\\n2,Town,Lund\\n' > '\(table)'"])
    #expect { try graph.importTables([CSVInput(path: table)]) } throws: { error in
      (error as? StoreError)?.code == .constraint && "\(error)".contains("'Lund'")
    }
    #expect(try graph.query("MATCH (n) RETURN COUNT(*) AS n")[0]["n", as: Int.self] == 0)
  }

  @Test func aBackupCarriesThem() throws {
    let file = try TemporaryFile()
    let graph = try Graph(path: file.path)
    try graph.query("INSERT (:P {id: 1})")
    try graph.query("CREATE CONSTRAINT p_id FOR (p:P) REQUIRE p.id IS KEY")
    let copy = file.folder + "/copy.graph"
    try graph.store.backup(to: copy)
    let other = try Graph(path: copy)
    #expect(throws: QueryError.self) { try other.query("INSERT (:P {id: 1})") }
    #expect(try other.definitions() == ["CREATE CONSTRAINT p_id FOR (x:P) REQUIRE (x.id) IS KEY"])
    #expect(try other.check().isEmpty)
  }

  /// Looked up one by one or compared all at once, the answer is the same.
  @Test(arguments: [10, 5_000]) func largeStatementsAreJudgedAlike(count: Int) throws {
    let graph = try Graph.inMemory()
    try graph.query("FOR i IN $list INSERT (:P {id: i, part: i % 7})", ["list": .list((0..<6_000).map { .int(Int64($0)) })])
    try graph.query("CREATE CONSTRAINT p_id FOR (p:P) REQUIRE (p.id, p.part) IS UNIQUE")
    try graph.query("MATCH (p:P) WHERE p.id < $n SET p.id = p.id + 10000", ["n": .int(Int64(count))])
    #expect(throws: QueryError.self) {
      try graph.query("MATCH (p:P) WHERE p.id < $n + 5000 SET p.id = 9999999, p.part = 1", ["n": .int(Int64(count))])
    }
    try graph.query("MATCH (p:P) SET p.id = p.id + 1")
    #expect(try graph.query("MATCH (p:P) RETURN COUNT(DISTINCT p.id) AS n")[0]["n", as: Int.self] == 6_000)
  }

  @Test func rollingBackTakesTheConstraintAway() throws {
    let file = try TemporaryFile()
    let graph = try Graph(path: file.path)
    struct Stop: Error {}
    #expect(throws: Stop.self) {
      try graph.write { transaction in
        try transaction.execute("CREATE CONSTRAINT p_id FOR (p:P) REQUIRE p.id IS UNIQUE")
        try transaction.execute("INSERT (:P {id: 1})")
        do {
          try transaction.execute("INSERT (:P {id: 1})")
          Issue.record("a second one was taken")
        } catch let error as QueryError {
          #expect(error.diagnostics.first?.status == .notUnique)
        }
        throw Stop()
      }
    }
    try graph.query("INSERT (:P {id: 1}), (:P {id: 1})")
    #expect(try graph.check().isEmpty)
  }
}
