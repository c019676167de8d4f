import GQL
import GraphStore

extension OracleRun {
  /// Groups in the order of their first rows; without keys one group, even of no rows.
  func aggregated(
    _ table: [OracleRow], _ keys: [BoundAssignment], _ aggregates: [BoundAggregate], outer: OracleRow
  ) throws -> [OracleRow] {
    var groups: [(key: [Value], rows: [OracleRow])] = keys.isEmpty ? [([], [])] : []
    for row in table {
      let key = try keys.map { try evaluate($0.value, row) }
      if let position = groups.firstIndex(where: { OracleRelations.equivalent($0.key, key) }) {
        groups[position].rows.append(row)
      } else {
        groups.append((key, [row]))
      }
    }
    return try groups.map { group in
      var result = outer
      for (key, value) in zip(keys, group.key) { result[key.slot] = value }
      for aggregate in aggregates {
        let inputs = try group.rows.map { row in try aggregate.arguments.map { try evaluate($0, row) } }
        result[aggregate.slot] = try OracleAggregates.apply(
          aggregate.function.name, aggregate.isDistinct, inputs)
      }
      return result
    }
  }
}

enum OracleAggregates {
  /// One list of arguments for each row; COUNT(*) has none.
  static func apply(_ name: String, _ isDistinct: Bool, _ rows: [[Value]]) throws -> Value {
    if rows.first?.isEmpty == true { return .int(Int64(rows.count)) }
    var inputs = rows.filter { if case .null? = $0.first { false } else { true } }
    if isDistinct { inputs = OracleRun.distinct(inputs) }
    let values = inputs.map { $0[0] }
    switch name {
    case "COUNT": return .int(Int64(values.count))
    case "COLLECT_LIST": return .list(values)
    case "SUM":
      guard let first = values.first else { return .null }
      _ = try requireNumbers(values)
      return try values.dropFirst().reduce(first) { try OracleArithmetic.apply(.add, $0, $1) }
    case "AVG":
      if values.contains(where: { if case .decimal = $0 { true } else { false } }) {
        throw OracleError.unsupported("the mean of decimals")
      }
      guard !values.isEmpty else { return .null }
      return .float(try requireNumbers(values).reduce(0, +) / Double(values.count))
    case "MIN": return values.min { OracleRelations.order($0, $1) < 0 } ?? .null
    case "MAX": return values.max { OracleRelations.order($0, $1) < 0 } ?? .null
    default: throw OracleError.unsupported("aggregate \(name)")
    }
  }

  private static func requireNumbers(_ values: [Value]) throws -> [Double] {
    try values.map { value in
      guard OracleRelations.isNumber(value) else { throw OracleError.wrongType("no number") }
      return OracleArithmetic.double(value)
    }
  }
}
