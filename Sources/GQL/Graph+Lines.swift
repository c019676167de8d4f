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
    try importLines(from: paths, options: LoadOptions(maximumErrors: maximumErrors, isDryRun: isDryRun))
  }

  /// The same with batches and progress.
  @discardableResult
  public func importLines(from paths: [String], options: LoadOptions) throws(StoreError) -> ImportReport {
    try LoadTransaction.run(in: store, options: options, check: Graph.checkLoad) { load throws(StoreError) in try KeyedImport.load(paths, into: load) }
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
  ///
  /// - Throws: `noSuchElement` when there is no such graph, and what `write` throws.
  public func exportLines(ofGraph name: String = CatalogContents.homeGraph, monitor: WorkMonitor? = nil, to write: (String) throws -> Void) throws {
    try reading(name) { try KeyedExport.write($0, monitor: monitor, to: write) }
  }
}
