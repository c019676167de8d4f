import GQL
import TestSupport
import Testing

@testable import graphsh

@Suite struct KeyDecoderTests {
  static let cases: [(String, [Key])] = [
    ("a", [.text("a")]), ("né", [.text("né")]), ("\r", [.enter]), ("\t", [.tab]), ("\u{7F}", [.backspace]),
    ("\u{1}", [.control("a")]),
    ("\u{1B}[A\u{1B}[B", [.up, .down]), ("\u{1B}OC", [.right]), ("\u{1B}[1;5D", [.wordLeft]),
    ("\u{1B}[1;3C", [.wordRight]),
    ("\u{1B}b\u{1B}f", [.alt("b"), .alt("f")]), ("\u{1B}[3~", [.delete]),
    ("\u{1B}[H\u{1B}[4~", [.home, .end]),
    ("\u{1B}[200~a\rb\u{1B}[Ac\u{1B}[201~d", [.paste("a\nb[Ac"), .text("d")]), ("\u{1B}[99x", [.unknown]),
    ("\u{1B}\u{7F}", [.alt("\u{7F}")]),
  ]

  @Test(arguments: cases.indices) func whole(_ index: Int) {
    var decoder = KeyDecoder()
    #expect(decoder.decode(Array(Self.cases[index].0.utf8)) == Self.cases[index].1)
  }

  @Test(arguments: cases.indices) func byteByByte(_ index: Int) {
    var decoder = KeyDecoder()
    var keys: [Key] = []
    for byte in Self.cases[index].0.utf8 { keys += decoder.decode([byte]) }
    #expect(text(keys) == text(Self.cases[index].1))
  }

  /// Neighbouring texts joined.
  private func text(_ keys: [Key]) -> [Key] {
    keys.reduce(into: []) { result, key in
      if case .text(let new) = key, case .text(let old)? = result.last {
        result[result.count - 1] = .text(old + new)
      } else {
        result.append(key)
      }
    }
  }

  @Test func escapeAloneWaits() {
    var decoder = KeyDecoder()
    #expect(decoder.decode([0x1B]).isEmpty && decoder.isWaiting)
    #expect(decoder.flush() == [.escape])
  }

  @Test(arguments: 0..<200) func rubbishEndsNothing(_ seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    do {
      var decoder = KeyDecoder()
      let bytes = (0..<200).map { _ in UInt8.random(in: 0...255, using: &random) }
      _ = decoder.decode(bytes)
      _ = decoder.flush()
      // Whatever came before, typing works again at once or after the end of a paste.
      _ = decoder.decode(Array("\u{1B}[201~".utf8))
      #expect(decoder.decode(Array("x".utf8)) == [.text("x")], "after \(bytes)")
    }
  }
}

@Suite struct EditorStateTests {
  /// Text with `|` for the cursor after keys.
  private func edited(_ keys: [Key], history: [String] = []) -> String {
    var state = EditorState(history: history, isComplete: { $0.hasSuffix(";") })
    for key in keys { _ = state.handle(key) }
    return String(state.text[..<state.cursor]) + "|" + String(state.text[state.cursor...])
  }

