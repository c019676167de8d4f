import GraphStore

extension GraphFormat {
  /// A script of GQL statements that makes the graph anew, in one transaction. Loaded into an empty graph and written again it is the
  /// same, byte for byte: nodes keep their order, edges come by type, property names, ends and values.
  static let gqlScript = GraphFormat(
    name: "gql", extensions: ["gql"], summary: "a script of GQL statements, which `.read` and `-f` run", passes: 2,
    write: { graph, sink in try GQLScriptWriter(graph, sink).write() })
}

/// While the script runs each node has its number as a property; the last statement takes it away.
private struct GQLScriptWriter {
  let graph: GraphScan
  let sink: TextSink
  /// A property that no node has.
  let number: String

  /// Nodes in one statement.
  static let nodeBatch = 100
  /// Edges in one statement.
  static let edgeBatch = 200

  init(_ graph: GraphScan, _ sink: TextSink) {
    self.graph = graph
    self.sink = sink
    let columns = PropertyColumns.ofNodes(graph)
    var name = "dump_number"
    while columns.position(of: name) != nil { name += "_" }
    number = name
  }

  func write() throws {
    try sink.write("START TRANSACTION READ WRITE;\n")
    var numbers: [NodeID: Int] = [:]
    var order: [NodeID] = []
    var batch: [String] = []
    try graph.forEachNode { node in
      numbers[node.id] = order.count
      order.append(node.id)
      batch.append(text(node, number: order.count - 1))
      if batch.count == Self.nodeBatch { try flush(&batch) }
    }
    try flush(&batch)
    try writeEdges(order, numbers)
    if !order.isEmpty {
      try sink.write("MATCH (n) WHERE n.\(number) IS NOT NULL REMOVE n.\(number);\n")
    }
    for definition in graph.definitions { try sink.write(definition + ";\n") }
    try sink.write("COMMIT;\n")
  }

  private func flush(_ batch: inout [String]) throws {
    guard !batch.isEmpty else { return }
    try sink.write("INSERT\n  " + batch.joined(separator: ",\n  ") + ";\n")
    batch = []
  }

  private func text(_ node: Node, number position: Int) -> String {
    let labels = node.labels.isEmpty ? "" : ":" + node.labels.map(ValueText.name).joined(separator: "&") + " "
    let fields = [(name: number, value: Value.int(Int64(position)))] + node.properties.fields
    return "(" + labels + GQLLiteral.record(fields) + ")"
  }

  // MARK: Edges

  /// Edges of one shape: type, direction and property names are the same.
  private struct Shape {
    var type: String
    var isDirected: Bool
    var names: [String]

    /// Tells shapes apart, and orders them.
    var key: [UInt8] { Array(([type, isDirected ? "" : "~"] + names).joined(separator: "\u{0}").utf8) }
  }

  /// One edge to be sorted: 12 bytes.
  private struct Entry {
    var shape: UInt32
    var source: UInt32
    var ordinal: EdgeOrdinal
  }

  /// By shape, start, end and properties, so that many edges share a statement and the ids that a load gives do not matter.
  private func writeEdges(_ order: [NodeID], _ numbers: [NodeID: Int]) throws {
    let (shapes, entries) = sortedEdges(numbers)
    var rows: [String] = []
    var position = 0
    while position < entries.count {
      let first = entries[position]
      let end = entries[position...].firstIndex { $0.shape != first.shape || $0.source != first.source } ?? entries.count
      for row in self.rows(of: entries[position..<end], numbers) {
        rows.append("[\(first.source), " + row + "]")
        if rows.count == Self.edgeBatch { try flush(shapes[Int(first.shape)], &rows) }
      }
      position = end
      if !rows.isEmpty, position == entries.count || entries[position].shape != first.shape { try flush(shapes[Int(first.shape)], &rows) }
    }
  }

  private func sortedEdges(_ numbers: [NodeID: Int]) -> (shapes: [Shape], entries: [Entry]) {
    var shapes: [Shape] = []
    var found: [[UInt8]: Int] = [:]
    var entries: [Entry] = []
    graph.elements.forEachEdge { ordinal, edge in
      let shape = Shape(type: edge.type, isDirected: edge.isDirected, names: edge.properties.names)
      let index = found[shape.key] ?? shapes.count
      if index == shapes.count {
        found[shape.key] = index
        shapes.append(shape)
      }
      entries.append(Entry(shape: UInt32(index), source: UInt32(numbers[edge.source] ?? 0), ordinal: ordinal))
    }
    let ranks = shapes.indices.sorted { shapes[$0].key.lexicographicallyPrecedes(shapes[$1].key) }
    var rankOf = [UInt32](repeating: 0, count: shapes.count)
    for (rank, index) in ranks.enumerated() { rankOf[index] = UInt32(rank) }
    for index in entries.indices { entries[index].shape = rankOf[Int(entries[index].shape)] }
    entries.sort { $0.shape != $1.shape ? $0.shape < $1.shape : $0.source < $1.source }
    return (ranks.map { shapes[$0] }, entries)
  }

  /// `end, value, value`, sorted by end and text.
  private func rows(of entries: ArraySlice<Entry>, _ numbers: [NodeID: Int]) -> [String] {
    let keyed = entries.map { entry in
      let edge = graph.elements.edge(entry.ordinal)
      let values = edge.properties.fields.map { GQLLiteral.text($0.value) }
      return (target: numbers[edge.target] ?? 0, text: values.joined(separator: ", "))
    }
    let sorted = keyed.sorted { a, b in a.target != b.target ? a.target < b.target : a.text.precedes(b.text) }
    return sorted.map { $0.text.isEmpty ? String($0.target) : "\($0.target), \($0.text)" }
  }

  private func flush(_ shape: Shape, _ rows: inout [String]) throws {
    let fields = shape.names.enumerated().map { "\(ValueText.name($1)): e[\($0 + 2)]" }
    let properties = fields.isEmpty ? "" : " {" + fields.joined(separator: ", ") + "}"
    let edge = "[:\(ValueText.name(shape.type))\(properties)]"
    try sink.write(
      "FOR e IN [\n  " + rows.joined(separator: ",\n  ") + "]\n"
        + "MATCH (a {\(number): e[0]}), (b {\(number): e[1]})\n"
        + "INSERT (a)\(shape.isDirected ? "-\(edge)->" : "~\(edge)~")(b);\n")
    rows = []
  }
}

/// Values as GQL text that reads back as the same value, NaN and the infinities included.
enum GQLLiteral {
  static func text(_ value: Value) -> String {
    switch value {
    case .float(let number) where !number.isFinite:
      number.isNaN ? "(0.0 / 0.0)" : number < 0 ? "(-1.0 / 0.0)" : "(1.0 / 0.0)"
    case .list(let items): "[" + items.map(text).joined(separator: ", ") + "]"
    case .record(let record): Self.record(record.fields)
    case .null, .bool, .int, .float, .decimal, .string, .bytes, .date, .localTime, .zonedTime, .localDateTime, .zonedDateTime,
      .duration, .node, .edge, .path:
      value.description
    }
  }

  static func record(_ fields: [(name: String, value: Value)]) -> String {
    "{" + fields.map { "\(ValueText.name($0.name)): \(text($0.value))" }.joined(separator: ", ") + "}"
  }
}
