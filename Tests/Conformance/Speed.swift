import Foundation
import GQL

/// How fast texts become plans: `conformance --speed PATH...`, over golden files, seeds and the scenarios of a kit.
///
/// Prints the parser's throughput over all statements, and the time from text to plan of the ten longest queries, the least of
/// several tries each, on an empty graph. A build with optimization fails when to analyze, plan and explain one of them takes more than a
/// millisecond; parsing is told apart.
struct Speed {
  static let limitMilliseconds = 1.0
  static let rounds = 30

  private var texts: [(text: String, dialect: Dialect)] = []

  init(paths: [String]) {
    for path in paths {
      let names = (FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []).sorted()
      for file in names.isEmpty ? [path] : names.map({ path + "/" + $0 }) { read(file) }
    }
  }

  private mutating func read(_ file: String) {
    guard let data = FileManager.default.contents(atPath: file) else { return }
    let contents = String(decoding: data, as: UTF8.self)
    if file.hasSuffix(".gqltest") {
      for block in contents.components(separatedBy: "\n\n") {
        let lines = block.split(separator: "\n").filter { !$0.hasPrefix("#") }
        guard let first = lines.first, first.hasPrefix("query") || first.hasPrefix("statement") else { continue }
        texts.append((lines.dropFirst().prefix { $0 != "----" }.joined(separator: "\n"), .gql))
      }
    } else if file.hasSuffix(".gql") {
      texts += StatementSplitter.split(contents).map { piece in
        (String(decoding: Array(contents.utf8)[piece.span.start..<piece.span.end], as: UTF8.self), .gql)
      }
    } else if file.hasSuffix("scenarios.jsonl") {
      let decoder = JSONDecoder()
      for line in data.split(separator: 0x0A) {
        if let scenario = try? decoder.decode(Scenario.self, from: line) { texts.append((scenario.when.query, .cypher)) }
      }
    }
  }

  /// False when a limit is broken.
  func report() throws -> Bool {
    guard !texts.isEmpty else { return true }
    let bytes = texts.reduce(0) { $0 + $1.text.utf8.count }
    let parsing = seconds { for (text, dialect) in texts { _ = Parser.parse(text, dialect: dialect) } }
    print("parse: \(format(Double(bytes) / parsing / 1e6)) MB/s over \(texts.count) statements, \(format(Double(bytes) / 1e6)) MB")
    let session = Session(graph: try Graph.inMemory())
    var slowest = (whole: 0.0, planning: 0.0)
    var measured = 0
    for (text, dialect) in texts.sorted(by: { $0.text.utf8.count > $1.text.utf8.count }) where measured < 10 {
      session.dialect = dialect
      guard (try? session.execute("EXPLAIN " + text)) != nil else { continue }
      measured += 1
      let whole = seconds { _ = try? session.execute("EXPLAIN " + text) } * 1e3
      let planning = whole - seconds { _ = Parser.parse(text, dialect: dialect) } * 1e3
      slowest = (max(slowest.whole, whole), max(slowest.planning, planning))
    }
    print(
      "text to plan: at most \(format(slowest.whole)) ms for each of the \(measured) longest queries, \(format(slowest.planning)) ms of it after parsing")
    #if DEBUG
      return true
    #else
      if slowest.planning > Speed.limitMilliseconds { print("above the limit of \(Speed.limitMilliseconds) ms") }
      return slowest.planning <= Speed.limitMilliseconds
    #endif
  }

  /// The least of some tries.
  private func seconds(_ body: () -> Void) -> Double {
    let clock = ContinuousClock()
    return (0..<Speed.rounds).map { _ in clock.measure(body) / .seconds(1) }.min() ?? 0
  }

  private func format(_ value: Double) -> String { String(format: "%.2f", value) }
}
