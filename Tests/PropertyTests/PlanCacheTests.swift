import Testing

@testable import GQL
@testable import GraphStore
import TestSupport

private func below(_ limit: Int, _ random: inout SeededGenerator) -> Int { Int.random(in: 0..<limit, using: &random) }
private func letter(_ random: inout SeededGenerator) -> String { ["a", "b", "c"][below(3, &random)] }

/// Plans that are kept never change an answer: a session that keeps them and one that does not say the same at every moment.
@Suite struct PlanCacheTests {
  /// What both sessions are asked after every change; numbers and names vary.
  private let questions: [(inout SeededGenerator) -> String] = [
    { random in "MATCH (p:Person WHERE p.id = \(below(12, &random))) RETURN p.id, p.name ORDER BY p.name" },
    { random in "MATCH (p:Person {id: \(below(12, &random))})-[:KNOWS]->(q) RETURN q.id AS id ORDER BY id" },
    { random in "MATCH (p {name: '\(letter(&random))'})-[e]->(q) RETURN p.id, q.id, e.w ORDER BY p.id, q.id, e.w" },
    { _ in "MATCH (p:Person)-[:KNOWS]->(q) RETURN p.id AS id, COUNT(*) AS n GROUP BY id ORDER BY id, n" },
    { _ in "MATCH (p:Person)<-[:KNOWS]-(q) RETURN p.id, p.name, COUNT(*) AS n GROUP BY p.id, p.name ORDER BY p.id, p.name, n" },
    { _ in "MATCH (a)-[:KNOWS]->(b)-[:KNOWS]->(c) RETURN COUNT(*) AS n" },
    { _ in "MATCH (a)-[]->(b)<-[:LIKES]-(c) RETURN COUNT(*) AS n" },
    { _ in "MATCH (a)-[:KNOWS]->(b)-[:KNOWS]->(c)-[:KNOWS]->(a) RETURN COUNT(*) AS n" },
    { random in "MATCH (p:Person WHERE p.id > \(below(12, &random)) AND NOT p.name = 'b') RETURN COUNT(*), \(below(3, &random))" },
    { random in "MATCH (p:Person WHERE p.id / \(below(2, &random)) = \(below(3, &random))) RETURN COUNT(*)" },
    { random in "MATCH (p:Person WHERE p.name = \(below(4, &random))) RETURN COUNT(*)" },
    { _ in "MATCH (p:Missing) RETURN p.nothing" },
    { _ in "MATCH (p:Person) WHERE EXISTS { MATCH (p)-[:LIKES]->(q WHERE q.id = 3) } RETURN p.id AS id ORDER BY id" },
    { _ in "MATCH (p:Person WHERE p.id = $id) RETURN p.name AS name ORDER BY name" },
    { _ in "CALL db.graphs() YIELD graph RETURN graph ORDER BY graph" },
    { _ in "CALL db.indexes() YIELD name RETURN name ORDER BY name" },
    { random in "MATCH (p:Person WHERE p.name STARTS WITH '\(letter(&random))') RETURN COUNT(*)" },
    { random in "OPTIONAL MATCH (p:Person WHERE p.id = \(below(12, &random))) RETURN p.id, 7" },
    { random in "MATCH (p:Person) WHERE p.id = \(below(9, &random)) OR p.name <> 'x' AND p.id < 10 RETURN COUNT(*)" },
  ]

  private let changes: [(inout SeededGenerator) -> String] = [
    { random in "INSERT (:Person {id: \(below(12, &random)), name: '\(letter(&random))'})" },
    { random in "MATCH (p:Person {id: \(below(12, &random))}), (q:Person {id: \(below(12, &random))}) INSERT (p)-[:KNOWS {w: 1}]->(q)" },
    { random in "MATCH (p:Person {id: \(below(12, &random))}), (q:Person) INSERT (p)-[:LIKES]->(q)" },
    { random in "MATCH (p:Person {id: \(below(12, &random))}) DETACH DELETE p" },
    { random in "MATCH (p:Person {id: \(below(12, &random))}) SET p.id = \(below(12, &random))" },
    { random in "MATCH (p:Person {id: \(below(12, &random))}) REMOVE p.name" },
    { _ in "MATCH (p)-[e:KNOWS]->(p) DELETE e" },
    { _ in "MATCH ()-[e:LIKES]->() DELETE e" },
    { _ in "CREATE INDEX IF NOT EXISTS names FOR (p:Person) ON (p.name)" },
    { _ in "DROP INDEX IF EXISTS names" },
    { _ in "CREATE CONSTRAINT IF NOT EXISTS ids FOR (p:Person) REQUIRE p.id IS UNIQUE" },
    { _ in "DROP CONSTRAINT IF EXISTS ids" },
    { _ in "CREATE GRAPH IF NOT EXISTS other ANY" },
    { _ in "DROP GRAPH IF EXISTS other" },
    { _ in "INSERT (:Missing {nothing: 1})" },
    { _ in "MATCH (p:Missing) DELETE p" },
  ]

