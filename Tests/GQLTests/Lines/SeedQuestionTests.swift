import Foundation
import GQL
import GraphStore
import Testing

/// The questions of the seed graph, answered by the engine. `UPDATE_GOLDEN=1` rewrites the `.expected` files: read the difference.
@Suite struct SeedQuestionTests {
  static let folder = #filePath.replacing("Tests/GQLTests/Lines/SeedQuestionTests.swift", with: "seeds/")

  static let seeds: Result<Graph, any Error> = Result {
    let graph = try Graph.inMemory()
    let articles = ["0-national", "1-paris-talks", "2-energy-truce", "3-independent", "4-diplomats"]
    try graph.importLines(
      from: (["vocabulary", "entities"] + articles.map { "article-" + $0 }).map { folder + $0 + ".jsonl" })
    return graph
  }

  static let names: [String] = (try? FileManager.default.contentsOfDirectory(atPath: folder + "questions"))?
    .filter { $0.hasSuffix(".gql") }.map { String($0.dropLast(4)) }.sorted() ?? []

  @Test func thereAreQuestions() { #expect(Self.names.count >= 20) }

  @Test(arguments: names) func answersAsExpected(name: String) throws {
    let text = try String(contentsOfFile: Self.folder + "questions/\(name).gql", encoding: .utf8)
    let expected = (try? String(contentsOfFile: Self.folder + "questions/\(name).expected", encoding: .utf8)) ?? ""
    let session = Session(graph: try Self.seeds.get())
    let result = try session.execute(text, arguments(text))
    var found = result.columns.map(\.name).joined(separator: " | ") + "\n"
    for row in result.rows { found += row.map(\.description).joined(separator: " | ") + "\n" }
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1", found != expected {
      try found.write(toFile: Self.folder + "questions/\(name).expected", atomically: true, encoding: .utf8)
    } else {
      #expect(found == expected)
    }
    // The same question is shipped, and is asked by name.
    let asked = try session.ask(name, arguments(text))
    #expect(asked.rows.map { $0.map(\.description) } == result.rows.map { $0.map(\.description) })
    // On the day after the last document all is known; before the first, nothing that a document says.
    session.asOf = LocalDate(iso: "2025-12-31")
    #expect(try session.ask(name, arguments(text)).rows.map { $0.map(\.description) } == result.rows.map { $0.map(\.description) })
    session.asOf = LocalDate(iso: "2025-03-04")
    _ = try session.execute(text, arguments(text))
  }

