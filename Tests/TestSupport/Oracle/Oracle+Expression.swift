import GQL
import GraphStore

extension OracleRun {
  func isTrue(_ condition: BoundExpression, _ row: OracleRow) throws -> Bool {
    try truth(condition, row) == true
  }

  /// Nil = unknown.
  private func truth(_ expression: BoundExpression, _ row: OracleRow) throws -> Bool? {
    switch try evaluate(expression, row) {
    case .null: return nil
    case .bool(let value): return value
    default: throw OracleError.wrongType("no Boolean")
    }
  }

  func evaluate(_ expression: BoundExpression, _ row: OracleRow) throws -> Value {
    switch expression.kind {
    case .constant(let value): return value
    case .slot(let slot): return row[slot] ?? .null
    case .parameter(let name): return parameters[name] ?? .null
    case .property(let base, let key): return try property(key, of: evaluate(base, row))
    case .not(let operand): return Self.value(try truth(operand, row).map { !$0 })
    case .logical(let operation, let a, let b): return try logical(operation, a, b, row)
    case .comparison(let comparison, let a, let b):
      return Self.value(try Self.compare(comparison, evaluate(a, row), evaluate(b, row)))
    case .arithmetic(let operation, let a, let b):
      let (left, right) = (try evaluate(a, row), try evaluate(b, row))
      return try borrowing(
        { try OracleArithmetic.apply(operation, left, right) }, { try OracleFallback.arithmetic(operation, left, right) })
    case .negate(let operand):
      let value = try evaluate(operand, row)
      return try borrowing({ try OracleArithmetic.negate(value) }, { try OracleFallback.negate(value) })
    case .concatenate(let a, let b):
      return try OracleArithmetic.concatenate(evaluate(a, row), evaluate(b, row))
    case .isNull(let operand, let isNegated):
      let isNull = if case .null = try evaluate(operand, row) { true } else { false }
      return .bool(isNull != isNegated)
    case .isTruth(let operand, let wanted, let isNegated):
      return .bool((try truth(operand, row) == wanted) != isNegated)
    case .isLabeled(let operand, let label, let isNegated):
      return try isLabeled(evaluate(operand, row), label, isNegated)
    case .isTyped(let operand, let type, let isNegated):
      let value = try evaluate(operand, row)
      let isOfType = try borrowing(
        { .bool(try OracleTypes.holds(value, type)) }, { try OracleFallback.holds(value, type).map { .bool($0) } })
      return .bool((isOfType.bool == true) != isNegated)
    case .isDirected(let operand, let isNegated):
      guard case .edge(let edge) = try element(operand, row) else { return .null }
      return .bool(graph[edge.id].isDirected != isNegated)
    case .isEnd(let node, let end, let edge, let isNegated): return try isEnd(node, end, edge, isNegated, row)
    case .allDifferent(let items): return try allDifferent(items, row)
    case .same(let items): return try same(items, row)
    case .propertyExists(let operand, let key):
      switch try element(operand, row) {
      case .node(let node): return .bool(graph[node.id].properties[key] != nil)
      case .edge(let edge): return .bool(graph[edge.id].properties[key] != nil)
      default: return .null
      }
    case .function(let function, let arguments):
      let values = try arguments.map { try evaluate($0, row) }
      return try borrowing({ try call(function, values) }, { try OracleFallback.call(function, values) })
    case .aggregateOfList(let function, let isDistinct, let list):
      let items: [Value]
      switch try evaluate(list, row) {
      case .null: items = []
      case .list(let found): items = found
      default: throw OracleError.wrongType("no list")
      }
      return try OracleAggregates.apply(function.name, isDistinct, items.map { [$0] })
    case .caseWhen(let branches, let otherwise):
      for branch in branches where try isTrue(branch.condition, row) {
        return try evaluate(branch.result, row)
      }
      return try otherwise.map { try evaluate($0, row) } ?? .null
    case .coalesce(let items):
      for item in items {
        let value = try evaluate(item, row)
        if case .null = value { continue }
        return value
      }
      return .null
    case .cast(let operand, let type):
      let value = try evaluate(operand, row)
      return try borrowing(
        { try OracleTypes.cast(value, to: type) }, { try OracleFallback.cast(value, to: type) })
    case .list(let items): return .list(try items.map { try evaluate($0, row) })
    case .record(let fields):
      return .record(Record(try fields.map { (name: $0.name, value: try evaluate($0.value, row)) }))
    case .path(let elements): return try path(elements.map { try evaluate($0, row) })
    case .letIn(let definitions, let body):
      let values = try definitions.map { try evaluate($0.value, row) }
      var inner = row
      for (definition, value) in zip(definitions, values) { inner[definition.slot] = value }
      return try evaluate(body, inner)
    case .fold(let fold):
      var value = try evaluate(fold.initial, row)
      switch try evaluate(fold.list, row) {
      case .null: return .null
      case .list(let items):
        for item in items {
          var inner = row
          inner[fold.accumulator] = value
          inner[fold.item] = item
          value = try evaluate(fold.step, inner)
        }
        return value
      default: throw OracleError.wrongType("no list")
      }
    case .exists(let query): return .bool(!(try runSubquery(query, for: row)).isEmpty)
    case .scalarSubquery(let query):
      let rows = try runSubquery(query, for: row)
      if rows.count > 1 { throw OracleError.status(.dataException, "more than one row") }
      guard let only = rows.first, let column = query.columns?.first else { return .null }
      return only[column.slot] ?? .null
    }
  }

