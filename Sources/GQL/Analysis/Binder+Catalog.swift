import GraphStore

/// Names of graphs, schemas and graph types, and the statements that make and drop them (ISO clauses 11.1, 12 and 17).
extension Binder {
  // MARK: Graphs

  /// The working graph of what follows, until the next USE of the query. Each USE stands for itself: CURRENT_GRAPH is not that of the one before.
  func use(_ graph: GraphExpression) {
    let before = focus
    focus = focusAround
    focus = resolve(graph, at: graph.span) ?? before
  }

  /// The path of a graph that exists, as far as is known; nil with a report otherwise.
  func resolve(_ graph: GraphExpression, at span: SourceSpan) -> String? {
    switch graph {
    case .current: return focus ?? objects.currentGraph
    case .home: return CatalogObjects.homeGraph
    case .reference(let reference):
      if let variable = graphVariable(reference) { return variable }
      guard let path = path(of: reference, "graph") else { return nil }
      guard objects.hasGraph(path) || createdGraphs.contains(NameKey(path)) else {
        reportUnknown("graph", path, at: reference.span, among: objects.contents?.graphs.map(\.name) ?? [])
        return nil
      }
      return path
    case .value(let value): return resolveGraphValue(value, at: span)
    }
  }

  private func graphVariable(_ reference: ObjectReference) -> String? {
    guard reference.start == .none, reference.directories.isEmpty, reference.names.count == 1 else { return nil }
    return graphVariables[NameKey(reference.names[0].text)] ?? nil
  }

  /// Graphs are no values that rows hold: a graph variable or parameter is known before the statement runs.
  private func resolveGraphValue(_ value: Expression, at span: SourceSpan) -> String? {
    switch value.kind {
    case .variable(let name):
      if let known = graphVariables[NameKey(name)] { return known }
      reportUnknown("graph variable", name, at: value.span, among: graphVariables.keys.map(\.text))
    case .parameter(let name):
      if let known = objects.graphParameters.first(where: { $0.key.isSameName(as: name) }) { return known.value }
      if objects.contents == nil { return CatalogObjects.homeGraph }
      reportUnknown("graph parameter", "$\(name)", at: value.span, among: objects.graphParameters.keys.map { "$\($0)" })
    case .currentGraph: return focus ?? objects.currentGraph
    case .graph(let graph): return resolve(graph, at: span)
    default:
      report(
        .featureNotSupported, "a graph that an expression computes (GE01) is not supported", at: value.span,
        hints: ["name the graph, or define it: GRAPH g = ..."])
    }
    return nil
  }

  /// A query reads and writes one graph: the first that is touched. Statements joined by NEXT may each have their own (`bindRelay`).
  func touchGraph(at span: SourceSpan) {
    let graph = focus ?? objects.currentGraph
    guard let used = graphInUse else {
      graphInUse = (graph, span)
      return
    }
    guard !used.name.isSameName(as: graph), !hasReportedGraphs else { return }
    hasReportedGraphs = true
    report(
      .multipleGraphs, "a statement works on one graph, found `\(used.name)` and `\(graph)`", at: span,
      labels: [Diagnostic.Label(used.span, "graph `\(used.name)` is used here")],
      hints: ["join a query for each by NEXT"])
  }

  /// Names of data are known of the session's current graph only.
  var knowsNamesInUse: Bool { focus == nil || focus?.isSameName(as: objects.currentGraph) == true }

  // MARK: References

  func path(of reference: ObjectReference, _ what: String, isSchema: Bool = false) -> String? {
    if case .parameter(let name) = reference.start, !objects.references.keys.contains(where: { $0.isSameName(as: name) }) {
      if objects.contents == nil { return "$\(name)" }
      report(
        .invalidReference, "`$$\(name)` needs parameter `$\(name)` with the path of a \(what), a string", at: reference.span)
      return nil
    }
    guard let path = reference.path(in: objects) else {
      report(.invalidReference, "the path leads above the root", at: reference.span)
      return nil
    }
    guard isSchema || !path.isEmpty else {
      report(.invalidReference, "`/` is a schema, no \(what)", at: reference.span)
      return nil
    }
    return path
  }

  /// The path of a schema that exists.
  func existingSchema(_ reference: ObjectReference) -> String? {
    guard let path = path(of: reference, "schema", isSchema: true) else { return nil }
    guard objects.hasSchema(path) else {
      reportUnknown("schema", "/" + path, at: reference.span, among: objects.contents?.schemas.map { "/" + $0 } ?? [])
      return nil
    }
    return path
  }

