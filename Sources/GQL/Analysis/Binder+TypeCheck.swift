import GraphStore

/// Type errors that are certain before any row is seen. What only the row can tell is left to it.
extension Binder {
  /// Reports a value that can never be of the type wanted; null and unknown types pass.
  func requireType(_ wanted: ValueType, of value: BoundExpression, for place: String) -> BoundExpression {
    if value.type.overlaps(wanted) { return value }
    report(
      .invalidValueType, "\(place) needs \(wanted.withArticle), found \(value.type.withArticle)",
      at: value.span,
      hints: listHint(value.type, wanted))
    return poison(at: value.span)
  }

  /// A node or an edge.
  func requireElement(_ value: BoundExpression, for place: String) -> BoundExpression {
    if value.type.isElement || value.type.isOpen { return value }
    report(
      .invalidValueType, "\(place) needs a node or an edge, found \(value.type.withArticle)", at: value.span,
      hints: listHint(value.type, .node))
    return poison(at: value.span)
  }

  private func listHint(_ found: ValueType, _ wanted: ValueType) -> [String] {
    if found == .string, wanted == .bool { return ["each side of AND and OR is a condition: `n.key = 'a' OR n.key = 'b'`, or `n.key IN ['a', 'b']`"] }
    guard case .list(let item) = found, item.isElement, wanted.isElement else { return [] }
    return ["take one item out of the list first: FOR x IN ..."]
  }
}
