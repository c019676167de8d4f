/// The rows of one graph, read through the connection of one transaction.
///
/// `RowState.maximumNodeID` is the highest node id ever given out as far as the file knows
/// (`sqlite_sequence`), not the greatest that exists: it never falls, and inserts up to it are in the change
/// log (see `schema/graph.sql`). Edges likewise.
final class TableRowSource: RowSource {
  private let connection: Connection
  let layout: GraphLayout
  private let sql: SQL
  let interrupts: InterruptHandle?
  /// Is told of every row.
  var monitor: WorkMonitor?

  /// Snapshots' indexes that read through this connection as long as it is here.
  private var lent: [(source: PackSource, loan: PackSource.Loan)] = []
  /// Opens connections for snapshots without one.
  var readers: ReaderPool?

  deinit { for (source, loan) in lent { source.detach(loan) } }

  init(_ connection: Connection, _ layout: GraphLayout, interrupts: InterruptHandle? = nil) {
    self.connection = connection
    self.interrupts = interrupts
    self.layout = layout
    sql = layout == .home ? SQL.home : SQL(layout)
  }

  /// Texts made once, so that the hot calls build no strings.
  private struct SQL {
    static let home = SQL(.home)

    let state, stateWithoutPack, nodes, edges, node, edge, nodeChanges, edgeChanges, nodesBetween, edgesBetween: String

    init(_ layout: GraphLayout) {
      let nodeColumns = "id, label_set, properties"
      let edgeColumns = "id, type, source, target, directed, properties"
      let greatest = { (table: String) in
        "coalesce((\(GraphLayout.recordedID(of: table))), -1), coalesce((SELECT max(id) FROM \(table)), 0)"
      }
      let state = """
        SELECT \(greatest(layout.node)), \(greatest(layout.edge)),
          (SELECT max(seq) FROM \(layout.nodeChange)), (SELECT max(seq) FROM \(layout.edgeChange)),
          (SELECT count(*) FROM \(layout.labelSet)), (SELECT count(*) FROM \(layout.edgeType)),
        """
      // Anybody may empty the table; the version stays.
      let isThere = "EXISTS (SELECT 1 FROM \(layout.pack) WHERE id = \(PackKey(kind: .header).row))"
      self.state = "\(state) (SELECT value FROM meta WHERE key = '\(layout.pack)' AND \(isThere))"
      stateWithoutPack = "\(state) 0"
      nodes = "SELECT \(nodeColumns) FROM \(layout.node) WHERE id > ? ORDER BY id"
      edges = "SELECT \(edgeColumns) FROM \(layout.edge) WHERE id > ? ORDER BY id"
      nodesBetween = "SELECT \(nodeColumns) FROM \(layout.node) WHERE id BETWEEN ? AND ? ORDER BY id"
      edgesBetween = "SELECT \(edgeColumns) FROM \(layout.edge) WHERE id BETWEEN ? AND ? ORDER BY id"
      node = "SELECT \(nodeColumns) FROM \(layout.node) WHERE id = ?"
      edge = "SELECT \(edgeColumns) FROM \(layout.edge) WHERE id = ?"
      nodeChanges = "SELECT id FROM \(layout.nodeChange) WHERE seq > ? ORDER BY seq"
      edgeChanges = "SELECT id FROM \(layout.edgeChange) WHERE seq > ? ORDER BY seq"
    }
  }

  // MARK: The packed index

  func packSource() throws(StoreError) -> PackSource? {
    let version = try state().packVersion
    guard version != 0, try isCoveredByChangeLog() else { return nil }
    let objects = try Schema.objects(on: connection)
    guard Schema.keepsChangeLog(layout, in: objects), objects.contains(where: { $0.name == layout.pack && $0.type == "table" }) else { return nil }
    var header: PackHeader?
    _ = try PackTable(connection, layout).read(PackKey(kind: .header)) { header = PackHeader($0) }
    guard let header, header.state.packVersion == version else { return nil }
    let now = try state()
    let isBefore =
      header.state.maximumNodeID <= now.maximumNodeID && header.state.maximumEdgeID <= now.maximumEdgeID
      && header.state.maximumNodeChange <= now.maximumNodeChange && header.state.maximumEdgeChange <= now.maximumEdgeChange
    return isBefore ? PackSource(header, layout, readers) : nil
  }

