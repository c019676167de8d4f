import GQL
import GraphStore

extension OutputFormat {
  /// One array of objects, a row on each line.
  static let json = OutputFormat(
    name: "json", summary: "An array of objects; nodes and edges as in Neo4j's HTTP Query API."
  ) { result, _, write in
    let names = PlainJSON.names(result.columns)
    var text = "["
    for row in result.rows {
      PlainJSON.append(row, names, to: &text)
      PlainJSON.pass(on: &text, to: write)
      text += ",\n "
    }
    write(result.rows.isEmpty ? "[]\n" : text.dropLast(3) + "]\n")
  }

  /// One object per line (NDJSON).
  static let jsonLines = OutputFormat(
    name: "jsonlines", summary: "One JSON object per line."
  ) { result, _, write in
    let names = PlainJSON.names(result.columns)
    var text = ""
    for row in result.rows {
      PlainJSON.append(row, names, to: &text)
      text += "\n"
      PlainJSON.pass(on: &text, to: write)
    }
    write(text)
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

  /// Gives what has been gathered, once it is much.
  static func pass(on text: inout String, to write: (String) -> Void) {
    guard text.utf8.count >= pieceBytes else { return }
    write(text)
    text.removeAll(keepingCapacity: true)
  }

  private static let pieceBytes = 16 << 10

  /// An object; no row is without columns.
  static func append(_ row: [Value], _ names: [String], to text: inout String) {
    for index in row.indices {
      text += names[index]
      append(row[index], to: &text)
    }
    text += "}"
  }

  static func text(_ value: Value) -> String {
    var text = ""
    append(value, to: &text)
    return text
  }

  static func append(_ value: Value, to text: inout String) {
    switch value {
    case .null: text += "null"
    case .bool(let truth): text += truth ? "true" : "false"
    case .int(let number): text += String(number)
    case .float(let number): text += JSONText.floatWord(number).map(JSONText.string) ?? number.description
    case .decimal(let number): text += number.text
    case .string(let string): JSONText.append(string, to: &text)
    case .bytes(let bytes): JSONText.append(Base64.text(bytes), to: &text)
    case .date(let date): JSONText.append(date.isoText, to: &text)
    case .localTime(let time): JSONText.append(time.isoText, to: &text)
    case .zonedTime(let time): JSONText.append(time.isoText, to: &text)
    case .localDateTime(let dateTime): JSONText.append(dateTime.isoText, to: &text)
    case .zonedDateTime(let dateTime): JSONText.append(dateTime.isoText, to: &text)
    case .duration(let duration): JSONText.append(duration.isoText, to: &text)
    case .list(let elements): append(elements, to: &text, append)
    case .record(let record): append(record, to: &text)
    case .node(let node): append(node, to: &text)
    case .edge(let edge): append(edge, to: &text)
    case .path(let path): append(path, to: &text)
    }
  }

  private static func append<T>(_ elements: [T], to text: inout String, _ element: (T, inout String) -> Void) {
    text += "["
    for index in elements.indices {
      if index > 0 { text += "," }
      element(elements[index], &text)
    }
    text += "]"
  }

  private static func append(_ record: Record, to text: inout String) {
    text += "{"
    for index in record.fields.indices {
      if index > 0 { text += "," }
      JSONText.append(record.fields[index].name, to: &text)
      text += ":"
      append(record.fields[index].value, to: &text)
    }
    text += "}"
  }

  private static func append(_ node: Node, to text: inout String) {
    text += "{\"elementId\":\"\(node.id)\",\"labels\":"
    append(node.labels, to: &text, JSONText.append)
    text += ",\"properties\":"
    append(node.properties, to: &text)
    text += "}"
  }

  private static func append(_ edge: Edge, to text: inout String) {
    text += "{\"elementId\":\"\(edge.id)\",\"startNodeElementId\":\"\(edge.source)\",\"endNodeElementId\":\"\(edge.target)\",\"type\":"
    JSONText.append(edge.type, to: &text)
    text += ",\"properties\":"
    append(edge.properties, to: &text)
    if !edge.isDirected { text += ",\"directed\":false" }
    text += "}"
  }

  private static func append(_ path: Path, to text: inout String) {
    text += "["
    append(path.nodes[0], to: &text)
    for (edge, next) in zip(path.edges, path.nodes.dropFirst()) {
      text += ","
      append(edge, to: &text)
      text += ","
      append(next, to: &text)
    }
    text += "]"
  }
}
