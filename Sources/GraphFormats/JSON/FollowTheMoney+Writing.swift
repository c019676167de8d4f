import GraphStore

extension FollowTheMoney {
  @Sendable static func write(_ graph: GraphScan, to sink: TextSink) throws {
    let links = self.links(graph)
    try graph.forEachNode { node in
      let schema = node.labels.first { things.contains($0) } ?? "Thing"
      var properties = try texts(node.properties)
      if schema == "Thing", !node.labels.contains("Thing") {
        // What FollowTheMoney has no word for stays readable.
        for label in node.labels { append(label, to: "keywords", in: &properties) }
      }
      for (name, target) in links[node.id] ?? [] { append(target, to: name, in: &properties) }
      try write(id: id(node), schema: schema, properties, of: node.properties, to: sink)
    }
    try graph.forEachEdge { edge in
      guard let source = graph.node(edge.source), let target = graph.node(edge.target), !isLink(edge, source, target) else { return }
      let schema = relations[edge.type] == nil ? "UnknownLink" : edge.type
      guard let ends = relations[schema] else { return }
      var properties = try texts(edge.properties)
      properties.removeAll { $0.name == ends.source || $0.name == ends.target }
      properties.insert((ends.source, [id(source)]), at: 0)
      properties.insert((ends.target, [id(target)]), at: 1)
      if schema != edge.type { append(edge.type, to: "role", in: &properties) }
      try write(id: key(edge.properties) ?? RowName.of(edge.id), schema: schema, properties, of: edge.properties, to: sink)
    }
  }

  /// Edges that were properties, by the nodes that have them.
  private static func links(_ graph: GraphScan) -> [NodeID: [(name: String, target: String)]] {
    var links: [NodeID: [(name: String, target: String)]] = [:]
    graph.forEachEdge { edge in
      guard key(edge.properties) != nil, let source = graph.node(edge.source), let target = graph.node(edge.target) else { return }
      if isLink(edge, source, target) { links[edge.source, default: []].append((edge.type, id(target))) }
    }
    return links
  }

  private static func isLink(_ edge: Edge, _ source: Node, _ target: Node) -> Bool {
    edge.properties.fields.count == 1 && edge.isDirected && key(edge.properties) == linkKey(id(source), edge.type, id(target))
  }

  private static func write(
    id: String, schema: String, _ properties: [(name: String, values: [String])], of all: Record, to sink: TextSink
  ) throws {
    let texts = properties.filter { !$0.values.isEmpty }.map { ($0.name, JSONOutput.array($0.values.map(JSONOutput.string))) }
    var members = [
      ("id", JSONOutput.string(id)), ("schema", JSONOutput.string(schema)), ("properties", JSONOutput.object(texts)),
    ]
    for (name, value) in all.fields where isMember(name, value) { members.append((name, JSONOutput.text(value))) }
    try sink.write(JSONOutput.object(members) + "\n")
  }

  private static func isMember(_ name: String, _ value: Value) -> Bool {
    switch (members[name], value) {
    case (.text, .string), (.truth, .bool): true
    case (.texts, .list(let items)): items.allSatisfy { if case .string = $0 { true } else { false } }
    default: false
    }
  }

  private static func id(_ node: Node) -> String { key(node.properties) ?? RowName.of(node.id) }

  private static func key(_ properties: Record) -> String? {
    if case .string(let key)? = properties["key"], !key.isEmpty { return key }
    return nil
  }

  private static func append(_ text: String, to name: String, in properties: inout [(name: String, values: [String])]) {
    if let position = properties.firstIndex(where: { $0.name == name }) {
      properties[position].values.append(text)
    } else {
      properties.append((name, [text]))
    }
  }

  /// Every property as texts; `aliases` are called `alias` there.
  private static func texts(_ properties: Record) throws(StoreError) -> [(name: String, values: [String])] {
    var result: [(name: String, values: [String])] = []
    for (name, value) in properties.fields where name != "key" && !isMember(name, value) {
      var values: [String] = []
      if case .list(let items) = value {
        for item in items { values.append(try PlainText.of(item)) }
      } else {
        values = [try PlainText.of(value)]
      }
      let known = name == "aliases" ? "alias" : name
      for text in values { append(text, to: known, in: &result) }
    }
    return result
  }
}
