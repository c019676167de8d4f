import GraphStore

extension Binder {
  // MARK: SET

  func bindSet(_ items: [SetItem], _ span: SourceSpan, into draft: inout BoundDraft) {
    draft.isUpdating = true
    let context = ExpressionContext(draft.scope, noAggregatesIn: "SET")
    guard dialect == .cypher else {
      rejectRepeatedAssignments(items)
      draft.add(.set(items.compactMap { bindSetItem($0, in: context) }, inTurn: false), at: span)
      return
    }
    let bound = items.compactMap { bindSetItem($0, in: context) }
    draft.add(.set(bound, inTurn: bound.mayOverwriteOneAnother || bound.contains(where: \.readsGraph)), at: span)
  }

  private func bindSetItem(_ item: SetItem, in context: ExpressionContext) -> BoundSetItem? {
    switch item {
    case .property(let name, let key, let value):
      settle(key: key)
      let bound = requireStorable(bind(value, in: context), key: key.text)
      guard let variable = element(name, for: "SET", in: context.scope) else { return nil }
      return .property(variable.slot, key: key.text, value: bound, name.span.union(value.span))
    case .allProperties(let name, let properties, let span):
      for property in properties { settle(key: property.key) }
      let bound = bindProperties(properties, in: context)
      guard let variable = element(name, for: "SET", in: context.scope) else { return nil }
      return .allProperties(variable.slot, bound, span)
    case .label(let name, let label):
      settle(label: label, of: .node)
      guard let variable = labeledElement(name, for: "SET", in: context.scope) else { return nil }
      return .label(variable.slot, label.text, name.span.union(label.span))
    case .replaceProperties(let name, let value):
      let bound = bindProperties(of: value, in: context)
      return element(name, for: "SET", in: context.scope).map {
        .replaceProperties($0.slot, bound, name.span.union(value.span))
      }
    case .addProperties(let name, let value):
      let bound = bindProperties(of: value, in: context)
      return element(name, for: "SET", in: context.scope).map { .addProperties($0.slot, bound, name.span.union(value.span)) }
    }
  }

  /// The properties that a map, a node or an edge has, as a record.
  func bindProperties(of value: Expression, in context: ExpressionContext) -> BoundExpression {
    let bound = bind(value, in: context)
    if ![ValueType.record, .node, .edge].contains(where: bound.type.overlaps) {
      report(.invalidValueType, "all properties are set from a map, a node or an edge, found \(bound.type.withArticle)", at: value.span)
      return poison(at: value.span)
    }
    return applyOperator("CYPHER PROPERTIES", "SET with a map", [bound], at: value.span)
  }

  /// Of two assignments to one property the order would decide, and SET has none (ISO: 22G0M).
  private func rejectRepeatedAssignments(_ items: [SetItem]) {
    var first: [NameKey: SourceSpan] = [:]
    func assign(_ variable: Identifier, _ key: Identifier) {
      let target = NameKey("\(variable.text)\u{0}\(key.text)")
      guard let earlier = first[target] else {
        first[target] = variable.span.union(key.span)
        return
      }
      report(
        .multipleAssignments, "`\(variable.text).\(key.text)` is assigned twice by one SET",
        at: variable.span.union(key.span),
        labels: [Diagnostic.Label(earlier, "first assigned here")],
        hints: ["keep one, or use two SET clauses"])
    }
    var replaced: [NameKey: SourceSpan] = [:]
    for item in items {
      guard case .allProperties(let name, _, let span) = item else { continue }
      if let earlier = replaced.updateValue(span, forKey: NameKey(name.text)) {
        report(
          .multipleAssignments, "all properties of `\(name.text)` are assigned twice by one SET", at: span,
          labels: [Diagnostic.Label(earlier, "first assigned here")],
          hints: ["keep one, or use two SET clauses"])
      }
    }
    for item in items {
      switch item {
      case .property(let name, let key, _):
        if let whole = replaced[NameKey(name.text)] {
          report(
            .multipleAssignments,
            "`\(name.text).\(key.text)` is assigned by a SET that assigns all properties of it",
            at: name.span.union(key.span), labels: [Diagnostic.Label(whole, "all are assigned here")],
            hints: ["put `\(key.text)` among them, or use two SET clauses"])
        } else {
          assign(name, key)
        }
      case .allProperties, .label, .replaceProperties, .addProperties: break
      }
    }
  }

  // MARK: REMOVE

