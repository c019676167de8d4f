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
    let binder = Binder(catalog: catalog, parameters: parameters, procedures: procedures)
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
    case .procedure(let body): return .query(bindOutermost(body))
    case .explain(let explanation, let inner): return bindExplain(explanation, inner)
    case .startTransaction(let access): return .startTransaction(access ?? .readWrite)
    case .commit: return .commit
    case .rollback: return .rollback
    case .session(.setParameter(let name, let value, let ifNotExists)):
      return .setParameter(name: name.text, bindSingleValue(value), ifNotExists: ifNotExists)
    case .session(.reset): return .resetSession
    case .session(.resetOne(let characteristic)): return refuseReset(characteristic, at: statement.span)
    case .session(.setGraphParameter): return refuse("SESSION SET GRAPH with a parameter (GS01)", at: statement.span)
    case .session(.setTableParameter): return refuse("SESSION SET TABLE (GS02)", at: statement.span)
    case .session(.setSchema): return refuse("SESSION SET SCHEMA", at: statement.span)
    case .session(.setGraph): return refuse("SESSION SET GRAPH", at: statement.span)
    case .session(.setTimeZone): return refuse("SESSION SET TIME ZONE (GS15)", at: statement.span)
    case .session(.close): return .closeSession
    }
  }

  private func refuse(_ what: String, at span: SourceSpan) -> BoundStatement? {
    report(.featureNotSupported, "\(what) is not supported", at: span)
    return nil
  }

  private func refuseReset(_ characteristic: SessionCommand.Characteristic, at span: SourceSpan) -> BoundStatement? {
    switch characteristic {
    case .parameters: return .resetSession
    case .parameter(let name): return .resetParameter(name: name)
    case .schema: return refuse("SESSION RESET SCHEMA (GS05)", at: span)
    case .graph: return refuse("SESSION RESET GRAPH (GS06)", at: span)
    case .timeZone: return refuse("SESSION RESET TIME ZONE (GS07)", at: span)
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

  private func bindOutermost(_ body: ProcedureBody) -> BoundQuery {
    var query = bindBody(body, in: Scope()).query
    query.slotCount = slots.count
    return query
  }

  /// `RETURN value`, for what needs one value outside a query.
  private func bindSingleValue(_ value: Expression) -> BoundQuery {
    let bound = bind(value, in: ExpressionContext(Scope(), noAggregatesIn: "SESSION SET"))
    let slot = slots.next()
    return BoundQuery(
      clauses: [
        BoundClause(.extend([BoundAssignment(slot, bound)]), value.span),
        BoundClause(.project([slot]), value.span),
      ],
      columns: [BoundColumn(name: "value", slot: slot, type: bound.type)], isUpdating: false,
      slotCount: slots.count)
  }
}
