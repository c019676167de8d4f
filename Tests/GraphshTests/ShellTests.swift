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
    #expect(harness.rows == "value\n1\nvalue\n2\n")
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
    #expect(harness.rows == "value\n1\nvalue\n2\n")
  }

  /// What was to be in a transaction that did not begin is not run by itself.
  @Test func statementsOfALostTransactionAreNotRun() {
    let harness = Harness(keepsGoing: true)
    let script = ".mode csv\nSTART TRANSACTION FAIL; RETURN 1; INSERT (:X); ROLLBACK; RETURN 2;\nSTART TRANSACTION FAIL; RETURN 3; START TRANSACTION; RETURN 4; COMMIT;\n"
    #expect(harness.shell.take(script: script) == .failed)
    #expect(harness.rows == "value\n2\nvalue\n4\n" && !harness.notices.contains("inserted"), "\(harness.notices)")
    #expect(harness.notices.contains("not run: the transaction that it is part of did not begin"))
    let person = Harness(isInteractive: true)
    #expect(person.shell.take(line: "START TRANSACTION FAIL;") == .failed && person.shell.take(line: "RETURN 1;") == .done)
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
    #expect(harness.shell.take(script: ".param m=8") == .done && harness.shell.parameters["m"] == 8)
    #expect(harness.shell.take(script: ".param s = \"a b\"\n.param l = [1, 2.5]\nPARAMETER s") == .done)
    #expect(harness.shell.parameters["l"] == .list([.int(1), .float(2.5)]))
    #expect(harness.rows == "value\na b\n")
    #expect(harness.shell.take(line: ".param n --clear") == .done)
    #expect(harness.shell.parameters["n"] == nil)
  }

  @Test func settings() {
    let harness = Harness()
    #expect(
      harness.shell.take(
        script: ".set timeout 2.5\n.set memory 512MB\n.set threads 1\n.set maxrows 7\n.set nullvalue ∅\n.set timer on")
        == .done)
    #expect(harness.shell.settings.limits.timeoutSeconds == 2.5)
    #expect(harness.shell.settings.limits.memoryBytes == 512 << 20 && harness.shell.settings.limits.threads == 1)
    #expect(harness.shell.take(line: ".set threads 0") == .failed)
    #expect(
      harness.shell.settings.maxRows == 7 && harness.shell.settings.nullText == "∅"
        && harness.shell.settings.showsTimer)
    #expect(harness.shell.take(line: ".set timeoot 3") == .failed)
    #expect(harness.notices.contains("did you mean `timeout`?"))
    for setting in Setting.all { #expect(!setting.show(harness.shell.settings).isEmpty) }
  }

  @Test func errorsAreJSONForPrograms() {
    let harness = Harness()
    #expect(harness.shell.take(script: ".set errors json\nFAIL;") == .failed)
    let lines = harness.notices.split(separator: "\n")
    #expect(!lines.isEmpty)
    for line in lines {
      let object = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      #expect(object?["status"] is String && object?["message"] is String && object?["hints"] is [String], "\(line)")
    }
    #expect(harness.shell.take(line: ".set errors xml") == .failed)
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

  @Test(arguments: [("INSERT (x)", "1 node, 2 edges inserted · 0 µs\n"), ("RETURN 1;", "1 row · 4 ms · written in ")])
  func theTimerTellsWhatProgramsWaitFor(_ statement: String, _ notice: String) {
    let harness = Harness()
    #expect(harness.shell.take(script: ".set timer on\n.mode json\n" + statement) == .done)
    #expect(harness.notices.hasPrefix(notice), "\(harness.notices)")
  }

  @Test func theTimerDoesNotTimeAPersonsReading() {
    let harness = Harness(isInteractive: true, screenWidth: 80)
    #expect(harness.shell.take(script: ".set timer on\nRETURN 1;") == .done)
    #expect(harness.notices.hasSuffix("1 row · 4 ms\n"), "\(harness.notices)")
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
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "value\n1\n")
    #expect(harness.rows == "value\n2\n")
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
    #expect(harness.rows == "value\n1\n")
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

  /// An error in a script tells the line of the file on which its statement begins, whatever runs the script.
  @Test func errorsInScriptsTellTheLine() throws {
    let path = NSTemporaryDirectory() + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: path) }
    try "RETURN 1;\n// a remark\nRETURN 2; RETURN\n3; FAIL\nnow;\nRETURN 4;\n".write(toFile: path, atomically: true, encoding: .utf8)
    let harness = Harness()
    #expect(harness.shell.take(line: ".read \(path)") == .failed)
    #expect(harness.notices.hasSuffix("\n  in \(path), line 4\n"), "\(harness.notices)")
    let typed = Harness()
    #expect(typed.shell.take(script: "FAIL;") == .failed)
    #expect(!typed.notices.contains("line 1\n"), "\(typed.notices)")
    let piped = Harness()
    piped.shell.beginInput()
    #expect(piped.shell.take(line: "RETURN 1;") == .done && piped.shell.take(line: "") == .done && piped.shell.take(line: "FAIL;") == .failed)
    #expect(piped.notices.hasSuffix("\n  in line 3 of the input\n"), "\(piped.notices)")
  }

  /// A statement of very many lines is looked through when a `;` comes, not with every line.
  @Test func longStatementsAreCollectedInTime() {
    var buffer = StatementBuffer()
    let start = ContinuousClock.now
    for number in 0..<20_000 {
      buffer.append(line: "  -- line \(number) of a statement")
      if buffer.nextStatement() != nil { Issue.record("a remark is no statement") }
    }
    buffer.append(line: "RETURN 1; RETURN 2")
    #expect(buffer.nextStatement()?.hasSuffix("RETURN 1") == true)
    #expect(buffer.nextStatement() == nil && buffer.rest() == " RETURN 2\n")
    #expect(ContinuousClock.now - start < .seconds(20))
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
    (".backs --by Ada Osei", "backs_by", "{name: 'Ada Osei', with_state: FALSE}"), (".backs levy --by Ada", "", ""),
    (".backs --by=Ada Osei --with-state Lund", "backs_by", "{name: 'Ada Osei Lund', with_state: TRUE}"), (".backs levy --by Ada Osei", "", ""),
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
