extension Store {
  /// Verifies every invariant of the file; empty when all hold. Reads the whole file in one read transaction.
  ///
  /// - Throws: `interrupted`, `busy`, `inputOutput`; damage is a finding, not an error.
  public func check(monitor: WorkMonitor? = nil) throws(StoreError) -> [CheckFinding] {
    try withReadingConnection { (connection) throws(StoreError) in try FileCheck.run(on: connection, monitor) }
  }

  /// Makes the packed index anew, from which snapshots are read. Reads every row; writers wait, readers do not. A graph in memory has none.
  ///
  /// - Throws: `corrupt` when the graph cannot be packed as it is; what a commit throws.
  public func repack(monitor: WorkMonitor? = nil) throws(StoreError) {
    guard path != nil else { return }
    let transaction = try beginWrite()
    transaction.monitor = monitor
    try transaction.repack()
    try transaction.commit()
  }

  /// Writes one consistent copy while others go on reading and writing. It is complete and on the disk when
  /// this returns.
  ///
  /// - Throws: `inputOutput` when `path` exists already or cannot be written, `diskFull`, `interrupted`.
  public func backup(to path: String, monitor: WorkMonitor? = nil) throws(StoreError) {
    try withReadingConnection { (source) throws(StoreError) in
      // The transaction sees one state from its first look on: what others write meanwhile does not make the copy begin anew.
      let look = try source.statement("SELECT 1 FROM sqlite_schema")
      _ = try look.step()
      look.reset()
      try Backup.run(from: source, to: path, monitor: monitor)
    }
  }
}
