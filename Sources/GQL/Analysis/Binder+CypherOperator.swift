import GraphStore

/// Operators of the `cypher` dialect that differ from GQL's: functions of their own (see `ScalarFunction.cypherOperators`).
extension Binder {
  /// Nil when both dialects agree on the operator.
  func bindCypherOperator(
    _ binary: BinaryOperator, _ left: BoundExpression, _ right: Expression, at span: SourceSpan,
    in context: ExpressionContext
  ) -> BoundExpression? {
    guard dialect == .cypher else { return nil }
    switch binary {
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual:
      let right = bind(right, in: context)
      if let comparison = plainComparison(binary, left, right, at: span) { return comparison }
      return applyOperator("CYPHER \(binary.rawValue)", binary.rawValue, [left, right], at: span)
    case .isIn:
      let list = bind(right, in: context)
      return applyOperator("CYPHER IN", "IN", [left, requireType(.list(.any), of: list, for: "the right side of IN")], at: span)
    case .startsWith, .endsWith, .contains:
      let words = binary.rawValue.split(separator: " ").joined(separator: " ")
      return applyOperator("CYPHER \(words)", binary.rawValue, [left, bind(right, in: context)], at: span)
    case .add:
      let right = bind(right, in: context)
      if left.type.isNumeric && right.type.isNumeric { return addition(left, right, at: span) }
      if left.type.isInstant || right.type.isInstant || left.type == .duration || right.type == .duration { return addition(left, right, at: span) }
      return applyOperator("CYPHER +", "+", [left, right], at: span)
    case .or, .xor, .and, .subtract, .multiply, .divide, .modulo, .power, .concatenate, .matches: return nil
    }
  }

  /// Where types leave no difference, the comparison that kernels, indexes and planner know.
  private func plainComparison(
    _ binary: BinaryOperator, _ left: BoundExpression, _ right: BoundExpression, at span: SourceSpan
  ) -> BoundExpression? {
    let areNumbers = left.type.isNumeric && right.type.isNumeric
    let areAlike = left.type == right.type && (left.type == .string || left.type == .bool)
    guard areNumbers || areAlike, let comparison = ComparisonOperator(rawValue: binary.rawValue) else { return nil }
    return boolean(.comparison(comparison, left, right), at: span)
  }

  /// `a = b` in the dialect's sense.
  func equality(_ left: BoundExpression, _ right: BoundExpression, at span: SourceSpan) -> BoundExpression {
    guard dialect == .cypher, plainComparison(.equal, left, right, at: span) == nil else {
      return boolean(.comparison(.equal, left, right), at: span)
    }
    return applyOperator("CYPHER =", "=", [left, right], at: span)
  }

  private func addition(_ left: BoundExpression, _ right: BoundExpression, at span: SourceSpan) -> BoundExpression {
    arithmetic(.add, left, right, at: span)
  }

  /// `container[key]`, openCypher.
  func bindCypherItem(
    _ container: Expression, _ key: Expression, at span: SourceSpan, in context: ExpressionContext
  ) -> BoundExpression {
    let container = bind(container, in: context)
    var item = applyOperator("CYPHER [ ]", "`[ ]`", [container, bind(key, in: context)], at: span)
    if case .list(let type) = container.type { item.type = type }
    return item
  }
}
