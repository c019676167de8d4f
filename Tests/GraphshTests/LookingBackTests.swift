import Foundation
import GQL
import TestSupport
import Testing

@testable import graphsh

/// `--as-of`, `.set as-of` and `changes`.
@Suite struct LookingBackTests {
  @Test func theSettingIsInThePromptAndInEveryQuery() throws {
    let shell = try TestShell(path: BuiltProgram.seedGraph())
    #expect(shell.take(".set as_of 2025-03-03") == .done && shell.shell.prompt.contains("@2025-03-03> "))
    #expect(shell.take("MATCH (d:Document) WHERE d.publication_date IS NOT NULL RETURN COUNT(*) AS n;") == .done)
    #expect(shell.rows == "n\n3\n")
    #expect(shell.take("INSERT (:X);") == .failed && shell.notices.contains("as it was known on 2025-03-03 cannot be changed"))
    #expect(shell.take(".set as-of off") == .done && !shell.shell.prompt.contains("@"))
    #expect(shell.take("MATCH (d:Document) WHERE d.publication_date IS NOT NULL RETURN COUNT(*) AS n;") == .done)
    #expect(shell.rows == "n\n5\n")
    #expect(shell.take(".set as-of yesterday") == .failed && shell.notices.contains("is no date"))
    #expect(shell.take(".help as-of") == .done && shell.rows.contains("publication_date"))
  }

  /// Every question takes a day, in the shell and on the command line (one option group: three verbs stand for all), and forgets it afterwards.
  @Test(arguments: [
    ("backs", ["one-month truce"]), ("backs", ["--by", "Macron"]), ("find", ["truce"]), ("about", ["Macron"]),
    ("sources", ["Macron", "one-month truce"]), ("timeline", ["one-month truce"]), ("path", ["Pollard", "France"]),
    ("ask", ["who-backs", "thing=one-month truce"]), ("changes", ["one-month truce", "--since", "2025-03-01"]),
  ])
  func everyQuestionTakesADay(verb: String, words: [String]) throws {
    let shell = try TestShell(path: BuiltProgram.seedGraph())
    let line = ".\(verb) " + words.map { $0.contains(" ") ? "\"\($0)\"" : $0 }.joined(separator: " ")
    for day in ["2025-03-03", "2025-12-31"] {
      #expect(shell.take("\(line) --as-of \(day)") == .done, "\(shell.notices)")
      let typed = shell.rows
      if day == "2025-12-31" {
        // By then all is known, and the day is forgotten after each question.
        #expect(shell.take(line) == .done && shell.rows == typed)
      } else if ["backs", "ask", "changes"].contains(verb) {
        let run = try runProgram(
          Programs.graphsh, [verb, BuiltProgram.seedGraph()] + words + ["--as-of", day, "--mode", "csv"])
        #expect(run.status == 0 && run.output == typed, "\(run.complaints)")
      }
    }
    #expect(!shell.shell.prompt.contains("@"))
  }

  @Test func picturesLookBackToo() throws {
    let file = try TemporaryFile()
    let path = file.folder + "/truce.dot"
    let shell = try TestShell(path: BuiltProgram.seedGraph())
    #expect(shell.take(".dot \(path) --backs \"one-month truce\" --as-of 2025-03-03") == .done, "\(shell.notices)")
    let earlier = try String(contentsOfFile: path, encoding: .utf8)
    #expect(!earlier.contains("coalition of the willing") && earlier.contains("one-month truce, as known on 2025-03-03"))
    #expect(shell.take(".dot \(path) --backs \"one-month truce\"") == .done)
    #expect(try String(contentsOfFile: path, encoding: .utf8).contains("coalition of the willing"))
    func lines(_ more: [String]) throws -> Int {
      let run = try runProgram(Programs.graphsh, ["export", BuiltProgram.seedGraph(), "--format", "jsonl"] + more)
      #expect(run.status == 0, "\(run.complaints)")
      return run.output.lines.count
    }
    let (then, now) = (try lines(["--as-of", "2025-03-03"]), try lines([]))
    #expect(then > 100 && then < now, "\(then) \(now)")
  }

  @Test func showTellsTheDay() throws {
    let shell = try TestShell(path: BuiltProgram.seedGraph())
    #expect(shell.take(".backs levy --show --as-of 2025-03") == .done && shell.rows.hasPrefix("-- of the graph as it was known on 2025-03-31"))
  }
}

/// The shell on a real graph, with rows as CSV.
final class TestShell {
  private(set) var rows = ""
  private(set) var notices = ""
  private(set) var shell: Shell!

  init(path: String) throws {
    let console = Console(writeRows: { self.rows += $0 }, writeNotice: { self.notices += $0 }, environment: ["NO_COLOR": "1"])
    var settings = Settings()
    settings.showsTimer = false
    settings.format = try ModeName.format("csv")
    let services = Services.live
    shell = Shell(
      engine: try services.open(path, .readWrite), settings: settings, console: console, open: { path, _ in try services.open(path, .readWrite) })
  }

  /// `rows` and `notices` are then those of this line.
  func take(_ line: String) -> Shell.Outcome {
    (rows, notices) = ("", "")
    return shell.take(line: line)
  }
}
