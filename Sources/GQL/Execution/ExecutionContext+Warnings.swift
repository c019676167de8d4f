extension ExecutionContext {
  /// Once a statement, however many rows call for it. For what is known only when it runs, so without a place in the text.
  func warn(_ message: String, hints: [String] = []) {
    guard !summary.warnings.contains(where: { $0.message == message }) else { return }
    summary.warnings.append(Diagnostic(.warning, message, at: nil, severity: .warning, hints: hints))
  }

  /// Once for each place in the text, however often the place is come to.
  func warn(_ warning: Diagnostic) {
    guard !summary.warnings.contains(where: { $0.status == warning.status && $0.span == warning.span }) else { return }
    summary.warnings.append(warning)
  }

  /// Once for each CAST that has cut a value off (ISO/IEC 39075, 01004).
  func noteTruncation(to target: CastTarget, at span: SourceSpan) {
    functions.hasTruncated = false
    warn(Diagnostic(.warningOfTruncation, "a value was longer than \(target.name) takes, and was cut", at: span, severity: .warning))
  }
}
