// `import GQL` suffices: values, nodes, edges and configuration are part of the library's surface.
@_exported import GraphStore

/// Asking and changing a graph. Each call is a session of its own, and safe to make from any thread.
extension Graph {
  /// Runs one statement in a transaction of its own; one that writes is committed before this returns.
  ///
  /// - Throws: `QueryError` with status, place and hints. A statement that fails leaves nothing behind.
  @discardableResult
  public func query(_ text: String, _ parameters: [String: Value] = [:]) throws(QueryError) -> QueryResult {
    try Session(graph: self).execute(text, parameters)
  }

  /// The rows of one statement, each decoded by column name.
  ///
  /// A null decodes as nil only; nodes and edges decode by their properties.
  /// - Throws: `QueryError`; with status `22G03` when a row does not fit the type.
  public func query<Element: Decodable>(
    _ text: String, _ parameters: [String: Value] = [:], as type: Element.Type
  ) throws(QueryError) -> [Element] {
    try query(text, parameters).decoded(as: type)
  }

  /// Runs the statements of `body` in one transaction: committed when it returns, rolled back when it throws.
  ///
  /// One writer at a time; others wait as long as the configuration says. Writing to the same graph by other means from
  /// inside `body` waits for itself and fails as busy.
  /// - Throws: `QueryError`, or what `body` throws.
  public func write<Result>(_ body: (GraphTransaction) throws -> Result) throws -> Result {
    try GraphTransaction(self, access: .readWrite).run(body)
  }

  /// Runs one statement; same as `query(_:_:)`, for a text that changes something.
  @discardableResult
  public func write(_ text: String, _ parameters: [String: Value] = [:]) throws(QueryError) -> QueryResult {
    try query(text, parameters)
  }

  /// Runs the queries of `body` over one snapshot: what others commit meanwhile is not seen.
  ///
  /// - Throws: `QueryError` with status `25G03` for a statement that writes, or what `body` throws.
  public func read<Result>(_ body: (GraphTransaction) throws -> Result) throws -> Result {
    try GraphTransaction(self, access: .readOnly).run(body)
  }

  /// Who is for, against or reserved about a thing, and who says so: the question `backs`, whose columns stand there.
  ///
  /// - Throws: `QueryError`; with status `42002` and near names when nothing has the name.
  public func positions(on thing: String, withState: Bool = false) throws(QueryError) -> QueryResult {
    try Session(graph: self).ask(PositionQuestions.onThing.name, ["name": .string(thing), "with_state": .bool(withState)])
  }

  /// The positions of an actor: the question behind `.backs --by`.
  ///
  /// - Parameter withState: also derives what a state holds from those who speak for it.
  public func positions(of actor: String, withState: Bool = false) throws(QueryError) -> QueryResult {
    try Session(graph: self).ask(PositionQuestions.ofActor.name, ["name": .string(actor), "with_state": .bool(withState)])
  }

  /// Draws the nodes and edges that a query returns into the file at `path`; the ends of its edges are added.
  ///
  /// - Throws: `QueryError`; with status `22K01` when there is more than a picture can hold, `08K01` when the file cannot be
  ///   written or Graphviz, which draws SVG and PNG, is missing.
  public func export(
    _ format: PictureFormat, of text: String, _ parameters: [String: Value] = [:], to path: String
  ) throws(QueryError) {
    var options = DOTOptions()
    options.query = text
    let session = Session(graph: self)
    var drawn = DOTSubgraph(try session.execute(text, parameters))
    for node in try nodes(drawn.missingNodes) { drawn.add(node) }
    for row in try session.execute("MATCH (s:Stance) RETURN s.edge_type, s.sign") {
      if case .string(let type) = row[0], case .int(let sign) = row[1] { options.signs[type] = Int(sign) }
    }
    try DOTDocument(drawn, options: options).write(to: path, as: format)
  }

  /// Those of `ids` that are in the graph.
  private func nodes(_ ids: [NodeID]) throws(QueryError) -> [Node] {
    guard !ids.isEmpty else { return [] }
    do throws(StoreError) {
      let transaction = try store.beginRead()
      defer { transaction.end() }
      let reader = try transaction.reader()
      return ids.compactMap { reader.ordinal(of: $0).map(reader.node) }
    } catch {
      throw QueryError(error)
    }
  }
}
