import GQL
import Testing

/// The library as its users see it.
@Suite struct GraphTests {
  private struct Stop: Error {}
  private struct Person: Decodable, Equatable {
    var name: String
    var age: Int?
    var tags: [String]
  }

  private func harbour() throws -> Graph {
    let graph = try Graph.inMemory()
    try graph.query(
      """
      INSERT (:Person {name: 'Ada', age: 41, born: DATE '1985-02-03', tags: ['port']})-[:SUPPORTS]->(l:Thing {name: 'levy'}),
        (:Person {name: 'Jon', tags: []})-[:SUPPORTS]->(l)
      """)
    return graph
  }

  @Test func queryWithParametersGivesRows() throws {
    let rows = try harbour().query("MATCH (a)-[:SUPPORTS]->({name: $p}) RETURN a.name AS who ORDER BY who", ["p": "levy"])
    #expect(try rows.map { row in try row["who", as: String.self] } == ["Ada", "Jon"])
  }

  @Test func rowsDecodeByColumnAndElementsByProperty() throws {
    let graph = try harbour()
    let expected = [Person(name: "Ada", age: 41, tags: ["port"]), Person(name: "Jon", age: nil, tags: [])]
    let columns = "MATCH (p:Person) RETURN p.name AS name, p.age AS age, p.tags AS tags ORDER BY name"
    #expect(try graph.query(columns, as: Person.self) == expected)
    let nodes = try graph.query("MATCH (p:Person) RETURN p ORDER BY p.name")
    #expect(try nodes.map { row in try row["p", as: Person.self] } == expected)
    let ada = try graph.query("MATCH (p {name: 'Ada'}) RETURN p.born AS born, p.age AS age")[0]
    #expect(try ada["born", as: LocalDate.self].isoText == "1985-02-03")
    #expect(try ada["age", as: Double.self] == 41)
  }

  @Test(arguments: [
    ("RETURN 1 AS x", "`x`: expected a string, found an integer"), ("RETURN NULL AS x", "`x`: expected a string, found null"),
    ("RETURN ['a'] AS x", "`x`: expected a string, found a list"),
  ])
  func whatDoesNotFitIsAnError(_ text: String, _ message: String) throws {
    let row = try Graph.inMemory().query(text)[0]
    let error = #expect(throws: QueryError.self) { try row["x", as: String.self] }
    #expect(error?.status == .invalidValueType && error?.message == message)
  }

  @Test func numbersThatDoNotFitAreErrors() throws {
    let row = try Graph.inMemory().query("RETURN 300 AS x, 9007199254740993 AS y")[0]
    #expect(throws: QueryError.self) { try row["x", as: UInt8.self] }
    #expect(throws: QueryError.self) { try row["y", as: Double.self] }
    #expect(try row["x", as: UInt16.self] == 300)
  }

  @Test func unknownColumnsGetAHint() throws {
    let row = try Graph.inMemory().query("RETURN 1 AS number")[0]
    let error = #expect(throws: QueryError.self) { try row["numbr", as: Int.self] }
    #expect(error?.hints == ["did you mean `number`?"])
  }

  @Test func aThrowRollsBackAndAReturnCommits() throws {
    let graph = try harbour()
    let count = "MATCH (n:Person) RETURN COUNT(*) AS n"
    #expect(throws: Stop.self) {
      try graph.write { tx in
        try tx.execute("INSERT (:Person {name: 'Lost'})")
        #expect(try tx.query(count)[0]["n", as: Int.self] == 3)
        throw Stop()
      }
    }
    #expect(try graph.query(count)[0]["n", as: Int.self] == 2)
    let inserted = try graph.write { tx in try tx.execute("INSERT (:Person {name: $n})", ["n": "Kept"]).summary.nodesInserted }
    #expect(inserted == 1)
    #expect(try graph.query(count)[0]["n", as: Int.self] == 3)
  }

  @Test func readingRefusesToWrite() throws {
    let graph = try harbour()
    let error = #expect(throws: QueryError.self) { try graph.read { tx in try tx.execute("INSERT (:Person)") } }
    #expect(error?.status == .readOnlyTransaction)
  }

  @Test(arguments: ["COMMIT", "ROLLBACK", "SESSION CLOSE"])
  func theClosureEndsTheTransaction(_ text: String) throws {
    let graph = try harbour()
    let error = #expect(throws: QueryError.self) { try graph.write { tx in try tx.execute(text) } }
    #expect(error?.status == .invalidTransactionTermination)
    try graph.write("INSERT (:Person)")
    var escaped: GraphTransaction?
    try graph.read { tx in escaped = tx }
    #expect(throws: QueryError.self) { try escaped?.query("RETURN 1 AS x") }
  }

  @Test func positionsOnAThingAndOfAnActor() throws {
    let graph = try harbour()
    try graph.importVocabulary()
    #expect(try graph.positions(on: "levy").contains { $0["actor"] == "Ada" })
    #expect(try !graph.positions(of: "Ada").isEmpty)
    let error = #expect(throws: QueryError.self) { try graph.positions(on: "lexy") }
    #expect(error?.hints == ["did you mean `levy`?"])
  }
}
