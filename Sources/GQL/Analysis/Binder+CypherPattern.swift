import GraphStore

/// What openCypher's patterns take on from before.
extension Binder {
  /// Variables of unknown type that the pattern has as elements become elements, which is checked when the statement runs; and a bound
  /// list of edges in the place of a quantified edge becomes a comparison.
  func settle(_ pattern: GraphPattern, into draft: inout BoundDraft) -> GraphPattern {
    guard dialect == .cypher else { return pattern }
    var assignments: [BoundAssignment] = []
    for path in pattern.paths {
      for (name, kind) in path.expression.elements {
        guard let variable = draft.scope[name.text], variable.type.isOpen, variable.blocked == nil else { continue }
        let value = BoundExpression(.slot(variable.slot), type: variable.type, span: name.span)
        let function = kind == .node ? "CYPHER NODE" : "CYPHER EDGE"
        let slot = slots.next()
        assignments.append(BoundAssignment(slot, applyOperator(function, "a pattern", [value], at: name.span)))
        draft.scope.bind(
          Variable(name: variable.name, slot: slot, type: kind.type, declaredAt: variable.declaredAt))
      }
    }
    if !assignments.isEmpty { draft.add(.extend(assignments), at: pattern.span) }
    var pattern = pattern
    var conditions: [Expression] = []
    for index in pattern.paths.indices {
      pattern.paths[index].expression = withoutBoundLists(pattern.paths[index].expression, in: draft.scope, &conditions)
    }
    for condition in conditions {
      let all = pattern.where.map { Expression(.binary(.and, $0, condition), $0.span.union(condition.span)) }
      pattern.where = all ?? condition
    }
    return pattern
  }

  /// `-[rs*]->` with a bound list `rs` matches edges under another name, which are then compared with it.
  private func withoutBoundLists(
    _ path: PathExpression, in scope: Scope, _ conditions: inout [Expression]
  ) -> PathExpression {
    switch path.kind {
    case .concatenation(var parts):
      for index in parts.indices { parts[index] = withoutBoundLists(parts[index], in: scope, &conditions) }
      return PathExpression(.concatenation(parts), path.span)
    case .quantified(let inner, let quantifier):
      guard case .edge(var element, let direction) = inner.kind, let name = element.variable,
        let variable = scope[name.text], variable.type.isOpen || variable.type.isListOfEdges
      else { return path }
      // No text can spell this name.
      let hidden = Identifier("\u{0}\(name.text)@\(name.span.start)", name.span)
      element.variable = hidden
      let sides = [hidden, name].map { Expression(.variable($0.text), $0.span) }
      conditions.append(Expression(.binary(.equal, sides[0], sides[1]), name.span))
      return PathExpression(.quantified(PathExpression(.edge(element, direction), inner.span), quantifier), path.span)
    case .node, .edge, .union, .alternation, .optional, .parenthesized: return path
    }
  }
}

extension ValueType {
  fileprivate var isListOfEdges: Bool {
    if case .list(let item) = self { item == .edge || item == .any } else { false }
  }
}

extension PathExpression {
  /// Named elements outside quantifiers, in order.
  fileprivate var elements: [(name: Identifier, kind: PatternElementKind)] {
    switch kind {
    case .node(let element): element.variable.map { [($0, .node)] } ?? []
    case .edge(let element, _): element.variable.map { [($0, .edge)] } ?? []
    case .concatenation(let parts), .union(let parts), .alternation(let parts): parts.flatMap(\.elements)
    case .quantified: []
    case .optional(let inner): inner.elements
    case .parenthesized(let inner): inner.expression.elements
    }
  }
}
