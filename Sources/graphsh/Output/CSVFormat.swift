import GQL
import GraphStore

extension OutputFormat {
  /// RFC 4180 but for the line ends, which are those of other programs in a pipe: a header line, fields with separators, quotes or line breaks in double quotes.
  ///
  /// Null is an empty field and the empty string is `""`, so that the two differ. Strings go through
  /// unchanged, control characters included: this is for programs. Lists, records, elements and paths are
  /// JSON.
  static let csv = OutputFormat(
    name: "csv", summary: "Comma-separated values with a header line (RFC 4180)."
  ) { result, _, write in
    var text = CSVFormat.line(result.columns.map { CSVFormat.field($0.name) }, isOnly: result.columns.count == 1)
    for row in result.rows {
      let start = text.utf8.count
      for (index, value) in row.enumerated() {
        if index > 0 { text += "," }
        text += CSVFormat.field(value)
      }
      if row.count == 1, text.utf8.count == start { text += CSVFormat.onlyNull }
      text += "\n"
      if text.utf8.count >= CSVFormat.bytesAtOnce {
        write(text)
        text.removeAll(keepingCapacity: true)
      }
    }
    write(text)
  }
}

enum CSVFormat {
  fileprivate static let bytesAtOnce = 1 << 14
  /// A row of one null would be an empty line, which readers skip.
  fileprivate static let onlyNull = "\"\""

  static func field(_ value: Value) -> String {
    switch value {
    case .null: ""
    case .string(let text): field(text)
    case .bool(let truth): truth ? "true" : "false"
    case .int(let number): String(number)
    case .float(let number): JSONText.floatWord(number) ?? number.description
    case .decimal(let number): number.text
    case .bytes(let bytes): Base64.text(bytes)
    case .date(let date): date.isoText
    case .localTime(let time): time.isoText
    case .zonedTime(let time): time.isoText
    case .localDateTime(let dateTime): dateTime.isoText
    case .zonedDateTime(let dateTime): field(dateTime.isoText)
    case .duration(let duration): duration.isoText
    case .list, .record, .node, .edge, .path: field(PlainJSON.text(value))
    }
  }

  static func field(_ text: String) -> String {
    let needsQuotes =
      text.utf8.isEmpty || text.utf8.contains { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D }
      || text.utf8.first == 0x20 || text.utf8.last == 0x20
    return needsQuotes ? "\"" + text.replacingScalar("\"", with: "\"\"") + "\"" : text
  }

  static func line(_ fields: [String], isOnly: Bool) -> String {
    if isOnly, fields[0].isEmpty { return onlyNull + "\n" }
    return fields.joined(separator: ",") + "\n"
  }
}
