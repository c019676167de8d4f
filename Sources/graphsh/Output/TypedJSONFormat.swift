import GQL
import GraphStore

extension OutputFormat {
  /// One array of objects whose every value is `{"$type": ..., "_value": ...}`: a program rebuilds it
  /// exactly.
  static let typedJSON = OutputFormat(
    name: "typedjson", summary: "An array of objects in which every value is tagged with its type."
  ) { result, _, write in
    if result.rows.isEmpty { return write("[]\n") }
    for (position, row) in result.rows.enumerated() {
      let object = JSONText.object(
        zip(result.columns, row).map { (name: $0.name, value: TypedJSON.text($1)) })
      write((position == 0 ? "[" : ",\n ") + object)
    }
    write("]\n")
  }
}

/// Values as JSON tagged with their types, in the shape of Neo4j's `application/vnd.neo4j.query` with types
/// for what Neo4j lacks.
///
/// | `$type` | `_value` |
/// |---|---|
/// | `Null` | null |
/// | `Boolean`, `String` | Boolean, string |
/// | `Integer`, `Decimal` | string of decimal digits; a decimal keeps its scale |
/// | `Float` | string that reads back to the same bits: shortest digits, `-0.0`, `NaN`, `Infinity`, `-Infinity` |
/// | `Base64` | string |
/// | `Date`, `LocalTime`, `Time`, `LocalDateTime` | string, ISO 8601 |
/// | `OffsetDateTime`, `ZonedDateTime` | string, ISO 8601 with offset; the second with the zone's name in brackets |
/// | `Duration` | string, ISO 8601: years and months, days, and seconds (with hours and minutes) are never turned into each other |
/// | `List` | array of tagged values |
/// | `Map` | object of tagged values, in order |
/// | `Node` | `{"_element_id", "_labels", "_properties"}` |
/// | `Relationship` | `{"_element_id", "_start_node_element_id", "_end_node_element_id", "_type", "_directed", "_properties"}` |
/// | `Path` | array: tagged node, tagged edge, ... |
enum TypedJSON {
  static func text(_ value: Value) -> String {
    switch value {
    case .null: tagged("Null", "null")
    case .bool(let truth): tagged("Boolean", truth ? "true" : "false")
    case .int(let number): tagged("Integer", JSONText.string(String(number)))
    case .float(let number):
      tagged("Float", JSONText.string(JSONText.floatWord(number) ?? number.description))
    case .decimal(let number): tagged("Decimal", JSONText.string(number.text))
    case .string(let text): tagged("String", JSONText.string(text))
    case .bytes(let bytes): tagged("Base64", JSONText.string(Base64.text(bytes)))
    case .date(let date): tagged("Date", JSONText.string(date.isoText))
    case .localTime(let time): tagged("LocalTime", JSONText.string(time.isoText))
    case .zonedTime(let time): tagged("Time", JSONText.string(time.isoText))
    case .localDateTime(let dateTime): tagged("LocalDateTime", JSONText.string(dateTime.isoText))
    case .zonedDateTime(let dateTime):
      tagged(dateTime.zone == nil ? "OffsetDateTime" : "ZonedDateTime", JSONText.string(dateTime.isoText))
    case .duration(let duration): tagged("Duration", JSONText.string(duration.isoText))
    case .list(let elements): tagged("List", JSONText.array(elements.map(text)))
    case .record(let record): tagged("Map", members(record))
    case .node(let node): self.node(node)
    case .edge(let edge): self.edge(edge)
    case .path(let path): self.path(path)
    }
  }

  private static func tagged(_ type: String, _ value: String) -> String {
    "{\"$type\":\"\(type)\",\"_value\":\(value)}"
  }

  private static func members(_ record: Record) -> String {
    JSONText.object(record.fields.map { (name: $0.name, value: text($0.value)) })
  }

  private static func node(_ node: Node) -> String {
    tagged(
      "Node",
      JSONText.object([
        (name: "_element_id", value: JSONText.string(node.id.description)),
        (name: "_labels", value: JSONText.array(node.labels.map(JSONText.string))),
        (name: "_properties", value: members(node.properties)),
      ]))
  }

  private static func edge(_ edge: Edge) -> String {
    tagged(
      "Relationship",
      JSONText.object([
        (name: "_element_id", value: JSONText.string(edge.id.description)),
        (name: "_start_node_element_id", value: JSONText.string(edge.source.description)),
        (name: "_end_node_element_id", value: JSONText.string(edge.target.description)),
        (name: "_type", value: JSONText.string(edge.type)),
        (name: "_directed", value: edge.isDirected ? "true" : "false"),
        (name: "_properties", value: members(edge.properties)),
      ]))
  }

  private static func path(_ path: Path) -> String {
    var elements = [node(path.nodes[0])]
    for (edge, next) in zip(path.edges, path.nodes.dropFirst()) { elements += [self.edge(edge), node(next)] }
    return tagged("Path", JSONText.array(elements))
  }
}
