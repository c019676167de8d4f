/// The one writing transaction. One that is let go without `commit` is rolled back. Used by one thread at a
/// time, except `interruptHandle`.
///
/// Where SQLite takes the whole transaction back by itself (a full disk, an interrupt in the middle of a change),
/// the call that failed throws and the transaction `isEnded`: every later call throws too.
public final class WriteTransaction: GraphWriter {
  let store: Store
  /// The graph that is read and written now: see `use(graph:)`.
  private(set) var layout: GraphLayout
  let connection: Connection
  private(set) var nodes: NodeTable
  private(set) var edges: EdgeTable
  private(set) var names: NameTables
  private(set) var rows: TableRowSource
  /// The catalog as it was looked at last; forgotten when a statement is rolled back, for its version comes again.
  var knownCatalog: CatalogContents?
  /// The tables of the graphs used so far.
  private var tables: [GraphLayout: Tables] = [:]
  /// Rows that all statements of the connection had touched when the full-text indexes were looked at last.
  var changesAtTextUpdate: Int64 = -1
  private var isOpen = true
  /// Is told how far long work is, and stops it.
  package var monitor: WorkMonitor? {
    didSet {
      rows.monitor = monitor
      monitor?.attach(interruptHandle)
    }
  }
  private var statements: [Restorable] = []
  private var current = Restorable()
  /// Stops what this transaction does in the store, from any thread.
  public let interruptHandle: InterruptHandle

  /// What a statement that is rolled back restores.
  private struct Restorable {
    /// The last snapshots made in this transaction.
    var entries: [GraphLayout: SnapshotCache.Entry] = [:]
    /// Nodes that this transaction inserted one after the other and of which it deleted none: their existence
    /// needs no look.
    var freshNodes: Range<Int64> = 0..<0
    var hasWritten = false
    /// Nodes that a snapshot shows may be gone.
    var hasDeletedNodes = false
    /// The chunks of a packed index that are there already, of the rows in this state.
    var madePack: MadePack?
  }

  struct MadePack {
    var layout: GraphLayout
    var header: PackHeader
    var state: RowState
  }

  /// A load has made a packed index of the rows as they are now.
  var madePack: MadePack? {
    get { current.madePack }
    set { current.madePack = newValue }
  }

  private struct Tables {
    var nodes: NodeTable
    var edges: EdgeTable
    var names: NameTables
    var rows: TableRowSource
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

  /// From now on the transaction reads and writes this graph. Throws `noSuchElement` when there is none.
  public func use(graph name: String) throws(StoreError) {
    guard let graph = try catalog().graph(named: name) else {
      throw StoreError(.noSuchElement, "there is no graph `\(name)`")
    }
    use(GraphLayout(graph: graph.id))
  }

  private func use(_ other: GraphLayout) {
    guard other != layout else { return }
    tables[layout] = Tables(nodes: nodes, edges: edges, names: names, rows: rows)
    let next =
      tables[other]
      ?? Tables(
        nodes: NodeTable(connection, other), edges: EdgeTable(connection, other), names: NameTables(connection, other),
        rows: TableRowSource(connection, other, interrupts: interruptHandle))
    layout = other
    (nodes, edges, names, rows) = (next.nodes, next.edges, next.names, next.rows)
    current.freshNodes = 0..<0
  }

  // MARK: Reading

  /// The rows as this transaction sees them.
  var rowSource: any RowSource { rows }

  public func advancedReader() throws(StoreError) -> any GraphReader {
    try perform { () throws(StoreError) in
      let entry: SnapshotCache.Entry
      let known = current.entries[layout]
      if known == nil && !current.hasWritten {
        entry = try store.snapshots.committedEntry(rows)
      } else {
        entry = try store.snapshots.privateEntry(rows, from: known)
      }
      current.entries[layout] = entry
      rows.lendLive(to: entry.snapshot)
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
    interruptHandle.spareChanges(true)
  }

  public func endStatement() throws(StoreError) {
    guard !statements.isEmpty else { throw StoreError(.sqlite, "no statement has begun") }
    try perform { () throws(StoreError) in
      try connection.statement("RELEASE \(savepoint(statements.count - 1))").run()
    }
    statements.removeLast()
    interruptHandle.spareChanges(!statements.isEmpty)
  }

  /// Undoes the statement. Readers made since, and ids given out since, are invalid afterwards.
  public func rollBackStatement() throws(StoreError) {
    guard let before = statements.last else { throw StoreError(.sqlite, "no statement has begun") }
    try perform { () throws(StoreError) in
      let name = savepoint(statements.count - 1)
      try connection.statement("ROLLBACK TO \(name)").run()
      try connection.statement("RELEASE \(name)").run()
    }
    connection.sight.forget()
    forgetDefinitions()
    statements.removeLast()
    interruptHandle.spareChanges(!statements.isEmpty)
    current = before
    // They may be those of another graph: a statement can change it.
    current.freshNodes = 0..<0
    knownCatalog = nil
    names.forget()
    for other in tables.values { other.names.forget() }
  }

  private func savepoint(_ depth: Int) -> String { "statement_\(depth)" }

  /// Durable when it returns, as configured. When it throws, the transaction has been rolled back.
  public func commit() throws(StoreError) {
    let entries: [GraphLayout: SnapshotCache.Entry]
    do {
      entries = try perform { () throws(StoreError) in
        try updateTextIndexes()
        try packIfWorthwhile()
        let last = try latestEntries()
        try connection.requireInPlace()
        try connection.statement("COMMIT").run()
        return last
      }
    } catch {
      rollBack()
      throw error
    }
    for (layout, entry) in entries { store.snapshots.publish(entry, layout) }
    finish()
  }

  /// Those snapshots of this transaction that show what it commits.
  private func latestEntries() throws(StoreError) -> [GraphLayout: SnapshotCache.Entry] {
    guard !current.entries.isEmpty else { return [:] }
    let graphs = try CatalogTables(connection).contents(unless: knownCatalog).graphs
    var latest: [GraphLayout: SnapshotCache.Entry] = [:]
    for (layout, entry) in current.entries where graphs.contains(where: { $0.id == layout.graph }) {
      let state = try layout == self.layout ? rows.state() : TableRowSource(connection, layout).state()
      if entry.state == state { latest[layout] = entry }
    }
    return latest
  }

  /// Undoes everything. Does nothing after the end.
  public func rollBack() {
    guard isOpen else { return }
    if connection.isInTransaction {
      // It fails only where SQLite has taken the transaction back already.
      try? connection.statement("ROLLBACK").run()
    }
    connection.sight.forget()
    forgetDefinitions()
    finish()
  }

  /// What was seen of the catalog may have been taken back, and its version comes again.
  private func forgetDefinitions() {
    for restorable in statements + [current] {
      for entry in restorable.entries.values { entry.snapshot.forgetDefinitions() }
    }
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
    rows.endLoans()
    for other in tables.values { other.rows.endLoans() }
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

  func noteDeletedNode() {
    current.freshNodes = 0..<0
    current.hasDeletedNodes = true
  }

  func requireNode(_ id: Int64) throws(StoreError) {
    if current.freshNodes.contains(id) { return }
    if !current.hasDeletedNodes, current.entries[layout]?.snapshot.nodeRows.living(id) != nil { return }
    guard try nodes.exists(id) else {
      throw StoreError(.missingEndpoint, "there is no node \(NodeID(id)) for an edge to end on")
    }
  }
}
