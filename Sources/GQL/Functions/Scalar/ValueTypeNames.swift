import GraphStore

/// `valueType(x)`, in the words of Neo4j.
extension ScalarFunction {
  static let valueTypes = [valueType]

  static let valueType = ScalarFunction(
    "VALUE_TYPE", aliases: ["VALUETYPE"], parameters: [Parameter("value", .any)], result: always(.string), nulls: .handlesNull,
    summary: "The name that Neo4j gives the narrowest type of the value.",
    example: ("VALUE_TYPE([1, 'a'])", "'LIST<STRING NOT NULL | INTEGER NOT NULL> NOT NULL'")
  ) { (arguments, context) throws(ValueError) in
    context.arena.string(arguments[0].isNull ? "NULL" : name(of: arguments[0]) + " NOT NULL")
  }

  /// Of a value that is not null.
  private static func name(of value: Cell) -> String { value.tag == .list ? listName(value.items) : value.tag.neo4jName }

  /// The types of the items stand in Neo4j's order, which is that of `neo4jRank`; `NOT NULL` where no item is null.
  private static func listName(_ items: UnsafeBufferPointer<Cell>) -> String {
    if items.isEmpty { return "LIST<NOTHING>" }
    var ranks: [String: Int] = [:]
    for item in items where !item.isNull { ranks[name(of: item)] = item.tag.neo4jRank }
    if ranks.isEmpty { return "LIST<NULL>" }
    let ending = items.contains(where: \.isNull) ? "" : " NOT NULL"
    let names = ranks.sorted { ($0.value, $0.key) < ($1.value, $1.key) }
    return "LIST<\(names.map { $0.key + ending }.joined(separator: " | "))>"
  }
}

extension Cell.Tag {
  fileprivate var neo4jName: String {
    switch self {
    case .null: "NULL"
    case .bool: "BOOLEAN"
    case .string: "STRING"
    case .int: "INTEGER"
    case .float: "FLOAT"
    case .decimal: "DECIMAL"
    case .bytes: "BYTES"
    case .date: "DATE"
    case .localTime: "LOCAL TIME"
    case .zonedTime: "ZONED TIME"
    case .localDateTime: "LOCAL DATETIME"
    case .zonedDateTime: "ZONED DATETIME"
    case .duration: "DURATION"
    case .node: "NODE"
    case .edge: "RELATIONSHIP"
    case .record: "MAP"
    case .list: "LIST"
    case .path: "PATH"
    }
  }

  fileprivate var neo4jRank: Int {
    switch self {
    case .null: 0
    case .bool: 1
    case .string: 2
    case .int: 3
    case .float: 4
    case .decimal: 5
    case .bytes: 6
    case .date: 7
    case .localTime: 8
    case .zonedTime: 9
    case .localDateTime: 10
    case .zonedDateTime: 11
    case .duration: 12
    case .node: 13
    case .edge: 14
    case .record: 15
    case .list: 16
    case .path: 17
    }
  }
}
