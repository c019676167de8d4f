import GQL
import GraphStore
import Testing

/// Which spellings are one name, silently, and which are only near.
@Suite struct SpellingTests {
  private enum Found: Equatable {
    case same(String), guessed(String), nothing
  }

  private func find(_ spelling: String, among names: [String], aliases: [String] = []) throws -> Found {
    let graph = try Graph.inMemory()
    for name in names { try graph.write("INSERT (:Person {name: $name})", ["name": .string(name)]) }
    if !aliases.isEmpty { try graph.write("INSERT (:Person {name: 'somebody', aliases: $aliases})", ["aliases": .list(aliases.map { .string($0) })]) }
    do {
      let answer = try Session(graph: graph).ask("about", ["name": .string(spelling)])
      guard case .string(let name)? = answer.first?["what"] else { return .nothing }
      let warnings = answer.summary.warnings
      #expect(warnings.allSatisfy { $0.status == .warning && $0.message == "`\(spelling)` is taken for `\(name)` (Person)" })
      return warnings.isEmpty ? .same(name) : .guessed(name)
    } catch {
      return .nothing
    }
  }

  /// Another name is never answered without a word.
  @Test(arguments: [
    ("Dana", "Diana"), ("Danna", "Dana"), ("Lam", "Liam"), ("Gamba", "Gambia"), ("Adam", "Adams"), ("Lucas", "Lukas"),
    ("Stephan", "Stefan"), ("Дана", "Данна"), ("Louis", "Luis"),
  ])
  func nearNamesAreGuesses(spelling: String, name: String) throws {
    #expect(try find(spelling, among: [name]) == .guessed(name))
    #expect(try find(spelling, among: [name, spelling]) == .same(spelling))
  }

  @Test(arguments: [
    ("DANA", "Dana"), ("jose", "José"), ("Müller-Lay", "muller lay"), ("ΝΙΚΟΣ", "νίκος"), ("Νικος", "ΝΊΚΟΣ"), ("николай", "НИКОЛАЙ"), ("OHara", "O'Hara"),
    ("straße", "Strasse"),
  ])
  func caseAndDiacriticsAreSilent(spelling: String, name: String) throws {
    #expect(try find(spelling, among: [name]) == .same(name))
    #expect(try find(spelling, among: [], aliases: [name]) == .same("somebody"))
  }

  /// Each in both ways: whichever of the two the graph has.
  @Test(arguments: [
    ("Мария Иванова", ["Maria Ivanova", "Mariya Ivanova", "Marija Ivanova", "Mariia Ivanova"]), ("Виктория", ["Viktoria", "Viktoriya", "Victoria"]),
    ("Ксения", ["Ksenia", "Kseniya", "Xenia"]), ("Юлия Щербакова", ["Yulia Shcherbakova", "Iuliia Shcherbakova", "Julija Schtscherbakova", "Yuliya Shcherbakova"]),
    ("Юлія Свириденко", ["Yulia Svyrydenko", "Yuliia Svyrydenko"]), ("Євген", ["Yevhen", "Ievhen", "Evhen"]), ("Евгений", ["Evgeny", "Yevgeniy", "Evgenii", "Jewgenij"]),
    ("Алексей", ["Alexei", "Alexey", "Aleksei", "Aleksey", "Alexej"]), ("Александр", ["Alexander", "Aleksandr", "Alexandr"]), ("Пётр", ["Pyotr", "Petr", "Peter"]),
    ("Сергій", ["Serhii", "Serhiy", "Sergii"]), ("Дмитрий", ["Dmitry", "Dmitri", "Dmitriy", "Dmitrij"]), ("Наталья", ["Natalya", "Natalia"]),
    ("Фёдор Хрущев", ["Fyodor Khrushchev", "Fedor Hrushchev", "Fjodor Chrushchev"]), ("Диана", ["Diana"]), ("Дана", ["Dana"]), ("Лук'янов", ["Lukyanov"]),
    ("Αλέξης Τσίπρας", ["Alexis Tsipras"]), ("ΓΙΩΡΓΟΣ ΠΑΠΑΝΔΡΕΟΥ", ["Giorgos Papandreou", "Yorgos Papandreou"]), ("Ευάγγελος", ["Evangelos"]),
    ("Γιάννης Βαρουφάκης", ["Yannis Varoufakis", "Giannis Varoufakis"]), ("Μπάμπης", ["Babis", "Bampis"]), ("Χρήστος", ["Christos", "Hristos"]),
  ])
  func transliterationsAreSilent(name: String, spellings: [String]) throws {
    for spelling in spellings {
      #expect(try find(spelling, among: [name]) == .same(name), "\(spelling)")
      #expect(try find(name, among: [spelling]) == .same(spelling), "\(spelling)")
    }
  }

