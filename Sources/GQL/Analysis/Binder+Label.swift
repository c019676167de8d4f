extension LabelPredicate {
  /// Chains of one operator become balanced trees, so that no later walk is deeper than the text is nested.
  init(_ expression: LabelExpression) {
    switch expression {
    case .name(let name): self = .name(name.text)
    case .wildcard: self = .wildcard
    case .not(let inner, _): self = .not(LabelPredicate(inner))
    case .and:
      self = balanced(LabelPredicate.conjuncts(of: expression)) { .and($0, $1) }
    case .or:
      self = balanced(LabelPredicate.disjuncts(of: expression)) { .or($0, $1) }
    }
  }

  private static func conjuncts(of expression: LabelExpression) -> [LabelPredicate] {
    var last: [LabelPredicate] = []
    var rest = expression
    while case .and(let left, let right) = rest {
      last.append(LabelPredicate(right))
      rest = left
    }
    return [LabelPredicate(rest)] + last.reversed()
  }

  private static func disjuncts(of expression: LabelExpression) -> [LabelPredicate] {
    var last: [LabelPredicate] = []
    var rest = expression
    while case .or(let left, let right) = rest {
      last.append(LabelPredicate(right))
      rest = left
    }
    return [LabelPredicate(rest)] + last.reversed()
  }
}

/// Joins one or more items by an associative operator, keeping their order, in a tree of logarithmic depth.
func balanced<Item>(_ items: [Item], _ join: (Item, Item) -> Item) -> Item {
  precondition(!items.isEmpty, "nothing to join")
  var level = items
  while level.count > 1 {
    var next: [Item] = []
    next.reserveCapacity((level.count + 1) / 2)
    var position = 0
    while position + 1 < level.count {
      next.append(join(level[position], level[position + 1]))
      position += 2
    }
    if position < level.count { next.append(level[position]) }
    level = next
  }
  return level[0]
}

extension LabelExpression {
  /// Every name in it, in order.
  var names: [Identifier] {
    var result: [Identifier] = []
    var pending = [self]
    while let expression = pending.popLast() {
      switch expression {
      case .name(let name): result.append(name)
      case .wildcard: break
      case .not(let inner, _): pending.append(inner)
      case .and(let left, let right), .or(let left, let right):
        pending.append(right)
        pending.append(left)
      }
    }
    return result
  }
}

extension Binder {
  /// Warns of names that no element carries; `kind` nil = node or edge.
  func bindLabel(_ expression: LabelExpression, of kind: PatternElementKind?) -> LabelPredicate {
    for name in expression.names { warnIfUnknown(label: name, of: kind) }
    return LabelPredicate(expression)
  }

  /// Of what is unknown after so many names nothing is said.
  static let unknownNamesLimit = 50

  private func warnIfUnknown(label name: Identifier, of kind: PatternElementKind?) {
    guard catalog.isKnown, knowsNamesInUse else { return }
    let known: Set<String>
    let carrier: String
    switch kind {
    case .node: (known, carrier) = (catalog.labels, "no node has label")
    case .edge: (known, carrier) = (catalog.edgeTypes, "no edge has type")
    case .path, nil: (known, carrier) = (catalog.labels.union(catalog.edgeTypes), "no node or edge has label")
    }
    guard !known.contains(where: { $0.isSameName(as: name.text) }),
      settledNames.insert(NameKey("label \(name.text)")).inserted
    else { return }
    unknownNames += 1
    guard unknownNames <= Binder.unknownNamesLimit else { return }
    warn("\(carrier) `\(name.text)`", at: name.span, hints: Suggestion.hints(for: name.text, among: known))
  }

  /// A name that the statement brings in is not warned about afterwards; a new one that is nearly another is.
  func settle(label name: Identifier, of kind: PatternElementKind) {
    guard settledNames.insert(NameKey("label \(name.text)")).inserted else { return }
    warnIfNew(kind == .edge ? "edge type" : "label", name, among: kind == .edge ? catalog.edgeTypes : catalog.labels)
  }

  func settle(key: Identifier) {
    guard settledNames.insert(NameKey("key \(key.text)")).inserted else { return }
    warnIfNew("property", key, among: catalog.propertyKeys)
  }

  /// Names that differ in their digits are of a series.
  private func warnIfNew(_ what: String, _ name: Identifier, among known: Set<String>) {
    guard catalog.isKnown, knowsNamesInUse, unknownNames < Binder.unknownNamesLimit, !known.contains(where: { $0.isSameName(as: name.text) }) else { return }
    unknownNames += 1
    func withoutDigits(_ text: String) -> String { text.filter { !$0.isNumber } }
    guard let near = Suggestion.closest(to: name.text, among: known), withoutDigits(near) != withoutDigits(name.text) else { return }
    warn("`\(name.text)` is a new \(what)", at: name.span, hints: ["`\(near)` is there already"])
  }

  /// `(Person)` is any node, and hardly meant so where nodes have that label.
  func warnIfNameIsLabel(_ variable: Identifier?, hasLabel: Bool, of kind: PatternElementKind) {
    guard let variable, catalog.isKnown, knowsNamesInUse else { return }
    let name = NameKey("variable \(variable.text)")
    if hasLabel { settledNames.insert(name) }
    guard !hasLabel, (kind == .edge ? catalog.edgeTypes : catalog.labels).contains(variable.text), settledNames.insert(name).inserted else { return }
    warn("`\(variable.text)` is a variable here, not a \(kind == .edge ? "type" : "label")", at: variable.span, hints: ["a colon makes it one: `:\(variable.text)`"])
  }

  /// Only when a known key is near, unless whoever asks wants to know of any: another key may be meant as a question.
  func warnIfUnknown(key: Identifier) {
    guard catalog.isKnown, knowsNamesInUse, !catalog.propertyKeys.isEmpty,
      !catalog.propertyKeys.contains(where: { $0.isSameName(as: key.text) }),
      !settledNames.contains(NameKey("key \(key.text)")), unknownNames < Binder.unknownNamesLimit
    else { return }
    unknownNames += 1
    let hints = Suggestion.hints(for: key.text, among: catalog.propertyKeys)
    guard !hints.isEmpty || warnsOfAnyKey, settledNames.insert(NameKey("key \(key.text)")).inserted else { return }
    warn("no element has property `\(key.text)`", at: key.span, hints: hints)
  }
}
