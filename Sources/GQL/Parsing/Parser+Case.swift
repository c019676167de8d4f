extension BinaryOperator {
  /// Whether the result is a truth value of operands that are none.
  fileprivate var isPredicate: Bool {
    switch self {
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .isIn, .startsWith, .endsWith, .contains, .matches:
      true
    case .or, .xor, .and, .add, .subtract, .multiply, .divide, .concatenate, .modulo, .power: false
    }
  }
}

/// CASE (ISO clause 20.7).
extension Parser {
  /// `CASE x WHEN 1, 2 THEN .. ELSE .. END` and `CASE WHEN condition THEN .. ELSE .. END`.
  func parseCase() throws(SyntaxFailure) -> Expression {
    let outer = try enter()
    defer { leave(outer) }
    let opening = take().span
    let isEmpty = at(Keyword.end) && token(ahead: 1).keyword != .when
    let operand = at(.when) || isEmpty ? nil : try parseCaseOperand()
    guard at(.when) else {
      throw expected(
        "`WHEN`", operand == nil ? "after `CASE`" : "after the operand of `CASE`",
        hints: at(.then) ? ["each condition follows `WHEN`: `CASE WHEN a THEN b ELSE c END`"] : [])
    }
    var branches: [CaseExpression.Branch] = []
    while eat(.when) { branches.append(try parseBranch(operand)) }
    let otherwise = eat(.else) ? try parseExpression() : nil
    guard at(Keyword.end) else {
      throw expected("`END`", "to close `CASE`", labels: [Diagnostic.Label(opening, "opened here")])
    }
    advance()
    caseCount += 1
    return Expression(
      .caseWhen(CaseExpression(operand: operand?.value, branches: branches, otherwise: otherwise)),
      span(from: opening.start))
  }

  /// The operand of a simple CASE; one that holds a CASE itself cannot be written out into conditions, since the tree could
  /// then grow to the power of the nesting.
  private struct CaseOperand {
    var value: Expression
    var holdsCase: Bool
  }

  private func parseCaseOperand() throws(SyntaxFailure) -> CaseOperand {
    let casesBefore = caseCount
    let value = try parseExpression()
    return CaseOperand(value: value, holdsCase: caseCount > casesBefore)
  }

  private func parseBranch(_ operand: CaseOperand?) throws(SyntaxFailure) -> CaseExpression.Branch {
    var conditions: [CaseExpression.Branch.Condition] = []
    repeat {
      if let operand {
        conditions.append(try parseWhenOperand(operand))
      } else {
        conditions.append(.search(try parseCondition()))
      }
    } while operand != nil && eat(.comma)
    try expect(.then, "after the condition of `WHEN`")
    return CaseExpression.Branch(conditions: conditions, result: try parseExpression())
  }

  /// A value, or the rest of a predicate over the operand: `> 3`, `IS NULL`.
  private func parseWhenOperand(
    _ operand: CaseOperand
  ) throws(SyntaxFailure) -> CaseExpression.Branch.Condition {
    let comparison = infixOperator().flatMap { $0.entry.operator.isPredicate ? $0 : nil }
    guard comparison != nil || atPredicate || at(.colon) else { return .value(try parseExpression()) }
    if operand.holdsCase {
      throw fail(
        "a condition without a left side needs an operand without `CASE` in it", at: current.span,
        labels: [Diagnostic.Label(operand.value.span, "this operand")],
        hints: ["name the operand first: `LET x = ...`, then `CASE x WHEN ...`"])
    }
    let outer = try enter()
    defer { leave(outer) }
    if at(.colon) {
      advance()
      let label = try parseLabelExpression()
      return .search(Expression(.isLabeled(operand.value, label, isNegated: false), label.span))
    }
    let start = here
    var condition =
      if let comparison {
        try parseOperand(of: operand.value, comparison.entry, comparison.tokenCount)
      } else {
        try parsePredicate(on: operand.value)
      }
    condition.span = span(from: start)
    return .search(condition)
  }
}
