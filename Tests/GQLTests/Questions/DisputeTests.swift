import GQL
import Testing

/// The rules of the positions report (DESIGN.md section 8), each on an invented story of a few assertions.
@Suite struct DisputeTests {
  /// Sections of the one actor's rows on the one thing, in order.
  private func sections(_ assertions: [String]) throws -> [String] {
    try rows(assertions).compactMap { row in
      guard case .string(let section)? = row["section"], section != "SUBJECT" else { return nil }
      return section
    }
  }

  private func rows(_ assertions: [String], more: String = "") throws -> QueryResult {
    let graph = try story(assertions, more: more)
    return try Session(graph: graph).ask("backs", ["name": "levy", "with_state": false])
  }

  private func story(_ assertions: [String], more: String = "") throws -> Graph {
    let graph = try Graph.inMemory()
    try graph.importVocabulary()
    try graph.write("INSERT (:Country {name: 'Norland'}), (:Proposal {name: 'levy', aliases: ['toll']})\(more)")
    for assertion in assertions {
      try graph.write("MATCH (a {name: 'Norland'}), (b {name: 'levy'}) INSERT (a)-[:\(assertion)]->(b)")
    }
    return graph
  }

  @Test(arguments: [
    // One voice in one text is no dispute; another text or another speaker makes one.
    (["SUPPORTS {source: 'a'}", "OPPOSES {source: 'a'}"], ["FOR", "OPPOSED"]),
    (["SUPPORTS {source: 'a'}", "OPPOSES {source: 'b'}"], ["DISPUTED", "DISPUTED"]),
    (["SUPPORTS {source: 'a'}", "RESERVED_ABOUT {source: 'b'}"], ["DISPUTED", "DISPUTED"]),
    (["SUPPORTS {source: 'a', speakers: ['Ada']}", "OPPOSES {source: 'a', speakers: ['Jon']}"], ["DISPUTED", "DISPUTED"]),
    (["SUPPORTS {source: 'a', speakers: ['Ada']}", "OPPOSES {source: 'a', speakers: ['Ada']}"], ["FOR", "OPPOSED"]),
    (["SUPPORTS {source: 'a', speakers: 'Ada'}", "OPPOSES {source: 'a'}"], ["DISPUTED", "DISPUTED"]),
    (["SUPPORTS", "OPPOSES"], ["FOR", "OPPOSED"]),
    (["SUPPORTS {source: 'a'}", "PROPOSES {source: 'b'}"], ["FOR", "FOR"]),
    // The same scope.
    (["SUPPORTS {source: 'a', scope: 'ferries'}", "OPPOSES {source: 'b', scope: 'cargo'}"], ["FOR", "OPPOSED"]),
    (["SUPPORTS {source: 'a', scope: 'ferries'}", "OPPOSES {source: 'b', scope: 'ferries'}"], ["DISPUTED", "DISPUTED"]),
    (["SUPPORTS {source: 'a'}", "OPPOSES {source: 'b', scope: 'ferries'}"], ["FOR", "OPPOSED"]),
    (
      ["SUPPORTS {source: 'a'}", "OPPOSES {source: 'b'}", "PROPOSES {source: 'c', scope: 'ferries'}"],
      ["FOR", "DISPUTED", "DISPUTED"]
    ),
    // Conditional and hypothetical positions dispute nothing and are disputed by nothing.
    (["SUPPORTS {source: 'a', modality: 'conditional'}", "OPPOSES {source: 'b'}"], ["FOR", "OPPOSED"]),
    (["SUPPORTS {source: 'a', modality: 'hypothetical'}", "OPPOSES {source: 'b'}"], ["FOR", "OPPOSED"]),
    (["SUPPORTS {source: 'a', modality: 'planned'}", "OPPOSES {source: 'b'}"], ["DISPUTED", "DISPUTED"]),
  ])
  func documentsOrSpeakersDispute(assertions: [String], expected: [String]) throws {
    #expect(try sections(assertions) == expected, "\(assertions)")
  }

  /// Disputed in overlapping time, changed at different dates. Days are dates or texts.
  @Test(arguments: [
    ("date_from: DATE '2025-05-01'", "date_from: DATE '2025-06-01'", "CHANGED"),
    ("date_from: DATE '2025-05-01', date_to: DATE '2025-05-20'", "date_from: DATE '2025-06-01'", "CHANGED"),
    ("date_from: DATE '2025-05-01', date_to: DATE '2025-06-20'", "date_from: DATE '2025-06-01'", "DISPUTED"),
    ("date_from: DATE '2025-05-01', date: '2025-05-01/..'", "date_from: DATE '2025-06-01'", "DISPUTED"),
    ("date_to: DATE '2025-05-01', date: '../2025-05-01'", "date_from: DATE '2025-06-01'", "CHANGED"),
    ("date_to: DATE '2025-06-01', date: '../2025-06-01'", "date_from: DATE '2025-05-01'", "DISPUTED"),
    ("date_from: DATE '2025-05-01'", "date_from: DATE '2025-05-01'", "DISPUTED"),
    ("date_from: DATE '2025-05-01'", "note: 'undated'", "DISPUTED"),
    ("date_from: '2025-05-01'", "date_from: DATE '2025-06-01'", "CHANGED"),
    ("date_from: '2025-05-01'", "date_from: '2025-05-01'", "DISPUTED"),
  ])
  func timeDecides(first: String, second: String, expected: String) throws {
    let found = try sections(["SUPPORTS {source: 'a', \(first)}", "OPPOSES {source: 'b', \(second)}"])
    #expect(found == [expected, expected])
  }

