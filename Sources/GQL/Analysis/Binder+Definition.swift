import GraphStore

/// `VALUE x = 1 TABLE t = { ... } GRAPH g = ...` before the statements of a procedure (ISO clauses 10.1 to 10.3): fixed for
/// all of them, also after NEXT. Each sees those before it.
extension Binder {
  func bindDefined(_ body: ProcedureBody, into draft: inout BoundDraft) {
    let span = body.span
    let outerVariables = graphVariables
    defer { graphVariables = outerVariables }
    var scope = draft.scope
    for definition in body.definitions { bind(definition, in: &scope, into: &draft) }
    var rest = body
    rest.definitions = []
    rest.schema = nil
    let inner = bindBody(rest, in: scope.asOuter())
    draft.isUpdating = draft.isUpdating || inner.isUpdating
    draft.add(.callInline(inner.query, isOptional: false), at: span)
    if inner.isFinished {
      draft.add(.finish, at: span)
      draft.isFinished = true
    }
    guard let columns = inner.columns else { return }
    draft.add(.project(columns.map(\.slot)), at: span)
    draft.setResult(columns, at: columns.map { inner.scope[$0.name]?.declaredAt ?? span })
  }

  private func bind(_ definition: VariableDefinition, in scope: inout Scope, into draft: inout BoundDraft) {
    let name = definition.variable
    let context = ExpressionContext(scope, noAggregatesIn: "the definition of a variable")
    var value: BoundExpression
    switch definition.initializer {
    case .value(let expression): value = bind(expression, in: context)
    case .table(let table): value = bindTable(table, at: name.span, in: context)
    case .graph(let graph):
      if graphVariables[NameKey(name.text)] != nil || scope[name.text] != nil {
        report(.invalidSyntax, "`\(name.text)` is already bound", at: name.span, hints: ["choose another name"])
      }
      if let type = definition.type { checkIsGraphType(type) }
      graphVariables[NameKey(name.text)] = resolve(graph, at: name.span)
      return
    }
    if let type = definition.type, fits(type, definition) { value = assign(value, to: name, of: type) }
    let slot = slots.next()
    draft.add(.extend([BoundAssignment(slot, value)]), at: name.span)
    declare(name, slot: slot, type: value.type, in: &scope)
  }

  /// Only that of a binding table says what kind of thing is defined.
  private func fits(_ type: TypeSpecification, _ definition: VariableDefinition) -> Bool {
    switch definition.initializer {
    case .value, .graph: true
    case .table: checkIsTableType(type, of: definition.variable.text.asName)
    }
  }

  // MARK: Binding tables

  /// A binding table is the list of its rows as records, in their order.
  func bindTable(_ table: BindingTableExpression, at span: SourceSpan, in context: ExpressionContext) -> BoundExpression {
    switch table {
    case .query(let body): return bindTableQuery(body, at: span, in: context)
    case .value(let value):
      return requireType(.list(.record), of: bind(value, in: context), for: "a binding table")
    case .reference(let reference):
      guard reference.start == .none, reference.directories.isEmpty, reference.names.count == 1 else {
        report(
          .invalidReference, "the catalog holds no binding tables", at: reference.span,
          hints: ["define one: TABLE t = { ... }"])
        return poison(at: span)
      }
      let variable = Expression(.variable(reference.names[0].text), reference.span)
      return requireType(.list(.record), of: bind(variable, in: context), for: "a binding table")
    }
  }

  private func bindTableQuery(_ body: ProcedureBody, at span: SourceSpan, in context: ExpressionContext) -> BoundExpression {
    let draft = bindBody(body, in: context.scope.asOuter())
    if draft.isUpdating {
      report(
        .invalidSyntax, "the query of a binding table cannot change the graph", at: span,
        hints: ["use CALL { ... } for changes"])
    }
    guard let columns = draft.columns, let collect = FunctionRegistry.aggregate("COLLECT_LIST") else {
      if draft.isFinished { report(.invalidSyntax, "a binding table needs a query with a result, found FINISH", at: body.span) }
      return poison(at: span)
    }
    let row = columns.map { (name: $0.name, value: BoundExpression(.slot($0.slot), type: $0.type, span: span)) }
    let slot = slots.next()
    let type = ValueType.list(.record)
    var query = draft.query
    let rows = BoundAggregate(
      slot: slot, function: collect, isDistinct: false,
      arguments: [BoundExpression(.record(row), type: .record, span: span)], span: span)
    query.clauses.append(BoundClause(.aggregate(keys: [], [rows]), span))
    query.clauses.append(BoundClause(.project([slot]), span))
    query.columns = [BoundColumn(name: "table", slot: slot, type: type)]
    return BoundExpression(.scalarSubquery(query), type: type, span: span)
  }
}
