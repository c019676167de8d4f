import GQL
import GraphStore

extension OutputFormat {
  /// A table as GitHub's Markdown writes it, with markup characters in the data taken literally.
  static let markdown = OutputFormat(
    name: "markdown", summary: "A Markdown table."
  ) { result, context, write in
    func line(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |\n" }
    let isRight = result.columns.indices.map { column in
      Value.isNumber(Value.commonType(result.rows.lazy.map { $0[column] }))
    }
    write(line(result.columns.map { MarkdownFormat.escaped(VisibleText.escaped($0.name)) }))
    write(line(isRight.map { $0 ? "---:" : "---" }))
    for row in result.rows {
      write(line(row.map { MarkdownFormat.escaped(CellText.of($0, nullText: context.nullText)) }))
    }
  }
}

enum MarkdownFormat {
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "|", "\\", "`", "*", "_", "[", "]", "#", "~": result += "\\" + String(scalar)
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "&": result += "&amp;"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}

extension Value {
  static func isNumber(_ type: ValueType) -> Bool {
    switch type {
    case .int, .float, .decimal, .number: true
    case .any, .null, .bool, .string, .bytes, .date, .localTime, .zonedTime, .localDateTime, .zonedDateTime,
      .duration,
      .list, .record, .node, .edge, .path:
      false
    }
  }
}