  @Test func deletingOneSignClearsTheDispute() throws {
    let graph = try story(["SUPPORTS {source: 'a'}", "PROPOSES {source: 'b'}", "OPPOSES {source: 'c'}", "OPPOSES {source: 'd'}"])
    func count(_ section: String) throws -> Int {
      try graph.positions(on: "levy").filter { $0["section"] == .string(section) }.count
    }
    #expect(try count("DISPUTED") == 4)
    try graph.write("MATCH ()-[e:OPPOSES {source: 'c'}]->() DELETE e")
    #expect(try count("DISPUTED") == 3)
    try graph.write("MATCH ()-[e:OPPOSES]->() DELETE e")
    #expect(try count("DISPUTED") == 0 && count("FOR") == 2 && count("OPPOSED") == 0)
  }

  @Test func withoutADocumentThereIsNone() throws {
    let rows = try rows(["SUPPORTS", "SUPPORTS {short: 'loudly'}"])
    let row = try #require(rows.first { $0["section"] == "FOR" })
    #expect(row["documents"] == .list([]) && row["document_dates"] == .list([]))
    #expect(row["origins"] == 2)
  }

  @Test func whoeverSaysSoIsNamed() throws {
    let rows = try rows(["SUPPORTS {source: 'a', speakers: ['Ada']}", "SUPPORTS {source: 'b', speakers: ['Jon', 'Ada']}"])
    let row = try #require(rows.first { $0["section"] == "FOR" })
    #expect(row["speakers"] == .list(["Ada", "Jon"]))
    #expect(row["origins"] == 2)
  }

  /// An open graph holds what people write into it: no property of another type than usual may spoil the answer.
  @Test(arguments: [
    "source: 5", "source: TRUE", "speakers: 'Ada'", "speakers: 7", "date_from: '2025-05-01'", "date_from: 2025", "date_to: 'May'",
    "date: DATE '2025-05-01'", "date: 2025", "publication_date: '2025-05-01'", "publication_date: 2025", "short: ['a', 'b']", "short: 5",
    "condition: ['if', 'not']", "gist: 5", "gist: ['x']", "origin: 9", "disputes: 'the levy'", "disputes: 5", "note: 1", "aliases: 5",
    "certainty: 5", "paragraph: 'two'",
  ])
  func oddPropertiesSpoilNothing(property: String) throws {
    let graph = try story(
      ["SUPPORTS {source: 'a', date_from: DATE '2025-05-01'}", "OPPOSES {\(property)}", "WORKS_ON {\(property)}"],
      more: ", (:Person {name: 5, \(property)}), (:Person {name: 'Ada', aliases: 'Adele'}), (:Person {name: 'Ann', aliases: [1, 'Anna']})")
    let session = Session(graph: graph)
    #expect(try session.ask("backs", ["name": "toll", "with_state": true]).count >= 4)
    #expect(try session.ask("backs_by", ["name": "norland", "with_state": true]).count >= 4)
    for (name, arguments) in [
      ("backs_overview", [:]), ("backs_picture", ["name": "levy"]), ("find", ["text": "a"]), ("about", ["name": "levy"]),
      ("sources", ["a": "Norland", "b": "levy"]), ("sources_of", ["a": "levy"]), ("timeline", ["name": "levy"]),
      ("path", ["a": "Norland", "b": "levy"]),
    ] as [(String, [String: Value])] {
      #expect(try !session.ask(name, arguments).isEmpty, "\(name)")
    }
  }

  /// A name that fits several things means the one that has positions; of several such the one with most comes first.
  @Test func namesMeanWhatHasPositions() throws {
    let graph = try story(
      ["SUPPORTS {source: 'a'}"],
      more: ", (:Claim {name: 'that the levy is late'}), (:Document {name: 'levy news'}), (:Person {name: 'Levy Stone'})")
    let session = Session(graph: graph)
    try graph.write("MATCH (n {name: 'levy'}) SET n.name = 'harbour levy'")
    #expect(try session.ask("backs", ["name": "levy", "with_state": false])[0]["actor"] == "harbour levy")
    let about = #expect(throws: QueryError.self) { try session.ask("about", ["name": "levy"]) }
    #expect(about?.message.hasPrefix("`levy` may mean several things: `harbour levy` (Proposal), `") == true)
    try graph.write(
      "MATCH (a {name: 'Norland'}), (l {name: 'harbour levy'}) INSERT (a)-[:OPPOSES]->(:Proposal {name: 'fish levy'}), (a)-[:PROPOSES]->(l)")
    let several = #expect(throws: QueryError.self) { try session.ask("backs", ["name": "levy", "with_state": false]) }
    #expect(
      several?.message == "`levy` may mean several things: `harbour levy` (Proposal), `fish levy` (Proposal) and 3 more")
    #expect(try session.ask("backs_by", ["name": "norland", "with_state": false]).count == 4)
  }

  /// A text that is looked for is that text, also when it is somebody's other name.
  @Test func findLooksForTheTextItself() throws {
    let graph = try story(["SUPPORTS {source: 'a', gist: 'wants the toll at once'}"], more: ", (:Claim {gist: 'the toll is too high'})")
    let found = try Session(graph: graph).ask("find", ["text": "TOLL"])
    #expect(found.map { $0["found_in"] } == ["alias", "gist", "assertion"])
    // What nobody has as it is written may be another spelling of a name.
    #expect(try Session(graph: graph).ask("find", ["text": "Nórland"]).first?["name"] == "Norland")
    #expect(try Session(graph: graph).ask("find", ["text": "Atlantis"]).isEmpty)
  }
}
