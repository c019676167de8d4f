import GraphStore

extension GraphFormat {
  /// What `apoc.export.json.all` writes and `apoc.import.json` reads: ids are texts of this file alone, times are texts. Not exact: dates
  /// and decimals come back as texts; the keyed JSON Lines of `jsonl` are. Ids that we write are `urn:graphsh:node/1` (see `RowName`).
  static let apocLines = GraphFormat(
    name: "apoc", extensions: ["apoc.jsonl", "apoc.json"], summary: "JSON Lines as Neo4j's APOC writes and reads them",
    losses: "dates, times, durations, decimals, bytes, NaN and infinities come back as texts",
    write: APOCLines.write, read: APOCLines.read)
}

enum APOCLines {
  @Sendable static func write(_ graph: GraphScan, to sink: TextSink) throws {
    try graph.forEachNode { node in
      var members = [("type", "\"node\""), ("id", JSONOutput.string(RowName.of(node.id)))]
      if !node.labels.isEmpty { members.append(("labels", JSONOutput.array(node.labels.map(JSONOutput.string)))) }
      if !node.properties.isEmpty { members.append(("properties", JSONOutput.text(.record(node.properties)))) }
      try sink.write(JSONOutput.object(members) + "\n")
    }
    try graph.forEachEdge { edge in
      var members = [
        ("type", "\"relationship\""), ("id", JSONOutput.string(RowName.of(edge.id))), ("label", JSONOutput.string(edge.type)),
      ]
      if !edge.properties.isEmpty { members.append(("properties", JSONOutput.text(.record(edge.properties)))) }
      members.append(("start", end(edge.source, graph)))
      members.append(("end", end(edge.target, graph)))
      if !edge.isDirected { members.append(("directed", "false")) }
      try sink.write(JSONOutput.object(members) + "\n")
    }
  }

  private static func end(_ id: NodeID, _ graph: GraphScan) -> String {
    var members = [("id", JSONOutput.string(RowName.of(id)))]
    if let labels = graph.node(id)?.labels, !labels.isEmpty { members.append(("labels", JSONOutput.array(labels.map(JSONOutput.string)))) }
    return JSONOutput.object(members)
  }

  @Sendable static func read(_ path: String, _ intake: inout GraphIntake) throws(StoreError) {
    let input = try ByteInput(path, monitor: intake.monitor)
    while true {
      let place = input.place
      guard let line = try input.nextLine() else { return }
      if line.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) { continue }
      let record: Record
      do throws(StoreError) { record = try PropertyJSON.record(line) } catch {
        try intake.reject("not a JSON object: \(error.message)", at: place)
        continue
      }
      try take(record, at: place, &intake)
    }
  }

  private static func take(_ record: Record, at place: String, _ intake: inout GraphIntake) throws(StoreError) {
    var properties = Record()
    if case .record(let fields)? = record["properties"] { properties = fields }
    switch record["type"] {
    case .string("node"):
      guard let id = id(record["id"]) else { return try intake.reject("a node needs an `id`", at: place) }
      var labels: [String] = []
      if case .list(let items)? = record["labels"] { for case .string(let label) in items { labels.append(label) } }
      try intake.takeNode(id: id, keeping: kept(record["id"]), labels: labels, properties: properties, at: place)
    case .string("relationship"):
      guard case .string(let type)? = record["label"], let source = end(record["start"]), let target = end(record["end"]) else {
        return try intake.reject("a relationship needs `label`, `start` and `end`", at: place)
      }
      var isDirected = true
      if case .bool(let truth)? = record["directed"] { isDirected = truth }
      try intake.takeEdge(type: type, from: source, to: target, isDirected: isDirected, keeping: kept(record["id"]), properties: properties, at: place)
    default: try intake.reject("`type` is to be \"node\" or \"relationship\"", at: place)
    }
  }

  private static func end(_ value: Value?) -> String? {
    if case .record(let record)? = value { return id(record["id"]) }
    return nil
  }

  private static func kept(_ value: Value?) -> Value? {
    if case .string(let text)? = value, RowName.isOne(text) { return nil }
    return value
  }

  private static func id(_ value: Value?) -> String? {
    switch value {
    case .string(let text)?: text
    case .int(let number)?: String(number)
    default: nil
    }
  }
}