  private func answer(_ session: Session, _ text: String, _ parameters: [String: Value]) -> String {
    do {
      let result = try session.execute(text, parameters)
      return "\(result.columns.map { "\($0.name) \($0.type)" }) \(result.rows) \(result.summary.warnings)"
    } catch { return "\(error.stage) \(error.diagnostics)" }
  }

  @Test(arguments: [false, true])
  func answersAreTheSame(isInFile: Bool) throws {
    let seed = UInt64.random(in: 0..<UInt64.max)
    var random = SeededGenerator(seed: seed)
    let file = try isInFile ? TemporaryFile() : nil
    let graph = try file.map { try Graph(path: $0.path) } ?? Graph.inMemory()
    // Another store on the same file writes as another program does.
    let foreign = try file.map { try Graph(path: $0.path) } ?? graph
    let keeping = Session(graph: graph)
    let plain = Session(graph: graph)
    plain.cachesPlans = false
    for step in 0..<150 {
      let change = changes[Int.random(in: 0..<changes.count, using: &random)](&random)
      let writer = [keeping, plain, Session(graph: foreign)][below(3, &random)]
      if let file, below(4, &random) == 0 {
        _ = try? Program.sqlite(file.path, ForeignSQL.random(&random))
      } else {
        _ = try? writer.execute(change)
      }
      for _ in 0..<6 {
        let text = questions[Int.random(in: 0..<questions.count, using: &random)](&random)
        let values: [Value] = [.int(Int64(below(12, &random))), .string("3"), .null, .float(3)]
        let parameters: [String: Value] = below(5, &random) == 0 ? [:] : ["id": values[Int.random(in: 0..<values.count, using: &random)]]
        keeping.dialect = below(4, &random) == 0 ? .cypher : .gql
        plain.dialect = keeping.dialect
        let (a, b) = (answer(keeping, text, parameters), answer(plain, text, parameters))
        #expect(a == b, "seed \(seed), step \(step), after `\(change)`: \(text) \(parameters)")
      }
    }
    #expect(graph.plans.shapeCount > 10)
  }

  /// Places in errors are those of the text that was given, not of the one that was analyzed.
  @Test func errorsPointIntoTheirOwnText() throws {
    let session = Session(graph: try Graph.inMemory())
    _ = try session.execute("INSERT (:P {n: 1, z: 0})")
    for text in [
      "MATCH (p:P WHERE p.n = 1) RETURN p.n / p.z AS x", "MATCH  (p:P\n WHERE p.n = 1) RETURN   p.n / p.z AS x",
      "MATCH (p:P WHERE p.n < 1000000) RETURN p.n / p.z AS x", "MATCH (p:P WHERE p.n < 2) RETURN p.n /* why */ / p.z AS x",
    ] {
      let error = #expect(throws: QueryError.self) { try session.execute(text) }
      let span = try #require(error?.span)
      let place = String(decoding: Array(text.utf8)[span.start..<span.end], as: UTF8.self)
      #expect(place.hasPrefix("p.n") && place.hasSuffix("p.z"), "\(text): \(place)")
    }
  }