  @Test(
    arguments: [
      ([Key.text("abc"), .left, .text("x")], "abx|c"), ([.text("abc"), .home, .delete], "|bc"),
      ([.text("ab"), .backspace, .backspace, .backspace], "|"),
      ([.text("one two.three"), .wordLeft, .wordLeft], "one |two.three"),
      ([.text("one two"), .home, .wordRight], "one| two"),
      ([.text("one two"), .control("w"), .control("y"), .control("y")], "one twotwo|"),
      ([.text("one two"), .control("a"), .control("k")], "|"),
      ([.text("a b"), .control("u"), .text("c"), .control("y")], "ca b|"),
      ([.text("a b c"), .control("w"), .control("w"), .control("y")], "a b c|"),
      ([.text("👩‍👩‍👧é"), .left, .left, .text("x")], "x|👩‍👩‍👧é"), ([.text("e"), .text("\u{301}"), .backspace], "|"),
      ([.text("🇫"), .text("🇷"), .left], "|🇫🇷"), ([.text("ab"), .control("t")], "ba|"),
      ([.text("a"), .enter, .text("b"), .up, .text("c")], "ac|\nb"),
      ([.text("a"), .enter, .text("bcd"), .up, .down, .text("x")], "a\nbx|cd"),
      ([.paste("a\nb"), .home], "a\n|b"),
    ] as [([Key], String)])
  func edits(_ keys: [Key], _ expected: String) { #expect(edited(keys) == expected) }

  @Test func historyKeepsTheDraft() {
    let history = ["first;", "second\nline;"]
    #expect(edited([.text("dr"), .up], history: history) == "second\nline;|")
    #expect(edited([.text("dr"), .up, .up, .up, .up], history: history) == "first;|")
    #expect(edited([.text("dr"), .up, .up, .up, .down, .down, .down], history: history) == "dr|")
  }

  @Test func searchFindsAndGoesOn() {
    let history = ["match (a);", "return 1;", "MATCH (b);"]
    #expect(edited([.control("r"), .text("mat")], history: history) == "MATCH (b);|")
    #expect(edited([.control("r"), .text("mat"), .control("r")], history: history) == "match (a);|")
    #expect(edited([.text("x"), .control("r"), .text("mat"), .control("g")], history: history) == "x|")
    #expect(edited([.control("r"), .text("mat"), .left, .text("!")], history: history) == "MATCH (b)!|;")
    var state = EditorState(history: history)
    _ = state.handle(.control("r"))
    _ = state.handle(.text("ret"))
    #expect(state.handle(.enter) == .submit("return 1;"))
  }

  @Test func enterDependsOnCompleteness() {
    var state = EditorState(isComplete: { $0.hasSuffix(";") })
    _ = state.handle(.text("RETURN"))
    #expect(state.handle(.enter) == .redraw)
    _ = state.handle(.text("1;"))
    #expect(state.handle(.enter) == .submit("RETURN\n1;"))
  }

  @Test func controlDAndC() {
    var state = EditorState()
    #expect(state.handle(.control("d")) == .endOfInput)
    _ = state.handle(.text("ab"))
    _ = state.handle(.home)
    #expect(state.handle(.control("d")) == .redraw && state.string == "b")
    #expect(state.handle(.control("c")) == .interrupt && state.string.isEmpty)
  }

  @Test(arguments: 0..<8) func randomKeysKeepTheCursorInside(_ seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    let keys: [Key] = [
      .text("a"), .text("é"), .text("\u{301}"), .text("漢"), .text(" "), .text("🇫"), .paste("x\ny"), .enter,
      .tab, .backspace, .delete, .left, .right, .up, .down,
      .home, .end, .wordLeft, .wordRight, .control("k"), .control("u"), .control("w"), .control("y"),
      .control("t"), .control("r"), .control("g"),
      .alt("d"), .alt("b"), .control("p"), .control("n"), .escape,
    ]
    for _ in 0..<40 {
      var state = EditorState(history: ["one;", "two\nthree;", ""], isComplete: { _ in false })
      var pressed: [Key] = []
      for _ in 0..<60 {
        let key = keys.randomElement(using: &random)!
        pressed.append(key)
        _ = state.handle(key)
        guard (0...state.text.count).contains(state.cursor) else {
          Issue.record("the cursor left the text after \(pressed)")
          return
        }
        #expect(Array(String(state.text)) == state.text, "clusters are whole after \(pressed)")
        let view = EditorView(state, prompt: "p> ", continuation: ".> ", columns: 7)
        #expect(view.cursorRow < view.rowCount && view.cursorColumn < 7, "\(pressed)")
        #expect(
          view.text.unicodeScalars.split(separator: "\n").allSatisfy {
            DisplayWidth.of(String($0).replacingScalar("\r", with: "")) <= 7
          })
      }
    }
  }
}

@Suite struct CompletionTests {
  private let completer = Completer(
    sketch: {
      CatalogSketch(
        labels: [
          .init(name: "Person", count: 3, keys: ["name", "party"]), .init(name: "Proposal", count: 2, keys: ["name", "since"]),
          .init(name: "peace plan", count: 1, keys: ["name"]),
        ], edgeTypes: [.init(name: "SUPPORTS", count: 4, keys: ["source"])])
    },
    values: { key, element, typed in
      guard key == "name" else { return .init([]) }
      return .init([("Ada Osei", "Person"), ("O'Neil", "Person"), ("levy \"A\"", "Proposal")]
        .filter { element.labels.isEmpty || element.labels.contains($0.1) }
        .filter { $0.0.lowercased().hasPrefix(typed.lowercased()) }.map { .init(text: $0.0, note: $0.1) })
    },
    parameters: { ["who"] },
    entries: { $0 == "." ? ["seeds.graph", "sub", ".hidden"] : ["inner.gql"] }, isDirectory: { $0 == "sub" })

  private func candidates(_ text: String) -> [String] {
    completer.complete(text, text.count)?.candidates.map(\.text) ?? []
  }

