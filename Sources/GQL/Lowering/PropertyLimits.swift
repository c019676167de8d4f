/// Between which values conditions say that a property of an element lies.
struct PropertyLimits: Sendable {
  struct Limit: Sendable {
    var value: BoundExpression
    var isIncluded: Bool
  }

  var key: String
  /// The property, as one of the conditions reads it.
  var own: BoundExpression
  var low: Limit?
  var high: Limit?
  /// The conditions that say so, by their positions.
  var conditions: [Int] = []

  /// Of the element in the slot, by key in the order of the conditions. Of two limits of one side the first counts.
  /// - Parameter isKnown: which values serve as limits.
  static func all(of slot: Slot, in conditions: [BoundExpression], isKnown: (BoundExpression) -> Bool) -> [PropertyLimits] {
    var found: [PropertyLimits] = []
    for (number, condition) in conditions.enumerated() {
      guard let (comparison, left, right) = condition.comparedSides else { continue }
      var isLow = comparison == .greater || comparison == .greaterOrEqual
      var (own, key, value) = (left, left.key(of: slot), right)
      if key == nil { (isLow, own, key, value) = (!isLow, right, right.key(of: slot), left) }
      guard let key, isKnown(value) else { continue }
      let position = found.firstIndex { $0.key.isSameName(as: key) } ?? found.count
      if position == found.count { found.append(PropertyLimits(key: key, own: own)) }
      let limit = Limit(value: value, isIncluded: comparison == .lessOrEqual || comparison == .greaterOrEqual)
      if isLow { found[position].low = found[position].low ?? limit } else { found[position].high = found[position].high ?? limit }
      found[position].conditions.append(number)
    }
    return found
  }
}

extension BoundExpression {
  /// A constant or a parameter.
  var isGiven: Bool {
    if case .constant = kind { true } else { isParameter }
  }

  var isParameter: Bool {
    if case .parameter = kind { true } else { false }
  }

  /// Of which property of the element this is the value.
  fileprivate func key(of slot: Slot) -> String? {
    guard case .property(let element, let key) = kind, case .slot(slot) = element.kind else { return nil }
    return key
  }

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
