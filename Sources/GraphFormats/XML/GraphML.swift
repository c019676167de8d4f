import GraphStore

extension GraphFormat {
  /// GraphML 1.0 as APOC writes it: `labels` and `label` as attributes and as data. Exact both ways: what GraphML has no type for is a
  /// string, and the key's `<desc>` says what it was.
  static let graphML = GraphFormat(
    name: "graphml", extensions: ["graphml", "xml"], summary: "GraphML, as Gephi, yEd, NetworkX and APOC read it", passes: 2,
    write: { graph, sink in try GraphMLWriter(graph, sink, isForGephi: false).write() },
    read: GraphMLReading.read)

  /// With the `label` and `TYPE` that Gephi shows.
  static let gephi = GraphFormat(
    name: "gephi", extensions: [], summary: "GraphML with the captions and types that Gephi shows", passes: 2,
    write: { graph, sink in try GraphMLWriter(graph, sink, isForGephi: true).write() },
    read: GraphMLReading.read)
}

/// Types of GraphML and what stands for the rest.
///
/// | column | `attr.type` | `<desc>` |
/// |---|---|---|
/// | BOOL, INT, FLOAT, STRING | boolean, long, double, string | |
/// | DECIMAL, DATE, DURATION, ... | string, as ISO 8601 or digits | the type's name |
/// | several types, lists, records, text that XML cannot hold | string, as JSON | `JSON` |
enum GraphMLType: String {
  case decimal = "DECIMAL", bytes = "BYTES", date = "DATE", localTime = "LOCAL TIME", zonedTime = "TIME"
  case localDateTime = "LOCAL DATETIME", zonedDateTime = "DATETIME", duration = "DURATION", json = "JSON"

  /// - Returns: nil description for the types that GraphML has.
  static func of(_ column: PropertyColumns.Column) -> (type: String, description: GraphMLType?) {
    guard let type = column.type, !column.isPlainList, !column.hasForbiddenText else { return ("string", .json) }
    switch type {
    case .bool: return ("boolean", nil)
    case .int: return ("long", nil)
    case .float: return ("double", nil)
    case .string: return ("string", nil)
    case .decimal: return ("string", .decimal)
    case .bytes: return ("string", .bytes)
    case .date: return ("string", .date)
    case .localTime: return ("string", .localTime)
    case .zonedTime: return ("string", .zonedTime)
    case .localDateTime: return ("string", .localDateTime)
    case .zonedDateTime: return ("string", .zonedDateTime)
    case .duration: return ("string", .duration)
    case .any, .null, .number, .list, .record, .node, .edge, .path: return ("string", .json)
    }
  }

  /// The tag of property text; nil for JSON.
  var tag: String? {
    switch self {
    case .decimal: "@decimal"
    case .bytes: "@bytes"
    case .date: "@date"
    case .localTime: "@localtime"
    case .zonedTime: "@time"
    case .localDateTime: "@localdatetime"
    case .zonedDateTime: "@datetime"
    case .duration: "@duration"
    case .json: nil
    }
  }
}

enum GraphML {
  /// The description of a file that we have written, which other programs do not copy: its ids are numbers of rows.
  static let creator = "graphsh: ids are numbers of rows"
}

private struct GraphMLWriter {
  let graph: GraphScan
  let sink: TextSink
  let isForGephi: Bool
  let nodeColumns: PropertyColumns
  let edgeColumns: PropertyColumns
  let directions: GraphScan.Directions

  init(_ graph: GraphScan, _ sink: TextSink, isForGephi: Bool) {
    self.graph = graph
    self.sink = sink
    self.isForGephi = isForGephi
    nodeColumns = .ofNodes(graph)
    edgeColumns = .ofEdges(graph)
    directions = graph.directions()
  }

