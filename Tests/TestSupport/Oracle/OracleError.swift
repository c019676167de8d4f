import GQL

/// Why the oracle has no result.
public enum OracleError: Error, CustomStringConvertible {
  /// The language says so.
  case status(GQLStatus, String)
  /// The oracle does not know the construct: a gap of the test, never a result.
  case unsupported(String)
  /// More partial matches than the oracle is willing to enumerate.
  case tooLarge

  public var status: GQLStatus? { if case .status(let status, _) = self { status } else { nil } }

  public var description: String {
    switch self {
    case .status(let status, let message): "\(status): \(message)"
    case .unsupported(let what): "the oracle does not know \(what)"
    case .tooLarge: "too many partial matches for the oracle"
    }
  }

  static func notComparable() -> OracleError { .status(.valuesNotComparable, "values not comparable") }
  static func wrongType(_ what: String) -> OracleError { .status(.invalidValueType, what) }
}
