/// Writes a graph as keyed JSON Lines (see `KeyedRecord`): nodes, then edges, each in the order of their keys, those without a key last in
/// the order of their ids. The same contents give the same bytes; loading them into an empty graph and writing again does too.
///
/// Of several elements with one key the first has it as `id`. The others keep it as a property, since one `id` is one element when
/// loaded. Nodes without a key are numbered by their place in the output: row numbers would change with every load.
public enum KeyedExport {
  /// - Parameter write: receives about 64 KiB of text at a time.
  public static func write(_ elements: some GraphElements, monitor: WorkMonitor? = nil, to write: (String) throws -> Void) throws {
    monitor?.begin(.writing, whole: 2 * (elements.nodeCount + elements.edgeCount))
    var buffer: [UInt8] = []
    func flush(_ limit: Int) throws {
      guard buffer.count > limit else { return }
      try write(String(decoding: buffer, as: UTF8.self))
      buffer.removeAll(keepingCapacity: true)
    }

    var names: [NodeID: Value] = [:]
    var keys: Set<[UInt8]> = []
    var nodes: [(key: String?, ordinal: UInt32)] = []
    elements.forEachNode { ordinal, node in
      nodes.append((unused(text(node.properties["key"]), in: &keys), ordinal))
      monitor?.advance(by: 1)
    }
    nodes.sort(by: isBefore)
    for (index, (key, ordinal)) in nodes.enumerated() {
      names[elements.nodeID(ordinal)] = key.map { .string($0) } ?? .int(Int64(index + 1))
    }
    try forEachPart(of: nodes, elements.nodes) { key, node in
      let labels = Value.list(node.labels.map { .string($0) })
      buffer += try PropertyText.encode([
        "type": .string("node"), "id": names[node.id] ?? .int(node.id.rawValue), "labels": labels,
        "properties": .record(key == nil ? node.properties : withoutKey(node.properties)),
      ], depth: PropertyText.anyDepth)
      buffer.append(0x0A)
      monitor?.advance(by: 1)
      try flush(65_536)
    }

    keys = []
    var edges: [(key: String?, ordinal: UInt32)] = []
    elements.forEachEdge { ordinal, edge in
      edges.append((unused(text(edge.properties["key"]), in: &keys), ordinal))
      monitor?.advance(by: 1)
    }
    edges.sort(by: isBefore)
    try forEachPart(of: edges, elements.edges) { key, edge in
      var record = Record([("type", .string("relationship"))])
      if let key { record["id"] = .string(key) }
      record["label"] = .string(edge.type)
      record["start"] = .record(["id": names[edge.source] ?? .int(edge.source.rawValue)])
      record["end"] = .record(["id": names[edge.target] ?? .int(edge.target.rawValue)])
      if !edge.isDirected { record["directed"] = .bool(false) }
      record["properties"] = .record(key == nil ? edge.properties : withoutKey(edge.properties))
      buffer += try PropertyText.encode(record, depth: PropertyText.anyDepth)
      buffer.append(0x0A)
      monitor?.advance(by: 1)
      try flush(65_536)
    }
    try flush(0)
  }

  /// Elements without keys lie side by side, and are read together.
  private static func forEachPart<Element>(
    of elements: [(key: String?, ordinal: UInt32)], _ read: ([UInt32]) -> [Element], _ body: (String?, Element) throws -> Void
  ) rethrows {
    for start in stride(from: 0, to: elements.count, by: ElementsTogether.count) {
      let part = elements[start..<min(start + ElementsTogether.count, elements.count)]
      for (element, read) in zip(part, read(part.map(\.ordinal))) { try body(element.key, read) }
    }
  }

  /// The key, unless an element before has it. Keys are compared by code point, as strings in queries are.
  private static func unused(_ key: String?, in keys: inout Set<[UInt8]>) -> String? {
    guard let key, keys.insert(Array(key.utf8)).inserted else { return nil }
    return key
  }

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
    case (let a?, let b?): a.precedes(b)
    case (.some, nil): true
    case (nil, .some): false
    case (nil, nil): a.ordinal < b.ordinal
    }
  }
}
