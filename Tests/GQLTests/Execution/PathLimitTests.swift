import GQL
import Testing

/// Searches that would go on too long end in a named error, not in exhaustion.
struct PathLimitTests {
  /// A chain of ten edges; then eleven nodes that all know each other.
  private func session() throws -> Session {
    let session = Session(graph: try Graph.inMemory())
    let chain = (0..<10).map { "(c\($0))-[:NEXT]->(c\($0 + 1))" }
    _ = try session.execute("INSERT (c0:First), " + chain.joined(separator: ", "))
    for _ in 0..<11 { _ = try session.execute("INSERT (:Person)") }
    _ = try session.execute("MATCH (a:Person), (b:Person) WHERE a <> b INSERT (a)-[:KNOWS]->(b)")
    return session
  }

  @Test(arguments: ["", "ANY SHORTEST", "ALL SHORTEST TRAIL", "ANY ACYCLIC"])
  func pathLength(_ prefix: String) throws {
    let session = try session()
    let query = "MATCH \(prefix) (a:First)-[:NEXT]->*(b) RETURN COUNT(*) AS n"
    #expect("\(try session.execute(query).rows)" == "[[11]]")
    session.limits.pathLength = 10
    #expect("\(try session.execute(query).rows)" == "[[11]]", "the longest path has ten edges")
    session.limits.pathLength = 9
    let error = #expect(throws: QueryError.self) { _ = try session.execute(query) }
    #expect(error?.status == .limitExceeded)
  }

  @Test(arguments: ["TRAIL (a:Person)-[:KNOWS]->*(b)", "ALL SHORTEST TRAIL (a:Person)-[:KNOWS]->{20}(b)"])
  func time(_ pattern: String) throws {
    let session = try session()
    session.limits.timeoutSeconds = 0.2
    let start = ContinuousClock.now
    let error = #expect(throws: QueryError.self) { _ = try session.execute("MATCH \(pattern) RETURN COUNT(*) AS n") }
    #expect(error?.status == .limitExceeded)
    #expect(ContinuousClock.now - start < .seconds(20))
  }

  /// Analysis, too, takes of the time: it ends before the mistake in the last clause.
  @Test func timeBeforeTheStatementRuns() throws {
    let session = try session()
    let text = "MATCH (a:Person) MATCH (b:Person) RETURN nobody"
    #expect(#expect(throws: QueryError.self) { _ = try session.execute(text) }?.status == .invalidReference)
    session.limits.timeoutSeconds = 0
    #expect(#expect(throws: QueryError.self) { _ = try session.execute(text) }?.status == .limitExceeded)
  }

  @Test func memory() throws {
    let session = try session()
    session.limits.memoryBytes = 1 << 20
    // A condition over a list keeps walks apart.
    let query = "MATCH ALL SHORTEST ((a:Person)-[e:KNOWS]->{8}(b) WHERE CARDINALITY(e) = 8) RETURN COUNT(*) AS n"
    let error = #expect(throws: QueryError.self) { _ = try session.execute(query) }
    #expect(error?.status == .limitExceeded)
  }

  /// Polynomial: eleven nodes have 9,864,100 simple paths, but few shortest ones.
  @Test func shortestPathsOfADenseGraph() throws {
    let session = try session()
    session.limits.timeoutSeconds = 20
    let text = "(a:Person)-[:KNOWS]->*(b) RETURN COUNT(*) AS n"
    #expect("\(try session.execute("MATCH ANY SHORTEST \(text)").rows)" == "[[121]]")
    #expect("\(try session.execute("MATCH ALL SHORTEST ACYCLIC \(text)").rows)" == "[[121]]")
    #expect("\(try session.execute("MATCH ANY TRAIL \(text)").rows)" == "[[121]]")
  }

  /// Trails of just so many edges: of the walks those with an edge twice are not followed to their beginning. Two rings whose nodes have chords.
  @Test func trailsOfOneLength() throws {
    let session = Session(graph: try Graph.inMemory())
    session.limits.timeoutSeconds = 30
    _ = try session.execute("FOR i IN RANGE(0, 79) INSERT (:N {id: i})")
    for step in [1, 7, 11] {
      _ = try session.execute("MATCH (a:N), (b:N) WHERE b.id = MOD(a.id + \(step), 80) INSERT (a)-[:R]->(b)")
    }
    _ = try session.execute("MATCH (a:N {id: 0}) INSERT (a)-[:R]->(:Leaf)")
    func count(_ pattern: String) throws -> String { "\(try session.execute("MATCH \(pattern) RETURN COUNT(*) AS n").rows)" }
    // Every other node of the ring, and the leaf from every other one.
    #expect(try count("ANY TRAIL (a:N)-[:R]-{8}(b:N)") == "[[\(80 * 40)]]")
    #expect(try count("ANY SHORTEST TRAIL (a:N)-[:R]-{9}(b:Leaf)") == "[[40]]")
    #expect(try count("ANY ACYCLIC (a:N)-[:R]-{7}(b:N)") == "[[\(80 * 40)]]")
    #expect(try count("ANY TRAIL (a:Leaf)-[:R]-{8}(b:Leaf)") == "[[0]]")
  }

  /// To find that a node has no second way takes no look at all walks: twenty nodes that know each other, and one that only one of them leads to.
  @Test func endsThatLackWalks() throws {
    let session = Session(graph: try Graph.inMemory())
    session.limits.timeoutSeconds = 20
    _ = try session.execute("FOR i IN RANGE(1, 20) INSERT (:Person {id: i})")
    _ = try session.execute("MATCH (a:Person), (b:Person) WHERE a <> b INSERT (a)-[:KNOWS]->(b)")
    _ = try session.execute("MATCH (a:Person {id: 1}) INSERT (a)-[:KNOWS]->(:Pet)")
    func count(_ pattern: String) throws -> String { "\(try session.execute("MATCH \(pattern) RETURN COUNT(*) AS n").rows)" }
    #expect(try count("ANY SHORTEST ACYCLIC (a:Person {id: 1})-[:KNOWS]->{2,}(b)") == "[[19]]")
    #expect(try count("ANY SHORTEST SIMPLE (a:Person {id: 1})-[:KNOWS]->{2,}(b)") == "[[20]]")
    #expect(try count("SHORTEST 2 ACYCLIC (a:Person {id: 1})-[:KNOWS]->+(b)") == "[[39]]")
    #expect(try count("SHORTEST 3 SIMPLE (a:Person {id: 1})-[:KNOWS]->+(b:Pet)") == "[[1]]")
    #expect(try count("ALL SHORTEST ACYCLIC (a:Person {id: 1})-[:KNOWS]->{3,}(b)") == "[[\(19 * 18 * 17)]]")
    #expect(try count("SHORTEST 2 ACYCLIC GROUPS (a:Person {id: 2})-[:KNOWS]->+(b:Pet)") == "[[19]]")
  }
}
