import Foundation
import GQL
import GraphStore
import Testing

@testable import graphsh

@Suite struct ShellTests {
  @Test func promptTellsGraphTransactionAndContinuation() {
    let harness = Harness()
    #expect(harness.shell.prompt == "seeds> ")
    #expect(harness.shell.take(line: "START TRANSACTION;") == .done)
    #expect(harness.shell.prompt == "seeds*> ")
    #expect(harness.shell.take(line: "RETURN") == .done)
    #expect(harness.shell.prompt == "......> ")
    #expect(harness.shell.take(line: "1;") == .done)
    #expect(harness.shell.prompt == "seeds*> ")
    #expect(harness.rows.contains("│     1 │"))
  }

  @Test func lastStatementNeedsNoSemicolon() {
    let harness = Harness()
    #expect(harness.shell.take(script: ".mode csv\nRETURN 1;\nRETURN\n2") == .done)
    #expect(harness.rows == "value\r\n1\r\nvalue\r\n2\r\n")
  }

  @Test func firstErrorStopsAndLeavesStdoutAlone() {
    let harness = Harness()
    #expect(harness.shell.take(script: "FAIL now; RETURN 1;\nRETURN 2;") == .failed)
    #expect(harness.rows.isEmpty)
    #expect(
      harness.notices == """
        error 42001: unexpected `FAIL`
          1 | FAIL now
              ^^^^
          hint: write a statement

        """)
  }

  @Test func keepGoingGoesOnAndStillFails() {
    let harness = Harness(keepsGoing: true)
    #expect(harness.shell.take(script: ".mode csv\nFAIL; RETURN 1;\nFAIL;\nRETURN 2") == .failed)
    #expect(harness.rows == "value\r\n1\r\nvalue\r\n2\r\n")
  }

  @Test func unknownCommandsAreAnsweredWithTheNearest() {
    let harness = Harness()
    #expect(harness.shell.take(line: ".bakcs truce") == .failed)
    #expect(harness.notices.contains("did you mean `.backs`?"))
    #expect(harness.rows.isEmpty)
  }

  /// Only where a person types: a script that says so is wrong.
  @Test func bareWordsHelpAndQuit() {
    let harness = Harness(isInteractive: true)
    #expect(harness.shell.take(line: "help;") == .done && harness.rows.contains(".backs"))
    #expect(harness.shell.take(line: " EXIT ") == .quit(.success))
    #expect(harness.shell.take(line: "RETURN") == .done)
    #expect(harness.shell.take(line: "quit") == .done)
    let script = Harness()
    #expect(script.shell.take(line: "quit") == .done && script.rows.isEmpty)
  }

  @Test func dotCommandsBeginOnlyWhereStatementsDo() {
    let harness = Harness()
    _ = harness.shell.take(line: "RETURN")
    #expect(harness.shell.take(line: ".mode csv") == .done)
    #expect(harness.shell.settings.format.name == "auto")
    harness.shell.abandonStatement()
    #expect(harness.shell.take(line: "  .mode csv;") == .done)
    #expect(harness.shell.settings.format.name == "csv")
  }

  @Test func parameters() {
    let harness = Harness()
    #expect(harness.shell.take(script: ".mode csv\n.param n = 7\n.param name=nonsense") == .failed)
    #expect(harness.shell.parameters["n"] == .int(7))
    #expect(harness.shell.take(script: ".param s = \"a b\"\n.param l = [1, 2.5]\nPARAMETER s") == .done)
    #expect(harness.shell.parameters["l"] == .list([.int(1), .float(2.5)]))
    #expect(harness.rows == "value\r\na b\r\n")
    #expect(harness.shell.take(line: ".param n --clear") == .done)
    #expect(harness.shell.parameters["n"] == nil)
  }

  @Test func settings() {
    let harness = Harness()
    #expect(
      harness.shell.take(
        script: ".set timeout 2.5\n.set memory 512MB\n.set maxrows 7\n.set nullvalue ∅\n.set timer on")
        == .done)
    #expect(harness.shell.settings.limits.timeoutSeconds == 2.5)
    #expect(harness.shell.settings.limits.memoryBytes == 512 << 20)
    #expect(
      harness.shell.settings.maxRows == 7 && harness.shell.settings.nullText == "∅"
        && harness.shell.settings.showsTimer)
    #expect(harness.shell.take(line: ".set timeoot 3") == .failed)
    #expect(harness.notices.contains("did you mean `timeout`?"))
    for setting in Setting.all { #expect(!setting.show(harness.shell.settings).isEmpty) }
  }

  @Test func explainIsARowForPrograms() {
    let harness = Harness()
    #expect(harness.shell.take(script: "EXPLAIN x;") == .done)
    #expect(harness.rows == "Project\n└─ Scan\n")
    harness.rows = ""
    #expect(harness.shell.take(script: ".mode json\nEXPLAIN x;") == .done)
    #expect(harness.rows == "[{\"plan\":\"Project\"},\n {\"plan\":\"└─ Scan\"}]\n")
  }

  @Test func writesSayNothingOnStdout() {
    let harness = Harness()
    #expect(harness.shell.take(script: ".set timer on\n.mode json\nINSERT (x)") == .done)
    #expect(harness.rows.isEmpty && harness.notices.contains("1 node, 2 edges inserted"))
  }

  @Test func interruptCancelsAndTheShellLives() {
    let harness = Harness(isInteractive: true)
    let interrupts = harness.shell.interrupts
    DispatchQueue.global().asyncAfter(deadline: .now() + 0.05) { interrupts.receive(SIGINT) }
    let begin = Date()
    #expect(harness.shell.take(line: "WAIT;") == .interrupted)
    #expect(Date().timeIntervalSince(begin) < 1)
    #expect(harness.notices == "interrupted\n")
    #expect(harness.shell.take(line: "RETURN 1;") == .done)
  }

  @Test func outputGoesToAFileAndBack() throws {
    let path = NSTemporaryDirectory() + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: path) }
    let harness = Harness(screenWidth: 40)
    #expect(harness.shell.take(script: ".mode csv\n.output \(path)\nRETURN 1;\n.output\nRETURN 2;") == .done)
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "value\r\n1\r\n")
    #expect(harness.rows == "value\r\n2\r\n")
    #expect(harness.shell.take(line: ".output /data/seeds.graph") == .failed)
  }

  @Test func scriptsNestAndEndAtErrors() throws {
    let folder = NSTemporaryDirectory() + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try ".read \"\(folder)/b.gql\"\nRETURN 2".write(
      toFile: folder + "/a.gql", atomically: true, encoding: .utf8)
    try "RETURN 1;\nFAIL;\nRETURN 9".write(toFile: folder + "/b.gql", atomically: true, encoding: .utf8)
    try ".read \(folder)/self.gql".write(toFile: folder + "/self.gql", atomically: true, encoding: .utf8)
    let harness = Harness()
    #expect(harness.shell.take(script: ".mode csv\n.read \(folder)/a.gql") == .failed)
    #expect(harness.rows == "value\r\n1\r\n")
    #expect(harness.notices.components(separatedBy: "error").count == 2, "reported once: \(harness.notices)")
    #expect(harness.shell.take(line: ".read \(folder)/self.gql") == .failed)
    #expect(harness.notices.contains("16 deep"))
  }

  @Test func openAndQuit() {
    let harness = Harness()
    #expect(harness.shell.take(line: ".open /nowhere/x.graph") == .failed)
    #expect(harness.shell.take(line: ".open /nowhere/x.graph --create") == .done)
    #expect(harness.shell.prompt == "x> ")
    #expect(harness.shell.take(line: "START TRANSACTION;") == .done)
    #expect(harness.shell.take(line: ".open") == .failed)
    #expect(harness.shell.take(line: ".quit") == .quit(.success))
  }

  @Test func schemaForPeopleAndPrograms() {
    let harness = Harness()
    #expect(harness.shell.take(line: ".schema") == .done)
    #expect(
      harness.rows == """
        3 nodes, 2 edges

        Labels
          :Person        1  name
          :`peace plan`  1  name, since
          (no label)     1

        Edge types
          :SUPPORTS  2  (:Person)->(:`peace plan`) 2
                        force

        """)
    harness.rows = ""
    #expect(harness.shell.take(script: ".mode jsonlines\n.schema") == .done)
    #expect(harness.rows.lines.count == 4)
    #expect(harness.shell.take(line: ".schema SUPORTS") == .failed)
    #expect(harness.notices.contains("did you mean `SUPPORTS`?"))
  }

  @Test(arguments: [
    (".find truce now", "find", "{text: 'truce now'}"), (".about O'Brien", "about", "{name: 'O''Brien'}"),
    (".sources \"A B\" C", "sources", "{a: 'A B', b: 'C'}"), (".sources A", "sources_of", "{a: 'A'}"),
    (".timeline x;", "timeline", "{name: 'x'}"), (".path A B", "path", "{a: 'A', b: 'B'}"),
    (".backs --by Ada Osei", "", ""),
    (".backs --by \"Ada Osei\" --with-state", "backs_by", "{name: 'Ada Osei', with_state: TRUE}"),
    (".backs", "backs_overview", "{}"),
    (".ask totals currency=EUR year=2025", "totals", "{currency: 'EUR', year: 2025}"),
  ])
  func questions(_ line: String, _ name: String, _ arguments: String) {
    let harness = Harness()
    harness.shell.settings.format = .csv
    let outcome = harness.shell.take(line: line)
    if name.isEmpty {
      #expect(outcome == .failed)
    } else {
      #expect(outcome == .done, "\(harness.notices)")
      #expect(harness.rows.contains("\(name),"), "\(harness.rows)")
      harness.rows = ""
      harness.shell.settings.format = .line
      _ = harness.shell.take(line: line)
      #expect(harness.rows.contains("arguments = \(arguments)\n"), "\(harness.rows)")
    }
  }

  @Test func backsGivesReportOrRowsOrText() {
    let harness = Harness()
    #expect(harness.shell.take(line: ".backs harbour levy") == .done)
    #expect(harness.rows.hasPrefix("Harbour levy · covers"))
    harness.rows = ""
    #expect(harness.shell.take(script: ".mode jsonlines\n.backs harbour levy") == .done)
    #expect(harness.rows.hasPrefix("{\"section\":\"SUBJECT\""))
    harness.rows = ""
    #expect(harness.shell.take(line: ".backs harbour levy --show") == .done)
    #expect(harness.rows == "MATCH (backs) RETURN 1\n")
    harness.rows = ""
    #expect(harness.shell.take(line: ".backs harbor levy") == .failed)
    #expect(harness.rows.isEmpty && harness.notices.contains("did you mean `harbour levy`?"))
  }

  @Test func helpCoversEveryCommand() {
    let harness = Harness()
    #expect(harness.shell.take(line: ".help") == .done)
    for command in DotCommandTable.all {
      #expect(harness.rows.contains("  .\(command.name)"))
      #expect(harness.shell.take(line: ".help \(command.name)") == .done)
      #expect(!command.summary.isEmpty && !command.detail.isEmpty && !command.summary.hasSuffix("."))
    }
    #expect(Set(DotCommandTable.all.map(\.name)).count == DotCommandTable.all.count)
  }

  @Test func pictures() throws {
    let path = NSTemporaryDirectory() + UUID().uuidString + ".dot"
    defer { try? FileManager.default.removeItem(atPath: path) }
    let harness = Harness()
    #expect(harness.shell.take(line: ".dot \(path) ELEMENTS (a)-->(b) 'it;s'") == .done, "\(harness.notices)")
    #expect(harness.notices == "2 nodes, 1 edge drawn to \(path)\n")
    let text = try String(contentsOfFile: path, encoding: .utf8)
    #expect(
      text.hasPrefix("// ELEMENTS (a)-->(b) 'it;s'\n") && text.contains("one-month")
        && text.contains("#0072B2"))
    #expect(harness.shell.take(line: ".dot \(path) --between ELEMENTS x") == .done)
    #expect(harness.notices.contains("2 nodes, 2 edges"))
    #expect(harness.shell.take(line: ".dot /data/seeds.graph ELEMENTS x") == .failed)
    #expect(harness.shell.take(line: ".dot \(path) RETURN 1") == .failed)
    #expect(harness.shell.take(line: ".dot \(path)") == .done)
  }
}

