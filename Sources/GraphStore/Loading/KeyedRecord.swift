/// One line of keyed JSON Lines, in the shape of APOC's export:
///
/// ```
/// {"type":"node","id":"person/osei","labels":["Person"],"properties":{"name":"Ada Osei"}}
/// {"type":"relationship","id":"5/1","label":"PROPOSES","start":{"id":"person/osei"},"end":{"id":"levy"},"properties":{}}
/// ```
///
/// A string as `id` is the element's key: it is stored as its property `key`, and a record with the same key updates the element. So is
/// a string as the property `key` of an element without such an `id`, unless another element of the load has it. An integer names a node
/// within one load only, and without a key makes a new one each time. Edges without a key are made anew each time.
/// `"directed": false` makes an undirected edge. Property values are written as in the file format (see `PropertyText`).
enum KeyedRecord {
  case node(NodeRecord)
  case edge(EdgeRecord)

  struct NodeRecord {
    var id: RecordID
    var labels: [String]
    var properties: Record
    /// What it tells of; the rest of an element that is there stays.
    var told = Told()
  }

  struct Told {
    /// Nil = all keys.
    var keys: Set<String>?
    var allLabels = true

    func merged(_ new: Record, into old: Record?) -> Record {
      guard let keys, let old else { return new }
      var merged = old
      for key in keys { merged[key] = new[key] }
      return merged
    }

    func merged(_ new: [String], into old: [String]?) -> [String] {
      allLabels ? new : new + (old ?? []).filter { !new.contains($0) }
    }
  }

  struct EdgeRecord {
    var key: String?
    var type: String
    var start: RecordID
    var end: RecordID
    var isDirected: Bool
    var properties: Record
    var told = Told()
  }

  /// - Throws: `invalidProperty` with what is wrong, without the place.
  static func read(_ line: UnsafeBufferPointer<UInt8>) throws(StoreError) -> KeyedRecord {
    let record: Record
    do throws(PropertyFault) { record = try PropertyText.record(line, refusingRepetitions: true) } catch {
      throw wrong(explanation(of: error, in: line))
    }
    guard case .string(let kind)? = record["type"] else {
      throw wrong(
        "a line is a node, {\"type\": \"node\", \"id\": \"ada\", \"labels\": [\"Person\"], \"properties\": {...}}, or a relationship, "
          + "{\"type\": \"relationship\", \"label\": \"KNOWS\", \"start\": {\"id\": \"ada\"}, ...}; rows of plain values are loaded as CSV")
    }
    switch kind {
    case "node":
      try refuseOthers(record, than: nodeMembers, of: "node")
      guard let id = RecordID(record["id"]) else { throw wrong("a node needs an `id`, a string or an integer") }
      return .node(
        NodeRecord(id: id, labels: try labels(record["labels"]), properties: try properties(record, key: id.key)))
    case "relationship":
      try refuseOthers(record, than: edgeMembers, of: "relationship")
      guard case .string(let type)? = record["label"] else { throw wrong("a relationship needs a `label`, a string") }
      var key: String?
      if let id = record["id"] {
        guard let known = RecordID(id) else { throw wrong("`id` is to be a string or an integer") }
        key = known.key
      }
      var isDirected = true
      if let directed = record["directed"] {
        guard case .bool(let value) = directed else { throw wrong("`directed` is to be true or false") }
        isDirected = value
      }
      return .edge(
        EdgeRecord(
          key: key, type: type, start: try end(record, "start"), end: try end(record, "end"), isDirected: isDirected,
          properties: try properties(record, key: key)))
    default: throw wrong("`type` is to be \"node\" or \"relationship\", found \"\(kind)\"")
    }
  }

  private static let nodeMembers = ["type", "id", "labels", "properties"]
  private static let edgeMembers = ["type", "id", "label", "start", "end", "directed", "properties"]

  /// What nobody would read is refused, so that a misspelt member loses nothing.
  private static func refuseOthers(_ record: Record, than known: [String], of kind: String) throws(StoreError) {
    guard let other = record.fields.first(where: { !known.contains($0.name) }) else { return }
    throw wrong("a \(kind) has no member `\(other.name)`; it has \(known.map { "`\($0)`" }.joined(separator: ", "))")
  }

  private static func explanation(of fault: PropertyFault, in line: UnsafeBufferPointer<UInt8>) -> String {
    if line.contains(0) { return "not UTF-8, but looks like UTF-16; `iconv -f UTF-16 -t UTF-8` converts it" }
    let place = "at column \(column(of: fault.offset, in: line))"
    guard fault.isOfValue else { return "not a JSON object, as each line is one: \(fault.explanation) \(place)" }
    let rest = line.dropFirst(fault.offset).prefix { $0 != UInt8(ascii: "}") && $0 != UInt8(ascii: ",") }.prefix(60)
    return "\(fault.explanation) \(place)" + (rest.isEmpty ? "" : ", `\(String(decoding: rest, as: UTF8.self))`")
  }

  private static func end(_ record: Record, _ name: String) throws(StoreError) -> RecordID {
    guard case .record(let end)? = record[name], let id = RecordID(end["id"]) else {
      throw wrong("a relationship needs `\(name)`: {\"id\": ...}")
    }
    return id
  }

  private static func labels(_ value: Value?) throws(StoreError) -> [String] {
    guard let value else { return [] }
    guard case .list(let items) = value else { throw wrong("`labels` is to be a list of strings") }
    var labels: [String] = []
    for item in items {
      guard case .string(let label) = item else { throw wrong("`labels` is to be a list of strings") }
      labels.append(label)
    }
    return labels
  }

  /// The key comes first, so that it is found first.
  private static func properties(_ record: Record, key: String?) throws(StoreError) -> Record {
    var fields: [(name: String, value: Value)] = key.map { [("key", .string($0))] } ?? []
    if let value = record["properties"] {
      guard case .record(let properties) = value else { throw wrong("`properties` is to be an object") }
      for field in properties.fields {
        if field.name == "key", key != nil { throw wrong("`key` is what `id` is stored as; a property cannot have that name") }
        if case .null = field.value { continue }
        fields.append(field)
      }
    }
    return Record(fields)
  }

  /// From 1, in characters as SQL, GQL and editors count them: Unicode scalars.
  private static func column(of offset: Int, in line: UnsafeBufferPointer<UInt8>) -> Int {
    line.prefix(max(0, offset)).reduce(1) { $0 + ($1 & 0xC0 == 0x80 ? 0 : 1) }
  }

  private static func wrong(_ message: String) -> StoreError { StoreError(.invalidProperty, message) }
}

/// How a record names a node.
enum RecordID: Hashable {
  case key(String)
  case local(Int64)

  init?(_ value: Value?) {
    switch value {
    case .string(let key): self = .key(key)
    case .int(let number): self = .local(number)
    default: return nil
    }
  }

  var key: String? {
    if case .key(let key) = self { return key }
    return nil
  }

  var description: String {
    switch self {
    case .key(let key): "\"\(key)\""
    case .local(let number): String(number)
    }
  }
}
