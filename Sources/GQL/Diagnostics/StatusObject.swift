import GraphStore

/// A GQL-status object (ISO/IEC 39075, clause on diagnostics): one thing that a request ended with, as data.
///
/// The first of a request's is its outcome: success, no data, or an exception. Those after it are what else was found:
/// warnings, further mistakes, and last what the store said when it was the cause.
public struct StatusObject: Sendable {
  public enum Category: String, Sendable { case success = "S", noData = "N", warning = "W", informational = "I", exception = "X" }

  public var status: GQLStatus
  /// `error: data exception - division by zero`, with the sentence of the diagnostic behind it.
  public var description: String
  /// The diagnostic record: what ran, in which schema, and where in the text.
  public var record: DiagnosticRecord

  public var category: Category {
    switch status.code.prefix(2) {
    case "00": .success
    case "01": .warning
    case "02": .noData
    case "03": .informational
    default: .exception
    }
  }

  /// Fields that the standard names, in capitals in `fields`, and our own.
  public struct DiagnosticRecord: Sendable {
    public var operation: Operation
    public var currentSchema: String
    /// UTF-8 offsets in the text.
    public var span: SourceSpan?

    public var fields: Record {
      var record = Record()
      record["OPERATION"] = .string(operation.rawValue)
      record["OPERATION_CODE"] = .string(String(operation.code))
      record["CURRENT_SCHEMA"] = .string("/" + currentSchema)
      if let span {
        let ends = [(name: "start", value: Value.int(Int64(span.start))), (name: "end", value: .int(Int64(span.end)))]
        record["position"] = .record(Record(ends))
      }
      return record
    }
  }

  /// What a request was. Unknown while its text has mistakes that keep it from being read.
  public enum Operation: String, Sendable, CaseIterable {
    case unknown = ""
    case query = "QUERY"
    case dataModification = "DATA MODIFICATION"
    case catalogModification = "CATALOG MODIFICATION"
    case explain = "EXPLAIN"
    case startTransaction = "START TRANSACTION"
    case commit = "COMMIT"
    case rollback = "ROLLBACK"
    case sessionSet = "SESSION SET"
    case sessionReset = "SESSION RESET"
    case sessionClose = "SESSION CLOSE"

    /// Its place in this list; 0 = unknown.
    var code: Int { Operation.allCases.firstIndex(of: self) ?? 0 }

    init(_ bound: BoundStatement) {
      switch bound {
      case .query(let query): self = query.isUpdating ? .dataModification : .query
      case .relay(let queries): self = queries.contains(where: \.isUpdating) ? .dataModification : .query
      case .explain: self = .explain
      case .steps: self = .catalogModification
      case .startTransaction: self = .startTransaction
      case .commit: self = .commit
      case .rollback: self = .rollback
      case .setParameter, .change(.schema), .change(.graph), .change(.timeZone), .change(.graphParameter): self = .sessionSet
      case .resetSession, .resetParameter, .change(.resetSchema), .change(.resetGraph), .change(.resetTimeZone),
        .change(.resetParameters):
        self = .sessionReset
      case .closeSession: self = .sessionClose
      }
    }
  }

  // MARK: Of an outcome

  /// All that the objects of one statement are made of.
  struct Ended {
    private let result: Result<ResultSummary, QueryError>
    private let operation: Operation
    private let schema: String

    init(_ result: Result<ResultSummary, QueryError>, _ operation: Operation, schema: String) {
      self.result = result
      self.operation = operation
      self.schema = schema
    }

    var objects: [StatusObject] {
      switch result {
      case .success(let summary): StatusObject.objects(of: summary, operation, schema: schema)
      case .failure(let error): StatusObject.objects(of: error, operation, schema: schema)
      }
    }
  }

  private static func objects(of summary: ResultSummary, _ operation: Operation, schema: String) -> [StatusObject] {
    let record = DiagnosticRecord(operation: operation, currentSchema: schema)
    let status = summary.status
    return [StatusObject(status: status, description: "note: \(status.condition)", record: record)]
      + summary.warnings.map { StatusObject($0, operation, schema) }
  }

  private static func objects(of error: QueryError, _ operation: Operation, schema: String) -> [StatusObject] {
    var objects = error.diagnostics.map { StatusObject($0, operation, schema) }
    if let cause = error.cause {
      objects.append(
        StatusObject(
          status: .storeFailure, description: "error: \(GQLStatus.storeFailure.condition). \(cause.message)",
          record: DiagnosticRecord(operation: operation, currentSchema: schema)))
    }
    return objects
  }

  private init(_ diagnostic: Diagnostic, _ operation: Operation, _ schema: String) {
    // A warning's condition says that it is one.
    let kind = diagnostic.severity == .error ? "error: " : ""
    self.init(
      status: diagnostic.status, description: "\(kind)\(diagnostic.status.condition). \(diagnostic.message)",
      record: DiagnosticRecord(operation: operation, currentSchema: schema, span: diagnostic.span))
  }

  init(status: GQLStatus, description: String, record: DiagnosticRecord) {
    self.status = status
    self.description = description
    self.record = record
  }
}
