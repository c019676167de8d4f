import Testing

@testable import GQL

/// Projections are kept for the next algorithm, and for that snapshot and those options alone.
@Suite struct ProjectionCacheTests {
  private let query = "CALL algo.components({types: $types}) YIELD component RETURN COUNT(DISTINCT component) AS n"

  @Test func keptOnesAnswerForTheirOwnPart() throws {
    let graph = try Graph.inMemory()
    let session = Session(graph: graph)
    func components(_ types: String...) throws -> Int64 {
      let result = try session.execute(query, ["types": .list(types.map { .string($0) })])
      guard case .int(let count)? = result.rows.first?.first else { return -1 }
      return count
    }
    _ = try session.execute("FOR i IN RANGE(1, 10) INSERT (:P {i: i})")
    _ = try session.execute("MATCH (a:P), (b:P) WHERE b.i = a.i + 1 INSERT (a)-[:K]->(b)")
    _ = try session.execute("MATCH (a:P {i: 1}), (b:P {i: 10}) INSERT (a)-[:L]->(b)")
    #expect(graph.projections.count == 0)
    for _ in 0..<3 {
      #expect(try components("K") == 1)
      #expect(try components("L") == 9)
      #expect(try components("M") == 10)
    }
    #expect(graph.projections.count == 2, "the last ones")
    _ = try session.execute("MATCH (a:P {i: 5})-[k:K]->() DELETE k")
    #expect(try components("K") == 2)
    #expect(graph.projections.count == 1, "those of the snapshot before are gone")
    #expect(try components("K", "L") == 1)
  }

  /// In a statement that writes, algorithms see what it wrote and leave nothing.
  @Test func statementsThatWriteKeepNone() throws {
    let graph = try Graph.inMemory()
    let session = Session(graph: graph)
    _ = try session.execute("FOR i IN RANGE(1, 3) INSERT (:P {i: i})")
    let text = "MATCH (a:P {i: 1}), (b:P {i: 2}) INSERT (a)-[:K]->(b) NEXT \(query)"
    #expect(try session.execute(text, ["types": .list([.string("K")])]).rows == [[.int(2)]])
    #expect(graph.projections.count == 0)
  }
}
