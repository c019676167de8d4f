import GraphStore

extension Binder {
  func bindUnary(
    _ unary: UnaryOperator, _ operand: Expression, at span: SourceSpan, in context: ExpressionContext
  ) -> BoundExpression {
    let bound = bind(operand, in: context)
    switch unary {
    case .not: return boolean(.not(requireType(.bool, of: bound, for: "NOT")), at: span)
    case .plus: return requireSigned(bound, "+")
    case .minus:
      let value = requireSigned(bound, "-")
      return BoundExpression(.negate(value), type: value.type, span: span)
    }
  }

  private func requireSigned(_ value: BoundExpression, _ sign: String) -> BoundExpression {
    if value.type.isOpen || value.type.isNumeric || value.type == .duration { return value }
    report(
      .invalidValueType, "`\(sign)` needs a number or a duration, found \(value.type.withArticle)",
      at: value.span)
    return poison(at: value.span)
  }

  /// `a op b op c ...` in one loop: the left operands are walked, not recursed into.
  func bindChain(_ expression: Expression, in context: ExpressionContext) -> BoundExpression {
    var links: [(operator: BinaryOperator, right: Expression, span: SourceSpan)] = []
    var first = expression
    while case .binary(let binary, let left, let right) = first.kind {
      if !links.isEmpty && context.substitution(for: first) != nil { break }
      links.append((binary, right, first.span))
      first = left
    }
    for link in links where link.operator.isComparison { noteComparedName(link.right) }
    if let last = links.last, last.operator.isComparison { noteComparedName(first) }
    if links.count >= 2 { warnOfBareDate(first, links[links.count - 1].right, links[links.count - 2].right, links.suffix(2).map(\.operator)) }
    var result = bind(first, in: context)
    var position = links.count - 1
    var height = 0
    var parts: [(slot: Slot, value: BoundExpression)] = []
    while position >= 0 {
      let link = links[position]
      if height == Binder.chainPart {
        let slot = slots.next()
        parts.append((slot, result))
        result = BoundExpression(.slot(slot), type: result.type, span: result.span)
        height = 0
      }
      height += 1
      guard let logical = LogicalOperator(rawValue: link.operator.rawValue) else {
        result = combine(link.operator, result, link.right, at: link.span, in: context)
        position -= 1
        continue
      }
      // A run of one logical operator becomes a balanced tree.
      var operands = [requireType(.bool, of: result, for: logical.rawValue)]
      while position >= 0, links[position].operator == link.operator {
        operands.append(
          requireType(.bool, of: bind(links[position].right, in: context), for: logical.rawValue))
        position -= 1
      }
      result = balanced(operands) { a, b in boolean(.logical(logical, a, b), at: a.span.union(b.span)) }
    }
    return parts.isEmpty ? result : BoundExpression(.letIn(parts, result), type: result.type, span: expression.span)
  }

  /// `2020-01-31` is 1988, and hardly meant so.
  private func warnOfBareDate(_ year: Expression, _ month: Expression, _ day: Expression, _ operators: [BinaryOperator]) {
    guard operators.allSatisfy({ $0 == .subtract }), case .literal(.integer(let y)) = year.kind, case .literal(.integer(let m)) = month.kind,
      case .literal(.integer(let d)) = day.kind, (y.utf8.count, m.utf8.count, d.utf8.count) == (4, 2, 2),
      year.span.end + 1 == month.span.start, month.span.end + 1 == day.span.start
    else { return }
    let date = dialect == .gql ? "DATE '\(y)-\(m)-\(d)'" : "date('\(y)-\(m)-\(d)')"
    warn("`\(y)-\(m)-\(d)` is a subtraction", at: year.span.union(day.span), hints: ["the day is written `\(date)`"])
  }

  /// `p.country = NULL` is unknown, whatever the property.
  private func warnOfNull(_ left: BoundExpression, _ comparison: BinaryOperator, at span: SourceSpan) {
    guard case .property = left.kind else { return }
    warn("a comparison with NULL is never true", at: span, hints: [comparison == .equal ? "write `IS NULL`" : "write `IS NOT NULL`"])
  }

  /// A chain longer than this is bound in parts, each a variable of the next, so that nothing after the analyzer recurses deeper.
  private static let chainPart = 64

