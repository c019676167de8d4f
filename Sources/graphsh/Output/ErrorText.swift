import GQL
import GraphStore

/// How the shell tells of errors and warnings.
enum ErrorForm: String, Sendable { case text, json }

/// What is wrong in a text that is only a part of what the user typed.
struct ErrorInText: Error {
  var error: any Error
  var text: String
}

/// Diagnostics as text: the sentence, the line of the source with a caret below, notes and hints.
enum ErrorText {
  static func of(_ error: any Error, source: String, style: Style) -> String {
    switch error {
    case let error as ErrorInText: of(error.error, source: error.text, style: style)
    case let error as QueryError:
      error.diagnostics.map { of($0, source: source, style: style) }.joined()
    case let error as StoreError:
      line("error", style.error, error.message, style)
    case let error as ShellError:
      line("error", style.error, error.message, style) + hints(error.hints, style)
    default:
      line("error", style.error, "\(error)", style)
    }
  }

  /// In the form that is set. As JSON each diagnostic is a line, as `DiagnosticRenderer.json` has it; what is wrong with a command of
  /// the shell stays text.
  static func of(_ error: any Error, source: String, style: Style, _ form: ErrorForm) -> String {
    if form == .text { return of(error, source: source, style: style) }
    switch error {
    case let error as ErrorInText: return of(error.error, source: error.text, style: style, form)
    case let error as QueryError: return error.diagnostics.map { json($0, source) }.joined()
    case let error as StoreError: return QueryError(error).diagnostics.map { json($0, source) }.joined()
    default: return of(error, source: source, style: style)
    }
  }

  static func of(_ diagnostic: Diagnostic, source: String, style: Style, _ form: ErrorForm) -> String {
    form == .json ? json(diagnostic, source) : of(diagnostic, source: source, style: style)
  }

  private static func json(_ diagnostic: Diagnostic, _ source: String) -> String {
    DiagnosticRenderer(source).json(diagnostic) + "\n"
  }

  static func of(_ diagnostic: Diagnostic, source: String, style: Style) -> String {
    var text =
      switch diagnostic.severity {
      case .error: line("error \(diagnostic.status.code)", style.error, diagnostic.message, style)
      case .warning: line("warning \(diagnostic.status.code)", style.warning, diagnostic.message, style)
      }
    if let span = diagnostic.span { text += excerpt(span, mark: "^", of: source, style) }
    for label in diagnostic.labels {
      text += excerpt(label.span, mark: "-", of: source, style, message: VisibleText.escaped(label.message))
    }
    for note in diagnostic.notes { text += line("note", { $0 }, note, style, indent: "  ") }
    return text + hints(diagnostic.hints, style)
  }

  static func hints(_ hints: [String], _ style: Style) -> String {
    hints.map { line("hint", style.bold, $0, style, indent: "  ") }.joined()
  }

  /// `heading: message`, on a terminal broken between words.
  private static func line(
    _ heading: String, _ emphasis: (String) -> String, _ message: String, _ style: Style, indent: String = ""
  ) -> String {
    let plain = "\(indent)\(heading): \(VisibleText.escaped(message))"
    let lines = style.width.map { TextWrapping.hanging(plain, rest: indent + "  ", width: $0) } ?? [plain]
    let start = indent + heading
    let first = lines[0].hasPrefix(start) ? indent + emphasis(heading) + lines[0].dropFirst(start.count) : lines[0]
    return ([first] + lines.dropFirst()).joined(separator: "\n") + "\n"
  }

  /// The source line in which `span` begins, cut around it when long, and a row of marks below.
  private static func excerpt(
    _ span: SourceSpan, mark: String, of source: String, _ style: Style, message: String = ""
  ) -> String {
    let bytes = Array(source.utf8)
    let start = min(max(0, span.start), bytes.count)
    let lineStart = (bytes[..<start].lastIndex(of: 0x0A) ?? -1) + 1
    let lineEnd = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
    let lineNumber = bytes[..<start].reduce(1) { $0 + ($1 == 0x0A ? 1 : 0) }
    let end = min(max(span.end, start), lineEnd)

    var before = shown(bytes[lineStart..<start])
    let marked = shown(bytes[start..<end])
    var after = shown(bytes[end..<lineEnd])
    if DisplayWidth.of(before) > 60 { before = "…" + String(before.suffix(50)) }
    if DisplayWidth.of(after) > 60 { after = DisplayWidth.truncated(after, width: 60) }

    let gutter = "  \(lineNumber) | "
    let indent = String(repeating: " ", count: DisplayWidth.of(gutter) + DisplayWidth.of(before))
    let marks = String(repeating: mark, count: min(200, max(1, DisplayWidth.of(marked))))
    return
      "\(style.dim(gutter))\(before)\(marked)\(after)\n\(indent)\(style.error(marks))\(message.isEmpty ? "" : " " + message)\n"
  }

  private static func shown(_ bytes: ArraySlice<UInt8>) -> String {
    VisibleText.escaped(String(decoding: bytes, as: UTF8.self).replacingScalar("\t", with: " "))
  }
}

extension ErrorText {
  /// Whether someone stopped the work.
  static func isInterruption(_ error: any Error) -> Bool {
    switch error {
    case let error as ErrorInText: isInterruption(error.error)
    case let error as QueryError: error.status == .interrupted
    case let error as StoreError: error.code == .interrupted
    default: false
    }
  }
}
