import GraphStore
import Testing

@testable import GQL

/// Plans begin where conditions on the order of values leave few nodes, and turn when another value leaves many.
@Suite struct LimitedValueTests {
  private static let graph = Result {
    let graph = try Graph.inMemory()
    let session = Session(graph: graph)
    for text in [
      "FOR i IN RANGE(0, 19) INSERT (:Hub {h: i})",
      "FOR i IN RANGE(0, 2999) INSERT (:Item {k: i, day: DATE '2020-01-01' + DURATION({days: i})})",
      "MATCH (a:Item), (b:Hub) WHERE MOD(a.k, 2) = MOD(b.h, 2) INSERT (a)-[:AT]->(b)",
    ] { _ = try session.execute(text) }
    return graph
  }

  private func session() throws -> Session { Session(graph: try Self.graph.get()) }

  /// The label of the nodes that the plan begins with.
  private func start(_ session: Session, _ text: String, _ parameters: [String: Value] = [:]) throws -> String? {
    let plan = try session.execute("EXPLAIN " + text, parameters).plan ?? ""
    return ["Item", "Hub"].first { plan.contains("NodeScan  :\($0)") }
  }

  @Test(arguments: [
    ("a.k < 5", "Item"), ("a.k < 2500", "Hub"), ("a.k >= 2990", "Item"), ("5 > a.k", "Item"), ("a.k > 1000 AND a.k < 1005", "Item"),
    ("a.k > 10 AND a.k < 2900", "Hub"), ("a.day <= DATE '2020-01-03'", "Item"), ("a.day > DATE '2020-01-03'", "Hub"),
    ("a.nobody > 5", "Item"), ("a.k < b.h", "Hub"),
  ])
  func plansBeginWhereFewAreLeft(_ condition: String, _ label: String) throws {
    let query = "MATCH (b:Hub)<-[:AT]-(a:Item) WHERE \(condition) RETURN a.k AS k, b.h AS h"
    #expect(try start(try session(), query) == label, "\(condition)")
  }

  @Test func aKeptPlanTurnsWithTheValue() throws {
    let session = try session()
    let query = "MATCH (b:Hub)<-[:AT]-(a:Item) WHERE a.k < $limit RETURN a.k AS k, b.h AS h"
    for limit in [3, 2_800, 4, 5, 2_900, 0] as [Int64] {
      #expect(try session.execute(query, ["limit": .int(limit)]).rows.count == Int(limit) * 10, "\(limit)")
      #expect(try start(session, query, ["limit": .int(limit)]) == (limit < 100 ? "Item" : "Hub"), "\(limit)")
    }
  }
}
