extension ExecutionContext {
  /// Once a statement, however many rows call for it. For what is known only when it runs, so without a place in the text.
  func warn(_ message: String, hints: [String] = []) {
    guard !summary.warnings.contains(where: { $0.message == message }) else { return }
    summary.warnings.append(Diagnostic(.warning, message, at: nil, severity: .warning, hints: hints))
  }
}
