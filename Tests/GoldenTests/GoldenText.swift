import GQL
import GraphStore

/// Results as golden files write them.
enum GoldenText {
  /// `LINE:COLUMN` of a UTF-8 offset; both from 1, columns in Unicode scalars.
  static func place(_ offset: Int, in text: String) -> String {
    let before = String(decoding: Array(text.utf8.prefix(offset)), as: UTF8.self)
    let lines = before.split(separator: "\n", omittingEmptySubsequences: false)
    return "\(lines.count):\((lines.last?.unicodeScalars.count ?? 0) + 1)"
  }

  static func row(_ values: [Value]) -> String { values.map(\.description).joined(separator: " | ") }

  /// `name :: TYPE`, the narrowest type known: the analyzer's, or that of all the values.
  static func header(_ result: GoldenResult) -> [String] {
    result.columns.enumerated().map { position, column in
      let type = column.type == .any ? commonType(result.rows.map { $0[position] }) : typeName(column.type)
      return "\(column.name) :: \(type)"
    }
  }

  /// An expected header may leave the types out, each for itself.
  static func headerMatches(_ expected: String, _ actual: [String]) -> Bool {
    let parts = expected.components(separatedBy: " | ")
    return parts.count == actual.count
      && zip(parts, actual).allSatisfy { part, full in
        part == full || (!part.contains(" :: ") && full.hasPrefix("\(part) :: "))
      }
  }

  private static func commonType(_ values: [Value]) -> String {
    let names = Set(values.filter { !$0.isNull }.map(typeName))
    return names.count == 1 ? names.first ?? "ANY" : values.isEmpty || !names.isEmpty ? "ANY" : "NULL"
  }

  static func typeName(_ type: ValueType) -> String {
    switch type {
    case .any: "ANY"
    case .null: "NULL"
    case .bool: "BOOL"
    case .int: "INT"
    case .float: "FLOAT"
    case .decimal: "DECIMAL"
    case .number: "NUMBER"
    case .string: "STRING"
    case .bytes: "BYTES"
    case .date: "DATE"
    case .localTime: "LOCAL TIME"
    case .zonedTime: "ZONED TIME"
    case .localDateTime: "LOCAL DATETIME"
    case .zonedDateTime: "ZONED DATETIME"
    case .duration: "DURATION"
    case .list(let item): "LIST<\(typeName(item))>"
    case .record: "RECORD"
    case .node: "NODE"
    case .edge: "EDGE"
    case .path: "PATH"
    }
  }

  private static func typeName(_ value: Value) -> String {
    switch value {
    case .null: "NULL"
    case .bool: "BOOL"
    case .int: "INT"
    case .float: "FLOAT"
    case .decimal: "DECIMAL"
    case .string: "STRING"
    case .bytes: "BYTES"
    case .date: "DATE"
    case .localTime: "LOCAL TIME"
    case .zonedTime: "ZONED TIME"
    case .localDateTime: "LOCAL DATETIME"
    case .zonedDateTime: "ZONED DATETIME"
    case .duration: "DURATION"
    case .list: "LIST<ANY>"
    case .record: "RECORD"
    case .node: "NODE"
    case .edge: "EDGE"
    case .path: "PATH"
    }
  }
}
