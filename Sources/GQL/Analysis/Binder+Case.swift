import GraphStore

extension Binder {
  /// The simple form becomes comparisons with an operand that is computed once. Several values of one branch
  /// are alternatives.
  func bindCase(_ syntax: CaseExpression, at span: SourceSpan, in context: ExpressionContext)
    -> BoundExpression
  {
    guard let operand = syntax.operand else {
      return bindBranches(syntax, operand: nil, at: span, in: context)
    }
    let value = bind(operand, in: context)
    return once(value) { self.bindBranches(syntax, operand: $0, at: span, in: context) }
  }

  private func bindBranches(
    _ syntax: CaseExpression, operand: BoundExpression?, at span: SourceSpan, in context: ExpressionContext
  ) -> BoundExpression {
    var branches: [(condition: BoundExpression, result: BoundExpression)] = []
    var type = ValueType.null
    for branch in syntax.branches {
      let conditions = branch.conditions.map { bindBranchCondition($0, operand: operand, in: context) }
      let result = bind(branch.result, in: context)
      type = type.joined(with: result.type)
      guard !conditions.isEmpty else { continue }
      let condition = balanced(conditions) { a, b in boolean(.logical(.or, a, b), at: a.span.union(b.span)) }
      branches.append((condition: condition, result: result))
    }
    let otherwise = syntax.otherwise.map { bind($0, in: context) }
    if let otherwise { type = type.joined(with: otherwise.type) }
    return BoundExpression(.caseWhen(branches, otherwise: otherwise), type: type, span: span)
  }

  private func bindBranchCondition(
    _ condition: CaseExpression.Branch.Condition, operand: BoundExpression?, in context: ExpressionContext
  ) -> BoundExpression {
    switch condition {
    case .search(let condition): return bindCondition(condition, in: context)
    case .value(let value):
      guard let operand else { return bindCondition(value, in: context) }
      return equality(operand, bind(value, in: context), at: value.span)
    }
  }
}
