import GraphStore

/// Which values of a property are looked up.
enum SoughtValue: Sendable {
  case equal(BoundExpression)
  /// Limits included: the condition is tested afterwards.
  case range(low: BoundExpression?, high: BoundExpression?)
  /// Strings that begin so.
  case prefix(BoundExpression)

  /// What is computed for each row, the low limit first.
  var values: [BoundExpression] {
    switch self {
    case .equal(let value), .prefix(let value): [value]
    case .range(let low, let high): [low, high].compactMap { $0 }
    }
  }

  var isEqual: Bool {
    if case .equal = self { true } else { false }
  }
}

extension LogicalNode {
  /// The first property whose order, or beginning, conditions limit by values that are known already and that an index in the file
  /// keeps. Values of another type, which the condition would refuse, are not looked at.
  func indexedRange(
    _ statistics: PlanStatistics, isBound: (BoundExpression) -> Bool
  ) -> (key: String, sought: SoughtValue, index: String)? {
    var limits: [(key: String, low: BoundExpression?, high: BoundExpression?)] = []
    for condition in conditions {
      if case .function(let function, let sides) = condition.kind, function.name == ScalarFunction.startsWith.name, sides.count == 2,
        let key = key(of: sides[0]), isKnown(sides[1], isBound), let index = statistics.indexName(of: key, labels)
      {
        return (key, .prefix(sides[1]), index)
      }
      guard let (comparison, left, right) = condition.comparedSides else { continue }
      var (isLow, value) = (comparison == .greater || comparison == .greaterOrEqual, right)
      var key = key(of: left)
      if key == nil {
        key = self.key(of: right)
        (isLow, value) = (!isLow, left)
      }
      guard let key, isKnown(value, isBound) else { continue }
      if let position = limits.firstIndex(where: { $0.key.isSameName(as: key) }) {
        if isLow { limits[position].low = limits[position].low ?? value } else { limits[position].high = limits[position].high ?? value }
      } else {
        limits.append((key, isLow ? value : nil, isLow ? nil : value))
      }
    }
    for limit in limits {
      if let index = statistics.indexName(of: limit.key, labels) { return (limit.key, .range(low: limit.low, high: limit.high), index) }
    }
    return nil
  }

  private func key(of side: BoundExpression) -> String? {
    guard case .property(let element, let key) = side.kind, case .slot(slot) = element.kind else { return nil }
    return key
  }

  private func isKnown(_ value: BoundExpression, _ isBound: (BoundExpression) -> Bool) -> Bool {
    !value.slots.contains(slot) && isBound(value)
  }
}

extension BoundExpression {
  /// The sides of an inequality in either dialect.
  fileprivate var comparedSides: (ComparisonOperator, BoundExpression, BoundExpression)? {
    var found: (ComparisonOperator, BoundExpression, BoundExpression)?
    if case .comparison(let comparison, let left, let right) = kind { found = (comparison, left, right) }
    if case .function(let function, let sides) = kind, let comparison = ScalarFunction.cypherComparison(function), sides.count == 2 {
      found = (comparison, sides[0], sides[1])
    }
    switch found?.0 {
    case .less, .lessOrEqual, .greater, .greaterOrEqual: return found
    case .equal, .notEqual, nil: return nil
    }
  }
}
