import GraphStore

/// What one part of a graph pattern binds, as the parts around it see it.
struct PatternVariable {
  var name: String
  var slot: Slot
  var kind: PatternElementKind
  var degree: Degree
  var span: SourceSpan

  /// As expressions see it.
  var variable: Variable {
    Variable(
      name: name, slot: slot, type: degree == .group ? .list(kind.type) : kind.type, degree: degree,
      declaredAt: span)
  }
}

/// The variables of one iteration: the whole graph pattern at the top, the inside of a quantifier below. A
/// name has one slot in it: whether it stands there twice as a join or in two alternatives, its value is in
/// one place.
final class PatternLevel {
  private var slotByName: [NameKey: Slot] = [:]
  /// The levels of the quantifiers directly inside, in the order of the text.
  private(set) var children: [PatternLevel] = []
  private var nextChild = 0
  /// Set when the level's pattern has been read: all that its own conditions may see.
  var variables = PatternVariables()

  func slot(for name: String, allocate: () -> Slot) -> Slot {
    let key = NameKey(name)
    if let slot = slotByName[key] { return slot }
    let slot = allocate()
    slotByName[key] = slot
    return slot
  }

  func addChild() -> PatternLevel {
    let child = PatternLevel()
    children.append(child)
    return child
  }

  /// The second reading meets quantifiers in the order of the first.
  func takeChild() -> PatternLevel {
    defer { nextChild += 1 }
    return children[nextChild]
  }
}

/// Variables by name, in the order of the text.
struct PatternVariables {
  private(set) var all: [PatternVariable] = []
  private var positions: [NameKey: Int] = [:]

  subscript(name: String) -> PatternVariable? { positions[NameKey(name)].map { all[$0] } }

  mutating func set(_ variable: PatternVariable) {
    let key = NameKey(variable.name)
    if let position = positions[key] {
      all[position] = variable
    } else {
      positions[key] = all.count
      all.append(variable)
    }
  }

  mutating func makeConditional() {
    for position in all.indices where all[position].degree == .singleton {
      all[position].degree = .conditional
    }
  }
}

extension Binder {
  /// First reading of a path pattern: which variables it binds, how often, in which slots. Slots of bound
  /// names of the top level are those of `scope`; the level below starts afresh.
  func readVariables(_ path: PathExpression, level: PatternLevel, scope: Scope?) -> PatternVariables {
    switch path.kind {
    case .node(let element): return readElement(element, .node, level, scope)
    case .edge(let element, _): return readElement(element, .edge, level, scope)
    case .concatenation(let parts):
      var result = PatternVariables()
      for part in parts { joinVariables(of: readVariables(part, level: level, scope: scope), into: &result) }
      return result
    case .union(let operands), .alternation(let operands):
      return alternatives(operands.map { readVariables($0, level: level, scope: scope) })
    case .quantified(let inner, _): return readQuantified(inner, level, scope)
    case .optional(let inner):
      var result = readVariables(inner, level: level, scope: scope)
      result.makeConditional()
      return result
    case .parenthesized(let inner):
      var result = readVariables(inner.expression, level: level, scope: scope)
      if let name = inner.variable { joinVariables(of: single(name, .path, level, scope), into: &result) }
      return result
    }
  }

  private func readElement(
    _ element: ElementPattern, _ kind: PatternElementKind, _ level: PatternLevel, _ scope: Scope?
  ) -> PatternVariables {
    guard let name = element.variable else { return PatternVariables() }
    return single(name, kind, level, scope)
  }

  func single(
    _ name: Identifier, _ kind: PatternElementKind, _ level: PatternLevel, _ scope: Scope?
  ) -> PatternVariables {
    let slot = level.slot(for: name.text) { scope?[name.text]?.slot ?? slots.next() }
    var result = PatternVariables()
    result.set(PatternVariable(name: name.text, slot: slot, kind: kind, degree: .singleton, span: name.span))
    return result
  }

