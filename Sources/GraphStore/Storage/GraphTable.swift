/// Rows of `graph`, and with each of them the tables of that graph.
struct GraphTable {
  private let connection: Connection

  init(_ connection: Connection) { self.connection = connection }

  func all() throws(StoreError) -> [(layout: GraphLayout, name: String)] {
    let statement = try connection.statement("SELECT id, name FROM graph WHERE id > 0 ORDER BY id")
    defer { statement.reset() }
    var graphs: [(layout: GraphLayout, name: String)] = []
    while try statement.step() { graphs.append((GraphLayout(graph: statement.int(0)), statement.text(1))) }
    return graphs
  }

  func create(_ name: String) throws(StoreError) {
    guard !name.isEmpty, !name.utf8.contains(0) else {
      throw StoreError(.constraint, "a graph's name is empty or contains NUL")
    }
    guard try find(name) == nil else { throw StoreError(.constraint, "graph `\(name)` exists already") }
    let insert = try connection.statement("INSERT INTO graph (name) VALUES (?)")
    try insert.bind(1, name)
    try insert.run()
    try connection.execute(GraphLayout(graph: connection.lastInsertedID).ddl)
    try bumpCatalog()
  }

  func drop(_ name: String, butNot current: GraphLayout) throws(StoreError) {
    guard let layout = try find(name) else { throw StoreError(.noSuchElement, "there is no graph `\(name)`") }
    guard layout != .home, layout != current else {
      throw StoreError(.constraint, "graph `\(name)` cannot be dropped: it is the home graph, or in use")
    }
    for index in try DefinitionTables(connection).indexes() where index.kind == .text && index.graph == layout.graph {
      try TextTable(index, on: connection).drop()
    }
    let views = ["nodes", "edges"].map { "DROP VIEW \(layout.prefix + $0);" }
    let tables = [
      layout.edge, layout.node, layout.labelSet, layout.edgeType, layout.nodeChange, layout.edgeChange, layout.pack,
    ]
    try connection.execute((views + tables.map { "DROP TABLE IF EXISTS \($0);" }).joined())
    for sql in [
      "DELETE FROM index_definition WHERE graph = ?", "DELETE FROM constraint_definition WHERE graph = ?",
      "DELETE FROM graph WHERE id = ?",
    ] {
      let delete = try connection.statement(sql)
      delete.bind(1, layout.graph)
      try delete.run()
    }
    // A type written out in CREATE GRAPH belongs to that graph.
    try connection.execute(
      "DELETE FROM graph_type WHERE name = '' AND id NOT IN (SELECT graph_type FROM graph WHERE graph_type IS NOT NULL)")
    let version = try connection.statement("DELETE FROM meta WHERE key = ?")
    try version.bind(1, layout.pack)
    try version.run()
    try bumpCatalog()
  }

  private func find(_ name: String) throws(StoreError) -> GraphLayout? {
    try all().first { $0.name.isSameName(as: name) }?.layout
  }

  private func bumpCatalog() throws(StoreError) {
    try connection.statement("UPDATE meta SET value = value + 1 WHERE key = 'catalog'").run()
  }
}
