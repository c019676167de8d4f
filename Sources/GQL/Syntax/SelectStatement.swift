/// `SELECT items [FROM ... [WHERE ..] [GROUP BY ..] [HAVING ..] [ORDER BY ..] [OFFSET ..] [LIMIT ..]]` (ISO clause 14.12).
public struct SelectStatement: Sendable {
  public enum Source: Sendable {
    /// `FROM g MATCH ..., h MATCH ...`: joined.
    case matches([Match])
    /// `FROM [g] { query }`.
    case query(GraphExpression?, ProcedureBody)
  }
  public struct Match: Sendable {
    public var graph: GraphExpression
    public var match: MatchClause
    public init(graph: GraphExpression, match: MatchClause) {
      self.graph = graph
      self.match = match
    }
  }
  public var isDistinct: Bool
  public var body: ReturnClause.Body
  public var source: Source?
  /// Of the whole; that of a MATCH is in its pattern.
  public var `where`: Expression?
  public var groupBy: [Identifier]?
  public var having: Expression?
  public var orderAndPage: OrderByAndPage
  public init(
    isDistinct: Bool, body: ReturnClause.Body, source: Source? = nil, where condition: Expression? = nil,
    groupBy: [Identifier]? = nil, having: Expression? = nil, orderAndPage: OrderByAndPage = OrderByAndPage()
  ) {
    self.isDistinct = isDistinct
    self.body = body
    self.source = source
    self.where = condition
    self.groupBy = groupBy
    self.having = having
    self.orderAndPage = orderAndPage
  }
}
