import Foundation
import GQL
import GraphStore
import TestSupport

/// Whatever answers queries about a model graph: the engine or the oracle.
struct Subject: Sendable {
  typealias Answer = (columns: [String], rows: [[Value]])
  var name: String
  var answer: @Sendable (ModelGraph, String) throws -> Answer

  static let oracle = Subject(name: "oracle") { graph, text in
    guard case .query(let query) = try FrontEnd.bind(text) else {
      throw OracleError.unsupported("statements other than queries")
    }
    var oracle = Oracle(graph: graph)
    return try oracle.run(query)
  }

  static let engine = Subject(name: "engine") { graph, text in
    let result = try session(for: graph).execute(text)
    return (result.columns.map(\.name), result.rows)
  }

  /// On every other graph, by its size, several threads work on a few nodes each.
  static func session(for graph: ModelGraph) throws -> Session {
    let session = Session(graph: try EngineUnderTest.load(graph))
    guard graph.livingNodes.count.isMultiple(of: 2) else { return session }
    session.limits.threads = 3
    session.limits.smallestParallelScan = 0
    session.limits.morselNodes = 2
    return session
  }

  /// Laws need only one that answers.
  static let underLaw = engine
}

/// A subject with one graph loaded: for many queries about it.
final class Loaded {
  let model: ModelGraph
  private let session: Session?

  init(_ model: ModelGraph, isEngine: Bool) throws {
    self.model = model
    session = isEngine ? try Subject.session(for: model) : nil
  }

  /// - Parameter rule: that plans are made without. Searches then keep so few walks that they come to their last way of going on, and look ahead at once.
  func answer(_ text: String, without rule: PlanRule? = nil) throws -> Subject.Answer {
    guard let session else { return try Subject.oracle.answer(model, text) }
    session.limits.rulesOff = rule.map { [$0] } ?? []
    session.limits.walksKeptAtFirst = rule == nil ? QueryLimits().walksKeptAtFirst : 8
    session.limits.stepsBeforeLook = rule == nil ? QueryLimits().stepsBeforeLook : 0
    let result = try session.execute(text)
    return (result.columns.map(\.name), result.rows)
  }
}

/// How much a property test may do.
enum Effort {
  /// `GRAPHSH_LONG=1`: everything, for `make test-all`.
  static let isLong = ProcessInfo.processInfo.environment["GRAPHSH_LONG"] == "1"
  /// `GRAPHSH_SEED=n` repeats a run.
  static let seed = ProcessInfo.processInfo.environment["GRAPHSH_SEED"].flatMap(UInt64.init) ?? 20_240_412

  /// Optimised builds do about ten times as much in the same time.
  static func count(debug: Int, release: Int, long: Int) -> Int {
    if isLong { return long }
    #if DEBUG
      return debug
    #else
      return release
    #endif
  }
}
