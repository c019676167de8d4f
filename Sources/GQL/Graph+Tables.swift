import GraphStore

/// Files of comma-separated values.
extension Graph {
  /// Loads files in one transaction: all of them, or nothing. Nodes and edges are made anew.
  ///
  /// Headers are those of Neo4j's import tool (`id:ID(Space)`, `:LABEL`, `:START_ID(Space)`, `:END_ID(Space)`, `:TYPE`, `name:type`,
  /// `:IGNORE`); columns without a type get the one that all their values have.
  ///
  /// - Throws: `StoreError` with file, line, column and reason.
  @discardableResult
  public func importTables(_ inputs: [CSVInput], options: CSVOptions = CSVOptions()) throws(StoreError) -> CSVReport {
    let transaction = try store.beginWrite()
    let report = try CSVImport.load(inputs, into: transaction, options: options)
    try Graph.checkConstraints(in: transaction)
    if options.isDryRun { transaction.rollBack() } else { try transaction.commit() }
    return report
  }
}
