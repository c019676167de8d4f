import Synchronization

/// The catalog of a file: its graphs, the types of graphs, and the schemas they are in. Names are paths without the
/// first `/`: the graph `/a/b/g` is called `a/b/g`, and the home graph `home`.
public struct CatalogContents: Sendable {
  public struct GraphEntry: Sendable {
    public var id: Int64
    public var name: String
    /// Nil = open: takes any element.
    public var typeID: Int64?
  }

  public struct TypeEntry: Sendable {
    public var id: Int64
    /// Empty when the type was written out in CREATE GRAPH.
    public var name: String
    /// In the language: `{(:Person {name STRING})}`. The file holds it as `{"gql": ...}`. Empty when there is no such text.
    public var definition: String
  }

  /// The name of the graph that every file has.
  public static let homeGraph = "home"

  /// In the order in which they were made; the home graph comes first.
  public var graphs: [GraphEntry] = []
  public var types: [TypeEntry] = []
  /// Without the root.
  public var schemas: [String] = []
  public var indexes: [IndexDefinition] = []
  public var constraints: [ConstraintDefinition] = []
  /// Grows with every change.
  public var version: Int64 = 0
  /// Another number for each time that the catalog was read: copies of one look have the same.
  package private(set) var stamp = 0
  private static let stamps = Atomic<Int>(0)

  public init() {}

  mutating func markAsRead() { stamp = CatalogContents.stamps.add(1, ordering: .relaxed).newValue }

  public func graph(named name: String) -> GraphEntry? { graphs.first { $0.name.isSameName(as: name) } }
  public func type(named name: String) -> TypeEntry? {
    name.isEmpty ? nil : types.first { $0.name.isSameName(as: name) }
  }
  public func type(withID id: Int64) -> TypeEntry? { types.first { $0.id == id } }
}

/// Reads and changes `graph_type` and, in `meta`, the schemas: key `schema /a/b`.
struct CatalogTables {
  private let connection: Connection
  private static let schemaPrefix = "schema /"
  /// SQL for the text of a type; empty where there is none.
  static let typeText = "iif(json_valid(definition), coalesce(json_extract(definition, '$.gql'), ''), '')"

  init(_ connection: Connection) { self.connection = connection }

  func version() throws(StoreError) -> Int64 {
    if connection.sight.isOpen, let known = connection.sight.catalogVersion(at: connection.totalChangeCount) { return known }
    let version = try connection.statement("SELECT value FROM meta WHERE key = 'catalog'").firstInt() ?? 0
    if connection.sight.isOpen { connection.sight.note(catalogVersion: version, at: connection.totalChangeCount) }
    return version
  }

  /// O(graphs + types + schemas); `known` is given back when nothing has changed since.
  func contents(unless known: CatalogContents?) throws(StoreError) -> CatalogContents {
    let version = try version()
    if let known, known.version == version, !known.graphs.isEmpty { return known }
    var result = CatalogContents()
    result.markAsRead()
    result.version = version
    let graphs = try connection.statement("SELECT id, name, graph_type FROM graph WHERE id > 0 ORDER BY id")
    defer { graphs.reset() }
    while try graphs.step() {
      result.graphs.append(
        CatalogContents.GraphEntry(
          id: graphs.int(0), name: graphs.text(1), typeID: graphs.isNull(2) ? nil : graphs.int(2)))
    }
    let types = try connection.statement("SELECT id, name, \(CatalogTables.typeText) FROM graph_type ORDER BY id")
    defer { types.reset() }
    while try types.step() {
      result.types.append(
        CatalogContents.TypeEntry(id: types.int(0), name: types.text(1), definition: types.text(2)))
    }
    let schemas = try connection.statement("SELECT substr(key, 9) FROM meta WHERE key GLOB 'schema /*' ORDER BY key")
    defer { schemas.reset() }
    while try schemas.step() { result.schemas.append(schemas.text(0)) }
    result.indexes = try DefinitionTables(connection).indexes()
    result.constraints = try DefinitionTables(connection).constraints()
    return result
  }

