import GraphStore

/// `INSERT (a:A {k: v})-[:T]->(b)`. A variable that is bound, before or by this INSERT, stands bare and means
/// that node.
extension Binder {
  func bindInsert(_ pattern: InsertPattern, _ span: SourceSpan, into draft: inout BoundDraft) {
    touchGraph(at: span)
    draft.isUpdating = true
    // Property values see the rows that come in, not what is being created.
    var propertyScope = draft.scope
    for name in pattern.paths.flatMap(\.variables) where draft.scope[name.text] == nil {
      propertyScope.bind(
        Variable(name: name.text, slot: Slot(0), type: .any, declaredAt: name.span, blocked: .sameInsert))
    }
    let context = ExpressionContext(propertyScope, noAggregatesIn: "INSERT")
    var insert = BoundInsert(nodes: [], edges: [])
    let paths = pattern.paths.map { $0.variable == nil ? $0 : named($0, at: span) }
    for path in paths {
      for element in path.nodes + path.edges.map(\.element) {
        guard let map = element.propertyMap else { continue }
        report(.featureNotSupported, "a map of properties in CREATE is not supported", at: map.span)
      }
      let nodes = path.nodes.map { bindInsertNode($0, context, &insert, &draft.scope) }
      for (position, edge) in path.edges.enumerated() {
        bindInsertEdge(edge, from: nodes[position], to: nodes[position + 1], context, &insert, &draft.scope)
      }
    }
    draft.add(.insert(insert), at: span)
    for path in paths {
      if let name = path.variable { bindInsertedPath(name, path, span, into: &draft) }
    }
  }

  private func bindInsertNode(
    _ element: InsertElement, _ context: ExpressionContext, _ insert: inout BoundInsert, _ scope: inout Scope
  ) -> Slot {
    if let name = element.variable, scope[name.text] != nil { return bindExisting(element, name, in: scope) }
    settle(element)
    let slot = slots.next()
    insert.nodes.append(
      BoundInsert.Node(
        slot: slot, labels: distinctLabels(element.labels),
        properties: bindProperties(element.properties, in: context)))
    if let name = element.variable { declare(name, slot: slot, type: .node, in: &scope) }
    return slot
  }

  private func bindExisting(_ element: InsertElement, _ name: Identifier, in scope: Scope) -> Slot {
    guard let variable = resolve(name.text, at: name.span, in: scope) else { return Slot(0) }
    let label = [Diagnostic.Label(variable.declaredAt, "bound here")]
    if variable.type != .node {
      report(
        .invalidSyntax, "`\(name.text)` stands for a node here, but is bound to \(variable.type.withArticle)",
        at: name.span, labels: label, hints: ["choose another name"])
    } else if !element.labels.isEmpty || !element.properties.isEmpty {
      report(
        .invalidSyntax, "`\(name.text)` is already bound and cannot be given labels or properties here",
        at: element.span, labels: label,
        hints: ["write (\(name.text)) and use SET, or choose another name for a new node"])
    }
    return variable.slot
  }

  private func bindInsertEdge(
    _ edge: InsertEdge, from left: Slot, to right: Slot, _ context: ExpressionContext,
    _ insert: inout BoundInsert,
    _ scope: inout Scope
  ) {
    let element = edge.element
    settle(element)
    let labels = distinctLabels(element.labels)
    if labels.count != 1 {
      report(
        .invalidSyntax,
        "a new edge needs exactly one type, found \(labels.isEmpty ? "none" : "\(labels.count)")",
        at: element.span,
        hints: labels.isEmpty ? ["write its type, as in -[:KNOWS]->"] : ["insert an edge for each"])
    }
    let slot = slots.next()
    let (source, target) = edge.direction == .left ? (right, left) : (left, right)
    insert.edges.append(
      BoundInsert.Edge(
        slot: slot, type: labels.first ?? "", isDirected: edge.direction != .undirected, source: source,
        target: target,
        properties: bindProperties(element.properties, in: context), span: element.span))
    guard let name = element.variable else { return }
    declare(name, slot: slot, type: .edge, in: &scope, hint: "a new edge needs a new name")
  }

  private func distinctLabels(_ labels: [Identifier]) -> [String] {
    var seen: Set<NameKey> = []
    return labels.map(\.text).filter { seen.insert(NameKey($0)).inserted }
  }

  /// Names that the statement brings in are not warned about afterwards.
  private func settle(_ element: InsertElement) {
    for label in element.labels { settledNames.insert(NameKey("label \(label.text)")) }
    for item in element.properties { settledNames.insert(NameKey("key \(item.key.text)")) }
  }

  func bindProperties(
    _ items: [PropertyItem], in context: ExpressionContext
  ) -> [(key: String, value: BoundExpression)] {
    rejectRepeatedKeys(items)
    return items.map {
      (key: $0.key.text, value: requireStorable(bind($0.value, in: context), key: $0.key.text))
    }
  }

  /// Elements and paths are no property values.
  func requireStorable(_ value: BoundExpression, key: String) -> BoundExpression {
    if case .list(let items) = value.kind { for item in items { _ = requireStorable(item, key: key) } }
    if case .record(let fields) = value.kind {
      for field in fields { _ = requireStorable(field.value, key: key) }
    }
    var type = value.type
    while case .list(let item) = type { type = item }
    guard type.isElement || type == .path, !value.isConstructor else { return value }
    report(
      .invalidValueType, "property `\(key)` cannot hold \(value.type.withArticle)", at: value.span,
      hints: type == .path ? [] : ["store a property of it, or insert an edge between the two"])
    return poison(at: value.span)
  }
}


extension BoundExpression {
  /// A list or record whose parts are written out.
  fileprivate var isConstructor: Bool {
    switch kind {
    case .list, .record: true
    case .constant, .slot, .parameter, .property, .not, .logical, .comparison, .arithmetic, .negate,
      .concatenate,
      .isNull, .isTruth, .isLabeled, .isTyped, .isDirected, .isEnd, .allDifferent, .same, .propertyExists,
      .function,
      .aggregateOfList, .caseWhen, .coalesce, .cast, .path, .letIn, .exists, .scalarSubquery:
      false
    }
  }
}
