/// The graphs of a file. Names compare by code point; the home graph's cannot be dropped.
extension Store {
  /// One snapshot of the named graph. Throws `noSuchElement` when there is none.
  public func beginRead(graph name: String) throws(StoreError) -> ReadTransaction {
    try beginRead(layout(named: name))
  }

  /// The one writer, on the named graph. Throws `noSuchElement` when there is none.
  public func beginWrite(graph name: String) throws(StoreError) -> WriteTransaction {
    try beginWrite(layout(named: name))
  }

  /// Names in the order in which the graphs were made; the home graph comes first.
  public func graphNames() throws(StoreError) -> [String] { try graphs().map(\.name) }

  private func layout(named name: String) throws(StoreError) -> GraphLayout {
    if name.isSameName(as: CatalogContents.homeGraph) { return .home }
    guard let graph = try graphs().first(where: { $0.name.isSameName(as: name) }) else {
      throw StoreError(.noSuchElement, "there is no graph `\(name)`")
    }
    return graph.layout
  }

  private func graphs() throws(StoreError) -> [(layout: GraphLayout, name: String)] {
    try withReadingConnection { (connection) throws(StoreError) in try GraphTable(connection).all() }
  }
}

extension WriteTransaction {
  /// Makes an empty graph, to be used by later transactions. Throws `constraint` when the name is taken.
  public func createGraph(named name: String) throws(StoreError) {
    try change { () throws(StoreError) in try GraphTable(connection).create(name) }
  }

  /// Throws `noSuchElement` when there is no such graph, `constraint` for the home graph and this
  /// transaction's own.
  public func dropGraph(named name: String) throws(StoreError) {
    try change { () throws(StoreError) in try GraphTable(connection).drop(name, butNot: layout) }
  }
}
