import GQL
import GraphStore

/// From text to the bound tree, for tests that start from text and do not need the engine.
public enum FrontEnd {
  /// False while there is no parser.
  public static let isReady = false

  public static func bind(_ text: String, parameters: [String: Value] = [:]) throws(QueryError)
    -> BoundStatement
  {
    throw QueryError(.featureNotSupported, "there is no parser yet")
  }

  /// As EXPLAIN would show it.
  public static func boundText(_ text: String, parameters: [String: Value] = [:]) throws(QueryError) -> String
  {
    throw QueryError(.featureNotSupported, "there is no parser yet")
  }
}
