import GraphStore

/// Which properties elements have, and of which types, as Neo4j tells it: read from the elements, since an open graph declares none.
enum PropertyTypeProcedures {
  static let all = [nodes, edges]

  private static let nodes = Procedure(
    "db.schema.nodeTypeProperties",
    columns: [
      Procedure.Field("nodeType", .string), Procedure.Field("nodeLabels", .list(.string)), Procedure.Field("propertyName", .string),
      Procedure.Field("propertyTypes", .list(.string)), Procedure.Field("mandatory", .bool),
    ], summary: "The properties of the nodes with each set of labels, and their types; reads the whole graph."
  ) { (_, reader) throws(QueryError) -> [[Value]] in
    var found: [[String]: Properties] = [:]
    reader.forEachNode { _, node in found[node.labels.inCodePointOrder, default: Properties()].add(node.properties) }
    return found.sorted { $0.key.lexicographicallyPrecedes($1.key) { $0.precedes($1) } }.flatMap { labels, properties in
      let type = labels.map { ":" + $0.inBackquotes }.joined()
      return properties.rows.map { [.string(type), .list(labels.map { .string($0) })] + $0 }
    }
  }

  private static let edges = Procedure(
    "db.schema.relTypeProperties",
    columns: [
      Procedure.Field("relType", .string), Procedure.Field("propertyName", .string), Procedure.Field("propertyTypes", .list(.string)),
      Procedure.Field("mandatory", .bool),
    ], summary: "The properties of the edges of each type, and their types; reads the whole graph."
  ) { (_, reader) throws(QueryError) -> [[Value]] in
    var found: [String: Properties] = [:]
    reader.forEachEdge { _, edge in found[edge.type, default: Properties()].add(edge.properties) }
    return found.sorted { $0.key.precedes($1.key) }.flatMap { type, properties in
      properties.rows.map { [.string(":" + type.inBackquotes)] + $0 }
    }
  }

  /// Those of elements of one kind.
  private struct Properties {
    private var elementCount = 0
    private var counts: [NameKey: Int] = [:]
    private var types: [NameKey: Set<String>] = [:]

    mutating func add(_ properties: Record) {
      elementCount += 1
      for field in properties.fields {
        let key = NameKey(field.name)
        counts[key, default: 0] += 1
        types[key, default: []].insert(field.value.storedTypeName)
      }
    }

    /// Name, types, whether every element has it; elements without properties have one row of nulls.
    var rows: [[Value]] {
      if counts.isEmpty { return [[.null, .null, .bool(false)]] }
      return counts.sorted { $0.key.text.precedes($1.key.text) }.map { key, count in
        [
          .string(key.text), .list((types[key] ?? []).inCodePointOrder.map { .string($0) }), .bool(count == elementCount),
        ]
      }
    }
  }
}

extension Value {
  /// What Neo4j calls the type of a stored value here.
  fileprivate var storedTypeName: String {
    switch self {
    case .null: "Null"
    case .bool: "Boolean"
    case .int: "Long"
    case .float: "Double"
    case .decimal: "Decimal"
    case .string: "String"
    case .bytes: "ByteArray"
    case .date: "Date"
    case .localTime: "LocalTime"
    case .zonedTime: "Time"
    case .localDateTime: "LocalDateTime"
    case .zonedDateTime: "DateTime"
    case .duration: "Duration"
    case .list(let items):
      // Lists of one type are arrays there.
      if let first = items.first?.storedTypeName, items.allSatisfy({ $0.storedTypeName == first }) { first + "Array" } else { "List" }
    case .record: "Map"
    case .node: "Node"
    case .edge: "Relationship"
    case .path: "Path"
    }
  }
}
