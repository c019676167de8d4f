import GraphStore
import TestSupport
import Testing

@testable import GQL

/// Pipelines that wait for the next statement of their plan hold nothing of the one before.
@Suite struct IdlePipelineTests {
  private static func graph(_ count: Int = 40) throws -> Graph {
    let graph = try Graph.inMemory()
    let session = Session(graph: graph)
    session.cachesPlans = false
    _ = try session.execute("FOR i IN RANGE(0, \(count - 1)) INSERT (:P {id: i, name: 'n' || CAST(i % 7 AS STRING), z: i % 5})")
    for step in [1, 3, 8] {
      _ = try session.execute(
        "MATCH (a:P), (b:P WHERE b.id = (a.id + \(step)) % \(count)) INSERT (a)-[:K {w: a.id * \(step), since: DATE '2024-01-01'}]->(b)")
    }
    return graph
  }

  private static let questions = [
    "MATCH (p:P WHERE p.id = $a) RETURN p.name AS name, p.z + $b AS z",
    "MATCH (p:P WHERE p.id = $a)-[k:K]->(q) WHERE k.w > $b RETURN q.id AS id, k.since AS since ORDER BY id DESC OFFSET $c LIMIT $b",
    "MATCH (p:P WHERE p.id = $a)-[:K]->(q)-[:K]->(r) RETURN DISTINCT r.name AS name",
    "MATCH (p:P WHERE p.id = $a)-[:K]->(q)-[:K]->(r) RETURN r.name AS name, COUNT(*) AS n, COUNT(DISTINCT q.z) AS d GROUP BY name",
    "MATCH (p:P WHERE p.id = $a)-[:K]->(q)-[:K]->(r) RETURN COUNT(DISTINCT r.id) AS n, SUM(r.z) AS s, MIN(r.name) AS m",
    "MATCH TRAIL (p:P WHERE p.id = $a)-[:K]->{1,3}(q:P) RETURN q.id AS id LIMIT $b",
    "MATCH (p:P WHERE p.id = $a)-[:K]->(m)<-[:K]-(q:P WHERE q.id = $b) RETURN m.id AS id ORDER BY id",
    "MATCH (p:P WHERE p.id = $a) FOR x IN [p.z, $b, $c] RETURN x, x * 2 AS y ORDER BY y LIMIT 2",
    "MATCH (p:P WHERE p.id = $a)-[:K]->(q) RETURN p.id / q.z AS x, CASE WHEN q.z > $b THEN q.name ELSE 'other' END AS y",
    "MATCH (p:P WHERE p.id = $a)-[:K]->(q WHERE q.name <> $b) RETURN q.name AS name",
    "MATCH (p:P WHERE p.id = $a)-[k:K]->(q) WHERE k.since >= $d RETURN COUNT(*) AS n",
  ]

  private func answer(_ session: Session, _ text: String, _ parameters: [String: Value]) -> String {
    do {
      let result = try session.execute(text, parameters)
      return "\(result.rows) \(result.summary.status) \(result.summary.warnings)"
    } catch { return "\(error.diagnostics)" }
  }

