import CSQLite
import Glibc

/// One SQLite connection, used by one thread at a time; only `interrupt` may be called from any.
///
/// Files made by others are hostile until shown otherwise: triggers and views never run on our connections,
/// nothing of ours is registered as an SQL function that they could call, and the schema cannot be written past SQLite's checks.
final class Connection: @unchecked Sendable {
  let handle: OpaquePointer
  /// For messages.
  let path: String
  private var cache: [String: Statement] = [:]
  /// It has the function that full-text queries call.
  var countsPhrases = false
  /// What transactions on this connection have seen of the file.
  var sight = FileSight()

  struct Options {
    var flags: Int32
    var isURI = false
    var durability: Configuration.Durability
    var busyTimeoutMilliseconds: Int
    /// For connections that read: a page that is mapped is looked over by SQLite each time that it is reached, a cached one once.
    var usesMemoryMap: Bool
    var cacheByteLimit: Int { usesMemoryMap ? 2 << 20 : 16 << 20 }
  }

  /// SQLite's greatest map: 2 GiB - 64 KiB.
  private static let memoryMapByteLimit = 2_147_418_112
  /// What an import leaves of the write-ahead log once it has been copied into the file.
  private static let logByteLimit = 64 << 20

  init(_ name: String, path: String, options: Options) throws(StoreError) {
    var handle: OpaquePointer?
    var flags = options.flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
    if options.isURI { flags |= SQLITE_OPEN_URI }
    let code = sqlite3_open_v2(name, &handle, flags, nil)
    guard code == SQLITE_OK, let handle else {
      let detail = handle.map { String(cString: sqlite3_errmsg($0)) } ?? "out of memory"
      let reason = handle.map { sqlite3_system_errno($0) } ?? 0
      sqlite3_close_v2(handle)
      let cause = reason == 0 ? detail : String(cString: strerror(Self.cause(reason, path)))
      throw StoreError.sqlite(code, cause, path: path)
    }
    self.handle = handle
    self.path = path
    do {
      try configure(options)
    } catch {
      sqlite3_close_v2(handle)
      throw error
    }
  }

  /// A file that may not be made is looked for again to be read, and then there is none: the reason is the folder.
  private static func cause(_ reason: Int32, _ path: String) -> Int32 {
    guard reason == ENOENT else { return reason }
    let slash = path.utf8.lastIndex(of: UInt8(ascii: "/"))
    let folder = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    return access(folder, F_OK) == 0 && access(folder, W_OK | X_OK) != 0 ? errno : reason
  }

  deinit { close() }

  private var isClosed = false

  /// Finalizes the statements and closes. Nothing may be in use.
  func close() {
    guard !isClosed else { return }
    isClosed = true
    cache.removeAll()
    sqlite3_close_v2(handle)
  }

  private func configure(_ options: Options) throws(StoreError) {
    csqlite_db_config_flag(handle, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0)
    csqlite_db_config_flag(handle, SQLITE_DBCONFIG_ENABLE_VIEW, 0)
    csqlite_db_config_flag(handle, SQLITE_DBCONFIG_DEFENSIVE, 1)
    sqlite3_busy_timeout(handle, Int32(clamping: options.busyTimeoutMilliseconds))
    let synchronous =
      switch options.durability {
      case .full: "FULL"
      case .normal: "NORMAL"
      }
    // None of these reads the file; those that would come with the first transaction.
    try execute(
      """
      PRAGMA foreign_keys = OFF;
      PRAGMA cell_size_check = ON;
      PRAGMA synchronous = \(synchronous);
      PRAGMA mmap_size = \(options.usesMemoryMap ? Connection.memoryMapByteLimit : 0);
      PRAGMA cache_size = -\(options.cacheByteLimit >> 10);
      PRAGMA journal_size_limit = \(Connection.logByteLimit);
      """)
  }

  // MARK: Statements

  /// The cached statement for this text, or a fresh one while the cached one is being stepped.
  func statement(_ sql: String) throws(StoreError) -> Statement {
    if let cached = cache[sql] {
      if !cached.isActive { return cached }
      return try Statement(sql, on: self, isCached: false)
    }
    let statement = try Statement(sql, on: self, isCached: true)
    cache[sql] = statement
    return statement
  }

  /// Fixes the snapshot of the transaction that has begun. What was seen of the file before counts again when nobody has written since.
  func beginSight() throws(StoreError) {
    let version = try statement("PRAGMA data_version").firstInt() ?? 0
    if sight.dataVersion != version { sight = FileSight(dataVersion: version) }
    sight.isOpen = true
  }

  func endSight() { sight.isOpen = false }

  /// Runs any number of statements and throws their rows away.
  func execute(_ sql: String) throws(StoreError) {
    let code = sqlite3_exec(handle, sql, nil, nil, nil)
    guard code == SQLITE_OK else { throw error(code) }
  }

  /// Rows that the last INSERT, UPDATE or DELETE touched itself.
  var changedRowCount: Int64 { sqlite3_changes64(handle) }
  /// Rows that all statements so far have touched.
  var totalChangeCount: Int64 { sqlite3_total_changes64(handle) }
  var lastInsertedID: Int64 { sqlite3_last_insert_rowid(handle) }
  var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }
  /// True when the file could only be opened for reading.
  var isReadOnly: Bool { sqlite3_db_readonly(handle, "main") == 1 }

  /// Stops what is running, from any thread: it throws `interrupted`. No effect on what starts later.
  func interrupt() { sqlite3_interrupt(handle) }

  func error(_ code: Int32) -> StoreError {
    // Of a commit SQLite keeps no reason: then it is the system's last one, where that is one of writing.
    let last = errno
    var detail = String(cString: sqlite3_errmsg(handle))
    if code & 0xff == SQLITE_IOERR {
      let reason = [EFBIG, EDQUOT, EIO].contains(last) ? last : sqlite3_system_errno(handle)
      if reason != 0 { detail += " (\(String(cString: strerror(reason)).lowercased()))" }
    }
    return StoreError.sqlite(code, detail, path: path)
  }
}