@Suite struct PositionReportTests {
  @Test func hasTheShapeOfTheIssue() throws {
    let table = try #require(PositionTable(Harbour.result))
    let report = PositionReport(table, width: 100, style: .plain)
    #expect(
      report.text == """
        Harbour levy · covers ferries, cargo · excludes fishing
        3 documents, 2025-05-02 to 05-09 · ~ inferred date

        FOR
          Ada Osei      proposes   as first step, before the vote  since ~05-01  2 docs [1][2] !1
          Port Council  supports   if revenue stays local          05-09         1 doc [3] conditional
        RESERVED
          Jon Vale      withholds  wants cost figures              05-02         2 docs, 1 origin [1][2]
        DISPUTED: Norland (state)
          +  proposes  it with Osei    according to Ada Osei                ~05-01  [1]
          0            nothing agreed  according to its transport minister  05-02   [2]
        OPPOSED   none on record (not the same as consent)
        NOT COUNTED, other scope: fishing levy (Fishers' Union)

        !1 documents differ on when she first voiced it
        [1] harbour-a 2025-05-02   [2] harbour-b ~2025-05-03   [3] harbour-c 2025-05-09

        """)
  }

  @Test func narrowScreensWrap() throws {
    let table = try #require(PositionTable(Harbour.result))
    let report = PositionReport(table, width: 60, style: .plain)
    #expect(report.text.contains("as first step"))
  }

  /// Other scopes neither count as documents nor run over the edge of the screen.
  @Test func whatIsNotCountedIsListedByThing() throws {
    func elsewhere(_ thing: String, _ actor: String) -> [Value] {
      Harbour.row("NOT COUNTED", actor, verb: "opposes", sign: -1, short: thing, documents: [Harbour.b], note: "other scope")
    }
    let rows = result(
      Harbour.columns,
      [
        Harbour.row("FOR", "Ada Osei", verb: "proposes", sign: 1, documents: [Harbour.a], origins: 1),
        elsewhere("fishing levy", "Fishers' Union"), elsewhere("levy on sailing boats", "Harbour Club"),
        elsewhere("fishing levy", "Jon Vale"),
      ])
    let report = PositionReport(try #require(PositionTable(rows)), width: 60, style: .plain)
    #expect(
      report.text == """
        1 document, 2025-05-02

        FOR
          Ada Osei  proposes  undated  1 doc [1]
        OPPOSED   none on record (not the same as consent)
        NOT COUNTED, other scope: fishing levy (Fishers' Union, Jon Vale),
            levy on sailing boats (Harbour Club)

        [1] harbour-a 2025-05-02

        """)
  }

  @Test func whatNoDocumentSaysHasNoEmptyFootnote() throws {
    let rows = result(Harbour.columns, [Harbour.row("FOR", "Ada Osei", verb: "proposes", sign: 1, origins: 1)])
    let report = PositionReport(try #require(PositionTable(rows)), width: 60, style: .plain)
    #expect(report.text.hasPrefix("FOR\n  Ada Osei  proposes  undated  no document\n"))
    #expect(!report.text.contains("[") && !report.text.contains("origin"))
  }

  @Test func hostileNamesAreShown() throws {
    let hostile = result(
      Harbour.columns,
      [
        Harbour.row(
          "UNSIGNED", "\u{1B}]0;x\u{7}", type: "RESERVED_ABOUT", documents: [("\u{202E}d", "2025-01-01")])
      ])
    let report = PositionReport(try #require(PositionTable(hostile)), width: 80, style: .plain)
    #expect(!report.text.unicodeScalars.contains { $0 != "\n" && VisibleText.isHarmful($0) })
    #expect(report.text.contains("reserved about") && !report.text.contains("OPPOSED"))
  }
}

@Suite struct CommandLineTests {
  @Test func ordersCommandsAndScripts() {
    let order = OpenVerb.order(of: ["x.graph", "-f", "-c", "-c", "-f", "--file=a", "--command", "b"])
    #expect(order.map(\.isCommand) == [false, true, false, true])
  }

  @Test func firstWordDecides() throws {
    #expect(try CommandLineDispatcher.parse(["backs", "x.graph", "one", "truce"]) is BacksVerb)
    #expect(try CommandLineDispatcher.parse(["x.graph", "-c", "-- comment\nRETURN 1"]) is OpenVerb)
    #expect(try CommandLineDispatcher.parse([]) is OpenVerb)
    #expect(try CommandLineDispatcher.parse(["./backs"]) is OpenVerb)
  }

  @Test(
    arguments: [
      (["--help"], 0, "VERBS"), (["backs", "--help"], 0, "graphsh backs"),
      (["help", "export"], 0, "graphsh export"), (["--version"], 0, GraphShell.version),
    ] as [([String], Int32, String)])
  func helpGoesToStdout(_ arguments: [String], _ status: Int32, _ text: String) throws {
    let outcome = try runProgram(Programs.graphsh, arguments)
    #expect(outcome.status == status && outcome.output.contains(text) && outcome.complaints.isEmpty)
  }

  @Test(
    arguments: [
      (["/nowhere/no.graph", "-c", "RETURN 1"], 3), (["/nowhere/no.graph", "-f", "/nowhere/x"], 3),
      (["/nowhere/no.graph"], 3), (["backs", "/nowhere/no.graph"], 3),
      (["/nowhere/no.graph", "--create", "-c", "RETURN 1"], 3), (["--nonsense"], 2),
      (["--mode", "jsno", "-c", "RETURN 1"], 2), (["backs"], 2),
      (["a", "b"], 2), (["--timeout", "x", "-c", "RETURN 1"], 2), (["-c"], 2),
      (["--create", "-c", "RETURN 1"], 2), (["/tmp", "-c", "RETURN 1"], 3),
      (["new", "/tmp"], 3), (["export", "/nowhere/no.graph", "--format", "gif"], 2),
    ] as [([String], Int32)])
  func misuseAndMissingFiles(_ arguments: [String], _ status: Int32) throws {
    let outcome = try runProgram(Programs.graphsh, arguments, input: "RETURN 1")
    #expect(outcome.status == status, "\(outcome.complaints)")
    #expect(outcome.output.isEmpty && !outcome.complaints.isEmpty)
  }

  @Test func questionsAreAnsweredWithTheNearest() {
    for (asked, hint) in [("total", "did you mean `totals`?"), ("nosuch", "`.ask` lists the questions")] {
      var engine = FakeEngine.make()
      engine.questionText = { throw QueryError(.invalidReference, "no \($0)") }
      let harness = Harness(engine)
      #expect(harness.shell.take(line: ".ask \(asked)") == .failed)
      #expect(harness.notices == "error: no question is called `\(asked)`\n  hint: \(hint)\n")
      #expect(harness.rows.isEmpty)
    }
  }

  @Test func aTypoMakesNoDatabase() throws {
    let path = NSTemporaryDirectory() + UUID().uuidString + ".graph"
    _ = try runProgram(Programs.graphsh, [path, "-c", "RETURN 1"])
    _ = try runProgram(Programs.graphsh, [path], input: "RETURN 1")
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  @Test(arguments: [
    ("1", Value.int(1)), ("-2.5", .float(-2.5)), ("\"a\\u00e9\\ud83d\\ude00\"", .string("aé😀")),
    ("[1,\"x\",null,{\"a\":true}]", .list([.int(1), .string("x"), .null, .record(["a": .bool(true)])])),
    ("9223372036854775807", .int(.max)),
  ])
  func json(_ text: String, _ value: Value) { #expect(JSONValueReader.value(text) == value) }

  @Test(arguments: [
    "", "x", "1 2", "[1,]", "{\"a\"}", "\"\\ud800\"", "01", "1.", "--1", "9223372036854775808", "1e999",
    "'a'", "\"a", "nul", "[", "+1", ".5", "1.e5",
  ])
  func noJSON(_ text: String) { #expect(JSONValueReader.value(text) == nil) }

  @Test func deepJSONIsRefused() {
    #expect(JSONValueReader.value(String(repeating: "[", count: 100_000)) == nil)
  }
}

@Suite struct SafeAndOnceTests {
  @Test func outputOnceHoldsForOneAnswer() throws {
    let harness = Harness()
    harness.shell.settings.format = .csv
    let path = NSTemporaryDirectory() + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: path) }
    #expect(harness.shell.take(line: ".output \(path) --once") == .done)
    #expect(harness.shell.take(line: "RETURN 7;") == .done)
    #expect(harness.shell.take(line: "RETURN 8;") == .done)
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "value\r\n7\r\n")
    #expect(harness.rows == "value\r\n8\r\n")
  }

  @Test(arguments: [".read x.gql", ".output x", ".open x", ".dot x.svg"]) func safeModeUsesNoFiles(_ line: String) {
    let harness = Harness()
    harness.shell.isSafe = true
    #expect(harness.shell.take(line: line) == .failed)
    #expect(harness.notices.contains("not allowed in safe mode"))
    #expect(harness.shell.take(line: "RETURN 1;") == .done)
  }

  @Test(arguments: [
    ("2025-03-03", false, "2025-03-03"), ("2025-03", false, "2025-03-01"), ("2025-03", true, "2025-03-31"), ("2024-02", true, "2024-02-29"),
    ("2025", false, "2025-01-01"), ("2025", true, "2025-12-31"), ("2025-12", true, "2025-12-31"),
  ])
  func datesMayBeMonthsAndYears(_ text: String, _ isEnd: Bool, _ day: String) throws {
    #expect(try DateText.date(text, isEnd: isEnd).isoText == day)
  }

  @Test(arguments: ["", "x", "2025-13", "2025-02-30", "2025-03-03-1", "2025-", "-5"]) func otherTextsAreNoDates(_ text: String) {
    #expect(throws: ShellError.self) { try DateText.date(text, isEnd: false) }
  }

  @Test func timelineTakesDates() {
    let harness = Harness()
    harness.shell.settings.format = .csv
    #expect(harness.shell.take(line: ".timeline harbour levy --since 2025-03 --until 2025-04-02") == .done)
    #expect(harness.rows.contains("timeline_between") && harness.rows.contains("2025-03-01") && harness.rows.contains("2025-04-02"))
    #expect(harness.shell.take(line: ".timeline levy --since soon") == .failed)
  }

  @Test func theManualTellsOfEverything() {
    let text = ManPage.text
    #expect(text.hasPrefix(".TH GRAPHSH 1"))
    for command in DotCommandTable.all { #expect(text.contains(".\(command.name) ".replacing("-", with: "\\-")), "\(command.name)") }
    for verb in GraphShellVerbs.verbNames { #expect(text.contains("graphsh \(verb)"), "\(verb)") }
    #expect(!text.unicodeScalars.split(separator: "\n").contains { $0.first == "'" })
  }
}

@Suite struct CompletionScriptTests {
  /// Scripts for shells come of the same declarations as help.
  @Test(arguments: ["bash", "zsh", "fish"]) func everyVerbIsCompleted(_ shell: String) throws {
    let outcome = try runProgram(Programs.graphsh, ["--generate-completion-script", shell])
    #expect(outcome.status == 0 && outcome.complaints.isEmpty)
    for verb in GraphShellVerbs.verbNames { #expect(outcome.output.contains(verb), "\(verb)") }
    #expect(outcome.output.contains("nodelink"), "the formats of --format")
    guard shell == "bash" else { return }
    #expect(try runProgram("/bin/bash", ["-n"], input: outcome.output).status == 0)
  }

  @Test func theManualPageIsWritten() throws {
    let outcome = try runProgram(Programs.graphsh, ["--man-page"])
    #expect(outcome.status == 0 && outcome.output.hasPrefix(".TH GRAPHSH 1"))
    guard FileManager.default.isExecutableFile(atPath: "/usr/bin/groff") else { return }
    let read = try runProgram("/usr/bin/groff", ["-man", "-Tutf8", "-ww"], input: outcome.output)
    #expect(read.status == 0 && read.output.contains(".backs"))
  }
}
