import GQL
import GraphStore
import Testing

/// Several things of one name stay several, in what is asked and in what is answered.
@Suite struct TwinTests {
  private func session() throws -> Session {
    let graph = try Graph.inMemory()
    try graph.importVocabulary()
    try graph.write(
      """
      INSERT (east:Proposal {name: 'bridge', note: 'east'}), (west:Project {name: 'bridge', note: 'west'}), (ford:Proposal {name: 'ford'}),
        (a:Person {name: 'Jan Smit', key: 'person/jan-1'}), (b:Person {name: 'Jan Smit', key: 'person/jan-2'}), (k:Person {name: 'Kay'}),
        (:Place {name: 'ferry'}), (ferry:Proposal {name: 'ferry', aliases: ['boat']}),
        (k)-[:SUPPORTS {source: 'd1', gist: 'likes it'}]->(east), (k)-[:OPPOSES {source: 'd2', gist: 'hates it'}]->(west),
        (a)-[:SUPPORTS {source: 'd1', gist: 'a ford'}]->(ford), (b)-[:SUPPORTS {source: 'd1', gist: 'a ford'}]->(ford), (k)-[:SUPPORTS {source: 'd1'}]->(ferry)
      """)
    return Session(graph: graph)
  }

  private func id(_ label: String, _ session: Session) throws -> String {
    guard case .string(let id)? = try session.execute("MATCH (n:\(label) {name: 'bridge'}) RETURN ELEMENT_ID(n) AS id").first?["id"] else { return "" }
    return id
  }

  @Test func whoAsksSaysWhich() throws {
    let session = try session()
    let (east, west) = (try id("Proposal", session), try id("Project", session))
    for question in ["backs", "about", "timeline"] {
      var arguments: [String: Value] = ["name": "bridge"]
      if question == "backs" { arguments["with_state"] = false }
      let error = #expect(throws: QueryError.self) { try session.ask(question, arguments) }
      #expect(error?.status == .invalidReference && error?.message.hasPrefix("`bridge` may mean several things: `bridge (Pro") == true)
      #expect(error?.message.contains("`bridge (Proposal \(east))`") == true && error?.message.contains("`bridge (Project \(west))`") == true)
      #expect(error?.hints.first?.hasPrefix("write which, as in `bridge (Pro") == true)
    }
    func actors(_ name: String) throws -> [Value?] {
      try session.ask("backs", ["name": .string(name), "with_state": false]).map { $0["section"] }
    }
    for name in ["bridge (Proposal)", "bridge (proposal)", "Bridge (Proposal \(east))", "bridge (\(east))"] { #expect(try actors(name) == ["SUBJECT", "FOR"], "\(name)") }
    for name in ["bridge (Project)", "bridge (\(west))"] { #expect(try actors(name) == ["SUBJECT", "OPPOSED"], "\(name)") }
    #expect(try session.ask("backs", ["name": "bridge (Project)", "with_state": false]).first?["actor"] == .string("bridge (Project \(west))"))
    #expect(throws: QueryError.self) { try actors("bridge (Person)") }
    #expect(throws: QueryError.self) { try actors("ford (Person)") }
    #expect(try actors("ford (Proposal)").count == 3)
    // One that alone has positions is meant.
    #expect(try actors("ferry") == ["SUBJECT", "FOR"])
  }

  /// A name that something has just so is that thing's, but where a question asks for another kind, which has it as an alias.
  @Test func kindsComeBeforeExactNames() throws {
    let graph = try Graph.inMemory()
    try graph.importVocabulary()
    try graph.write(
      "INSERT (:Place {name: 'Aria'}), (e:Event {name: 'summit', aliases: ['Aria', 'talks']}), (:Place {name: 'talks'}), (k:Person {name: 'Kay'})-[:ATTENDS]->(e), (k)-[:SUPPORTS]->(:Proposal {name: 'talks'})")
    let session = Session(graph: graph)
    for name in ["Aria", "talks", "summit"] { #expect(try session.ask("attendance", ["event": .string(name)]).map { $0["who"] } == ["Kay"], "\(name)") }
    #expect(try session.ask("about", ["name": "Aria"]).contains { $0["what"] == "summit" || $0["detail"] == "summit" } == false)
    #expect(try session.ask("backs", ["name": "talks", "with_state": false]).map { $0["section"] } == ["SUBJECT", "FOR"])
  }

  /// All questions with one thing or two, and named ones, mean the one.
  @Test func everyQuestionMeansOne() throws {
    let session = try session()
    func told(_ name: String, _ arguments: [String: Value]) throws -> [Value?] { try session.ask(name, arguments).map { $0["gist"] } }
    #expect(try told("sources_of", ["a": "bridge (Project)"]) == ["hates it"])
    #expect(try told("sources", ["a": "Kay", "b": "bridge (Proposal)"]) == ["likes it"])
    #expect(try told("timeline", ["name": "bridge (Project)"]) == ["hates it"])
    #expect(try session.ask("about", ["name": "bridge (Project)"]).contains { $0["what"] == "west" })
    #expect(try session.ask("path", ["a": "bridge (Project)", "b": "ford"]).isEmpty)
    #expect(try session.ask("path", ["a": "bridge (Project)", "b": "bridge (Proposal)"]).count == 1)
    #expect(try session.ask("who-backs", ["thing": "bridge (Project)"]).isEmpty && session.ask("who-backs", ["thing": "bridge (Proposal)"]).count == 1)
    #expect(throws: QueryError.self) { try session.ask("who-backs", ["thing": "bridge"]) }
    // A question about the name itself lists what has it.
    #expect(try session.ask("stands-for", ["name": "bridge"]).count == 2)
    let changes = try session.execute("MATCH ()-[e]->() SET e.publication_date = '2030-01-01'")
    #expect(changes.isEmpty)
    #expect(try told("changes", ["since": "2029", "until": .null, "name": "bridge (Project)"]) == ["hates it"])
  }

  /// Two actors of one name are two rows, and can be told apart and asked about.
  @Test func actorsOfOneNameAreTwo() throws {
    let session = try session()
    let names: [Value] = ["Jan Smit (person/jan-1)", "Jan Smit (person/jan-2)"]
    #expect(try session.ask("backs", ["name": "ford", "with_state": false]).dropFirst().map { $0["actor"] } == names)
    #expect(try session.ask("timeline", ["name": "ford"]).map { $0["subject"] } == names)
    #expect(try session.ask("about", ["name": "ford"]).filter { $0["aspect"] == "position on it" }.map { $0["what"] } == names)
    #expect(try session.ask("sources_of", ["a": "ford"]).map { $0["subject"] } == names)
    #expect(try session.ask("backs_overview").first { $0["thing"] == "ford" }?["for"] == 2)
    #expect(try session.ask("backs_overview").count == 4)
    for name in names + ["person/jan-1"] {
      #expect(try session.ask("backs_by", ["name": name, "with_state": false]).map { $0["actor"] }.last == "ford", "\(name)")
    }
    #expect(throws: QueryError.self) { try session.ask("backs_by", ["name": "Jan Smit", "with_state": false]) }
  }
}
