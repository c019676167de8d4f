import GraphStore

extension GraphFormat {
  /// A script of GQL statements that makes the graph anew, in one transaction. Loaded into an empty graph and written again it is the
  /// same, byte for byte: nodes keep their order, edges come by their start, type, end and properties.
  static let gqlScript = GraphFormat(
    name: "gql", extensions: ["gql"], summary: "a script of GQL statements, which `.read` and `-f` run",
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
  private struct Shape: Equatable {
    var type: String
    var isDirected: Bool
    var names: [String]

    static func == (a: Shape, b: Shape) -> Bool {
      a.isDirected == b.isDirected && a.type.utf8.elementsEqual(b.type.utf8) && a.names.count == b.names.count
        && zip(a.names, b.names).allSatisfy { $0.utf8.elementsEqual($1.utf8) }
    }
  }

  private func writeEdges(_ order: [NodeID], _ numbers: [NodeID: Int]) throws {
    var shape: Shape?
    var rows: [String] = []
    for source in order {
      for edge in edges(from: source, numbers) {
        let next = Shape(type: edge.type, isDirected: edge.isDirected, names: edge.properties.names)
        if let shape, shape != next || rows.count == Self.edgeBatch { try flush(shape, &rows) }
        shape = next
        let ends = [edge.source, edge.target].map { String(numbers[$0] ?? -1) }
        rows.append("[" + (ends + edge.properties.fields.map { GQLLiteral.text($0.value) }).joined(separator: ", ") + "]")
      }
    }
    if let shape { try flush(shape, &rows) }
  }

  /// Those that begin at a node, in the order of type, end, direction and properties.
  private func edges(from source: NodeID, _ numbers: [NodeID: Int]) -> [Edge] {
    guard let ordinal = graph.reader.ordinal(of: source) else { return [] }
    let found = ExpandBuffer()
    var cursor = ExpandCursor()
    withUnsafePointer(to: ordinal) { pointer in
      let buffer = UnsafeBufferPointer(start: pointer, count: 1)
      while !graph.reader.expand(
        buffer, validity: nil, directions: [.outgoing, .undirected], types: nil, cursor: &cursor, limit: 2_048, into: found)
      {}
    }
    let edges = Set(found.edges.elements).map(graph.reader.edge).filter { $0.source == source }
    let keyed = edges.map { edge in
      let key = "\(edge.type)\u{0}\(edge.isDirected)\u{0}"
      return (edge: edge, key: Array(key.utf8), target: numbers[edge.target] ?? -1, text: Array(GQLLiteral.record(edge.properties.fields).utf8))
    }
    return keyed.sorted { a, b in
      if a.key != b.key { return a.key.lexicographicallyPrecedes(b.key) }
      if a.target != b.target { return a.target < b.target }
      return a.text.lexicographicallyPrecedes(b.text)
    }.map(\.edge)
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
