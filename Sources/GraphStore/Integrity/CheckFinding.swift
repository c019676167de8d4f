/// Something in a file that its format does not allow, or that a user should know.
public struct CheckFinding: Sendable, Hashable, CustomStringConvertible {
  public enum Severity: String, Sendable {
    /// Answers are right all the same.
    case warning
    /// An invariant of the format is broken.
    case error
  }

  public enum Kind: String, Sendable {
    /// SQLite's own integrity check.
    case damage
    /// Tables, triggers, views or indexes of ours that are missing or altered.
    case schema
    /// Triggers, indexes, views or tables that the format does not know.
    case unexpectedObject
    case catalog
    /// Some element does not keep a constraint of its graph.
    case constraint
    case labelSet
    case edgeType
    case idRange
    /// Properties that are not a JSON object as the encoding defines it.
    case properties
    /// An edge one of whose ends is missing: not in the graph.
    case missingEndpoint
    case changeLog
    /// The packed index shows something else than the rows, or cannot be used.
    case packedIndex
    /// `sqlite_sequence` lags behind: ids might be given out twice.
    case sequence
    /// More of one kind than are listed.
    case more
  }

  public var severity: Severity
  public var kind: Kind
  /// Table or other object of the schema.
  public var object: String
  public var row: Int64?
  /// One sentence, lower case, without property values.
  public var message: String

  public init(severity: Severity, kind: Kind, object: String, row: Int64?, message: String) {
    (self.severity, self.kind, self.object) = (severity, kind, object)
    (self.row, self.message) = (row, message)
  }

  public var description: String {
    let place = row.map { "\(object) \($0)" } ?? object
    return "\(severity.rawValue): \(place): \(message)"
  }
}

/// Gathers findings, a bounded number of each kind.
struct CheckReport {
  /// Findings of one kind that are listed; of the rest only the number is told.
  static let findingsPerKindLimit = 100

  private let monitor: WorkMonitor?
  private(set) var findings: [CheckFinding] = []
  private var counts: [CheckFinding.Kind: Int] = [:]

  init(monitor: WorkMonitor? = nil) { self.monitor = monitor }

  /// A row has been looked at.
  func advance() throws(StoreError) {
    guard let monitor else { return }
    monitor.note(rows: 1)
    try monitor.check()
  }

  mutating func add(
    _ severity: CheckFinding.Severity, _ kind: CheckFinding.Kind, _ object: String, _ row: Int64? = nil,
    _ message: String
  ) {
    counts[kind, default: 0] += 1
    guard counts[kind, default: 0] <= CheckReport.findingsPerKindLimit else { return }
    findings.append(
      CheckFinding(severity: severity, kind: kind, object: object, row: row, message: message))
  }

  /// The findings, and a line for each kind of which not all are listed.
  func finished() -> [CheckFinding] {
    let unlisted = counts.mapValues { $0 - CheckReport.findingsPerKindLimit }.filter { $0.value > 0 }
    let lines = unlisted.sorted { $0.key.rawValue < $1.key.rawValue }.map { kind, count in
      CheckFinding(
        severity: .warning, kind: .more, object: kind.rawValue, row: nil,
        message: "\(count) more of this kind are not listed")
    }
    return findings + lines
  }
}
