import GraphStore

extension Binder {
  func bindMatch(_ match: MatchClause, into draft: inout BoundDraft) {
    if match.isOptional {
      var plain = match
      plain.isOptional = false
      return bindOptionalBlock([Clause(.match(plain), match.span)], match.span, into: &draft)
    }
    if match.yield == nil, let nodes = earlyNodes(of: match.pattern, in: draft.scope) {
      bindMatch(MatchClause(isOptional: false, pattern: nodes, yield: nil, span: match.span), into: &draft)
    }
    let settled = settle(withSearchConditions(match.pattern, in: draft.scope), into: &draft)
    let pattern = bindGraphPattern(settled, into: &draft.scope, yield: match.yield)
    draft.add(.match(pattern), at: match.span)
  }

  /// Several MATCH as one unit: all match, or all their variables are null.
  func bindOptionalBlock(_ statements: [Clause], _ span: SourceSpan, into draft: inout BoundDraft) {
    let before = draft.clauses
    let known = draft.scope.variables.count
    var settled: Set<Slot> = []
    draft.clauses = []
    for statement in statements { bind(statement, isAlone: false, into: &draft) }
    let inner = draft.clauses
    draft.clauses = before
    // What `settle` makes of the row belongs to the row.
    for clause in inner {
      guard case .extend(let assignments) = clause.kind else { continue }
      draft.clauses.append(clause)
      settled.formUnion(assignments.map(\.slot))
    }
    let new = draft.scope.variables[known...].map(\.slot).filter { !settled.contains($0) }
    draft.add(.optionalMatch(inner.filter(\.isMatch), slots: new), at: span)
  }

  /// Binds a graph pattern over the rows of `scope`, and adds its variables to it.
  func bindGraphPattern(_ pattern: GraphPattern, into scope: inout Scope, yield: [YieldItem]? = nil) -> BoundGraphPattern {
    touchGraph(at: pattern.span)
    let variables = PatternScopes(pattern, in: scope, binder: self)
    let hasDifferentEdges = pattern.matchMode != .repeatableElements
    let moved = MovedConditions()
    let paths = pattern.paths.enumerated().map { position, path in
      let prefix = mergedPrefix(path, keep: pattern.keep)
      let selector = checked(prefix.selector ?? .all, at: prefix.span ?? path.span)
      if selector != .all { checkInside(path, at: position, of: variables) }
      var place = variables.place(
        path: position, isSelected: selector != .all, hasDifferentEdges: hasDifferentEdges, mode: prefix.mode,
        moved: moved)
      place.mayLackEdges = asOf != nil && path.expression.canBeEmpty
      let root = bindPath(path.expression, in: place)
      if selector != .all, !hasDifferentEdges, prefix.mode?.isRestrictive != true { checkConditions(in: root) }
      let slot = path.variable.flatMap { variables.all[$0.text]?.slot }
      return BoundPathPattern(
        pathSlot: slot, selector: selector, mode: prefix.mode ?? .walk, root: root, span: path.span)
    }
    var after = scope
    var new = variables.all.all.filter { scope[$0.name] == nil }
    for variable in new { after.bind(variable.variable) }
    if let condition = pattern.where {
      moved.all.append(bindCondition(condition, in: ExpressionContext(after, noAggregatesIn: "WHERE")))
    }
    let condition = moved.all.isEmpty ? nil : conjunction(moved.all)
    let temporary = temporaryNames(of: pattern, in: scope)
    if !temporary.isEmpty {
      new.removeAll { temporary.contains($0.name) }
      after = scope
      for variable in new { after.bind(variable.variable) }
    }
    scope = yield.map { bindPatternYield($0, of: new, before: scope, after: after) } ?? after
    return BoundGraphPattern(
      hasDifferentEdges: hasDifferentEdges, paths: paths, where: condition, variables: variables.all.all.map(\.slot),
      countsParts: dialect == .cypher)
  }

  /// `MATCH ... YIELD a, b AS c`: only these of the pattern's variables are known from here on.
  private func bindPatternYield(
    _ items: [YieldItem], of new: [PatternVariable], before: Scope, after: Scope
  ) -> Scope {
    var result = before
    for item in items {
      guard var variable = resolve(item.name.text, at: item.name.span, in: after) else { continue }
      if before[variable.name] != nil && item.alias == nil { continue }
      variable.name = (item.alias ?? item.name).text
      variable.declaredAt = (item.alias ?? item.name).span
      if let earlier = result[variable.name] {
        report(
          .invalidSyntax, "`\(variable.name)` is already bound", at: variable.declaredAt,
          labels: [Diagnostic.Label(earlier.declaredAt, "first bound here")],
          hints: ["choose another name with AS"])
      }
      result.bind(variable)
    }
    return result
  }