  /// `-- example: a="two words" b=one`.
  private func arguments(_ text: String) -> [String: Value] {
    guard let line = text.split(separator: "\n").first(where: { $0.hasPrefix("-- example:") }) else { return [:] }
    var result: [String: Value] = [:]
    for match in line.matches(of: /(\w+)=(?:"([^"]*)"|(\S+))/) {
      result[String(match.1)] = .string(String(match.2 ?? match.3 ?? ""))
    }
    return result
  }

  /// What the standard questions must say of the seeds.
  @Test func whoBacksTheTruce() throws {
    let session = Session(graph: try Self.seeds.get())
    let result = try session.ask("backs", ["name": "Such a truce", "with_state": false])
    func actors(_ section: String) -> Set<String> {
      Set(result.filter { $0["section"]?.description == "'\(section)'" }.compactMap { row in
        if case .string(let actor)? = row["actor"] { actor } else { nil }
      })
    }
    #expect(actors("SUBJECT") == ["one-month truce"])
    #expect(actors("FOR").isSuperset(of: ["Emmanuel Macron", "Jean-Noel Barrot"]))
    #expect(actors("DISPUTED") == ["United Kingdom"])
    #expect(actors("OPPOSED").isEmpty)
    #expect(actors("NOT COUNTED").contains("Lord Mandelson"))
  }

  /// What would be is no backing.
  @Test func conditionalBackingStandsApart() throws {
    let session = Session(graph: try Self.seeds.get())
    let rows = try session.ask("backs", ["name": "European troop deployment", "with_state": false])
    let conditional = rows.filter { $0["modality"] == "conditional" || $0["modality"] == "hypothetical" }
    #expect(conditional.contains { $0["actor"] == "Luke Pollard" } && conditional.allSatisfy { $0["section"] == "CONDITIONAL" || $0["section"] == "NOT COUNTED" })
  }

  /// What is called so comes first, what merely holds the letters last.
  @Test func whatIsCalledSoIsFoundFirst() throws {
    let session = Session(graph: try Self.seeds.get())
    #expect(try session.ask("find", ["text": "EU"]).first?["name"] == "European Union")
    for words in ["heavy lifting", "crossroads", "ducks", "fighter jets", "good faith", "£1.6", "social media"] {
      #expect(try !session.ask("find", ["text": .string(words)]).isEmpty, "\(words)")
    }
    for office in ["French prime minister", "foreign minister of France", "president of France", "prime minister of the UK"] {
      #expect(try session.ask("about", ["name": .string(office)]).first?["relation"] == "Office", "\(office)")
    }
    #expect(try session.ask("about", ["name": "Toth"]).contains { $0["relation"] == "←AUTHORED_BY–" && $0["what"] == "independent" })
  }

  /// Who rejects the whole of a thing is counted as opposed to it.
  @Test func oppositionIsCounted() throws {
    let rows = try Session(graph: try Self.seeds.get()).ask("backs_overview")
    let opposed = rows.compactMap { row in row["opposed"].flatMap { $0 == .int(0) || $0 == .null ? nil : row["thing"] } }
    #expect(Set(opposed) == ["US backstop", "nuclear sharing", "weak deal with Russia", "European troops during the truce"])
  }

  /// What is not known has no property: comparisons pass it by.
  @Test func unknownDaysAreMissing() throws {
    let result = try Session(graph: try Self.seeds.get()).execute("MATCH ()-[e]->() RETURN MIN(e.`date`) AS first, COUNT(*) > COUNT(e.`date`) AS some_have_none", [:])
    #expect(result.rows.first?.map(\.description) == ["'../1966'", "TRUE"])
  }

  @Test func aDisputeGoesWhenOneSignGoes() throws {
    let graph = try Graph.inMemory()
    try graph.importVocabulary()
    let session = Session(graph: graph)
    _ = try session.execute(
      """
      INSERT (n:Country {name: 'Norland'}), (l:Proposal {name: 'harbour levy'}),
        (n)-[:PROPOSES {source: 'a', modality: 'actual'}]->(l), (n)-[:OPPOSES {source: 'b', modality: 'actual'}]->(l)
      """)
    func sections() throws -> [String] {
      try session.ask("backs", ["name": "HARBOUR LEVY", "with_state": false]).map { $0["section"]?.description ?? "" }
    }
    #expect(try sections() == ["'SUBJECT'", "'DISPUTED'", "'DISPUTED'"])
    _ = try session.execute("MATCH ()-[e:OPPOSES]->() DELETE e")
    #expect(try sections() == ["'SUBJECT'", "'FOR'"])
    // A stance of one's own is data.
    _ = try session.execute(
      """
      MATCH (l {name: 'harbour levy'})
      INSERT (:Stance {name: 'MOCKS', edge_type: 'MOCKS', sign: -1, strength: 5, verb: 'mocks'}),
        (:Person {name: 'Ada'})-[:MOCKS {source: 'c'}]->(l)
      """)
    #expect(try sections() == ["'SUBJECT'", "'FOR'", "'OPPOSED'"])
  }

  @Test func withoutVocabularyPositionsHaveNoSign() throws {
    let graph = try Graph.inMemory()
    let session = Session(graph: graph)
    _ = try session.execute("INSERT (:Person {name: 'Ada'})-[:LIKES]->(:Thing {name: 'levy'})")
    let rows = try session.ask("backs", ["name": "levy", "with_state": false])
    #expect(rows.map { $0["section"]?.description ?? "" } == ["'SUBJECT'", "'UNSIGNED'"])
  }

  @Test(arguments: [
    ("zelenskyy", "Volodymyr Zelensky"), ("Selenskyj", "Volodymyr Zelensky"), ("ZELENSKY", "Volodymyr Zelensky"),
    ("Kiew", "Ukraine"), ("kyiv", "Ukraine"), ("Зеленский", "Volodymyr Zelensky"), ("macron", "Emmanuel Macron"),
    ("uk", "United Kingdom"), ("such  a truce", "one-month truce"),
  ])
  func namesResolve(spelling: String, name: String) throws {
    let session = Session(graph: try Self.seeds.get())
    let result = try session.ask("about", ["name": .string(spelling)])
    #expect(result.first?["what"]?.description == "'\(name)'")
  }

  @Test func unknownNamesSuggest() throws {
    let session = Session(graph: try Self.seeds.get())
    let error = #expect(throws: QueryError.self) { try session.ask("about", ["name": "Macrom"]) }
    #expect(error?.hints.first?.contains("Macron") == true)
  }
}
