/// Rows of one graph's `pack` table: chunks of the packed index. See `PackHeader`.
struct PackTable {
  private let connection: Connection
  private let layout: GraphLayout
  /// Stops who writes many chunks.
  var interrupts: InterruptHandle?

  init(_ connection: Connection, _ layout: GraphLayout) {
    self.connection = connection
    self.layout = layout
  }

  /// Files made before there was an index lack the table.
  func create() throws(StoreError) {
    try connection.execute(layout.packDDL)
  }

  func removeAll() throws(StoreError) { try connection.statement("DELETE FROM \(layout.pack)").run() }

  func removeAll(_ kind: PackKey.Kind, item: Int) throws(StoreError) {
    let statement = try connection.statement("DELETE FROM \(layout.pack) WHERE id BETWEEN ? AND ?")
    let first = PackKey(kind: kind, item: item).row
    statement.bind(1, first)
    statement.bind(2, first + Int64(UInt32.max))
    try statement.run()
  }

  func remove(_ key: PackKey) throws(StoreError) {
    let statement = try connection.statement("DELETE FROM \(layout.pack) WHERE id = ?")
    statement.bind(1, key.row)
    try statement.run()
  }

  /// In place of what was there.
  func write(_ key: PackKey, _ bytes: UnsafeRawBufferPointer) throws(StoreError) {
    try interrupts?.check()
    let statement = try connection.statement("INSERT OR REPLACE INTO \(layout.pack) (id, data) VALUES (?, ?)")
    statement.bind(1, key.row)
    try statement.bind(2, blob: bytes)
    try statement.run()
  }

  /// False when there is no such chunk. The bytes are valid during the call.
  func read(_ key: PackKey, _ body: (UnsafeRawBufferPointer) -> Void) throws(StoreError) -> Bool {
    let statement = try connection.statement("SELECT data FROM \(layout.pack) WHERE id = ?")
    statement.bind(1, key.row)
    defer { statement.reset() }
    guard try statement.step() else { return false }
    body(statement.blob(0))
    return true
  }

  /// The chunks of one kind and item that exist, ascending.
  func chunks(_ kind: PackKey.Kind, item: Int) throws(StoreError) -> [Int] {
    let statement = try connection.statement("SELECT id FROM \(layout.pack) WHERE id BETWEEN ? AND ? ORDER BY id")
    let first = PackKey(kind: kind, item: item).row
    statement.bind(1, first)
    statement.bind(2, first + Int64(UInt32.max))
    defer { statement.reset() }
    var chunks: [Int] = []
    while try statement.step() { chunks.append(Int(statement.int(0) - first)) }
    return chunks
  }

  /// 0 when there is no index.
  func version() throws(StoreError) -> Int64 {
    let statement = try connection.statement("SELECT value FROM meta WHERE key = ?")
    try statement.bind(1, layout.pack)
    return try statement.firstInt() ?? 0
  }

  /// Snapshots of other versions start afresh.
  func bumpVersion() throws(StoreError) -> Int64 {
    let next = try version() + 1
    let statement = try connection.statement("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)")
    try statement.bind(1, layout.pack)
    statement.bind(2, next)
    try statement.run()
    return next
  }

  /// Only the last entries stay, so that the numbers of later ones go on: nobody reads what happened before the index.
  func trimChangeLog() throws(StoreError) {
    for table in [layout.nodeChange, layout.edgeChange] {
      try connection.statement("DELETE FROM \(table) WHERE seq < (SELECT max(seq) FROM \(table))").run()
    }
  }
}

extension GraphLayout {
  var pack: String { prefix + "pack" }

  /// As in `schema/graph.sql`, to be run again.
  var packDDL: String { "CREATE TABLE IF NOT EXISTS \(pack) (\n  id INTEGER PRIMARY KEY,\n  data BLOB NOT NULL\n) STRICT" }
}
