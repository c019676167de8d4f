import GQL
import GraphStore

extension OutputFormat {
  /// One array of objects, a row on each line.
  static let json = OutputFormat(
    name: "json", summary: "An array of objects; nodes and edges as in Neo4j's HTTP Query API."
  ) { result, _, write in
    let names = PlainJSON.names(result.columns)
    var line = "["
    for row in result.rows {
      PlainJSON.append(row, names, to: &line)
      write(line)
      line = ",\n "
    }
    write(result.rows.isEmpty ? "[]\n" : "]\n")
  }

  /// One object per line (NDJSON).
  static let jsonLines = OutputFormat(
    name: "jsonlines", summary: "One JSON object per line."
  ) { result, _, write in
    let names = PlainJSON.names(result.columns)
    for row in result.rows {
      var line = ""
      PlainJSON.append(row, names, to: &line)
      write(line + "\n")
    }
  }
}

/// Values as plain JSON.
///
/// | Value | JSON |
/// |---|---|
/// | null, Boolean, string | the same |
/// | integer | number, exact over 64 bits |
/// | float | number with a point or exponent; NaN and infinities the strings `"NaN"`, `"Infinity"`, `"-Infinity"` |
/// | decimal | number with all its digits |
/// | bytes | string, Base64 |
/// | temporal, duration | string, ISO 8601; a zone's name in brackets behind |
/// | list, record | array, object |
/// | node | `{"elementId", "labels", "properties"}` |
/// | edge | `{"elementId", "startNodeElementId", "endNodeElementId", "type", "properties"}`, undirected ones with `"directed": false` |
/// | path | array: node, edge, node, ..., node |
enum PlainJSON {
  /// What comes before each column's value.
  static func names(_ columns: [QueryResult.Column]) -> [String] {
    columns.enumerated().map { ($0.offset == 0 ? "{" : ",") + JSONText.string($0.element.name) + ":" }
  }

  /// An object; no row is without columns.
  static func append(_ row: [Value], _ names: [String], to line: inout String) {
    for (name, value) in zip(names, row) {
      line += name
      if case .string(let text) = value { JSONText.append(text, to: &line) } else { line += text(value) }
    }
    line += "}"
  }

  static func text(_ value: Value) -> String {
    switch value {
    case .null: "null"
    case .bool(let truth): truth ? "true" : "false"
    case .int(let number): String(number)
    case .float(let number): JSONText.floatWord(number).map(JSONText.string) ?? number.description
    case .decimal(let number): number.text
    case .string(let text): JSONText.string(text)
    case .bytes(let bytes): JSONText.string(Base64.text(bytes))
    case .date(let date): JSONText.string(date.isoText)
    case .localTime(let time): JSONText.string(time.isoText)
    case .zonedTime(let time): JSONText.string(time.isoText)
    case .localDateTime(let dateTime): JSONText.string(dateTime.isoText)
    case .zonedDateTime(let dateTime): JSONText.string(dateTime.isoText)
    case .duration(let duration): JSONText.string(duration.isoText)
    case .list(let elements): JSONText.array(elements.map(text))
    case .record(let record): object(record)
    case .node(let node): self.node(node)
    case .edge(let edge): self.edge(edge)
    case .path(let path): self.path(path)
    }
  }

  private static func object(_ record: Record) -> String {
    JSONText.object(record.fields.map { (name: $0.name, value: text($0.value)) })
  }

  private static func node(_ node: Node) -> String {
    JSONText.object([
      (name: "elementId", value: JSONText.string(node.id.description)),
      (name: "labels", value: JSONText.array(node.labels.map(JSONText.string))),
      (name: "properties", value: object(node.properties)),
    ])
  }

  private static func edge(_ edge: Edge) -> String {
    var members = [
      (name: "elementId", value: JSONText.string(edge.id.description)),
      (name: "startNodeElementId", value: JSONText.string(edge.source.description)),
      (name: "endNodeElementId", value: JSONText.string(edge.target.description)),
      (name: "type", value: JSONText.string(edge.type)),
      (name: "properties", value: object(edge.properties)),
    ]
    if !edge.isDirected { members.append((name: "directed", value: "false")) }
    return JSONText.object(members)
  }

  private static func path(_ path: Path) -> String {
    var elements = [node(path.nodes[0])]
    for (edge, next) in zip(path.edges, path.nodes.dropFirst()) { elements += [self.edge(edge), node(next)] }
    return JSONText.array(elements)
  }
}
