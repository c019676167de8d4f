import GraphStore

/// Where a part of a path pattern stands: what its conditions see, and which rules hold.
struct PatternPlace {
  var level: PatternLevel
  /// What is bound before the pattern.
  var incoming: Scope
  /// For conditions of single elements.
  var elementScope: Scope
  /// For conditions of parenthesised parts.
  var partScope: Scope
  /// An unbounded quantifier gives finitely many paths here.
  var isFinite: Bool
  /// Number of the graph pattern.
  var pattern: Int
  /// The path pattern can match a single node: as of a day, edges do not tell that its nodes were known.
  var mayLackEdges = false
  /// Nil: conditions cannot be moved out of here.
  var moved: MovedConditions?

  /// Inside an optional part or an alternative: what stands there is not always matched.
  var inAlternative: PatternPlace {
    var place = self
    place.moved = nil
    place.elementScope = elementScope.blockingOtherPaths(of: pattern)
    place.partScope = partScope.blockingOtherPaths(of: pattern)
    return place
  }
}

extension Scope {
  fileprivate func blockingOtherPaths(of pattern: Int) -> Scope {
    map { variable in
      guard variable.otherPathOfPattern == pattern else { return variable }
      var blocked = variable
      blocked.blocked = .otherPathPattern
      return blocked
    }
  }
}

/// The variables of one graph pattern, and what each of its conditions may see of them.
struct PatternScopes {
  /// All that the pattern binds or joins.
  private(set) var all = PatternVariables()
  private let incoming: Scope
  private let level = PatternLevel()
  private var variablesByPath: [PatternVariables] = []
  private var pathNames: [Identifier?]
  private let pattern: Int

  /// Reads the variables of every path and checks them against each other and against what is bound before.
  init(_ syntax: GraphPattern, in scope: Scope, binder: Binder) {
    incoming = scope
    pattern = binder.nextPatternNumber()
    pathNames = syntax.paths.map(\.variable)
    for path in syntax.paths {
      let variables = binder.readVariables(path.expression, level: level, scope: scope)
      variablesByPath.append(variables)
      binder.joinVariables(of: variables, into: &all)
      if let name = path.variable {
        binder.joinVariables(of: binder.single(name, .path, level, scope), into: &all)
      }
    }
    for variable in all.all { binder.checkRebinding(variable, in: scope) }
  }

  /// What one path pattern binds.
  func own(_ position: Int) -> PatternVariables { variablesByPath[position] }

  /// Where another path pattern binds the name.
  func span(of name: String, besides position: Int) -> SourceSpan? {
    variablesByPath.indices.lazy.filter { $0 != position }.compactMap { variablesByPath[$0][name]?.span }.first
  }

  func place(
    path position: Int, isSelected: Bool, hasDifferentEdges: Bool, mode: PathMode?, moved: MovedConditions
  ) -> PatternPlace {
    let own = variablesByPath[position]
    var scope = incoming
    for variable in all.all where scope[variable.name] == nil {
      var known = variable.variable
      if pathNames[position]?.text.isSameName(as: variable.name) == true {
        known.blocked = .incompletePath
      } else if own[variable.name] == nil {
        known.otherPathOfPattern = pattern
        if isSelected { known.blocked = .otherPathPattern }
      } else if variable.kind == .path && variable.degree != .group {
        known.blocked = .incompletePath
      }
      scope.bind(known)
    }
    return PatternPlace(
      level: level, incoming: incoming, elementScope: scope.blockingGroups(of: own), partScope: scope,
      isFinite: hasDifferentEdges || isSelected || mode?.isRestrictive == true, pattern: pattern,
      moved: isSelected ? nil : moved)
  }
}