  /// What the oracle does not know itself, it may be allowed to ask of the engine's functions.
  private func borrowing(_ own: () throws -> Value, _ engine: () throws -> Value?) throws -> Value {
    do {
      return try own()
    } catch OracleError.unsupported(let what) {
      guard borrowsFunctions, let value = try engine() else { throw OracleError.unsupported(what) }
      return value
    }
  }

  // MARK: Truth

  static func value(_ truth: Bool?) -> Value { truth.map { .bool($0) } ?? .null }

  private func logical(
    _ operation: LogicalOperator, _ a: BoundExpression, _ b: BoundExpression, _ row: OracleRow
  ) throws -> Value {
    let left = try truth(a, row)
    switch operation {
    case .and:
      if left == false { return .bool(false) }
      let right = try truth(b, row)
      return right == false ? .bool(false) : left == nil || right == nil ? .null : .bool(true)
    case .or:
      if left == true { return .bool(true) }
      let right = try truth(b, row)
      return right == true ? .bool(true) : left == nil || right == nil ? .null : .bool(false)
    case .xor:
      guard let right = try truth(b, row), let left else { return .null }
      return .bool(left != right)
    }
  }

  static func compare(_ comparison: ComparisonOperator, _ a: Value, _ b: Value) throws -> Bool? {
    switch comparison {
    case .equal: return try OracleRelations.equal(a, b)
    case .notEqual: return try OracleRelations.equal(a, b).map { !$0 }
    case .less, .lessOrEqual, .greater, .greaterOrEqual:
      switch try OracleRelations.compare(a, b) {
      case .unknown: return nil
      case .unordered: return false
      case .less: return comparison == .less || comparison == .lessOrEqual
      case .equal: return comparison == .lessOrEqual || comparison == .greaterOrEqual
      case .greater: return comparison == .greater || comparison == .greaterOrEqual
      }
    }
  }

  // MARK: Elements

