import Foundation
import GQL
import GraphStore

/// Runs one scenario on a graph in memory.
struct Runner {
  /// Of one statement.
  static let timeoutSeconds = 10.0
  /// Setup statements of the named graphs.
  let graphs: [String: [String]]

  /// Nil when the scenario passes, else what was expected and found.
  func run(_ scenario: Scenario) -> String? {
    do {
      let graph = try Graph.inMemory()
      let session = Session(graph: graph)
      session.dialect = .cypher
      session.limits.timeoutSeconds = Runner.timeoutSeconds
      session.procedures = .withBuiltIns(scenario.procedures.map(procedure))
      for (name, text) in scenario.parameters { session.parameters[name] = ValueReader.value(text) }
      let setup = (scenario.given.graph.flatMap { graphs[$0] } ?? []) + scenario.given.setup
      for statement in setup {
        do { _ = try session.execute(statement) } catch { return "setup: \(error): \(oneLine(statement))" }
      }
      for step in scenario.steps { if let failure = try run(step, session) { return failure } }
      return nil
    } catch { return "\(error)" }
  }

  private func run(_ step: Scenario.Step, _ session: Session) throws -> String? {
    let before = try Census(session.graph)
    let wantedError = ExpectedError(step.then)
    let result: QueryResult
    do throws(QueryError) {
      result = try session.execute(step.when.query)
    } catch {
      guard let wantedError else { return "error \(error.status): \(error.message)" }
      if let difference = wantedError.difference(from: error) { return difference }
      let found = try Census(session.graph).changes(since: before)
      return found.isEmpty ? nil : "expected no side effects of an error, found \(sorted(found))"
    }
    if let wantedError { return "expected \(wantedError), found \(result.rows.count) rows" }
    if let failure = compare(result, step.then) { return failure }
    if let wanted = step.side_effects {
      let found = try Census(session.graph).changes(since: before)
      if found != wanted { return "expected side effects \(sorted(wanted)), found \(sorted(found))" }
    }
    return nil
  }

  private func sorted(_ effects: [String: Int]) -> String {
    effects.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
  }

  private func compare(_ result: QueryResult, _ then: Scenario.Then) -> String? {
    if then.kind == "empty" { return result.rows.isEmpty || result.columns.isEmpty ? nil : "expected nothing, found \(result.rows.count) rows" }
    let ignoresOrder = then.ignore_list_order ?? false
    let names = result.columns.map(\.name)
    let columns = then.columns ?? []
    guard names == columns else { return "expected columns \(columns), found \(names)" }
    var found = result.rows.map { row in
      row.map { ValueText.of($0, ignoringListOrder: ignoresOrder) }.joined(separator: " | ")
    }
    var wanted = (then.rows ?? []).map { row in
      row.map { ValueReader.canonical($0, ignoringListOrder: ignoresOrder) }.joined(separator: " | ")
    }
    if !(then.ordered ?? false) {
      found.sort()
      wanted.sort()
    }
    return found == wanted ? nil : "expected \(listed(wanted)), found \(listed(found))"
  }

  private func listed(_ rows: [String]) -> String {
    rows.isEmpty ? "no rows" : rows.prefix(6).joined(separator: " ; ") + (rows.count > 6 ? " ; ..." : "")
  }

  private func oneLine(_ text: String) -> String { text.split(whereSeparator: \.isWhitespace).joined(separator: " ") }

  private func procedure(_ table: Scenario.Table) -> Procedure {
    let inputs = table.inputs.map { Procedure.Field($0.name, type($0.type)) }
    let outputs = table.outputs.map { Procedure.Field($0.name, type($0.type)) }
    let relation = Relation(
      rows: table.rows.map { row in row.map { ValueReader.value($0) ?? .null } },
      inputs: table.inputs.map { field in table.columns.firstIndex(of: field.name) ?? 0 },
      outputs: table.outputs.map { field in table.columns.firstIndex(of: field.name) ?? 0 })
    return Procedure(table.name, parameters: inputs, columns: outputs, summary: "of a scenario", body: relation.body)
  }

  private func type(_ text: String) -> ValueType {
    switch text.replacing("?", with: "") {
    case "INTEGER": .int
    case "FLOAT": .float
    case "NUMBER": .number
    case "STRING": .string
    case "BOOLEAN": .bool
    default: .any
    }
  }
}

private func matches(_ a: Value, _ b: Value) -> Bool {
  switch (a, b) {
  case (.int(let a), .float(let b)), (.float(let b), .int(let a)): Double(a) == b
  default: ValueText.of(a) == ValueText.of(b)
  }
}

/// What a graph holds, for counting changes.
struct Census {
  private var elements: [String: Set<String>] = [:]

  init(_ graph: Graph) throws {
    let transaction = try graph.store.beginRead()
    defer { transaction.end() }
    let reader = try transaction.reader()
    for ordinal in 0..<reader.nodeLimit where reader.isAlive(node: ordinal) {
      let node = reader.node(ordinal)
      elements["nodes", default: []].insert("\(node.id)")
      for label in node.labels { elements["labels", default: []].insert(label) }
      note(node.properties, of: "n\(node.id)")
    }
    for ordinal in 0..<reader.edgeLimit where reader.isAlive(edge: ordinal) {
      let edge = reader.edge(ordinal)
      elements["relationships", default: []].insert("\(edge.id)")
      note(edge.properties, of: "e\(edge.id)")
    }
  }

  private mutating func note(_ properties: Record, of element: String) {
    for field in properties.fields {
      elements["properties", default: []].insert("\(element).\(field.name)=\(ValueText.of(field.value))")
    }
  }

  /// Those that are not 0.
  func changes(since before: Census) -> [String: Int] {
    var changes: [String: Int] = [:]
    for kind in ["nodes", "relationships", "properties", "labels"] {
      let (old, new) = (before.elements[kind] ?? [], elements[kind] ?? [])
      let (added, removed) = (new.subtracting(old).count, old.subtracting(new).count)
      if added > 0 { changes["+\(kind)"] = added }
      if removed > 0 { changes["-\(kind)"] = removed }
    }
    return changes
  }
}

/// A procedure as a table that relates inputs to outputs.
private struct Relation: Sendable {
  let rows: [[Value]]
  let inputs: [Int]
  let outputs: [Int]

  @Sendable func body(_ arguments: [Value], _ reader: any GraphReader) throws(QueryError) -> [[Value]] {
    var result: [[Value]] = []
    for row in rows {
      var holds = true
      for (argument, column) in zip(arguments, inputs) where !matches(argument, row[column]) { holds = false }
      if holds { result.append(outputs.map { row[$0] }) }
    }
    return result
  }
}
