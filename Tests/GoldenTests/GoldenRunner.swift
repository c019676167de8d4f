import Foundation
import GQL
import GraphStore
import Testing
import TestSupport

/// Runs the blocks of one file in order against one backend.
///
/// | directive | meaning |
/// |---|---|
/// | `seed NAME` | runs `Seeds/NAME.gql` |
/// | `session NAME` | later statements run on another connection |
/// | `reopen` | closes and opens the file |
/// | `engine` | the file is not for the oracle: it needs several graphs, sessions, types |
/// | `params` | lines `name = literal`, for all statements below; `params` alone takes them back |
/// | `statement ok` | must succeed; an expectation, if any, is the list of changes |
/// | `query ordered`, `query unordered` | header and rows; `warn=01G11` names a warning that must come; `warn=none`: none may. No two are of one place |
/// | `error STATUS` | must fail so; an expectation, if any, lists `LINE:COLUMN message` |
/// | `outcome` | runs, and fails or not; the expectation lists the GQL-status objects |
/// | `shows=CODE,CODE` | after any of these: what the case proves for the conformance document |
/// | `needs=RULE` | after any of these: without the rule of the planner (`PlanRule`) it comes out otherwise |
/// | `tokens`, `syntax`, `bound`, `logical`, `rules`, `physical` | the stage's text; `expect=NAME`, `expect-not=NAME`: a rule that fires (`PlanRule`) |
struct GoldenRunner {
  let file: GoldenFile
  let backend: any GoldenBackend
  /// Only the engine is asked for changes, warnings, messages and plans.
  let isEngine: Bool
  private var connection = ""
  private var parameters: [String: Value] = [:]
  private var rewritten: [(block: GoldenFile.Block, lines: [String])] = []
  private(set) var skipped = 0
  private(set) var checked = 0
  /// Lines of the blocks that did not come out as expected.
  private(set) var failed: Set<Int> = []
  /// Failures are noted in `failed` only: for those who want to know what passes.
  var isSilent = false

  init(file: GoldenFile, backend: any GoldenBackend, isEngine: Bool) {
    self.file = file
    self.backend = backend
    self.isEngine = isEngine
  }

