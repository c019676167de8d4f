import GraphStore

/// Second reading of path patterns: slots are known, conditions are bound, missing nodes filled in.
extension Binder {
  func bindPath(_ path: PathExpression, in place: PatternPlace) -> BoundPath {
    filled(bindFactors(path, in: place))
  }

  /// The parts of a concatenation as written; parentheses that add nothing are dropped.
  private func bindFactors(_ path: PathExpression, in place: PatternPlace) -> [BoundPath] {
    switch path.kind {
    case .node(let element): return [.node(bindNode(element, in: place))]
    case .edge(let element, let direction): return [.edge(bindEdge(element, direction, in: place))]
    case .concatenation(let parts):
      warnOfNeighbours(parts)
      return parts.flatMap { bindFactors($0, in: place) }
    case .union(let operands): return [.union(operands.map { bindPath($0, in: place.inAlternative) })]
    case .alternation(let operands):
      return [.alternation(operands.map { bindPath($0, in: place.inAlternative) })]
    case .quantified(let inner, let quantifier): return [bindRepetition(inner, quantifier, in: place)]
    case .optional(let inner): return [bindOptionalPart(inner, at: path.span, in: place)]
    case .parenthesized(let inner): return bindParenthesized(inner, in: place)
    }
  }

  /// Two nodes of other names side by side are meant to be two: a comma is missing.
  private func warnOfNeighbours(_ parts: [PathExpression]) {
    for (left, right) in zip(parts, parts.dropFirst()) {
      guard case .node(let first) = left.kind, case .node(let second) = right.kind, let name = first.variable?.text, let other = second.variable?.text,
        name != other
      else { continue }
      warn(
        "`\(name)` and `\(other)` stand side by side, so they are one node", at: left.span.union(right.span),
        hints: ["a comma joins two patterns, an edge two nodes: `(\(name)), (\(other))`, `(\(name))-[e]->(\(other))`"])
    }
  }

  /// Puts a node pattern between any two other parts, and at both ends. A part alone that has them already stays as it is.
  private func filled(_ factors: [BoundPath]) -> BoundPath {
    if factors.count == 1, factors[0].hasNodesAtEnds { return factors[0] }
    var result: [BoundPath] = []
    var endsInNode = false
    for factor in factors {
      let isNode = factor.isNode
      if !isNode && !endsInNode { result.append(hiddenNode()) }
      result.append(factor)
      endsInNode = isNode
    }
    if !endsInNode { result.append(hiddenNode()) }
    return .concatenation(result)
  }

  private func hiddenNode() -> BoundPath {
    .node(BoundNodePattern(slot: slots.next(), label: nil, condition: nil))
  }

  private func bindNode(_ element: ElementPattern, in place: PatternPlace) -> BoundNodePattern {
    let slot = self.slot(of: element, in: place)
    warnIfNameIsLabel(element.variable, hasLabel: element.label != nil, of: .node)
    return BoundNodePattern(
      slot: slot, label: element.label.map { bindLabel($0, of: .node) },
      condition: bindElementCondition(element, slot, .node, in: place))
  }

  private func bindEdge(
    _ element: ElementPattern, _ direction: EdgeDirectionPattern, in place: PatternPlace
  ) -> BoundEdgePattern {
    let slot = self.slot(of: element, in: place)
    warnIfNameIsLabel(element.variable, hasLabel: element.label != nil, of: .edge)
    return BoundEdgePattern(
      slot: slot, direction: direction, label: element.label.map { bindLabel($0, of: .edge) },
      condition: bindElementCondition(element, slot, .edge, in: place))
  }

  private func slot(of element: ElementPattern, in place: PatternPlace) -> Slot {
    guard let name = element.variable else { return slots.next() }
    return place.level.slot(for: name.text) { slots.next() }
  }

  /// The property map as equalities, and the inline WHERE.
  private func bindElementCondition(
    _ element: ElementPattern, _ slot: Slot, _ kind: PatternElementKind, in place: PatternPlace
  ) -> BoundExpression? {
    let isKnown = kind == .edge || place.mayLackEdges ? asOfCondition(slot, kind, element.span) : nil
    if element.properties.isEmpty && element.where == nil { return isKnown }
    rejectRepeatedKeys(element.properties)
    return bindPatternCondition(in: place) {
      let context = ExpressionContext(place.elementScope, noAggregatesIn: "an element pattern")
      let subject = BoundExpression(.slot(slot), type: kind.type, span: element.span)
      var conditions = element.properties.map { item in
        warnIfUnknown(key: item.key)
        let property = BoundExpression(.property(subject, item.key.text), type: .any, span: item.key.span)
        noteComparedName(item.value)
        let value = bind(item.value, in: context)
        return equality(property, value, at: item.key.span.union(item.value.span))
      }
      if let condition = element.where { conditions.append(bindCondition(condition, in: context)) }
      return conjunction(conditions + [isKnown].compactMap { $0 })
    }
  }

