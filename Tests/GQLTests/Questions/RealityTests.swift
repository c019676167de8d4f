import GQL
import GraphStore
import Testing

/// What is not so, not yet or no more is not told as if it were.
@Suite struct RealityTests {
  private func session(_ insertion: String) throws -> Session {
    let graph = try Graph.inMemory()
    try graph.importVocabulary()
    try graph.write(insertion)
    return Session(graph: graph)
  }

  /// Who spoke for a state, or will, does not state its position.
  @Test func onlyThoseWhoSpeakForAStateDo() throws {
    let session = try session(
      """
      INSERT (toll:Proposal {name: 'toll'}), (land:Country {name: 'Norland'}), (land)-[:SUPPORTS {source: 'a'}]->(toll),
        (once:Person {name: 'Ex'})-[:SPEAKS_FOR {modality: 'past'}]->(land), (soon:Person {name: 'Soon'})-[:SPEAKS_FOR {modality: 'Planned'}]->(land),
        (now:Person {name: 'Now'})-[:SPEAKS_FOR]->(land), (once)-[:OPPOSES {source: 'a'}]->(toll), (soon)-[:OPPOSES {source: 'a'}]->(toll),
        (now)-[:SUPPORTS {source: 'b'}]->(toll)
      """)
    let rows = try session.ask("backs", ["name": "toll", "with_state": true])
    #expect(rows.filter { $0["section"] == "SPLIT" || ($0["actor"] == "Norland" && $0["section"] == "OPPOSED") }.isEmpty, "\(rows.rows)")
    #expect(try session.ask("speaks-for", ["body": "Norland"]).map { $0["modality"] } == ["past", "actual", "planned"])
  }

  /// A modality that is none of the known ones is no firm one, whatever its letters.
  @Test(arguments: [("Conditional", "CONDITIONAL"), ("denied", "CONDITIONAL"), ("ACTUAL", "FOR"), ("Past", "FOR")])
  func modalitiesAreThoseKnown(modality: String, section: Value) throws {
    let session = try session("INSERT (:Person {name: 'Ann'})-[:SUPPORTS {source: 'a', modality: '\(modality)'}]->(:Proposal {name: 'toll'})")
    #expect(try session.ask("backs", ["name": "toll", "with_state": false]).last?["section"] == section)
    #expect(try session.ask("who-backs", ["thing": "toll"]).isEmpty == (section == "CONDITIONAL"))
  }

  @Test func backersWhoTurnedAreTold() throws {
    let session = try session(
      """
      INSERT (levy:Proposal {name: 'levy'}), (ann:Person {name: 'Ann'})-[:SUPPORTS {source: 'a', date: '2025-05-01'}]->(levy),
        (ann)-[:OPPOSES {source: 'a', date: '2025-05-30'}]->(levy), (:Person {name: 'Bob'})-[:SUPPORTS {source: 'a', date: '2025-05-01'}]->(levy),
        (cy:Person {name: 'Cy'})-[:SUPPORTS {source: 'a'}]->(levy), (cy)-[:OPPOSES {source: 'b'}]->(levy)
      """)
    let rows = try session.ask("who-backs", ["thing": "levy"])
    #expect(rows.map { [$0["who"], $0["disputed"], $0["changed"]] } == [["Ann", false, true], ["Bob", false, false], ["Cy", true, false]])
  }

  /// One sum in two documents is one, two days are two, and what may be paid is none.
  @Test func sumsCountOnce() throws {
    let session = try session(
      """
      INSERT (a:Country {name: 'Norland'}), (b:Organization {name: 'Port'}),
        (a)-[:FUNDS {source: 'd1', amount: 5, currency: 'EUR', status: 'announced'}]->(b), (a)-[:FUNDS {source: 'd2', amount: 5, currency: 'EUR', status: 'announced', date: '2025-05-01'}]->(b),
        (a)-[:FUNDS {source: 'd1', amount: 100, currency: 'EUR', status: 'announced', modality: 'hypothetical'}]->(b),
        (a)-[:FUNDS {source: 'd1', amount: 7, currency: 'NOK', status: 'announced', date: '2025-05-01'}]->(b), (a)-[:FUNDS {source: 'd1', amount: 7, currency: 'NOK', status: 'announced', date: '2025-06-01'}]->(b)
      """)
    #expect(try session.ask("money").map { [$0["currency"], $0["total"], $0["sums"]] } == [["EUR", 5, [5]], ["NOK", 14, [7, 7]]])
    #expect(try session.ask("aid-totals", ["beneficiary": "Port"]).map { [$0["currency"], $0["total"], $0["sums"]] } == [["EUR", 5, 1], ["NOK", 14, 2]])
  }