  func bindRemove(_ items: [RemoveItem], _ span: SourceSpan, into draft: inout BoundDraft) {
    draft.isUpdating = true
    let bound = items.compactMap { item -> BoundRemoveItem? in
      switch item {
      case .property(let name, let key):
        warnIfUnknown(key: key)
        return element(name, for: "REMOVE", in: draft.scope).map {
          .property($0.slot, key: key.text, name.span.union(key.span))
        }
      case .label(let name, let label):
        return labeledElement(name, for: "REMOVE", in: draft.scope).map {
          .label($0.slot, label.text, name.span.union(label.span))
        }
      }
    }
    draft.add(.remove(bound), at: span)
  }

  // MARK: DELETE

  func bindDelete(_ delete: DeleteClause, _ span: SourceSpan, into draft: inout BoundDraft) {
    draft.isUpdating = true
    let context = ExpressionContext(draft.scope, noAggregatesIn: "DELETE")
    let items = delete.items.map { item in
      let value = bind(item, in: context)
      if case .property(let base, _) = value.kind, base.type.isElement {
        report(
          .invalidValueType, "DELETE takes nodes and edges, found a property", at: item.span,
          hints: ["a property is removed by REMOVE \(item.implicitName)"])
        return poison(at: item.span)
      }
      // openCypher takes no lists.
      if value.type == .path || dialect == .gql && value.type.isListOfElements { return value }
      return requireElement(value, for: "DELETE")
    }
    draft.add(.delete(items, isDetaching: delete.isDetaching), at: span)
  }

  // MARK: Targets

  /// The node or edge to change; what is of unknown type is checked when it is known.
  private func element(_ name: Identifier, for clause: String, in scope: Scope) -> Variable? {
    guard let variable = resolve(name.text, at: name.span, in: scope) else { return nil }
    if variable.type.isElement || variable.type.isOpen { return variable }
    report(
      .invalidValueType, "\(clause) needs a node or an edge, found \(variable.type.withArticle)",
      at: name.span,
      labels: [Diagnostic.Label(variable.declaredAt, "`\(name.text)` is bound here")],
      hints: variable.type.item.isElement
        ? ["take one item out of the list first: FOR x IN \(name.text)"] : [])
    return nil
  }

  private func labeledElement(_ name: Identifier, for clause: String, in scope: Scope) -> Variable? {
    guard let variable = element(name, for: clause, in: scope) else { return nil }
    if variable.type != .edge { return variable }
    report(
      .invalidSyntax, "the type of an edge cannot be changed, and `\(name.text)` is an edge", at: name.span,
      labels: [Diagnostic.Label(variable.declaredAt, "bound here")],
      hints: ["insert a new edge and delete this one"])
    return nil
  }
}

extension ValueType {
  /// Of nodes, edges or paths, or of what only the rows can tell.
  fileprivate var isListOfElements: Bool {
    guard case .list(let item) = self else { return false }
    return item.isElement || item.isOpen || item == .path || item.isListOfElements
  }
}

extension BoundSetItem {
  /// Whether the value assigned may depend on what the graph holds.
  fileprivate var readsGraph: Bool {
    switch self {
    case .property(_, _, let value, _), .replaceProperties(_, let value, _), .addProperties(_, let value, _): value.readsGraph
    case .allProperties(_, let properties, _): properties.contains { $0.value.readsGraph }
    case .label: false
    }
  }
}

extension BoundExpression {
  fileprivate var readsGraph: Bool {
    switch kind {
    case .constant, .slot, .parameter: false
    case .property, .isLabeled, .propertyExists, .function, .exists, .scalarSubquery: true
    case .not, .logical, .comparison, .arithmetic, .negate, .concatenate, .isNull, .isTruth, .isTyped, .isDirected, .isEnd,
      .allDifferent, .same, .aggregateOfList, .caseWhen, .coalesce, .cast, .list, .record, .path, .letIn, .fold:
      children.contains(where: \.readsGraph)
    }
  }
}

extension [BoundSetItem] {
  /// Whether two of them may assign one property of one element; variables may be bound to the same. O(items).
  var mayOverwriteOneAnother: Bool {
    var keys: Set<NameKey> = []
    var isAnyAssigned = false
    for item in self {
      guard let assigned = item.assignedKeys else {
        if isAnyAssigned || !keys.isEmpty { return true }
        isAnyAssigned = true
        continue
      }
      for key in assigned where isAnyAssigned || !keys.insert(NameKey(key)).inserted { return true }
    }
    return false
  }
}

extension BoundSetItem {
  /// Nil = any.
  fileprivate var assignedKeys: [String]? {
    switch self {
    case .property(_, let key, _, _): [key]
    case .label: []
    case .allProperties, .replaceProperties, .addProperties: nil
    }
  }
}
