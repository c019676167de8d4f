import GraphStore

/// `INSERT (a:A {k: v})-[:T]->(b)`. A variable that is bound, before or by this INSERT, stands bare and means
/// that node.
extension Binder {
  func bindInsert(_ pattern: InsertPattern, _ span: SourceSpan, into draft: inout BoundDraft) {
    touchGraph(at: span)
    draft.isUpdating = true
    let paths = pattern.paths.map { $0.variable == nil ? $0 : named($0, at: span) }
    var insertion = Insertion(span: span)
    if dialect == .gql {
      // Property values see the rows that come in, not what is being created.
      var scope = draft.scope
      for name in pattern.paths.flatMap(\.variables) where draft.scope[name.text] == nil {
        scope.bind(Variable(name: name.text, slot: Slot(0), type: .any, declaredAt: name.span, blocked: .sameInsert))
      }
      insertion.propertyScope = scope
    }
    for path in paths {
      if dialect == .cypher, path.edges.isEmpty, rejectBound(path.nodes[0], in: draft.scope) { continue }
      let nodes = path.nodes.map { bindInsertNode($0, &insertion, &draft) }
      for (position, edge) in path.edges.enumerated() {
        bindInsertEdge(edge, from: nodes[position], to: nodes[position + 1], &insertion, &draft)
      }
    }
    insertion.end(into: &draft)
    for path in paths {
      if let name = path.variable { bindInsertedPath(name, path, span, into: &draft) }
    }
  }

  /// An INSERT while it is bound.
  private struct Insertion {
    let span: SourceSpan
    /// Nil: values see all that is bound so far, which is openCypher's way.
    var propertyScope: Scope?
    var bound = BoundInsert(nodes: [], edges: [])
    /// Maps of properties, set once the elements are there.
    var maps: [BoundSetItem] = []
    /// What the pending part creates.
    var names: [Identifier] = []

    /// Ends the part that is pending: what comes after sees its elements.
    mutating func end(into draft: inout BoundDraft) {
      draft.add(.insert(bound), at: span)
      if !maps.isEmpty { draft.add(.set(maps, inTurn: false), at: span) }
      bound = BoundInsert(nodes: [], edges: [])
      maps = []
      names = []
    }

    /// Whether a value of the element reads one that is pending.
    func isRead(by element: InsertElement) -> Bool {
      (element.properties.map(\.value) + [element.propertyMap].compactMap { $0 }).contains { value in
        value.contains { part in
          if case .variable(let name) = part.kind { return names.contains { $0.text.isSameName(as: name) } }
          return part.isQuery && !names.isEmpty
        }
      }
    }
  }

  private func bindInsertNode(
    _ element: InsertElement, _ insertion: inout Insertion, _ draft: inout BoundDraft
  ) -> Slot {
    if let name = element.variable, draft.scope[name.text] != nil { return bindExisting(element, name, in: draft.scope) }
    warnIfNameIsLabel(element.variable, hasLabel: !element.labels.isEmpty, of: .node)
    settle(element, .node)
    let slot = slots.next()
    let properties = bindProperties(of: element, slot, &insertion, &draft)
    insertion.bound.nodes.append(
      BoundInsert.Node(slot: slot, labels: distinctLabels(element.labels), properties: properties))
    if let name = element.variable {
      declare(name, slot: slot, type: .node, in: &draft.scope)
      insertion.names.append(name)
    }
    return slot
  }

  private func bindProperties(
    of element: InsertElement, _ slot: Slot, _ insertion: inout Insertion, _ draft: inout BoundDraft
  ) -> [(key: String, value: BoundExpression)] {
    if dialect == .cypher, insertion.isRead(by: element) { insertion.end(into: &draft) }
    let context = ExpressionContext(insertion.propertyScope ?? draft.scope, noAggregatesIn: "INSERT")
    if let map = element.propertyMap {
      insertion.maps.append(.addProperties(slot, bindProperties(of: map, in: context), map.span))
    }
    return bindProperties(element.properties, in: context)
  }

  /// openCypher: a bound node alone is nothing to create. True when there was something to report.
  private func rejectBound(_ element: InsertElement, in scope: Scope) -> Bool {
    guard let name = element.variable, let variable = scope[name.text], !element.isFilled else {
      return false
    }
    report(
      .invalidSyntax, "`\(name.text)` is already bound, so there is nothing to create", at: name.span,
      labels: [Diagnostic.Label(variable.declaredAt, "bound here")], hints: ["choose another name for a new node"],
      detail: "VariableAlreadyBound")
    return true
  }

