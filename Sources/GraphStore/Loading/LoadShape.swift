/// What a load would bring: labels and types with the properties found on them, and the types of those.
struct LoadShape {
  fileprivate struct Kind {
    var count = 0
    var keys: [String: Key] = [:]
  }

  fileprivate struct Key {
    var count = 0
    var types: Set<String> = []
  }

  private var nodes: [String: Kind] = [:]
  private var edges: [String: Kind] = [:]

  mutating func noteNode(_ labels: [String], _ properties: Record) {
    nodes[labels.isEmpty ? "without label" : ":" + labels.sorted().joined(separator: "&"), default: Kind()].note(properties)
  }

  mutating func noteEdge(_ type: String, _ properties: Record) { edges["[:\(type)]", default: Kind()].note(properties) }

  /// One line for each set of labels and each type, most frequent first: `nodes :Person 21: name STRING, age INT?`. A question mark: some have
  /// none.
  var lines: [String] {
    LoadShape.lines("nodes", nodes) + LoadShape.lines("relationships", edges)
  }

  fileprivate static func lines(_ what: String, _ kinds: [String: Kind]) -> [String] {
    kinds.sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }.map { name, kind in
      let keys = kind.keys.sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }.map { key, found in
        "\(key) \(found.types.sorted().joined(separator: "|"))\(found.count < kind.count ? "?" : "")"
      }
      return "\(what) \(name) \(kind.count): \(keys.isEmpty ? "no properties" : keys.joined(separator: ", "))"
    }
  }
}

extension LoadShape.Kind {
  fileprivate mutating func note(_ properties: Record) {
    count += 1
    for (name, value) in properties.fields {
      keys[name, default: .init()].count += 1
      keys[name, default: .init()].types.insert(LoadShape.typeName(value))
    }
  }
}

extension LoadShape {
  fileprivate static func typeName(_ value: Value) -> String {
    switch value {
    case .null: "NULL"
    case .bool: "BOOL"
    case .int: "INT"
    case .float: "FLOAT"
    case .decimal: "DECIMAL"
    case .string: "STRING"
    case .bytes: "BYTES"
    case .date: "DATE"
    case .localTime: "LOCAL TIME"
    case .zonedTime: "ZONED TIME"
    case .localDateTime: "LOCAL DATETIME"
    case .zonedDateTime: "ZONED DATETIME"
    case .duration: "DURATION"
    case .list(let items): "LIST<\(Set(items.map(typeName)).sorted().joined(separator: "|"))>"
    case .record: "RECORD"
    case .node: "NODE"
    case .edge: "EDGE"
    case .path: "PATH"
    }
  }
}
