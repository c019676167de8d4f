import GraphStore

/// The error of the language: what the first diagnostic says, with all others behind it.
public struct QueryError: Error, Sendable, CustomStringConvertible {
  /// In order of importance; never empty.
  public var diagnostics: [Diagnostic]
  /// What the store said, when it was the cause.
  public var cause: StoreError?
  /// When the statement failed.
  public var stage = Stage.execution

  public enum Stage: Sendable, Hashable {
    /// Before any row was read, by the text, its names and types: parser or analyzer.
    case analysis
    /// While it ran.
    case execution
  }

  public init(_ diagnostics: [Diagnostic], cause: StoreError? = nil, stage: Stage = .execution) {
    precondition(!diagnostics.isEmpty, "an error says something")
    self.diagnostics = diagnostics
    self.cause = cause
    self.stage = stage
  }

  public init(
    _ status: GQLStatus, _ message: String, at span: SourceSpan? = nil, hints: [String] = [], detail: String? = nil
  ) {
    self.init([Diagnostic(status, message, at: span, hints: hints, detail: detail)])
  }

  public var status: GQLStatus { diagnostics[0].status }
  public var message: String { diagnostics[0].message }
  public var span: SourceSpan? { diagnostics[0].span }
  public var hints: [String] { diagnostics[0].hints }
  public var description: String { "\(status): \(message)" }
}
