import Synchronization

/// The last committed snapshot of each graph, shared by all transactions of a store.
///
/// A transaction that sees the same state shares it; one that sees a later state advances it; one that still
/// sees an earlier state reads its own. Snapshots made inside a write transaction never come here before its
/// commit.
final class SnapshotCache: Sendable {
  struct Entry: Sendable {
    var state: RowState
    var snapshot: Snapshot
    /// The log covers what happens after this state.
    var isCovered: Bool
    /// SQLite's number of the schema: what holds of the triggers holds while it stays.
    var schemaVersion: Int64
  }

  private struct Standing {
    var schemaVersion: Int64
    var keepsChangeLog: Bool
  }

  private struct Contents {
    var entries: [GraphLayout: Entry] = [:]
    var standings: [GraphLayout: Standing] = [:]
    var catalog = CatalogContents()
  }

  private let contents = Mutex(Contents())
  /// For packed indexes whose transactions have ended.
  private let readers = Mutex<ReaderPool?>(nil)
  /// Held while a snapshot is read, so that two transactions do not read the same one.
  private let reading = Mutex(())

  /// The snapshot of a state that is committed: from here, or advanced or read and then kept here.
  func committedEntry(_ source: TableRowSource) throws(StoreError) -> Entry {
    source.readers = readers.withLock { $0 }
    let entry = try sharedEntry(source)
    source.lend(to: entry.snapshot)
    return entry
  }

  private func sharedEntry(_ source: TableRowSource) throws(StoreError) -> Entry {
    if let entry = try current(source) { return entry }
    return try reading.withLock { (_) throws(StoreError) -> Entry in
      if let entry = try current(source) { return entry }
      let entry = try makeEntry(
        source, from: contents.withLock { $0.entries[source.layout] }, isPrivate: false)
      publish(entry, source.layout)
      return entry
    }
  }

  /// The snapshot of a state inside a write transaction, not kept here. It is advanced from `base`, made
  /// earlier in the same transaction, where our own connection wrote the log and nobody else can have written
  /// anything, so that ordinals stay; without one from the last committed snapshot, if the log leads here.
  func privateEntry(_ source: TableRowSource, from base: Entry?) throws(StoreError) -> Entry {
    source.readers = readers.withLock { $0 }
    guard let base else {
      return try makeEntry(source, from: contents.withLock { $0.entries[source.layout] }, isPrivate: true)
    }
    if try source.state() == base.state { return base }
    return try entry(of: base.snapshot.advanced(from: source, isPrivate: true), source)
  }

  func use(_ pool: ReaderPool) { readers.withLock { $0 = pool } }

  /// The last snapshot kept here, whatever the file holds by now.
  func lastCommitted(_ layout: GraphLayout) -> Entry? { contents.withLock { $0.entries[layout] } }

  /// The catalog as it was last committed and looked at.
  var lastCatalog: CatalogContents { contents.withLock { $0.catalog } }

  func note(_ catalog: CatalogContents) {
    contents.withLock { if $0.catalog.version < catalog.version || $0.catalog.graphs.isEmpty { $0.catalog = catalog } }
  }

  /// Memory of the snapshots kept here.
  var byteCount: Int {
    contents.withLock { $0.entries.values.map(\.snapshot) }.reduce(0) { $0 + $1.byteCount }
  }

  /// Keeps the entry unless a later one is there already.
  func publish(_ entry: Entry, _ layout: GraphLayout) {
    entry.snapshot.isPrivate.withLock { $0 = false }
    contents.withLock { contents in
      if let kept = contents.entries[layout], kept.schemaVersion == entry.schemaVersion,
        !kept.state.precedes(entry.state)
      {
        return
      }
      contents.entries[layout] = entry
    }
  }

  private func current(_ source: TableRowSource) throws(StoreError) -> Entry? {
    let state = try source.state()
    guard let entry = contents.withLock({ $0.entries[source.layout] }), entry.state == state,
      entry.snapshot.loadFault == nil, try isTrusted(entry, source)
    else { return nil }
    return entry
  }

  private func makeEntry(
    _ source: TableRowSource, from base: Entry?, isPrivate: Bool
  ) throws(StoreError) -> Entry {
    // An index that could not be read is left aside.
    if let base, base.snapshot.loadFault != nil {
      return try entry(of: Snapshot.load(from: source, isPrivate: isPrivate, usesPack: false), source)
    }
    if let base, base.state.precedes(try source.state()), try isTrusted(base, source) {
      return try entry(of: base.snapshot.advanced(from: source, isPrivate: isPrivate), source)
    }
    return try entry(of: Snapshot.load(from: source, isPrivate: isPrivate), source)
  }

  private func entry(of snapshot: Snapshot, _ source: TableRowSource) throws(StoreError) -> Entry {
    Entry(
      state: try source.state(), snapshot: snapshot, isCovered: try source.isCoveredByChangeLog(),
      schemaVersion: try source.schemaVersion())
  }

  /// Whether everything that happened since the entry's state is in the log.
  private func isTrusted(_ entry: Entry, _ source: TableRowSource) throws(StoreError) -> Bool {
    let version = try source.schemaVersion()
    guard entry.isCovered, entry.schemaVersion == version else { return false }
    if let standing = contents.withLock({ $0.standings[source.layout] }), standing.schemaVersion == version {
      return standing.keepsChangeLog
    }
    let keepsChangeLog = try source.keepsChangeLog()
    contents.withLock {
      $0.standings[source.layout] = Standing(schemaVersion: version, keepsChangeLog: keepsChangeLog)
    }
    return keepsChangeLog
  }
}

extension RowState {
  /// True for an earlier or equal state of the same file: no part of a state ever falls. The change log leads from one
  /// to the other only when no packed index was made between.
  fileprivate func precedes(_ other: RowState) -> Bool {
    maximumNodeID <= other.maximumNodeID && maximumEdgeID <= other.maximumEdgeID
      && maximumNodeChange <= other.maximumNodeChange && maximumEdgeChange <= other.maximumEdgeChange
      && labelSetCount <= other.labelSetCount && edgeTypeCount <= other.edgeTypeCount
      && packVersion == other.packVersion
  }
}
