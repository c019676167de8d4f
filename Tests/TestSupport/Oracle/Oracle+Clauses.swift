import GQL
import GraphStore

extension OracleRun {
  /// `outer` is the row that the query runs for; its slots stay readable throughout.
  func apply(_ clauses: [BoundClause], to table: [OracleRow], outer: OracleRow) throws -> [OracleRow] {
    var table = table
    for clause in clauses { table = try apply(clause.kind, to: table, outer: outer) }
    return table
  }

  /// A subquery, for one row.
  func runSubquery(_ query: BoundQuery, for row: OracleRow) throws -> [OracleRow] {
    let outer = row.asOuter
    return try apply(query.clauses, to: [outer], outer: outer)
  }

  private func apply(_ clause: BoundClause.Kind, to table: [OracleRow], outer: OracleRow) throws
    -> [OracleRow]
  {
    switch clause {
    case .match(let pattern): return try table.flatMap { try matches(of: pattern, for: $0) }
    case .optionalMatch(let clauses, let slots):
      return try table.flatMap { try optionalMatches(clauses, slots, for: $0) }
    case .filter(let condition): return try table.filter { try isTrue(condition, $0) }
    case .extend(let assignments): return try table.map { try extended($0, assignments) }
    case .project(let slots): return table.map { $0.keeping(slots) }
    case .aggregate(let keys, let aggregates): return try aggregated(table, keys, aggregates, outer: outer)
    case .distinct(let slots): return distinct(table, slots)
    case .order(let keys): return try ordered(table, keys)
    case .page(let offset, let limit): return try page(table, offset, limit, outer: outer)
    case .unwind(let unwind): return try table.flatMap { try unwound($0, unwind) }
    case .setOperation(let operation): return try combined(operation, table, outer: outer)
    case .callInline(let query, let isOptional):
      return try table.flatMap { try called(query, isOptional, for: $0) }
    case .callProcedure(let call): return try table.flatMap { try called(call, for: $0) }
    case .insert(let insert): return try inserted(insert, table)
    case .set(let items, let inTurn):
      try inTurn ? setInTurn(items, table) : set(items, table)
      return table
    case .remove(let items):
      try remove(items, table)
      return table
    case .delete(let items, let isDetaching):
      try delete(items, isDetaching, table)
      return table
    case .finish: return []
    }
  }

  private func optionalMatches(_ clauses: [BoundClause], _ slots: [Slot], for row: OracleRow) throws
    -> [OracleRow]
  {
    let found = try clauses.reduce([row]) { rows, clause in try apply(clause.kind, to: rows, outer: row) }
    if !found.isEmpty { return found }
    var unmatched = row
    for slot in slots { unmatched[slot] = .null }
    return [unmatched]
  }

  private func extended(_ row: OracleRow, _ assignments: [BoundAssignment]) throws -> OracleRow {
    let values = try assignments.map { try evaluate($0.value, row) }
    var result = row
    for (assignment, value) in zip(assignments, values) { result[assignment.slot] = value }
    return result
  }

  private func distinct(_ table: [OracleRow], _ slots: [Slot]) -> [OracleRow] {
    var kept: [(row: OracleRow, key: [Value])] = []
    for row in table {
      let key = slots.map { row[$0] ?? .null }
      if !kept.contains(where: { OracleRelations.equivalent($0.key, key) }) { kept.append((row, key)) }
    }
    return kept.map(\.row)
  }

  private func ordered(_ table: [OracleRow], _ keys: [BoundSortKey]) throws -> [OracleRow] {
    let keyed = try table.enumerated().map { position, row in
      (row: row, values: try keys.map { try evaluate($0.value, row) }, position: position)
    }
    return keyed.sorted { a, b in
      for (position, key) in keys.enumerated() {
        let order = Self.order(a.values[position], b.values[position], key)
        if order != 0 { return order < 0 }
      }
      return a.position < b.position
    }.map(\.row)
  }

  private static func order(_ a: Value, _ b: Value, _ key: BoundSortKey) -> Int {
    switch (a, b) {
    case (.null, .null): return 0
    case (.null, _): return key.nullsFirst ? -1 : 1
    case (_, .null): return key.nullsFirst ? 1 : -1
    default:
      let order = OracleRelations.order(a, b)
      return key.isDescending ? -order : order
    }
  }

  private func page(
    _ table: [OracleRow], _ offset: BoundExpression?, _ limit: BoundExpression?, outer: OracleRow
  ) throws -> [OracleRow] {
    let skipped = try offset.map { try count($0, outer) } ?? 0
    let taken = try limit.map { try count($0, outer) } ?? Int.max
    return Array(table.dropFirst(skipped).prefix(taken))
  }

