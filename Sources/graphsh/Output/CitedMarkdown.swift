import GQL
import GraphStore

/// A result as Markdown whose rows name their documents in footnotes: for texts that others read.
///
/// Columns called `document`, `documents`, `source` or `sources` are left out; what they hold becomes the notes at the end of the row.
/// Edges and nodes in a row are noted by their property `source`.
enum CitedMarkdown {
  private static let columnNames: Set<String> = ["document", "documents", "source", "sources"]

  /// - Parameter documents: what a note says of a document, by each of its names.
  /// - Parameter notes: go on from answer to answer where several stand in one text.
  static func text(_ result: QueryResult, documents: [String: String], notes: inout Notes) -> String {
    let text = PositionTable(result).map { positions($0, &notes) } ?? table(result, &notes)
    return text + notes.newText(documents)
  }

  /// Documents by their numbers.
  struct Notes {
    private var names: [String] = []
    private var writtenCount = 0

    /// `[^1][^2]`.
    fileprivate mutating func marks(_ documents: [String]) -> String {
      documents.map { name in
        if !names.contains(name) { names.append(name) }
        return "[^\((names.firstIndex(of: name) ?? 0) + 1)]"
      }.joined()
    }

    /// The notes that have not been written before.
    fileprivate mutating func newText(_ documents: [String: String]) -> String {
      let lines = names.indices[writtenCount...].map { "[^\($0 + 1)]: " + literal(documents[names[$0]] ?? names[$0]) + "\n" }
      writtenCount = names.count
      return lines.isEmpty ? "" : "\n" + lines.joined()
    }
  }

  private static func literal(_ text: String) -> String { MarkdownFormat.escaped(VisibleText.escaped(text)) }

  /// The question `backs` as sentences under headings.
  private static func positions(_ table: PositionTable, _ notes: inout Notes) -> String {
    var text = ""
    var section = ""
    for row in table.rows {
      if row.section == "SUBJECT" {
        text += "## \(literal(row.actor))\n"
        let scope = [row.short.map(literal), row.condition.map { "not: " + literal($0) }].compactMap { $0 }
        if !scope.isEmpty { text += "\n" + scope.joined(separator: "; ") + "\n" }
        continue
      }
      if row.section != section {
        section = row.section
        text += (text.isEmpty ? "" : "\n") + "### \(section.prefix(1))\(section.dropFirst().lowercased())\n\n"
      }
      text += "- **\(literal(row.actor))** \(literal(row.verb))"
      if let scope = row.scope { text += ", " + literal(scope) }
      if let condition = row.condition { text += ", " + literal(condition) }
      let kinds = [row.modality == "actual" ? nil : row.modality, row.certainty == "stated" ? nil : row.certainty].compactMap { $0 }
      if !kinds.isEmpty { text += " (\(literal(kinds.joined(separator: ", "))))" }
      if let gist = row.short ?? row.gist ?? row.note { text += ": " + literal(gist) }
      if let since = row.since { text += "; " + time(since, row) }
      let said = row.speakers.map { $0.hasPrefix("via ") ? $0 : "according to " + $0 }
      if !said.isEmpty { text += "; " + literal(said.joined(separator: ", ")) }
      text += notes.marks(row.documents) + "\n"
    }
    return text
  }

  /// `since` where several utterances stand behind one earliest day.
  private static func time(_ time: String, _ row: PositionTable.Row) -> String {
    let word = ["by ", "until ", "since "].first { time.hasPrefix($0) } ?? ""
    let isSince = word.isEmpty && !time.contains("/") && (row.origins ?? row.documents.count) > 1
    return (isSince ? "since " : word) + (row.sinceIsInferred ? "~" : "") + literal(String(time.dropFirst(word.count)))
  }

  private static func table(_ result: QueryResult, _ notes: inout Notes) -> String {
    let shown = result.columns.indices.filter { !columnNames.contains(result.columns[$0].name.lowercased()) }
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
      let marks = notes.marks(names)
      if let last = cells.indices.last { cells[last] += marks }
      text += line(cells)
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
      let basis = text("publication_basis") ?? text("date_basis")
      let tilde = basis.map { DOTOptions().inferredTimes.contains($0) } == true ? "~" : ""
      let day = (text("date") ?? text("publication_date")).map { tilde + $0 }
      let parts = [text("title") ?? text("name"), text("publisher"), day, text("url") ?? text("file")]
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
