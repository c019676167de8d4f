/// Rows of `edge` and their change log, written through one connection; see `NodeTable`.
struct EdgeTable {
  private let connection: Connection
  private let sql: SQL

  struct Row {
    var type: Int64
    var source: Int64
    var target: Int64
    var isDirected: Bool
    var properties: [UInt8]
  }

  /// Rows per statement of `insert(_:)`: AUTOINCREMENT is paid per statement.
  static let rowsPerStatement = 50
  private static let columnCount = 5

  init(_ connection: Connection, _ layout: GraphLayout) {
    self.connection = connection
    sql = layout == .home ? SQL.home : SQL(layout)
  }

  /// Texts made once, as those of `TableRowSource`.
  private struct SQL {
    static let home = SQL(.home)

    let table, insert, insertMany, log, replace, delete, read: String

    init(_ layout: GraphLayout) {
      let edge = layout.edge
      table = edge
      let columns = "type, source, target, directed, properties"
      insert = "INSERT INTO \(edge) (\(columns)) VALUES (?, ?, ?, ?, ?)"
      let rows = Array(repeating: "(?, ?, ?, ?, ?)", count: EdgeTable.rowsPerStatement).joined(separator: ", ")
      insertMany = "INSERT INTO \(edge) (\(columns)) VALUES \(rows)"
      log = """
        INSERT INTO \(layout.edgeChange) (id, source, target, type) \
        SELECT id, source, target, type FROM \(edge) WHERE id = ?
        """
      replace = "UPDATE \(edge) SET properties = ?2 WHERE id = ?1"
      delete = "DELETE FROM \(edge) WHERE id = ?"
      read = "SELECT properties FROM \(edge) WHERE id = ?"
    }
  }

  func insert(_ row: Row) throws(StoreError) -> Int64 {
    let statement = try connection.statement(sql.insert)
    try bind(row, to: statement, from: 1)
    return try connection.insert(statement, into: sql.table)
  }

  /// The ids given are consecutive, in the order of `rows`.
  func insert(_ rows: [Row]) throws(StoreError) -> [Int64] {
    var ids: [Int64] = []
    ids.reserveCapacity(rows.count)
    var next = 0
    while rows.count - next >= EdgeTable.rowsPerStatement {
      let statement = try connection.statement(sql.insertMany)
      for offset in 0..<EdgeTable.rowsPerStatement {
        try bind(rows[next + offset], to: statement, from: Int32(EdgeTable.columnCount * offset + 1))
      }
      let last = try connection.insert(statement, into: sql.table)
      ids.append(contentsOf: (last - Int64(EdgeTable.rowsPerStatement) + 1)...last)
      next += EdgeTable.rowsPerStatement
    }
    for row in rows[next...] { ids.append(try insert(row)) }
    return ids
  }

  private func bind(_ row: Row, to statement: Statement, from parameter: Int32) throws(StoreError) {
    statement.bind(parameter, row.type)
    statement.bind(parameter + 1, row.source)
    statement.bind(parameter + 2, row.target)
    statement.bind(parameter + 3, row.isDirected ? 1 : 0)
    try statement.bind(parameter + 4, copying: row.properties)
  }

  func read<T>(
    _ id: Int64, _ body: (_ properties: UnsafeBufferPointer<UInt8>) throws(StoreError) -> T
  ) throws(StoreError) -> T? {
    let statement = try connection.statement(sql.read)
    statement.bind(1, id)
    defer { statement.reset() }
    guard try statement.step() else { return nil }
    return try body(statement.utf8(0))
  }

  func replaceProperties(of id: Int64, with properties: [UInt8]) throws(StoreError) -> Bool {
    guard try log(id) else { return false }
    let statement = try connection.statement(sql.replace)
    statement.bind(1, id)
    try statement.bind(2, copying: properties)
    try statement.run()
    return true
  }

  func delete(_ id: Int64) throws(StoreError) -> Bool {
    guard try log(id) else { return false }
    let statement = try connection.statement(sql.delete)
    statement.bind(1, id)
    try statement.run()
    return true
  }

  private func log(_ id: Int64) throws(StoreError) -> Bool {
    let statement = try connection.statement(sql.log)
    statement.bind(1, id)
    try statement.run()
    return connection.changedRowCount == 1
  }
}

extension Connection {
  /// Runs a statement that inserts rows, and gives the id of the last one. Past the format's greatest id, which only a row or a number
  /// planted by hand leads to, the row is taken back.
  ///
  /// - Throws: `limitExceeded` when no id is left.
  func insert(_ insert: Statement, into table: String) throws(StoreError) -> Int64 {
    do throws(StoreError) { try insert.run() } catch {
      // SQLite calls the disk full when it has given out its own greatest id.
      let last = error.code == .diskFull ? try statement(GraphLayout.recordedID(of: table)).firstInt() ?? 0 : 0
      throw last < FormatLimit.maximumID ? error : StoreError.noIDLeft
    }
    let id = lastInsertedID
    guard id > FormatLimit.maximumID else { return id }
    let delete = try statement("DELETE FROM \(table) WHERE id = ?")
    delete.bind(1, id)
    try delete.run()
    throw StoreError.noIDLeft
  }
}

extension StoreError {
  static var noIDLeft: StoreError { StoreError(.limitExceeded, "no id is left: the greatest is \(FormatLimit.maximumID)") }
}
