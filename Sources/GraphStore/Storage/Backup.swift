import CSQLite
import Glibc

/// One consistent copy of a database while others write.
///
/// The copy is made under a temporary name beside its destination, brought to the disk, and only then given
/// its name, so that there is never half a copy under it. Nothing that exists is overwritten.
enum Backup {
  static func run(from source: Connection, to path: String, monitor: WorkMonitor?) throws(StoreError) {
    guard access(path, F_OK) != 0, access(path + "-wal", F_OK) != 0, access(path + "-journal", F_OK) != 0
    else {
      throw StoreError(.inputOutput, "`\(path)` exists already")
    }
    if let owner = DatabaseFiles.owner(of: path) { throw .sidecar(path, of: owner) }
    let name = path.hasPrefix("/") ? path : "./" + path
    let temporary = "\(name).partial-\(getpid())"
    defer { DatabaseFiles.remove(temporary) }
    try copy(from: source, to: temporary, path: path, monitor)
    try bringToDisk(temporary, path: path)
    // Unlike rename, this never replaces a file that has appeared meanwhile.
    guard link(temporary, name) == 0 else { throw failure(path) }
    try bringToDisk(folder(of: name), path: path)
  }

  /// Pages between two looks at whether the copy shall stop: 8 MB.
  private static let pagesAtOnce: Int32 = 2_048

  private static func copy(from source: Connection, to temporary: String, path: String, _ monitor: WorkMonitor?) throws(StoreError) {
    let options = Connection.Options(
      flags: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_EXCLUSIVE, durability: .full,
      busyTimeoutMilliseconds: 0, usesMemoryMap: false)
    let target = try Connection(temporary, path: path, options: options)
    defer { target.close() }
    guard let backup = sqlite3_backup_init(target.handle, "main", source.handle, "main") else {
      throw target.error(sqlite3_errcode(target.handle))
    }
    var step = SQLITE_OK
    var left: Int32?
    while step == SQLITE_OK, monitor?.isStopped != true {
      step = sqlite3_backup_step(backup, pagesAtOnce)
      let remaining = sqlite3_backup_remaining(backup)
      if left == nil { monitor?.begin(.writing, whole: Int(sqlite3_backup_pagecount(backup))) }
      monitor?.advance(by: Int((left ?? sqlite3_backup_pagecount(backup)) - remaining))
      left = remaining
    }
    let finish = sqlite3_backup_finish(backup)
    try monitor?.check()
    guard step == SQLITE_DONE else { throw target.error(step) }
    guard finish == SQLITE_OK else { throw target.error(finish) }
    // A copy out of memory is not in this mode yet; one of a file is.
    try target.execute("PRAGMA journal_mode = WAL")
  }

  private static func bringToDisk(_ name: String, path: String) throws(StoreError) {
    let descriptor = open(name, O_RDONLY)
    guard descriptor >= 0 else { throw failure(path) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw failure(path) }
  }

  private static func failure(_ path: String) -> StoreError {
    StoreError(errno == ENOSPC ? .diskFull : .inputOutput, "`\(path)`: \(String(cString: strerror(errno)))")
  }

  private static func folder(of name: String) -> String {
    guard let slash = name.lastIndex(of: "/") else { return "." }
    return slash == name.startIndex ? "/" : String(name[..<slash])
  }
}