  @Test(arguments: [
    (".sch", [".schema"]), (".mode js", ["json", "jsonlines"]), (".open se", ["seeds.graph"]), (".open s", ["seeds.graph", "sub/"]),
    (".open sub/", ["sub/inner.gql"]), (".open .h", [".hidden"]), (".backs --s", ["--show"]), (".help bac", ["backs", "backup"]),
    (".set tim", ["timeout", "timer"]), (".schema SU", ["SUPPORTS"]), (".backs ada", ["Ada Osei"]), (".backs --by ada", ["\"Ada Osei\""]),
    (".backs --with-state ada", ["Ada Osei"]), (".backs Ada O", ["Ada Osei"]), (".path \"ada", ["\"Ada Osei\""]), (".path x ad", ["\"Ada Osei\""]),
    (".about levy", ["\"levy \\\"A\\\"\""]), (".ask aid", ["aid-totals"]), (".dot x.svg MATCH (n:Pe", ["Person", "`peace plan`"]),
    ("MAT", ["MATCH"]), ("mat", ["match"]), ("MATCH (n:P", ["Person", "Proposal", "`peace plan`"]), ("MATCH (n:`pea", ["peace plan`"]),
    ("MATCH (n)-[:", ["SUPPORTS"]), ("MATCH (n:Person) RETURN n.p", ["party"]), ("MATCH (n:Proposal {", ["name", "since"]),
    ("RETURN $w", ["who"]), ("MATCH (n:Person {name: 'o", ["O''Neil"]), ("MATCH (n:Person {name: \"o", ["O'Neil"]),
    ("MATCH (n {name: 'A", ["Ada Osei"]), ("MATCH (person) RETURN pe", ["person", "percentile_cont(", "percentile_disc("]),
    ("RETURN coa", ["coalesce("]), ("RETURN NULLI", ["NULLIF("]), ("RETURN coun", ["count("]),
    ("MATCH (n) RETURN n ORDER ", ["BY"]), ("CALL db.lab", ["db.labels"]),
  ])
  func offersWhatFits(_ text: String, _ expected: [String]) { #expect(candidates(text) == expected) }

  /// What a part of the names has in common is put in by nobody.
  @Test func aPartIsNotTheWhole() {
    let names = ["Country 4601", "Country 4602"].map { Completion.Candidate(text: $0) }
    #expect(Completion(start: 0, candidates: names)?.extended("C") == "Country 460")
    #expect(Completion(start: 0, candidates: names, isAll: false)?.extended("C") == nil)
    var cut = Completer()
    cut.values = { _, _, _ in .init([.init(text: "Country 4601", note: "Country"), .init(text: "Country 4602", note: "Country")], isAll: false) }
    cut.things = { _, _ in .init([.init(text: "Country 4601", note: "Country")], isAll: false) }
    #expect(cut.complete("MATCH (n {name: 'C", 18)?.isAll == false && cut.complete(".about C", 8)?.isAll == false)
  }

  /// The line that is typed stays on the screen.
  @Test func longListsAreCutToTheScreen() throws {
    let completion = try #require(Completion(start: 0, candidates: (0..<300).map { .init(text: "name number \($0)", note: "Thing") }))
    let text = CandidateList.text(completion, columns: 80, rows: 24, .plain)
    #expect(text.lines.count == 22 && text.contains("name number 0 ") && text.hasSuffix("... and 220 more: type on\r\n"), "\(text)")
    // One long name among many loses its end, and the others their places not.
    let long = try #require(Completion(start: 0, candidates: [.init(text: String(repeating: "long ", count: 20))] + completion.candidates))
    let cut = CandidateList.text(long, columns: 80, rows: 24, .plain)
    #expect(cut.contains("long lon…") && cut.hasSuffix("more: type on\r\n") && cut.lines[1].contains("name number 3"), "\(cut)")
    let part = try #require(Completion(start: 0, candidates: [.init(text: "a"), .init(text: "b")], isAll: false))
    #expect(CandidateList.text(part, columns: 80, rows: 24, .plain) == "a  b  \r\n... and more: type on\r\n")
  }

  @Test func candidatesSayWhatTheyAre() {
    #expect(completer.complete("MATCH (n:Per", 12)?.candidates == [.init(text: "Person", note: "3 nodes")])
    #expect(completer.complete("RETURN upp", 10)?.candidates.first?.note.hasPrefix("(") == true)
  }

  @Test func tabPutsInTheOnlyCandidate() {
    let formats = Completion(start: 6, candidates: [.init(text: "json", suffix: " "), .init(text: "jsonlines", suffix: " ")]).map { EditorState.Effect.list($0) }
    var state = EditorState(complete: completer.complete)
    _ = state.handle(.text(".mode ma"))
    #expect(state.handle(.tab) == .redraw && state.string == ".mode markdown ")
    state.reset()
    _ = state.handle(.text(".mode j"))
    #expect(state.handle(.tab) == .redraw && state.string == ".mode json")
    #expect(state.handle(.tab) == formats)
    for shown in [".mode json ", ".mode jsonlines ", ".mode json", ".mode json "] {
      #expect(state.handle(.tab) == .redraw && state.string == shown)
    }
    // Any other key ends the choice.
    _ = state.handle(.backspace)
    #expect(state.handle(.tab) == formats)
    state.reset()
    _ = state.handle(.text("xyzzy"))
    #expect(state.handle(.tab) == .bell)
    state.reset()
    _ = state.handle(.text("MATCH (n:Person {name: 'ad"))
    #expect(state.handle(.tab) == .redraw && state.string == "MATCH (n:Person {name: 'Ada Osei'")
  }

  @Test func whatFitsByALaterWordDoesNotStandInTheWay() {
    let names: [Completion.Candidate] = ["one-month truce", "only others", "the truce as one"].map { .init(text: $0, suffix: "'") }
    var state = EditorState(complete: { text, _ in
      Completion(start: 0, candidates: names.filter { $0.text.hasPrefix(text) || $0.text.hasSuffix(text) })
    })
    _ = state.handle(.text("one"))
    #expect(state.handle(.tab) == .redraw && state.string == "one-month truce'")
    state.reset()
    _ = state.handle(.text("on"))
    #expect(state.handle(.tab) == Completion(start: 0, candidates: Array(names[..<2])).map { .list($0) })
  }

  /// An alias of the best one is no reason to write something else.
  @Test func theBestThatFitsByAnotherNameIsToBeChosen() {
    let names: [Completion.Candidate] = ["Emmanuel Macron", "Macron was too quick"].map { .init(text: $0) }
    var state = EditorState(complete: { _, _ in Completion(start: 7, candidates: names) })
    _ = state.handle(.text(".about Mac"))
    #expect(state.handle(.tab) == Completion(start: 7, candidates: names).map { .list($0) } && state.string == ".about Mac")
    #expect(state.handle(.tab) == .redraw && state.string == ".about Emmanuel Macron")
    #expect(state.handle(.tab) == .redraw && state.string == ".about Macron was too quick")
    #expect(state.handle(.control("_")) == .redraw && state.string == ".about Emmanuel Macron")
  }

  @Test func undoGoesBackByWords() {
    var state = EditorState()
    for typed in ["R", "E", "T", " ", "n"] { _ = state.handle(.text(typed)) }
    _ = state.handle(.control("u"))
    #expect(state.handle(.control("_")) == .redraw && state.string == "RET n")
    _ = state.handle(.control("_"))
    #expect(state.string == "RET ")
    _ = state.handle(.control("_"))
    _ = state.handle(.control("_"))
    #expect(state.string.isEmpty && state.handle(.control("_")) == .bell)
  }
}

@Suite struct HighlighterTests {
  private func shown(_ text: String, columns: Int = 60) -> String {
    var state = EditorState(isComplete: { _ in false })
    _ = state.handle(.paste(text))
    let highlighter = Highlighter(theme: .dark)
    return EditorView(state, prompt: "> ", continuation: ". ", columns: columns, emphasize: highlighter.sequences).text
      .replacing("\u{1B}[0m", with: "}").replacing("\u{1B}[", with: "{")
  }

