import GraphStore

/// The third stage: resolves names to slots and functions, types expressions, and checks the rules of the
/// language.
///
/// A value without state: one analyzer serves any number of statements. Everything wrong with a statement is
/// reported, each mistake once, in the order of the text.
public struct Analyzer: Sendable {
  public var catalog: CatalogNames
  /// What is known of each parameter's value; nil = parameters are given later, and any name is accepted.
  public var parameters: [String: ValueType]?
  public var procedures: ProcedureRegistry
  /// Statements see the graph as it was known on that day; see `AsOfRule`.
  var asOf: AsOfRule?
  /// Warns of every property that no element has, and not only where a name is near that some have.
  var warnsOfAnyKey = false
  /// Literals to be treated as parameters.
  var liftedLiterals = LiftedLiterals()
  /// What is left when it is over is not analyzed; who gives it asks it afterwards.
  var watch: StatementWatch?

  public init(
    catalog: CatalogNames = .unknown, parameters: [String: ValueType]?,
    procedures: ProcedureRegistry = .builtIn
  ) {
    self.catalog = catalog
    self.parameters = parameters
    self.procedures = procedures
  }

  /// Parameters by name only: their values are checked when the statement runs.
  public init(
    catalog: CatalogNames = .unknown, parameters: Set<String>, procedures: ProcedureRegistry = .builtIn
  ) {
    self.init(
      catalog: catalog, parameters: Dictionary(uniqueKeysWithValues: parameters.map { ($0, ValueType.any) }),
      procedures: procedures)
  }

  /// Nil exactly when a diagnostic is an error.
  public func analyze(_ statement: Statement) -> (bound: BoundStatement?, diagnostics: [Diagnostic]) {
    let binder = Binder(catalog: catalog, parameters: parameters, procedures: procedures, dialect: statement.dialect, asOf: asOf)
    binder.liftedLiterals = liftedLiterals
    binder.warnsOfAnyKey = warnsOfAnyKey
    binder.watch = watch
    let bound = binder.bind(statement)
    let diagnostics = binder.diagnostics.enumerated().sorted { a, b in
      (a.element.isWarning ? 1 : 0, a.element.span?.start ?? 0, a.offset)
        < (b.element.isWarning ? 1 : 0, b.element.span?.start ?? 0, b.offset)
    }.map(\.element)
    let hasErrors = diagnostics.contains { !$0.isWarning }
    return (hasErrors ? nil : bound, diagnostics)
  }
}

extension Diagnostic {
  fileprivate var isWarning: Bool { severity == .warning }
}

extension Binder {
  /// Nil when the statement is of a form that cannot be bound; then an error has been reported.
  func bind(_ statement: Statement) -> BoundStatement? {
    switch statement.kind {
    case .procedure(let body): return bindSteps(body) ?? bindRelay(body) ?? .query(bindOutermost(body))
    case .explain(let explanation, let inner): return bindExplain(explanation, inner)
    case .startTransaction(let access): return .startTransaction(access ?? .readWrite)
    case .commit: return .commit
    case .rollback: return .rollback
    case .session(.setParameter(let name, let value, let ifNotExists)):
      return .setParameter(name: name.text, bindSingleValue(value), ifNotExists: ifNotExists)
    case .session(.reset): return .resetSession
    case .session(.resetOne(let characteristic)): return bindReset(characteristic)
    case .session(.setGraphParameter(let name, let type, let graph, let ifNotExists)):
      if let type { checkIsGraphType(type) }
      return resolve(graph, at: statement.span).map {
        .change(.graphParameter(name: name.text, graph: $0, ifNotExists: ifNotExists))
      }
    case .session(.setTableParameter(let name, let type, let table, let ifNotExists)):
      if let type, checkIsTableType(type, of: "$\(name.text.asName)") { checkSupport(of: type) }
      return .setParameter(name: name.text, bindSingleTable(table, type, at: statement.span), ifNotExists: ifNotExists)
    case .session(.setSchema(let schema)): return existingSchema(schema).map { .change(.schema($0)) }
    case .session(.setGraph(let graph)): return resolve(graph, at: statement.span).map { .change(.graph($0)) }
    case .session(.setTimeZone(let zone)): return .change(.timeZone(bindSingleValue(zone), zone.span))
    case .session(.close): return .closeSession
    }
  }

  private func bindReset(_ characteristic: SessionCommand.Characteristic) -> BoundStatement? {
    switch characteristic {
    case .parameters: return .change(.resetParameters)
    case .parameter(let name): return .resetParameter(name: name)
    case .schema: return .change(.resetSchema)
    case .graph: return .change(.resetGraph)
    case .timeZone: return .change(.resetTimeZone)
    }
  }

  private func bindExplain(_ explanation: Statement.Explanation, _ inner: Statement) -> BoundStatement? {
    guard case .procedure(let body) = inner.kind else {
      report(
        .invalidSyntax, "only a query has a plan to show, found another kind of statement", at: inner.span)
      return nil
    }
    return .explain(explanation, bindOutermost(body))
  }

  func bindOutermost(_ body: ProcedureBody) -> BoundQuery {
    graphInUse = nil
    var query = bindBody(body, in: Scope()).query
    query.slotCount = slots.count
    query.graph = graphInUse?.name
    query.spillsMonths = dialect == .cypher
    return query
  }

  private func bindSingleTable(
    _ table: BindingTableExpression, _ type: TypeSpecification?, at span: SourceSpan
  ) -> BoundQuery {
    var bound = bindTable(table, at: span, in: ExpressionContext(Scope(), noAggregatesIn: "SESSION SET"))
    if let type { bound = BoundExpression(.cast(bound, type), type: ValueType(type), span: span) }
    return singleValue(bound)
  }

  /// `RETURN value`, for what needs one value outside a query.
  private func bindSingleValue(_ value: Expression) -> BoundQuery {
    singleValue(bind(value, in: ExpressionContext(Scope(), noAggregatesIn: "SESSION SET")))
  }

  private func singleValue(_ bound: BoundExpression) -> BoundQuery {
    let slot = slots.next()
    var query = BoundQuery(
      clauses: [
        BoundClause(.extend([BoundAssignment(slot, bound)]), bound.span),
        BoundClause(.project([slot]), bound.span),
      ],
      columns: [BoundColumn(name: "value", slot: slot, type: bound.type)], isUpdating: false,
      slotCount: slots.count)
    query.graph = graphInUse?.name
    query.spillsMonths = dialect == .cypher
    return query
  }
}
