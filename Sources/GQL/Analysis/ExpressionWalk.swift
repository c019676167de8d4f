/// The parts of expressions, for walks that must not recurse: chains of operators may be as long as the text.
extension Expression {
  /// Direct operands, left to right; the insides of subqueries are not among them.
  var operands: [Expression] {
    switch kind {
    case .literal, .variable, .parameter, .countStar, .exists, .valueSubquery, .currentGraph, .sessionUser,
      .patternPredicate, .patternComprehension, .graph, .table:
      []
    case .property(let base, _), .unary(_, let base), .isNull(let base, _), .isTruth(let base, _, _),
      .isLabeled(let base, _, _), .isTyped(let base, _, _), .isDirected(let base, _),
      .isNormalized(let base, _, _),
      .propertyExists(let base, _), .cast(let base, _):
      [base]
    case .binary(_, let left, let right), .isSource(let left, let right, _),
      .isDestination(let left, let right, _),
      .item(let left, let right):
      [left, right]
    case .allDifferent(let items), .same(let items), .list(let items), .path(let items): items
    case .call(let call): call.arguments
    case .record(let fields): fields.map(\.value)
    case .caseWhen(let expression): expression.operands
    case .letIn(let bindings, let body): bindings.map(\.value) + [body]
    case .slice(let list, let from, let to): [list] + [from, to].compactMap { $0 }
    case .listComprehension(let comprehension):
      [comprehension.list] + [comprehension.where, comprehension.projection].compactMap { $0 }
    case .listPredicate(let predicate): [predicate.list, predicate.where]
    case .reduce(let reduction): [reduction.initial, reduction.list, reduction.step]
    case .mapProjection(let base, let items): [base] + items.compactMap(\.value)
    }
  }

  /// Whether `self` or a part of it, left out by `descends`, satisfies the condition. O(size), no recursion.
  func contains(where condition: (Expression) -> Bool) -> Bool {
    var pending = [self]
    while let expression = pending.popLast() {
      if condition(expression) { return true }
      pending.append(contentsOf: expression.operands)
    }
    return false
  }
}

extension MapProjectionItem {
  var value: Expression? {
    switch self {
    case .entry(let item): item.value
    case .allProperties, .property, .variable: nil
    }
  }
}

extension CaseExpression {
  var operands: [Expression] {
    var result: [Expression] = operand.map { [$0] } ?? []
    for branch in branches {
      for condition in branch.conditions {
        switch condition {
        case .value(let value), .search(let value): result.append(value)
        }
      }
      result.append(branch.result)
    }
    if let otherwise { result.append(otherwise) }
    return result
  }
}

extension Expression {
  /// Whether two expressions are written alike, spelling and layout apart. Expressions with subqueries or
  /// local definitions are never alike. O(the smaller of the two), no recursion.
  func isSame(as other: Expression) -> Bool {
    var pending = [(self, other)]
    while let (a, b) = pending.popLast() {
      guard a.hasSameHead(as: b) else { return false }
      let left = a.operands
      let right = b.operands
      guard left.count == right.count else { return false }
      pending.append(contentsOf: zip(left, right))
    }
    return true
  }

