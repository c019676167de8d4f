import GQL
import GraphStore
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
    (["SUPPORTS {source: 'a', modality: 'conditional'}", "OPPOSES {source: 'b'}"], ["OPPOSED", "CONDITIONAL"]),
    (["SUPPORTS {source: 'a', modality: 'hypothetical'}", "OPPOSES {source: 'b'}"], ["OPPOSED", "CONDITIONAL"]),
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

  /// A change of mind is one whoever tells it; a dispute takes two voices.
  @Test(arguments: [
    ("source: 'a', date: '2030-03-01'", "source: 'a', date: '2030-06-01'", "CHANGED"), ("date: '2030-03-01'", "date: '2030-06-01'", "CHANGED"),
    ("source: 'a', date: '2030'", "source: 'a', date: '2030-06-01'", nil), ("source: 'a', date: '2030-03-01'", "source: 'a'", nil),
    ("source: 'a', date: '2030-03-01', scope: 'ferries'", "source: 'a', date: '2030-06-01'", nil),
  ] as [(String, String, String?)])
  func oneVoiceMayTellOfAChange(first: String, second: String, expected: String?) throws {
    let found = try sections(["OPPOSES {\(first)}", "SUPPORTS {\(second)}"])
    #expect(found == (expected.map { [$0, $0] } ?? ["FOR", "OPPOSED"]))
    // In the order of time.
    let rows = try rows(["OPPOSES {\(first)}", "SUPPORTS {\(second)}"]).filter { $0["section"] == "CHANGED" }
    #expect(expected == nil || rows.map { $0["sign"] } == [-1, 1])
  }

  /// In a graph without stances every edge type is a row, as in the answer about one thing.
  @Test func theOverviewOfAGraphWithoutStances() throws {
    let graph = try Graph.inMemory()
    try graph.write(
      """
      INSERT (t:Toll {name: 'toll'}), (:Person {name: 'Ada'})-[:LIKES {source: 'a'}]->(t), (:Person {name: 'Jon'})-[:LIKES {source: 'b'}]->(t),
        (:Person {name: 'Kit'})-[:HATES {modality: 'conditional'}]->(t)
      """)
    let rows = try Session(graph: graph).ask("backs_overview")
    #expect(rows.map { [$0["thing"], $0["edge_type"], $0["unsigned"], $0["for"], $0["documents"]] } == [
      ["toll", "LIKES", 2, .null, 2], ["toll", "HATES", 1, .null, 0],
    ])
  }

  /// What a newcomer writes into `date` and into a Document counts too.
  @Test(arguments: [
    ("date: '2025-05-01'", "date: '2025-06-01'", "CHANGED"), ("date: '2025-05'", "date: '2025-06-01'", "CHANGED"),
    ("date: '2025-05/2025-07'", "date: '2025-06-01'", "DISPUTED"), ("date: '../2025-05'", "date: '2025-06-01'", "CHANGED"),
    ("date: '2025'", "date: '2025-06-01'", "DISPUTED"), ("date: 'in spring'", "date: '2025-06-01'", "DISPUTED"),
  ])
  func datesThatPeopleWriteDecide(first: String, second: String, expected: String) throws {
    #expect(try sections(["SUPPORTS {source: 'a', \(first)}", "OPPOSES {source: 'b', \(second)}"]) == [expected, expected])
  }

  /// The time is told as exactly as the edge does, in the report, in what is about a thing, along its time and with its sources. Each time is
  /// that of an actor of its own.
  @Test func timesAreToldAsTheyAreKnown() throws {
    let times = [
      ("date_from: DATE '2025-05-01'", "2025-05-01", "2025-05-01"), ("date_from: '2025-05-01'", "2025-05-01", "2025-05-01"),
      ("date: '2025-05-01'", "2025-05-01", "2025-05-01"), ("date: '2025-05-01', date_basis: 'inferred'", "2025-05-01", "~2025-05-01"),
      ("date: '1966', date_from: DATE '1966-01-01', date_to: DATE '1966-12-31'", "1966", "1966"), ("date: '2025-05'", "2025-05", "2025-05"),
      ("date: '../2025-05-01', date_to: DATE '2025-05-01', date_basis: 'inferred'", "by 2025-05-01", "by ~2025-05-01"),
      ("date: '2009/..', date_from: DATE '2009-01-01'", "since 2009", "since 2009"),
      ("date_from: DATE '2025-05-01', date_to: DATE '2025-05-03'", "2025-05-01/2025-05-03", "2025-05-01/2025-05-03"),
      ("date: '', publication_date: DATE '2025-05-09'", "by 2025-05-09", "by 2025-05-09"),
      ("publication_date: '2025-05-09'", "by 2025-05-09", "by 2025-05-09"), ("source: 'news'", "by 2025-05-20", "by 2025-05-20"),
      ("valid_to: '2024'", "until 2024", "until 2024"), ("valid_from: '2020', valid_to: '2024'", "2020/2024", "2020/2024"),
      ("since: DATE '2020-05-01'", "since 2020-05-01", "since 2020-05-01"), ("since: 2020", "since 2020", "since 2020"),
      // What no calendar has is no day.
      ("date: '2026-02-31', publication_date: '2025-05-09'", "by 2025-05-09", "by 2025-05-09"), ("date: '2024-02-29'", "2024-02-29", "2024-02-29"),
      ("date: '2100-02-29', publication_date: '2025-05-09'", "by 2025-05-09", "by 2025-05-09"), ("date: '2025-11-31', date_from: '2025-11-01'", "2025-11-01", "2025-11-01"),
      ("date: '4 Feb', publication_date: '2025-05-09'", "by 2025-05-09", "by 2025-05-09"), ("date: '2025-13', publication_date: '2025-05-09'", "by 2025-05-09", "by 2025-05-09"),
      ("publication_date: '2025-05-09', publication_basis: 'printed'", "by 2025-05-09", "by 2025-05-09"),
      ("publication_date: '2025-05-09', publication_basis: 'inferred'", "by 2025-05-09", "by ~2025-05-09"),
      ("source: 'leak'", "by 2025-05-21", "by ~2025-05-21"), ("source: ['leak'], publication_basis: 'printed'", "by 2025-05-21", "by 2025-05-21"),
    ]
    let graph = try story([], more: ", (:Document {name: 'news', publication_date: '2025-05-20'}), (:Document {name: 'leak', publication_date: '2025-05-21', date_basis: 'inferred'})")
    for (number, time) in times.enumerated() {
      try graph.write("MATCH (b {name: 'levy'}) INSERT (:Country {name: 'Country \(number)'})-[:SUPPORTS {\(time.0)}]->(b)")
    }
    let session = Session(graph: graph)
    func told(_ question: String, _ arguments: [String: Value], by column: String, _ value: String) throws -> [String: [Value]] {
      var told: [String: [Value]] = [:]
      for row in try session.ask(question, arguments) {
        if case .string(let actor)? = row[column], let value = row[value] { told[actor, default: []].append(value) }
      }
      return told
    }
    let backing = ["name": "levy", "with_state": false] as [String: Value]
    let (since, isInferred) = (
      try told("backs", backing, by: "actor", "since"), try told("backs", backing, by: "actor", "since_is_inferred")
    )
    let dated = [
      try told("about", ["name": "levy"], by: "what", "dated"), try told("timeline", ["name": "levy"], by: "subject", "dated"),
      try told("sources_of", ["a": "levy"], by: "subject", "dated"),
    ]
    for (number, time) in times.enumerated() {
      let actor = "Country \(number)"
      #expect(since[actor] == [.string(time.1)] && isInferred[actor] == [.bool(time.2.contains("~"))], "\(time)")
      for answer in dated { #expect(answer[actor] == [.string(time.2)], "\(time)") }
    }
  }

  /// What lasts into a time is within it; what is known by a day only is of that day, not of all the time before. An office of which nobody tells
  /// the time is undated.
  @Test(arguments: [
    ("SUPPORTS {date: '../2025-05-01'}", "2025-04-01", "2025-04-30", false), ("SUPPORTS {date: '../2025-05-01'}", nil, "1900-12-31", false),
    ("SUPPORTS {date: '../2025-05-01'}", "2025-04-01", "2025-05-01", true), ("MEMBER_OF {valid_to: '2024'}", nil, "1900-12-31", false),
    ("SUPPORTS {date: '../2025'}", nil, "2025-06-01", false), ("SUPPORTS {publication_date: '2025-05-01'}", nil, "2025-04-30", false), ("SUPPORTS {date: '../2025-05-01'}", "2025-05-02", nil, false),
    ("SUPPORTS {date: '2025-04-01/2025-06-01'}", "2025-05-01", "2025-05-02", true), ("SUPPORTS {date: '2009/..'}", "2025-05-01", nil, true),
    ("SUPPORTS {date: '2009/..'}", nil, "2008-12-31", false), ("SUPPORTS {date_from: '2025-05-01'}", "2025-05-01", "2025-05-01", true),
    ("SUPPORTS {publication_date: '2025-05-01'}", "2025-05-02", nil, false), ("MEMBER_OF {publication_date: '2025-05-01'}", "2025-05-01", nil, false),
    ("MEMBER_OF {valid_from: '2020'}", "2025-05-01", nil, true), ("SUPPORTS", "2025-05-01", nil, false),
  ] as [(String, String?, String?, Bool)])
  func timelinesHoldWhatOverlaps(assertion: String, since: String?, until: String?, isWithin: Bool) throws {
    func day(_ text: String?) throws -> Value { try text.map { .date(try #require(LocalDate(iso: $0))) } ?? .null }
    let session = Session(graph: try story([assertion]))
    let arguments: [String: Value] = ["name": "levy", "since": try day(since), "until": try day(until)]
    #expect(try !session.ask("timeline_between", arguments).isEmpty == isWithin)
    #expect(try session.ask("timeline", ["name": "levy"]).count == 1)
  }

  @Test func officesOfUnknownTimeAreUndated() throws {
    let session = Session(graph: try story(["HOLDS_OFFICE {publication_date: DATE '2025-05-01'}", "SUPPORTS {publication_date: DATE '2025-05-01', publication_basis: 'inferred'}"]))
    #expect(try session.ask("timeline", ["name": "levy"]).map { $0["dated"] } == ["by ~2025-05-01", "undated"])
  }

  /// What is past was not on the day on which somebody tells of it.
  @Test func whatIsPastIsNotOfTheDayOfItsTelling() throws {
    let session = Session(graph: try story(["SUPPORTS {publication_date: DATE '2025-05-01', modality: 'past'}"]))
    #expect(try session.ask("timeline", ["name": "levy"]).map { $0["dated"] } == ["undated"])
    #expect(try session.ask("backs", ["name": "levy", "with_state": false]).first { $0["section"] == "FOR" }?["since"] == .null)
  }

  /// What is still to come has no day either; a position on it has that by which it was told.
  @Test func whatIsToComeIsUndated() throws {
    let session = Session(graph: try story(["SUPPORTS {publication_date: DATE '2025-05-01', publication_basis: 'inferred', modality: 'planned'}", "PRECEDES {publication_date: DATE '2025-05-01', modality: 'planned'}"]))
    #expect(try session.ask("timeline", ["name": "levy"]).map { $0["dated"] } == ["by ~2025-05-01", "undated"])
  }

  /// No document answers for the words of another, or for a day that only another one tells.
  @Test func otherWordsAreAnotherRow() throws {
    let session = Session(
      graph: try story([
        "SUPPORTS {source: 'a', gist: 'at once', date: '2025-05-01', disputes: ['when']}", "SUPPORTS {source: 'b', gist: 'at once', date: '2025-05-01'}",
        "SUPPORTS {source: 'c', gist: 'one day', modality: 'conditional', certainty: 'reported', speakers: ['Ada']}",
      ], more: ", (:Document {name: 'c', publication_date: '2025-06-01', date_basis: 'inferred'})"))
    func lines(_ question: String, _ columns: [String], _ more: [String: Value] = [:]) throws -> [String] {
      try session.ask(question, ["name": "levy"].merging(more) { $1 }).filter { $0["aspect"] == nil || $0["aspect"] == "position on it" }
        .map { row in columns.map { "\(row[$0] ?? .null)".replacing("'", with: "") }.joined(separator: "|") }
    }
    #expect(try lines("timeline", ["dated", "how", "gist", "documents"]) == [
      "2025-05-01|disputed|at once|[a]", "2025-05-01|NULL|at once|[b]", "by ~2025-06-01|conditional, reported by Ada|one day|[c]",
    ])
    #expect(try lines("about", ["detail", "documents", "disputes"]) == [
      "at once|[b]|[]", "at once (disputed)|[a]|[when]", "one day (conditional, reported by Ada)|[c]|[]",
    ])
    #expect(try lines("changes", ["change", "how", "documents"], ["since": "2025-06-01", "until": .null]) == ["new|conditional, reported by Ada|[c]"])
  }

  /// Positions on what a thing includes are named and not counted.
  @Test func positionsOnPartsAreNamed() throws {
    let graph = try story([], more: """
      , (:Proposal {name: 'port plan'})-[:INCLUDES]->(t:Proposal {name: 'toll'}), (:Person {name: 'Ada'})-[:SUPPORTS {modality: 'conditional'}]->(t)
      """)
    let rows = try Session(graph: graph).ask("backs", ["name": "port plan", "with_state": false])
    #expect(rows.map { $0["section"] } == ["SUBJECT", "NOT COUNTED"])
    #expect(rows.last?["note"] == "on parts of it" && rows.last?["actor"] == "Ada" && rows.last?["short"] == .list(["toll"]))
  }

  /// A derived position is in the words of whoever is reported to speak; else it is said by way of the one who speaks for the state.
  @Test func derivedPositionsNameTheirSpeakers() throws {
    let graph = try story(
      [],
      more: """
        , (n:Person {name: 'Nora'})-[:SPEAKS_FOR {basis: 'minister'}]->(s:Country {name: 'Sundland'}), (l:Proposal {name: 'toll road'}),
        (n)-[:SUPPORTS {source: 'a', certainty: 'stated'}]->(l), (n)-[:PROPOSES {source: 'b', certainty: 'reported', speakers: ['Jon']}]->(l)
        """)
    let rows = try Session(graph: graph).ask("backs", ["name": "toll road", "with_state": true]).filter { $0["actor"] == "Sundland" }
    #expect(rows.map { $0["speakers"] } == [.list(["Jon"]), .list(["via Nora"])])
    #expect(rows.map { $0["certainty"] } == ["derived, reported", "derived"])
  }

  /// Hearsay is told as such, and stands apart from what is stated.
  @Test func whatIsReportedIsNotGivenAsFact() throws {
    let graph = try story([
      "SUPPORTS {source: 'a', short: 'at once'}", "SUPPORTS {source: 'b', certainty: 'reported', speakers: ['Ada'], short: 'late'}",
      "SUPPORTS {source: 'c', modality: 'conditional', condition: 'ferries pay', short: 'then'}",
      "OPPOSES {source: 'd', certainty: 'reported', speakers: ['Ada', 'Jon']}",
    ])
    let session = Session(graph: graph)
    let about = try session.ask("about", ["name": "levy"]).filter { $0["aspect"] == "position on it" }
    #expect(
      about.map { $0["detail"] } == [
        "(reported by Ada and others)", "at once", "late (reported by Ada)", "then, if ferries pay (conditional)",
      ])
    #expect(about.map { $0["certainty"] }.contains("reported") && about.map { $0["modality"] }.contains("conditional"))
    let backers = try session.ask("who-backs", ["thing": "levy"])
    #expect(backers.map { $0["certainty"] } == ["reported", "stated"] && backers.map { $0["speakers"] } == [.list(["Ada"]), .list([])])
    #expect(backers.allSatisfy { $0["disputed"] == true && $0["origins"] == 1 })
    #expect(try session.ask("positions-of", ["actor": "Norland"]).map { $0["condition"] }.contains("ferries pay"))
  }

  /// A row of several assertions names who reports one of them, says what they are, and is no firmer in its day than what it rests on.
  @Test(arguments: [
    (["certainty: 'stated'", "certainty: 'reported', speakers: ['Ada']"], ["Ada"], "stated, reported"),
    (["certainty: 'reported', speakers: ['Ada']", "certainty: 'reported', speakers: ['Jon']"], ["Ada", "Jon"], "reported"),
    (["", "certainty: 'reported', speakers: 'Ada'"], ["Ada"], "stated, reported"), (["certainty: 'inferred'", "certainty: 'stated'"], [], "stated, inferred"),
    (["", "speakers: ['Ada']"], ["Ada"], "stated, reported"), (["", ""], [], nil),
  ] as [([String], [String], String?)])
  func mergedRowsSayWhoSaysSo(assertions: [String], speakers: [String], certainty: String?) throws {
    let edges = assertions.enumerated().map { "SUPPORTS {source: '\($0.offset)'\($0.element.isEmpty ? "" : ", " + $0.element)}" }
    let row = try #require(try rows(edges).first { $0["section"] == "FOR" })
    #expect(row["speakers"] == .list(speakers.map { .string($0) }) && row["certainty"] == (certainty.map { .string($0) } ?? .null))
  }

  @Test(arguments: [
    ("date: '2025-05-01', date_basis: 'article date'", "publication_date: '2025-05-01', publication_basis: 'inferred'", "by 2025-05-01", true),
    ("date: '2025-05-01'", "publication_date: '2025-05-01', publication_basis: 'inferred'", "2025-05-01", false),
    ("date: '2025-05-01'", "publication_date: '2025-05-01'", "by 2025-05-01", false), ("date: '2025-05-01'", "date: '../2025-05-01'", "by 2025-05-01", false),
    ("date: '2025-05-01'", "date: '../2025-05-02'", "2025-05-01", false),
  ])
  func daysAreNoFirmerThanTheirSources(first: String, second: String, since: String, isInferred: Bool) throws {
    let row = try #require(try rows(["SUPPORTS {source: 'a', \(first)}", "SUPPORTS {source: 'b', \(second)}"]).first { $0["section"] == "FOR" })
    #expect(row["since"] == .string(since) && row["since_is_inferred"] == .bool(isInferred))
  }

  /// A newcomer's edges have neither modality nor origin, and count.
  @Test func plainEdgesCount() throws {
    let session = Session(graph: try story(["SUPPORTS {source: 'a'}", "SUPPORTS {source: 'b'}"]))
    let row = try #require(try session.ask("who-backs", ["thing": "levy"]).first)
    #expect(row["documents"] == 2 && row["origins"] == 2 && row["disputed"] == false && row["modality"] == "actual")
  }

  @Test func disputesTellWhatIsDisputed() throws {
    let graph = try story(
      ["SUPPORTS {source: 'a', disputes: ['the quarrel']}", "OPPOSES {source: 'b', disputes: 'the quarrel'}", "MENTIONS"],
      more: ", (:Dispute {name: 'the quarrel', gist: 'they differ'})")
    let session = Session(graph: graph)
    for (question, parameter) in [("about", "name"), ("timeline", "name"), ("sources_of", "a")] {
      let relations = try session.ask(question, [parameter: "the quarrel"]).compactMap { $0["relation"] }
      #expect(Set(relations).isSuperset(of: ["SUPPORTS", "OPPOSES"]) && !relations.contains("MENTIONS"), "\(question)")
    }
  }

  @Test(arguments: ["2026-02-31", "4 Feb", "soon"]) func aDayThatNoCalendarHasIsNotTold(day: String) throws {
    let session = Session(graph: try story(["SUPPORTS {publication_date: '\(day)'}"]))
    #expect(try session.ask("timeline", ["name": "levy"]).map { $0["dated"] } == ["undated"])
    #expect(try session.ask("backs", ["name": "levy", "with_state": false]).first { $0["section"] == "FOR" }?["since"] == .null)
  }

  /// A graph of one's own: what its edges hold is told, whatever it is called; sums as people say them.
  @Test func aboutTellsOtherPropertiesOfEdges() throws {
    let graph = try story(
      ["FUNDS {amount: 800000000000, currency: 'EUR'}", "FUNDS {amount: 1600000}", "FUNDS {amount: 12345}", "FUNDS {amount: 1.5}", "OWNS {share: 0.4, role: 'founder', since: 2015, tags: ['a', 'b']}",
       "OWNS {gist: 'owns it', role: 'founder', colour: 'red'}"])
    let details = try Session(graph: graph).ask("about", ["name": "levy"]).filter { $0["aspect"] == "relation to it" }.compactMap { $0["detail"] }
    #expect(Set(details) == ["800 billion EUR", "1.6 million", "12345", "1.5", "role: founder, share: 0.4, tags: a and others", "owns it, colour: red"], "\(details)")
  }

  /// What is about a thing: properties, ways of edges, times of membership, sums.
  @Test func aboutTellsWhatThereIs() throws {
    let graph = try story(
      ["MEMBER_OF {date: '../1966', modality: 'past'}", "MEMBER_OF {date: '2009/..'}"],
      more: """
        , (a:Event {name: 'storm', kind: 'weather'})-[:CAUSES]->(b:Event {name: 'flood'}), (p:Pledge {name: 'dyke', metres: 7}),
        (x:Country {name: 'Sundland'})-[:FUNDS {amount: 5, currency: 'EUR', ceiling: TRUE, status: 'announced', pledge: 'dyke'}]->(y:Place {name: 'Coast'}),
        (x)-[:FUNDS {amount: 7, currency: 'EUR'}]->(y)
        """)
    let session = Session(graph: graph)
    func lines(_ name: String) throws -> [String] {
      try session.ask("about", ["name": .string(name)]).map { row in
        ["aspect", "relation", "what", "detail", "dated"].map { "\(row[$0] ?? .null)".replacing("'", with: "") }.joined(separator: "|")
      }
    }
    #expect(try lines("storm") == ["is|Event|storm|NULL|NULL", "has|kind|weather|NULL|NULL", "event|CAUSES|flood|NULL|NULL"])
    #expect(try lines("flood") == ["is|Event|flood|NULL|NULL", "relation to it|←CAUSES–|storm|NULL|NULL"])
    #expect(try lines("dyke").suffix(2) == ["has|metres|7|NULL|NULL", "money for it|FUNDS|Sundland → Coast|up to 5 EUR announced, pledge: dyke|NULL"])
    #expect(try lines("Coast").suffix(2) == ["relation to it|←FUNDS–|Sundland|7 EUR|NULL", "relation to it|←FUNDS–|Sundland|up to 5 EUR announced, pledge: dyke|NULL"])
    #expect(try lines("levy").suffix(2) == ["relation to it|←MEMBER_OF–|Norland|(past)|until 1966", "relation to it|←MEMBER_OF–|Norland|NULL|since 2009"])
  }

  @Test func pathsShowTheWay() throws {
    let graph = try story(["SUPPORTS"], more: ", (a:Person {name: 'Ada'})-[:KNOWS]->(b:Person {name: 'Jon'})<-[:LIKES]-(c)-[:SEES]->(:Person {name: 'Nora'})")
    let session = Session(graph: graph)
    guard case .string(let id) = try session.execute("MATCH (c)-[:SEES]->() RETURN ELEMENT_ID(c)").rows[0][0] else {
      Issue.record("no id")
      return
    }
    #expect(try session.ask("path", ["a": "Ada", "b": "Nora"]).map { $0["path"] } == [.string("Ada –KNOWS→ Jon ←LIKES– (\(id)) –SEES→ Nora")])
    try graph.write("MATCH (a {name: 'Ada'}), (n {name: 'Nora'}) FOR i IN [1,2,3,4,5,6,7,8] FOR j IN [1,2,3,4,5,6,7] INSERT (a)-[:R]->({name: 'x' || CAST(8*i+j AS STRING)})-[:R]->(n)")
    let many = try session.ask("path", ["a": "Ada", "b": "Nora"])
    #expect(many.count == 50 && many.summary.warnings.map(\.message) == ["there are more than 50; the first 50 are given"])
  }

  @Test func pathsTellWhatIsNotPlain() throws {
    let graph = try story(["SUPPORTS {modality: 'conditional', certainty: 'reported'}", "KNOWS {modality: 'actual', certainty: 'stated'}"])
    let session = Session(graph: graph)
    #expect(try session.ask("path", ["a": "Norland", "b": "levy"]).map { $0["path"] } == ["Norland –KNOWS→ levy", "Norland –SUPPORTS (conditional, reported)→ levy"])
    #expect(try session.ask("path", ["a": "levy", "b": "Norland"]).last?["path"] == "levy ←SUPPORTS (conditional, reported)– Norland")
  }

  /// Signs that are written as texts are signs; an edge type that is a stance but for its case is told of.
  @Test func vocabulariesOfOnesOwnMayBeOdd() throws {
    let graph = try story(["MOCKS {source: 'a'}", "LAUDS {source: 'b'}", "supports {source: 'c'}", "MUSES {source: 'd'}"])
    for stance in ["'MOCKS', sign: '-1'", "'LAUDS', sign: '+'", "'MUSES', sign: 'none'"] {
      try graph.write("INSERT (:Stance {edge_type: \(stance), verb: 'does'})")
    }
    let rows = try Session(graph: graph).ask("backs", ["name": "levy", "with_state": true])
    #expect(rows.map { $0["section"] } == ["SUBJECT", "DISPUTED", "DISPUTED", "UNSIGNED", "NOT COUNTED"])
    #expect(rows.last?["note"] == "the edge type supports is not the stance SUPPORTS, case counts")
  }

  /// What there is to ask about has a name; what is only conditional is listed too.
  @Test func theOverviewHoldsWhatIsConditional() throws {
    let graph = try story(["SUPPORTS {source: 'a', modality: 'conditional'}"], more: ", (:Person {name: 'Ada'})-[:SUPPORTS]->(:Proposal)")
    let rows = try Session(graph: graph).ask("backs_overview")
    #expect(rows.map { $0["thing"] } == ["levy"])
    #expect(rows.first?["for"] == 0 && rows.first?["conditional"] == 1 && rows.first?["documents"] == 1)
  }

  @Test func namesThatNothingHasAreAnError() throws {
    let session = Session(graph: try story(["SUPPORTS {source: 'a', publication_date: DATE '2025-05-01'}"]))
    for name in ["lexy", "Atlantis"] {
      let error = #expect(throws: QueryError.self) { try session.ask("who-backs", ["thing": .string(name)]) }
      #expect(error?.message == "nothing is called `\(name)`")
    }
    #expect(try session.ask("events-since", ["since": "2025-06-01"]).isEmpty)
    session.asOf = LocalDate(iso: "2025-04-01")
    for question in ["backs", "about"] {
      var arguments: [String: Value] = ["name": "norland"]
      if question == "backs" { arguments["with_state"] = false }
      let error = #expect(throws: QueryError.self) { try session.ask(question, arguments) }
      #expect(error?.message == "`Norland` was not known by 2025-04-01")
    }
  }

  /// A parameter that is missing is asked for with an example where the graph knows its names.
  @Test func examplesAreShownWhereTheyFit() throws {
    let session = Session(graph: try story([]))
    let plain = #expect(throws: QueryError.self) { try session.ask("who-backs") }
    #expect(plain?.hints == ["write thing=VALUE"])
    #expect(Questions.question("who-backs")?.text.contains("example") == false)
    let graph = try story([], more: ", (:Proposal {name: 'one-month truce'})")
    let error = #expect(throws: QueryError.self) { try Session(graph: graph).ask("who-backs") }
    #expect(error?.hints == ["for example: who-backs thing=\"one-month truce\""])
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

  /// An open graph holds what people write into it: no property of another type than usual may spoil an answer, or cost a row of it. Each on
  /// two edges and a node of its own, all in one graph, so that the questions run once.
  @Test func oddPropertiesSpoilNothing() throws {
    let odd = [
      "source: 5", "source: TRUE", "speakers: 'Ada'", "speakers: 7", "date_from: '2025-05-01'", "date_from: 2025", "date_to: 'May'",
      "date: DATE '2025-05-01'", "date: 2025", "publication_date: '2025-05-01'", "publication_date: 2025", "short: ['a', 'b']", "short: 5",
      "condition: ['if', 'not']", "gist: 5", "gist: ['x']", "origin: 9", "disputes: 'the levy'", "disputes: 5", "note: 1", "aliases: 5",
      "certainty: 5", "paragraph: 'two'",
    ]
    let graph = try story(
      ["SUPPORTS {source: 'a', date_from: DATE '2025-05-01'}"],
      more: ", (:Person {name: 'Ada', aliases: 'Adele'}), (:Person {name: 'Ann', aliases: [1, 'Anna']})")
    for property in odd {
      try graph.write(
        """
        MATCH (a {name: 'Norland'}), (b {name: 'levy'})
        INSERT (a)-[:OPPOSES {\(property)}]->(b), (a)-[:WORKS_ON {\(property)}]->(b), (:Person {name: 5, \(property)})
        """)
    }
    let session = Session(graph: graph)
    for (name, arguments, least) in [
      ("backs", ["name": "toll", "with_state": true], 4), ("backs_by", ["name": "norland", "with_state": true], 4), ("backs_overview", [:], 1),
      ("backs_picture", ["name": "levy"], odd.count + 1), ("find", ["text": "a"], 4), ("about", ["name": "levy"], 10),
      ("sources", ["a": "Norland", "b": "levy"], 2 * odd.count + 1), ("sources_of", ["a": "levy"], 2 * odd.count + 1),
      ("timeline", ["name": "levy"], 10), ("path", ["a": "Norland", "b": "levy"], 1),
    ] as [(String, [String: Value], Int)] {
      #expect(try session.ask(name, arguments).count >= least, "\(name)")
    }
    // What stands once in each of these has a row of its own.
    let told = try session.ask("sources", ["a": "Norland", "b": "levy"])
    #expect(told.count == 2 * odd.count + 1 && told.count { $0["relation"] == "WORKS_ON" } == odd.count)
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

  /// What goes by some words only is told, and singular for plural; a parameter that names a node of some label means one of these.
  @Test func guessesAreTold() throws {
    let graph = try story(
      ["SUPPORTS {source: 'a'}"],
      more: ", (:Claim {name: 'that the fish is late'}), (:Document {name: 'the meeting'}), (:Event {name: 'long meetings', aliases: ['gatherings']})")
    let session = Session(graph: graph)
    let guessed = try session.ask("about", ["name": "late fish"])
    #expect(guessed.summary.warnings.map(\.message) == ["`late fish` is taken for `that the fish is late` (Claim)"])
    #expect(try session.ask("about", ["name": "Gathering"]).summary.warnings.map(\.message) == ["`Gathering` is taken for `long meetings` (Event)"])
    #expect(try session.ask("attendance", ["event": "gathering"]).isEmpty)
    let other = #expect(throws: QueryError.self) { try session.ask("attendance", ["event": "the meeting"]) }
    #expect(other?.message == "`the meeting` is `the meeting` (Document), and no `Event`")
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
