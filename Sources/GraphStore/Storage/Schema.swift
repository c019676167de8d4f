import CSQLite
import Synchronization

/// The objects of the file as the program makes them, to compare with what others left.
enum Schema {
  struct Object: Hashable, Sendable {
    var type: String
    var name: String
    var table: String
    /// Nil for what SQLite makes by itself.
    var sql: String?
  }

  /// Makes the catalog and the home graph. Inside a transaction.
  static func create(on connection: Connection) throws(StoreError) {
    try connection.execute(SchemaText.catalog)
    try connection.execute(GraphLayout.home.ddl)
  }

  static func objects(on connection: Connection) throws(StoreError) -> [Object] {
    let statement = try connection.statement(
      "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY rowid")
    defer { statement.reset() }
    var objects: [Object] = []
    while try statement.step() {
      objects.append(
        Object(
          type: statement.text(0), name: statement.text(1), table: statement.text(2),
          sql: statement.isNull(3) ? nil : statement.text(3)))
    }
    return objects
  }

  /// What a file with these graphs should hold.
  static func expectedObjects(_ layouts: [GraphLayout]) throws(StoreError) -> [Object] {
    if let known = expected.withLock({ $0[layouts] }) { return known }
    let objects = try madeObjects(layouts)
    expected.withLock { known in
      if known.count > 64 { known = [:] }
      known[layouts] = objects
    }
    return objects
  }

  private static let expected = Mutex<[[GraphLayout]: [Object]]>([:])

  private static func madeObjects(_ layouts: [GraphLayout]) throws(StoreError) -> [Object] {
    let connection = try Connection.inMemory()
    defer { connection.close() }
    try create(on: connection)
    for layout in layouts where layout != .home { try connection.execute(layout.ddl) }
    return try objects(on: connection)
  }

  /// Whether the triggers that keep the change log of a graph are in place and nothing evades them. Only then
  /// may a snapshot be advanced by the log; otherwise it is read anew whenever anything changed.
  static func keepsChangeLog(_ layout: GraphLayout, on connection: Connection) throws(StoreError) -> Bool {
    let tables: Set = [layout.node, layout.edge, layout.labelSet, layout.edgeType]
    let found = try objects(on: connection)
    for expected in try expectedObjects([.home, layout])
    where tables.contains(expected.table) && expected.type == "trigger" {
      guard found.contains(expected) else { return false }
    }
    // REPLACE over a unique key deletes another row without firing triggers.
    return !found.contains { object in
      object.type == "index" && tables.contains(object.table)
        && object.sql?.hasPrefix("CREATE UNIQUE") != false
    }
  }
}

extension Connection {
  static func inMemory() throws(StoreError) -> Connection {
    let options = Options(
      flags: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_MEMORY, durability: .normal,
      busyTimeoutMilliseconds: 0, usesMemoryMap: false)
    return try Connection(":memory:", path: "memory", options: options)
  }
}
