/// Rows of `node` and their change log, written through one connection. What `schema/graph.sql` does by
/// triggers for other programs, these methods do themselves: log first, then change.
///
/// Methods that name a row return false when there is none.
struct NodeTable {
  private let connection: Connection
  private let sql: SQL

  /// Rows per statement of `insert(_:)`: AUTOINCREMENT is paid per statement.
  static let rowsPerStatement = 50

  init(_ connection: Connection, _ layout: GraphLayout) {
    self.connection = connection
    sql = layout == .home ? SQL.home : SQL(layout)
  }

  /// Texts made once, as those of `TableRowSource`.
  private struct SQL {
    static let home = SQL(.home)

    let table, insert, insertMany, log, replace, relabel, delete, exists, read: String

    init(_ layout: GraphLayout) {
      let node = layout.node
      table = node
      insert = "INSERT INTO \(node) (label_set, properties) VALUES (?, ?)"
      let rows = Array(repeating: "(?, ?)", count: NodeTable.rowsPerStatement).joined(separator: ", ")
      insertMany = "INSERT INTO \(node) (label_set, properties) VALUES \(rows)"
      log = "INSERT INTO \(layout.nodeChange) (id, label_set) SELECT id, label_set FROM \(node) WHERE id = ?"
      replace = "UPDATE \(node) SET properties = ?2 WHERE id = ?1"
      relabel = "UPDATE \(node) SET label_set = ?2 WHERE id = ?1"
      delete = "DELETE FROM \(node) WHERE id = ?"
      exists = "SELECT 1 FROM \(node) WHERE id = ?"
      read = "SELECT label_set, properties FROM \(node) WHERE id = ?"
    }
  }

  func insert(labelSet: Int64, properties: [UInt8]) throws(StoreError) -> Int64 {
    let statement = try connection.statement(sql.insert)
    statement.bind(1, labelSet)
    try statement.bind(2, copying: properties)
    return try connection.insert(statement, into: sql.table)
  }

  /// The ids given are consecutive, in the order of `rows`.
  func insert(_ rows: [(labelSet: Int64, properties: [UInt8])]) throws(StoreError) -> [Int64] {
    var ids: [Int64] = []
    ids.reserveCapacity(rows.count)
    var next = 0
    while rows.count - next >= NodeTable.rowsPerStatement {
      let statement = try connection.statement(sql.insertMany)
      for offset in 0..<NodeTable.rowsPerStatement {
        let row = rows[next + offset]
        statement.bind(Int32(2 * offset + 1), row.labelSet)
        try statement.bind(Int32(2 * offset + 2), copying: row.properties)
      }
      let last = try connection.insert(statement, into: sql.table)
      ids.append(contentsOf: (last - Int64(NodeTable.rowsPerStatement) + 1)...last)
      next += NodeTable.rowsPerStatement
    }
    for row in rows[next...] { ids.append(try insert(labelSet: row.labelSet, properties: row.properties)) }
    return ids
  }

  func exists(_ id: Int64) throws(StoreError) -> Bool {
    let statement = try connection.statement(sql.exists)
    statement.bind(1, id)
    return try statement.firstInt() != nil
  }

  func read<T>(
    _ id: Int64, _ body: (_ labelSet: Int64, _ properties: UnsafeBufferPointer<UInt8>) throws(StoreError) -> T
  ) throws(StoreError) -> T? {
    let statement = try connection.statement(sql.read)
    statement.bind(1, id)
    defer { statement.reset() }
    guard try statement.step() else { return nil }
    return try body(statement.int(0), statement.utf8(1))
  }

  func replaceProperties(of id: Int64, with properties: [UInt8]) throws(StoreError) -> Bool {
    guard try log(id) else { return false }
    let statement = try connection.statement(sql.replace)
    statement.bind(1, id)
    try statement.bind(2, copying: properties)
    try statement.run()
    return true
  }

  func replaceLabelSet(of id: Int64, with labelSet: Int64) throws(StoreError) -> Bool {
    guard try log(id) else { return false }
    let statement = try connection.statement(sql.relabel)
    statement.bind(1, id)
    statement.bind(2, labelSet)
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