  /// `UPDATE_GOLDEN=1` writes what came out in the place of what was expected.
  static var updates: Bool { ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" }

  mutating func run() throws {
    for block in file.blocks {
      do {
        try run(block)
      } catch let skip as GoldenSkip {
        if isEngine { fail(block, skip.reason) }
        skipped += 1
      } catch {
        fail(block, "\(error)\n\(block.text)")
      }
    }
    if isEngine && Self.updates && !isSilent && !rewritten.isEmpty { try file.rewriting(rewritten) }
  }

  private mutating func fail(_ block: GoldenFile.Block, _ message: String) {
    failed.insert(block.line)
    if !isSilent { Issue.record("\(place(block)): \(message)") }
  }

  private func place(_ block: GoldenFile.Block) -> String { "\(file.url.lastPathComponent):\(block.line)" }

  private mutating func run(_ block: GoldenFile.Block) throws {
    switch block.directive {
    case "engine": break
    case "seed": for statement in try GoldenFile.seed(block.arguments[0]) { _ = try execute(statement) }
    case "session": connection = block.arguments.first ?? ""
    case "reopen": try backend.reopen()
    case "params": try readParameters(block)
    case "statement": try runStatement(block)
    case "query": try runQuery(block)
    case "error": try runError(block)
    case "outcome": try runOutcome(block)
    case "tokens", "syntax", "bound", "logical", "rules", "physical": try runStage(block)
    default: fail(block, "unknown directive `\(block.directive)`")
    }
  }

  private func execute(_ text: String) throws -> GoldenResult {
    try backend.execute(text, parameters, on: connection)
  }

  private mutating func readParameters(_ block: GoldenFile.Block) throws {
    if block.body.isEmpty { parameters = [:] }
    for line in block.body {
      let parts = line.components(separatedBy: " = ")
      let value = try backend.execute(
        "RETURN \(parts.dropFirst().joined(separator: " = ")) AS v", [:], on: connection)
      parameters[parts[0]] = value.rows[0][0]
    }
  }

  // MARK: Results

  private mutating func runStatement(_ block: GoldenFile.Block) throws {
    checked += 1
    var result = GoldenResult()
    for statement in GoldenFile.statements(block.text) { result = try execute(statement) }
    guard isEngine, let expected = block.expected else { return }
    compare(block, expected, result.changes)
  }

  private mutating func runQuery(_ block: GoldenFile.Block) throws {
    checked += 1
    let result = try execute(block.text)
    let header = GoldenText.header(result)
    let rows = result.rows.map(GoldenText.row)
    let actual = (header.isEmpty ? ["no result"] : [header.joined(separator: " | ")]) + rows
    if isEngine { checkWarnings(block, result) }
    guard let expected = block.expected else {
      fail(block, "a query needs an expectation")
      rewritten.append((block, actual))
      return
    }
    let isOrdered = block.arguments.first == "ordered"
    let sameHeader =
      expected.first == actual[0] || expected.first.map { GoldenText.headerMatches($0, header) } == true
    let expectedRows = Array(expected.dropFirst())
    if sameHeader && (isOrdered ? expectedRows == rows : expectedRows.sorted() == rows.sorted()) { return }
    report(block, expected, isOrdered ? actual : [actual[0]] + rows.sorted())
  }

  private mutating func checkWarnings(_ block: GoldenFile.Block, _ result: GoldenResult) {
    if result.hasRepeatedWarning { fail(block, "a warning came twice: \(result.warnings)") }
    for argument in block.arguments where argument.hasPrefix("warn=") {
      let code = String(argument.dropFirst("warn=".count))
      let isRight = code == "none" ? result.warnings.isEmpty : result.warnings.contains(code)
      if !isRight {
        fail(block, "no warning \(code), found \(result.warnings)")
      }
    }
  }

  private mutating func runError(_ block: GoldenFile.Block) throws {
    checked += 1
    do {
      let result = try execute(block.text)
      let rows = result.rows.map(GoldenText.row).joined(separator: "\n")
      fail(block, "expected error \(block.arguments[0]), found rows\n\(block.text)\n\(rows)")
    } catch let error as GoldenError {
      if error.status != block.arguments[0] {
        fail(block, "expected error \(block.arguments[0]), found \(error.status) \(error.lines)\n\(block.text)")
      }
      if isEngine, let expected = block.expected { compare(block, expected, error.lines) }
    }
  }

  private mutating func runOutcome(_ block: GoldenFile.Block) throws {
    guard isEngine else { return }
    checked += 1
    do {
      compare(block, block.expected ?? [], try execute(block.text).outcome)
    } catch let error as GoldenError {
      compare(block, block.expected ?? [], error.outcome)
    }
  }

  // MARK: Stages

  private mutating func runStage(_ block: GoldenFile.Block) throws {
    guard isEngine else { return }
    checked += 1
    let lines = try GoldenStage.text(of: block.directive, block.text, parameters, backend, connection)
    for argument in block.arguments {
      let parts = argument.components(separatedBy: "=")
      guard parts.count == 2, parts[0] == "expect" || parts[0] == "expect-not" else { continue }
      guard let rule = PlanRule(rawValue: parts[1]) else {
        fail(block, "there is no rule \(parts[1])")
        continue
      }
      let fired = try GoldenStage.fires(rule, block.text, parameters, backend, connection)
      if fired != (parts[0] == "expect") {
        fail(block, "rule \(parts[1]) \(fired ? "fired" : "did not fire")")
      }
    }
    compare(block, block.expected ?? [], lines)
  }

  // MARK: Comparison

  private mutating func compare(_ block: GoldenFile.Block, _ expected: [String], _ actual: [String]) {
    if expected != actual { report(block, expected, actual) }
  }

  private mutating func report(_ block: GoldenFile.Block, _ expected: [String], _ actual: [String]) {
    if isEngine && Self.updates && !isSilent {
      rewritten.append((block, actual))
      return
    }
    fail(
      block,
      """
      (\(isEngine ? "engine" : "oracle"))
      \(block.text)
      ---- expected
      \(expected.joined(separator: "\n"))
      ---- found
      \(actual.joined(separator: "\n"))
      """)
  }
}
