/// TEMP variables: known within their graph pattern and its WHERE, and no longer.
extension Binder {
  func temporaryNames(of pattern: GraphPattern, in scope: Scope) -> Set<String> {
    var names: Set<String> = []
    for path in pattern.paths { collect(path.expression, &names, in: scope) }
    return names
  }

  private func collect(_ path: PathExpression, _ names: inout Set<String>, in scope: Scope) {
    switch path.kind {
    case .node(let element), .edge(let element, _):
      guard element.isTemporary, let name = element.variable else { return }
      if let earlier = scope[name.text] {
        report(
          .invalidSyntax, "`\(name.text)` is already bound and cannot be TEMP", at: name.span,
          labels: [Diagnostic.Label(earlier.declaredAt, "first bound here")], hints: ["leave out TEMP"])
      }
      names.insert(name.text)
    case .quantified(let inner, _), .optional(let inner): collect(inner, &names, in: scope)
    case .parenthesized(let inner): collect(inner.expression, &names, in: scope)
    case .concatenation(let parts), .union(let parts), .alternation(let parts):
      for part in parts { collect(part, &names, in: scope) }
    }
  }
}
