/// A snapshot held open. End it; one that is let go ends by itself. Used by one thread at a time, except
/// `interruptHandle`.
///
/// In a store in memory, which has a single connection, the snapshot is read at the beginning and no
/// connection is held.
public final class ReadTransaction {
  let store: Store
  private let layout: GraphLayout
  private var connection: Connection?
  /// Of other graphs than the one it began with.
  private var others: [GraphLayout: SnapshotCache.Entry] = [:]
  /// Lend the connection to those.
  private var otherRows: [TableRowSource] = []
  private var rows: TableRowSource?
  private var entry: SnapshotCache.Entry?
  private var isEnded = false
  /// The catalog, once it has been looked at.
  var knownCatalog: CatalogContents?
  /// Stops what this transaction does in the store, from any thread.
  public let interruptHandle: InterruptHandle

  /// Takes a connection that is in a read transaction.
  init(_ store: Store, _ layout: GraphLayout, connection: Connection) {
    self.store = store
    self.layout = layout
    self.connection = connection
    interruptHandle = InterruptHandle(connection)
    rows = TableRowSource(connection, layout, interrupts: interruptHandle)
  }

  init(_ store: Store, _ layout: GraphLayout, entry: SnapshotCache.Entry, others: [GraphLayout: SnapshotCache.Entry] = [:]) {
    self.store = store
    self.layout = layout
    self.entry = entry
    self.others = others
    interruptHandle = InterruptHandle(nil)
  }

  deinit { end() }

  /// The snapshot, loaded on first use and shared with other transactions that see the same state.
  public func reader() throws(StoreError) -> any GraphReader {
    guard !isEnded else { throw StoreError.endedTransaction }
    if let entry { return entry.snapshot }
    guard let rows else { throw StoreError.endedTransaction }
    let entry = try store.snapshots.committedEntry(rows)
    self.entry = entry
    return entry.snapshot
  }

  /// The snapshot of any graph of the file, of the same moment. Throws `noSuchElement` when there is none.
  public func reader(ofGraph name: String) throws(StoreError) -> any GraphReader {
    guard let graph = try catalog().graph(named: name) else {
      throw StoreError(.noSuchElement, "there is no graph `\(name)`")
    }
    let wanted = GraphLayout(graph: graph.id)
    if wanted == layout { return try reader() }
    if let known = others[wanted] { return known.snapshot }
    guard let connection, !isEnded else { throw StoreError.endedTransaction }
    let rows = TableRowSource(connection, wanted, interrupts: interruptHandle)
    let entry = try store.snapshots.committedEntry(rows)
    others[wanted] = entry
    otherRows.append(rows)
    return entry.snapshot
  }

  /// What the catalog is read through; nil in a store in memory.
  var catalogConnection: Connection? { connection }

  /// The rows as this transaction sees them; nil in a store in memory.
  var rowSource: (any RowSource)? { rows }

  /// Stops what this transaction does in the store.
  public func interrupt() { interruptHandle.interrupt() }

  /// Gives the connection back; readers already made stay valid. Ending twice does nothing.
  public func end() {
    guard !isEnded else { return }
    isEnded = true
    interruptHandle.detach()
    entry = nil
    others = [:]
    otherRows = []
    rows = nil
    guard let connection else { return }
    self.connection = nil
    store.giveBack(reader: connection)
  }
}

extension StoreError {
  static var endedTransaction: StoreError { StoreError(.sqlite, "the transaction has ended") }
}
