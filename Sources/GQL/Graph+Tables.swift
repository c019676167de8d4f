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
    let load = LoadOptions(
      maximumErrors: options.maximumErrors, isDryRun: options.isDryRun, batch: options.batch, monitor: options.monitor, graph: options.graph)
    return try LoadTransaction.run(in: store, options: load, check: Graph.checkLoad) { load throws(StoreError) in
      try CSVImport.load(inputs, into: load, options: options)
    }
  }
}