  private func readQuantified(_ inner: PathExpression, _ level: PatternLevel, _ scope: Scope?)
    -> PatternVariables
  {
    let child = level.addChild()
    child.variables = readVariables(inner, level: child, scope: nil)
    var result = PatternVariables()
    for variable in child.variables.all {
      var group = variable
      group.slot = level.slot(for: variable.name) { slots.next() }
      group.degree = .group
      result.set(group)
    }
    return result
  }

  /// Adds what a neighbouring part binds: a name that both bind as an element is a join.
  func joinVariables(of part: PatternVariables, into result: inout PatternVariables) {
    for variable in part.all {
      guard let earlier = result[variable.name] else {
        result.set(variable)
        continue
      }
      checkJoin(earlier, variable)
    }
  }

  private func checkJoin(_ earlier: PatternVariable, _ later: PatternVariable) {
    let name = "`\(later.name)`"
    let label = [Diagnostic.Label(earlier.span, "\(earlier.kind.withArticle) here")]
    if earlier.kind == .path || later.kind == .path {
      report(
        .invalidSyntax, "path variable \(name) can be bound only once", at: later.span,
        labels: [Diagnostic.Label(earlier.span, "first bound here")], hints: ["choose another name"],
        detail: later.kind == .path ? "VariableAlreadyBound" : "VariableTypeConflict")
    } else if earlier.kind != later.kind {
      report(
        .invalidSyntax, "\(name) cannot be both \(earlier.kind.withArticle) and \(later.kind.withArticle)",
        at: later.span, labels: label, hints: ["choose another name for one of them"], detail: "VariableTypeConflict")
    } else if earlier.degree == .group && later.degree == .group {
      report(
        .invalidSyntax, "\(name) is used in two quantified parts; a list of repetitions belongs to one",
        at: later.span,
        labels: [Diagnostic.Label(earlier.span, "the first quantified part")],
        hints: ["choose another name here"], detail: "RelationshipUniquenessViolation")
    } else if earlier.degree == .group || later.degree == .group {
      let (one, many) = earlier.degree == .group ? (later, earlier) : (earlier, later)
      report(
        .invalidSyntax,
        "\(name) cannot be a single \(one.kind.rawValue) and a list over a quantifier's repetitions",
        at: later.span,
        labels: [
          Diagnostic.Label(
            earlier.span, earlier.span == many.span ? "repeated by a quantifier here" : "a single one here")
        ], hints: ["choose another name for one of them"], detail: "VariableTypeConflict")
    } else if dialect == .cypher, later.kind == .edge {
      report(
        .invalidSyntax, "\(name) stands for two edges of one pattern, which cannot be the same", at: later.span,
        labels: label, hints: ["choose another name for one of them"], detail: "RelationshipUniquenessViolation")
    } else if earlier.degree == .conditional || later.degree == .conditional {
      report(
        .invalidSyntax, "\(name) may be unbound in one of its places, so it cannot join them", at: later.span,
        labels: [Diagnostic.Label(earlier.span, "also bound here")],
        notes: [
          "a variable inside `?`, or in some operands of `|` only, is null when that part does not match"
        ],
        hints: ["choose another name here and compare the two in WHERE"])
    }
  }

  /// What is bound in every operand as a single element stays so; what is bound in some only is conditional.
  private func alternatives(_ operands: [PatternVariables]) -> PatternVariables {
    var result = PatternVariables()
    for operand in operands {
      for variable in operand.all {
        guard var merged = result[variable.name] else {
          result.set(variable)
          continue
        }
        if merged.kind != variable.kind || (merged.degree == .group) != (variable.degree == .group) {
          report(
            .invalidSyntax, "`\(variable.name)` must be the same kind of variable in each alternative",
            at: variable.span, labels: [Diagnostic.Label(merged.span, "another kind here")],
            hints: ["choose another name for one of them"])
        } else if variable.degree == .conditional {
          merged.degree = .conditional
          result.set(merged)
        }
      }
    }
    for var variable in result.all
    where variable.degree == .singleton && operands.contains(where: { $0[variable.name] == nil }) {
      variable.degree = .conditional
      result.set(variable)
    }
    return result
  }
}
