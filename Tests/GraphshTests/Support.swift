import Foundation
import GQL
import GraphStore
import Synchronization

@testable import graphsh

/// A result made by hand.
func result(_ columns: [(String, ValueType)], _ rows: [[Value]], seconds: Double = 0.004) -> QueryResult {
  var summary = ResultSummary()
  summary.elapsedSeconds = seconds
  return QueryResult(columns: columns.map { .init(name: $0.0, type: $0.1) }, rows: rows, summary: summary)
}

func rendered(_ result: QueryResult, as format: OutputFormat, _ context: RenderContext = RenderContext())
  -> String
{
  var text = ""
  format.render(result, context) { text += $0 }
  return text
}

enum Samples {
  static let ann = Node(
    id: NodeID(1), labels: ["Minister", "Person"], properties: ["name": .string("Ann \"A\" O'Neil")])
  static let truce = Node(
    id: NodeID(2), labels: ["Proposal"],
    properties: ["name": .string("one-month truce"), "since": .date(.init(daysSinceEpoch: 20150))])
  static let supports = Edge(
    id: EdgeID(7), type: "SUPPORTS", source: NodeID(1), target: NodeID(2), properties: ["force": .int(2)])
  static let borders = Edge(
    id: EdgeID(8), type: "borders on", source: NodeID(2), target: NodeID(1), isDirected: false,
    properties: [:])

  /// One value of every kind, and the hard ones of each.
  static let values: [Value] = [
    .null, .bool(true), .bool(false), .int(0), .int(.max), .int(.min), .float(1), .float(-0.0), .float(0.1),
    .float(1e300),
    .float(.leastNonzeroMagnitude), .float(.nan), .float(.infinity), .float(-.infinity),
    .decimal(ExactDecimal(coefficient: 1200, scale: 3)), .decimal(ExactDecimal(coefficient: -5, scale: 2)),
    .string(""), .string("a,b;c"), .string("line\nbreak\r\nand\ttab"), .string("quote \" and ' and \\"),
    .string("\"\u{301}x"),
    .string("\u{0}\u{1B}[31mred\u{1B}]0;title\u{7}\u{9B}2J"), .string("\u{202E}evil\u{2066}"),
    .string("漢字 テスト e\u{301} 👩‍👩‍👧 🇫🇷 ❤️"),
    .string("null"), .string(" padded "), .bytes([]), .bytes([0, 255, 16]), .bytes([1, 2, 3, 4]),
    .date(.init(daysSinceEpoch: 20150)), .date(.init(daysSinceEpoch: -800_000)),
    .localTime(.init(nanosecondsSinceMidnight: 1)),
    .zonedTime(.init(local: .init(nanosecondsSinceMidnight: 43_200_000_000_000), offsetSeconds: -19_800)),
    .localDateTime(.init(secondsSinceEpoch: -1, nanosecond: 5)),
    .zonedDateTime(.init(local: .init(secondsSinceEpoch: 1_700_000_000, nanosecond: 0), offsetSeconds: 3600)),
    .zonedDateTime(
      .init(
        local: .init(secondsSinceEpoch: 1_700_000_000, nanosecond: 0), offsetSeconds: 3600,
        zone: "Europe/Paris")),
    .duration(.init(months: 14, days: -3, seconds: 61, nanoseconds: 5)), .duration(.init()),
    .list([]), .list([.int(1), .null, .string("x"), .list([.bool(true)])]), .record([:]),
    .record(["a b": .int(1), "$type": .string("y")]),
    .node(ann), .edge(supports), .edge(borders),
    .path(Path(nodes: [ann, truce, ann], edges: [supports, borders])),
  ]
}

/// A console that remembers, and the shell on it.
final class Harness {
  var rows = ""
  var notices = ""
  var shell: Shell!

  init(
    _ engine: Engine = FakeEngine.make(), isInteractive: Bool = false, screenWidth: Int? = nil, screenHeight: Int = 24,
    keepsGoing: Bool = false,
    settings: Settings = Settings(), environment: [String: String] = [:]
  ) {
    let console = Console(
      writeRows: { self.rows += $0 }, writeNotice: { self.notices += $0 },
      rowsAreOnTerminal: screenWidth != nil,
      isInteractive: isInteractive, screenWidth: { screenWidth ?? 80 }, screenHeight: { screenHeight }, environment: ["NO_COLOR": "1"].merging(environment) { $1 })
    var settings = settings
    settings.showsTimer = false
    shell = Shell(
      engine: engine, settings: settings, keepsGoing: keepsGoing, console: console,
      open: { path, _ in FakeEngine.make(path: path) })
  }
}

