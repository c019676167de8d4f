import GraphStore

/// A statement after analysis.
public indirect enum BoundStatement: Sendable {
  case query(BoundQuery)
  case explain(Statement.Explanation, BoundQuery)
  case startTransaction(Statement.TransactionAccess)
  case commit
  case rollback
  /// Changes of the catalog, and queries between them, as one.
  case steps([BoundStep])
  case change(BoundSessionChange)
  /// Queries on different graphs: each works on the rows of the one before.
  case relay([BoundQuery])
  /// `SESSION RESET`: all characteristics.
  case resetSession
  /// `SESSION RESET PARAMETER $name`.
  case resetParameter(name: String)
  case closeSession
  /// `SESSION SET VALUE $name = ...`: the query gives one row of one column.
  case setParameter(name: String, BoundQuery, ifNotExists: Bool)
}

extension BoundStatement {
  /// One query that writes nothing.
  var onlyReads: Bool {
    switch self {
    case .query(let query): !query.isUpdating
    case .explain(let kind, let query): kind == .explain || !query.isUpdating
    case .startTransaction, .commit, .rollback, .steps, .change, .relay, .resetSession, .resetParameter, .closeSession, .setParameter:
      false
    }
  }
}

/// A procedure body or subquery: clauses applied in order to the incoming table. At the top the incoming table is one row without
/// columns; in a subquery it is the outer row. The outer row's slots stay readable in all of a subquery, also after clauses that
/// drop columns (project, aggregate, set operations), and no clause of the subquery assigns them.
public struct BoundQuery: Sendable {
  public var clauses: [BoundClause]
  /// The result's columns in order; nil when the query has no result (FINISH, or data modification without RETURN).
  public var columns: [BoundColumn]?
  /// Inserts, sets, removes or deletes anywhere inside.
  public var isUpdating: Bool
  /// Slots are 0 ..< slotCount in the whole statement; only meaningful in the outermost query.
  public var slotCount: Int
  /// The graph that is read and written, by path; nil = the session's. Only meaningful in the outermost query.
  public var graph: String?
  /// A fraction of a month becomes days and seconds, as in openCypher; else it is dropped. Only meaningful in the outermost query.
  public var spillsMonths = false
  public init(clauses: [BoundClause], columns: [BoundColumn]?, isUpdating: Bool, slotCount: Int) {
    self.clauses = clauses
    self.columns = columns
    self.isUpdating = isUpdating
    self.slotCount = slotCount
  }
}

public struct BoundColumn: Sendable {
  public var name: String
  public var slot: Slot
  public var type: ValueType
  public init(name: String, slot: Slot, type: ValueType) {
    self.name = name
    self.slot = slot
    self.type = type
  }
}

/// One step of a query: working table in, working table out. Slots that a clause does not mention pass through, except where noted.
public struct BoundClause: Sendable {
  public var kind: Kind
  public var span: SourceSpan
  public init(_ kind: Kind, _ span: SourceSpan) {
    self.kind = kind
    self.span = span
  }

  public indirect enum Kind: Sendable {
    /// Inner join with the matches of the pattern.
    case match(BoundGraphPattern)
    /// Left join with the matches of several MATCH as one unit, of `match` and `optionalMatch`; `slots` become null when there is none. Hidden slots are
    /// not listed.
    case optionalMatch([BoundClause], slots: [Slot])
    case filter(BoundExpression)
    /// All values are computed before any slot is assigned.
    case extend([BoundAssignment])
    /// Only these slots live on (in the order of the columns).
    case project([Slot])
    /// Groups by the keys; afterwards only the keys' slots and the aggregates' slots live. No keys: one row, even for no input.
    /// A key that is a variable keeps its slot (`#3 = #3`). With neither keys nor aggregates the table becomes one row
    /// without columns.
    case aggregate(keys: [BoundAssignment], [BoundAggregate])
    /// Over the given slots, by equivalence.
    case distinct([Slot])
    case order([BoundSortKey])
    case page(offset: BoundExpression?, limit: BoundExpression?)
    /// One row an item; null and the empty list give none. A value that is no list is an error.
    case unwind(BoundUnwind)
    /// Each operand is applied to the whole incoming table.
    case setOperation(BoundSetOperation)
    /// Runs the query for each row and joins its result to the row. Optional: a row without result lives on with nulls. A query
    /// without columns keeps the row (it is run for its effects).
    case callInline(BoundQuery, isOptional: Bool)
    case callProcedure(BoundProcedureCall)
    case insert(BoundInsert)
    /// All right sides are computed for all rows before any assignment.
    /// - Parameter inTurn: openCypher: rows are taken in turn, and in each the items from left to right; what is read has been assigned before. Else
    ///   all is read before anything is assigned.
    case set([BoundSetItem], inTurn: Bool)
    case remove([BoundRemoveItem])
    case delete([BoundExpression], isDetaching: Bool)
    /// No result: the table is dropped.
    case finish
  }
}

public struct BoundSetOperation: Sendable {
  public var first: BoundQuery
  /// Applied from left to right.
  public var rest: [(operator: SetOperator, query: BoundQuery)]
  public var columns: [BoundSetColumn]
  public init(first: BoundQuery, rest: [(operator: SetOperator, query: BoundQuery)], columns: [BoundSetColumn]) {
    self.first = first
    self.rest = rest
    self.columns = columns
  }
}

