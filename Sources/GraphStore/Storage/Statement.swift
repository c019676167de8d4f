import CSQLite

/// A prepared statement with typed binding and reading. Belongs to one connection and is used by one thread
/// at a time.
///
/// Parameters count from 1, columns from 0. Text read as bytes is valid until the next step, reset or read of
/// the same column.
final class Statement {
  let sql: String
  /// Stepped and not yet reset: a cached statement in this state is not handed out again.
  private(set) var isActive = false
  private let handle: OpaquePointer
  private unowned let connection: Connection

  init(_ sql: String, on connection: Connection, isCached: Bool) throws(StoreError) {
    var sql = sql
    var handle: OpaquePointer?
    let flags = isCached ? UInt32(SQLITE_PREPARE_PERSISTENT) : 0
    let code = sql.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) {
        sqlite3_prepare_v3(connection.handle, $0.baseAddress, Int32($0.count), flags, &handle, nil)
      }
    }
    guard code == SQLITE_OK, let handle else { throw connection.error(code) }
    self.sql = sql
    self.handle = handle
    self.connection = connection
  }

  deinit { sqlite3_finalize(handle) }

  var rawHandle: OpaquePointer { handle }

  // MARK: Binding

  func bind(_ parameter: Int32, _ value: Int64) { sqlite3_bind_int64(handle, parameter, value) }
  func bindNull(_ parameter: Int32) { sqlite3_bind_null(handle, parameter) }

  /// Copies the text.
  func bind(_ parameter: Int32, _ text: String) throws(StoreError) {
    var text = text
    let code = text.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) { characters in
        // A null pointer would bind NULL: empty text needs an address.
        withUnsafePointer(to: CChar(0)) {
          csqlite_bind_text_copied(handle, parameter, characters.baseAddress ?? $0, UInt64(characters.count))
        }
      }
    }
    guard code == SQLITE_OK else { throw connection.error(code) }
  }

  /// Does not copy: the bytes must stay where they are until the statement is reset or bound anew.
  func bind(_ parameter: Int32, borrowing text: UnsafeBufferPointer<UInt8>) throws(StoreError) {
    let code = text.withMemoryRebound(to: CChar.self) {
      csqlite_bind_text_borrowed(handle, parameter, $0.baseAddress, UInt64($0.count))
    }
    guard code == SQLITE_OK else { throw connection.error(code) }
  }

  /// Copies the text.
  func bind(_ parameter: Int32, copying text: [UInt8]) throws(StoreError) {
    let code = text.withUnsafeBufferPointer { bytes in
      bytes.withMemoryRebound(to: CChar.self) {
        csqlite_bind_text_copied(handle, parameter, $0.baseAddress, UInt64($0.count))
      }
    }
    guard code == SQLITE_OK else { throw connection.error(code) }
  }

  /// Does not copy: the bytes must stay until the statement is reset or bound anew.
  func bind(_ parameter: Int32, blob bytes: UnsafeRawBufferPointer) throws(StoreError) {
    let code = csqlite_bind_blob_borrowed(handle, parameter, bytes.baseAddress, UInt64(bytes.count))
    guard code == SQLITE_OK else { throw connection.error(code) }
  }

  // MARK: Running

  /// True when there is a row to read. After an error the statement is reset.
  func step() throws(StoreError) -> Bool {
    isActive = true
    switch sqlite3_step(handle) {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    case let code:
      let error = connection.error(code)
      reset()
      throw error
    }
  }

  /// Runs to the end and resets.
  func run() throws(StoreError) {
    while try step() {}
    reset()
  }

  /// Ends reading; keeps the bindings.
  func reset() {
    sqlite3_reset(handle)
    isActive = false
  }

  /// The first column of the first row, nil when there is no row or it is null. Resets.
  func firstInt() throws(StoreError) -> Int64? {
    defer { reset() }
    guard try step(), !isNull(0) else { return nil }
    return int(0)
  }

  // MARK: Reading

  func int(_ column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }
  func isNull(_ column: Int32) -> Bool { sqlite3_column_type(handle, column) == SQLITE_NULL }
  func isInteger(_ column: Int32) -> Bool { sqlite3_column_type(handle, column) == SQLITE_INTEGER }
  func isText(_ column: Int32) -> Bool { sqlite3_column_type(handle, column) == SQLITE_TEXT }

  /// The column's text as UTF-8 that nothing has validated; empty for null.
  func utf8(_ column: Int32) -> UnsafeBufferPointer<UInt8> {
    guard let start = sqlite3_column_text(handle, column) else {
      return UnsafeBufferPointer(start: nil, count: 0)
    }
    return UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column)))
  }

  /// The column's bytes; empty for null.
  func blob(_ column: Int32) -> UnsafeRawBufferPointer {
    let start = sqlite3_column_blob(handle, column)
    return UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : Int(sqlite3_column_bytes(handle, column)))
  }

  /// Repairs invalid UTF-8 with replacement characters.
  func text(_ column: Int32) -> String { String(decoding: utf8(column), as: UTF8.self) }
}