  /// Two accounts of one loan stand side by side; two loans in one dispute of another kind add up; what is no number is counted, not added.
  @Test func disputedSumsAreNotAdded() throws {
    let session = try session(
      """
      INSERT (a:Organization {name: 'Bank'}), (b:Country {name: 'Norland'}),
        (a)-[:FUNDS {source: 'd1', amount: 24, currency: 'EUR', aid_type: 'loan', disputes: ['its size']}]->(b), (a)-[:FUNDS {source: 'd2', amount: 21, currency: 'EUR', aid_type: 'loan', disputes: ['its size']}]->(b),
        (a)-[:FUNDS {source: 'd1', amount: 3, currency: 'EUR', aid_type: 'loan'}]->(b), (a)-[:FUNDS {source: 'd1', amount: '5 million', currency: 'EUR', aid_type: 'loan'}]->(b),
        (a)-[:FUNDS {source: 'd1', amount: 2, currency: 'USD', aid_type: 'gift', disputes: ['its name']}]->(b), (a)-[:FUNDS {source: 'd1', amount: 4, currency: 'USD', aid_type: 'grant', disputes: ['its name']}]->(b)
      """)
    #expect(try session.ask("money").map { [$0["currency"], $0["total"], $0["disputed"], $0["untold"]] } == [
      ["EUR", 3, false, 1], ["EUR", 21, true, 0], ["EUR", 24, true, 0], ["USD", 2, false, 0], ["USD", 4, false, 0],
    ])
    #expect(try session.ask("aid-totals", ["beneficiary": "Norland"]).map { [$0["currency"], $0["total"], $0["sums"], $0["disputed"], $0["untold"]] } == [
      ["EUR", 24, 1, true, 0], ["EUR", 21, 1, true, 0], ["EUR", 3, 1, false, 1], ["USD", 6, 2, false, 0],
    ])
  }

  /// Names that are one but for case, accents or blanks, and a name that is another's alias; a surname that two have tells nothing.
  @Test func twinsAreNearNames() throws {
    let session = try session(
      """
      INSERT (:Person {name: 'Tomas Ruz', aliases: ['Ruz']}), (:Person {name: 'Tomás Ruz '}), (:Person {name: 'Ana Ruz', aliases: ['Ruz']}),
        (:Firm {name: 'Blue', aliases: ['Blue Inc']}), (:Firm {name: 'blue inc'}), (:Ship {name: 'Blue'}), (:Firm {name: 'Red'})-[:DISTINCT_FROM]->(:Firm {name: 'RED'})
      """)
    #expect(try session.ask("slips").map { [$0["what"], $0["problem"]] } == [
      ["Blue", "may be the Firm called blue inc; `merge` makes them one"], ["Tomás Ruz ", "may be the Person called Tomas Ruz; `merge` makes them one"],
    ])
  }

  /// Sums without a number are counted each.
  @Test func untoldSumsAreCounted() throws {
    let session = try session("INSERT (a:Firm {name: 'A'}), (b:Firm {name: 'B'}), (a)-[:PAYS {amount: '1.9bn'}]->(b), (a)-[:PAYS {amount: '2bn'}]->(b), (a)-[:PAYS {amount: 5}]->(b)")
    #expect(try session.ask("money").map { [$0["total"], $0["untold"]] } == [[5, 2]])
  }

  /// A state's position is derived from those who spoke for it on that day.
  @Test(arguments: [("valid_to: DATE '2027-02-01'", 1), ("valid_from: '2027-06'", 1), ("since: '2027-03', valid_to: '2027-03'", 2), ("valid_from: '2027'", 2), ("note: 'x'", 2)])
  func spokesmenOfTheirTime(term: String, actors: Int) throws {
    let session = try session("INSERT (c:Country {name: 'Norland'}), (a:Person {name: 'Ann'})-[:SPEAKS_FOR {\(term)}]->(c), (a)-[:SUPPORTS {source: 'y', date: '2027-03-10'}]->(:Proposal {name: 'toll'})")
    #expect(try session.ask("backs", ["name": "toll", "with_state": true]).count { $0["section"] == "FOR" } == actors, "\(term)")
  }

  /// Another sum is not the same said again; where both stand in one dispute it contradicts.
  @Test func otherSumsAreNotSaidAgain() throws {
    let session = try session(
      """
      INSERT (a:Firm {name: 'A'}), (b:Firm {name: 'B'}), (c:Firm {name: 'C'}), (:Document {name: 'one', publication_date: '2027-02-01'}), (:Document {name: 'two', publication_date: '2027-02-09'}),
        (a)-[:FUNDS {source: 'one', amount: 2400000000, currency: 'EUR', disputes: ['the sum']}]->(b), (a)-[:FUNDS {source: 'two', amount: 1900000000, currency: 'EUR', disputes: ['the sum']}]->(b),
        (a)-[:FUNDS {source: 'one', amount: 5}]->(c), (a)-[:FUNDS {source: 'two', amount: 5}]->(c), (a)-[:FUNDS {source: 'two', amount: 6}]->(c)
      """)
    let rows = try session.ask("changes", ["since": .date(#require(LocalDate(iso: "2027-02-05"))), "until": .null, "name": .null])
    #expect(rows.map { [$0["change"], $0["object"], $0["gist"]] } == [["contradicts", "B", "1.9 billion EUR"], ["again", "C", "5"], ["new", "C", "6"]])
  }

  /// When something was so is not when it was known.
  @Test func datesAloneAreAlwaysKnown() throws {
    let session = try session(
      """
      INSERT (:Person {name: 'Ann'})-[:SUPPORTS {source: 'a', date: '2027-02-01'}]->(:Proposal {name: 'levy'}), (:Person {name: 'Bob'})-[:SUPPORTS {source: 'a', date_from: '2027-02-01'}]->(:Proposal {name: 'toll'})
      """)
    func warns(_ question: String, _ arguments: [String: Value]) throws -> Bool {
      // A question of a thing that nobody knew yet is refused.
      guard let result = try? session.ask(question, arguments) else { return false }
      return result.summary.warnings.contains { $0.message.contains("tell a `date` alone") }
    }
    #expect(try !warns("backs", ["name": "levy", "with_state": false]))
    #expect(try warns("changes", ["since": "2027-01-15", "until": .null, "name": .null]))
    #expect(try !warns("changes", ["since": "2027-01-15", "until": .null, "name": "toll"]))
    session.asOf = LocalDate(iso: "2027-01-15")
    #expect(try warns("backs", ["name": "levy", "with_state": false]))
    #expect(try !warns("backs", ["name": "toll", "with_state": false]))
  }

  /// Days as texts and as days, lists and texts: GQL does not compare them.
  @Test func mixedKindsAreSlips() throws {
    let session = try session("INSERT (a:Person {name: 'Ann'}), (a)-[:SEES {date: '2027-02-01', speakers: 'Bob'}]->(a), (a)-[:SEES {date: DATE '2027-02-01', speakers: ['Bob']}]->(a), (a)-[:SEES {date_from: '2027'}]->(a)")
    #expect(try session.ask("slips").filter { $0["what"] == "edges" }.map { [$0["property"], $0["value"]] } == [["date", "days: 1, texts: 1"], ["speakers", "lists: 1, texts: 1"]])
  }

  @Test func whoWasDisavowedIsDisowned() throws {
    let session = try session("INSERT (c:Country {name: 'Norland'}), (:Person {name: 'Ann'})-[:SPEAKS_FOR {disavowed: TRUE}]->(c), (:Person {name: 'Bob'})-[:SPEAKS_FOR]->(c)")
    #expect(try session.ask("speaks-for", ["body": "Norland"]).map { [$0["who"], $0["disowned"]] } == [["Ann", true], ["Bob", false]])
  }

  /// What hangs on a condition is conditional, unless it says otherwise.
  @Test(arguments: [("condition: 'it is paid'", "CONDITIONAL"), ("condition: 'it is paid', modality: 'actual'", "FOR")] as [(String, Value)])
  func conditionsMakeConditional(properties: String, section: Value) throws {
    let session = try session("INSERT (:Person {name: 'Ann'})-[:SUPPORTS {source: 'a', \(properties)}]->(:Proposal {name: 'toll'})")
    #expect(try session.ask("backs", ["name": "toll", "with_state": false]).last?["section"] == section)
    #expect(try session.ask("who-backs", ["thing": "toll"]).isEmpty == (section == "CONDITIONAL"))
  }

  @Test func guestsWhoMayComeAreNone() throws {
    let session = try session(
      """
      INSERT (land:Country {name: 'Norland'}), (land)-[:ATTENDS {source: 'a'}]->(:Event {name: 'summit'}), (land)-[:ATTENDS {source: 'a', modality: 'hypothetical'}]->(:Event {name: 'talks'})
      """)
    #expect(try session.ask("states-at-but-not-at", ["event": "summit", "other": "talks"]).count == 1)
    // What is no event has no guests: that is no answer.
    #expect(throws: QueryError.self) { try session.ask("states-at-but-not-at", ["event": "summit", "other": "Norland"]) }
    #expect(throws: QueryError.self) { try session.ask("states-at-but-not-at", ["event": "summit", "other": "nothing"]) }
  }

  /// Without stances nothing is for or against.
  @Test func aGraphWithoutStancesSaysSo() throws {
    let graph = try Graph.inMemory()
    try graph.write("INSERT (:Person {name: 'Ann'})-[:SUPPORTS {source: 'a'}]->(:Proposal {name: 'toll'})")
    for (question, arguments) in [("backs", ["name": "toll", "with_state": false]), ("who-backs", ["thing": "toll"])] as [(String, [String: Value])] {
      #expect(try Session(graph: graph).ask(question, arguments).summary.warnings.map(\.message) == ["the graph has no stances, by which is told what is for a thing and what against it"], "\(question)")
    }
  }

  /// What is past comes before what is not, whoever says so and whatever day is told.
  @Test(arguments: [("'a'", "'a'", ""), ("'a'", "'b'", ""), ("'a'", "'b'", ", date: '2024'"), ("'a'", "'a'", ", date: '2019'")])
  func whoWasAgainstAndIsForHasChanged(once: String, now: String, day: String) throws {
    let session = try session(
      """
      INSERT (ann:Person {name: 'Ann'}), (levy:Proposal {name: 'levy'}), (ann)-[:OPPOSES {source: \(once), modality: 'past'\(day)}]->(levy),
        (ann)-[:SUPPORTS {source: \(now), date: '2025-05-01'}]->(levy)
      """)
    #expect(try session.ask("backs", ["name": "levy", "with_state": false]).dropFirst().map { $0["section"] } == ["CHANGED", "CHANGED"])
    #expect(try session.ask("who-backs", ["thing": "levy"]).map { [$0["disputed"], $0["changed"]] } == [[false, true]])
  }

  /// Where nothing is said in words the sum is told.
  @Test func sumsAreTold() throws {
    let session = try session(
      "INSERT (:Country {name: 'Norland'})-[:FUNDS {source: 'd1', amount: 5000000, currency: 'EUR', status: 'announced'}]->(:Organization {name: 'Port'})")
    for (question, arguments) in [("sources", ["a": "Norland", "b": "Port"]), ("sources_of", ["a": "Port"]), ("timeline", ["name": "Port"])] as [(String, [String: Value])] {
      #expect(try session.ask(question, arguments).map { $0["gist"] } == ["5 million EUR announced"], "\(question)")
    }
  }
}