  private func combine(
    _ binary: BinaryOperator, _ left: BoundExpression, _ right: Expression, at span: SourceSpan,
    in context: ExpressionContext
  ) -> BoundExpression {
    if let bound = bindCypherOperator(binary, left, right, at: span, in: context) { return bound }
    if binary == .isIn { return bindMembership(left, right, at: span, in: context) }
    if binary.isComparison, case .literal(.null) = right.kind { warnOfNull(left, binary, at: span) }
    let right = bind(right, in: context)
    switch binary {
    case .equal: return boolean(.comparison(.equal, left, right), at: span)
    case .notEqual: return boolean(.comparison(.notEqual, left, right), at: span)
    case .less: return ordered(.less, left, right, at: span)
    case .lessOrEqual: return ordered(.lessOrEqual, left, right, at: span)
    case .greater: return ordered(.greater, left, right, at: span)
    case .greaterOrEqual: return ordered(.greaterOrEqual, left, right, at: span)
    case .add: return arithmetic(.add, left, right, at: span)
    case .subtract: return arithmetic(.subtract, left, right, at: span)
    case .multiply: return arithmetic(.multiply, left, right, at: span)
    case .divide: return arithmetic(.divide, left, right, at: span)
    case .modulo: return arithmetic(.modulo, left, right, at: span)
    case .power: return arithmetic(.power, left, right, at: span)
    case .concatenate: return concatenation(left, right, at: span)
    case .matches: return applyOperator("MATCHES_REGEX", "=~", [left, right], at: span)
    case .startsWith, .endsWith, .contains: return bindStringPredicate(binary, left, right, at: span)
    case .or, .xor, .and, .isIn: preconditionFailure("bound before: logical chains and IN")
    }
  }

  // MARK: Comparison

  private func ordered(
    _ comparison: ComparisonOperator, _ left: BoundExpression, _ right: BoundExpression, at span: SourceSpan
  ) -> BoundExpression {
    if !left.type.isComparable(with: right.type) {
      report(
        .valuesNotComparable,
        "`\(comparison.rawValue)` cannot order \(left.type.withArticle) and \(right.type.withArticle)",
        at: span, labels: operandLabels(left, right),
        hints: listHints(left, right) ?? ["CAST one of them to the type of the other"])
    } else if left.type.isElement || right.type.isElement || left.type == .path || right.type == .path {
      report(
        .valuesNotComparable, "`\(comparison.rawValue)` cannot order elements and paths", at: span,
        labels: operandLabels(left, right), hints: ["compare a property, or ELEMENT_ID"])
    }
    return boolean(.comparison(comparison, left, right), at: span)
  }

  /// For a list beside one value, which is mostly a variable of a repeated part.
  private func listHints(_ left: BoundExpression, _ right: BoundExpression) -> [String]? {
    switch (left.type, right.type) {
    case (.list, .list): nil
    case (.list, _), (_, .list):
      ["a variable of a repeated part is a list: put the condition inside, `-[e WHERE e.weight > 1]->{1,3}`, or aggregate, `MIN(e.weight)`"]
    default: nil
    }
  }

  private func operandLabels(_ left: BoundExpression, _ right: BoundExpression) -> [Diagnostic.Label] {
    [
      Diagnostic.Label(left.span, left.type.withArticle),
      Diagnostic.Label(right.span, right.type.withArticle),
    ]
  }

  // MARK: Arithmetic

  func arithmetic(
    _ operation: ArithmeticOperator, _ left: BoundExpression, _ right: BoundExpression, at span: SourceSpan
  ) -> BoundExpression {
    guard let type = ValueType.result(of: operation, left.type, right.type) else {
      reportArithmetic(operation, left, right, at: span)
      return poison(at: span)
    }
    return BoundExpression(.arithmetic(operation, left, right), type: type, span: span)
  }

