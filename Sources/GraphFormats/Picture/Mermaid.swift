import GraphStore

extension GraphFormat {
  /// A flowchart for Markdown: captions, types, and what turns their meaning. Small graphs: Mermaid itself stops at 500 edges, and nobody can read 200.
  static let mermaid = GraphFormat(
    name: "mermaid", extensions: ["mmd", "mermaid"], summary: "a Mermaid flowchart, of up to 200 edges",
    write: Mermaid.write)
}

enum Mermaid {
  static let edgeLimit = 200
  /// Clusters of a caption.
  static let captionLimit = 60

  @Sendable static func write(_ graph: GraphScan, to sink: TextSink) throws {
    guard graph.edgeCount <= edgeLimit, graph.nodeCount <= 2 * edgeLimit else {
      throw StoreError(
        .limitExceeded,
        "a Mermaid flowchart holds \(edgeLimit) edges and \(2 * edgeLimit) nodes at most, not \(graph.edgeCount) and \(graph.nodeCount): `--query` draws a part")
    }
    try sink.write("graph LR\n")
    try graph.forEachNode { node in
      let caption = PlainText.caption(node)
      let short = caption.count > captionLimit ? caption.prefix(captionLimit - 1) + "…" : caption
      try sink.write("  n\(node.id.rawValue)[\"\(escaped(short))\"]\n")
    }
    try graph.forEachEdge { edge in
      let line = edge.isDirected ? "-->" : "---"
      try sink.write("  n\(edge.source.rawValue) \(line)|\"\(escaped(label(of: edge)))\"| n\(edge.target.rawValue)\n")
    }
  }

  /// The type, and in brackets that it is on a part only, and how real it is.
  private static func label(of edge: Edge) -> String {
    func texts(_ key: String) -> [String] {
      switch edge.properties[key] {
      case .string(let text)?: text.isEmpty ? [] : [text]
      case .list(let items)?: items.compactMap { if case .string(let text) = $0, !text.isEmpty { text } else { nil } }
      default: []
      }
    }
    let scope = texts("scope"), modality = texts("modality").filter { $0 != "actual" }
    let parts = (scope.isEmpty ? [] : ["only: " + scope.joined(separator: " and ")]) + modality
    let label = edge.type + (parts.isEmpty ? "" : " (\(parts.joined(separator: ", ")))")
    return label.count > 2 * captionLimit ? label.prefix(2 * captionLimit - 1) + "…" : label
  }

  /// Everything that Mermaid, Markdown in it or HTML could take for its own, as character codes.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\n", "\r", "\t", "\u{2028}", "\u{2029}": result += " "
      case _ where scalar.properties.generalCategory == .control || scalar.properties.generalCategory == .format && scalar.value != 0x200D:
        continue
      case "\"", "#", "&", "<", ">", "`", "*", "_", "[", "]", "{", "}", "(", ")", "|", "\\", "~", ";", "%": result += "#\(scalar.value);"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result.isEmpty ? " " : result
  }
}
