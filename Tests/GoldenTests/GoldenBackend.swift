import Foundation
import GQL
import GraphStore
import TestSupport

/// What a golden file runs against: the engine, or the oracle.
protocol GoldenBackend: AnyObject {
  /// Connections have names; the first is "".
  func execute(_ text: String, _ parameters: [String: Value], on connection: String) throws -> GoldenResult
  func reopen() throws
  /// Plans are made without these rules meanwhile.
  func without<T>(_ rules: Set<PlanRule>, on connection: String, _ body: () throws -> T) throws -> T
}

struct GoldenResult {
  var columns: [(name: String, type: ValueType)] = []
  var rows: [[Value]] = []
  /// For statements that change something: as text, empty when unknown.
  var changes: [String] = []
  var warnings: [String] = []
  var hasRepeatedWarning = false
  var plan: String?
  /// GQL-status objects, a line each.
  var outcome: [String] = []
}

/// A case that this backend has no means to run.
struct GoldenSkip: Error { var reason: String }

/// An error as the golden files write it.
struct GoldenError: Error {
  var status: String
  /// `LINE:COLUMN message`, one for each.
  var lines: [String]
  var outcome: [String] = []
}

final class EngineBackend: GoldenBackend {
  private var graph: Graph
  private var sessions: [String: Session] = [:]
  private let path: String?
  private let rulesOff: Set<PlanRule>

  /// `isFile`: in a temporary file, which lives as long as the backend. Plans are made without `rulesOff`.
  init(isFile: Bool, without rulesOff: Set<PlanRule> = []) throws {
    self.rulesOff = rulesOff
    path =
      isFile
      ? FileManager.default.temporaryDirectory.appendingPathComponent("golden-\(UUID().uuidString).graph")
        .path : nil
    graph = try path.map { try Graph(path: $0) } ?? Graph.inMemory()
  }

  deinit {
    for suffix in ["", "-wal", "-shm"] {
      if let path { try? FileManager.default.removeItem(atPath: path + suffix) }
    }
  }

  func reopen() throws {
    guard let path else { throw GoldenSkip(reason: "a graph in memory cannot be opened again") }
    sessions = [:]
    graph = try Graph(path: path)
  }

  private func session(_ connection: String) -> Session {
    if let session = sessions[connection] { return session }
    let session = Session(graph: graph)
    session.limits.rulesOff = rulesOff
    sessions[connection] = session
    return session
  }

  func without<T>(_ rules: Set<PlanRule>, on connection: String, _ body: () throws -> T) throws -> T {
    session(connection).limits.rulesOff = rules
    defer { session(connection).limits.rulesOff = rulesOff }
    return try body()
  }

  func execute(_ text: String, _ parameters: [String: Value], on connection: String) throws -> GoldenResult {
    let session = session(connection)
    do {
      let result = try session.execute(text, parameters)
      return GoldenResult(
        columns: result.columns.map { ($0.name, $0.type) }, rows: result.rows,
        changes: Self.changes(result.summary),
        warnings: result.summary.warnings.map(\.status.code),
        hasRepeatedWarning: Set(result.summary.warnings.map { "\($0.status.code) \($0.message) \(String(describing: $0.span))" }).count < result.summary.warnings.count, plan: result.plan,
        outcome: session.outcome.map(Self.line))
    } catch {
      let errors = error.diagnostics.filter { $0.severity == .error }
      throw GoldenError(
        status: error.status.code,
        lines: errors.map { "\($0.span.map { GoldenText.place($0.start, in: text) } ?? "-") \($0.message)" },
        outcome: session.outcome.map(Self.line))
    }
  }

  private static func line(_ object: StatusObject) -> String {
    "\(object.category.rawValue) \(object.status.code) \(object.description) \(Value.record(object.record.fields))"
  }

  private static func changes(_ summary: ResultSummary) -> [String] {
    let counts = [
      ("nodes inserted", summary.nodesInserted), ("edges inserted", summary.edgesInserted),
      ("nodes deleted", summary.nodesDeleted), ("edges deleted", summary.edgesDeleted),
      ("properties set", summary.propertiesSet), ("labels added", summary.labelsAdded),
      ("labels removed", summary.labelsRemoved),
    ]
    return counts.filter { $0.1 != 0 }.map { "\($0.0): \($0.1)" }
  }
}

/// The oracle over a model graph; statements other than queries are left out.
final class OracleBackend: GoldenBackend {
  private var oracle: Oracle

  init() {
    oracle = Oracle(graph: ModelGraph())
    oracle.borrowsFunctions = true
  }

  func reopen() {}

  func without<T>(_ rules: Set<PlanRule>, on connection: String, _ body: () throws -> T) throws -> T { try body() }

  func execute(_ text: String, _ parameters: [String: Value], on connection: String) throws -> GoldenResult {
    let bound: BoundStatement
    do {
      bound = try FrontEnd.bind(text, parameters: parameters)
    } catch {
      throw GoldenError(status: error.status.code, lines: [])
    }
    guard case .query(let query) = bound else { throw GoldenSkip(reason: "no query") }
    do {
      let (columns, rows) = try oracle.run(query, parameters: parameters)
      let types = query.columns?.map(\.type) ?? []
      return GoldenResult(columns: Array(zip(columns, types)), rows: rows)
    } catch OracleError.status(let status, _) {
      throw GoldenError(status: status.code, lines: [])
    } catch {
      throw GoldenSkip(reason: "\(error)")
    }
  }
}
