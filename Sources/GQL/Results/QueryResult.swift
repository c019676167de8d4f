import GraphStore

/// What a statement gave: columns, rows, counts and status. Rows are in result order and detached from the store.
public struct QueryResult: Sendable, RandomAccessCollection {
  public struct Column: Sendable {
    public let name: String
    /// What the analyzer knows of the column; a result may hold narrower values.
    public let type: ValueType
    public init(name: String, type: ValueType) {
      self.name = name
      self.type = type
    }
  }

  /// Empty when the statement has no result.
  public let columns: [Column]
  public let rows: [[Value]]
  public internal(set) var summary: ResultSummary
  /// The plan as text, for EXPLAIN and PROFILE.
  public let plan: String?

  public init(columns: [Column], rows: [[Value]], summary: ResultSummary, plan: String? = nil) {
    self.columns = columns
    self.rows = rows
    self.summary = summary
    self.plan = plan
  }

  public var startIndex: Int { 0 }
  public var endIndex: Int { rows.count }
  public subscript(position: Int) -> Row { Row(columns: columns, values: rows[position]) }
}

/// How a statement ended and what it changed.
public struct ResultSummary: Sendable {
  public var status: GQLStatus = .success
  /// Warnings; what is known before the statement runs has a place.
  public var warnings: [Diagnostic] = []
  public var nodesInserted = 0
  public var edgesInserted = 0
  public var nodesDeleted = 0
  public var edgesDeleted = 0
  public var propertiesSet = 0
  public var labelsAdded = 0
  public var labelsRemoved = 0
  /// From text to the last row, in seconds.
  public var elapsedSeconds = 0.0
  public var hasResult = true
  /// The statement may change the graph, whether it did or not.
  public var isUpdating = false
  public init() {}
  public var hasChanges: Bool {
    nodesInserted + edgesInserted + nodesDeleted + edgesDeleted + propertiesSet + labelsAdded + labelsRemoved > 0
  }
}

/// One row, by column name or position.
public struct Row: Sendable {
  public let columns: [QueryResult.Column]
  public let values: [Value]
  public init(columns: [QueryResult.Column], values: [Value]) {
    self.columns = columns
    self.values = values
  }

  /// Nil when there is no such column.
  public subscript(name: String) -> Value? {
    columns.firstIndex { $0.name.isSameName(as: name) }.map { values[$0] }
  }
  public subscript(position: Int) -> Value { values[position] }
}

extension QueryResult {
  /// The same rows with another summary.
  func with(_ change: (inout ResultSummary) -> Void) -> QueryResult {
    var result = self
    change(&result.summary)
    return result
  }
}