  private func reportArithmetic(
    _ operation: ArithmeticOperator, _ left: BoundExpression, _ right: BoundExpression, at span: SourceSpan
  ) {
    var hints: [String] = []
    let types = [left.type, right.type]
    if operation == .add, types.contains(.string) {
      hints = [
        "join strings with `||`" + (types.allSatisfy { $0 == .string } ? "" : ", after CAST(... AS STRING)")
      ]
    } else if operation == .add, case .list = left.type, dialect == .cypher {
      hints = ["join lists with `||`"]
    } else if let list = listHints(left, right) {
      hints = list
    } else if operation == .add, case .list = left.type {
      hints = ["join lists with `||`"]
    } else if operation == .subtract, left.type.isInstant, right.type.isInstant {
      hints = ["CAST one of them to the type of the other"]
    }
    report(
      .invalidValueType,
      "`\(operation.rawValue)` cannot be applied to \(left.type.withArticle) and \(right.type.withArticle)",
      at: span,
      labels: operandLabels(left, right), hints: hints)
  }

  private func joiningHints(_ operand: BoundExpression, _ left: BoundExpression, _ right: BoundExpression) -> [String] {
    for case .list in [left.type, right.type] { return ["make a list of it: `[...]`"] }
    return operand.type.isNumeric || operand.type == .bool ? ["use CAST(... AS STRING)"] : []
  }

  private func concatenation(_ left: BoundExpression, _ right: BoundExpression, at span: SourceSpan)
    -> BoundExpression
  {
    func isJoinable(_ type: ValueType) -> Bool {
      if case .list = type { return true }
      return type.isOpen || type == .string || type == .bytes || type == .path
    }
    for operand in [left, right] where !isJoinable(operand.type) {
      report(
        .invalidValueType,
        "`||` joins strings, byte strings, lists or paths, found \(operand.type.withArticle)",
        at: operand.span,
        hints: joiningHints(operand, left, right))
      return poison(at: span)
    }
    if case .list = left.type, case .list = right.type {
    } else if !left.type.overlaps(right.type) {
      report(
        .invalidValueType, "`||` cannot join \(left.type.withArticle) and \(right.type.withArticle)",
        at: span,
        labels: operandLabels(left, right))
      return poison(at: span)
    }
    let type =
      left.type == .any ? right.type : right.type == .any ? left.type : left.type.joined(with: right.type)
    return BoundExpression(.concatenate(left, right), type: type, span: span)
  }
}

extension ValueType {
  /// Nil when no values of the two types have a result. Unknown types may.
  static func result(of operation: ArithmeticOperator, _ left: ValueType, _ right: ValueType) -> ValueType? {
    if left.isNumeric && right.isNumeric { return numeric(operation, left, right) }
    if left == .duration || right == .duration || left.isInstant || right.isInstant {
      return temporal(operation, left, right)
    }
    for type in [left, right] where !type.isOpen && !type.isNumeric { return nil }
    if left == .null || right == .null { return .null }
    switch operation {
    case .power: return .float
    case .subtract, .modulo: return left.isNumeric || right.isNumeric ? .number : .any
    // A list takes on an item; products and quotients may be durations.
    case .add, .multiply, .divide: return .any
    }
  }

  private static func numeric(_ operation: ArithmeticOperator, _ left: ValueType, _ right: ValueType)
    -> ValueType
  {
    switch operation {
    case .power: return .float
    case .add, .subtract, .multiply, .divide, .modulo:
      if left == .float || right == .float { return .float }
      if left == .number || right == .number { return .number }
      return left == .decimal || right == .decimal ? .decimal : .int
    }
  }

  private static func temporal(_ operation: ArithmeticOperator, _ left: ValueType, _ right: ValueType)
    -> ValueType?
  {
    switch operation {
    case .add:
      if left.isInstant { return right == .duration || right.isOpen ? left : nil }
      if right.isInstant { return left == .duration || left.isOpen ? right : nil }
      return left == right ? .duration : left.isOpen || right.isOpen ? .any : nil
    case .subtract:
      if left.isInstant { return right == .duration ? left : right == left ? .duration : right.isOpen ? .any : nil }
      if right.isInstant { return left.isOpen ? .duration : nil }
      if left == .duration { return right == .duration || right.isOpen ? .duration : nil }
      return left.isOpen ? .any : nil
    case .multiply:
      if left.isInstant || right.isInstant { return nil }
      let other = left == .duration ? right : left
      return other.isNumeric || other.isOpen ? .duration : nil
    case .divide: return left == .duration && (right.isNumeric || right.isOpen) ? .duration : nil
    case .modulo, .power: return nil
    }
  }
}