extension PatternPlace {
  /// The inside of the next quantifier: each repetition sees itself, and what was bound before the pattern.
  func insideNextQuantifier() -> PatternPlace {
    let child = level.takeChild()
    var scope = incoming
    for var variable in partScope.variables where incoming[variable.name] == nil {
      variable.blocked = .outsideQuantifier
      variable.otherPathOfPattern = nil
      scope.bind(variable)
    }
    for variable in child.variables.all {
      var known = variable.variable
      if variable.kind == .path && variable.degree != .group { known.blocked = .incompletePath }
      scope.bind(known)
    }
    var place = self
    place.level = child
    place.elementScope = scope.blockingGroups(of: child.variables)
    place.partScope = scope
    place.moved = nil
    return place
  }
}

extension Scope {
  /// The condition of a part in parentheses sees the path that the part has matched.
  func knowing(path name: Identifier?) -> Scope {
    guard let name else { return self }
    var scope = self
    scope.change(name.text) { variable in
      if case .incompletePath = variable.blocked { variable.blocked = nil }
    }
    return scope
  }

  fileprivate func blockingGroups(of variables: PatternVariables) -> Scope {
    var scope = self
    for group in variables.all where group.degree == .group {
      scope.change(group.name) { variable in
        if variable.blocked == nil { variable.blocked = .groupInElement }
      }
    }
    return scope
  }
}

extension Binder {
  /// A name that is bound before the pattern may join it as a single element of the same kind.
  func checkRebinding(_ variable: PatternVariable, in scope: Scope) {
    guard scope[variable.name] != nil, let earlier = resolve(variable.name, at: variable.span, in: scope)
    else {
      return
    }
    let name = "`\(variable.name)`"
    let label = [Diagnostic.Label(earlier.declaredAt, "bound here")]
    if variable.kind == .path {
      report(
        .invalidSyntax, "\(name) is already bound and cannot name a path", at: variable.span, labels: label,
        hints: ["choose another name"], detail: "VariableAlreadyBound")
    } else if variable.degree == .group {
      report(
        .invalidSyntax, "\(name) is already bound, so a quantifier cannot repeat it", at: variable.span,
        labels: label,
        hints: ["choose another name here and compare the two"], detail: "VariableTypeConflict")
    } else if variable.degree == .conditional {
      report(
        .invalidSyntax, "\(name) is already bound and may be unbound here, so it cannot join the two",
        at: variable.span,
        labels: label, hints: ["choose another name here and compare the two in WHERE"])
    } else if earlier.type.isOpen {
      report(
        .invalidSyntax, "\(name) stands for \(variable.kind.withArticle) here, but may be something else",
        at: variable.span, labels: label,
        hints: [
          "a pattern takes on variables that a pattern, or a list of \(variable.kind.rawValue)s, has bound"
        ])
    } else if earlier.type != variable.kind.type {
      report(
        .invalidSyntax,
        "\(name) stands for \(variable.kind.withArticle) here, but is bound to \(earlier.type.withArticle)",
        at: variable.span, labels: label,
        hints: earlier.degree == .group
          ? ["take one item out of the list first: FOR x IN \(variable.name)"] : ["choose another name"],
        detail: "VariableTypeConflict")
    }
  }
}

extension PathExpression {
  /// The variables of its first and its last node.
  var endNames: Set<String> { firstNames.union(lastNames) }

  private var firstNames: Set<String> { names { $0.first.map(\.firstNames) ?? [] } }
  private var lastNames: Set<String> { names { $0.last.map(\.lastNames) ?? [] } }

  private func names(ofParts end: ([PathExpression]) -> Set<String>) -> Set<String> {
    switch kind {
    case .node(let element): element.variable.map { [$0.text] } ?? []
    case .edge, .quantified: []
    case .concatenation(let parts): end(parts)
    case .union(let operands), .alternation(let operands): operands.reduce(into: []) { $0.formUnion($1.names(ofParts: end)) }
    case .optional(let inner): inner.names(ofParts: end)
    case .parenthesized(let part): part.expression.names(ofParts: end)
    }
  }
}