  func write() throws {
    try sink.write(
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
      xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
      <desc>\(GraphML.creator)</desc>

      """)
    try writeKeys("node", "n", nodeColumns)
    try writeKeys("edge", "e", edgeColumns)
    if directions == .both { sink.note("the graph has directed and undirected edges, which NetworkX refuses to read") }
    try sink.write("<graph id=\"G\" edgedefault=\"\(directions == .undirected ? "undirected" : "directed")\">\n")
    try graph.forEachNode(write)
    try graph.forEachEdge(write)
    try sink.write("</graph>\n</graphml>\n")
  }

  private func writeKeys(_ element: String, _ prefix: String, _ columns: PropertyColumns) throws {
    let isNode = element == "node"
    let name = isNode ? "labels" : "label"
    try sink.write("<key id=\"\(name)\" for=\"\(element)\" attr.name=\"\(name)\" attr.type=\"string\"/>\n")
    if isForGephi {
      if isNode { try sink.write("<key id=\"caption\" for=\"node\" attr.name=\"label\" attr.type=\"string\"/>\n") }
      try sink.write("<key id=\"\(prefix)TYPE\" for=\"\(element)\" attr.name=\"TYPE\" attr.type=\"string\"/>\n")
    }
    for (position, column) in columns.columns.enumerated() {
      let (type, description) = GraphMLType.of(column)
      let key = "<key id=\"\(prefix)\(position)\" for=\"\(element)\" attr.name=\"\(try XMLText.name(column.name))\" attr.type=\"\(type)\""
      try sink.write(key + (description.map { "><desc>\($0.rawValue)</desc></key>\n" } ?? "/>\n"))
    }
  }

  private func write(_ node: Node) throws {
    let labels = try XMLText.name(GraphMLLabels.text(node.labels))
    try sink.write("<node id=\"n\(node.id.rawValue)\" labels=\"\(labels)\"><data key=\"labels\">\(labels)</data>")
    if isForGephi {
      let caption = PlainText.caption(node).unicodeScalars.filter { !XMLText.isForbidden($0) }.map(String.init).joined()
      try sink.write("<data key=\"caption\">\(XMLText.escaped(caption))</data><data key=\"nTYPE\">\(labels)</data>")
    }
    try write(node.properties, "n", nodeColumns)
    try sink.write("</node>\n")
  }

  private func write(_ edge: Edge) throws {
    let type = try XMLText.name(edge.type)
    let directed = edge.isDirected || directions == .undirected ? "" : " directed=\"false\""
    try sink.write(
      "<edge id=\"e\(edge.id.rawValue)\" source=\"n\(edge.source.rawValue)\" target=\"n\(edge.target.rawValue)\"\(directed) "
        + "label=\"\(type)\"><data key=\"label\">\(type)</data>")
    if isForGephi { try sink.write("<data key=\"eTYPE\">\(type)</data>") }
    try write(edge.properties, "e", edgeColumns)
    try sink.write("</edge>\n")
  }

  private func write(_ properties: Record, _ prefix: String, _ columns: PropertyColumns) throws {
    for (name, value) in properties.fields {
      guard let position = columns.position(of: name) else { continue }
      let text = GraphMLType.of(columns.columns[position]).description == .json ? try XMLText.json(value) : try PlainText.of(value)
      try sink.write("<data key=\"\(prefix)\(position)\">\(XMLText.escaped(text))</data>")
    }
  }
}

/// `:Person:Minister`; a colon or backslash in a label has a backslash in front.
enum GraphMLLabels {
  static func text(_ labels: [String]) -> String {
    labels.map { ":" + $0.replacing("\\", with: "\\\\").replacing(":", with: "\\:") }.joined()
  }

  static func labels(_ text: String) -> [String] {
    guard text.hasPrefix(":") else { return text.isEmpty ? [] : text.split(separator: ";").map(String.init) }
    var labels: [String] = []
    var label = String.UnicodeScalarView()
    var isEscaped = false
    for scalar in text.unicodeScalars.dropFirst() {
      if isEscaped || scalar != "\\" && scalar != ":" {
        label.append(scalar)
        isEscaped = false
      } else if scalar == "\\" {
        isEscaped = true
      } else {
        labels.append(String(label))
        label = String.UnicodeScalarView()
      }
    }
    labels.append(String(label))
    return labels
  }
}
