import GraphStore

/// Values as people read them: the language's literals, elements and paths in the form of patterns.
///
/// A node is `(n12:Person {name: 'Ada'})`, an edge `(n12)-[e5:SUPPORTS {force: 2}]->(n7)`, a path is the chain of both. Nothing
/// is left out, and nothing in the text is obeyed by a terminal (`VisibleText`).
package enum ValueText {
  /// A whole cell: like `literal(_:)`, but a string stands without quotes and null is `nullText`.
  package static func cell(_ value: Value, nullText: String) -> String {
    switch value {
    case .null: VisibleText.escaped(nullText)
    case .string(let text): VisibleText.escaped(text)
    case .bool, .int, .float, .decimal, .bytes, .date, .localTime, .zonedTime, .localDateTime, .zonedDateTime,
      .duration, .list, .record, .node, .edge, .path:
      bare(value) ?? literal(value)
    }
  }

  /// The value as the language would write it.
  package static func literal(_ value: Value) -> String {
    switch value {
    case .null: "NULL"
    case .bool(let truth): truth ? "TRUE" : "FALSE"
    case .int(let number): String(number)
    case .float(let number): float(number)
    case .decimal(let number): PlainText.of(number)
    case .string(let text): quoted(text)
    case .bytes(let bytes): "X'" + PlainText.hexadecimal(bytes) + "'"
    case .date(let date): "DATE '\(PlainText.of(date))'"
    case .localTime(let time): "LOCAL TIME '\(PlainText.of(time))'"
    case .zonedTime(let time): "TIME '\(PlainText.of(time))'"
    case .localDateTime(let dateTime): "LOCAL DATETIME '\(PlainText.of(dateTime))'"
    case .zonedDateTime(let dateTime): "DATETIME '\(VisibleText.escaped(PlainText.of(dateTime)))'"
    case .duration(let duration): "DURATION '\(PlainText.of(duration))'"
    case .list(let elements): "[" + elements.map(literal).joined(separator: ", ") + "]"
    case .record(let record): self.record(record)
    case .node(let node): self.node(node)
    case .edge(let edge): "(\(edge.source))" + self.edge(edge, from: edge.source) + "(\(edge.target))"
    case .path(let path): self.path(path)
    }
  }

  /// A temporal value or bytes without the words around it; nil for other kinds.
  private static func bare(_ value: Value) -> String? {
    switch value {
    case .date(let date): PlainText.of(date)
    case .localTime(let time): PlainText.of(time)
    case .zonedTime(let time): PlainText.of(time)
    case .localDateTime(let dateTime): PlainText.of(dateTime)
    case .zonedDateTime(let dateTime): VisibleText.escaped(PlainText.of(dateTime))
    case .duration(let duration): PlainText.of(duration)
    case .null, .bool, .int, .float, .decimal, .string, .bytes, .list, .record, .node, .edge, .path: nil
    }
  }

  /// A label, type or property name, in backquotes unless it is a regular identifier.
  package static func name(_ name: String) -> String {
    let scalars = name.unicodeScalars
    let isRegular =
      scalars.first.map { $0 == "_" || $0.properties.isXIDStart } ?? false
      && scalars.allSatisfy { $0 == "_" || $0.properties.isXIDContinue }
    return isRegular ? name : "`" + VisibleText.escaped(name).replacingScalar("`", with: "``") + "`"
  }

  package static func quoted(_ text: String) -> String {
    var result = "'"
    for scalar in text.unicodeScalars {
      switch scalar {
      case "'": result += "\\'"
      case "\\": result += "\\\\"
      case _ where VisibleText.isHarmful(scalar): result += VisibleText.escape(scalar)
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "'"
  }

  private static func float(_ number: Double) -> String {
    if number.isNaN { return "NaN" }
    if number.isInfinite { return number < 0 ? "-Infinity" : "Infinity" }
    return number.description
  }

  private static func record(_ record: Record) -> String {
    "{" + record.fields.map { "\(name($0.name)): \(literal($0.value))" }.joined(separator: ", ") + "}"
  }

  private static func node(_ node: Node) -> String {
    let labels = node.labels.isEmpty ? "" : ":" + node.labels.map(name).joined(separator: "&")
    return "(\(node.id)\(labels)\(properties(node.properties)))"
  }

  private static func properties(_ record: Record) -> String {
    record.isEmpty ? "" : " " + self.record(record)
  }

  /// The edge as it is met coming from `origin`.
  private static func edge(_ edge: Edge, from origin: NodeID) -> String {
    let filling = "[\(edge.id):\(name(edge.type))\(properties(edge.properties))]"
    if !edge.isDirected { return "~\(filling)~" }
    return edge.source == origin ? "-\(filling)->" : "<-\(filling)-"
  }

  private static func path(_ path: Path) -> String {
    var text = node(path.nodes[0])
    for (position, edge) in path.edges.enumerated() {
      text += self.edge(edge, from: path.nodes[position].id) + node(path.nodes[position + 1])
    }
    return text
  }
}
