import GQL
import Testing

/// What does not fit a closed graph type is described by what the type may limit.
@Suite struct GraphTypeMessageTests {
  @Test(arguments: [
    ("(:Person&Human {s: 'abc'})", "must be STRING(2), found a string of 3 characters"),
    ("(:Person&Human {i: 1000})", "must be INT8, found an integer, 1000"),
    ("(:Person&Human {l: [1, 2, 3]})", "must be LIST<INT>[2], found a list of 3 items"),
    ("(:Person&Human {i: 'x'})", "must be INT8, found a string of 1 character"),
    ("(:Person&Human {d: DATE '2030-01-01'})", "must be BOOL, found a date"),
  ])
  func values(_ node: String, _ message: String) throws {
    let error = try refusal(of: node)
    #expect(error.status.code == "G2000" && error.message.hasSuffix(message), "\(error)")
  }

  @Test func labels() throws {
    let error = try refusal(of: "(:Person)")
    #expect(error.diagnostics.first?.hints == ["it has `P` (`Human` & `Person`), `Place`"])
  }

  private func refusal(of node: String) throws -> QueryError {
    let session = Session(graph: try Graph.inMemory())
    for text in [
      "CREATE GRAPH TYPE t {NODE TYPE P (:Person => :Human {s STRING(2), i INT8, l LIST<INT>[2], d BOOL}), (:Place {})}", "CREATE GRAPH g t",
    ] { _ = try session.execute(text) }
    return try #require(throws: QueryError.self) { _ = try session.execute("USE g INSERT \(node)") }
  }
}
