/// One thing to tell whoever wrote the text: data only, rendered elsewhere.
public struct Diagnostic: Sendable, Hashable {
  public enum Severity: Sendable, Hashable { case error, warning }

  /// A second place that explains the first, such as where a name was declared.
  public struct Label: Sendable, Hashable {
    public var span: SourceSpan
    public var message: String
    public init(_ span: SourceSpan, _ message: String) {
      self.span = span
      self.message = message
    }
  }

  public var severity: Severity
  public var status: GQLStatus
  /// What was found and what was expected: one sentence, lower case, names in backquotes, no full stop.
  public var message: String
  /// Nil when the text has no part in it, such as a full disk.
  public var span: SourceSpan?
  public var labels: [Label]
  /// Background, one sentence each.
  public var notes: [String]
  /// What to do: "did you mean `person`?"
  public var hints: [String]
  /// A finer word than the status, as openCypher's compatibility kit has them: `UnexpectedSyntax`. For programs and tests. Where the
  /// kit uses one word in several of its types, its type stands before the word: `TypeError.InvalidArgumentType`.
  public var detail: String?

  public init(
    _ status: GQLStatus, _ message: String, at span: SourceSpan?, severity: Severity = .error,
    labels: [Label] = [], notes: [String] = [], hints: [String] = [], detail: String? = nil
  ) {
    self.severity = severity
    self.status = status
    self.message = message
    self.span = span
    self.labels = labels
    self.notes = notes
    self.hints = hints
    self.detail = detail
  }
}
