import GraphStore
import Testing

@testable import GQL

/// What the analyzer makes of a text, for the tables of cases in this folder.
enum AnalyzerCheck {
  static let catalog = CatalogNames(
    labels: ["Person", "City", "Organization"], edgeTypes: ["KNOWS", "LIVES_IN", "FUNDS"],
    propertyKeys: ["name", "age", "amount", "since"])

  static let parameters: [String: ValueType] = [
    "limit": .int, "who": .string, "any": .any, "list": .list(.any),
  ]

  static func analyze(_ text: String) -> (bound: BoundStatement?, diagnostics: [Diagnostic]) {
    let (statements, diagnostics) = Parser.parse(text)
    guard let statement = statements.first, statements.count == 1, diagnostics.isEmpty else {
      return (nil, diagnostics)
    }
    let analyzer = Analyzer(catalog: catalog, parameters: parameters)
    return analyzer.analyze(statement)
  }
}

/// A text whose one mistake is marked, `RETURN «x»`, and what is said about it.
struct ErrorCase: CustomTestStringConvertible, Sendable {
  var marked: String
  /// "42002 unknown variable `x`".
  var report: String
  var hints: [String]

  init(_ marked: String, _ report: String, _ hints: String...) {
    self.marked = marked
    self.report = report
    self.hints = hints
  }

  var testDescription: String { marked }
  var text: String { marked.filter { $0 != "«" && $0 != "»" } }

  var span: SourceSpan {
    let parts = marked.split(separator: "«", maxSplits: 1, omittingEmptySubsequences: false)
    let start = parts[0].utf8.count
    let inside = parts.count > 1 ? parts[1].split(separator: "»", omittingEmptySubsequences: false)[0] : ""
    return SourceSpan(start, start + inside.utf8.count)
  }

  /// The report is exactly this, at the marked place, and there is no other.
  func check(sourceLocation: SourceLocation = #_sourceLocation) {
    let (bound, diagnostics) = AnalyzerCheck.analyze(text)
    #expect(bound == nil, sourceLocation: sourceLocation)
    let errors = diagnostics.filter { $0.severity == .error }
    let found = errors.map { "\($0.status) \($0.message)" }
    #expect(found == [report], sourceLocation: sourceLocation)
    guard let error = errors.first else { return }
    #expect(
      error.span == span, "at \(error.span.map(\.description) ?? "nowhere")", sourceLocation: sourceLocation)
    #expect(error.hints == hints, sourceLocation: sourceLocation)
  }
}
