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

  /// In the form that is set. As JSON each diagnostic is a line, as `DiagnosticRenderer.json` has it; a command of the shell that cannot be
  /// carried out is a `42000`.
  ///
  /// - Parameter script: where the source begins in a script; text does not tell it.
  static func of(_ error: any Error, source: String, style: Style, _ form: ErrorForm, in script: (file: String?, line: Int)? = nil) -> String {
    if form == .text { return of(error, source: source, style: style) }
    switch error {
    case let error as ErrorInText: return of(error.error, source: error.text, style: style, form, in: script)
    case let error as QueryError: return error.diagnostics.map { json($0, source, script) }.joined()
    case let error as StoreError: return QueryError(error).diagnostics.map { json($0, source, script) }.joined()
    case let error as ShellError: return json(refusal(error.message, error.hints), source, script)
    default: return json(refusal("\(error)", []), source, script)
    }
  }

  private static func refusal(_ message: String, _ hints: [String]) -> Diagnostic {
    Diagnostic(.syntaxErrorOrAccessRule, message, at: nil, severity: .error, hints: hints)
  }

  static func of(_ diagnostic: Diagnostic, source: String, style: Style, _ form: ErrorForm) -> String {
    form == .json ? json(diagnostic, source) : of(diagnostic, source: source, style: style)
  }

  private static func json(_ diagnostic: Diagnostic, _ source: String, _ script: (file: String?, line: Int)? = nil) -> String {
    DiagnosticRenderer(source).json(diagnostic, beginningIn: script) + "\n"
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

    let gutter = "  \(lineNumber) | "
    let room = style.width.map { max(leastRoom, $0 - DisplayWidth.of(gutter)) } ?? Int.max
    let marked = DisplayWidth.truncated(shown(bytes[start..<end]), width: room)
    var before = shown(bytes[lineStart..<start])
    var after = shown(bytes[end..<lineEnd])
    let rest = room - DisplayWidth.of(marked)
    // What stands before tells more.
    let afterRoom = min(60, max(rest / 3, rest - min(60, DisplayWidth.of(before))))
    after = DisplayWidth.truncated(after, width: afterRoom)
    let beforeRoom = min(60, rest - DisplayWidth.of(after))
    if DisplayWidth.of(before) > beforeRoom { before = tail(before, width: min(51, beforeRoom)) }

    let indent = String(repeating: " ", count: DisplayWidth.of(gutter) + DisplayWidth.of(before))
    let marks = String(repeating: mark, count: min(200, max(1, DisplayWidth.of(marked))))
    let isBelow = style.width.map { DisplayWidth.of(indent + marks + " " + message) > $0 } ?? false
    let told = message.isEmpty ? "" : isBelow ? "\n" + hung("  " + message, style) : " " + message
    return "\(style.dim(gutter))\(before)\(marked)\(after)\n\(indent)\(style.error(marks))\(told)\n"
  }

  /// Cells of a line of the source that are shown at least.
  private static let leastRoom = 16

  /// The end of `text` in `width` cells, the first of them `…`.
  private static func tail(_ text: String, width: Int) -> String {
    let reversed = String(text.reversed())
    return width <= 0 ? "" : "…" + String(DisplayWidth.prefix(reversed, width: width - 1).reversed())
  }

  private static func hung(_ text: String, _ style: Style) -> String {
    TextWrapping.hanging(text, rest: "  ", width: style.width ?? Int.max).joined(separator: "\n")
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