  /// A condition that looks across path patterns moves to the WHERE of the MATCH; the place allows it where
  /// that means the same.
  private func bindPatternCondition(in place: PatternPlace, _ bind: () -> BoundExpression) -> BoundExpression?
  {
    let hadReferences = patternsWithCrossReferences.remove(place.pattern) != nil
    defer { if hadReferences { patternsWithCrossReferences.insert(place.pattern) } }
    let condition = bind()
    guard patternsWithCrossReferences.remove(place.pattern) != nil, let moved = place.moved else {
      return condition
    }
    moved.all.append(condition)
    return nil
  }

  private func bindParenthesized(_ part: ParenthesizedPath, in place: PatternPlace) -> [BoundPath] {
    if let selector = part.prefix?.selector, selector != .all, let span = part.prefix?.span {
      report(
        .featureNotSupported, "a selector belongs before a whole path pattern, not inside parentheses",
        at: span,
        hints: ["write it directly after MATCH, the comma or the path variable's `=`"])
    }
    var inner = place
    let mode = part.prefix?.mode ?? .walk
    inner.isFinite = place.isFinite || mode.isRestrictive
    let factors = bindFactors(part.expression, in: inner)
    let condition = part.where.flatMap { condition in
      bindPatternCondition(in: place) {
        bindCondition(
          condition, in: ExpressionContext(place.partScope.knowing(path: part.variable), noAggregatesIn: "WHERE"))
      }
    }
    let pathSlot = part.variable.map { name in place.level.slot(for: name.text) { slots.next() } }
    if mode == .walk && condition == nil && pathSlot == nil { return factors }
    return [
      .scoped(BoundScopedPath(path: filled(factors), mode: mode, condition: condition, pathSlot: pathSlot))
    ]
  }

  private func bindOptionalPart(_ inner: PathExpression, at span: SourceSpan, in place: PatternPlace)
    -> BoundPath
  {
    let path = bindPath(inner, in: place.inAlternative)
    if path.isAlwaysEmpty {
      report(
        .invalidSyntax, "`?` needs a part with an edge, found only nodes", at: span,
        hints: ["use OPTIONAL MATCH, or put an edge into the part"])
    }
    return .optional(path)
  }

  private func bindRepetition(_ inner: PathExpression, _ quantifier: Quantifier, in place: PatternPlace)
    -> BoundPath
  {
    checkBounds(quantifier)
    let inside = place.insideNextQuantifier()
    let path = bindPath(inner, in: inside)
    if path.canBeEmpty {
      report(
        .invalidSyntax, "a quantifier needs a part that always has an edge", at: quantifier.span,
        labels: [Diagnostic.Label(inner.span, "this may match a single node")],
        hints: ["quantify an edge, or a parenthesised part such as `((a)-[e]->(b)){1,3}`"])
    }
    if quantifier.upper == nil && !place.isFinite {
      report(
        .invalidSyntax, "an unbounded quantifier under REPEATABLE ELEMENTS can match without end",
        at: quantifier.span,
        hints: [
          "give an upper bound, a path mode (TRAIL, SIMPLE, ACYCLIC) or a selector such as ANY SHORTEST"
        ])
    }
    let groups = inside.level.variables.all.map { variable in
      (inner: variable.slot, group: place.level.slot(for: variable.name) { slots.next() })
    }
    return .repetition(
      BoundRepetition(path: path, lower: quantifier.lower, upper: quantifier.upper, groups: groups))
  }

  private func checkBounds(_ quantifier: Quantifier) {
    // In openCypher an empty range is one that nothing matches.
    guard let upper = quantifier.upper, dialect == .gql else { return }
    if upper == 0 {
      report(
        .invalidSyntax, "the upper bound of a quantifier must be positive, found 0", at: quantifier.span,
        hints: ["leave the part out, or give a greater bound"])
    } else if quantifier.lower > upper {
      report(
        .invalidSyntax,
        "the lower bound \(quantifier.lower) of the quantifier is above its upper bound \(upper)",
        at: quantifier.span, hints: ["write {\(upper),\(quantifier.lower)}"])
    }
  }
}

extension BoundPath {
  var isNode: Bool {
    switch self {
    case .node: true
    case .edge, .concatenation, .union, .alternation, .repetition, .optional, .scoped: false
    }
  }

  /// Every match of it begins and ends with a node pattern of its own.
  var hasNodesAtEnds: Bool {
    switch self {
    case .node, .concatenation, .union, .alternation, .scoped: true
    case .edge, .repetition, .optional: false
    }
  }

  /// Has a match without edges.
  var canBeEmpty: Bool {
    switch self {
    case .node, .optional: true
    case .edge: false
    case .concatenation(let parts): parts.allSatisfy(\.canBeEmpty)
    case .union(let operands), .alternation(let operands): operands.contains(where: \.canBeEmpty)
    case .repetition(let repetition): repetition.lower == 0 || repetition.path.canBeEmpty
    case .scoped(let part): part.path.canBeEmpty
    }
  }

  /// Has no match with edges.
  var isAlwaysEmpty: Bool {
    switch self {
    case .node: true
    case .edge: false
    case .concatenation(let parts), .union(let parts), .alternation(let parts):
      parts.allSatisfy(\.isAlwaysEmpty)
    case .repetition(let repetition): repetition.path.isAlwaysEmpty
    case .optional(let path): path.isAlwaysEmpty
    case .scoped(let part): part.path.isAlwaysEmpty
    }
  }
}
