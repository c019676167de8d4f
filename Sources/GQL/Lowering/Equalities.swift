import GraphStore

/// What `=` in a condition says of a node: which of its values is known, and from where.
extension BoundExpression {
  /// The property of the node that is compared with a value that it has no part in itself.
  func soughtValue(of node: Slot, isKnown: (BoundExpression) -> Bool) -> (key: String, value: BoundExpression)? {
    guard let (left, right) = equatedSides else { return nil }
    for (side, value) in [(left, right), (right, left)] {
      guard case .property(let element, let key) = side.kind, case .slot(node) = element.kind, !value.slots.contains(node), isKnown(value)
      else { continue }
      return (key, value)
    }
    return nil
  }

  /// The value, in which the node has no part, that its `ELEMENT_ID` or `ID` is compared with.
  func soughtIdentity(of node: Slot, isKnown: (BoundExpression) -> Bool) -> SoughtValue? {
    guard let (left, right) = equatedSides else { return nil }
    let names = [ScalarFunction.elementID.name, ScalarFunction.rowID.name]
    for (side, value) in [(left, right), (right, left)] {
      guard case .function(let function, let arguments) = side.kind, names.contains(function.name), case .slot(node)? = arguments.first?.kind,
        !value.slots.contains(node), isKnown(value)
      else { continue }
      return .identity(value, isText: function.name == ScalarFunction.elementID.name)
    }
    return nil
  }

  /// The sides of `=` of which one reads the node alone and the other something else.
  func joinKey(of node: Slot, isKnown: (BoundExpression) -> Bool) -> PhysicalPlan.NodeJoin.Key? {
    guard let (left, right) = equatedSides, !hasSubquery else { return nil }
    for (own, known) in [(left, right), (right, left)] {
      let read = known.slots
      if own.slots == [node], !read.isEmpty, !read.contains(node), isKnown(known) { return PhysicalPlan.NodeJoin.Key(known: known, own: own) }
    }
    return nil
  }

  /// The property that it reads, if it is one of one element.
  var soleProperty: String? {
    if case .property(let element, let key) = kind, case .slot = element.kind { return key }
    let found = children.compactMap(\.soleProperty)
    return found.count == 1 ? found[0] : nil
  }

  /// The sides of `=`, in either dialect. A lookup may stand for it when the condition is checked afterwards, which decides
  /// about values that do not compare.
  var equatedSides: (BoundExpression, BoundExpression)? {
    if case .comparison(.equal, let left, let right) = kind { return (left, right) }
    if case .function(let function, let sides) = kind, ScalarFunction.cypherComparison(function) == .equal, sides.count == 2 {
      return (sides[0], sides[1])
    }
    return nil
  }
}

extension PhysicalPlan.NodeJoin.Key {
  /// What the node is, where it is said to be one that is known.
  var sameNode: BoundExpression? {
    guard case .slot = own.kind, case .slot = known.kind, known.type == .node else { return nil }
    return known
  }
}
