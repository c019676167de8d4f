/// A value expression or search condition as written (ISO clauses 19 and 20).
public struct Expression: Sendable {
  public var kind: Kind
  public var span: SourceSpan
  public init(_ kind: Kind, _ span: SourceSpan) {
    self.kind = kind
    self.span = span
  }

  public indirect enum Kind: Sendable {
    case literal(Literal)
    case variable(String)
    case parameter(String)
    case property(Expression, Identifier)
    case unary(UnaryOperator, Expression)
    case binary(BinaryOperator, Expression, Expression)
    case isNull(Expression, isNegated: Bool)
    /// `IS [NOT] TRUE | FALSE | UNKNOWN`; nil = UNKNOWN.
    case isTruth(Expression, Bool?, isNegated: Bool)
    case isLabeled(Expression, LabelExpression, isNegated: Bool)
    case isTyped(Expression, TypeSpecification, isNegated: Bool)
    case isDirected(Expression, isNegated: Bool)
    case isSource(Expression, of: Expression, isNegated: Bool)
    case isDestination(Expression, of: Expression, isNegated: Bool)
    case isNormalized(Expression, NormalForm, isNegated: Bool)
    case allDifferent([Expression])
    case same([Expression])
    case propertyExists(Expression, Identifier)
    /// Functions and aggregates alike; the analyzer tells them apart.
    case call(FunctionCall)
    case countStar
    case caseWhen(CaseExpression)
    case cast(Expression, TypeSpecification)
    case list([Expression])
    case record([PropertyItem])
    /// `PATH [n, e, m]`.
    case path([Expression])
    /// `EXISTS { MATCH ... }` and `EXISTS (pattern)`, both as a query body.
    case exists(SubqueryBody)
    /// `VALUE { ... RETURN x }`.
    case valueSubquery(ProcedureBody)
    /// `LET x = 1 IN x + 1 END`.
    case letIn([LetBinding], Expression)
    /// `a[i]`, extension.
    case item(Expression, at: Expression)
    /// `a[from..to]`, openCypher; a missing bound is the end of the list.
    case slice(Expression, from: Expression?, to: Expression?)
    case listComprehension(ListComprehension)
    case patternComprehension(PatternComprehension)
    case listPredicate(ListPredicate)
    case reduce(Reduction)
    /// `n {.name, key: value}`, openCypher; null for null.
    case mapProjection(Expression, [MapProjectionItem])
    /// `(a)-->(b)` as a condition, openCypher: whether it occurs. Its variables must be known already.
    case patternPredicate(PathPattern)
    case currentGraph
    /// `GRAPH g` as a value.
    case graph(GraphExpression)
    /// `TABLE t`, `TABLE { query }` as a value.
    case table(BindingTableExpression)
    case sessionUser
  }

  public enum SubqueryBody: Sendable {
    case pattern(GraphPattern)
    /// One or more MATCH statements without RETURN: `match` and `optionalBlock`.
    case matches([Clause])
    case procedure(ProcedureBody)
  }

  public enum NormalForm: String, CaseIterable, Sendable { case nfc = "NFC", nfd = "NFD", nfkc = "NFKC", nfkd = "NFKD" }
}

public enum Literal: Sendable {
  case null
  /// Nil = UNKNOWN.
  case truth(Bool?)
  /// Digits with base prefix, without separators, sign folded in by the parser: the analyzer finds out whether it fits.
  case integer(String)
  /// `12.5M`: exact digits as written, without suffix.
  case decimal(String)
  /// `12.5`, `1e3`, `1.5F`, `2D`.
  case float(String)
  case string(String)
  case bytes([UInt8])
  case temporal(TemporalLiteral, String)

  public enum TemporalLiteral: String, Sendable {
    case date = "DATE", time = "TIME", datetime = "DATETIME", duration = "DURATION"
  }
}

public enum UnaryOperator: String, Sendable { case plus = "+", minus = "-", not = "NOT" }

public enum BinaryOperator: String, Sendable {
  case or = "OR", xor = "XOR", and = "AND"
  case equal = "=", notEqual = "<>", less = "<", lessOrEqual = "<=", greater = ">", greaterOrEqual = ">="
  case add = "+", subtract = "-", multiply = "*", divide = "/", concatenate = "||"
  // Extensions.
  case modulo = "%", power = "^", isIn = "IN", startsWith = "STARTS WITH", endsWith = "ENDS WITH", contains = "CONTAINS"
  /// The whole string against a regular expression.
  case matches = "=~"

  var isComparison: Bool {
    switch self {
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual: true
    case .or, .xor, .and, .add, .subtract, .multiply, .divide, .concatenate, .modulo, .power, .isIn, .startsWith, .endsWith,
      .contains, .matches:
      false
    }
  }
}

public struct FunctionCall: Sendable {
  public enum SetQuantifier: Sendable { case all, distinct }
  /// Dotted parts, as written.
  public var name: [Identifier]
  public var quantifier: SetQuantifier?
  public var arguments: [Expression]
  /// `TRIM(LEADING 'x' FROM s)`: the words that stand between arguments, upper case; empty otherwise.
  public var modifiers: [String]
  public init(name: [Identifier], quantifier: SetQuantifier? = nil, arguments: [Expression], modifiers: [String] = []) {
    self.name = name
    self.quantifier = quantifier
    self.arguments = arguments
    self.modifiers = modifiers
  }
}

public struct CaseExpression: Sendable {
  /// `CASE x WHEN ...`; nil for the searched form.
  public var operand: Expression?
  /// `WHEN a, b THEN r`: several conditions share a result. In the simple form a condition may be a bare comparison (`> 3`),
  /// which the parser writes out over the operand and marks as a search condition.
  public var branches: [Branch]
  public var otherwise: Expression?

  public struct Branch: Sendable {
    public enum Condition: Sendable {
      case value(Expression)
      case search(Expression)
    }
    public var conditions: [Condition]
    public var result: Expression
    public init(conditions: [Condition], result: Expression) {
      self.conditions = conditions
      self.result = result
    }
  }

  public init(operand: Expression?, branches: [Branch], otherwise: Expression?) {
    self.operand = operand
    self.branches = branches
    self.otherwise = otherwise
  }
}
