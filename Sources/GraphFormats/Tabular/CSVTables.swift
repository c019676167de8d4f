import GraphStore

/// A graph as two tables with the headers of Neo4j's import tool: nodes with `:ID`, `:LABEL` and typed properties, edges with
/// `:START_ID`, `:END_ID`, `:TYPE`. RFC 4180: CRLF, double quotes. An empty field is a missing property, `""` the empty text or list.
///
/// | values of a column | column |
/// |---|---|
/// | of one type that tables have, or lists of it | of that type |
/// | floats, and integers that are floats exactly | `double` |
/// | of several types, records, bytes, nested lists | texts: a text as it is, others as ISO 8601, digits or JSON |
/// | lists with a text that holds the delimiter or is empty, and lists of which none has items | texts: JSON |
///
/// The notes tell of all but the first, and of undirected edges, which become directed ones.
public struct CSVTables {
  private let graph: GraphScan
  private let nodeColumns: PropertyColumns
  private let edgeColumns: PropertyColumns
  /// A `'` goes before what a spreadsheet would run as a formula: `=`, `+`, `-`, `@` at the beginning of a text. Off by default: it
  /// changes the text.
  public var neutralizesFormulas: Bool
  /// Between the items of a list, and between labels.
  private let listDelimiter: Character
  /// Names of properties with lists that a field cannot say.
  private struct DividedLists {
    /// The delimiter stands in a text.
    var byDelimiter: Set<String> = []
    var withEmptyText: Set<String> = []

    func contains(_ name: String) -> Bool { byDelimiter.contains(name) || withEmptyText.contains(name) }
  }
  private var dividedLists = (nodes: DividedLists(), edges: DividedLists())

  /// Reads the graph once, for types.
  public init(_ elements: any GraphElements, neutralizesFormulas: Bool = false, listDelimiter: Character = ";", monitor: WorkMonitor? = nil) {
    // For types, for the items of lists, and to be written.
    monitor?.begin(.writing, whole: 3 * (elements.nodeCount + elements.edgeCount))
    graph = GraphScan(elements, monitor: monitor)
    nodeColumns = .ofNodes(graph)
    edgeColumns = .ofEdges(graph)
    self.neutralizesFormulas = neutralizesFormulas
    self.listDelimiter = listDelimiter
    var (nodes, edges) = dividedLists
    graph.forEachNode { Self.noteDivided($0.properties, by: listDelimiter, in: &nodes) }
    graph.forEachEdge { Self.noteDivided($0.properties, by: listDelimiter, in: &edges) }
    dividedLists = (nodes, edges)
  }

  private static func noteDivided(_ properties: Record, by listDelimiter: Character, in names: inout DividedLists) {
    for (name, value) in properties.fields {
      guard case .list(let items) = value else { continue }
      for case .string(let text) in items {
        if text.isEmpty { names.withEmptyText.insert(name) }
        if text.contains(listDelimiter) { names.byDelimiter.insert(name) }
      }
    }
  }

  /// What the tables cannot say exactly, each a sentence.
  public var notes: [String] {
    func inexact(_ columns: PropertyColumns, _ divided: DividedLists) -> [String] {
      columns.columns.compactMap { column -> String? in
        switch form(of: column, divided) {
        case .plain, .list: nil
        case .numbers: "`\(column.name)` holds integers and floats: all come back as floats"
        case .texts where column.isOfLists:
          divided.withEmptyText.contains(column.name)
            ? "`\(column.name)` holds lists with an empty text, which a table has not: they are JSON texts"
            : divided.byDelimiter.contains(column.name)
              ? "`\(column.name)` holds lists with `\(listDelimiter)` in a text: they are JSON texts; another `--array-delimiter` keeps them"
              : "`\(column.name)` holds lists of which none has items, so that their type is not known: they are JSON texts"
        case .texts: "`\(column.name)` holds values of several types, or of one that a table has not: they come back as texts"
        }
      }
    }
    var notes = inexact(nodeColumns, dividedLists.nodes) + inexact(edgeColumns, dividedLists.edges)
    var undirected = 0
    graph.forEachEdge { if !$0.isDirected { undirected += 1 } }
    if undirected > 0 { notes.append("\(undirected) undirected edges are written as directed ones") }
    return notes
  }