  func createSchema(_ name: String) throws(StoreError) {
    let insert = try connection.statement("INSERT INTO meta (key, value) VALUES (?, 1)")
    try insert.bind(1, CatalogTables.schemaPrefix + name)
    try insert.run()
    try bump()
  }

  func dropSchema(_ name: String) throws(StoreError) {
    let delete = try connection.statement("DELETE FROM meta WHERE key = ?")
    try delete.bind(1, CatalogTables.schemaPrefix + name)
    try delete.run()
    try bump()
  }

  func createType(_ name: String, definition: String) throws(StoreError) -> Int64 {
    let insert = try connection.statement("INSERT INTO graph_type (name, definition) VALUES (?, json_object('gql', ?))")
    try insert.bind(1, name)
    try insert.bind(2, definition)
    try insert.run()
    let id = connection.lastInsertedID
    try bump()
    return id
  }

  func dropType(_ id: Int64) throws(StoreError) {
    let delete = try connection.statement("DELETE FROM graph_type WHERE id = ?")
    delete.bind(1, id)
    try delete.run()
    try bump()
  }

  func setType(_ type: Int64, ofGraph graph: Int64) throws(StoreError) {
    let update = try connection.statement("UPDATE graph SET graph_type = ? WHERE id = ?")
    update.bind(1, type)
    update.bind(2, graph)
    try update.run()
    try bump()
  }

  /// Fills the empty graph with the other's rows: ids stay.
  func copyRows(from source: GraphLayout, to copy: GraphLayout) throws(StoreError) {
    for (from, to, condition) in [
      (source.labelSet, copy.labelSet, " WHERE id <> 1"), (source.edgeType, copy.edgeType, ""),
      (source.node, copy.node, ""), (source.edge, copy.edge, ""),
    ] {
      try connection.execute("INSERT INTO \(to) SELECT * FROM \(from)\(condition)")
    }
  }

  private func bump() throws(StoreError) {
    try connection.statement("UPDATE meta SET value = value + 1 WHERE key = 'catalog'").run()
  }
}

extension ReadTransaction {
  /// As of this transaction's snapshot; in memory as of the last commit.
  public func catalog() throws(StoreError) -> CatalogContents {
    guard let connection = catalogConnection else { return store.snapshots.lastCatalog }
    if let knownCatalog { return knownCatalog }
    let contents = try CatalogTables(connection).contents(unless: store.snapshots.lastCatalog)
    store.snapshots.note(contents)
    knownCatalog = contents
    return contents
  }
}

extension WriteTransaction {
  /// As this transaction sees it.
  public func catalog() throws(StoreError) -> CatalogContents {
    try perform { () throws(StoreError) in
      let contents = try CatalogTables(connection).contents(unless: knownCatalog ?? store.snapshots.lastCatalog)
      knownCatalog = contents
      return contents
    }
  }

  public func createSchema(named name: String) throws(StoreError) {
    try change { () throws(StoreError) in try CatalogTables(connection).createSchema(name) }
  }

  /// Does nothing when there is none.
  public func dropSchema(named name: String) throws(StoreError) {
    try change { () throws(StoreError) in try CatalogTables(connection).dropSchema(name) }
  }

  /// An empty name is that of a type written out in CREATE GRAPH.
  public func createGraphType(named name: String, definition: String) throws(StoreError) -> Int64 {
    try change { () throws(StoreError) in try CatalogTables(connection).createType(name, definition: definition) }
  }

  /// Graphs of this type must be gone.
  public func dropGraphType(_ id: Int64) throws(StoreError) {
    try change { () throws(StoreError) in try CatalogTables(connection).dropType(id) }
  }

  public func setType(_ type: Int64, ofGraph graph: Int64) throws(StoreError) {
    try change { () throws(StoreError) in try CatalogTables(connection).setType(type, ofGraph: graph) }
  }

  /// Copies every row of one graph into another, which is empty.
  public func copyRows(fromGraph source: Int64, toGraph copy: Int64) throws(StoreError) {
    try change { () throws(StoreError) in
      try CatalogTables(connection).copyRows(from: GraphLayout(graph: source), to: GraphLayout(graph: copy))
    }
  }
}
