import GraphStore

/// Operators beyond the standard: membership, items of lists, parts of strings.
extension Binder {
  /// `x IN [a, b]` is `x = a OR x = b` with `x` computed once, null items included; over other lists a
  /// function decides.
  func bindMembership(
    _ item: BoundExpression, _ list: Expression, at span: SourceSpan, in context: ExpressionContext
  ) -> BoundExpression {
    if case .list(let items) = list.kind {
      let candidates = items.map { bind($0, in: context) }
      if candidates.isEmpty { return BoundExpression(.constant(.bool(false)), type: .bool, span: span) }
      if candidates.count > Self.longestChain, let values = candidates.constants {
        let list = BoundExpression(.constant(.list(values)), type: .list(.any), span: list.span)
        return applyOperator("IS AMONG", "IN", [list, item], at: span)
      }
      return once(item) { item in
        balanced(candidates.map { self.boolean(.comparison(.equal, item, $0), at: span) }) { a, b in
          self.boolean(.logical(.or, a, b), at: span)
        }
      }
    }
    let bound = requireType(.list(.any), of: bind(list, in: context), for: "the right side of IN")
    return applyOperator("LIST_CONTAINS", "IN over a computed list", [bound, item], at: span)
  }

  /// Items of a list that are compared one by one, each by an expression of its own.
  private static var longestChain: Int { 64 }

  /// `list[0]`; of what is known to be an element or a record, `n['key']` is the property or field of that name.
  func bindItem(
    _ list: Expression, _ index: Expression, at span: SourceSpan, in context: ExpressionContext
  ) -> BoundExpression {
    if dialect == .cypher { return bindCypherItem(list, index, at: span, in: context) }
    let container = bind(list, in: context)
    switch container.type {
    case .node, .edge, .record: return applyOperator("CYPHER [ ]", "`[ ]`", [container, bind(index, in: context)], at: span)
    case .any, .null, .bool, .int, .float, .decimal, .number, .string, .bytes, .date, .localTime, .zonedTime, .localDateTime, .zonedDateTime,
      .duration, .list, .path:
      break
    }
    let list = requireType(.list(.any), of: container, for: "`[ ]`")
    let index = requireType(.int, of: bind(index, in: context), for: "a position in a list")
    var item = applyOperator("LIST_ITEM", "`[ ]`", [list, index], at: span)
    item.type = list.type.item
    return item
  }

  func bindStringPredicate(
    _ binary: BinaryOperator, _ left: BoundExpression, _ right: BoundExpression, at span: SourceSpan
  ) -> BoundExpression {
    let name = binary.rawValue.split(separator: " ").joined(separator: "_")
    let operands = [left, right].map { requireType(.string, of: $0, for: binary.rawValue) }
    return applyOperator(name, binary.rawValue, operands, at: span)
  }

  /// `s IS NFC NORMALIZED` is `NORMALIZE(s, NFC) = s`.
  func bindIsNormalized(
    _ operand: Expression, _ form: Expression.NormalForm, _ isNegated: Bool, at span: SourceSpan,
    in context: ExpressionContext
  ) -> BoundExpression {
    let value = requireType(.string, of: bind(operand, in: context), for: "IS NORMALIZED")
    return once(value) { value in
      let normalized = self.applyOperator("NORMALIZE_\(form.rawValue)", "IS NORMALIZED", [value], at: span)
      return self.boolean(.comparison(isNegated ? .notEqual : .equal, normalized, value), at: span)
    }
  }
}

extension [BoundExpression] {
  /// Their values, when all are constants.
  fileprivate var constants: [Value]? {
    var values: [Value] = []
    for expression in self {
      guard case .constant(let value) = expression.kind else { return nil }
      values.append(value)
    }
    return values
  }
}
