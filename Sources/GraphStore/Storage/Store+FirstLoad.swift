import CSQLite

/// Writing the file directly while an empty graph is loaded.
///
/// A write-ahead log would take every page twice: into the log, then into the file. With a rollback journal pages at the end of the
/// file are written once, and nothing of what was there before has to be kept. A load that is killed is taken back by SQLite
/// when the file is opened next. Other programs wait meanwhile instead of reading the empty graph.
///
/// While the file is out of its write-ahead log, a row of `meta` says so: whoever opens it for writing puts it back.
extension Store {
  private static let leftover = "INSERT OR REPLACE INTO meta (key, value) VALUES ('journal', 'wal')"
  /// A file of more pages holds something worth a log.
  private static let pageLimit: Int64 = 1_000

  /// True when `returnToLog` is to be called after the load. False when others have the file open or it holds anything.
  func leaveLog() -> Bool {
    guard path != nil, let writer = soleConnection() else { return false }
    do throws(StoreError) {
      try writer.execute("BEGIN IMMEDIATE")
      let now = try TableRowSource(writer, .home).state()
      let isEmpty = now.maximumNodeID == 0 && now.maximumEdgeID == 0 && now.packVersion == 0
      guard isEmpty, try writer.statement("PRAGMA page_count").firstInt() ?? .max <= Store.pageLimit,
        try FileOpening.journalMode(writer) == "wal"
      else {
        try writer.execute("ROLLBACK")
        return false
      }
      try writer.execute(Store.leftover)
      try writer.execute("COMMIT")
      // It does not wait: where others have the file open nothing changes.
      try? writer.execute("PRAGMA journal_mode = DELETE")
      if try FileOpening.journalMode(writer) == "delete" { return true }
      try FileOpening.forgetJournal(writer)
      return false
    } catch {
      if writer.isInTransaction { try? writer.execute("ROLLBACK") }
      return false
    }
  }

  /// Where others keep it from doing so, the next one who opens the file for writing does it.
  func returnToLog() {
    guard let writer = soleConnection() else { return }
    do throws(StoreError) {
      try FileOpening.useWriteAheadLog(writer, configuration)
      try FileOpening.forgetJournal(writer)
    } catch { return }
  }
}

extension FileOpening {
  static func journalMode(_ connection: Connection) throws(StoreError) -> String {
    let statement = try connection.statement("PRAGMA journal_mode")
    defer { statement.reset() }
    return try statement.step() ? statement.text(0) : ""
  }

  /// Puts a file back that a first load has left without its write-ahead log.
  static func restoreLog(_ connection: Connection, _ configuration: Configuration) throws(StoreError) {
    guard try connection.statement("SELECT count(*) FROM meta WHERE key = 'journal'").firstInt() != 0 else { return }
    do throws(StoreError) {
      if try journalMode(connection) != "wal" { try useWriteAheadLog(connection, configuration) }
      try forgetJournal(connection)
    } catch { if error.code != .busy { throw error } }
  }

  static func forgetJournal(_ connection: Connection) throws(StoreError) {
    try connection.execute("DELETE FROM meta WHERE key = 'journal'")
  }
}