  /// The path's own prefix, completed by KEEP.
  private func mergedPrefix(
    _ path: PathPattern, keep: PathPrefix?
  ) -> (selector: PathSelector?, mode: PathMode?, span: SourceSpan?) {
    guard let keep else { return (path.prefix?.selector, path.prefix?.mode, path.prefix?.span) }
    guard let own = path.prefix else { return (keep.selector, keep.mode, keep.span) }
    if own.selector != nil && keep.selector != nil {
      report(
        .invalidSyntax, "a path pattern with a selector of its own cannot be combined with that of KEEP",
        at: own.span,
        labels: [Diagnostic.Label(keep.span, "the selector for all paths")], hints: ["remove one of the two"])
    }
    if let mode = own.mode, let keptMode = keep.mode, mode != keptMode {
      report(
        .invalidSyntax, "path mode \(mode.text) conflicts with \(keptMode.text) of KEEP", at: own.span,
        labels: [Diagnostic.Label(keep.span, "the mode for all paths")], hints: ["remove one of the two"])
    }
    return (own.selector ?? keep.selector, own.mode ?? keep.mode, own.span)
  }

  /// What a selector chooses does not depend on other path patterns: they join its path at the ends only.
  private func checkInside(_ path: PathPattern, at position: Int, of variables: PatternScopes) {
    let ends = path.expression.endNames
    for variable in variables.own(position).all where variable.degree != .group && !ends.contains(variable.name) {
      guard let other = variables.span(of: variable.name, besides: position) else { continue }
      report(
        .invalidSyntax, "`\(variable.name)` is inside a path that a selector chooses, and another path pattern cannot join it there",
        at: max(other.start, variable.span.start) == other.start ? other : variable.span,
        labels: [Diagnostic.Label(other.start < variable.span.start ? other : variable.span, "also bound here")],
        hints: ["put the other path into a MATCH of its own"])
    }
  }

  /// A walk may always be gone on with: were a condition to look at all of it, a selector might look for one that holds without end.
  private func checkConditions(in path: BoundPath) {
    let unbounded = path.unboundedSlots
    guard !unbounded.isEmpty else { return }
    path.forEachCondition { condition in
      guard !condition.slots.isDisjoint(with: unbounded) else { return }
      report(
        .invalidSyntax, "a condition inside of the path reads a list or a path that has no bound: a selector might choose without end", at: condition.span,
        hints: ["give the quantifier an upper bound or the path a mode (TRAIL, SIMPLE, ACYCLIC), or write the condition after the MATCH pattern, where it judges what was chosen"])
    }
  }

  private func checked(_ selector: PathSelector, at span: SourceSpan) -> PathSelector {
    switch selector {
    case .all, .anyShortest, .allShortest: break
    case .any(.literal(let count)), .shortest(.literal(let count)), .shortestGroups(.literal(let count)):
      if count < 1 {
        report(.invalidNumberOfPaths, "the number of paths must be positive, found \(count)", at: span)
      }
    case .any(.parameter(let name)), .shortest(.parameter(let name)), .shortestGroups(.parameter(let name)):
      requireParameter(name, oneOf: .int, at: span)
    }
    return selector
  }

  private func requireParameter(_ name: String, oneOf type: ValueType, at span: SourceSpan) {
    let known = parameterType(name, at: span)
    if !known.overlaps(type) {
      report(
        .invalidValueType, "`$\(name)` must be \(type.withArticle), found \(known.withArticle)", at: span)
    }
  }
}

extension PathMode {
  var text: String {
    switch self {
    case .walk: "WALK"
    case .trail: "TRAIL"
    case .simple: "SIMPLE"
    case .acyclic: "ACYCLIC"
    }
  }
  /// Leaves finitely many paths of any graph.
  var isRestrictive: Bool { self != .walk }
}

/// Conditions of elements that look across path patterns: they are judged with the WHERE of the MATCH.
final class MovedConditions {
  var all: [BoundExpression] = []
}
