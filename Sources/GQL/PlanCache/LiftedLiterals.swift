import GraphStore

/// Literals that the analyzer is to treat as parameters, so that one plan serves statements that differ in them.
///
/// Only such whose value means nothing to the analyzer: what a property is compared with in MATCH, and the values of its property maps.
struct LiftedLiterals {
  private(set) var numbers: [SourceSpan: Int] = [:]

  static func name(_ number: Int) -> String { "\u{0}\(number)" }

  /// None.
  init() {}

  /// - Parameter candidates: the numbers of literals whose value is plain to see, by place.
  init(in statement: Statement, candidates: [SourceSpan: Int]) {
    guard !candidates.isEmpty, case .procedure(let body) = statement.kind else { return }
    for next in body.statements {
      for linear in [next.query.first] + next.query.rest.map(\.query) {
        for clause in linear.clauses { visit(clause, candidates) }
      }
    }
  }

  private mutating func visit(_ clause: Clause, _ candidates: [SourceSpan: Int]) {
    switch clause.kind {
    case .match(let match): visit(match, candidates)
    case .optionalBlock(let statements): for statement in statements { visit(statement, candidates) }
    case .filter, .let, .for, .orderByAndPage, .callProcedure, .callInline, .insert, .set, .remove, .delete, .return, .finish, .select,
      .use, .catalog, .with, .merge, .nested:
      break
    }
  }

  private mutating func visit(_ match: MatchClause, _ candidates: [SourceSpan: Int]) {
    if let condition = match.pattern.where { visit(condition, candidates) }
    for path in match.pattern.paths { visit(path.expression, candidates) }
  }

  private mutating func visit(_ path: PathExpression, _ candidates: [SourceSpan: Int]) {
    switch path.kind {
    case .node(let element), .edge(let element, _):
      for item in element.properties { lift(item.value, candidates) }
      if let condition = element.where { visit(condition, candidates) }
    case .concatenation(let parts), .union(let parts), .alternation(let parts): for part in parts { visit(part, candidates) }
    case .quantified(let inner, _), .optional(let inner): visit(inner, candidates)
    case .parenthesized(let inner):
      if let condition = inner.where { visit(condition, candidates) }
      visit(inner.expression, candidates)
    }
  }

  /// Comparisons under AND, OR and NOT; chains may be as long as the text.
  private mutating func visit(_ condition: Expression, _ candidates: [SourceSpan: Int]) {
    var pending = [condition]
    while let expression = pending.popLast() {
      switch expression.kind {
      case .binary(.and, let left, let right), .binary(.or, let left, let right), .binary(.xor, let left, let right):
        pending += [left, right]
      case .unary(.not, let inner): pending.append(inner)
      case .binary(let comparison, let left, let right) where comparison.isComparison:
        if case .property = left.kind { lift(right, candidates) }
        if case .property = right.kind { lift(left, candidates) }
      case _: break
      }
    }
  }

  private mutating func lift(_ expression: Expression, _ candidates: [SourceSpan: Int]) {
    guard case .literal = expression.kind, let number = candidates[expression.span] else { return }
    numbers[expression.span] = number
  }
}

extension Binder {
  /// The parameter that stands for a literal; nil when it stands for itself.
  func lifted(_ type: ValueType, at span: SourceSpan) -> BoundExpression? {
    guard !liftedLiterals.numbers.isEmpty, let number = liftedLiterals.numbers[span] else { return nil }
    return BoundExpression(.parameter(LiftedLiterals.name(number)), type: type, span: span)
  }
}
