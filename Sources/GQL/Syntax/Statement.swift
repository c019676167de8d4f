/// A name with the place where it stands. `text` has delimiters and escapes removed.
public struct Identifier: Hashable, Sendable {
  public var text: String
  public var span: SourceSpan
  public init(_ text: String, _ span: SourceSpan) {
    self.text = text
    self.span = span
  }
}

/// One statement as written: what ends at `;` or at the end of the text.
public struct Statement: Sendable {
  public var kind: Kind
  public var span: SourceSpan
  /// How the statement is to be read: the parser's dialect, unless the statement began with `CYPHER` or `GQL`.
  public var dialect: Dialect
  public init(_ kind: Kind, _ span: SourceSpan, dialect: Dialect = .gql) {
    self.kind = kind
    self.span = span
    self.dialect = dialect
  }

  public indirect enum Kind: Sendable {
    case procedure(ProcedureBody)
    case explain(Explanation, Statement)
    case startTransaction(TransactionAccess?)
    case commit
    case rollback
    case session(SessionCommand)
  }

  /// COMMIT or ROLLBACK.
  public var endsTransaction: Bool {
    switch kind {
    case .commit, .rollback: true
    case .procedure, .explain, .startTransaction, .session: false
    }
  }

  public enum Explanation: Sendable { case explain, profile }
  public enum TransactionAccess: Sendable { case readOnly, readWrite }
}

/// `SESSION ...` (ISO clause 7).
public enum SessionCommand: Sendable {
  case setParameter(Identifier, Expression, ifNotExists: Bool)
  case setGraphParameter(Identifier, type: TypeSpecification?, GraphExpression, ifNotExists: Bool)
  case setTableParameter(Identifier, type: TypeSpecification?, BindingTableExpression, ifNotExists: Bool)
  case setSchema(ObjectReference)
  case setGraph(GraphExpression)
  case setTimeZone(Expression)
  /// Of all characteristics.
  case reset
  case resetOne(Characteristic)
  case close

  public enum Characteristic: Sendable, Hashable {
    case parameters, schema, graph, timeZone
    case parameter(String)
  }
}

/// `[AT schema] [definitions] statement [NEXT [YIELD ...] statement]...` (ISO: procedureBody, statementBlock).
public struct ProcedureBody: Sendable {
  public var schema: ObjectReference?
  public var definitions: [VariableDefinition] = []
  /// The first has no yield.
  public var statements: [NextStatement]
  public var span: SourceSpan
  public init(_ statements: [NextStatement], _ span: SourceSpan) {
    self.statements = statements
    self.span = span
  }
}

public struct NextStatement: Sendable {
  public var yield: [YieldItem]?
  public var query: CompositeQuery
  public init(yield: [YieldItem]?, query: CompositeQuery) {
    self.yield = yield
    self.query = query
  }
}

/// Linear queries joined by set operators, which all bind alike and to the left (ISO: compositeQueryExpression).
public struct CompositeQuery: Sendable {
  public var first: LinearQuery
  public var rest: [(operator: SetOperator, query: LinearQuery)]
  public var span: SourceSpan
  public init(_ first: LinearQuery, _ rest: [(operator: SetOperator, query: LinearQuery)], _ span: SourceSpan) {
    self.first = first
    self.rest = rest
    self.span = span
  }
}

public struct SetOperator: Sendable, Hashable {
  public enum Kind: Sendable, Hashable { case union, except, intersect, otherwise }
  public var kind: Kind
  /// `ALL`: duplicates are kept. Without meaning for OTHERWISE.
  public var keepsDuplicates: Bool
  public var span: SourceSpan
  public init(_ kind: Kind, keepsDuplicates: Bool, _ span: SourceSpan) {
    self.kind = kind
    self.keepsDuplicates = keepsDuplicates
    self.span = span
  }
}

/// Clauses in order; each turns the working table into the next (ISO: linearQueryStatement, linearDataModifyingStatement).
public struct LinearQuery: Sendable {
  public var clauses: [Clause]
  public var span: SourceSpan
  public init(_ clauses: [Clause], _ span: SourceSpan) {
    self.clauses = clauses
    self.span = span
  }
}

public struct Clause: Sendable {
  public var kind: Kind
  public var span: SourceSpan
  public init(_ kind: Kind, _ span: SourceSpan) {
    self.kind = kind
    self.span = span
  }

  public indirect enum Kind: Sendable {
    case match(MatchClause)
    /// `OPTIONAL { MATCH ... OPTIONAL ... }` or `OPTIONAL ( ... )`: one unit, of `match` and `optionalBlock`.
    case optionalBlock([Clause])
    case filter(Expression)
    case `let`([LetBinding])
    case `for`(ForClause)
    case orderByAndPage(OrderByAndPage)
    case callProcedure(ProcedureCall)
    case callInline(InlineCall)
    case insert(InsertPattern)
    case set([SetItem])
    case remove([RemoveItem])
    case delete(DeleteClause)
    case `return`(ReturnClause)
    case finish
    case select(SelectStatement)
    /// `USE graph`: of the clauses up to the next one.
    case use(GraphExpression)
    case catalog(CatalogStatement)
    case with(WithClause)
    case merge(MergeClause)
    /// `{ ... }` in the place of a linear query (ISO: nestedProcedureSpecification).
    case nested(ProcedureBody)
  }
}

