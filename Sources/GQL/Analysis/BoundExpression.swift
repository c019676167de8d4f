import GraphStore

/// Where a variable lives in every batch of one statement: slots are numbered through the whole statement, never reused, and shared by
/// subqueries, so that an inner plan reads outer variables by the same slot.
public struct Slot: Hashable, Sendable, CustomStringConvertible {
  public var index: Int
  public init(_ index: Int) { self.index = index }
  public var description: String { "#\(index)" }
}

/// An expression after names are resolved: slots for variables, functions by declaration, one variant of each operator.
public struct BoundExpression: Sendable {
  public var kind: Kind
  public var type: ValueType
  public var span: SourceSpan
  public init(_ kind: Kind, type: ValueType, span: SourceSpan) {
    self.kind = kind
    self.type = type
    self.span = span
  }

  public indirect enum Kind: Sendable {
    case constant(Value)
    case slot(Slot)
    case parameter(String)
    /// Of an element, a record, a temporal value, or (elementwise, giving a list) a group list of elements.
    case property(BoundExpression, String)
    case not(BoundExpression)
    case logical(LogicalOperator, BoundExpression, BoundExpression)
    case comparison(ComparisonOperator, BoundExpression, BoundExpression)
    case arithmetic(ArithmeticOperator, BoundExpression, BoundExpression)
    case negate(BoundExpression)
    case concatenate(BoundExpression, BoundExpression)
    case isNull(BoundExpression, isNegated: Bool)
    /// Nil = UNKNOWN.
    case isTruth(BoundExpression, Bool?, isNegated: Bool)
    case isLabeled(BoundExpression, LabelPredicate, isNegated: Bool)
    case isTyped(BoundExpression, TypeSpecification, isNegated: Bool)
    case isDirected(BoundExpression, isNegated: Bool)
    case isEnd(BoundExpression, EdgeEnd, of: BoundExpression, isNegated: Bool)
    case allDifferent([BoundExpression])
    case same([BoundExpression])
    case propertyExists(BoundExpression, String)
    case function(ScalarFunction, [BoundExpression])
    /// A function of the values of a group variable's list, row by row (horizontal aggregation). Null counts as the empty list.
    case aggregateOfList(AggregateFunction, isDistinct: Bool, BoundExpression)
    /// The first condition that is true decides.
    case caseWhen([(condition: BoundExpression, result: BoundExpression)], otherwise: BoundExpression?)
    /// The first that is not null; later ones are not evaluated for that row.
    case coalesce([BoundExpression])
    case cast(BoundExpression, TypeSpecification)
    case list([BoundExpression])
    case record([(name: String, value: BoundExpression)])
    case path([BoundExpression])
    case letIn([(slot: Slot, value: BoundExpression)], BoundExpression)
    /// `reduce`, openCypher.
    case fold(BoundFold)
    /// True when the query, run for the row, has a row. Never null.
    case exists(BoundQuery)
    /// The one value of the one row of the query; null for no row; an error for more.
    case scalarSubquery(BoundQuery)
  }
}

/// The last value of an accumulator: it begins with `initial`, and for each item of the list becomes `step`. Null for a null list.
public struct BoundFold: Sendable {
  public var accumulator: Slot
  public var initial: BoundExpression
  public var item: Slot
  public var list: BoundExpression
  public var step: BoundExpression
  public init(
    accumulator: Slot, initial: BoundExpression, item: Slot, list: BoundExpression, step: BoundExpression
  ) {
    self.accumulator = accumulator
    self.initial = initial
    self.item = item
    self.list = list
    self.step = step
  }
}

public enum LogicalOperator: String, Sendable { case and = "AND", or = "OR", xor = "XOR" }

public enum ComparisonOperator: String, Sendable {
  case equal = "=", notEqual = "<>", less = "<", lessOrEqual = "<=", greater = ">", greaterOrEqual = ">="
}

public enum ArithmeticOperator: String, Sendable {
  case add = "+", subtract = "-", multiply = "*", divide = "/", modulo = "%", power = "^"
}

public enum EdgeEnd: Sendable { case source, destination }

/// A label expression over names; edges count their type as their one label.
public indirect enum LabelPredicate: Sendable, Hashable {
  case name(String)
  /// Some label.
  case wildcard
  case not(LabelPredicate)
  case and(LabelPredicate, LabelPredicate)
  case or(LabelPredicate, LabelPredicate)
}
