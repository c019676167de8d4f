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
    let missed = try Session(graph: graph).ask("find", ["text": "Diaan"])
    #expect(missed.isEmpty && missed.summary.warnings.map(\.hints) == [["did you mean `Diana`?"]])
    for (text, written) in [("Dina since 2025-03-03", "Dina --since 2025-03-03"), ("some levy as of 2025", "some levy --as-of 2025")] {
      let error = #expect(throws: QueryError.self) { try Session(graph: graph).ask("about", ["name": .string(text)]) }
      #expect(error?.hints == ["an option begins with two hyphens: `\(written)`"])
    }
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

  /// What has a name just so is meant, and what has it in another spelling is told; of a question about some things only, one of these is.
  @Test func otherThingsOfTheNameAreTold() throws {
    let graph = try Graph.inMemory()
    try graph.write(
      """
      INSERT (:Stance {edge_type: 'SUPPORTS', sign: 1, verb: 'supports'}), (tax:Proposal {name: 'Port Tax', aliases: ['levy']}),
        (:Person {name: 'Levy'})-[:SUPPORTS {source: 'd1'}]->(tax), (:Person {name: 'Jose'})-[:SUPPORTS {source: 'd2'}]->(tax),
        (:Person {name: 'José'})-[:SUPPORTS {source: 'd3'}]->(tax), (:Person {name: 'Юлия'}), (:Person {name: 'Yulia'}), (:Office {name: 'minister'}),
        (:Person {name: 'Minister'})-[:SUPPORTS {source: 'd3'}]->(tax), (:Place {name: 'e\u{301}te\u{301}'}), (:Place {name: '\u{e9}t\u{e9}'})
      """)
    let session = Session(graph: graph)
    func told(_ question: String, _ arguments: [String: Value]) throws -> (first: Value?, warnings: [String]) {
      let answer = try session.ask(question, arguments)
      return (answer.first?[answer.columns.contains { $0.name == "actor" } ? "actor" : "what"], answer.summary.warnings.map { ([$0.message] + $0.hints).joined(separator: "; ") })
    }
    let cases: [(question: String, name: String, meant: String, warnings: [String])] = [
      ("backs_by", "levy", "Levy", ["`levy` is taken for `Levy` (Person); `Port Tax` (Proposal) is called so too"]),
      ("backs", "levy", "Port Tax", ["`levy` is taken for `Port Tax` (Proposal); `Levy` (Person) is called so too"]),
      ("backs", "port tax", "Port Tax", []),
      ("backs_by", "Jose", "Jose", ["what is told is of `Jose` (Person); `José` (Person) is called so too"]),
      ("backs_by", "minister", "minister", ["what is told is of `minister` (Office); `Minister` (Person) is called so too"]),
      ("backs_by", "MINISTER", "Minister", ["`MINISTER` is taken for `Minister` (Person); `minister` (Office) is called so too"]),
      ("about", "minister", "minister", ["what is told is of `minister` (Office); `Minister` (Person) is called so too"]),
      ("about", "levy", "Port Tax", ["`levy` is taken for `Port Tax` (Proposal); `Levy` (Person) is called so too"]),
      ("about", "levy (person)", "Levy", []),
      ("about", "Юлия", "Юлия", ["what is told is of `Юлия` (Person); `Yulia` (Person) is called so too"]),
    ]
    for (question, name, meant, warnings) in cases {
      var arguments: [String: Value] = ["name": .string(name)]
      if question != "about" { arguments["with_state"] = false }
      let found = try told(question, arguments)
      #expect(found.first == .string(meant) && found.warnings == warnings, "\(question) \(name): \(found)")
    }
    let error = #expect(throws: QueryError.self) { try told("backs_by", ["name": "jose", "with_state": false]) }
    #expect(error?.message == "`jose` may mean several things: `Jose` (Person), `José` (Person)" && error?.hints == ["write the name just so, as in `Jose`"])
    for (text, count) in [("jose", 2), ("JOSÉ", 2), ("ete", 2), ("yulia", 2), ("юлия", 2), ("levy", 2), ("minist", 2)] {
      #expect(try session.ask("find", ["text": .string(text)]).filter { $0["found_in"] != "assertion" }.count == count, "\(text)")
    }
    #expect(try session.ask("stands-for", ["name": "LEVY"]).map { $0["name"] } == ["Levy", "Port Tax"])
    let joined = try session.ask("sources", ["a": "levy", "b": "port tax"])
    #expect(joined.isEmpty && joined.summary.warnings.last?.message == "`levy` and `port tax` are both taken for `Port Tax` (Proposal)")
  }

  /// A name that is all punctuation is itself, a sign that tells names apart is kept, and a number is a name too.
  @Test func signsOfANameCount() throws {
    let graph = try Graph.inMemory()
    try graph.write("INSERT (:Place {name: 'C'}), (:Place {name: 'C#'}), (:Place {name: '!!!'}), (:Place {name: '???'}), (:Place {name: 5, title: 'Five'})")
    let session = Session(graph: graph)
    for name in ["C", "C#", "!!!", "???"] {
      let answer = try session.ask("about", ["name": .string(name)])
      #expect(answer.first?["what"] == .string(name) && answer.summary.warnings.isEmpty, "\(name)")
    }
    #expect(try session.ask("about", ["name": "5"]).contains { $0["what"] == "Five" })
  }
}
