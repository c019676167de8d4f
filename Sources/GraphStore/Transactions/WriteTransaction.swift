/// The one writing transaction. One that is let go without `commit` is rolled back. Used by one thread at a
/// time, except `interruptHandle`.
///
/// Where SQLite takes the whole transaction back by itself (a full disk, an interrupt in the middle of a change),
/// the call that failed throws and the transaction `isEnded`: every later call throws too.
public final class WriteTransaction: GraphWriter {
  let store: Store
  let layout: GraphLayout
  let connection: Connection
  let nodes: NodeTable
  let edges: EdgeTable
  let names: NameTables
  let rows: TableRowSource
  private var isOpen = true
  private var statements: [Restorable] = []
  private var current = Restorable()
  /// Stops what this transaction does in the store, from any thread.
  public let interruptHandle: InterruptHandle

  /// What a statement that is rolled back restores.
  private struct Restorable {
    /// The last snapshot made in this transaction.
    var entry: SnapshotCache.Entry?
    /// Nodes that this transaction inserted one after the other and of which it deleted none: their existence
    /// needs no look.
    var freshNodes: Range<Int64> = 0..<0
    var hasWritten = false
  }

  /// Takes the writer's connection, in an immediate transaction.
  init(_ store: Store, _ layout: GraphLayout, connection: Connection) {
    self.store = store
    self.layout = layout
    self.connection = connection
    nodes = NodeTable(connection, layout)
    edges = EdgeTable(connection, layout)
    names = NameTables(connection, layout)
    interruptHandle = InterruptHandle(connection)
    rows = TableRowSource(connection, layout, interrupts: interruptHandle)
  }

  deinit { rollBack() }

  // MARK: Reading

  /// The rows as this transaction sees them.
  var rowSource: any RowSource { rows }

  public func advancedReader() throws(StoreError) -> any GraphReader {
    try perform { () throws(StoreError) in
      let entry: SnapshotCache.Entry
      if current.entry == nil && !current.hasWritten {
        entry = try store.snapshots.committedEntry(rows)
      } else {
        entry = try store.snapshots.privateEntry(rows, from: current.entry)
      }
      current.entry = entry
      return entry.snapshot
    }
  }

  /// Counts changes of the names and definitions that plans depend on, by whomever.
  public func catalogVersion() throws(StoreError) -> Int64 {
    try perform { () throws(StoreError) in try rows.catalogVersion() }
  }

  // MARK: Statements and the end

  /// Statements nest: a savepoint is released when its statement succeeds, rolled back to when it fails.
  public func beginStatement() throws(StoreError) {
    interruptHandle.takePending()
    try perform { () throws(StoreError) in
      try connection.statement("SAVEPOINT \(savepoint(statements.count))").run()
    }
    statements.append(current)
  }

  public func endStatement() throws(StoreError) {
    guard !statements.isEmpty else { throw StoreError(.sqlite, "no statement has begun") }
    try perform { () throws(StoreError) in
      try connection.statement("RELEASE \(savepoint(statements.count - 1))").run()
    }
    statements.removeLast()
  }

  /// Undoes the statement. Readers made since, and ids given out since, are invalid afterwards.
  public func rollBackStatement() throws(StoreError) {
    guard let before = statements.last else { throw StoreError(.sqlite, "no statement has begun") }
    try perform { () throws(StoreError) in
      let name = savepoint(statements.count - 1)
      try connection.statement("ROLLBACK TO \(name)").run()
      try connection.statement("RELEASE \(name)").run()
    }
    statements.removeLast()
    current = before
    names.forget()
  }

  private func savepoint(_ depth: Int) -> String { "statement_\(depth)" }

  /// Durable when it returns, as configured. When it throws, the transaction has been rolled back.
  public func commit() throws(StoreError) {
    let entry: SnapshotCache.Entry?
    do {
      entry = try perform { () throws(StoreError) in
        try packIfWorthwhile()
        let last = try current.entry?.state == rows.state() ? current.entry : nil
        try connection.statement("COMMIT").run()
        return last
      }
    } catch {
      rollBack()
      throw error
    }
    if let entry { store.snapshots.publish(entry, layout) }
    finish()
  }

  /// Undoes everything. Does nothing after the end.
  public func rollBack() {
    guard isOpen else { return }
    if connection.isInTransaction {
      // It fails only where SQLite has taken the transaction back already.
      try? connection.statement("ROLLBACK").run()
    }
    finish()
  }

  /// Stops what this transaction does in the store.
  public func interrupt() { interruptHandle.interrupt() }

  /// True after `commit`, after `rollBack`, and when SQLite has taken the whole transaction back because of
  /// an error.
  public var isEnded: Bool { !isOpen }

  private func finish() {
    isOpen = false
    current = Restorable()
    statements = []
    interruptHandle.detach()
    store.giveBack(writer: connection)
  }

  /// Runs a piece of the transaction and notices when SQLite has ended it.
  func perform<T>(_ body: () throws(StoreError) -> T) throws(StoreError) -> T {
    guard isOpen else { throw StoreError.endedTransaction }
    do {
      return try body()
    } catch {
      if error.code == .interrupted { interruptHandle.takePending() }
      if !connection.isInTransaction { rollBack() }
      throw error
    }
  }

  /// Runs a piece of the transaction that changes rows.
  func change<T>(_ body: () throws(StoreError) -> T) throws(StoreError) -> T {
    guard isOpen else { throw StoreError.endedTransaction }
    try interruptHandle.check()
    current.hasWritten = true
    return try perform(body)
  }

  // MARK: Nodes that need no look

  func noteInserted(_ ids: Range<Int64>) {
    if current.freshNodes.upperBound == ids.lowerBound {
      current.freshNodes = current.freshNodes.lowerBound..<ids.upperBound
    } else {
      current.freshNodes = ids
    }
  }

  func noteDeletedNode() { current.freshNodes = 0..<0 }

  func requireNode(_ id: Int64) throws(StoreError) {
    if current.freshNodes.contains(id) { return }
    guard try nodes.exists(id) else {
      throw StoreError(.missingEndpoint, "there is no node \(NodeID(id)) for an edge to end on")
    }
  }
}
