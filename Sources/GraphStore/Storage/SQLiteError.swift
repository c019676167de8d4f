import CSQLite

extension StoreError {
  /// What an SQLite result code means to users of the store. `detail` is SQLite's own message, which names
  /// tables and columns but never property values.
  static func sqlite(_ resultCode: Int32, _ detail: String, path: String) -> StoreError {
    if resultCode == readOnlyMoved { return moved(path) }
    let code = Code(sqlitePrimaryCode: resultCode & 0xff)
    return StoreError(code, wording(code, detail, path), sqliteCode: resultCode)
  }

  /// `SQLITE_READONLY_DBMOVED`, whose macro is no plain number.
  private static let readOnlyMoved = SQLITE_READONLY | 4 << 8

  private static func wording(_ code: Code, _ detail: String, _ path: String) -> String {
    switch code {
    case .busy: "`\(path)` is locked by another writer"
    case .diskFull: "no space left on the disk of `\(path)`"
    case .readOnly: "`\(path)` cannot be written: \(detail)"
    case .corrupt: "`\(path)` is damaged: \(detail)"
    case .notAGraph: "`\(path)` is not a graph file: \(detail)"
    case .interrupted: "interrupted"
    case .inputOutput: "`\(path)` could not be read or written: \(detail)"
    case .limitExceeded: "a limit of SQLite was exceeded: \(detail)"
    case .notFound, .newerVersion, .invalidProperty, .missingEndpoint, .noSuchElement, .constraint, .sqlite:
      detail
    }
  }
}

extension StoreError.Code {
  fileprivate init(sqlitePrimaryCode code: Int32) {
    switch code {
    case SQLITE_BUSY, SQLITE_LOCKED: self = .busy
    case SQLITE_FULL: self = .diskFull
    case SQLITE_READONLY, SQLITE_PERM, SQLITE_AUTH: self = .readOnly
    case SQLITE_CORRUPT: self = .corrupt
    case SQLITE_NOTADB: self = .notAGraph
    case SQLITE_INTERRUPT: self = .interrupted
    case SQLITE_IOERR, SQLITE_CANTOPEN, SQLITE_PROTOCOL: self = .inputOutput
    case SQLITE_TOOBIG, SQLITE_NOMEM: self = .limitExceeded
    case SQLITE_CONSTRAINT, SQLITE_MISMATCH: self = .constraint
    default: self = .sqlite
    }
  }
}