  /// Letters that the other script does not have are not made up.
  @Test(arguments: [("Дана", "Diana"), ("Лам", "Liam"), ("Мария", "Mara"), ("Гамба", "Gambia"), ("Νίκος", "Nikosia"), ("Саша", "Sasa")])
  func anotherNameInAnotherScriptIsNotSilent(spelling: String, name: String) throws {
    #expect(try find(spelling, among: [name]) != .same(name))
    #expect(try find(name, among: [spelling]) != .same(spelling))
  }

  /// A text that is found nowhere is looked for as another spelling, which is told too.
  @Test func findTellsOfGuesses() throws {
    let graph = try Graph.inMemory()
    try graph.write("INSERT (:Person {name: 'Diana'})")
    let found = try Session(graph: graph).ask("find", ["text": "Dana"])
    #expect(found.first?["name"] == "Diana" && found.summary.warnings.map(\.message) == ["`Dana` is taken for `Diana` (Person)"])
    #expect(Session(graph: graph).warningsAboutNames(in: "MATCH (n {name: 'Dana'}) RETURN n").first?.hints == ["did you mean `Diana`?"])
  }

  /// Words that do not stand side by side, anywhere in what tells of a thing, in any spelling of their letters.
  @Test(arguments: [
    ("ferry levy", ["harbour levy"]), ("LEVY ferries", ["harbour levy"]), ("strom harbour", ["harbour levy"]), ("ström night", []), ("soren", ["Søren Kjær"]),
    ("kjær soren", ["Søren Kjær"]), ("zzz levy", []),
  ]) func allWordsOfATextAreFound(text: String, names: [String]) throws {
    let graph = try Graph.inMemory()
    try graph.write("INSERT (:Proposal {name: 'harbour levy', aliases: ['ferry toll'], description: 'for ferries to Ström'}), (:Person {name: 'Søren Kjær'}), (:Claim {name: 'x', gist: 'at night'})")
    let found = try Session(graph: graph).ask("find", ["text": .string(text)])
    #expect(found.compactMap { $0["name"] } == names.map { .string($0) }, "\(found.rows)")
    #expect(found.columns.map(\.name) == ["found_in", "name", "label", "text", "source"])
  }

  /// The one of several near things that a question can mean is a guess, and told.
  @Test func oneOfSeveralNearThingsIsTold() throws {
    let graph = try Graph.inMemory()
    try graph.write(
      """
      INSERT (:Stance {edge_type: 'SUPPORTS', sign: 1, verb: 'supports'}), (:Person {name: 'Bob', aliases: ['Minister Bob']}),
        (:Office {name: 'Prime Minister, X'}), (:Proposal {name: 'levy charge'}),
        (:Person {name: 'Prime Minister Ann'})-[:SUPPORTS {source: 'x'}]->(:Proposal {name: 'levy tax'})
      """)
    let session = Session(graph: graph)
    let on = try session.ask("backs", ["name": "levy", "with_state": false])
    #expect(on.count > 1 && on.summary.warnings.map(\.message) == ["`levy` is taken for `levy tax` (Proposal)"])
    let by = try session.ask("backs_by", ["name": "minister", "with_state": false])
    #expect(by.count > 1 && by.summary.warnings.map(\.message) == ["`minister` is taken for `Prime Minister Ann` (Person)"])
    #expect(try session.ask("backs", ["name": "levy tax", "with_state": false]).summary.warnings.isEmpty)
  }

  /// An article before a name is no part of it, unless it is.
  @Test func articlesAreLeftOut() throws {
    let graph = try Graph.inMemory()
    try graph.write("INSERT (:Body {name: 'United States', aliases: ['US']}), (:Paper {name: 'The Times'}), (:Body {name: 'Times'}), (:Claim {name: 'help the us army'})")
    let session = Session(graph: graph)
    for (text, name) in [("the US", "United States"), ("The united states", "United States"), ("the times", "The Times"), ("times", "Times")] {
      let told = try session.ask("about", ["name": .string(text)])
      #expect(told.first?["what"] == .string(name) && told.summary.warnings.isEmpty, "\(told.rows)")
    }
  }

  /// One word of a long name does not mean it.
  @Test func aWordOfASentenceIsNoName() throws {
    let graph = try Graph.inMemory()
    try graph.write("INSERT (:Claim {name: 'a ceasefire nobody can control'}), (:Fund {name: 'northern fund'})")
    #expect { try Session(graph: graph).ask("about", ["name": "Nobody"]) } throws: { ($0 as? QueryError)?.status == .invalidReference }
    #expect(try !Session(graph: graph).ask("about", ["name": "fund"]).isEmpty)
  }
}