  private func bindExisting(_ element: InsertElement, _ name: Identifier, in scope: Scope) -> Slot {
    guard let variable = resolve(name.text, at: name.span, in: scope) else { return Slot(0) }
    let label = [Diagnostic.Label(variable.declaredAt, "bound here")]
    if element.isFilled {
      report(
        .invalidSyntax, "`\(name.text)` is already bound and cannot be given labels or properties here",
        at: element.span, labels: label,
        hints: ["write (\(name.text)) and use SET, or choose another name for a new node"], detail: "VariableAlreadyBound")
    } else if variable.type != .node, dialect == .gql || !variable.type.isOpen {
      report(
        .invalidSyntax, "`\(name.text)` stands for a node here, but is bound to \(variable.type.withArticle)",
        at: name.span, labels: label, hints: ["choose another name"], detail: "VariableTypeConflict")
    }
    return variable.slot
  }

  private func bindInsertEdge(
    _ edge: InsertEdge, from left: Slot, to right: Slot, _ insertion: inout Insertion, _ draft: inout BoundDraft
  ) {
    let element = edge.element
    let slot = slots.next()
    if let name = element.variable, draft.scope[name.text] != nil {
      return declare(name, slot: slot, type: .edge, in: &draft.scope, hint: "a new edge needs a new name")
    }
    settle(element, .edge)
    let labels = distinctLabels(element.labels)
    if labels.count != 1 {
      report(
        .invalidSyntax,
        "a new edge needs exactly one type, found \(labels.isEmpty ? "none" : "\(labels.count)")",
        at: element.span,
        hints: labels.isEmpty ? ["write its type, as in -[:KNOWS]->"] : ["insert an edge for each"],
        detail: "NoSingleRelationshipType")
    }
    let (source, target) = edge.direction == .left ? (right, left) : (left, right)
    let properties = bindProperties(of: element, slot, &insertion, &draft)
    insertion.bound.edges.append(
      BoundInsert.Edge(
        slot: slot, type: labels.first ?? "", isDirected: edge.direction != .undirected, source: source,
        target: target, properties: properties, span: element.span))
    guard let name = element.variable else { return }
    declare(name, slot: slot, type: .edge, in: &draft.scope)
    insertion.names.append(name)
  }

  private func distinctLabels(_ labels: [Identifier]) -> [String] {
    var seen: Set<NameKey> = []
    return labels.map(\.text).filter { seen.insert(NameKey($0)).inserted }
  }

  func settle(_ element: InsertElement, _ kind: PatternElementKind) {
    for label in element.labels { settle(label: label, of: kind) }
    for item in element.properties { settle(key: item.key) }
  }

  func bindProperties(
    _ items: [PropertyItem], in context: ExpressionContext
  ) -> [(key: String, value: BoundExpression)] {
    rejectRepeatedKeys(items)
    for item in items { noteComparedName(item.value) }
    return items.map {
      (key: $0.key.text, value: requireStorable(bind($0.value, in: context), key: $0.key.text))
    }
  }

  /// Elements and paths are no property values. openCypher stores no maps either, and says so when the statement runs.
  func requireStorable(_ value: BoundExpression, key: String) -> BoundExpression {
    if dialect == .cypher {
      return value.type.isPlain ? value : applyOperator("CYPHER STORABLE", "a property", [value], at: value.span)
    }
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
      .aggregateOfList, .caseWhen, .coalesce, .cast, .path, .letIn, .exists, .scalarSubquery, .fold:
      false
    }
  }
}

extension InsertElement {
  /// More than a variable.
  fileprivate var isFilled: Bool { !labels.isEmpty || !properties.isEmpty || propertyMap != nil || hasEmptyBraces }
}

extension Expression {
  /// A query in its own right, whose parts are not its operands.
  fileprivate var isQuery: Bool {
    switch kind {
    case .exists, .valueSubquery, .patternComprehension, .patternPredicate, .table, .graph: true
    case .literal, .variable, .parameter, .property, .unary, .binary, .isNull, .isTruth, .isLabeled, .isTyped, .isDirected,
      .isSource, .isDestination, .isNormalized, .allDifferent, .same, .propertyExists, .call, .countStar, .caseWhen, .cast,
      .list, .record, .path, .letIn, .item, .slice, .listComprehension, .listPredicate, .reduce, .mapProjection,
      .currentGraph, .sessionUser:
      false
    }
  }
}

extension ValueType {
  /// No map, element or path, nor a list of such.
  fileprivate var isPlain: Bool {
    switch self {
    case .any, .record, .node, .edge, .path: false
    case .list(let item): item.isPlain
    case .null, .bool, .int, .float, .decimal, .number, .string, .bytes, .date, .localTime, .zonedTime, .localDateTime,
      .zonedDateTime, .duration:
      true
    }
  }
}
