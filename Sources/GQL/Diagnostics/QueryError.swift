import GraphStore

/// The error of the language: what the first diagnostic says, with all others behind it.
public struct QueryError: Error, Sendable, CustomStringConvertible {
  /// In order of importance; never empty.
  public var diagnostics: [Diagnostic]
  /// What the store said, when it was the cause.
  public var cause: StoreError?

  public init(_ diagnostics: [Diagnostic], cause: StoreError? = nil) {
    precondition(!diagnostics.isEmpty, "an error says something")
    self.diagnostics = diagnostics
    self.cause = cause
  }

  public init(_ status: GQLStatus, _ message: String, at span: SourceSpan? = nil, hints: [String] = []) {
    self.init([Diagnostic(status, message, at: span, hints: hints)])
  }

  public var status: GQLStatus { diagnostics[0].status }
  public var message: String { diagnostics[0].message }
  public var span: SourceSpan? { diagnostics[0].span }
  public var hints: [String] { diagnostics[0].hints }
  public var description: String { "\(status): \(message)" }
}