  /// Alike but for the operands.
  private func hasSameHead(as other: Expression) -> Bool {
    switch kind {
    case .literal(let a): if case .literal(let b) = other.kind { return a.isSame(as: b) }
    case .variable(let a): if case .variable(let b) = other.kind { return a.isSameName(as: b) }
    case .parameter(let a): if case .parameter(let b) = other.kind { return a.isSameName(as: b) }
    case .property(_, let a):
      if case .property(_, let b) = other.kind { return a.text.isSameName(as: b.text) }
    case .propertyExists(_, let a):
      if case .propertyExists(_, let b) = other.kind { return a.text.isSameName(as: b.text) }
    case .unary(let a, _): if case .unary(let b, _) = other.kind { return a == b }
    case .binary(let a, _, _): if case .binary(let b, _, _) = other.kind { return a == b }
    case .isNull(_, let a): if case .isNull(_, let b) = other.kind { return a == b }
    case .isDirected(_, let a): if case .isDirected(_, let b) = other.kind { return a == b }
    case .isSource(_, _, let a): if case .isSource(_, _, let b) = other.kind { return a == b }
    case .isDestination(_, _, let a): if case .isDestination(_, _, let b) = other.kind { return a == b }
    case .isTruth(_, let a, let isNegated):
      if case .isTruth(_, a, isNegated) = other.kind { return true }
    case .isNormalized(_, let a, let isNegated):
      if case .isNormalized(_, a, isNegated) = other.kind { return true }
    case .isLabeled(_, let a, let isNegated):
      if case .isLabeled(_, let b, isNegated) = other.kind { return LabelPredicate(a) == LabelPredicate(b) }
    case .call(let a): if case .call(let b) = other.kind { return a.hasSameHead(as: b) }
    case .record(let a):
      if case .record(let b) = other.kind {
        return a.count == b.count && zip(a, b).allSatisfy { $0.key.text.isSameName(as: $1.key.text) }
      }
    case .caseWhen(let a): if case .caseWhen(let b) = other.kind { return a.hasSameShape(as: b) }
    case .countStar: if case .countStar = other.kind { return true }
    case .allDifferent: if case .allDifferent = other.kind { return true }
    case .same: if case .same = other.kind { return true }
    case .list: if case .list = other.kind { return true }
    case .path: if case .path = other.kind { return true }
    case .item: if case .item = other.kind { return true }
    case .currentGraph: if case .currentGraph = other.kind { return true }
    case .sessionUser: if case .sessionUser = other.kind { return true }
    case .cast(_, let a): if case .cast(_, let b) = other.kind { return a.text.isSameName(as: b.text) }
    case .isTyped(_, let a, let isNegated):
      if case .isTyped(_, let b, isNegated) = other.kind { return a.text.isSameName(as: b.text) }
    case .slice(_, let from, let to):
      if case .slice(_, let otherFrom, let otherTo) = other.kind {
        return (from == nil) == (otherFrom == nil) && (to == nil) == (otherTo == nil)
      }
    case .exists, .valueSubquery, .letIn, .listComprehension, .patternComprehension, .listPredicate, .reduce, .mapProjection,
      .patternPredicate, .graph, .table:
      return false
    }
    return false
  }
}

extension FunctionCall {
  fileprivate func hasSameHead(as other: FunctionCall) -> Bool {
    quantifier == other.quantifier && modifiers == other.modifiers
      && name.map { $0.text.uppercased() } == other.name.map { $0.text.uppercased() }
  }
}

extension CaseExpression {
  fileprivate func hasSameShape(as other: CaseExpression) -> Bool {
    func shape(_ expression: CaseExpression) -> [[Bool]] {
      expression.branches.map { branch in
        branch.conditions.map { condition in
          switch condition {
          case .value: true
          case .search: false
          }
        }
      }
    }
    return shape(self) == shape(other) && (operand == nil) == (other.operand == nil)
      && (otherwise == nil) == (other.otherwise == nil)
  }
}

extension Literal {
  fileprivate func isSame(as other: Literal) -> Bool {
    switch self {
    case .null: if case .null = other { return true }
    case .truth(let a): if case .truth(a) = other { return true }
    case .integer(let a): if case .integer(let b) = other { return a.isSameName(as: b) }
    case .decimal(let a): if case .decimal(let b) = other { return a.isSameName(as: b) }
    case .float(let a): if case .float(let b) = other { return a.isSameName(as: b) }
    case .string(let a): if case .string(let b) = other { return a.isSameName(as: b) }
    case .bytes(let a): if case .bytes(a) = other { return true }
    case .temporal(let kind, let a): if case .temporal(kind, let b) = other { return a.isSameName(as: b) }
    }
    return false
  }
}