  func property(_ key: String, of base: Value) throws -> Value {
    switch base {
    case .null: return .null
    case .node(let node):
      guard !graph[node.id].isDeleted else { throw OracleError.status(.referentDeleted, "deleted") }
      return graph[node.id].properties[key] ?? .null
    case .edge(let edge):
      guard !graph[edge.id].isDeleted else { throw OracleError.status(.referentDeleted, "deleted") }
      return graph[edge.id].properties[key] ?? .null
    case .record(let record): return record[key] ?? .null
    case .list(let items): return .list(try items.map { try property(key, of: $0) })
    case .date, .localTime, .zonedTime, .localDateTime, .zonedDateTime, .duration:
      throw OracleError.unsupported("parts of temporal values")
    case .bool, .int, .float, .decimal, .string, .bytes, .path: throw OracleError.wrongType("no properties")
    }
  }

  static func holds(_ label: LabelPredicate, _ labels: [String]) -> Bool {
    switch label {
    case .name(let name): labels.contains { ModelGraph.isSame($0, name) }
    case .wildcard: !labels.isEmpty
    case .not(let inner): !holds(inner, labels)
    case .and(let a, let b): holds(a, labels) && holds(b, labels)
    case .or(let a, let b): holds(a, labels) || holds(b, labels)
    }
  }

  private func isLabeled(_ value: Value, _ label: LabelPredicate, _ isNegated: Bool) throws -> Value {
    switch value {
    case .null: return .null
    case .node(let node): return .bool(Self.holds(label, graph[node.id].labels) != isNegated)
    case .edge(let edge): return .bool(Self.holds(label, [graph[edge.id].type]) != isNegated)
    default: throw OracleError.wrongType("no element")
    }
  }

  /// A node, an edge or null.
  private func element(_ expression: BoundExpression, _ row: OracleRow) throws -> Value {
    let value = try evaluate(expression, row)
    switch value {
    case .null, .node, .edge: return value
    default: throw OracleError.wrongType("no element")
    }
  }

  /// An undirected edge has neither source nor destination.
  private func isEnd(
    _ node: BoundExpression, _ end: EdgeEnd, _ edge: BoundExpression, _ isNegated: Bool, _ row: OracleRow
  ) throws -> Value {
    let values = (try element(node, row), try element(edge, row))
    if case .null = values.0 { return .null }
    if case .null = values.1 { return .null }
    guard case (.node(let node), .edge(let edge)) = values else {
      throw OracleError.wrongType("no node or edge")
    }
    let found = graph[edge.id]
    let isEnd = found.isDirected && (end == .source ? found.source : found.target) == node.id
    return .bool(isEnd != isNegated)
  }

  private func allDifferent(_ items: [BoundExpression], _ row: OracleRow) throws -> Value {
    let values = try items.map { try element($0, row) }
    if values.contains(where: { if case .null = $0 { true } else { false } }) { return .null }
    for (position, value) in values.enumerated() {
      if values[..<position].contains(where: { OracleRelations.isSameElement($0, value) }) {
        return .bool(false)
      }
    }
    return .bool(true)
  }

  private func same(_ items: [BoundExpression], _ row: OracleRow) throws -> Value {
    let values = try items.map { try element($0, row) }
    if values.contains(where: { if case .null = $0 { true } else { false } }) { return .null }
    return .bool(values.dropFirst().allSatisfy { OracleRelations.isSameElement($0, values[0]) })
  }

  private func path(_ elements: [Value]) throws -> Value {
    var nodes: [Node] = []
    var edges: [Edge] = []
    for (position, element) in elements.enumerated() {
      switch (element, position % 2) {
      case (.null, _): return .null
      case (.node(let node), 0): nodes.append(node)
      case (.edge(let edge), 1): edges.append(edge)
      default: throw OracleError.wrongType("no element")
      }
    }
    for (position, edge) in edges.enumerated() {
      let ends = Set([graph[edge.id].source, graph[edge.id].target])
      guard ends == Set([nodes[position].id, nodes[position + 1].id]) else {
        throw OracleError.status(.malformedPath, "the edge does not join the nodes")
      }
    }
    return .path(Path(nodes: nodes, edges: edges))
  }
}
