/// `WITH [DISTINCT] items [ORDER BY ... SKIP ... LIMIT ...] [WHERE condition]`, openCypher.
///
/// What `RETURN ... NEXT FILTER condition` is in GQL, within one linear query. The condition sees what ORDER BY sees: the
/// columns, and without DISTINCT and aggregation also the variables from before.
public struct WithClause: Sendable {
  /// Without GROUP BY.
  public var projection: ReturnClause
  public var `where`: Expression?
  public init(_ projection: ReturnClause, where condition: Expression?) {
    self.projection = projection
    self.where = condition
  }
}

/// `MERGE path [ON CREATE SET ...] [ON MATCH SET ...]`, openCypher: per row, matches the whole path or inserts it.
public struct MergeClause: Sendable {
  public var path: InsertPath
  /// The items of all `ON CREATE`, in order.
  public var onCreate: [SetItem]
  /// The items of all `ON MATCH`, in order.
  public var onMatch: [SetItem]
  public init(path: InsertPath, onCreate: [SetItem] = [], onMatch: [SetItem] = []) {
    self.path = path
    self.onCreate = onCreate
    self.onMatch = onMatch
  }
}