  func lend(to source: PackSource) throws(StoreError) -> PackSource.Loan? {
    let loan = PackSource.Loan(connection, try state())
    source.attach(loan)
    return loan
  }

  /// Lends this connection, one for reading that sees the snapshot's state, until this source goes.
  func lend(to snapshot: Snapshot) {
    guard let source = snapshot.pack?.source, connection.isReadOnly, !lent.contains(where: { $0.source === source }) else { return }
    let loan = PackSource.Loan(connection, snapshot.state)
    source.attach(loan)
    lent.append((source, loan))
  }

  /// Lends the writer's connection for looking up, until `endLoans`.
  func lendLive(to snapshot: Snapshot) {
    guard let source = snapshot.pack?.source, !lent.contains(where: { $0.source === source && $0.loan.isLive }) else { return }
    let loan = PackSource.Loan(connection, snapshot.state, isLive: true)
    source.attach(loan)
    lent.append((source, loan))
  }

  func endLoans() {
    for (source, loan) in lent { source.detach(loan) }
    lent = []
  }

  func state() throws(StoreError) -> RowState { try standing().state }

  private func standing() throws(StoreError) -> FileSight.Standing {
    guard connection.sight.isOpen else { return try readStanding() }
    if let known = connection.sight.standing(of: layout, at: connection.totalChangeCount) { return known }
    let standing = try readStanding()
    connection.sight.note(standing, of: layout, at: connection.totalChangeCount)
    return standing
  }

  private func readStanding() throws(StoreError) -> FileSight.Standing {
    do throws(StoreError) { return try readStanding(sql.state) } catch {
      // Files made before there was an index lack the table.
      guard error.code == .sqlite, try !Schema.objects(on: connection).contains(where: { $0.name == layout.pack }) else { throw error }
      return try readStanding(sql.stateWithoutPack)
    }
  }

  private func readStanding(_ sql: String) throws(StoreError) -> FileSight.Standing {
    let statement = try connection.statement(sql)
    defer { statement.reset() }
    guard try statement.step() else { throw StoreError(.corrupt, "the state of the graph could not be read") }
    let (recordedNode, node, recordedEdge, edge) = (statement.int(0), statement.int(1), statement.int(2), statement.int(3))
    let state = RowState(
      maximumNodeID: max(0, recordedNode, node), maximumEdgeID: max(0, recordedEdge, edge), maximumNodeChange: statement.int(4),
      maximumEdgeChange: statement.int(5), labelSetCount: statement.int(6), edgeTypeCount: statement.int(7),
      packVersion: statement.int(8))
    return FileSight.Standing(state: state, isCovered: node <= recordedNode && edge <= recordedEdge)
  }

  /// Whether the change log covers what happens to this state from now on. False when others have tampered
  /// with `sqlite_sequence`; a snapshot of such a state is not to be advanced.
  func isCoveredByChangeLog() throws(StoreError) -> Bool {
    try standing().isCovered
  }

  /// Changes with every change of the schema, by whomever.
  func schemaVersion() throws(StoreError) -> Int64 {
    let isKept = connection.sight.isOpen && connection.isReadOnly
    if isKept, let known = connection.sight.schemaVersion { return known }
    let version = try connection.statement("PRAGMA schema_version").firstInt() ?? 0
    if isKept { connection.sight.schemaVersion = version }
    return version
  }

  func keepsChangeLog() throws(StoreError) -> Bool { try Schema.keepsChangeLog(layout, on: connection) }

  /// Counts changes of label sets, edge types, graphs and definitions, by whomever: what cached plans are
  /// keyed by.
  func catalogVersion() throws(StoreError) -> Int64 {
    try CatalogTables(connection).version()
  }