  @Test func wordsHaveTheirColours() {
    #expect(shown("RETURN 'x' ") == "> {1;36mRETURN} {32m'x'} ")
    #expect(shown(".backs x") == "> {1;36m.backs} x")
    #expect(shown(".nonsense x") == "> {31m.nonsense} x")
  }

  @Test func withoutColoursWhatIsWrongIsUnderlined() {
    let plain = Highlighter(theme: nil)
    #expect(plain.sequences(of: Array("RETURN 1"), cursor: 8).isEmpty && plain.sequences(of: Array(".schema"), cursor: 7).isEmpty)
    #expect(plain.sequences(of: Array("RETURN 'x"), cursor: 0) == [7: "\u{1B}[4m", 9: "\u{1B}[0m"])
    #expect(plain.sequences(of: Array("RETRUN 1 "), cursor: 9)[0] == "\u{1B}[4m")
    #expect(plain.sequences(of: Array(".scheam x"), cursor: 9) == [0: "\u{1B}[4m", 7: "\u{1B}[0m"])
  }

  @Test func aTextOverSeveralRowsKeepsItsColour() {
    #expect(shown("RETURN 'ab\ncd' ") == "> {1;36mRETURN} {32m'ab}\r\n{32m}. {32mcd'} ")
    #expect(shown("RETURN 'abcdef' ", columns: 12) == "> {1;36mRETURN} {32m'ab}\r\n{32mcdef'} ")
  }