  public func writeNodes(to write: @escaping (String) throws -> Void) throws {
    let sink = TextSink(write)
    let columns = nodeColumns.columns
    let header = [":ID", ":LABEL"] + columns.map { self.header($0, dividedLists.nodes) }
    try sink.write(Self.line(header))
    try graph.forEachNode { node in
      guard !node.labels.contains(where: { $0.contains(listDelimiter) || $0.isEmpty }) else {
        throw StoreError(
          .invalidProperty, "a label holds `\(listDelimiter)`, which parts labels in a table: choose another with `--array-delimiter`")
      }
      let labels = cell(node.labels.joined(separator: String(listDelimiter)), isText: false)
      let cells = [String(node.id.rawValue), labels]
      try sink.write(Self.line(cells + self.cells(node.properties, columns, dividedLists.nodes)))
    }
    try sink.flush()
  }

  public func writeEdges(to write: @escaping (String) throws -> Void) throws {
    let sink = TextSink(write)
    let columns = edgeColumns.columns
    let header = [":START_ID", ":END_ID", ":TYPE"] + columns.map { self.header($0, dividedLists.edges) }
    try sink.write(Self.line(header))
    try graph.forEachEdge { edge in
      let cells = [String(edge.source.rawValue), String(edge.target.rawValue), cell(edge.type, isText: false)]
      try sink.write(Self.line(cells + self.cells(edge.properties, columns, dividedLists.edges)))
    }
    try sink.flush()
  }

  // MARK: Columns

  private enum Form {
    case plain(String)
    case list(String)
    case numbers
    case texts
  }

  private func form(of column: PropertyColumns.Column, _ divided: DividedLists) -> Form {
    if column.mixesNumbers { return .numbers }
    guard let type = column.isOfLists ? column.itemType : column.type, let name = Self.typeName(type), !divided.contains(column.name) else { return .texts }
    return column.isOfLists ? .list(name) : .plain(name)
  }

  /// Nil for types that tables have not.
  private static func typeName(_ type: ValueType) -> String? {
    switch type {
    case .bool: "boolean"
    case .int: "long"
    case .float: "double"
    case .decimal: "decimal"
    case .string: "string"
    case .date: "date"
    case .localTime: "localtime"
    case .zonedTime: "time"
    case .localDateTime: "localdatetime"
    case .zonedDateTime: "datetime"
    case .duration: "duration"
    case .any, .null, .number, .bytes, .list, .record, .node, .edge, .path: nil
    }
  }

  private func header(_ column: PropertyColumns.Column, _ divided: DividedLists) -> String {
    let type =
      switch form(of: column, divided) {
      case .plain(let name): name
      case .list(let name): name + "[]"
      case .numbers: "double"
      case .texts: "string"
      }
    return cell("\(column.name):\(type)", isText: false)
  }

  private func cells(_ properties: Record, _ columns: [PropertyColumns.Column], _ divided: DividedLists) throws(StoreError) -> [String] {
    var cells: [String] = []
    for column in columns {
      guard let value = properties[column.name] else {
        cells.append("")
        continue
      }
      switch (form(of: column, divided), value) {
      case (.list, .list(let items)):
        var texts: [String] = []
        for item in items { texts.append(try PlainText.of(item)) }
        // Nothing in quotes is the list without items.
        cells.append(cell(texts.joined(separator: String(listDelimiter)), isText: true))
      case (.numbers, _): cells.append(cell(try PlainText.of(value), isText: false))
      case (.texts, _): cells.append(cell(try PlainText.of(value), isText: true))
      case (.plain, _), (.list, _): cells.append(cell(try PlainText.of(value), isText: column.type == .string))
      }
    }
    return cells
  }

  /// A field, in quotes where it needs them.
  private func cell(_ text: String, isText: Bool) -> String {
    var text = text
    if isText, neutralizesFormulas, let first = text.utf8.first, "=+-@\t\r".utf8.contains(first) { text = "'" + text }
    let needsQuotes =
      isText && text.isEmpty || text.utf8.contains { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D }
      || text.utf8.first == 0x20 || text.utf8.last == 0x20
    return needsQuotes ? "\"" + text.replacing("\"", with: "\"\"") + "\"" : text
  }

  private static func line(_ cells: [String]) -> String { cells.joined(separator: ",") + "\r\n" }
}
