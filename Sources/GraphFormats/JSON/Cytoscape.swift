import GraphStore

extension GraphFormat {
  /// `elements` of Cytoscape.js and of the desktop program's `.cyjs`: out only.
  static let cytoscape = GraphFormat(
    name: "cytoscape", extensions: ["cyjs"], summary: "Cytoscape JSON",
    write: Cytoscape.write)
}

enum Cytoscape {
  private static let names = ReservedNames(names: ["id", "label", "labels", "source", "target", "parent", "directed"])

  @Sendable static func write(_ graph: GraphScan, to sink: TextSink) throws {
    try sink.write("{\"elements\": {\n\"nodes\": [")
    var separator = "\n"
    func add(_ members: [(String, String)], _ properties: Record) throws {
      let all = members + properties.fields.map { (names.written($0.name), JSONOutput.text($0.value)) }
      try sink.write(separator + "{\"data\":" + JSONOutput.object(all) + "}")
      separator = ",\n"
    }
    try graph.forEachNode { node in
      let labels = JSONOutput.array(node.labels.map(JSONOutput.string))
      try add(
        [("id", "\"n\(node.id.rawValue)\""), ("label", JSONOutput.string(PlainText.caption(node))), ("labels", labels)], node.properties)
    }
    try sink.write("\n],\n\"edges\": [")
    separator = "\n"
    try graph.forEachEdge { edge in
      var members = [
        ("id", "\"e\(edge.id.rawValue)\""), ("source", "\"n\(edge.source.rawValue)\""), ("target", "\"n\(edge.target.rawValue)\""),
        ("label", JSONOutput.string(edge.type)),
      ]
      if !edge.isDirected { members.append(("directed", "false")) }
      try add(members, edge.properties)
    }
    try sink.write("\n]}}\n")
  }
}
