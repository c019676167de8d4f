import GQL
import GraphStore

extension DotCommand {
  static let schema = DotCommand(
    name: "schema", arguments: "[NAME]", summary: "labels, edge types and property keys, with counts",
    detail: """
      Shows what is in the graph: labels with the number of nodes, edge types with the number of edges and what they join, property keys.
      With NAME, only the label or edge type of that name. In a mode for programs, one row for each.
        .schema
        .schema SUPPORTS
      """,
    completes: .label
  ) { shell, arguments in
    guard arguments.words.count < 2 else { throw arguments.misuse("`.schema` takes one name; one of several words goes in quotes") }
    let engine = shell.engine
    var summary = try shell.watching(.reading) { monitor, _ in try engine.schema(monitor) }
    if shell.settings.asOf != nil { shell.notice("notice: the graph as it is now; `.set as-of` holds for statements and questions\n") }
    if let name = arguments.words.first {
      let names = summary.labels.map(\.name) + summary.edgeTypes.map(\.name)
      guard names.contains(name) else { throw SchemaText.unknown(name, summary) }
      summary.labels.removeAll { $0.name != name }
      summary.edgeTypes.removeAll { $0.name != name }
      return try shell.present(SchemaText.of(summary, isWhole: false, shell.renderContext))
    }
    guard shell.settings.format.isForPeople else {
      return try shell.show(SchemaText.table(summary), source: "")
    }
    try shell.present(SchemaText.of(summary, isWhole: true, shell.renderContext))
  }
}

enum SchemaText {
  /// Shapes of one edge type that are listed before the rest is counted in the text for people.
  static let shownShapeCount = 8

  static func of(_ summary: SchemaSummary, isWhole: Bool, _ context: RenderContext) -> String {
    if isWhole, summary.nodeCount == 0, summary.edgeCount == 0 { return "the graph is empty\n" }
    var text = ""
    if isWhole {
      text +=
        "\(SummaryText.count(summary.nodeCount, "node")), \(SummaryText.count(summary.edgeCount, "edge"))"
      text +=
        summary.isSampled
        ? " · property keys as \(SchemaSummary.sampleSize) elements of each kind have them\n" : "\n"
    }
    text += labels(summary, isWhole: isWhole, context)
    text += edgeTypes(summary, context)
    return text
  }

  private static func labels(_ summary: SchemaSummary, isWhole: Bool, _ context: RenderContext) -> String {
    var lines = summary.labels.map {
      (name: ":" + ValueText.name($0.name), count: $0.nodeCount, keys: $0.propertyKeys)
    }
    if isWhole, summary.unlabeledNodeCount > 0 {
      lines.append((name: "(no label)", count: summary.unlabeledNodeCount, keys: []))
    }
    if lines.isEmpty { return "" }
    let nameWidth = lines.reduce(0) { max($0, DisplayWidth.of($1.name)) }
    let countWidth = lines.reduce(0) { max($0, String($1.count).count) }
    let indent = String(repeating: " ", count: nameWidth + countWidth + 6)
    return "\n" + context.style.bold("Labels") + "\n"
      + lines.map { line in
        let keys = line.keys.isEmpty ? "" : "  " + names(line.keys, indent, context)
        let count = DisplayWidth.padded(String(line.count), to: countWidth, alignsRight: true)
        return "  \(DisplayWidth.padded(line.name, to: nameWidth))  \(count)\(keys)\n"
      }.joined()
  }

  private static func edgeTypes(_ summary: SchemaSummary, _ context: RenderContext) -> String {
    let style = context.style
    if summary.edgeTypes.isEmpty { return "" }
    let nameWidth = summary.edgeTypes.reduce(0) { max($0, DisplayWidth.of(ValueText.name($1.name)) + 1) }
    let countWidth = summary.edgeTypes.reduce(0) { max($0, String($1.edgeCount).count) }
    let indent = String(repeating: " ", count: nameWidth + countWidth + 6)
    var text = "\n" + style.bold("Edge types") + "\n"
    for type in summary.edgeTypes {
      let name = DisplayWidth.padded(":" + ValueText.name(type.name), to: nameWidth)
      let count = DisplayWidth.padded(String(type.edgeCount), to: countWidth, alignsRight: true)
      var shapes = type.shapes.prefix(shownShapeCount).map { "\(pattern($0)) \(style.dim("\($0.count)"))" }
      let hidden = type.shapes.count - shapes.count
      if hidden > 0 {
        shapes.append(style.dim("and \(hidden) more kinds of ends; `.mode json` and `.schema` list all"))
      }
      text += "  \(name)  \(count)  " + shapes.joined(separator: "\n" + indent) + "\n"
      if !type.propertyKeys.isEmpty {
        text += indent + names(type.propertyKeys, indent, context) + "\n"
      }
    }
    return text
  }

  /// A name that no label and no edge type has; a property key perhaps.
  static func unknown(_ name: String, _ summary: SchemaSummary) -> ShellError {
    let owners =
      summary.labels.filter { $0.propertyKeys.contains(name) }.map { ":" + ValueText.name($0.name) }
      + summary.edgeTypes.filter { $0.propertyKeys.contains(name) }.map { ":" + ValueText.name($0.name) }
    if !owners.isEmpty {
      let more = owners.count > shownShapeCount ? ", ..." : ""
      return .failure("`\(name)` is a property key, of \(owners.prefix(shownShapeCount).joined(separator: ", "))\(more)")
    }
    let near = Nearest.to(name, among: summary.labels.map(\.name) + summary.edgeTypes.map(\.name))
    return .failure(
      "no label or edge type `\(name)`",
      hints: near.isEmpty ? [] : ["did you mean \(near.map { "`\($0)`" }.joined(separator: " or "))?"])
  }

  /// In as many lines as the screen needs, all but the first with `indent`.
  private static func names(_ keys: [String], _ indent: String, _ context: RenderContext) -> String {
    let text = keys.map(ValueText.name).joined(separator: ", ")
    let width = context.screen.map { max(leastWidth, $0.width - indent.count) } ?? .max
    return TextWrapping.lines(text, width: width).map(context.style.dim).joined(separator: "\n" + indent)
  }

  /// Of a column of names on a narrow screen.
  private static let leastWidth = 16

  static func pattern(_ shape: SchemaSummary.Shape) -> String {
    func node(_ labels: [String]) -> String {
      labels.isEmpty ? "()" : "(:" + labels.map(ValueText.name).joined(separator: "&") + ")"
    }
    return node(shape.source) + (shape.isDirected ? "->" : "~") + node(shape.target)
  }

  /// One row for each label and edge type: kind, name, count, property_keys, shapes.
  static func table(_ summary: SchemaSummary) -> QueryResult {
    func strings(_ names: [String]) -> Value { .list(names.map(Value.string)) }
    let labels = summary.labels.map { label -> [Value] in
      [
        .string("label"), .string(label.name), .int(Int64(label.nodeCount)), strings(label.propertyKeys),
        .list([]),
      ]
    }
    let types = summary.edgeTypes.map { type -> [Value] in
      [
        .string("edge type"), .string(type.name), .int(Int64(type.edgeCount)), strings(type.propertyKeys),
        strings(type.shapes.map(pattern)),
      ]
    }
    return QueryResult(
      columns: [
        .init(name: "kind", type: .string), .init(name: "name", type: .string),
        .init(name: "count", type: .int),
        .init(name: "property_keys", type: .list(.string)), .init(name: "shapes", type: .list(.string)),
      ], rows: labels + types, summary: ResultSummary())
  }
}
