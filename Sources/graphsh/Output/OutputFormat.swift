import GQL
import GraphStore

/// A way to write a result: each is declared in a file of its own and listed in `all`.
struct OutputFormat: Sendable {
  let name: String
  /// One sentence for `.help mode`.
  let summary: String
  /// Writes a whole result; text ends with a line break unless it is empty. Called only for results that have
  /// columns.
  let render: @Sendable (_ result: QueryResult, _ context: RenderContext, _ write: (String) -> Void) -> Void

  static let all: [OutputFormat] = [.auto, .table, .line, .graph, .csv, .tsv, .json, .jsonLines, .typedJSON, .markdown]

  static func named(_ name: String) -> OutputFormat? { all.first { $0.name == name } }

  /// Whether rows are for people, so that reports may take their place.
  var isForPeople: Bool { name == "auto" || name == "table" || name == "line" || name == "graph" }
}

/// What a format needs to know besides the result.
struct RenderContext: Sendable {
  /// How null is written in table, line, CSV and Markdown.
  var nullText = "NULL"
  var style = Style.plain
  /// Set when a person reads at a terminal; else nothing is ever left out.
  var screen: Screen?
  /// Columns that a table gives up, in this order, where the screen is too narrow for all.
  var lessImportant: [String] = []

  /// How an answer reads as text where a table has no room.
  var entries: EntryLayout?

  /// Those less important as positions in a result; such as hold nothing come first.
  func givenUp(in result: QueryResult) -> [Int] {
    let positions = lessImportant.compactMap { name in result.columns.firstIndex { $0.name == name } }
    let empty = positions.filter { position in result.rows.allSatisfy { Self.isNothing($0[position]) } }
    return empty + positions.filter { !empty.contains($0) }
  }

  private static func isNothing(_ value: Value) -> Bool { value == .null || value == .list([]) }

  struct Screen: Sendable {
    /// Cells in a line.
    var width: Int
    /// Rows shown before some are left out; 0 = all.
    var maxRows: Int
  }
}

extension ValueType {
  /// The type's name in a table's header.
  var headerText: String {
    switch self {
    case .any: "ANY"
    case .null: "NULL"
    case .bool: "BOOL"
    case .int: "INT"
    case .float: "FLOAT"
    case .decimal: "DECIMAL"
    case .number: "NUMBER"
    case .string: "STRING"
    case .bytes: "BYTES"
    case .date: "DATE"
    case .localTime: "LOCAL TIME"
    case .zonedTime: "TIME"
    case .localDateTime: "LOCAL DATETIME"
    case .zonedDateTime: "DATETIME"
    case .duration: "DURATION"
    case .list(.any): "LIST"
    case .list(let element): "LIST<\(element.headerText)>"
    case .record: "RECORD"
    case .node: "NODE"
    case .edge: "EDGE"
    case .path: "PATH"
    }
  }
}

extension Value {
  /// The type of this one value.
  var shownType: ValueType {
    switch self {
    case .null: .null
    case .bool: .bool
    case .int: .int
    case .float: .float
    case .decimal: .decimal
    case .string: .string
    case .bytes: .bytes
    case .date: .date
    case .localTime: .localTime
    case .zonedTime: .zonedTime
    case .localDateTime: .localDateTime
    case .zonedDateTime: .zonedDateTime
    case .duration: .duration
    case .list(let elements): .list(Value.commonType(elements))
    case .record: .record
    case .node: .node
    case .edge: .edge
    case .path: .path
    }
  }

  /// The one type that all values but nulls have, else `any`.
  static func commonType(_ values: some Sequence<Value>) -> ValueType {
    var common: ValueType?
    for value in values {
      let type = value.shownType
      if type == .null { continue }
      if common == nil { common = type } else if common != type { return .any }
    }
    return common ?? .any
  }
}
