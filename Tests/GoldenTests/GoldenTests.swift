import Foundation
import GQL
import Testing
import TestSupport

/// Every golden file, in a store of its own. See `GoldenRunner` for the format, `UPDATE_GOLDEN=1` to rewrite.
@Suite struct Golden {
  @Test("Golden", arguments: GoldenFile.allNames)
  func engine(name: String) throws {
    let file = try GoldenFile(named: name)
    let needsFile = file.blocks.contains { $0.directive == "reopen" || $0.directive == "session" }
    var runner = GoldenRunner(file: file, backend: try EngineBackend(isFile: needsFile), isEngine: true)
    try runner.run()
    #expect(runner.checked > 0, "a golden file checks something")
    #expect(runner.skipped == 0)
  }

  /// Expected rows are written by thinking: here the oracle is held to them too. What it cannot run is
  /// counted, not passed.
  @Test("Golden against the oracle", arguments: GoldenFile.allNames)
  func oracle(name: String) throws {
    let file = try GoldenFile(named: name)
    if file.isForEngineOnly { return }
    var runner = GoldenRunner(file: file, backend: OracleBackend(), isEngine: false)
    try runner.run()
  }

  private static let isLong = ProcessInfo.processInfo.environment["GRAPHSH_LONG"] == "1"
  private static let manyPatterns: Set = ["compose", "opencypher", "paths", "patterns", "results"]
  /// With `GRAPHSH_LONG=1` all files, else those that are mostly patterns.
  private static let namesWithoutRule = GoldenFile.allNames.filter { name in
    isLong || manyPatterns.contains(String(name.prefix { $0 != "/" }))
  }

  /// No rule decides about rows, but for cases that say so (`needs=RULE`): each file goes without another one, with `GRAPHSH_LONG=1` without each.
  @Test("Golden without a rule of the planner", arguments: namesWithoutRule.enumerated().map { ($0.offset, $0.element) })
  func withoutRule(number: Int, name: String) throws {
    let all = PlanRule.allCases
    let file = try GoldenFile(named: name)
    let needsFile = file.blocks.contains { $0.directive == "reopen" || $0.directive == "session" }
    for rule in Golden.isLong ? all : [all[number % all.count]] {
      var runner = GoldenRunner(file: file, backend: try EngineBackend(isFile: needsFile, without: [rule]), isEngine: false)
      runner.isSilent = true
      try runner.run()
      let excepted = file.blocks.filter { $0.arguments.contains("needs=\(rule.rawValue)") }.map(\.line)
      #expect(runner.failed.subtracting(excepted).isEmpty, "\(name) without \(rule.rawValue)")
    }
  }

  @Test("Each rule of the planner fires in a case and must not in another, and ARCHITECTURE.md says what it does")
  func rulesAreShown() throws {
    let blocks = try GoldenFile.allNames.flatMap { try GoldenFile(named: $0).blocks }
    let shown = Set(blocks.flatMap(\.arguments))
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let document = try String(contentsOf: root.appendingPathComponent("ARCHITECTURE.md"), encoding: .utf8)
    for rule in PlanRule.allCases {
      #expect(shown.contains("expect=\(rule.rawValue)"), "\(rule.rawValue)")
      #expect(shown.contains("expect-not=\(rule.rawValue)"), "\(rule.rawValue)")
      #expect(document.contains("| \(rule.rawValue) | \(rule.sentence) |"), "\(rule.rawValue)")
    }
  }

  @Test("ARCHITECTURE.md tells of one query what happens")
  func lifeOfAQuery() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let document = try String(contentsOf: root.appendingPathComponent("ARCHITECTURE.md"), encoding: .utf8)
    let blocks = try GoldenFile(named: "plans/life-of-a-query").blocks.filter { $0.directive != "statement" && $0.directive != "engine" }
    #expect(blocks.map(\.directive) == ["bound", "physical", "query"])
    for block in blocks {
      for text in [block.text, block.body.joined(separator: "\n")] { #expect(document.contains("```\n\(text)\n```\n"), "\(text)") }
    }
  }

  @Test("Golden files are well formed") func wellFormed() throws {
    #expect(GoldenFile.allNames.count > 20)
    var cases = 0
    for name in GoldenFile.allNames {
      for block in try GoldenFile(named: name).blocks {
        let place = "\(name):\(block.line)"
        for code in block.features {
          #expect(Conformance.isKnown(code), "\(place): there is no feature \(code)")
        }
        switch block.directive {
        case "seed": #expect(!(try GoldenFile.seed(block.arguments[0])).isEmpty, "\(place)")
        case "session", "reopen", "engine", "params": break
        case "statement":
          #expect(block.arguments.first == "ok" && !block.body.isEmpty, "\(place)")
          cases += 1
        case "query":
          #expect(
            ["ordered", "unordered"].contains(block.arguments.first ?? "") && !block.body.isEmpty, "\(place)")
          #expect(block.expected?.isEmpty == false, "\(place): a header is expected")
          cases += 1
        case "error":
          #expect(block.arguments.first?.utf8.count == 5 && !block.body.isEmpty, "\(place)")
          cases += 1
        case "outcome", "tokens", "syntax", "bound", "logical", "rules", "physical":
          #expect(!block.body.isEmpty, "\(place)")
          cases += 1
        default: Issue.record("\(place): unknown directive `\(block.directive)`")
        }
      }
    }
    #expect(cases >= 250, "\(cases) cases")
  }
}
