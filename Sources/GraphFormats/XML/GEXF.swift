import GraphStore

extension GraphFormat {
  /// GEXF 1.3 for Gephi, with dates as lifetimes of nodes and edges: the one format that shows time there. Out only.
  static let gexf = GraphFormat(
    name: "gexf", extensions: ["gexf"], summary: "GEXF 1.3 for Gephi, dates as lifetimes", passes: 3,
    write: { graph, sink in try GEXFWriter(graph, sink).write() })
}

/// The time in which an element holds, from the properties that usually say so: the first of each list that is there.
enum Lifetime {
  private static let beginnings = ["valid_from", "date_from", "from", "since", "start", "start_date", "begin", "date"]
  private static let ends = ["valid_to", "date_to", "to", "until", "end", "end_date"]

  /// Dates as `YYYY-MM-DD`; nil where there is none. A year or month stands for its first and its last day.
  static func of(_ properties: Record) -> (start: String?, end: String?) {
    let start = beginnings.lazy.compactMap { properties[$0].flatMap { day($0, isEnd: false) } }.first
    let end = ends.lazy.compactMap { properties[$0].flatMap { day($0, isEnd: true) } }.first
    return (start, end)
  }

  private static func day(_ value: Value, isEnd: Bool) -> String? {
    switch value {
    case .date(let date): return date.isoText
    case .localDateTime(let dateTime): return String(dateTime.isoText.prefix { $0 != "T" })
    case .zonedDateTime(let dateTime): return String(dateTime.isoText.prefix { $0 != "T" })
    case .string(let text): return day(text, isEnd: isEnd)
    default: return nil
    }
  }

  /// `2025-03-03`, `2025-03`, `2025`, each perhaps with `~` in front.
  private static func day(_ text: String, isEnd: Bool) -> String? {
    let parts = text.drop { $0 == "~" }.split(separator: "-", omittingEmptySubsequences: false)
    guard (1...3).contains(parts.count), parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 } }),
      parts[0].utf8.count == 4, parts.dropFirst().allSatisfy({ $0.utf8.count == 2 }), let year = Int(parts[0])
    else { return nil }
    let month = parts.count > 1 ? Int(parts[1]) ?? 0 : isEnd ? 12 : 1
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    guard (1...12).contains(month) else { return nil }
    let length = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
    let day = parts.count > 2 ? Int(parts[2]) ?? 0 : isEnd ? length : 1
    guard (1...length).contains(day) else { return nil }
    func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
    return "\(parts[0])-\(padded(month))-\(padded(day))"
  }
}

private struct GEXFWriter {
  /// What Gephi and NetworkX call something of their own, or a parameter, is no title of an attribute.
  private static let nodeNames = ReservedNames(names: [
    "id", "label", "labels", "pid", "parents", "start", "end", "spells", "slices", "viz", "self", "node_for_adding",
  ])
  private static let edgeNames = ReservedNames(names: [
    "id", "label", "source", "target", "type", "kind", "key", "start", "end", "spells", "slices", "viz", "self", "u_for_edge", "v_for_edge",
    "u_of_edge", "v_of_edge",
  ])

  let graph: GraphScan
  let sink: TextSink
  let nodeColumns: PropertyColumns
  let edgeColumns: PropertyColumns
  let directions: GraphScan.Directions

  init(_ graph: GraphScan, _ sink: TextSink) {
    self.graph = graph
    self.sink = sink
    nodeColumns = .ofNodes(graph)
    edgeColumns = .ofEdges(graph)
    directions = graph.directions()
  }

  func write() throws {
    if directions == .both { sink.note("the graph has directed and undirected edges, which NetworkX refuses to read") }
    var hasTime = false
    graph.forEachEdge { if Lifetime.of($0.properties) != (nil, nil) { hasTime = true } }
    graph.forEachNode { if Lifetime.of($0.properties) != (nil, nil) { hasTime = true } }
    try sink.write(
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <gexf xmlns="http://gexf.net/1.3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
      xsi:schemaLocation="http://gexf.net/1.3 http://gexf.net/1.3/gexf.xsd" version="1.3">
      <graph defaultedgetype="\(directions == .undirected ? "undirected" : "directed")"\(hasTime ? " mode=\"dynamic\" timeformat=\"date\" timerepresentation=\"interval\"" : "")>

      """)
    try writeAttributes("node", nodeColumns, Self.nodeNames)
    try writeAttributes("edge", edgeColumns, Self.edgeNames)
    try sink.write("<nodes>\n")
    try graph.forEachNode(write)
    try sink.write("</nodes>\n<edges>\n")
    try graph.forEachEdge(write)
    try sink.write("</edges>\n</graph>\n</gexf>\n")
  }

  private func writeAttributes(_ element: String, _ columns: PropertyColumns, _ names: ReservedNames) throws {
    try sink.write("<attributes class=\"\(element)\">\n")
    if element == "node" { try sink.write("<attribute id=\"labels\" title=\"labels\" type=\"string\"/>\n") }
    for (position, column) in columns.columns.enumerated() {
      try sink.write(
        "<attribute id=\"\(position)\" title=\"\(try XMLText.name(names.written(column.name)))\" type=\"\(GraphMLType.of(column).type)\"/>\n")
    }
    try sink.write("</attributes>\n")
  }

  private func write(_ node: Node) throws {
    let labels = node.labels.isEmpty ? "" : "<attvalue for=\"labels\" value=\"\(try XMLText.name(node.labels.joined(separator: ", ")))\"/>"
    try sink.write(
      "<node id=\"n\(node.id.rawValue)\" label=\"\(shown(PlainText.caption(node)))\"\(lifetime(node.properties))><attvalues>\(labels)")
    try writeValues(node.properties, nodeColumns)
    try sink.write("</attvalues></node>\n")
  }

  private func write(_ edge: Edge) throws {
    let type = try XMLText.name(edge.type)
    let directed = edge.isDirected || directions == .undirected ? "" : " type=\"undirected\""
    try sink.write(
      "<edge id=\"e\(edge.id.rawValue)\" source=\"n\(edge.source.rawValue)\" target=\"n\(edge.target.rawValue)\"\(directed) kind=\"\(type)\" "
        + "label=\"\(type)\"\(lifetime(edge.properties))><attvalues>")
    try writeValues(edge.properties, edgeColumns)
    try sink.write("</attvalues></edge>\n")
  }

  private func writeValues(_ properties: Record, _ columns: PropertyColumns) throws {
    for (name, value) in properties.fields {
      guard let position = columns.position(of: name) else { continue }
      let text = GraphMLType.of(columns.columns[position]).description == .json ? try XMLText.json(value) : try PlainText.of(value)
      try sink.write("<attvalue for=\"\(position)\" value=\"\(XMLText.escaped(text))\"/>")
    }
  }

  private func lifetime(_ properties: Record) -> String {
    let (start, end) = Lifetime.of(properties)
    var text = start.map { " start=\"\($0)\"" } ?? ""
    // Gephi refuses intervals that end before they begin.
    if let end, start.map({ $0 <= end }) ?? true { text += " end=\"\(end)\"" }
    return text
  }

  private func shown(_ text: String) -> String {
    XMLText.escaped(text.unicodeScalars.filter { !XMLText.isForbidden($0) }.map(String.init).joined())
  }
}
