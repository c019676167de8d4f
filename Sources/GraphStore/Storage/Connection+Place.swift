import CSQLite
import Glibc

/// Whether a path still names the file that is open. Files can be removed, and others put in their place, while they are open: what is
/// written then reaches nobody.
extension Connection {
  /// True when the path names another file by now, or none. One look at the file system: about a microsecond.
  var isMoved: Bool {
    var moved: Int32 = 0
    return sqlite3_file_control(handle, "main", SQLITE_FCNTL_HAS_MOVED, &moved) == SQLITE_OK && moved != 0
  }

  /// - Throws: `inputOutput`.
  func requireInPlace() throws(StoreError) {
    if isMoved { throw StoreError.moved(path) }
  }

  /// Before the writer of a file that is gone closes: brings what its log holds into the file, wherever that is now, and leaves an empty log.
  ///
  /// The log belongs to the path by its name. SQLite leaves it where it is when the file has moved, and whoever opens the new file
  /// would read the old pages. Nothing is done when others have written since this connection did: that may be of the new file.
  func emptyLogIfMoved() {
    guard isMoved, let seen = sight.dataVersion, (try? statement("PRAGMA data_version").firstInt()) == seen else { return }
    sqlite3_busy_timeout(handle, 0)
    try? execute("PRAGMA wal_checkpoint(TRUNCATE)")
  }
}

/// Which file it is, whatever its name.
struct FileIdentity: Equatable {
  private let device: UInt64
  private let number: UInt64

  /// Nil when there is none.
  init?(of path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    (device, number) = (UInt64(status.st_dev), UInt64(status.st_ino))
  }
}

extension StoreError {
  static func moved(_ path: String) -> StoreError {
    StoreError(.inputOutput, "`\(path)` was replaced or removed since it was opened: open it again")
  }
}