public struct BoundAssignment: Sendable {
  public var slot: Slot
  public var value: BoundExpression
  public init(_ slot: Slot, _ value: BoundExpression) {
    self.slot = slot
    self.value = value
  }
}

public struct BoundUnwind: Sendable {
  public var list: BoundExpression
  public var slot: Slot
  public var position: (kind: ForClause.Position, slot: Slot)?
  public init(list: BoundExpression, slot: Slot, position: (kind: ForClause.Position, slot: Slot)?) {
    self.list = list
    self.slot = slot
    self.position = position
  }
}

/// A column of a set operation: where the value stands in each operand's result, and where in the result.
public struct BoundSetColumn: Sendable {
  public var slot: Slot
  public var operandSlots: [Slot]
  public init(slot: Slot, operandSlots: [Slot]) {
    self.slot = slot
    self.operandSlots = operandSlots
  }
}

public struct BoundAggregate: Sendable {
  public var slot: Slot
  public var function: AggregateFunction
  public var isDistinct: Bool
  /// Empty for COUNT(*); one, or two for the percentile functions.
  public var arguments: [BoundExpression]
  public var span: SourceSpan
  public init(slot: Slot, function: AggregateFunction, isDistinct: Bool, arguments: [BoundExpression], span: SourceSpan) {
    self.slot = slot
    self.function = function
    self.isDistinct = isDistinct
    self.arguments = arguments
    self.span = span
  }
}

public struct BoundSortKey: Sendable {
  public var value: BoundExpression
  public var isDescending: Bool
  public var nullsFirst: Bool
  public init(_ value: BoundExpression, isDescending: Bool, nullsFirst: Bool) {
    self.value = value
    self.isDescending = isDescending
    self.nullsFirst = nullsFirst
  }
}

public struct BoundProcedureCall: Sendable {
  public var procedure: Procedure
  public var arguments: [BoundExpression]
  /// Yielded columns by position in the procedure's signature.
  public var outputs: [(column: Int, slot: Slot)]
  public var isOptional: Bool
  public init(procedure: Procedure, arguments: [BoundExpression], outputs: [(column: Int, slot: Slot)], isOptional: Bool) {
    self.procedure = procedure
    self.arguments = arguments
    self.outputs = outputs
    self.isOptional = isOptional
  }
}

public struct BoundInsert: Sendable {
  /// In the order in which they are created: nodes before the edges that use them.
  public var nodes: [Node]
  public var edges: [Edge]
  public init(nodes: [Node], edges: [Edge]) {
    self.nodes = nodes
    self.edges = edges
  }
  public struct Node: Sendable {
    public var slot: Slot
    public var labels: [String]
    public var properties: [(key: String, value: BoundExpression)]
    public init(slot: Slot, labels: [String], properties: [(key: String, value: BoundExpression)]) {
      self.slot = slot
      self.labels = labels
      self.properties = properties
    }
  }
  public struct Edge: Sendable {
    public var slot: Slot
    public var type: String
    public var isDirected: Bool
    /// New or bound before.
    public var source: Slot
    public var target: Slot
    public var properties: [(key: String, value: BoundExpression)]
    public var span: SourceSpan
    public init(
      slot: Slot, type: String, isDirected: Bool, source: Slot, target: Slot,
      properties: [(key: String, value: BoundExpression)], span: SourceSpan
    ) {
      self.slot = slot
      self.type = type
      self.isDirected = isDirected
      self.source = source
      self.target = target
      self.properties = properties
      self.span = span
    }
  }
}

public enum BoundSetItem: Sendable {
  case property(Slot, key: String, value: BoundExpression, SourceSpan)
  case allProperties(Slot, [(key: String, value: BoundExpression)], SourceSpan)
  case label(Slot, String, SourceSpan)
  /// All properties become those of a record; null counts as an empty one.
  case replaceProperties(Slot, BoundExpression, SourceSpan)
  /// The fields of a record are set one by one: null removes a property. A null record changes nothing.
  case addProperties(Slot, BoundExpression, SourceSpan)

  /// What is evaluated for each row, in order.
  var values: [BoundExpression] {
    switch self {
    case .property(_, _, let value, _), .replaceProperties(_, let value, _), .addProperties(_, let value, _): [value]
    case .allProperties(_, let fields, _): fields.map(\.value)
    case .label: []
    }
  }

  var slot: Slot {
    switch self {
    case .property(let slot, _, _, _), .allProperties(let slot, _, _), .label(let slot, _, _), .replaceProperties(let slot, _, _),
      .addProperties(let slot, _, _):
      slot
    }
  }
}

public enum BoundRemoveItem: Sendable {
  case property(Slot, key: String, SourceSpan)
  case label(Slot, String, SourceSpan)
}

extension BoundClause {
  /// A pattern, optional or not.
  var isMatch: Bool {
    switch kind {
    case .match, .optionalMatch: true
    case .filter, .extend, .project, .aggregate, .distinct, .order, .page, .unwind, .setOperation, .callInline, .callProcedure, .insert, .set,
      .remove, .delete, .finish:
      false
    }
  }
}
