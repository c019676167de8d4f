extension Store {
  /// Verifies every invariant of the file; empty when all hold. Reads the whole file in one read transaction.
  ///
  /// - Throws: `interrupted`, `busy`, `inputOutput`; damage is a finding, not an error.
  public func check() throws(StoreError) -> [CheckFinding] {
    try withReadingConnection { (connection) throws(StoreError) in try FileCheck.run(on: connection) }
  }

  /// Writes one consistent copy while others go on reading and writing. It is complete and on the disk when
  /// this returns.
  ///
  /// - Throws: `inputOutput` when `path` exists already or cannot be written, `diskFull`.
  public func backup(to path: String) throws(StoreError) {
    try withReadingConnection { (source) throws(StoreError) in try Backup.run(from: source, to: path) }
  }
}
