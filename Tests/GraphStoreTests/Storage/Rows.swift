import CSQLite
@testable import GraphStore

/// All rows of a graph, by id, as text: what every reader must see, without a snapshot between.
struct Rows: Equatable {
  var nodes: [Int64: String] = [:]
  var edges: [Int64: String] = [:]

  init() {}

  init(_ source: any RowSource) throws(StoreError) {
    try read(nodesAfter: 0, edgesAfter: 0, source)
  }

  private mutating func read(nodesAfter node: Int64, edgesAfter edge: Int64, _ source: any RowSource)
    throws(StoreError)
  {
    let names = try Names(source)
    try source.forEachNode(after: node) { nodes[$0.id] = names.text($0) }
    try source.forEachEdge(after: edge) { edges[$0.id] = names.text($0) }
  }

  /// What a reader does that goes on from `state`: the tail, and the rows that the log names.
  func advanced(from state: RowState, by source: any RowSource) throws(StoreError) -> Rows {
    var rows = self
    let names = try Names(source)
    for id in try source.changedNodes(after: state.maximumNodeChange) where id <= state.maximumNodeID {
      rows.nodes[id] = nil
      try source.readNode(id) { rows.nodes[id] = names.text($0) }
    }
    for id in try source.changedEdges(after: state.maximumEdgeChange) where id <= state.maximumEdgeID {
      rows.edges[id] = nil
      try source.readEdge(id) { rows.edges[id] = names.text($0) }
    }
    try rows.read(nodesAfter: state.maximumNodeID, edgesAfter: state.maximumEdgeID, source)
    return rows
  }

  private struct Names {
    var labels: [Int64: [String]] = [:]
    var types: [Int64: String] = [:]

    init(_ source: any RowSource) throws(StoreError) {
      for set in try source.labelSets() { labels[set.id] = set.labels }
      for type in try source.edgeTypes() { types[type.id] = type.name }
    }

    func text(_ row: NodeRow) -> String {
      "\(labels[row.labelSet] ?? ["?"]) \(String(decoding: row.properties, as: UTF8.self))"
    }

    func text(_ row: EdgeRow) -> String {
      let arrow = row.isDirected ? "->" : "~"
      let properties = String(decoding: row.properties, as: UTF8.self)
      return "\(types[row.type] ?? "?") \(row.source)\(arrow)\(row.target) \(properties)"
    }
  }
}

extension Store {
  /// The committed rows.
  func rows() throws -> Rows {
    try withReadingConnection { (connection) throws(StoreError) in try Rows(TableRowSource(connection, .home))
    }
  }

  func state() throws -> RowState {
    try withReadingConnection { (connection) throws(StoreError) in
      try TableRowSource(connection, .home).state()
    }
  }

  /// Commits what `body` does.
  @discardableResult
  func write<T>(_ body: (WriteTransaction) throws -> T) throws -> T {
    let transaction = try beginWrite()
    let result = try body(transaction)
    try transaction.commit()
    return result
  }

  /// What `check` has to say other than that edges lack an end, which is allowed.
  func problems() throws -> [CheckFinding] {
    try check().filter { $0.kind != .missingEndpoint }
  }
}

/// A connection as other programs have it: triggers and views work, and nothing of ours is done for it.
func foreignConnection(_ path: String) throws -> Connection {
  let connection = try Connection(
    path, path: path,
    options: Connection.Options(Configuration(mode: .readWrite, durability: .normal), flags: 2))
  csqlite_db_config_flag(connection.handle, SQLITE_DBCONFIG_ENABLE_TRIGGER, 1)
  csqlite_db_config_flag(connection.handle, SQLITE_DBCONFIG_ENABLE_VIEW, 1)
  return connection
}

extension Connection {
  /// The rows of a query, columns joined by `|`.
  func lines(_ sql: String, columnCount: Int32) throws -> [String] {
    let statement = try statement(sql)
    defer { statement.reset() }
    var lines: [String] = []
    while try statement.step() {
      lines.append((0..<columnCount).map { statement.text($0) }.joined(separator: "|"))
    }
    return lines
  }
}
