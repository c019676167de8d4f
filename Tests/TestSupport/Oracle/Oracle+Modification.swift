import GQL
import GraphStore

/// Data modification, a clause at a time: first everything is computed for all rows, then it is carried out.
extension OracleRun {
  // MARK: INSERT

  func inserted(_ insert: BoundInsert, _ table: [OracleRow]) throws -> [OracleRow] {
    let plans = try table.map { row in
      (
        row: row, nodes: try insert.nodes.map { try properties($0.properties, row) },
        edges: try insert.edges.map { try properties($0.properties, row) }
      )
    }
    return try plans.map { plan in
      var row = plan.row
      for (node, properties) in zip(insert.nodes, plan.nodes) {
        row[node.slot] = .reference(graph.insertNode(node.labels, properties))
      }
      for (edge, properties) in zip(insert.edges, plan.edges) {
        let (source, target) = (try endpoint(edge.source, row), try endpoint(edge.target, row))
        row[edge.slot] = .reference(
          graph.insertEdge(edge.type, from: source, to: target, isDirected: edge.isDirected, properties))
      }
      return row
    }
  }

  private func endpoint(_ slot: Slot, _ row: OracleRow) throws -> NodeID {
    switch row[slot] ?? .null {
    case .node(let node):
      guard !graph[node.id].isDeleted else { throw OracleError.status(.endpointDeleted, "deleted") }
      return node.id
    case .null: throw OracleError.status(.nullNotAllowed, "an edge needs two nodes")
    default: throw OracleError.wrongType("no node")
    }
  }

  private func properties(_ items: [(key: String, value: BoundExpression)], _ row: OracleRow) throws -> Record
  {
    Record(try items.map { (name: $0.key, value: try storable(evaluate($0.value, row))) })
  }

  private func storable(_ value: Value) throws -> Value {
    switch value {
    case .node, .edge, .path: throw OracleError.wrongType("no property value")
    case .list(let items): return .list(try items.map(storable))
    default: return value
    }
  }

  // MARK: SET and REMOVE

  private enum Change {
    case property(String, Value)
    case replacement(Record)
    case label(String, isAdded: Bool)
  }

  /// One row and one item after the other.
  func setInTurn(_ items: [BoundSetItem], _ table: [OracleRow]) throws {
    for row in table { for item in items { try set([item], [row]) } }
  }

  func set(_ items: [BoundSetItem], _ table: [OracleRow]) throws {
    var changes: [(target: Value, change: Change)] = []
    for row in table {
      let first = changes.count
      for item in items {
        switch item {
        case .property(let slot, let key, let value, _):
          changes.append((row[slot] ?? .null, .property(key, try storable(evaluate(value, row)))))
        case .allProperties(let slot, let items, _):
          changes.append((row[slot] ?? .null, .replacement(try properties(items, row))))
        case .label(let slot, let label, _):
          changes.append((row[slot] ?? .null, .label(label, isAdded: true)))
        case .replaceProperties(let slot, let value, _):
          let fields = Self.fields(of: try storable(evaluate(value, row)))
          changes.append((row[slot] ?? .null, .replacement(Record(fields.filter { !$0.value.isNull }))))
        case .addProperties(let slot, let value, _):
          for field in Self.fields(of: try storable(evaluate(value, row))) {
            changes.append((row[slot] ?? .null, .property(field.name, field.value)))
          }
        }
      }
      try rejectConflicts(changes[first...])
    }
    for change in changes { try apply(change.change, to: change.target) }
  }

  /// One row gives no property of an element two different values.
  private func rejectConflicts(_ changes: ArraySlice<(target: Value, change: Change)>) throws {
    for (position, second) in changes.enumerated() where !second.target.isNull {
      for first in changes.prefix(position) where first.target == second.target {
        let conflicts =
          switch (first.change, second.change) {
          case (.property(let a, let x), .property(let b, let y)): a == b && x != y
          case (.label, _), (_, .label): false
          case (.replacement, _), (_, .replacement): true
          }
        if conflicts { throw OracleError.status(.multipleAssignments, "assigned twice") }
      }
    }
  }

  private static func fields(of value: Value) -> [(name: String, value: Value)] {
    if case .record(let record) = value { record.fields } else { [] }
  }

  func remove(_ items: [BoundRemoveItem], _ table: [OracleRow]) throws {
    for row in table {
      for item in items {
        switch item {
        case .property(let slot, let key, _): try apply(.property(key, .null), to: row[slot] ?? .null)
        case .label(let slot, let label, _): try apply(.label(label, isAdded: false), to: row[slot] ?? .null)
        }
      }
    }
  }

  private func apply(_ change: Change, to target: Value) throws {
    switch target {
    case .null: return
    case .node(let node):
      guard !graph[node.id].isDeleted else { throw OracleError.status(.referentDeleted, "deleted") }
      graph.change(node: node.id) { node in
        switch change {
        case .property(let key, let value): node.properties[key] = Self.stored(value)
        case .replacement(let record): node.properties = ModelGraph.withoutNulls(record)
        case .label(let label, true):
          if !node.labels.contains(where: { ModelGraph.isSame($0, label) }) { node.labels.append(label) }
          node.labels.sort { OracleRelations.orderText($0, $1) < 0 }
        case .label(let label, false): node.labels.removeAll { ModelGraph.isSame($0, label) }
        }
      }
    case .edge(let edge):
      guard !graph[edge.id].isDeleted else { throw OracleError.status(.referentDeleted, "deleted") }
      if case .label = change { throw OracleError.wrongType("an edge keeps its type") }
      graph.change(edge: edge.id) { edge in
        switch change {
        case .property(let key, let value): edge.properties[key] = Self.stored(value)
        case .replacement(let record): edge.properties = ModelGraph.withoutNulls(record)
        case .label: break
        }
      }
    default: throw OracleError.wrongType("no element")
    }
  }

  private static func stored(_ value: Value) -> Value? { if case .null = value { nil } else { value } }

  // MARK: DELETE

  /// The items of lists, and of lists in them.
  private static func flattened(_ value: Value) -> [Value] {
    if case .list(let items) = value { items.flatMap(flattened) } else { [value] }
  }

  /// Null, and what is deleted already, is left alone. Edges that lose an end without DETACH are judged when
  /// the statement ends.
  func delete(_ items: [BoundExpression], _ isDetaching: Bool, _ table: [OracleRow]) throws {
    let targets = try table.flatMap { row in try items.flatMap { Self.flattened(try evaluate($0, row)) } }
    for target in targets {
      switch target {
      case .null: continue
      case .edge(let edge): graph.change(edge: edge.id) { $0.isDeleted = true }
      case .node(let node):
        if isDetaching {
          for edge in graph.edges where edge.source == node.id || edge.target == node.id {
            graph.change(edge: edge.id) { $0.isDeleted = true }
          }
        }
        graph.change(node: node.id) { $0.isDeleted = true }
      default: throw OracleError.wrongType("no element")
      }
    }
  }
}
