/// A snapshot held open. End it; one that is let go ends by itself. Used by one thread at a time, except
/// `interruptHandle`.
///
/// In a store in memory, which has a single connection, the snapshot is read at the beginning and no
/// connection is held.
public final class ReadTransaction {
  private let store: Store
  private let layout: GraphLayout
  private var connection: Connection?
  private var rows: TableRowSource?
  private var entry: SnapshotCache.Entry?
  private var isEnded = false
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

  init(_ store: Store, _ layout: GraphLayout, entry: SnapshotCache.Entry) {
    self.store = store
    self.layout = layout
    self.entry = entry
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
    rows = nil
    guard let connection else { return }
    self.connection = nil
    store.giveBack(reader: connection)
  }
}

extension StoreError {
  static var endedTransaction: StoreError { StoreError(.sqlite, "the transaction has ended") }
}
