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

  @Test(arguments: ["gestern", "2025-13-45", "2025-02-30", "", "2025-1", "20250101", "2025-"] as [String]) func daysAreDates(day: String) throws {
    #expect { try session().ask("events-since", ["since": .string(day)]) } throws: { error in
      (error as? QueryError)?.diagnostics.first.map { $0.status == .invalidDatetimeFormat && $0.message == "`\(day)` is no date" } == true
    }
    #expect { try session().ask("events-since", ["since": .null]) } throws: { ($0 as? QueryError)?.status == .invalidDatetimeFormat }
  }

  @Test(arguments: ["2025", "2025-02", "2025-02-01"]) func monthsAndYearsAreDates(day: String) throws {
    #expect(try session().ask("events-since", ["since": .string(day)]).isEmpty)
  }

  /// A thing of another kind than is asked for: the one of the kind is meant where there is one, else it is said what was found.
  @Test func thingsOfTheWrongKindAreTold() throws {
    let session = try session("OPPOSES {source: 'a', disputes: ['the levy']}")
    _ = try session.execute("INSERT (:Dispute {name: 'the levy', aliases: ['toll']}), (:Plan {name: 'toll'})")
    #expect(try session.ask("dispute", ["dispute": "toll"]).count == 1)
    let none = try session.ask("dispute", ["dispute": "Ada"])
    #expect(none.isEmpty && none.summary.warnings.map(\.message) == ["`Ada` is `Ada` (Person), and no `Dispute`"])
    #expect(try session.ask("who-backs", ["thing": "Ada"]).summary.warnings.count == 1)
    // A graph that has no such label has others in its place.
    #expect(try session.ask("speaks-for", ["body": "Ada"]).isEmpty)
    // What is found is found, whatever its label.
    _ = try session.execute("MATCH (a {name: 'Ada'}), (p {name: 'toll'}) INSERT (a)-[:SUPPORTS {source: 'a'}]->(p)")
    let found = try session.ask("who-backs", ["thing": "toll (Plan)"])
    #expect(found.count == 1 && found.summary.warnings.isEmpty)
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
