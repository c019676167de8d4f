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

  /// What a file with these graphs should hold: what SQLite makes of the DDL. Takes milliseconds.
  static func expectedObjects(_ layouts: [GraphLayout]) throws(StoreError) -> [Object] {
    let connection = try Connection.inMemory()
    defer { connection.close() }
    try create(on: connection)
    for layout in layouts where layout != .home { try connection.execute(layout.ddl) }
    return try objects(on: connection)
  }

  /// The triggers of a graph's tables, as SQLite keeps them: each as it is written in the DDL, from CREATE to END.
  static func expectedTriggers(_ layout: GraphLayout) -> [Object] {
    if let known = triggers.withLock({ $0[layout] }) { return known }
    // Over bytes: every opening of a file comes here.
    let text = Array(layout.ddl.utf8)
    var objects: [Object] = []
    var trigger: Int?
    var line = 0
    while line < text.count {
      let end = text[line...].firstIndex(of: UInt8(ascii: "\n")) ?? text.count
      if trigger == nil, text[line..<end].starts(with: triggerHead) { trigger = line }
      if let start = trigger, text[line..<end].suffix(triggerEnd.count).elementsEqual(triggerEnd) {
        if let object = object(ofTrigger: text[start..<end].dropLast()) { objects.append(object) }
        trigger = nil
      }
      line = end + 1
    }
    triggers.withLock { known in
      if known.count > 64 { known = [:] }
      known[layout] = objects
    }
    return objects
  }

  private static let triggers = Mutex<[GraphLayout: [Object]]>([:])
  private static let triggerHead = Array("CREATE TRIGGER ".utf8)
  private static let triggerEnd = Array("END;".utf8)

  /// Nil for what does not say `CREATE TRIGGER name ... ON table` in its first line.
  private static func object(ofTrigger sql: ArraySlice<UInt8>) -> Object? {
    let words = sql.prefix { $0 != UInt8(ascii: "\n") }.split(separator: UInt8(ascii: " "))
    guard let place = words.firstIndex(where: { $0.elementsEqual("ON".utf8) }), place + 1 < words.count else { return nil }
    return Object(
      type: "trigger", name: String(decoding: words[2], as: UTF8.self), table: String(decoding: words[place + 1], as: UTF8.self),
      sql: String(decoding: sql, as: UTF8.self))
  }

  /// Whether the triggers that keep the change log of a graph are in place and nothing evades them. Only then
  /// may a snapshot be advanced by the log; otherwise it is read anew whenever anything changed.
  static func keepsChangeLog(_ layout: GraphLayout, on connection: Connection) throws(StoreError) -> Bool {
    keepsChangeLog(layout, in: try objects(on: connection))
  }

  /// - Parameter found: all objects of the file.
  static func keepsChangeLog(_ layout: GraphLayout, in found: [Object]) -> Bool {
    let tables: Set = [layout.node, layout.edge, layout.labelSet, layout.edgeType]
    for expected in expectedTriggers(layout) where tables.contains(expected.table) {
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