public struct MatchClause: Sendable {
  public var isOptional: Bool
  public var pattern: GraphPattern
  public var yield: [YieldItem]?
  public var span: SourceSpan
  public init(isOptional: Bool, pattern: GraphPattern, yield: [YieldItem]?, span: SourceSpan) {
    self.isOptional = isOptional
    self.pattern = pattern
    self.yield = yield
    self.span = span
  }
}

public struct LetBinding: Sendable {
  public var variable: Identifier
  /// `LET VALUE x :: T = ...`
  public var type: TypeSpecification?
  public var value: Expression
  public init(_ variable: Identifier, type: TypeSpecification? = nil, value: Expression) {
    self.variable = variable
    self.type = type
    self.value = value
  }
}

/// `FOR x IN list [WITH ORDINALITY i | WITH OFFSET i]`.
public struct ForClause: Sendable {
  public enum Position: Sendable { case ordinality, offset }
  public var variable: Identifier
  public var source: Expression
  public var position: (kind: Position, variable: Identifier)?
  public init(variable: Identifier, source: Expression, position: (kind: Position, variable: Identifier)?) {
    self.variable = variable
    self.source = source
    self.position = position
  }
}

public struct OrderByAndPage: Sendable {
  public var orderBy: [SortItem]
  public var offset: Expression?
  public var limit: Expression?
  public init(orderBy: [SortItem] = [], offset: Expression? = nil, limit: Expression? = nil) {
    self.orderBy = orderBy
    self.offset = offset
    self.limit = limit
  }
  public var isEmpty: Bool { orderBy.isEmpty && offset == nil && limit == nil }
}

public struct SortItem: Sendable {
  public enum NullOrder: Sendable { case first, last }
  public var key: Expression
  public var isDescending: Bool
  public var nullOrder: NullOrder?
  public init(_ key: Expression, isDescending: Bool = false, nullOrder: NullOrder? = nil) {
    self.key = key
    self.isDescending = isDescending
    self.nullOrder = nullOrder
  }
}

/// `[OPTIONAL] CALL name(arguments) [YIELD ...]`.
public struct ProcedureCall: Sendable {
  public var isOptional: Bool
  /// Dotted parts: `algo.pagerank`.
  public var name: [Identifier]
  /// What was written, when it was more than dotted parts: `/schema/name`, `$$name`.
  public var reference: ObjectReference?
  public var arguments: [Expression]
  /// `CALL name` alone, openCypher: the arguments are the session's parameters of the same names.
  public var takesParameters: Bool
  public var yield: [YieldItem]?
  /// Written as SHOW: with conditions and an order behind it the statement needs no RETURN.
  public var isShown = false
  public init(
    isOptional: Bool, name: [Identifier], arguments: [Expression], takesParameters: Bool = false, yield: [YieldItem]?
  ) {
    self.isOptional = isOptional
    self.name = name
    self.arguments = arguments
    self.takesParameters = takesParameters
    self.yield = yield
  }
}

/// `[OPTIONAL] CALL [(a, b)] { ... }`.
public struct InlineCall: Sendable {
  /// Which variables of the row the body sees.
  public enum Scope: Sendable {
    case all
    /// Those of the list.
    case named([Identifier])
    /// openCypher without a list: those that the WITH at the beginning of its queries names.
    case imported
  }
  public var isOptional: Bool
  public var scope: Scope
  public var body: ProcedureBody
  public init(isOptional: Bool, scope: Scope, body: ProcedureBody) {
    self.isOptional = isOptional
    self.scope = scope
    self.body = body
  }
}

public struct YieldItem: Sendable {
  public var name: Identifier
  public var alias: Identifier?
  public init(_ name: Identifier, alias: Identifier? = nil) {
    self.name = name
    self.alias = alias
  }
}

public struct ReturnClause: Sendable {
  public enum Body: Sendable {
    case all
    case items([ReturnItem])
    /// `RETURN NO BINDINGS`.
    case noBindings
    /// `*, a AS b`, openCypher.
    case allAnd([ReturnItem])
  }
  public var isDistinct: Bool
  public var body: Body
  /// nil = no GROUP BY written; empty = `GROUP BY ()`.
  public var groupBy: [Identifier]?
  public var orderAndPage: OrderByAndPage
  public init(isDistinct: Bool, body: Body, groupBy: [Identifier]?, orderAndPage: OrderByAndPage) {
    self.isDistinct = isDistinct
    self.body = body
    self.groupBy = groupBy
    self.orderAndPage = orderAndPage
  }
}

public struct ReturnItem: Sendable {
  public var value: Expression
  public var alias: Identifier?
  public init(_ value: Expression, alias: Identifier? = nil) {
    self.value = value
    self.alias = alias
  }
}
