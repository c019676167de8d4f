/// A file of comma-separated values to load; see `CSVHeader` for what its first record says.
public struct CSVInput: Sendable, Equatable {
  public enum Kind: Sendable { case nodes, edges }
  public var path: String
  /// Nil = as the header says.
  public var kind: Kind?
  /// Every node of the file carries these, besides those of its `:LABEL` column.
  public var labels: [String] = []
  /// For edges whose `:TYPE` is empty or missing.
  public var type: String?
  /// Id spaces of the ends, where the header names none.
  public var startSpace: String?
  public var endSpace: String?

  public init(path: String, kind: Kind? = nil) {
    self.path = path
    self.kind = kind
  }

  /// `[LABEL[:LABEL]=]FILE`. The labels end at the first `=`.
  public static func nodes(_ text: String) -> CSVInput {
    let (names, path) = parts(text)
    var input = CSVInput(path: path, kind: .nodes)
    input.labels = names
    return input
  }

  /// `[[TYPE][:START:END]=]FILE`: type and the id spaces of the ends.
  public static func edges(_ text: String) throws(StoreError) -> CSVInput {
    let (names, path) = parts(text)
    var input = CSVInput(path: path, kind: .edges)
    let isTyped = text.first != ":"
    guard names.count == 0 || names.count == (isTyped ? 1 : 2) || isTyped && names.count == 3 else {
      throw StoreError(.invalidProperty, "`\(text)`: before `=` stands TYPE, TYPE:START:END or :START:END")
    }
    input.type = isTyped ? names.first : nil
    let spaces = names.dropFirst(isTyped ? 1 : 0)
    (input.startSpace, input.endSpace) = (spaces.first, spaces.last)
    return input
  }

  private static func parts(_ text: String) -> ([String], String) {
    guard let equals = text.firstIndex(of: "="), !text[..<equals].contains("/") else { return ([], text) }
    let names = text[..<equals].split(separator: ":", omittingEmptySubsequences: true).map(String.init)
    return (names, String(text[text.index(after: equals)...]))
  }
}

public struct CSVOptions: Sendable {
  /// `,`, a tab, `;` or another ASCII character that is neither a quote nor a line end.
  public var delimiter = UInt8(ascii: ",")
  /// Between the items of a list and between labels.
  public var listDelimiter = UInt8(ascii: ";")
  /// So many faulty records are reported and left out; one more ends the load.
  public var maximumErrors = 0
  /// Reads and checks everything and writes nothing.
  public var isDryRun = false
  /// Commits after so many records, roughly; nil = all of them or nothing.
  public var batch: Int?
  /// The property by which ends of edges name nodes that the graph has; nil = `key`, and `id` where only edges are loaded.
  public var endsBy: String?
  /// Ends of edges that neither the files nor the graph have are made: nodes with the label that the end's id space is called by, and the
  /// id as the text of the property `endsBy`, which is `name` unless it is told. The files of edges are read twice.
  public var makesEnds = false
  /// The graph of the file that is loaded into.
  public var graph = CatalogContents.homeGraph
  public var monitor: WorkMonitor?
  public init() {}

  /// Of nodes of the graph, by which edges name them, the first that has the id; `name` where ends are made.
  func endProperties(hasNodes: Bool) -> [String] {
    if let endsBy = endsBy ?? (makesEnds ? "name" : nil) { return endsBy == "name" ? ["name", "aliases"] : [endsBy] }
    return hasNodes ? ["key"] : ["key", "id"]
  }
}

/// What was read of one file.
public struct CSVFileReport: Sendable, Equatable {
  public struct Column: Sendable, Equatable {
    /// As in a header: `:ID(Person)`, `age:int`, `tags:string[]`.
    public var header: String
    /// The values showed the type.
    public var isInferred: Bool
  }
  public var path: String
  public var isOfEdges: Bool
  public var columns: [Column] = []
  public var recordCount = 0
}

public struct CSVReport: Sendable, Equatable {
  /// Counts, and records left out with file, line, column and reason.
  public var load = ImportReport()
  public var files: [CSVFileReport] = []
  public init() {}
}