  // MARK: Statements

  /// A procedure that changes the catalog, in steps; nil for one that does not.
  func bindSteps(_ body: ProcedureBody) -> BoundStatement? {
    guard body.statements.contains(where: { $0.query.hasCatalogClause }) else { return nil }
    let outerSchema = objects.currentSchema
    defer { objects.currentSchema = outerSchema }
    if let schema = body.schema, let path = existingSchema(schema) { objects.currentSchema = path }
    var steps: [BoundStep] = []
    var pending: [NextStatement] = []
    func bindPending() {
      guard !pending.isEmpty else { return }
      var part = body
      part.schema = nil
      part.statements = pending
      pending = []
      steps.append(.query(bindOutermost(part)))
    }
    for statement in body.statements {
      guard statement.query.hasCatalogClause else {
        pending.append(statement)
        continue
      }
      bindPending()
      for clause in statement.query.clauses {
        if case .catalog(let catalog) = clause.kind {
          if let bound = bind(catalog) { steps.append(.catalog(BoundCatalogStatement(kind: bound, span: clause.span))) }
        } else {
          report(
            .featureNotSupported, "a query right after a change of the catalog is not supported", at: clause.span,
            hints: ["write NEXT in between"])
        }
      }
    }
    bindPending()
    return .steps(steps)
  }

  private func bind(_ statement: CatalogStatement) -> BoundCatalogStatement.Kind? {
    switch statement {
    case .createSchema(let reference, let ifNotExists):
      return path(of: reference, "schema", isSchema: true).map { .createSchema($0, ifNotExists: ifNotExists) }
    case .dropSchema(let reference, let ifExists):
      return path(of: reference, "schema", isSchema: true).map { .dropSchema($0, ifExists: ifExists) }
    case .createGraph(let reference, let creation, let source, let copy):
      guard let path = path(of: reference, "graph"), let type = bind(source) else { return nil }
      var copied: String?
      if let copy {
        copied = resolve(copy, at: copy.span)
        if copied == nil { return nil }
      }
      createdGraphs.insert(NameKey(path))
      return .createGraph(path, creation, type, copyOf: copied)
    case .dropGraph(let reference, let ifExists):
      return path(of: reference, "graph").map { .dropGraph($0, ifExists: ifExists) }
    case .createGraphType(let reference, let creation, let source):
      guard let path = path(of: reference, "graph type"), let type = bind(source) else { return nil }
      return .createGraphType(path, creation, type)
    case .dropGraphType(let reference, let ifExists):
      return path(of: reference, "graph type").map { .dropGraphType($0, ifExists: ifExists) }
    case .definition(let definition):
      if case .createConstraint(let constraint) = definition, case .typed(let type) = constraint.rule { checkSupport(of: type) }
      return .definition(definition)
    }
  }

  private func bind(_ source: GraphTypeSource) -> BoundGraphType? {
    switch source {
    case .any: return .open
    case .like(let graph): return resolve(graph, at: graph.span).map { .like(graph: $0) }
    case .reference(let reference): return path(of: reference, "graph type").map { .named($0) }
    case .specification(let specification):
      for property in specification.properties { checkSupport(of: property.type) }
      let definition = GraphTypeDefinition(specification)
      for mistake in definition.mistakes { report(mistake.status, mistake.message, at: mistake.span, hints: mistake.hints) }
      return .written(definition: SyntaxPrinter.print(specification))
    }
  }
}

extension CompositeQuery {
  fileprivate var clauses: [Clause] { first.clauses + rest.flatMap(\.query.clauses) }
  fileprivate var hasCatalogClause: Bool {
    clauses.contains { clause in
      if case .catalog = clause.kind { true } else { false }
    }
  }
}

extension GraphTypeSpecification {
  fileprivate var properties: [PropertyTypeSpecification] {
    elements.flatMap { element in
      switch element {
      case .node(let node): node.content.properties ?? []
      case .edge(let edge): edge.content.properties ?? []
      }
    }
  }
}

extension GraphExpression {
  var span: SourceSpan {
    switch self {
    case .reference(let reference): reference.span
    case .current(let span), .home(let span): span
    case .value(let value): value.span
    }
  }
}
