import GQL
import GraphStore

/// A naive evaluator of the bound tree: one row at a time, over arrays, by the words of the standard. It
/// shares no code with the engine, so that where the two agree both are right or both have misread the same
/// sentence.
///
/// Path patterns are matched by enumerating walks; then comes the mode, the selector within each pair of end
/// nodes, the join of the path patterns, the match mode, and WHERE. Results are in the order in which the
/// oracle happens to find them, save after ORDER BY. Elements of results are complete, as the graph is after
/// the statement.
///
/// ```swift
/// var oracle = Oracle(graph: model)
/// let (columns, rows) = try oracle.run(query, parameters: ["n": 1])
/// ```
public struct Oracle {
  public private(set) var graph: ModelGraph
  /// Functions, casts and temporal arithmetic that the oracle does not write down again are taken from the
  /// engine. Off by default: agreement would then mean less.
  public var borrowsFunctions = false

  public init(graph: ModelGraph) { self.graph = graph }

  /// - Throws: `OracleError`; the graph is then as it was before.
  public mutating func run(
    _ query: BoundQuery, parameters: [String: Value] = [:]
  ) throws -> (columns: [String], rows: [[Value]]) {
    let run = OracleRun(graph: graph, parameters: parameters, borrowsFunctions: borrowsFunctions)
    let table = try run.apply(query.clauses, to: [OracleRow()], outer: OracleRow())
    try run.finish()
    graph = run.graph
    guard let columns = query.columns, !columns.isEmpty else { return ([], []) }
    let rows = table.map { row in columns.map { run.complete(row[$0.slot] ?? .null) } }
    return (columns.map(\.name), rows)
  }
}

/// The state of one statement.
final class OracleRun {
  var graph: ModelGraph { didSet { edges = nil } }
  /// `graph.livingEdges`, kept while the graph does not change.
  private var edges: [ModelGraph.EdgeRow]?
  var livingEdges: [ModelGraph.EdgeRow] {
    if let edges { return edges }
    let found = graph.livingEdges
    edges = found
    return found
  }
  let parameters: [String: Value]
  /// Partial matches made so far, against the limit.
  var partialMatches = 0
  static let partialMatchLimit = 20_000

  let borrowsFunctions: Bool

  init(graph: ModelGraph, parameters: [String: Value], borrowsFunctions: Bool) {
    self.graph = graph
    self.borrowsFunctions = borrowsFunctions
    self.parameters = parameters
  }

  /// What is judged when the statement ends.
  func finish() throws {
    if !graph.danglingEdges.isEmpty { throw OracleError.status(.edgesStillExist, "edges still exist") }
  }

  /// References to elements become the elements.
  func complete(_ value: Value) -> Value {
    switch value {
    case .node(let node): .node(graph.value(node.id))
    case .edge(let edge): .edge(graph.value(edge.id))
    case .path(let path):
      .path(Path(nodes: path.nodes.map { graph.value($0.id) }, edges: path.edges.map { graph.value($0.id) }))
    case .list(let items): .list(items.map(complete))
    case .record(let record):
      .record(Record(record.fields.map { (name: $0.name, value: complete($0.value)) }))
    case .null, .bool, .int, .float, .decimal, .string, .bytes, .date, .localTime, .zonedTime, .localDateTime,
      .zonedDateTime, .duration:
      value
    }
  }
}
