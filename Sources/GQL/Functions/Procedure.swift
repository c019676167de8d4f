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
  public let columns: [Field]
  /// One sentence.
  public let summary: String
  /// Runs once for each row of arguments and gives all result rows.
  public let body: @Sendable (_ arguments: [Value], _ reader: any GraphReader) throws(QueryError) -> [[Value]]

  public init(
    _ name: String, parameters: [Field] = [], columns: [Field], summary: String,
    body: @escaping @Sendable ([Value], any GraphReader) throws(QueryError) -> [[Value]]
  ) {
    self.name = name
    self.parameters = parameters
    self.columns = columns
    self.summary = summary
    self.body = body
  }
}
