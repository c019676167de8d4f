/// `[x IN list WHERE condition | projection]`, openCypher.
public struct ListComprehension: Sendable {
  public var variable: Identifier
  public var list: Expression
  public var `where`: Expression?
  /// Nil: the items themselves.
  public var projection: Expression?
  public init(variable: Identifier, list: Expression, where condition: Expression?, projection: Expression?) {
    self.variable = variable
    self.list = list
    self.where = condition
    self.projection = projection
  }
}

/// `[p = (a)-->(b) WHERE condition | projection]`, openCypher: one item per match.
public struct PatternComprehension: Sendable {
  /// May have a variable; never a prefix.
  public var path: PathPattern
  public var `where`: Expression?
  public var projection: Expression
  public init(path: PathPattern, where condition: Expression?, projection: Expression) {
    self.path = path
    self.where = condition
    self.projection = projection
  }
}

/// `all(x IN list WHERE condition)` and its like, openCypher. Three-valued.
public struct ListPredicate: Sendable {
  public enum Kind: String, Sendable, CaseIterable { case all, any, none, single }
  public var kind: Kind
  public var variable: Identifier
  public var list: Expression
  public var `where`: Expression
  public init(_ kind: Kind, variable: Identifier, list: Expression, where condition: Expression) {
    self.kind = kind
    self.variable = variable
    self.list = list
    self.where = condition
  }
}

/// `reduce(accumulator = initial, x IN list | step)`, openCypher.
public struct Reduction: Sendable {
  public var accumulator: Identifier
  public var initial: Expression
  public var variable: Identifier
  public var list: Expression
  public var step: Expression
  public init(
    accumulator: Identifier, initial: Expression, variable: Identifier, list: Expression, step: Expression
  ) {
    self.accumulator = accumulator
    self.initial = initial
    self.variable = variable
    self.list = list
    self.step = step
  }
}

/// One part of `n {.name, .*, key: value, other}`, openCypher.
public enum MapProjectionItem: Sendable {
  /// `.*`.
  case allProperties(SourceSpan)
  /// `.name`.
  case property(Identifier)
  /// `key: value`.
  case entry(PropertyItem)
  /// A variable, under its own name.
  case variable(Identifier)
}
