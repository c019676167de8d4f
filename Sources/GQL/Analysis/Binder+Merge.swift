/// `MERGE path ON CREATE SET ... ON MATCH SET ...`, openCypher, is
///
/// ```
/// CALL { MATCH path SET ... RETURN variables OTHERWISE INSERT path SET ... RETURN variables }
/// ```
///
/// row by row, so that a row sees what the rows before it have inserted. A path variable is put together from the elements.
extension Binder {
  func bindMerge(_ merge: MergeClause, _ span: SourceSpan, into draft: inout BoundDraft) {
    let path = named(merge.path, at: span)
    settleNames(of: path)
    for edge in path.edges {
      guard let name = edge.element.variable, let known = draft.scope[name.text] else { continue }
      report(
        .invalidSyntax, "`\(name.text)` is already bound", at: name.span,
        labels: [Diagnostic.Label(known.declaredAt, "bound here")], detail: "VariableAlreadyBound")
    }
    if path.edges.isEmpty, let name = path.nodes[0].variable, let known = draft.scope[name.text] {
      report(
        .invalidSyntax, "`\(name.text)` is already bound", at: name.span,
        labels: [Diagnostic.Label(known.declaredAt, "bound here")], detail: "VariableAlreadyBound")
    }
    var items = path.variables.filter { draft.scope[$0.text] == nil }.map { ReturnItem(variable($0), alias: $0) }
    if let name = merge.path.variable { items.append(ReturnItem(pathValue(path, span), alias: name)) }
    if items.isEmpty { items = [ReturnItem(Expression(.literal(.null), span), alias: hidden("merged", span))] }

    let pattern = GraphPattern(matchMode: nil, paths: [pattern(of: path, span)], keep: nil, where: nil, span: span)
    let match = Clause(.match(MatchClause(isOptional: false, pattern: pattern, yield: nil, span: span)), span)
    let insert = Clause(.insert(InsertPattern([insertable(path)])), span)
    func query(_ first: Clause, _ sets: [SetItem]) -> LinearQuery {
      let set = sets.isEmpty ? [] : [Clause(.set(sets), span)]
      let result = ReturnClause(isDistinct: false, body: .items(items), groupBy: nil, orderAndPage: OrderByAndPage())
      return LinearQuery([first] + set + [Clause(.return(result), span)], span)
    }
    let otherwise = SetOperator(.otherwise, keepsDuplicates: true, span)
    let composite = CompositeQuery(query(match, merge.onMatch), [(otherwise, query(insert, merge.onCreate))], span)
    let body = ProcedureBody([NextStatement(yield: nil, query: composite)], span)
    bindInlineCall(InlineCall(isOptional: false, scope: .all, body: body), span, into: &draft)
    draft.isUpdating = true
  }

  /// What is not there yet is made.
  private func settleNames(of path: InsertPath) {
    for (elements, kind) in [(path.nodes, PatternElementKind.node), (path.edges.map(\.element), .edge)] {
      for element in elements { settle(element, kind) }
    }
  }

  /// `CREATE p = path`: the path with a name for every element, and the value of `p`.
  func bindInsertedPath(_ name: Identifier, _ path: InsertPath, _ span: SourceSpan, into draft: inout BoundDraft) {
    let value = bind(pathValue(path, span), in: ExpressionContext(draft.scope, noAggregatesIn: "CREATE"))
    let slot = slots.next()
    draft.add(.extend([BoundAssignment(slot, value)]), at: span)
    declare(name, slot: slot, type: .path, in: &draft.scope)
  }

  /// Every element gets a name; those that no text can spell stay out of `*`.
  func named(_ path: InsertPath, at span: SourceSpan) -> InsertPath {
    var path = path
    for index in path.nodes.indices where path.nodes[index].variable == nil {
      path.nodes[index].variable = hidden("node\(index)", path.nodes[index].span)
    }
    for index in path.edges.indices where path.edges[index].element.variable == nil {
      path.edges[index].element.variable = hidden("edge\(index)", path.edges[index].element.span)
    }
    return path
  }

  private func hidden(_ name: String, _ span: SourceSpan) -> Identifier { Identifier("\u{0}\(name)@\(span.start)", span) }

  private func variable(_ name: Identifier) -> Expression { Expression(.variable(name.text), name.span) }

  private func pathValue(_ path: InsertPath, _ span: SourceSpan) -> Expression {
    var elements: [Expression] = []
    for (index, node) in path.nodes.enumerated() {
      if let name = node.variable { elements.append(variable(name)) }
      if index < path.edges.count, let name = path.edges[index].element.variable { elements.append(variable(name)) }
    }
    return Expression(.path(elements), span)
  }

  private func pattern(of path: InsertPath, _ span: SourceSpan) -> PathPattern {
    func element(_ element: InsertElement) -> ElementPattern {
      let labels = element.labels.map { LabelExpression.name($0) }
      let label = labels.dropFirst().reduce(labels.first) { all, next in all.map { .and($0, next) } }
      return ElementPattern(
        variable: element.variable, label: label, properties: element.properties, where: nil, span: element.span)
    }
    var parts: [PathExpression] = []
    for (index, node) in path.nodes.enumerated() {
      parts.append(PathExpression(.node(element(node)), node.span))
      guard index < path.edges.count else { continue }
      let edge = path.edges[index]
      let direction: EdgeDirectionPattern
      switch edge.direction {
      case .left: direction = .left
      case .right: direction = .right
      case .undirected: direction = .undirected
      case .any: direction = .any
      }
      parts.append(PathExpression(.edge(element(edge.element), direction), edge.element.span))
    }
    return PathPattern(variable: nil, prefix: nil, expression: PathExpression(.concatenation(parts), span), span: span)
  }

  /// Edges that match in both directions are inserted from left to right.
  private func insertable(_ path: InsertPath) -> InsertPath {
    var path = path
    path.variable = nil
    for index in path.edges.indices {
      switch path.edges[index].direction {
      case .any: path.edges[index].direction = .right
      case .left, .right, .undirected: break
      }
      path.edges[index].element = merged(path.edges[index].element)
    }
    for index in path.nodes.indices { path.nodes[index] = merged(path.nodes[index]) }
    return path
  }

  /// Nothing equals null, so that nothing was found: to insert it would make another element each time.
  private func merged(_ element: InsertElement) -> InsertElement {
    var element = element
    for index in element.properties.indices {
      let value = element.properties[index].value
      let check = FunctionCall(name: [Identifier("CYPHER MERGED", value.span)], arguments: [value])
      element.properties[index].value = Expression(.call(check), value.span)
    }
    return element
  }
}

extension InsertPath {
  /// Names of all elements, each once, nodes first.
  var variables: [Identifier] {
    var result: [Identifier] = []
    for name in nodes.compactMap(\.variable) + edges.compactMap(\.element.variable)
    where !result.contains(where: { $0.text.isSameName(as: name.text) }) {
      result.append(name)
    }
    return result
  }
}