  func labelSets() throws(StoreError) -> [(id: Int64, labels: [String])] {
    let statement = try connection.statement("SELECT id, labels FROM \(layout.labelSet) ORDER BY id")
    defer { statement.reset() }
    var sets: [(id: Int64, labels: [String])] = []
    while try statement.step() {
      let id = statement.int(0)
      guard let labels = LabelSetText.decode(statement.utf8(1)) else {
        throw StoreError(.corrupt, "row \(id) of `\(layout.labelSet)` is not a JSON array of names")
      }
      sets.append((id, labels))
    }
    return sets
  }

  func edgeTypes() throws(StoreError) -> [(id: Int64, name: String)] {
    let statement = try connection.statement("SELECT id, name FROM \(layout.edgeType) ORDER BY id")
    defer { statement.reset() }
    var types: [(id: Int64, name: String)] = []
    while try statement.step() { types.append((statement.int(0), statement.text(1))) }
    return types
  }

  func forEachNode(after id: Int64, _ body: (NodeRow) -> Void) throws(StoreError) {
    try nodes(sql.nodes, id, body)
  }
  /// Of ids in the range.
  func forEachNode(in ids: ClosedRange<Int64>, _ body: (NodeRow) -> Void) throws(StoreError) {
    try nodes(sql.nodesBetween, ids.lowerBound, to: ids.upperBound, body)
  }
  func forEachEdge(in ids: ClosedRange<Int64>, _ body: (EdgeRow) -> Void) throws(StoreError) {
    try edges(sql.edgesBetween, ids.lowerBound, to: ids.upperBound, body)
  }
  func readNode(_ id: Int64, _ body: (NodeRow) -> Void) throws(StoreError) { try nodes(sql.node, id, body) }
  func forEachEdge(after id: Int64, _ body: (EdgeRow) -> Void) throws(StoreError) {
    try edges(sql.edges, id, body)
  }
  func readEdge(_ id: Int64, _ body: (EdgeRow) -> Void) throws(StoreError) { try edges(sql.edge, id, body) }

  func changedNodes(after sequence: Int64) throws(StoreError) -> [Int64] {
    try ids(sql.nodeChanges, sequence)
  }
  func changedEdges(after sequence: Int64) throws(StoreError) -> [Int64] {
    try ids(sql.edgeChanges, sequence)
  }

  private func nodes(_ text: String, _ id: Int64, to last: Int64? = nil, _ body: (NodeRow) -> Void) throws(StoreError) {
    try forEachRow(text, id, last) { statement in
      body(NodeRow(id: statement.int(0), labelSet: statement.int(1), properties: statement.utf8(2)))
    }
  }

  private func edges(_ text: String, _ id: Int64, to last: Int64? = nil, _ body: (EdgeRow) -> Void) throws(StoreError) {
    try forEachRow(text, id, last) { statement in
      body(
        EdgeRow(
          id: statement.int(0), type: statement.int(1), source: statement.int(2), target: statement.int(3),
          isDirected: statement.int(4) != 0, properties: statement.utf8(5)))
    }
  }

  private func ids(_ text: String, _ sequence: Int64) throws(StoreError) -> [Int64] {
    var ids: [Int64] = []
    try forEachRow(text, sequence) { ids.append($0.int(0)) }
    return ids
  }

  private func forEachRow(
    _ text: String, _ parameter: Int64, _ second: Int64? = nil, _ body: (_ row: Statement) -> Void
  ) throws(StoreError) {
    try interrupts?.check()
    let statement = try connection.statement(text)
    statement.bind(1, parameter)
    if let second { statement.bind(2, second) }
    defer { statement.reset() }
    do {
      if let monitor {
        while try statement.step() {
          body(statement)
          monitor.advance(by: 1)
        }
      } else {
        while try statement.step() { body(statement) }
      }
    } catch {
      if error.code == .interrupted { interrupts?.takePending() }
      throw error
    }
  }
}
