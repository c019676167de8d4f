import Glibc

/// The files of one database: its own, and those that SQLite keeps beside it and removes as it pleases
/// (sqlite.org/tempfiles.html).
public enum DatabaseFiles {
  /// What SQLite appends to the name of a database.
  public static let endings = ["-wal", "-shm", "-journal"]

  /// The names of all, whether they are there or not.
  public static func all(of path: String) -> [String] { [path] + endings.map { path + $0 } }

  /// Null when there is none: the database that is there and beside which SQLite would take `path` for its own.
  public static func owner(of path: String) -> String? {
    for ending in endings where path.hasSuffix(ending) {
      let database = String(path.dropLast(ending.count))
      return !database.isEmpty && !database.hasSuffix("/") && access(database, F_OK) == 0 ? database : nil
    }
    return nil
  }

  /// Removes what is there of them. No connection may be open.
  public static func remove(_ path: String) {
    for file in all(of: path) { unlink(file) }
  }
}

extension StoreError {
  static func sidecar(_ path: String, of owner: String) -> StoreError {
    StoreError(.inputOutput, "`\(path)` is the name of a file that SQLite keeps beside `\(owner)`: choose another")
  }
}
