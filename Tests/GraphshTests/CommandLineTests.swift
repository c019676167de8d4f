import Foundation
import GQL
import GraphStore
import Testing

@testable import graphsh

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

  /// Read without ArgumentParser, and as ArgumentParser reads it.
  @Test(arguments: [
    [], ["x.graph"], ["x.graph", "RETURN 1"], ["x.graph", "RETURN 1", "RETURN 2"], ["x.graph", "--read-only", "-c", "RETURN 1"],
    ["-c", "RETURN 1"], ["-c", "-- comment\nRETURN 1"], ["-c", "--safe"], ["-c", "-1"], ["x.graph", "-f", "a", "-c", "b", "--file", "c", "--command", "d"],
    ["--mode", "csv", "x.graph", "--timeout", "1", "RETURN 1", "--memory", "1GB", "--color", "never", "--as-of", "2025"],
    ["x.graph", "-m", "csv", "-p", "a=1", "--param", "b=2", "RETURN $a"], ["x.graph", "--create", "--keep-going", "--no-init", "--safe"],
    ["new.graph"], ["./find", "x"], ["x.graph", "find"], ["x.graph", "help"], ["x", "version"], ["größe.graph", "RETURN 'ü'"],
    ["--create", "--read-only"], ["x.graph", "--color", "sometimes"],
  ])
  func ordinaryLinesAreReadAlike(_ arguments: [String]) throws {
    let request = try #require(OrdinaryCommandLine.request(arguments))
    let verb = try #require(try CommandLineDispatcher.parse(arguments) as? OpenVerb)
    #expect(request == verb.request(arguments))
  }

  /// Whatever stands on a line, the two never differ where both know what to do.
  @Test(arguments: OpenOption.allCases) func everyOptionIsReadAlike(_ option: OpenOption) throws {
    let spellings = ["--\(option.long)"] + (option.short.map { ["-\($0)"] } ?? [])
    for spelling in spellings {
      let given = option.value == .none ? [spelling] : [spelling, "value"]
      #expect(OrdinaryCommandLine.request(given) != nil, "\(spelling)")
      let lines = [
        given, ["x.graph"] + given, given + ["x.graph", "RETURN 1"], given + given, [spelling], ["x.graph", spelling], [spelling, "--safe"], [spelling, "-1"],
        [spelling, "-"], [spelling, "--"], ["--", spelling], [spelling, ""], [spelling + "=value"], [spelling + "value"], [spelling, "--help"], ["-" + spelling],
      ]
      for line in lines {
        guard let request = OrdinaryCommandLine.request(line) else { continue }
        let verb = try? CommandLineDispatcher.parse(line) as? OpenVerb
        #expect(request == verb?.request(line), "\(line)")
      }
    }
  }

  /// Verbs, help, mistakes and unusual ways of writing are ArgumentParser's.
  @Test(arguments: [
    ["find", "x.graph"], ["help"], ["help", "find"], ["--help"], ["-h"], ["--version"], ["--man-page"], ["--nonsense"], ["-"], ["--"], [""],
    ["x.graph", "--mode=csv"], ["x.graph", "-cRETURN 1"], ["-c"], ["--mode", "--safe"], ["--mode", "csv", "--mode", "line"], ["--safe", "--safe"],
    ["--generate-completion-script", "bash"], ["---completion"],
  ])
  func otherLinesAreNot(_ arguments: [String]) { #expect(OrdinaryCommandLine.request(arguments) == nil) }

  @Test func everyVerbHasItsName() {
    for name in VerbName.allCases { #expect(name.command.configuration.commandName == name.rawValue) }
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
      (["export", "/nowhere/no.graph", "-o", "/nowhere/x.jpg"], 2), (["-p", "x=1 AS v NEXT INSERT (:X) RETURN 1", "-c", "RETURN 1"], 2),
      (["-p", "day=2025-03-01", "-c", "RETURN 1"], 2),
    ] as [([String], Int32)])
  func misuseAndMissingFiles(_ arguments: [String], _ status: Int32) throws {
    let outcome = try runProgram(Programs.graphsh, arguments, input: "RETURN 1")
    #expect(outcome.status == status, "\(outcome.complaints)")
    #expect(outcome.output.isEmpty && !outcome.complaints.isEmpty)
  }

  @Test(arguments: [["thing=Macrom"], ["thing=Ukr"], [], ["thing"], ["what=Macron"]]) func wrongQuestionsHaveNoAnswer(_ words: [String]) throws {
    let outcome = try runProgram(Programs.graphsh, ["ask", try BuiltProgram.seedGraph(), "who-backs"] + words)
    #expect([1, 2].contains(outcome.status) && outcome.output.isEmpty && !outcome.complaints.isEmpty, "\(outcome.complaints)")
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

@Suite struct CompletionScriptTests {
  /// Scripts for shells come of the same declarations as help.
  @Test(arguments: ["bash", "zsh", "fish"]) func everyVerbIsCompleted(_ shell: String) throws {
    let outcome = try runProgram(Programs.graphsh, ["--generate-completion-script", shell])
    #expect(outcome.status == 0 && outcome.complaints.isEmpty)
    for verb in VerbName.all { #expect(outcome.output.contains(verb), "\(verb)") }
    #expect(outcome.output.contains("nodelink"), "the formats of --format")
    // With and without a verb.
    for option in ["keep-going", "no-init", "read-only", "safe", "as-of", "excel-safe", "max-errors"] { #expect(outcome.output.contains(option), "\(option)") }
    guard shell == "bash" else { return }
    #expect(try runProgram("/bin/bash", ["-n"], input: outcome.output).status == 0)
    let asked = """
      \(outcome.output)
      offers() { COMP_WORDS=(graphsh "$@"); COMP_CWORD=$#; COMPREPLY=(); _graphsh graphsh "${@: -1}" "${@: -2:1}"; echo "${COMPREPLY[*]}"; }
      offers x.graph --mo; offers x.graph ''; offers --read; offers back; offers export x.graph --form
      """
    let offered = try runProgram("/bin/bash", ["--norc"], input: asked).output.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(offered == ["--mode", "", "--read-only", "backs backup", "--format", ""])
  }

  @Test func theManualPageIsWritten() throws {
    let outcome = try runProgram(Programs.graphsh, ["--man-page"])
    #expect(outcome.status == 0 && outcome.output.hasPrefix(".TH GRAPHSH 1"))
    guard FileManager.default.isExecutableFile(atPath: "/usr/bin/groff") else { return print("SKIPPED: groff is not installed: it does not read the manual page") }
    let read = try runProgram("/usr/bin/groff", ["-man", "-Tutf8", "-ww"], input: outcome.output)
    #expect(read.status == 0 && read.output.contains(".backs"))
  }
}
