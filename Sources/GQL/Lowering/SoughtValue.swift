import GraphStore

/// Which values of a property are looked up.
enum SoughtValue: Sendable {
  case equal(BoundExpression)
  /// Limits included: the condition is tested afterwards.
  case range(low: BoundExpression?, high: BoundExpression?)
  /// Strings that begin so.
  case prefix(BoundExpression)
  /// No property: what `ELEMENT_ID`, a text, or `ID`, an integer, says of the node.
  case identity(BoundExpression, isText: Bool)

  /// What is computed for each row, the low limit first.
  var values: [BoundExpression] {
    switch self {
    case .equal(let value), .prefix(let value), .identity(let value, _): [value]
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
    for condition in conditions {
      if case .function(let function, let sides) = condition.kind, function.name == ScalarFunction.startsWith.name, sides.count == 2,
        let key = key(of: sides[0]), isKnown(sides[1], isBound), let index = statistics.indexName(of: key, labels)
      {
        return (key, .prefix(sides[1]), index)
      }
    }
    for limits in PropertyLimits.all(of: slot, in: conditions, isKnown: { isKnown($0, isBound) }) {
      guard let index = statistics.indexName(of: limits.key, labels) else { continue }
      return (limits.key, .range(low: limits.low?.value, high: limits.high?.value), index)
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
