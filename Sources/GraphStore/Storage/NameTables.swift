/// Label sets and edge types of one graph: found by content, added when new. Remembers what it found;
/// `forget` when rows it may have added are rolled back.
final class NameTables {
  private let connection: Connection
  private let layout: GraphLayout
  private var labelSetIDs: [[UInt8]: Int64] = [:]
  private var edgeTypeIDs: [[UInt8]: Int64] = [:]

  init(_ connection: Connection, _ layout: GraphLayout) {
    self.connection = connection
    self.layout = layout
  }

  func forget() {
    labelSetIDs.removeAll()
    edgeTypeIDs.removeAll()
  }

  /// Labels need not be sorted or distinct.
  func labelSetID(_ labels: [String]) throws(StoreError) -> Int64 {
    for label in labels { try NameTables.check(label, "label") }
    let text = LabelSetText.encode(LabelSetText.canonical(labels))
    let key = Array(text.utf8)
    if let id = labelSetIDs[key] { return id }
    let id = try findOrInsert(text, in: layout.labelSet, column: "labels")
    labelSetIDs[key] = id
    return id
  }

  func edgeTypeID(_ name: String) throws(StoreError) -> Int64 {
    let key = Array(name.utf8)
    if let id = edgeTypeIDs[key] { return id }
    try NameTables.check(name, "edge type")
    let id = try findOrInsert(name, in: layout.edgeType, column: "name")
    edgeTypeIDs[key] = id
    return id
  }

  /// Nil when there is no such label set.
  func labels(ofSet id: Int64) throws(StoreError) -> [String]? {
    let statement = try connection.statement("SELECT labels FROM \(layout.labelSet) WHERE id = ?")
    statement.bind(1, id)
    defer { statement.reset() }
    guard try statement.step() else { return nil }
    return LabelSetText.decode(statement.utf8(0))
  }

  private func findOrInsert(_ text: String, in table: String, column: String) throws(StoreError) -> Int64 {
    let find = try connection.statement("SELECT min(id) FROM \(table) WHERE \(column) = ?")
    try find.bind(1, text)
    if let id = try find.firstInt() { return id }
    let insert = try connection.statement("INSERT INTO \(table) (\(column)) VALUES (?)")
    try insert.bind(1, text)
    try insert.run()
    let id = connection.lastInsertedID
    try connection.statement("UPDATE meta SET value = value + 1 WHERE key = 'catalog'").run()
    return id
  }

  /// SQLite's JSON functions end a string at NUL: the views could not tell such names apart.
  private static func check(_ name: String, _ kind: String) throws(StoreError) {
    guard !name.isEmpty, !name.utf8.contains(0) else {
      throw StoreError(
        .invalidProperty, "a name of \(kind == "label" ? "a label" : "an edge type") is empty or contains NUL"
      )
    }
  }
}
