import GraphStore

/// A query while it is bound: the clauses so far, and what the next clause may refer to.
struct BoundDraft {
  var clauses: [BoundClause] = []
  var scope: Scope
  /// Set by RETURN; nil again when a further clause follows.
  var columns: [BoundColumn]?
  var isUpdating = false
  var isFinished = false

  init(scope: Scope) { self.scope = scope }

  mutating func add(_ kind: BoundClause.Kind, at span: SourceSpan) { clauses.append(BoundClause(kind, span)) }

  /// Slots are counted by the outermost query.
  var query: BoundQuery {
    BoundQuery(clauses: clauses, columns: isFinished ? nil : columns, isUpdating: isUpdating, slotCount: 0)
  }

  /// What is known after a result: its columns, and the outer row.
  mutating func setResult(_ columns: [BoundColumn], at spans: [SourceSpan]) {
    self.columns = columns
    var next = Scope(scope.outer)
    for (column, span) in zip(columns, spans) {
      next.bind(Variable(name: column.name, slot: column.slot, type: column.type, declaredAt: span))
    }
    scope = next
  }
}