  /// Values of every kind, errors and changes of the graph in between.
  @Test func answersAreThoseOfNewPipelines() throws {
    let seed = UInt64.random(in: 0..<UInt64.max)
    var random = SeededGenerator(seed: seed)
    let graph = try Self.graph()
    let keeping = Session(graph: graph)
    let plain = Session(graph: graph)
    plain.cachesPlans = false
    var kept = 0
    for step in 0..<400 {
      func value() -> Value {
        switch Int.random(in: 0..<12, using: &random) {
        case 0: .null
        case 1: .string("n3")
        case 2: .float(2)
        default: .int(Int64.random(in: 0..<12, using: &random))
        }
      }
      let day: Value = Bool.random(using: &random) ? .date(LocalDate(daysSinceEpoch: 19_000)) : .date(LocalDate(daysSinceEpoch: 20_000))
      let parameters = ["a": value(), "b": value(), "c": value(), "d": day]
      let text = Self.questions[Int.random(in: 0..<Self.questions.count, using: &random)]
      #expect(
        answer(keeping, text, parameters) == answer(plain, text, parameters), "seed \(seed), step \(step): \(text) \(parameters)")
      kept = max(kept, graph.plans.pipelines.count)
      if step % 50 == 49 { _ = try plain.execute("MATCH (p:P WHERE p.id = \(step % 12)) SET p.z = \(step % 3), p.name = 'x'") }
    }
    #expect(kept == Self.questions.count)
  }

  private static let changes = [
    "MATCH (p:P WHERE p.id = $a), (q:P WHERE q.id = $b) INSERT (p)-[:K {w: $c, since: DATE '2024-05-01'}]->(q) RETURN p.id + q.id AS sum",
    "INSERT (p:P {id: $a, name: 'n' || CAST($b AS STRING), z: $c})-[:K {w: $b}]->(:Q {z: p.missing}) RETURN p.name AS name",
    "MATCH (p:P WHERE p.id = $a) SET p.z = $b / $c, p.name = 'm'",
    "MATCH (p:P WHERE p.id = $a)-[k:K]->(q) SET q = {id: q.id, z: k.w, name: 'r'} RETURN q.z AS z ORDER BY z LIMIT $b",
    "MATCH (p:P WHERE p.id = $a) SET p:R REMOVE p.name RETURN p.z AS z",
    "MATCH (p:P WHERE p.id = $a)-[k:K WHERE k.w > $b]->(q) DELETE k",
    "MATCH (p:P WHERE p.id = $a) DELETE p",
    "MATCH (p:P WHERE p.id = $a AND p.z = $b) DETACH DELETE p",
    "MATCH (p:P WHERE p.id = $a) INSERT (p)-[:L]->(x:P&X {id: $b}) SET x.z = p.z NEXT MATCH (x)<-[:L]-(q) RETURN q.id AS id, x.z AS z",
  ]

  /// Statements that write are run by pipelines that wait, too: two graphs, of which one never keeps any, stay the same.
  @Test func changesAreThoseOfNewPipelines() throws {
    let seed = UInt64.random(in: 0..<UInt64.max)
    var random = SeededGenerator(seed: seed)
    let keeping = Session(graph: try Self.graph())
    let plain = Session(graph: try Self.graph())
    plain.cachesPlans = false
    var kept = 0
    for step in 0..<300 {
      func value() -> Value {
        switch Int.random(in: 0..<12, using: &random) {
        case 0: .null
        case 1: .string("n3")
        default: .int(Int64.random(in: 0..<12, using: &random))
        }
      }
      let parameters = ["a": value(), "b": value(), "c": value()]
      let text = Self.changes[Int.random(in: 0..<Self.changes.count, using: &random)]
      #expect(
        answer(keeping, text, parameters) == answer(plain, text, parameters), "seed \(seed), step \(step): \(text) \(parameters)")
      kept = max(kept, keeping.graph.plans.pipelines.count)
    }
    #expect(kept >= Self.changes.count - 1)
    for text in [
      "MATCH (p) RETURN p.id AS id, p.name AS name, p.z AS z, LABELS(p) AS l ORDER BY id, name, z, l",
      "MATCH (p)-[k]->(q) RETURN p.id AS a, q.id AS b, TYPE(k) AS t, k.w AS w ORDER BY a, b, t, w",
    ] { #expect(answer(keeping, text, [:]) == answer(plain, text, [:]), "seed \(seed)") }
  }

  @Test func aRunThatFailsLeavesNothing() throws {
    let graph = try Self.graph()
    let session = Session(graph: graph)
    let text = "MATCH (p:P WHERE p.id = $id)-[:K]->(q) RETURN DISTINCT q.id / (p.z - $z) AS x ORDER BY x"
    let expected = try session.execute(text, ["id": 3, "z": 1]).rows
    #expect(graph.plans.pipelines.count == 1)
    #expect(throws: QueryError.self) { try session.execute(text, ["id": 3, "z": 3]) }
    #expect(graph.plans.pipelines.count == 0)
    #expect(try session.execute(text, ["id": 3, "z": 1]).rows == expected)
    #expect(graph.plans.pipelines.count == 1)
    let monitor = WorkMonitor(.running)
    monitor.stop()
    session.monitor = monitor
    #expect(throws: QueryError.self) { try session.execute(text, ["id": 3, "z": 1]) }
    session.monitor = nil
    #expect(try session.execute(text, ["id": 3, "z": 1]).rows == expected)
  }

  @Test func anotherSnapshotIsSeen() throws {
    let graph = try Self.graph()
    let (reader, writer) = (Session(graph: graph), Session(graph: graph))
    let text = "MATCH (p:P WHERE p.id = 3)-[:K|L]->(q:P&!Q|R) RETURN COUNT(*) AS n"
    #expect(try reader.execute(text).rows == [[.int(3)]])
    for expected in 4..<8 {
      // New label sets and edge types, that nothing remembered may hide.
      _ = try writer.execute("MATCH (p:P WHERE p.id = 3) INSERT (p)-[:L]->(:P&R&X\(expected) {id: 100})")
      #expect(try reader.execute(text).rows == [[.int(Int64(expected))]])
    }
  }

  @Test func sessionsShareThemOneAtATime() async throws {
    let graph = try Self.graph()
    let text = "MATCH (p:P WHERE p.id = $id)-[:K]->(q)-[:K]->(r) RETURN r.id AS id, COUNT(*) AS n GROUP BY id ORDER BY id"
    let expected = try (0..<40).map { try Session(graph: graph).execute(text, ["id": .int(Int64($0))]).rows }
    try await withThrowingTaskGroup(of: Bool.self) { group in
      for task in 0..<4 {
        group.addTask {
          let session = Session(graph: graph)
          for step in 0..<200 {
            let id = (step * 7 + task * 11) % 40
            if try session.execute(text, ["id": .int(Int64(id))]).rows != expected[id] { return false }
          }
          return true
        }
      }
      for try await isRight in group { #expect(isRight) }
    }
    #expect(graph.plans.pipelines.count <= 4)
  }

  @Test func fewAreKeptAndNoneThatIsLarge() throws {
    let graph = try Self.graph(1_500)
    let session = Session(graph: graph)
    _ = try session.execute("MATCH (p:P WHERE p.name = 'n1')-[:K]->(q)-[:K]->(r) RETURN COUNT(DISTINCT r.id) AS n")
    #expect(graph.plans.pipelines.count == 0)
    for number in 0..<(2 * IdlePipelines.limit) { _ = try session.execute("MATCH (p:P WHERE p.id = 1) RETURN p.z AS x\(number)") }
    #expect(graph.plans.pipelines.count == IdlePipelines.limit)
  }
}
