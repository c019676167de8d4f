import GraphStore

/// Holding what statements and imports have changed against the constraints of the graph.
extension Session {
  /// Those of a graph, as the transaction sees them.
  func constraints(of name: String, _ transaction: WriteTransaction) throws(QueryError) -> [ConstraintDefinition] {
    let contents = try store { () throws(StoreError) in try transaction.catalog() }
    guard !contents.constraints.isEmpty, let graph = contents.graph(named: name) else { return [] }
    return contents.constraints(ofGraph: graph.id)
  }
}

extension Graph {
  /// What a load calls before each commit: the constraints of the graph that it loads into.
  public static func checkLoad(_ load: LoadTransaction) throws(StoreError) {
    try checkConstraints(in: load.current, ofGraph: load.options.graph, places: load.places)
  }

  /// For imports, before they are committed: the whole graph that the transaction works on.
  ///
  /// - Parameter places: name the elements of a load, whose ids nobody knows.
  /// - Throws: `constraint`, with the values concerned.
  public static func checkConstraints(in transaction: WriteTransaction, ofGraph name: String = CatalogContents.homeGraph, places: LoadPlaces? = nil) throws(StoreError) {
    let contents = try transaction.catalog()
    guard !contents.constraints.isEmpty, let graph = contents.graph(named: name) else { return }
    let constraints = contents.constraints(ofGraph: graph.id)
    guard !constraints.isEmpty else { return }
    let reader = try transaction.advancedReader()
    do throws(ConstraintViolation) { try ConstraintCheck(constraints, reader, places: places).checkAll() } catch { throw error.storeError }
    if let fault = reader.loadFault { throw fault }
  }

  /// The statements that make the constraints and indexes of a graph.
  public func definitions(ofGraph name: String = CatalogContents.homeGraph) throws(StoreError) -> [String] {
    let transaction = try store.beginRead()
    defer { transaction.end() }
    let contents = try transaction.catalog()
    guard let graph = contents.graph(named: name) else { return [] }
    return contents.constraints(ofGraph: graph.id).map(\.statement) + contents.indexes(ofGraph: graph.id).map(\.statement)
  }

  /// What `Store.check` finds, and every constraint that some element does not keep: other programs know nothing of constraints.
  public func check(monitor: WorkMonitor? = nil) throws(StoreError) -> [CheckFinding] {
    var findings = try store.check(monitor: monitor)
    guard !findings.contains(where: { $0.severity == .error }) else { return findings }
    let transaction = try store.beginRead()
    defer { transaction.end() }
    let contents = try transaction.catalog()
    for type in contents.types where GraphTypeDefinition(definition: type.definition)?.mistakes.isEmpty != true {
      findings.append(CheckFinding(severity: .error, kind: .catalog, object: "graph_type", row: type.id, message: "`definition` is no graph type"))
    }
    for graph in contents.graphs {
      let constraints = contents.constraints(ofGraph: graph.id)
      guard !constraints.isEmpty else { continue }
      let reader = try transaction.reader(ofGraph: graph.name)
      for constraint in constraints {
        do throws(ConstraintViolation) {
          try ConstraintCheck([constraint], reader).checkAll()
        } catch {
          findings.append(
            CheckFinding(severity: .error, kind: .constraint, object: graph.name, row: nil, message: error.message))
        }
      }
    }
    return findings
  }
}