/// An engine of a few fixed answers.
enum FakeEngine {
  static func make(path: String? = "/data/seeds.graph") -> Engine {
    let state = State()
    return Engine(
      name: path.map(Engine.baseName) ?? "memory", path: path,
      execute: { text, parameters, limits in try state.execute(text, parameters, limits) },
      isInTransaction: { state.isInTransaction }, cancel: { state.isCancelled.withLock { $0 = true } },
      schema: { _ in schema },
      ask: { question, _ in try ask(question) },
      questionText: { "MATCH (\($0)) RETURN 1" },
      questions: { [("totals", "sums of money")] },
      picture: PictureSource(
        node: { $0 == Samples.truce.id ? Samples.truce : nil }, edgesBetween: { _ in [Samples.borders] },
        signs: { ["SUPPORTS": 1] }),
      load: { _, _, _ in ImportReport() }, loadTables: { _, _ in CSVReport() }, merge: { _, _ in MergeReport(kept: "") }, repack: { _ in }, checkFile: { _ in [] }, backUp: { _, _ in })
  }

  final class State: Sendable {
    let isCancelled = Mutex(false)
    nonisolated(unsafe) var isInTransaction = false

    func execute(_ text: String, _ parameters: [String: Value], _ limits: QueryLimits) throws -> QueryResult {
      let words = text.split(whereSeparator: \.isWhitespace).map(String.init)
      switch words.first {
      case "START" where words.last == "FAIL": throw StoreError(.inputOutput, "the file is locked")
      case "START": isInTransaction = true
      case "COMMIT": isInTransaction = false
      case "FAIL":
        throw QueryError(
          .invalidSyntax, "unexpected `FAIL`", at: SourceSpan(0, 4), hints: ["write a statement"])
      case "WAIT":
        for _ in 0..<2000 where !isCancelled.withLock({ $0 }) { usleep(1000) }
        throw QueryError(.interrupted, "interrupted")
      case "PARAMETER": return result([("value", .any)], [[parameters[words[1]] ?? .null]])
      case "ELEMENTS":
        return result([("a", .node), ("e", .edge)], [[.node(Samples.ann), .edge(Samples.supports)]])
      case "MATCH": return result([("n", .node)], [[.node(Samples.ann)], [.node(Samples.truce)]])
      case "EXPLAIN":
        return QueryResult(columns: [], rows: [], summary: ResultSummary(), plan: "Project\n└─ Scan\n")
      case "INSERT":
        var summary = ResultSummary()
        summary.nodesInserted = 1
        summary.edgesInserted = 2
        return QueryResult(columns: [], rows: [], summary: summary)
      case "RETURN":
        let body = words.dropFirst().joined(separator: " ").replacingOccurrences(of: " AS value", with: "")
        guard let number = Int64(body) else {
          throw QueryError(.invalidReference, "unknown variable `\(body)`")
        }
        return result([("value", .int)], [[.int(number)]])
      default: break
      }
      return QueryResult(columns: [], rows: [], summary: ResultSummary())
    }
  }

  static func ask(_ question: QuestionCall) throws -> QueryResult {
    switch question.name {
    case "backs":
      guard question.arguments["name"] == .string("harbour levy") else {
        throw QueryError(.noData, "nothing is called so", hints: ["did you mean `harbour levy`?"])
      }
      return Harbour.result
    default:
      return result(
        [("question", .string), ("arguments", .record)],
        [
          [
            .string(question.name),
            .record(
              Record(question.arguments.sorted { $0.key < $1.key }.map { (name: $0.key, value: $0.value) })),
          ]
        ])
    }
  }

  static var schema: SchemaSummary {
    var summary = SchemaSummary()
    summary.nodeCount = 3
    summary.edgeCount = 2
    summary.unlabeledNodeCount = 1
    summary.labels = [
      .init(name: "Person", nodeCount: 1, propertyKeys: ["name"]),
      .init(name: "peace plan", nodeCount: 1, propertyKeys: ["name", "since"]),
    ]
    summary.edgeTypes = [
      .init(
        name: "SUPPORTS", edgeCount: 2,
        shapes: [.init(source: ["Person"], target: ["peace plan"], isDirected: true, count: 2)],
        propertyKeys: ["force"])
    ]
    return summary
  }
}

/// Runs a program and gives what it wrote. Through files, since a program that ends before it reads would raise SIGPIPE.
func runProgram(
  _ program: String, _ arguments: [String], input: String = "", environment: [String: String]? = nil
) throws -> (
  status: Int32, output: String, complaints: String
) {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: program)
  process.arguments = arguments
  if let environment { process.environment = environment }
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  let files = ["in", "out", "err"].map { folder.appendingPathComponent($0) }
  try Data(input.utf8).write(to: files[0])
  for file in files[1...] { _ = FileManager.default.createFile(atPath: file.path, contents: nil) }
  process.standardInput = try FileHandle(forReadingFrom: files[0])
  process.standardOutput = try FileHandle(forWritingTo: files[1])
  process.standardError = try FileHandle(forWritingTo: files[2])
  try process.run()
  process.waitUntilExit()
  return (
    process.terminationStatus, String(decoding: try Data(contentsOf: files[1]), as: UTF8.self),
    String(decoding: try Data(contentsOf: files[2]), as: UTF8.self)
  )
}

enum Programs {
  /// The program beside the test bundle.
  static var graphsh: String {
    URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().appendingPathComponent(
      "graphsh"
    ).path
  }
}
