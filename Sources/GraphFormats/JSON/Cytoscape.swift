import GraphStore

extension GraphFormat {
  /// `elements` of Cytoscape.js and of the desktop program's `.cyjs`: out only.
  static let cytoscape = GraphFormat(
    name: "cytoscape", extensions: ["cyjs"], summary: "Cytoscape JSON",
    write: Cytoscape.write)
}

enum Cytoscape {
  /// `value` and `key` are what NetworkX calls a node and tells parallel edges apart by.
  private static let names = ReservedNames(names: ["id", "label", "labels", "source", "target", "parent", "directed", "value", "key"])

  @Sendable static func write(_ graph: GraphScan, to sink: TextSink) throws {
    let directions = graph.directions()
    if directions == .both { sink.note("NetworkX takes the undirected edges for directed ones") }
    try sink.write("{\"data\": {}, \"directed\": \(directions != .undirected), \"multigraph\": true,\n\"elements\": {\n\"nodes\": [")
    var separator = "\n"
    func add(_ members: [(String, String)], _ properties: Record) throws {
      let all = members + properties.fields.map { (names.written($0.name), JSONOutput.text($0.value)) }
      try sink.write(separator + "{\"data\":" + JSONOutput.object(all) + "}")
      separator = ",\n"
    }
    try graph.forEachNode { node in
      let labels = JSONOutput.array(node.labels.map(JSONOutput.string))
      try add(
        [("id", "\"n\(node.id.rawValue)\""), ("value", "\"n\(node.id.rawValue)\""), ("label", JSONOutput.string(PlainText.caption(node))), ("labels", labels)], node.properties)
    }
    try sink.write("\n],\n\"edges\": [")
    separator = "\n"
    try graph.forEachEdge { edge in
      var members = [
        ("id", "\"e\(edge.id.rawValue)\""), ("source", "\"n\(edge.source.rawValue)\""), ("target", "\"n\(edge.target.rawValue)\""),
        ("key", String(edge.id.rawValue)), ("label", JSONOutput.string(edge.type)),
      ]
      if !edge.isDirected { members.append(("directed", "false")) }
      try add(members, edge.properties)
    }
    try sink.write("\n]}}\n")
  }
}