  private func count(_ expression: BoundExpression, _ row: OracleRow) throws -> Int {
    switch try evaluate(expression, row) {
    case .int(let value) where value < 0: throw OracleError.status(.negativeLimit, "negative")
    case .int(let value): return Int(value)
    case .null: throw OracleError.status(.nullNotAllowed, "null")
    default: throw OracleError.wrongType("no integer")
    }
  }

  private func unwound(_ row: OracleRow, _ unwind: BoundUnwind) throws -> [OracleRow] {
    switch try evaluate(unwind.list, row) {
    case .null: return []
    case .list(let items):
      return items.enumerated().map { position, item in
        var result = row
        result[unwind.slot] = item
        if let counter = unwind.position {
          result[counter.slot] = .int(Int64(position + (counter.kind == .ordinality ? 1 : 0)))
        }
        return result
      }
    default: throw OracleError.wrongType("FOR needs a list")
    }
  }

  private func called(_ query: BoundQuery, _ isOptional: Bool, for row: OracleRow) throws -> [OracleRow] {
    let found = try runSubquery(query, for: row)
    guard let columns = query.columns else { return [row] }
    func joined(_ value: (BoundColumn) -> Value) -> OracleRow {
      var result = row
      for column in columns { result[column.slot] = value(column) }
      return result
    }
    if found.isEmpty && isOptional { return [joined { _ in .null }] }
    return found.map { inner in joined { inner[$0.slot] ?? .null } }
  }

  private func called(_ call: BoundProcedureCall, for row: OracleRow) throws -> [OracleRow] {
    let names: [String]
    switch call.procedure.name {
    case "db.labels": names = graph.livingNodes.flatMap(\.labels)
    case "db.edgeTypes", "db.relationshipTypes": names = graph.livingEdges.map(\.type)
    case "db.propertyKeys":
      names = (graph.livingNodes.map(\.properties) + graph.livingEdges.map(\.properties)).flatMap(\.names)
    default: throw OracleError.unsupported("procedure \(call.procedure.name)")
    }
    var distinct: [String] = []
    for name in names.sorted(by: { OracleRelations.orderText($0, $1) < 0 })
    where distinct.last.map({ !ModelGraph.isSame($0, name) }) ?? true { distinct.append(name) }
    let results: [Value?] = distinct.isEmpty && call.isOptional ? [.null] : distinct.map { .string($0) }
    return results.map { value in
      var result = row
      for output in call.outputs { result[output.slot] = value }
      return result
    }
  }

  // MARK: Set operations

  private func combined(_ operation: BoundSetOperation, _ table: [OracleRow], outer: OracleRow) throws
    -> [OracleRow]
  {
    func operand(_ query: BoundQuery, _ position: Int) throws -> [[Value]] {
      try apply(query.clauses, to: table, outer: outer).map { row in
        operation.columns.map { row[$0.operandSlots[position]] ?? .null }
      }
    }
    var result = try operand(operation.first, 0)
    for (position, rest) in operation.rest.enumerated() {
      if rest.operator.kind == .otherwise && !result.isEmpty { continue }
      let right = try operand(rest.query, position + 1)
      result = Self.combine(result, right, rest.operator)
    }
    return result.map { values in
      var row = outer
      for (column, value) in zip(operation.columns, values) { row[column.slot] = value }
      return row
    }
  }

  private static func combine(_ left: [[Value]], _ right: [[Value]], _ setOperator: SetOperator) -> [[Value]]
  {
    var left = setOperator.keepsDuplicates ? left : distinct(left)
    switch setOperator.kind {
    case .union: return setOperator.keepsDuplicates ? left + right : distinct(left + right)
    case .otherwise: return left.isEmpty ? right : left
    case .except:
      for row in right {
        if let position = left.firstIndex(where: { OracleRelations.equivalent($0, row) }) {
          left.remove(at: position)
        }
      }
      return left
    case .intersect:
      var right = right
      return left.filter { row in
        guard let position = right.firstIndex(where: { OracleRelations.equivalent($0, row) }) else {
          return false
        }
        right.remove(at: position)
        return true
      }
    }
  }

  static func distinct(_ rows: [[Value]]) -> [[Value]] {
    var kept: [[Value]] = []
    for row in rows where !kept.contains(where: { OracleRelations.equivalent($0, row) }) { kept.append(row) }
    return kept
  }
}
