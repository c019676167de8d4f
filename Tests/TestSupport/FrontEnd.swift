import GQL
import GraphStore

/// From text to the bound tree, for tests that start from text and do not need the engine.
public enum FrontEnd {
  /// - Throws: what parser or analyzer say, errors only.
  public static func bind(
    _ text: String, parameters: [String: Value] = [:]
  ) throws(QueryError) -> BoundStatement {
    let (statements, diagnostics) = Parser.parse(text)
    let errors = diagnostics.filter { $0.severity == .error }
    if !errors.isEmpty { throw QueryError(errors) }
    guard let statement = statements.first, statements.count == 1 else {
      throw QueryError(.invalidSyntax, "expected one statement, found \(statements.count)")
    }
    let analyzer = Analyzer(parameters: Set(parameters.keys))
    let (bound, findings) = analyzer.analyze(statement)
    guard let bound else { throw QueryError(findings.filter { $0.severity == .error }) }
    return bound
  }
}
