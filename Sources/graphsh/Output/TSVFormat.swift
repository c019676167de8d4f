import GQL
import GraphStore

extension OutputFormat {
  /// Tab-separated values with a header line. Tabs, line breaks and backslashes in values are `\t`, `\n`, `\r`, `\\`; null is `\N`, as
  /// PostgreSQL and MySQL have it.
  static let tsv = OutputFormat(
    name: "tsv", summary: "Tab-separated values with a header line; null is \\N."
  ) { result, _, write in
    write(result.columns.map { TSVFormat.escaped($0.name) }.joined(separator: "\t") + "\n")
    for row in result.rows { write(row.map(TSVFormat.field).joined(separator: "\t") + "\n") }
  }
}

enum TSVFormat {
  static func field(_ value: Value) -> String {
    switch value {
    case .null: "\\N"
    case .string(let text): escaped(text)
    case .bool, .int, .float, .decimal, .bytes, .date, .localTime, .zonedTime, .localDateTime, .zonedDateTime, .duration:
      escaped(unquoted(value))
    case .list, .record, .node, .edge, .path: escaped(PlainJSON.text(value))
    }
  }

  /// As in CSV, where such values are quoted only for a comma.
  private static func unquoted(_ value: Value) -> String {
    let field = CSVFormat.field(value)
    return field.hasPrefix("\"") ? String(field.dropFirst().dropLast()) : field
  }

  static func escaped(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\t": result += "\\t".unicodeScalars
      case "\n": result += "\\n".unicodeScalars
      case "\r": result += "\\r".unicodeScalars
      case "\\": result += "\\\\".unicodeScalars
      default: result.append(scalar)
      }
    }
    return String(result)
  }
}
