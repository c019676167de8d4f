import Foundation
import GQL
import GraphStore
import Testing

@testable import graphsh

@Suite struct SafeAndOnceTests {
  @Test func outputOnceHoldsForOneAnswer() throws {
    let harness = Harness()
    harness.shell.settings.format = .csv
    let path = NSTemporaryDirectory() + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: path) }
    #expect(harness.shell.take(line: ".output \(path) --once") == .done)
    #expect(harness.shell.take(line: "RETURN 7;") == .done)
    #expect(harness.shell.take(line: "RETURN 8;") == .done)
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "value\n7\n")
    #expect(harness.rows == "value\n8\n")
  }

  /// A mistake is no answer: the file stays as it is, and what comes next is written.
  @Test func outputOnceWaitsForAnAnswer() throws {
    let harness = Harness()
    harness.shell.settings.format = .csv
    let path = NSTemporaryDirectory() + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: path) }
    try "an older text that is longer than what comes\n".write(toFile: path, atomically: true, encoding: .utf8)
    #expect(harness.shell.take(line: ".output \(path) --once") == .done)
    #expect(harness.shell.take(line: "FAIL;") == .failed && harness.shell.take(line: ".nope") == .failed)
    #expect(try String(contentsOfFile: path, encoding: .utf8).hasPrefix("an older text"))
    #expect(harness.shell.take(line: "RETURN 7;") == .done && harness.shell.take(line: "RETURN 8;") == .done)
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "value\n7\n")
    #expect(harness.rows == "value\n8\n")
  }

  @Test(arguments: [".read x.gql", ".output x", ".open x", ".dot x.svg"]) func safeModeUsesNoFiles(_ line: String) {
    let harness = Harness()
    harness.shell.isSafe = true
    #expect(harness.shell.take(line: line) == .failed)
    #expect(harness.notices.contains("not allowed in safe mode"))
    #expect(harness.shell.take(line: "RETURN 1;") == .done)
  }

  /// The value of a parameter is data, whoever may write.
  @Test(arguments: ["1 AS value NEXT INSERT (:Oops {a: 1}) RETURN 1", "VALUE { INSERT (:Oops) RETURN 1 }", "1 + 1", "2025-03-01"])
  func parametersRunNothing(_ text: String) throws {
    let graph = try Graph.inMemory()
    let harness = Harness(Engine.over(graph, path: nil, isReadOnly: false))
    #expect(harness.shell.take(line: ".param x = \(text)") == .failed)
    #expect(harness.notices.contains("is neither JSON nor a literal") && harness.shell.parameters.isEmpty)
    #expect(try Session(graph: graph).execute("MATCH (n) RETURN n").isEmpty)
    #expect(throws: ShellError.self) { try ParameterText.value(text) }
  }

  @Test(arguments: [
    ("2025-03-03", false, "2025-03-03"), ("2025-03", false, "2025-03-01"), ("2025-03", true, "2025-03-31"), ("2024-02", true, "2024-02-29"),
    ("2025", false, "2025-01-01"), ("2025", true, "2025-12-31"), ("2025-12", true, "2025-12-31"),
  ])
  func datesMayBeMonthsAndYears(_ text: String, _ isEnd: Bool, _ day: String) throws {
    #expect(try DateText.date(text, isEnd: isEnd).isoText == day)
  }

  @Test(arguments: ["", "x", "2025-13", "2025-02-30", "2025-03-03-1", "2025-", "-5", "20250303", "99999", "25-03-03"]) func otherTextsAreNoDates(_ text: String) {
    #expect(throws: ShellError.self) { try DateText.date(text, isEnd: false) }
  }

  /// A question without its dot is no statement that goes on.
  @Test func questionsWithoutTheirDotAreTold() {
    let harness = Harness(isInteractive: true)
    #expect(harness.shell.take(line: "backs one-month truce") == .failed && harness.notices.contains("write it with its dot: `.backs`"))
    #expect(harness.shell.take(line: "import news.csv") == .failed && harness.notices.contains("write it with its dot: `.import`"))
    #expect(harness.shell.take(line: "RETURN 1;") == .done)
    #expect(Harness().shell.take(line: "backs one-month truce") == .done)
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
    for verb in VerbName.all { #expect(text.contains("graphsh \(verb)"), "\(verb)") }
    #expect(!text.unicodeScalars.split(separator: "\n").contains { $0.first == "'" })
  }
}
