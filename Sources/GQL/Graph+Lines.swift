import GraphStore

/// Keyed JSON Lines in and out (see `KeyedRecord`).
extension Graph {
  /// Loads files in one transaction: all of them, or nothing. The same key updates.
  ///
  /// - Parameter isDryRun: says what would change, and changes nothing.
  /// - Throws: `StoreError` with file, line and reason.
  @discardableResult
  public func importLines(
    from paths: [String], maximumErrors: Int = 0, isDryRun: Bool = false
  ) throws(StoreError) -> ImportReport {
    let transaction = try store.beginWrite()
    let report = try KeyedImport.load(paths, into: transaction, maximumErrors: maximumErrors)
    try Graph.checkConstraints(in: transaction)
    if isDryRun { transaction.rollBack() } else { try transaction.commit() }
    return report
  }

  /// Adds the vocabulary of stances, or updates it.
  @discardableResult
  public func importVocabulary() throws(StoreError) -> ImportReport {
    let transaction = try store.beginWrite()
    let report = try KeyedImport.load(text: VocabularyText.lines, name: "vocabulary", into: transaction)
    try Graph.checkConstraints(in: transaction)
    try transaction.commit()
    return report
  }

  /// The whole graph, in an order that depends on its contents alone.
  public func exportLines(to write: (String) throws -> Void) throws {
    let transaction = try store.beginRead()
    defer { transaction.end() }
    try KeyedExport.write(try transaction.reader(), to: write)
  }
}
