import CSQLite

/// `phrase_counts(table)` of a full-text query: how many words the row has, then how often each phrase of the expression comes in it, as 32-bit
/// integers. An auxiliary function of FTS5, which knows the places of the phrases from its index and needs not read the texts (sqlite.org/fts5.html,
/// section 7).
enum PhraseCounts {
  static let name = "phrase_counts"

  /// Once for a connection.
  static func register(on connection: Connection) throws(StoreError) {
    guard let api = csqlite_fts5_api(connection.handle) else {
      throw StoreError(.sqlite, "this SQLite has no full-text search (FTS5)")
    }
    let code = api.pointee.xCreateFunction(api, name, nil, function, nil)
    guard code == SQLITE_OK else { throw StoreError.sqlite(code, "FTS5 took no function", path: connection.path) }
  }

  private static let function: fts5_extension_function = { api, match, result, _, _ in
    guard let api, let match, let result else { return }
    let phrases = Int(api.pointee.xPhraseCount(match))
    withUnsafeTemporaryAllocation(of: Int32.self, capacity: phrases + 1) { counts in
      counts.initialize(repeating: 0)
      var code = api.pointee.xColumnSize(match, -1, counts.baseAddress)
      var places: Int32 = 0
      if code == SQLITE_OK { code = api.pointee.xInstCount(match, &places) }
      var (phrase, column, offset): (Int32, Int32, Int32) = (0, 0, 0)
      for place in 0..<places where code == SQLITE_OK {
        code = api.pointee.xInst(match, place, &phrase, &column, &offset)
        if code == SQLITE_OK { counts[Int(phrase) + 1] += 1 }
      }
      if code == SQLITE_OK {
        csqlite_result_blob_copied(result, counts.baseAddress, Int32(4 * counts.count))
      } else {
        sqlite3_result_error_code(result, code)
      }
    }
  }
}
