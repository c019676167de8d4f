import GraphStore

/// What the items of one SET assign, row by row: no property of an element may get two different values at once (ISO clause 13.3, 22G0M).
///
/// Two variables may be bound to one element, so this shows only when the rows are there.
struct SetAssignments {
  /// For each row, what each property gets; the empty name stands for all properties.
  private var rows: [[Place: (value: Value, span: SourceSpan)]]

  private struct Place: Hashable {
    var target: ModifySink.Target
    var key: String
  }

  /// Nil when no two items can meet.
  init?(_ items: [BoundSetItem], rowCount: Int) {
    guard items.mayOverwriteOneAnother else { return nil }
    rows = Array(repeating: [:], count: rowCount)
  }

  mutating func note(
    _ row: Int, _ target: ModifySink.Target, _ key: String, _ value: Value, _ span: SourceSpan
  ) throws(QueryError) {
    if let whole = rows[row][Place(target: target, key: "")] { throw conflict("all properties", whole.span, span) }
    let place = Place(target: target, key: key)
    if let other = rows[row][place], other.value != value { throw conflict("`\(key)`", other.span, span) }
    rows[row][place] = (value, span)
  }

  /// All properties are replaced.
  mutating func noteAll(_ row: Int, _ target: ModifySink.Target, _ span: SourceSpan) throws(QueryError) {
    if let other = rows[row].first(where: { $0.key.target == target }) { throw conflict("a property", other.value.span, span) }
    rows[row][Place(target: target, key: "")] = (.null, span)
  }

  private func conflict(_ what: String, _ first: SourceSpan, _ second: SourceSpan) -> QueryError {
    QueryError([
      Diagnostic(
        .multipleAssignments, "\(what) of one element is assigned twice by one SET: two variables are bound to it", at: second,
        labels: [Diagnostic.Label(first, "first assigned here")], hints: ["keep one, or use two SET clauses"])
    ])
  }
}
