import GQL
import GraphStore
import Testing

/// The named questions judge positions as the standard ones do.
@Suite struct NamedQuestionTests {
  private func session(_ assertions: String...) throws -> Session {
    let graph = try Graph.inMemory()
    try graph.importVocabulary()
    try graph.write("INSERT (:Stance {edge_type: 'LAUDS', sign: '+', verb: 'lauds'}), (:Stance {edge_type: 'URGES', sign: 2, verb: 'urges'})")
    try graph.write("INSERT (:Person {name: 'Ada'}), (:Proposal {name: 'levy'})")
    for assertion in assertions { try graph.write("MATCH (a {name: 'Ada'}), (b {name: 'levy'}) INSERT (a)-[:\(assertion)]->(b)") }
    return Session(graph: graph)
  }

  private func backers(_ session: Session, _ column: String) throws -> [Value?] {
    try session.ask("who-backs", ["thing": "levy"]).map { $0[column] }
  }

  /// Disputed is who is so in the answer of `backs`: on one part, in overlapping time, by two voices.
  @Test(arguments: [
    ("source: 'a', date: '2030-03-01'", "source: 'b', date: '2030-06-01'"), ("source: 'a', date: '2030-03-01'", "source: 'b', date: '2030-03'"),
    ("source: 'a', date: '2030-03-01/..'", "source: 'b', date: '2030-06-01'"), ("source: 'a', date: '../2030'", "source: 'b', date_from: DATE '2030-06-01'"),
    ("source: 'a', date_from: '2030-03-01', date_to: '2030-07-01'", "source: 'b', date: '2030-06-01'"), ("source: 'a', valid_to: '2029'", "source: 'b', date: '2030-06-01'"),
    ("source: 'a'", "source: 'b', date: '2030-06-01'"), ("source: 'a'", "source: 'a'"), ("source: 'a', speakers: 'Jon'", "source: 'a'"),
    ("source: 'a', scope: 'ferries'", "source: 'b'"), ("source: 'a', scope: 'ferries'", "source: 'b', scope: ['ferries']"),
    ("source: 5, date: DATE '2030-03-01'", "source: 'b', date: 'in spring'"), ("source: 'a', modality: 'conditional'", "source: 'b'"),
  ])
  func disputedIsWhatIsDisputed(first: String, second: String) throws {
    let session = try session("OPPOSES {\(first)}", "SUPPORTS {\(second)}")
    let isDisputed = try session.ask("backs", ["name": "levy", "with_state": false]).contains { $0["section"] == "DISPUTED" }
    #expect(try backers(session, "disputed") == [.bool(isDisputed)])
  }

  @Test func signsMayBeWrittenOtherwise() throws {
    let session = try session("LAUDS {source: 'a'}", "URGES {source: 'b', scope: 'ferries'}", "OPPOSES {source: 'a'}")
    #expect(try backers(session, "verb") == ["lauds", "urges"])
    #expect(try backers(session, "scope") == [.list([]), .list(["ferries"])])
    for (question, parameter, name) in [("positions-of", "actor", "Ada"), ("positions-on", "thing", "levy")] {
      #expect(try session.ask(question, [parameter: .string(name)]).map { $0["sign"] } == [1, 1, -1], "\(question)")
    }
  }

  @Test func onlyRealPositionsOnOnePartAreToldDifferently() throws {
    #expect(try session("LAUDS {source: 'a'}", "OPPOSES {source: 'b', modality: 'hypothetical'}").ask("told-differently").isEmpty)
    #expect(try session("LAUDS {source: 'a'}", "OPPOSES {source: 'b', scope: 'ferries'}").ask("told-differently").isEmpty)
    #expect(try session("LAUDS {source: 'a'}", "URGES {source: 'b'}").ask("told-differently").isEmpty)
    let told = try session("LAUDS {source: 'a'}", "OPPOSES {source: 'b', modality: 'planned'}").ask("told-differently")
    #expect(told.map { [$0["who"], $0["lowest"], $0["highest"], $0["documents"]] } == [["Ada", -1, 1, 2]])
  }
}
