import GQL
import GraphStore

/// A result as Markdown whose rows name their documents in footnotes: for texts that others read.
///
/// Columns called `document`, `documents`, `source` or `sources` are left out; what they hold becomes the notes at the end of the row.
/// Edges and nodes in a row are noted by their property `source`.
enum CitedMarkdown {
  private static let columnNames: Set<String> = ["document", "documents", "source", "sources"]

  /// - Parameter documents: what a note says of a document, by each of its names.
  static func text(_ result: QueryResult, documents: [String: String]) -> String {
    let shown = result.columns.indices.filter { !columnNames.contains(result.columns[$0].name.lowercased()) }
    var notes: [String] = []
    func note(_ name: String) -> Int {
      if let known = notes.firstIndex(of: name) { return known + 1 }
      notes.append(name)
      return notes.count
    }
    func line(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |\n" }
    var text = line(shown.map { MarkdownFormat.escaped(VisibleText.escaped(result.columns[$0].name)) })
    text += line(shown.map { _ in "---" })
    for row in result.rows {
      var cells = shown.map { MarkdownFormat.escaped(CellText.of(row[$0], nullText: "")) }
      var names: [String] = []
      for (column, value) in zip(result.columns, row) {
        let isCitation = columnNames.contains(column.name.lowercased())
        for name in isCitation ? texts(value) : sources(value) where !names.contains(name) { names.append(name) }
      }
      let marks = names.map { "[^\(note($0))]" }.joined()
      if let last = cells.indices.last { cells[last] += marks }
      text += line(cells)
    }
    if !notes.isEmpty { text += "\n" }
    for (position, name) in notes.enumerated() {
      text += "[^\(position + 1)]: " + MarkdownFormat.escaped(VisibleText.escaped(documents[name] ?? name)) + "\n"
    }
    return text
  }

  private static func texts(_ value: Value) -> [String] {
    switch value {
    case .string(let text): text.isEmpty ? [] : [text]
    case .list(let items): items.flatMap(texts)
    case .node(let node): texts(node.properties["name"] ?? .null)
    case .null, .bool, .int, .float, .decimal, .bytes, .date, .localTime, .zonedTime, .localDateTime, .zonedDateTime, .duration,
      .record, .edge, .path:
      []
    }
  }

  private static func sources(_ value: Value) -> [String] {
    switch value {
    case .edge(let edge): texts(edge.properties["source"] ?? .null)
    case .path(let path): path.edges.flatMap { texts($0.properties["source"] ?? .null) }
    case .list(let items): items.flatMap(sources)
    case .null, .bool, .int, .float, .decimal, .string, .bytes, .date, .localTime, .zonedTime, .localDateTime, .zonedDateTime,
      .duration, .record, .node:
      []
    }
  }
}

extension Shell {
  /// What footnotes say: name, publisher, day and address of each `Document`, by its name, key and aliases.
  func documents() throws -> [String: String] {
    var documents: [String: String] = [:]
    for row in try execute("MATCH (d:Document) RETURN d") {
      guard case .node(let document) = row[0] else { continue }
      func text(_ key: String) -> String? {
        switch document.properties[key] {
        case .string(let text)?: text
        case .date(let date)?: date.isoText
        default: nil
        }
      }
      let parts = [text("title") ?? text("name"), text("publisher"), text("date") ?? text("publication_date"), text("url") ?? text("file")]
      let note = parts.compactMap { $0 }.joined(separator: ", ")
      var names = [text("name"), text("key")].compactMap { $0 }
      if case .list(let aliases)? = document.properties["aliases"] {
        for case .string(let alias) in aliases { names.append(alias) }
      }
      for name in names { documents[name] = note }
    }
    return documents
  }
}
