import GraphStore

/// A named procedure, declared by signature: `CALL name(arguments) YIELD columns`. Registered by name, from Swift too.
public struct Procedure: Sendable {
  public struct Field: Sendable {
    public let name: String
    public let type: ValueType
    public init(_ name: String, _ type: ValueType) {
      self.name = name
      self.type = type
    }
  }

  /// Dotted: `db.labels`.
  public let name: String
  public let parameters: [Field]
  /// Parameters behind these need no argument.
  let requiredCount: Int
  public let columns: [Field]
  /// One sentence.
  public let summary: String
  let body: Body

  /// Runs once for each row of arguments and gives all result rows.
  enum Body: Sendable {
    case values(@Sendable (_ arguments: [Value], _ reader: any GraphReader) throws(QueryError) -> [[Value]])
    /// Column by column, for many rows: elements stay ordinals.
    case columns(@Sendable (_ arguments: [Cell], _ context: ExecutionContext) throws(QueryError) -> [[Cell]])
  }

  /// - Parameter body: runs once for each row of arguments and gives all result rows.
  public init(
    _ name: String, parameters: [Field] = [], columns: [Field], summary: String,
    body: @escaping @Sendable ([Value], any GraphReader) throws(QueryError) -> [[Value]]
  ) {
    self.init(name, parameters, columns, summary, .values(body))
  }

  init(
    _ name: String, _ parameters: [Field], requiredCount: Int? = nil, _ columns: [Field], _ summary: String, _ body: Body
  ) {
    self.name = name
    self.parameters = parameters
    self.requiredCount = requiredCount ?? parameters.count
    self.columns = columns
    self.summary = summary
    self.body = body
  }
}