  @Test func aMistakeIsMarkedInPlace() {
    #expect(shown("MATCH (n) RETRUN n ").contains("{4;31mRETRUN}"))
    #expect(shown("RETURN 'open").contains("{31m'open}"))
  }

  @Test func lightBackgroundsAreKnown() {
    #expect(Theme(environment: ["COLORFGBG": "0;15"]) == .light)
    #expect(Theme(environment: ["COLORFGBG": "15;0"]) == .dark)
    #expect(Theme(environment: [:]) == .dark)
  }
}

@Suite struct HistoryTests {
  @Test(arguments: ["plain", "two\nlines", "back\\slash\\n", "\\", "ends\\\n"]) func roundTrip(
    _ entry: String
  ) {
    #expect(!History.encoded(entry).contains("\n"))
    #expect(History.decoded(History.encoded(entry)) == entry)
  }

  @Test func leadingBlanksAndRepetitionsStayOut() {
    var history = History()
    for entry in ["a", " secret", "a", "b\n", "", "\tx", "b"] { history.add(entry) }
    #expect(history.entries == ["a", "b"])
  }
}

/// What Tab offers for the names of things in the seed graph.
@Suite struct ThingCompletionTests {
  private func offered(_ line: String) throws -> [String] {
    let graph = try Graph(path: BuiltProgram.seedGraph(), mode: .readOnly)
    let engine = Engine.over(graph, path: nil, isReadOnly: true)
    var completer = Completer()
    completer.things = { typed, role in (try? engine.things(typed, role)) ?? nil }
    completer.values = { key, element, typed in (try? engine.values(key, element, typed)) ?? .init([]) }
    return completer.complete(line, line.count)?.candidates.map(\.text) ?? []
  }

  /// Aliases stand for names; what somebody said comes after things.
  @Test func namesComeFirst() throws {
    #expect(try offered(".about mac").first == "Emmanuel Macron")
    #expect(try offered(".about Kyiv").first == "Ukraine")
    let found = try offered(".about one")
    let claim = try #require(found.firstIndex { $0.contains("one proposal") })
    #expect(try #require(found.firstIndex(of: "one-month truce")) < claim)
  }

  /// Positions are on things and held by actors.
  @Test func backsOffersWhatItCanAnswer() throws {
    #expect(try offered(".backs one").first == "one-month truce")
    let things = try offered(".backs ")
    #expect(things.contains("one-month truce") && !things.contains("Emmanuel Macron"))
    let actors = try offered(".backs --by ")
    #expect(actors.contains("\"Emmanuel Macron\"") && !actors.contains("\"one-month truce\""))
    #expect(try offered(".ask who-backs thing=one-m").first == "\"one-month truce\"")
    #expect(try offered(".ask events-since since=2").isEmpty)
  }

  @Test func whatSQLiteKeepsBesideAGraphIsNotOffered() {
    var completer = Completer()
    completer.entries = { _ in ["a.graph", "a.graph-shm", "a.graph-wal"] }
    completer.isDirectory = { _ in false }
    #expect(completer.complete(".open ", 6)?.candidates.map(\.text) == ["a.graph"])
  }

  @Test(arguments: [
    (".dump", "`.export -o OUT.gql` writes the graph"), (".new", "`.open FILE --create` makes a graph"),
    (".tables", "`.schema`"), (".timer on", "`.set timer on|off`"), (".null-value x", "`.set nullvalue TEXT`"),
    (".once a.csv", "`.output FILE --once`"), (".mode box", "`.mode table` is like it"),
    (".sources Luke Pollard one-month truce", "names of several words go in quotes"), (".path Luke Pollard truce", "names of several words go in quotes"),
    (".timeline levy --since 2025-04 --until 2025-03", "`--since` 2025-04-01 is later than `--until` 2025-03-31"),
    (".changes --since 2025-04 --until 2025-03", "is later than"),
  ])
  func mistakesAreExplained(line: String, hint: String) {
    let harness = Harness()
    #expect(harness.shell.take(line: line) == .failed && harness.notices.contains(hint), "\(harness.notices)")
  }
}
