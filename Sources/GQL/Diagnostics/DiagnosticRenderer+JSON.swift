extension DiagnosticRenderer {
  /// An array of objects, on one line.
  public func json(_ diagnostics: [Diagnostic]) -> String {
    "[" + diagnostics.map { json($0) }.joined(separator: ",") + "]"
  }

  /// One object, on one line, ASCII only: severity, status, condition, message, line, column, offset, length, labels, notes,
  /// hints. Lines and columns count from 1 (columns in Unicode scalars); offset and length are bytes of UTF-8. The four are
  /// null when the diagnostic has no place. Of a text that stands in a script also `file`, null for the standard input, and `file_line`, on which
  /// the text begins there.
  public func json(_ diagnostic: Diagnostic, beginningIn script: (file: String?, line: Int)? = nil) -> String {
    var fields = [
      "\"severity\":\"\(diagnostic.severity == .error ? "error" : "warning")\"",
      "\"status\":\(quote(diagnostic.status.code))",
      "\"condition\":\(quote(diagnostic.status.condition))",
      "\"message\":\(quote(diagnostic.message))",
    ]
    fields += place(of: diagnostic.span)
    if let script { fields += ["\"file\":\(script.file.map(quote) ?? "null")", "\"file_line\":\(script.line)"] }
    let labels = diagnostic.labels.map { label in
      "{" + (["\"message\":\(quote(label.message))"] + place(of: label.span)).joined(separator: ",") + "}"
    }
    fields.append("\"labels\":[\(labels.joined(separator: ","))]")
    fields.append("\"notes\":[\(diagnostic.notes.map(quote).joined(separator: ","))]")
    fields.append("\"hints\":[\(diagnostic.hints.map(quote).joined(separator: ","))]")
    return "{" + fields.joined(separator: ",") + "}"
  }

  private func place(of span: SourceSpan?) -> [String] {
    guard let span else { return ["line", "column", "offset", "length"].map { "\"\($0)\":null" } }
    let position = lines.position(of: span.start)
    return [
      "\"line\":\(position.line)", "\"column\":\(position.column)", "\"offset\":\(span.start)",
      "\"length\":\(span.end - span.start)",
    ]
  }

  private func quote(_ text: String) -> String {
    var result = "\""
    for unit in text.utf16 {
      switch unit {
      case 0x22: result += "\\\""
      case 0x5C: result += "\\\\"
      case 0x20..<0x7F: result.unicodeScalars.append(Unicode.Scalar(UInt8(unit)))
      default:
        let digits = String(unit, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      }
    }
    return result + "\""
  }
}
