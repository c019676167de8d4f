import Foundation
import GQL
import GraphStore
import TestSupport
import Testing

/// The `sqlite3` program writes into a graph that the engine has open: insert, update, upsert, REPLACE, delete, changes of ids, on nodes
/// and edges. Answers are always those of a freshly opened file.
@Suite struct SecondWriterTests {
  /// Between them they read rows, adjacency in all directions, property columns, equality indexes and paths.
  private static let queries = [
    "MATCH (n) RETURN ELEMENT_ID(n) AS id, LABELS(n) AS labels, n.p AS p ORDER BY id",
    "MATCH (a)-[e]->(b) RETURN ELEMENT_ID(a) AS a, ELEMENT_ID(e) AS e, TYPE(e) AS t, ELEMENT_ID(b) AS b, e.p AS p ORDER BY e",
    "MATCH (a)<-[:T]-(b) RETURN ELEMENT_ID(a) AS a, COUNT(*) AS n GROUP BY a ORDER BY a",
    "MATCH (a)-[:T]->()-[:U|T1]->(c) RETURN ELEMENT_ID(a) AS a, ELEMENT_ID(c) AS c, COUNT(*) AS n GROUP BY a, c ORDER BY a, c",
    "MATCH ()-[e]->() RETURN COUNT(*) AS n, SUM(e.p) AS p, MIN(e.p) AS low, MAX(e.p) AS high",
    "MATCH (n {p: 7}) RETURN COUNT(*) AS n",
    "MATCH (n:L1|L2) RETURN COUNT(*) AS n",
    "MATCH p = ANY SHORTEST (a)-[]->{1,4}(b) WHERE ELEMENT_ID(a) < ELEMENT_ID(b) RETURN SUM(PATH_LENGTH(p)) AS steps, COUNT(*) AS n",
    "MATCH (n) WHERE NOT EXISTS { MATCH (n)-[]-() } RETURN COUNT(*) AS n",
    "MATCH (n) OPTIONAL MATCH (n)-[e:U]->(m) RETURN ELEMENT_ID(n) AS n, COUNT(e) AS e GROUP BY n ORDER BY n",
  ]

  private func answers(_ session: Session) throws -> [[[Value]]] {
    try Self.queries.map { try session.execute($0).rows }
  }

  private func freshAnswers(_ path: String) throws -> [[[Value]]] {
    try answers(Session(graph: try Graph(path: path, mode: .readOnly)))
  }

  private func batch(_ count: Int, _ random: inout SeededGenerator) -> String {
    (0..<count).map { _ in ForeignSQL.random(&random) + ";" }.joined(separator: "\n")
  }

  private func graph(at path: String) throws -> Graph {
    let graph = try Graph(path: path)
    try Program.sqlite(
      path,
      """
      INSERT INTO edge_type (name) VALUES ('T'), ('U');
      INSERT INTO nodes (labels, properties) VALUES ('["L1"]', '{"p":7}'), ('["L2"]', '{"p":1}'), ('["L1","L2"]', '{}'), ('[]', '{"p":7}');
      INSERT INTO edges (type, source, target, properties) VALUES ('T', 1, 2, '{"p":3}'), ('U', 2, 3, '{}'), ('T', 3, 3, '{}'), ('U', 4, 1, '{}');
      """)
    return graph
  }

  @Test(arguments: 1...6)
  func answersAreThoseOfAFreshlyOpenedFile(run: UInt64) throws {
    let seed = Effort.seed &+ run
    var random = SeededGenerator(seed: seed)
    let file = try TemporaryFile()
    let session = Session(graph: try graph(at: file.path))
    var kinds: Set<Int> = []
    for round in 0..<Effort.count(debug: 12, release: 25, long: 200) {
      let sql = batch(Int.random(in: 1...5, using: &random), &random)
      // What a constraint refuses changes nothing; the program says so and goes on.
      _ = try Program.run("/usr/bin/sqlite3", ["-batch", file.path], input: ".timeout 5000\n" + sql)
      if round % 4 == 3 { _ = try session.execute("INSERT (:L1 {p: 7})-[:T {p: 1}]->(:L2)") }
      let found = try answers(session)
      let expected = try freshAnswers(file.path)
      for (query, (mine, fresh)) in zip(Self.queries, zip(found, expected)) {
        #expect(mine == fresh, "seed \(seed), round \(round): \(query) after\n\(sql)")
      }
      kinds.insert(found[0].count)
    }
    #expect(kinds.count > 2, "the rows hardly changed: seed \(seed)")
  }

