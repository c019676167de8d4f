import GraphStore

extension GraphFormat {
  /// What NetworkX's `node_link_data` gives and `node_link_graph` takes, as D3 does: `nodes` and `edges` (before NetworkX 3.4 `links`),
  /// attributes beside the ids. Exact both ways: values have the form of our files, so that a date is `{"@date":"2025-03-03"}`. The member
  /// `creator`, which other programs do not write, tells that ids are numbers of rows and that `_id` is a property called `id`.
  static let nodeLink = GraphFormat(
    name: "nodelink", extensions: ["nodelink.json", "json"], summary: "node-link JSON, as NetworkX and D3 read it",
    write: NodeLink.write, read: NodeLink.read)
}

enum NodeLink {
  /// Attributes that have a meaning here; a property of such a name is written with `_` in front.
  private static let nodeNames = ReservedNames(names: ["id", "labels"])
  private static let edgeNames = ReservedNames(names: ["source", "target", "key", "type", "directed"])

  @Sendable static func write(_ graph: GraphScan, to sink: TextSink) throws {
    let directions = graph.directions()
    let isDirected = directions != .undirected
    if directions == .both { sink.note("NetworkX and D3 take the undirected edges for directed ones") }
    try sink.write("{\"creator\": \"graphsh\", \"directed\": \(isDirected), \"multigraph\": true, \"graph\": {},\n\"nodes\": [")
    var separator = "\n"
    try graph.forEachNode { node in
      var members = [("id", String(node.id.rawValue))]
      if !node.labels.isEmpty { members.append(("labels", JSONOutput.array(node.labels.map(JSONOutput.string)))) }
      try members.append(contentsOf: attributes(node.properties, nodeNames))
      try sink.write(separator + JSONOutput.object(members))
      separator = ",\n"
    }
    try sink.write("\n],\n\"edges\": [")
    separator = "\n"
    try graph.forEachEdge { edge in
      var members = [
        ("source", String(edge.source.rawValue)), ("target", String(edge.target.rawValue)), ("key", String(edge.id.rawValue)),
        ("type", JSONOutput.string(edge.type)),
      ]
      if isDirected, !edge.isDirected { members.append(("directed", "false")) }
      try members.append(contentsOf: attributes(edge.properties, edgeNames))
      try sink.write(separator + JSONOutput.object(members))
      separator = ",\n"
    }
    try sink.write("\n]}\n")
  }

  private static func attributes(_ properties: Record, _ names: ReservedNames) throws(StoreError) -> [(String, String)] {
    var members: [(String, String)] = []
    for (name, value) in properties.fields { members.append((names.written(name), try PropertyJSON.text(value))) }
    return members
  }

  // MARK: Reading

  @Sendable static func read(_ path: String, _ intake: inout GraphIntake) throws(StoreError) {
    let head = try Head(path, intake.monitor)
    let json = try JSONScanner(path, monitor: intake.monitor)
    var hasNodes = false, hasEdges = false
    try json.members { name throws(StoreError) in
      switch name {
      case "adjacency": throw StoreError(.invalidProperty, "\(path): `adjacency` is NetworkX's adjacency data; `nx.node_link_data` makes what is loaded")
      case "nodes":
        hasNodes = true
        try json.records { record, place throws(StoreError) in
          try takeNode(record, head, at: place, &intake)
        } faulty: { message, place throws(StoreError) in try intake.reject(message, at: place) }
      case "edges", "links":
        hasEdges = true
        try json.records { record, place throws(StoreError) in
          try takeEdge(record, head, at: place, &intake)
        } faulty: { message, place throws(StoreError) in try intake.reject(message, at: place) }
      default: _ = try json.raw()
      }
    }
    guard hasNodes else { throw StoreError(.invalidProperty, "\(path): there is no `nodes`: this is no node-link JSON") }
    if !hasEdges { intake.note("there is neither `edges` nor `links`: only nodes are loaded") }
  }

  /// What is said of the whole graph. It may stand behind the edges: the file is walked once for it.
  private struct Head {
    var isDirected = true
    var isMultigraph = false
    /// We have written the file.
    var isOurs = false

    init(_ path: String, _ monitor: WorkMonitor?) throws(StoreError) {
      let json = try JSONScanner(path, monitor: monitor)
      guard try json.peek() == UInt8(ascii: "{") else {
        throw json.input.fault(
          "node-link JSON is one object with `nodes` and `edges`; a list of objects is loaded as keyed JSON Lines: one object in each line, in a file that ends in .jsonl")
      }
      try json.members { name throws(StoreError) in
        let raw = try json.raw()
        switch name {
        case "directed": isDirected = !raw.elementsEqual("false".utf8)
        case "multigraph": isMultigraph = raw.elementsEqual("true".utf8)
        case "creator": isOurs = raw.elementsEqual("\"graphsh\"".utf8)
        default: break
        }
      }
    }
  }

  private static func takeNode(_ record: Record, _ head: Head, at place: String, _ intake: inout GraphIntake) throws(StoreError) {
    guard let id = record["id"] ?? record["name"] else { return try intake.reject("a node without `id`", at: place) }
    var labels: [String] = []
    var properties: [(name: String, value: Value)] = []
    for (name, value) in record.fields {
      switch name {
      case "id": continue
      case "labels": labels = self.labels(value)
      default: properties.append((head.isOurs ? nodeNames.read(name) : name, value))
      }
    }
    try intake.takeNode(
      id: try PropertyJSON.text(id), keeping: head.isOurs ? nil : record["id"], labels: labels, properties: Record(properties), at: place)
  }

  private static func takeEdge(_ record: Record, _ head: Head, at place: String, _ intake: inout GraphIntake) throws(StoreError) {
    guard let source = record["source"], let target = record["target"] else {
      return try intake.reject("an edge without `source` and `target`", at: place)
    }
    var type: String?
    var parallelKey: String?
    var isDirected = head.isDirected
    var properties: [(name: String, value: Value)] = []
    for (name, value) in record.fields {
      switch (name, value) {
      case ("source", _), ("target", _): continue
      // The number of a parallel edge.
      case ("key", .int) where head.isOurs || head.isMultigraph: continue
      case ("key", .string(let text)) where head.isMultigraph && !text.isEmpty: parallelKey = text
      case ("type", .string(let text)) where !text.isEmpty: type = text
      case ("directed", .bool(let truth)): isDirected = truth
      default: properties.append((head.isOurs ? edgeNames.read(name) : name, value))
      }
    }
    // A name that tells apart the edges between two nodes, and not all edges: mostly what others call a type.
    if let parallelKey, type != nil { properties.append(("edge_key", .string(parallelKey))) }
    try intake.takeEdge(
      type: type ?? parallelKey ?? GraphFormat.usualType, from: try PropertyJSON.text(source), to: try PropertyJSON.text(target),
      isDirected: isDirected, properties: Record(properties), at: place)
  }

  private static func labels(_ value: Value) -> [String] {
    switch value {
    case .string(let label): [label]
    case .list(let items): items.compactMap { if case .string(let label) = $0 { label } else { nil } }
    default: []
    }
  }
}
