import Synchronization

/// A property graph in one SQLite file, or in memory. Safe to share between threads; any number of processes
/// may open one file.
public final class Store: Sendable {
  /// Nil = in memory.
  public let path: String?
  public let configuration: Configuration
  /// What the user should know about how the file was opened: whole sentences, usually none.
  public let notices: [String]
  let snapshots = SnapshotCache()
  private let writer: Connection?
  private let gate = WriterGate()
  /// Nil = in memory: the writer's connection is the only one.
  private let readers: ReaderPool?

  /// Opens or creates the file at `path`; nil = a private graph in memory.
  ///
  /// - Throws: `notFound`, `notAGraph`, `newerVersion`, `corrupt`, `inputOutput`, `readOnly`, `busy`,
  ///   `diskFull`.
  public init(path: String?, configuration: Configuration = Configuration()) throws(StoreError) {
    self.path = path
    self.configuration = configuration
    if let path {
      let file = try FileOpening(path: path, configuration: configuration)
      notices = file.notices
      writer = file.writer
      let pool = ReaderPool(file.reader)
      if let first = file.firstReader { pool.giveBack(first) }
      readers = pool
      snapshots.use(pool)
    } else {
      let connection = try Connection.inMemory()
      try Schema.create(on: connection)
      try connection.execute("PRAGMA ignore_check_constraints = ON")
      notices = []
      writer = connection
      readers = nil
    }
  }

  /// Transactions keep their store alive, so that nothing is in use here. The writer closes last: only it can
  /// tidy the write-ahead log away.
  deinit {
    readers?.closeAll()
    writer?.emptyLogIfMoved()
    writer?.close()
  }

  /// True when nothing can be written: asked for, or forced by the file's permissions (see `notices`).
  public var isReadOnly: Bool { configuration.mode == .readOnly || writer == nil }

  /// One snapshot (deferred BEGIN). Any number at once. It is fixed here, not with the first read.
  public func beginRead() throws(StoreError) -> ReadTransaction { try beginRead(.home) }

  /// BEGIN IMMEDIATE: the one writer. Waits for another writer as configured, then throws `busy`.
  public func beginWrite() throws(StoreError) -> WriteTransaction { try beginWrite(.home) }

  /// Runs a piece of work that only reads on a connection in a read transaction; in memory on the only one,
  /// while nobody writes.
  func withReadingConnection<T>(
    _ body: (_ connection: Connection) throws(StoreError) -> T
  ) throws(StoreError) -> T {
    if let readers {
      let connection = try readers.take()
      try connection.statement("BEGIN").run()
      defer { giveBack(reader: connection) }
      return try body(connection)
    }
    guard let writer else { throw StoreError.endedTransaction }
    try gate.enter(timeoutMilliseconds: configuration.busyTimeoutMilliseconds)
    defer { gate.leave() }
    return try body(writer)
  }

  func beginRead(_ layout: GraphLayout) throws(StoreError) -> ReadTransaction {
    guard let readers else { return try beginReadInMemory(layout) }
    let connection = try readers.take()
    // The connection is thrown away when this fails, with whatever is wrong with it.
    try connection.statement("BEGIN").run()
    try connection.beginSight()
    return ReadTransaction(self, layout, connection: connection)
  }

  func beginWrite(_ layout: GraphLayout) throws(StoreError) -> WriteTransaction {
    guard configuration.mode != .readOnly, let writer else {
      throw StoreError(.readOnly, "`\(path ?? "memory")` is open for reading only")
    }
    try gate.enter(timeoutMilliseconds: configuration.busyTimeoutMilliseconds)
    do {
      // Readers in memory cannot look past a writer: what is committed has to be at hand for them.
      if readers == nil { _ = try committedEntries(writer) }
      try writer.requireInPlace()
      try writer.statement("BEGIN IMMEDIATE").run()
      try writer.beginSight()
      gate.noteWriting()
    } catch {
      if writer.isInTransaction { try? writer.statement("ROLLBACK").run() }
      gate.leave()
      throw error
    }
    return WriteTransaction(self, layout, connection: writer)
  }

  private func beginReadInMemory(_ layout: GraphLayout) throws(StoreError) -> ReadTransaction {
    guard let writer else { throw StoreError.endedTransaction }
    if try gate.enterUnlessWriting(timeoutMilliseconds: configuration.busyTimeoutMilliseconds) {
      defer { gate.leave() }
      return try makeReadTransaction(layout, try committedEntries(writer))
    }
    // The writer saw to it, before it began, that what is committed is here.
    var entries: [GraphLayout: SnapshotCache.Entry] = [:]
    for graph in snapshots.lastCatalog.graphs {
      let layout = GraphLayout(graph: graph.id)
      entries[layout] = snapshots.lastCommitted(layout)
    }
    return try makeReadTransaction(layout, entries)
  }

  private func makeReadTransaction(
    _ layout: GraphLayout, _ entries: [GraphLayout: SnapshotCache.Entry]
  ) throws(StoreError) -> ReadTransaction {
    guard let entry = entries[layout] else {
      throw StoreError(.busy, "another transaction of this program is writing")
    }
    return ReadTransaction(self, layout, entry: entry, others: entries)
  }

  /// Of every graph, in memory and outside transactions.
  private func committedEntries(_ connection: Connection) throws(StoreError) -> [GraphLayout: SnapshotCache.Entry] {
    let catalog = try CatalogTables(connection).contents(unless: snapshots.lastCatalog)
    snapshots.note(catalog)
    var entries: [GraphLayout: SnapshotCache.Entry] = [:]
    for graph in catalog.graphs {
      let layout = GraphLayout(graph: graph.id)
      entries[layout] = try snapshots.committedEntry(TableRowSource(connection, layout))
    }
    return entries
  }

  /// Bytes of memory that the latest snapshots of the graphs refer to. Those still held by older readers may add what
  /// they do not share.
  public var snapshotByteCount: Int { snapshots.byteCount }

  private let changesAtLastLook = Mutex<Int64?>(nil)

  /// Whether so many changes have been made since a commit looked last that another look is due.
  func mayPack(after changes: Int64) -> Bool {
    changesAtLastLook.withLock { last in
      if let last, changes - last < WriteTransaction.changesBetweenLooks { return false }
      last = changes
      return true
    }
  }

  /// The writer's connection, when this store has no other open, nobody writes and the file is where it was.
  func soleConnection() -> Connection? {
    guard configuration.mode != .readOnly, let writer, !writer.isInTransaction, !writer.isMoved else { return nil }
    readers?.closeAll()
    return writer
  }

  // MARK: From transactions

  func giveBack(reader connection: Connection) {
    connection.endSight()
    do {
      if connection.isInTransaction { try connection.statement("ROLLBACK").run() }
      readers?.giveBack(connection)
    } catch {
      connection.close()
    }
  }

  func giveBack(writer: Connection) {
    writer.endSight()
    gate.leave()
  }
}