  /// What a transaction sees stays what it was; the next one sees everything.
  @Test func anOpenTransactionKeepsItsState() throws {
    var random = SeededGenerator(seed: Effort.seed)
    let file = try TemporaryFile()
    let session = Session(graph: try graph(at: file.path))
    for round in 0..<Effort.count(debug: 8, release: 15, long: 60) {
      _ = try session.execute("START TRANSACTION READ ONLY")
      // Half the time nothing has been read before the other one writes.
      let before = round % 2 == 0 ? try answers(session) : nil
      let first = before == nil ? try session.execute(Self.queries[1]).rows : nil
      let sql = batch(4, &random)
      _ = try Program.run("/usr/bin/sqlite3", ["-batch", file.path], input: sql)
      let during = try answers(session)
      if let before { #expect(during == before, "seed \(Effort.seed), round \(round) after\n\(sql)") }
      if let first { #expect(during[1] == first, "seed \(Effort.seed), round \(round) after\n\(sql)") }
      _ = try session.execute("COMMIT")
      #expect(try answers(session) == freshAnswers(file.path), "seed \(Effort.seed), round \(round) after\n\(sql)")
    }
  }

  /// Anybody may empty the packed index, or take it away: what was read of it before stays right, and nothing more is looked for in it.
  @Test(arguments: [
    "DELETE FROM pack", "DROP TABLE pack", "DELETE FROM pack; VACUUM", "DELETE FROM pack; UPDATE node SET properties = '{}' WHERE id = 5",
    "DELETE FROM pack WHERE id = 0",
  ], [false, true])
  func anEmptiedIndexIsNotReadOn(sql: String, hasReadSome: Bool) throws {
    let file = try TemporaryFile()
    let maker = try graph(at: file.path)
    try maker.query("FOR i IN [\((0..<200).map(String.init).joined(separator: ", "))] INSERT (:L1 {p: i})-[:T {p: i}]->(:L2 {p: i, q: 'x'})")
    try maker.store.repack()
    let session = Session(graph: try Graph(path: file.path))
    #expect(try session.execute("MATCH (n) RETURN COUNT(*) AS n").rows == [[.int(404)]])
    if hasReadSome { _ = try session.execute("MATCH (n:L1) RETURN SUM(n.p) AS s") }
    try Program.sqlite(file.path, sql)
    let (without, fresh) = ("MATCH (n WHERE n.p IS NULL) RETURN COUNT(*) AS n", Session(graph: try Graph(path: file.path, mode: .readOnly)))
    #expect(try session.execute(without).rows == fresh.execute(without).rows)
    #expect(try answers(session) == answers(fresh))
    #expect(try session.execute("MATCH (n WHERE n.p IS NULL) DETACH DELETE n").summary.nodesDeleted <= 3)
    #expect(try answers(session) == freshAnswers(file.path))
  }

  /// Both write and read at once.
  @Test func queriesWhileTheOtherWrites() throws {
    var random = SeededGenerator(seed: Effort.seed &+ 99)
    let file = try TemporaryFile()
    let session = Session(graph: try graph(at: file.path))
    let script = file.folder + "/script.sql"
    try (".timeout 10000\n" + batch(Effort.count(debug: 300, release: 600, long: 5_000), &random)).write(
      toFile: script, atomically: true, encoding: .utf8)
    let other = Process()
    other.executableURL = URL(fileURLWithPath: "/usr/bin/sqlite3")
    other.arguments = ["-batch", file.path]
    other.standardInput = try FileHandle(forReadingFrom: URL(fileURLWithPath: script))
    other.standardOutput = FileHandle.nullDevice
    other.standardError = FileHandle.nullDevice
    try other.run()
    var rounds = 0
    while other.isRunning {
      // Two queries of one transaction agree with each other, whatever happens meanwhile.
      _ = try session.execute("START TRANSACTION READ ONLY")
      let edges = try session.execute(Self.queries[1]).rows.count
      #expect(try session.execute("MATCH ()-[e]->() RETURN COUNT(*) AS n").rows == [[.int(Int64(edges))]])
      _ = try session.execute("COMMIT")
      // A write may wait for the other's end: reads come first.
      if rounds % 5 == 4 { _ = try session.execute("INSERT (:L1 {p: \(rounds)})") }
      rounds += 1
    }
    other.waitUntilExit()
    #expect(rounds > 1)
    #expect(try answers(session) == freshAnswers(file.path))
    let broken = try session.graph.store.check().filter { $0.severity == .error }
    #expect(broken.isEmpty, "\(broken)")
  }
}
