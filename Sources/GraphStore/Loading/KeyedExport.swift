/// Writes a graph as keyed JSON Lines (see `KeyedRecord`): nodes, then edges, each in the order of their keys, those without a key last in the
/// order of their ids. The same contents give the same bytes; loading them into an empty graph and writing again does too.
public enum KeyedExport {
  /// - Parameter write: receives about 64 KiB of text at a time.
  public static func write(_ reader: any GraphReader, to write: (String) throws -> Void) throws {
    var buffer: [UInt8] = []
    func flush(_ limit: Int) throws {
      guard buffer.count > limit else { return }
      try write(String(decoding: buffer, as: UTF8.self))
      buffer.removeAll(keepingCapacity: true)
    }

    var keyByID: [NodeID: String] = [:]
    var nodes: [(key: String?, ordinal: UInt32)] = []
    for ordinal in 0..<reader.nodeLimit where reader.isAlive(node: ordinal) {
      let node = reader.node(ordinal)
      let key = text(node.properties["key"])
      // A key that several nodes have names the first of them only.
      nodes.append((key, ordinal))
      keyByID[node.id] = key
    }
    nodes.sort(by: isBefore)
    for (_, ordinal) in nodes {
      let node = reader.node(ordinal)
      let labels = Value.list(node.labels.map { .string($0) })
      buffer += try PropertyText.encode([
        "type": .string("node"), "id": id(node.id, keyByID[node.id]), "labels": labels,
        "properties": .record(withoutKey(node.properties)),
      ])
      buffer.append(0x0A)
      try flush(65_536)
    }

    var edges: [(key: String?, ordinal: UInt32)] = []
    for ordinal in 0..<reader.edgeLimit where reader.isAlive(edge: ordinal) {
      edges.append((text(reader.edge(ordinal).properties["key"]), ordinal))
    }
    edges.sort(by: isBefore)
    for (key, ordinal) in edges {
      let edge = reader.edge(ordinal)
      var record = Record([("type", .string("relationship"))])
      if let key { record["id"] = .string(key) }
      record["label"] = .string(edge.type)
      record["start"] = .record(["id": id(edge.source, keyByID[edge.source])])
      record["end"] = .record(["id": id(edge.target, keyByID[edge.target])])
      if !edge.isDirected { record["directed"] = .bool(false) }
      record["properties"] = .record(key == nil ? edge.properties : withoutKey(edge.properties))
      buffer += try PropertyText.encode(record)
      buffer.append(0x0A)
      try flush(65_536)
    }
    try flush(0)
  }

  private static func id(_ id: NodeID, _ key: String?) -> Value { key.map { .string($0) } ?? .int(id.rawValue) }

  private static func text(_ value: Value?) -> String? {
    if case .string(let text)? = value { return text }
    return nil
  }

  private static func withoutKey(_ properties: Record) -> Record {
    guard case .string? = properties["key"] else { return properties }
    return Record(properties.fields.filter { $0.name != "key" })
  }

  private static func isBefore(_ a: (key: String?, ordinal: UInt32), _ b: (key: String?, ordinal: UInt32)) -> Bool {
    switch (a.key, b.key) {
    case (let a?, let b?): a.utf8.lexicographicallyPrecedes(b.utf8)
    case (.some, nil): true
    case (nil, .some): false
    case (nil, nil): a.ordinal < b.ordinal
    }
  }
}
