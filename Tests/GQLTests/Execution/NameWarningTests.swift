import GQL
import Testing

/// Names that the graph does not use are pointed out, with the nearest that it uses.
@Suite struct NameWarningTests {
  private func warnings(_ session: Session, _ text: String) throws -> [String] {
    try session.execute(text).summary.warnings.map { "\($0.message) \($0.hints.joined())" }
  }

  @Test func namesNearToUsedOnesAreHinted() throws {
    let session = Session(graph: try Graph.inMemory())
    #expect(try warnings(session, "MATCH (n) RETURN n.nam").isEmpty)
    _ = try session.execute("INSERT (:Person {name: 'Ada'})-[:KNOWS {since: 1}]->(:Person {name: 'Bo'})")
    #expect(try warnings(session, "MATCH (n) RETURN n.nam") == ["no element has property `nam` did you mean `name`?"])
    #expect(try warnings(session, "MATCH ()-[e {sinse: 1}]->() RETURN e") == ["no element has property `sinse` did you mean `since`?"])
    #expect(try warnings(session, "MATCH (n:Persn) RETURN n") == ["no node has label `Persn` did you mean `Person`?"])
    #expect(try warnings(session, "MATCH (n) RETURN n.name, n.colour").isEmpty)
  }

  /// A property that came after the names were looked at is known when it is asked for.
  @Test func newNamesAreKnownAtOnce() throws {
    let graph = try Graph.inMemory()
    let session = Session(graph: graph)
    _ = try session.execute("INSERT (:Person {name: 'Ada'})")
    #expect(try !warnings(session, "MATCH (n) RETURN n.nam").isEmpty)
    _ = try Session(graph: graph).execute("INSERT (:Person {nam: 'Bo'})")
    #expect(try warnings(session, "MATCH (n) RETURN n.nam").isEmpty)
    #expect(try warnings(Session(graph: graph), "MATCH (n) RETURN n.nams") == ["no element has property `nams` did you mean `nam`?"])
    _ = try session.execute("MATCH (n) REMOVE n.nam")
    // Known or not known is both right for a name that went.
    #expect(try warnings(session, "MATCH (n) RETURN n.name").isEmpty)
  }

  /// A name may be new, but not nearly another, unless it is one of a series. Once it is there it is known.
  @Test func newNamesNearToUsedOnesAreTold() throws {
    let session = Session(graph: try Graph.inMemory())
    _ = try session.execute("INSERT (:Person {name: 'Ada', note_1: 1})")
    #expect(try warnings(session, "INSERT (:Company {colour: 'red', note_2: 2})").isEmpty)
    #expect(try warnings(session, "INSERT (:person)") == ["`person` is a new label `Person` is there already"])
    #expect(try warnings(session, "INSERT (:person)").isEmpty)
    #expect(try warnings(session, "MATCH (n) SET n.nam = 1") == ["`nam` is a new property `name` is there already"])
    #expect(try warnings(session, "MATCH (n) SET n.nam = 1").isEmpty)
    #expect(try warnings(session, "MATCH (a:Person) INSERT (a)-[:KNOWS]->(a)").isEmpty)
    #expect(try warnings(session, "MATCH (a:Person) INSERT (a)-[:KNOW]->(a)") == ["`KNOW` is a new edge type `KNOWS` is there already"])
  }

  /// For statements that find nothing: which name was meant.
  @Test(arguments: [
    ("MATCH (n {name: 'Osei'}) RETURN n", "`Ada Osei` is called so; `name` holds one spelling, `aliases` the others"),
    ("MATCH (n) WHERE n.name = 'ada osei' RETURN n", "`Ada Osei` is called so; `name` holds one spelling, `aliases` the others"),
    // Another name that sounds alike is a guess.
    ("MATCH (n {name: 'Ada Osey'}) SET n.x = 1", "did you mean `Ada Osei`?"),
    ("MATCH (n {name: 'Ada Otei'}) SET n.x = 1", "did you mean `Ada Osei`?"),
    ("MATCH (n {name: 'Ada'}) RETURN n", "perhaps `Ada Osei` or `Ada Vale`"),
    ("MATCH (n {name: 'Ada Osei'})-[e]->() RETURN n", nil), ("MATCH (n {title: 'Osei'}) RETURN n", nil),
    ("MATCH (n {name: 'somebody else'}) RETURN n", nil),
  ])
  func namesThatNobodyHas(text: String, hint: String?) throws {
    let session = Session(graph: try Graph.inMemory())
    _ = try session.execute("INSERT (:Person {name: 'Ada Osei', aliases: ['Osei']}), (:Person {name: 'Ada Vale'})")
    let warnings = session.warningsAboutNames(in: text)
    #expect(warnings.flatMap(\.hints) == (hint.map { [$0] } ?? []))
    for warning in warnings { #expect(warning.severity == .warning && warning.span?.start == text.utf8.firstIndex(of: 39)?.utf16Offset(in: text)) }
  }

  /// A statement that finds nothing may ask for what there is not.
  @Test(arguments: [
    ("MATCH (n) WHERE n.qqqq = 1 RETURN n", ["no element has property `qqqq`"]), ("MATCH (n {qqqq: 1}) RETURN n.zzzz", ["no element has property `qqqq`", "no element has property `zzzz`"]),
    ("MATCH (n) WHERE n.name = 'x' RETURN n", []), ("MATCH (n {name: $n}) RETURN n", ["nothing has the name `Osei`"]), ("MATCH (n {name: $m}) RETURN n", []),
  ])
  func whatFindsNothing(text: String, messages: [String]) throws {
    let session = Session(graph: try Graph.inMemory())
    _ = try session.execute("INSERT (:Person {name: 'Ada Osei', aliases: ['Osei']})")
    let parameters: [String: Value] = ["n": .string("Osei"), "m": .int(1)]
    func warnings(_ session: Session) -> [String] {
      (session.warningsAboutKeys(in: text, parameters) + session.warningsAboutNames(in: text, parameters)).map(\.message)
    }
    #expect(warnings(session) == messages)
    #expect(warnings(Session(graph: try Graph.inMemory())).isEmpty, "nothing has properties")
  }

  /// A word behind a value that is nearly a keyword.
  @Test(arguments: [
    ("RETURN 1 LIMT 3", "did you mean `LIMIT`?"), ("RETURN 1 ODER BY 1", "did you mean `ORDER`?"), ("RETURN 1 value", "to name the value write `AS value`"),
    ("MATCH (n) WHERE n.name STARTSWITH 'a' RETURN n", "`a STARTS WITH 'Ann'`"), ("MATCH (n) WHERE n.name ENDSWITH 'a' RETURN n", "`a ENDS WITH 'Ann'`"),
  ])
  func misspeltKeywords(text: String, hint: String) throws {
    let session = Session(graph: try Graph.inMemory())
    let error = #expect(throws: QueryError.self) { _ = try session.execute(text) }
    #expect(error?.hints == [hint], "\(String(describing: error))")
  }
}
