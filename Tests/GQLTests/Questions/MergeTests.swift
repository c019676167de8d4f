import GQL
import GraphStore
import Testing

/// Two nodes of one thing become one.
@Suite struct MergeTests {
  private let graph: Graph
  private let session: Session

  init() throws {
    graph = try Graph.inMemory()
    session = Session(graph: graph)
    try graph.query(
      """
      INSERT (a:Person {name: 'A. Osei', role: 'chief', aliases: ['Osei'], born: DATE '1970-01-01'})-[:LEADS {source: 'x', `odd key`: [1, 2.5M]}]->(o:Company {name: 'Port'}),
        (a)~[:KNOWS {w: 1}]~(:Person {name: 'Zed'}), (k:Person&Boss {name: 'Ada Osei', aliases: ['AO'], role: 'mayor'}),
        (a)-[:SAID_OF]->(k), (o)-[:PAYS]->(a), (a)-[:SEES]->(a), (:Person {name: 'Jon'})-[:LEADS]->(o), (:Person {name: 'Jon', age: 4})-[:LEADS]->(o), (:Ship {name: 'Jon'})
      """)
  }

  private var edges: [[Value]] {
    get throws { try session.execute("MATCH (a)-[e]->(b) WHERE a.name <> 'Jon' RETURN a.name, TYPE(e), b.name ORDER BY TYPE(e)").rows }
  }

  @Test func edgesNamesAndPropertiesAreTaken() throws {
    let report = try session.merge("A. Osei", into: "AO")
    #expect(report.edgeCount == 5 && report.merged.count == 1 && report.kept == "`Ada Osei` (Boss)")
    #expect(report.notices == ["`role` stays 'mayor'; it was 'chief' too", "1 edge between the two now begins and ends at one thing"])
    #expect(try edges == [["Ada Osei", "LEADS", "Port"], ["Port", "PAYS", "Ada Osei"], ["Ada Osei", "SAID_OF", "Ada Osei"], ["Ada Osei", "SEES", "Ada Osei"]])
    #expect(try session.execute("MATCH (a {name: 'Zed'})~[e:KNOWS]~(b) RETURN b.name, e.w").rows == [["Ada Osei", 1]])
    #expect(try session.execute("MATCH ()-[e:LEADS {source: 'x'}]->() RETURN e.`odd key`").rows == [[.list([1, .decimal(#require(ExactDecimal(text: "2.5")))])]])
    let kept = try session.execute("MATCH (n:Boss) RETURN n.aliases, n.role, n.born").rows
    #expect(kept == [[["AO", "A. Osei", "Osei"], "mayor", .date(try #require(LocalDate(iso: "1970-01-01")))]])
    #expect(try session.execute("MATCH (n:Person) RETURN COUNT(*)").rows == [[4]])
    // Both names mean it now.
    #expect { try session.merge("A. Osei", into: "Ada Osei") } throws: { ($0 as? QueryError)?.message.contains("are one thing") == true }
  }

  @Test func thingsOfOneNameBecomeOne() throws {
    let report = try session.merge("Jon", into: nil)
    #expect(report.merged.count == 1 && report.edgeCount == 1)
    #expect(try session.execute("MATCH (n:Person {name: 'Jon'})-[e]->() RETURN n.age, COUNT(e)").rows == [[4, 2]])
    #expect(try session.execute("MATCH (n:Ship {name: 'Jon'}) RETURN COUNT(*)").rows == [[1]])
    #expect { try session.merge("Jon", into: nil) } throws: { ($0 as? QueryError)?.message.contains("no two of what is called `Jon` have one name and one label") == true }
  }

  /// The oldest is kept: `n9`, and not `n10`, which goes before it as a text.
  @Test func theOldestIsKept() throws {
    for number in 0..<12 { _ = try session.execute("INSERT (:Person {name: 'Twin', born: $n})", ["n": .int(Int64(number))]) }
    let report = try session.merge("Twin", into: nil)
    #expect(report.merged.count == 11)
    #expect(try session.execute("MATCH (n {name: 'Twin'}) RETURN n.born").rows == [[0]])
    _ = try session.execute("INSERT (:Ship {name: 'Twin'})-[:OFF]->(:Port {name: 'Twin'}), (:Ship {name: 'Twin'}), (:Port {name: 'Twin'})")
    #expect { try session.merge("Twin", into: nil) } throws: { ($0 as? QueryError)?.message == "several things called `Twin` have twins" }
  }

  /// What cannot be told or must not be, changes nothing.
  @Test(arguments: [("Jon", "Port", "several things are called `Jon`"), ("Nobody", "Port", "nothing is called `Nobody`"), ("Zed", "Prt", "did you mean `Port`?")])
  func unclearNamesAreRefused(_ twin: String, _ name: String, _ message: String) throws {
    let before = try edges
    #expect { try session.merge(twin, into: name) } throws: { ($0 as? QueryError)?.diagnostics.contains { "\($0.message) \($0.hints)".contains(message) } == true }
    #expect(try edges == before && !session.isInTransaction)
  }

  @Test func distinctThingsStayTwo() throws {
    _ = try session.execute("MATCH (a {name: 'A. Osei'}), (b {name: 'Ada Osei'}) INSERT (b)-[:DISTINCT_FROM]->(a)")
    #expect { try session.merge("A. Osei", into: "Ada Osei") } throws: { ($0 as? QueryError)?.message.contains("DISTINCT_FROM") == true }
    _ = try session.execute("START TRANSACTION")
    #expect { try session.merge("Zed", into: "Ada Osei") } throws: { ($0 as? QueryError)?.message.contains("a transaction is open") == true }
    #expect(session.isInTransaction)
    _ = try session.execute("ROLLBACK")
  }

  /// Constraints are kept at every step, and a fault takes all back.
  @Test func constraintsAreKept() throws {
    _ = try session.execute("CREATE CONSTRAINT k FOR ()-[e:LEADS]-() REQUIRE e.source IS UNIQUE")
    _ = try session.execute("CREATE CONSTRAINT b FOR (n:Person) REQUIRE n.born IS UNIQUE")
    _ = try session.merge("A. Osei", into: "Ada Osei")
  }
}
