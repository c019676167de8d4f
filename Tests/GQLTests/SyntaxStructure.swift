@testable import GQL

/// A syntax tree as text without its spans, so that trees can be compared. Slow; for tests.
func structure(_ value: Any) -> String {
  if value is SourceSpan { return "" }
  if let string = value as? String { return "\"\(string)\"" }
  let mirror = Mirror(reflecting: value)
  let children = mirror.children.filter { !($0.value is SourceSpan) }
  switch mirror.displayStyle {
  case .optional: return children.first.map { structure($0.value) } ?? "nil"
  case .collection: return "[" + children.map { structure($0.value) }.joined(separator: ", ") + "]"
  case .enum:
    guard let payload = children.first else { return mirror.children.first?.label ?? "\(value)" }
    return (payload.label ?? "") + "(" + structure(payload.value) + ")"
  case .none: return "\(value)"
  default:
    return "(" + children.map { ($0.label ?? "") + ":" + structure($0.value) }.joined(separator: " ") + ")"
  }
}

/// The only expression of `RETURN text`; nil when it does not parse.
func parsedExpression(_ text: String) -> Expression? {
  let (statements, diagnostics) = Parser.parse("RETURN " + text)
  guard diagnostics.isEmpty, statements.count == 1, case .procedure(let body) = statements[0].kind,
    case .return(let clause) = body.statements[0].query.first.clauses[0].kind, case .items(let items) = clause.body,
    items.count == 1
  else { return nil }
  return items[0].value
}

/// The first diagnostic in one line: "line:column message | hint".
func firstMessage(_ text: String) -> String {
  guard let first = Parser.parse(text).diagnostics.first else { return "no diagnostic" }
  return DiagnosticLine(first, in: text).description
}

struct DiagnosticLine: CustomStringConvertible {
  var description: String
  init(_ diagnostic: Diagnostic, in text: String) {
    let source = SourceText(text)
    let place = diagnostic.span.map { LineIndex(source).position(of: $0.start) }
    let hints = diagnostic.hints.isEmpty ? "" : " | " + diagnostic.hints.joined(separator: " | ")
    description = "\(place.map { "\($0.line):\($0.column)" } ?? "-") \(diagnostic.status) \(diagnostic.message)\(hints)"
  }
}