  /// What a plan relies on comes and goes without a change of the catalog: unique values, self-loops, types in use.
  @Test func plansFollowTheGraph() throws {
    let graph = try Graph.inMemory()
    let keeping = Session(graph: graph)
    let plain = Session(graph: graph)
    plain.cachesPlans = false
    let questions = [
      "MATCH (p:P)-[:K]->(q:P) RETURN p.id AS id, COUNT(*) AS n GROUP BY id ORDER BY id, n",
      "MATCH (a:P)-[:K]->(b:P)-[:K]->(c:P) RETURN COUNT(*) AS n",
      "MATCH (a:P)-[:!L]->(b:P)<-[:L|M]-(c:P) RETURN COUNT(*) AS n",
    ]
    let changes = [
      "INSERT (a:P {id: 1})-[:K]->(b:P {id: 2})-[:K]->(c:P {id: 3})-[:K]->(a), (c)-[:L]->(a), (a)-[:M]->(b)",
      "MATCH ()-[m:M]->() DELETE m", "MATCH (p:P {id: 3}) SET p.id = 1", "MATCH (p:P {id: 2}) INSERT (p)-[:K]->(p)",
      "MATCH (p:P {id: 2}), (q:P {id: 1}) INSERT (p)-[:M]->(q)", "MATCH (p:P {id: 2})-[k:K]->(p) DELETE k", "MATCH ()-[m:M]->() DELETE m",
      "MATCH (p:P {id: 1})-[:L]->() SET p.id = 3", "MATCH (p:P {id: 3}) INSERT (p)-[:K]->(p)", "MATCH (p:P {id: 3}) SET p.id = 2",
    ]
    for change in changes {
      _ = try plain.execute(change)
      for question in questions {
        #expect(answer(keeping, question, [:]) == answer(plain, question, [:]), "after `\(change)`: \(question)")
      }
    }
  }

  /// Columns are named as written.
  @Test func columnsKeepTheirNames() throws {
    let session = Session(graph: try Graph.inMemory())
    for number in [1, 2, 1] {
      #expect(try session.execute("RETURN \(number)").columns.map(\.name) == ["\(number)"])
      #expect(try session.execute("RETURN '\(number)' AS x").rows == [[.string("\(number)")]])
    }
  }

  @Test func theNumberOfPlansIsBounded() throws {
    let graph = try Graph.inMemory()
    let session = Session(graph: graph)
    for number in 0..<(PlanCache.shapeLimit + 50) { _ = try session.execute("RETURN 1 AS x\(number)") }
    #expect(graph.plans.shapeCount == PlanCache.shapeLimit)
    for number in 0..<50 { #expect(try session.execute("RETURN \(number) AS x").rows == [[.int(Int64(number))]]) }
  }

  /// Statements that run on a stack of their own are kept too, up to a size; a few long texts take the place of many short ones.
  @Test func longStatementsAreKept() throws {
    let graph = try Graph.inMemory()
    let session = Session(graph: graph)
    func long(_ clauses: Int) -> String { (0..<clauses).map { "LET x\($0) = \($0) " }.joined() + "RETURN x0" }
    for clauses in [150, 150, 2_000, 150] { #expect(try session.execute(long(clauses)).rows == [[.int(0)]]) }
    #expect(graph.plans.shapeCount == 1)
    for number in 0..<50 { _ = try session.execute("RETURN 1 AS x\(number)") }
    let name = String(repeating: "x", count: 15_000)
    for number in 0..<200 { _ = try session.execute("RETURN 1 AS \(name)\(number)") }
    #expect((130...140).contains(graph.plans.shapeCount))
    // Variants of one shape count each.
    for number in 0..<200 { _ = try session.execute("RETURN \(number % 8) AS \(name)\(number / 8)") }
    #expect(graph.plans.shapeCount <= 25)
    // What is longer is mostly data.
    let before = graph.plans.shapeCount
    for number in 0..<3 { _ = try session.execute("RETURN 1 AS \(name)a, \(number) AS \(name)b") }
    #expect(try session.execute("RETURN 1 AS \(name)a, 2 AS \(name)b").rows == [[.int(1), .int(2)]])
    #expect(graph.plans.shapeCount == before)
  }

  /// What was kept when it was allowed to change something changes nothing where it is not.
  @Test func keptChangesAreRefusedToReaders() throws {
    let session = Session(graph: try Graph.inMemory())
    for _ in 0..<3 { _ = try session.execute("INSERT (:A)") }
    session.onlyReads = true
    #expect(#expect(throws: QueryError.self) { try session.execute("INSERT (:A)") }?.status == .readOnlyTransaction)
    for _ in 0..<2 { #expect(try session.execute("MATCH (a:A) RETURN COUNT(*) AS n").rows == [[.int(3)]]) }
    session.onlyReads = false
    _ = try session.execute("INSERT (:A)")
    #expect(try session.execute("MATCH (a:A) RETURN COUNT(*) AS n").rows == [[.int(4)]])
  }
}
