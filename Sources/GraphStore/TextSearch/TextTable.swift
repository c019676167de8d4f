import CSQLite

/// A table of FTS5: a row for each node, a column for each key.
///
/// In the file it is derived from the rows, as the packed index is: `meta` holds under its name up to which id and which entry of the
/// change log it has been brought up to date. Commits do that, whoever has written; what has changed since, the reader looks at itself.
/// So other programs need no triggers for it, and no tokenizer of ours.
struct TextTable {
  let name: String
  let keys: [String]
  let connection: Connection

  init(_ index: IndexDefinition, on connection: Connection) {
    name = TextTable.name(index)
    keys = index.keys
    self.connection = connection
  }

  init(scratch keys: [String], on connection: Connection) {
    name = "found"
    self.keys = keys
    self.connection = connection
  }

  static func name(_ index: IndexDefinition) -> String { "\(GraphLayout(graph: index.graph).prefix)text_\(index.id)" }

  private var columns: [String] { keys.indices.map { "c\($0)" } }

  /// As `sqlite_schema` holds it. What it says of diacritics tells how the texts have been folded: a table of another folding is not
  /// used, and made anew by the next commit that changes something.
  var ddl: String { ddl(removeDiacritics: 0) }

  /// As it was while the tokenizer folded all that was folded.
  private var earlierDDL: String { ddl(removeDiacritics: 2) }

  private func ddl(removeDiacritics mode: Int) -> String {
    "CREATE VIRTUAL TABLE \(name) USING fts5(\(columns.joined(separator: ", ")), tokenize='unicode61 remove_diacritics \(mode)')"
  }

  /// Itself, or a table that FTS5 keeps for it.
  func owns(_ object: Schema.Object) -> Bool {
    object.table == name && (object.sql == ddl || object.sql == earlierDDL)
      || ["data", "idx", "content", "docsize", "config"].contains { object.table == "\(name)_\($0)" } && object.type != "trigger"
  }

  // MARK: Writing

  func create() throws(StoreError) { try connection.execute(ddl) }

  func drop() throws(StoreError) {
    try connection.execute("DROP TABLE IF EXISTS \(name)")
    let delete = try connection.statement("DELETE FROM meta WHERE key = ?")
    try delete.bind(1, name)
    try delete.run()
  }

  func remove(_ id: Int64) throws(StoreError) {
    let delete = try connection.statement("DELETE FROM \(name) WHERE rowid = ?")
    delete.bind(1, id)
    try delete.run()
  }

  /// As they are kept.
  private func kept(_ texts: [String]) -> [String] { texts.map { TextSpacing.spaced(TextFolding.folded($0)) } }

  /// A row without any text is left out.
  func insert(_ id: Int64, _ texts: [String]) throws(StoreError) { try insert(id, kept: kept(texts)) }

  /// The row anew; one that has these texts already is left as it is.
  func replace(_ id: Int64, _ texts: [String]) throws(StoreError) {
    let texts = kept(texts)
    let known = try connection.statement("SELECT \(columns.joined(separator: ", ")) FROM \(name) WHERE rowid = ?")
    known.bind(1, id)
    let isSame = try known.step() && texts.indices.allSatisfy { known.utf8(Int32($0)).elementsEqual(texts[$0].utf8) }
    known.reset()
    if isSame { return }
    try remove(id)
    try insert(id, kept: texts)
  }

  private func insert(_ id: Int64, kept texts: [String]) throws(StoreError) {
    if texts.allSatisfy(\.isEmpty) { return }
    let places = Array(repeating: "?", count: keys.count + 1).joined(separator: ", ")
    let insert = try connection.statement("INSERT INTO \(name) (rowid, \(columns.joined(separator: ", "))) VALUES (\(places))")
    insert.bind(1, id)
    for (position, text) in texts.enumerated() { try insert.bind(Int32(position + 2), text) }
    try insert.run()
  }

  // MARK: Asking

  /// Rows that the expression matches.
  func ids(_ expression: String) throws(StoreError) -> [Int64] {
    let statement = try connection.statement("SELECT rowid FROM \(name) WHERE \(name) MATCH ?")
    try statement.bind(1, expression)
    defer { statement.reset() }
    var ids: [Int64] = []
    while try statement.step() { ids.append(statement.int(0)) }
    return ids
  }

  /// Rows with what their rank depends on.
  struct Hits {
    var ids: [Int64] = []
    /// Words of each row.
    var lengths: [Int32] = []
    /// How often each phrase of the query comes in a row, row by row.
    var counts: [Int32] = []
  }

  /// The rows that the query finds.
  func hits(_ query: TextQuery) throws(StoreError) -> Hits {
    if !connection.countsPhrases {
      try PhraseCounts.register(on: connection)
      connection.countsPhrases = true
    }
    let (expression, phrases) = query.counted
    let found = expression == query.expression ? nil : Set(try ids(query.expression))
    let statement = try connection.statement("SELECT rowid, \(PhraseCounts.name)(\(name)) FROM \(name) WHERE \(name) MATCH ?")
    try statement.bind(1, expression)
    defer { statement.reset() }
    var hits = Hits()
    var row = [Int32](repeating: 0, count: query.wantedMatches.count)
    while try statement.step() {
      let id = statement.int(0)
      if let found, !found.contains(id) { continue }
      let counted = statement.blob(1)
      func number(_ index: Int) -> Int32 { 4 * index < counted.count ? counted.loadUnaligned(fromByteOffset: 4 * index, as: Int32.self) : 0 }
      for index in row.indices { row[index] = 0 }
      // A phrase that is written twice has its places twice.
      for (index, phrase) in phrases.enumerated() { row[phrase] = number(index + 1) }
      hits.ids.append(id)
      hits.lengths.append(number(0))
      hits.counts += row
    }
    return hits
  }
}

extension TextTable {
  /// How many rows have each phrase that is wanted, but for some rows.
  func rowCounts(_ query: TextQuery, _ found: Hits, except changed: Set<Int64>) throws(StoreError) -> [Int] {
    var counts: [Int] = []
    for match in query.wantedMatches {
      let ids = query.isOnePhrase ? found.ids : try ids(match)
      counts.append(changed.isEmpty ? ids.count : ids.count { !changed.contains($0) })
    }
    return counts
  }
}

// MARK: Keeping it up

extension TextTable {
  /// Up to which node and which entry of the change log it is up to date; nil when there is no such table as this program makes it.
  func standing() throws(StoreError) -> (node: Int64, change: Int64)? {
    let schema = try connection.statement("SELECT 1 FROM sqlite_schema WHERE name = ?1 AND sql = ?2")
    try schema.bind(1, name)
    try schema.bind(2, ddl)
    guard try schema.firstInt() == 1 else { return nil }
    let state = try connection.statement("SELECT value / 1, substr(value, instr(value, ' ') + 1) / 1 FROM meta WHERE key = ?")
    try state.bind(1, name)
    defer { state.reset() }
    guard try state.step(), state.isInteger(0), state.isInteger(1) else { return nil }
    return (state.int(0), state.int(1))
  }

  func note(node: Int64, change: Int64) throws(StoreError) {
    let statement = try connection.statement("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)")
    try statement.bind(1, name)
    try statement.bind(2, "\(node) \(change)")
    try statement.run()
  }

  /// Ids that may have changed since; nil when the log no longer tells.
  func changedIDs(since standing: (node: Int64, change: Int64), _ source: TableRowSource) throws(StoreError) -> Set<Int64>? {
    let log = source.layout.nodeChange
    let missing = try connection.statement("SELECT coalesce(min(seq), 0) > ?1 + 1 FROM \(log) WHERE seq > ?1")
    missing.bind(1, standing.change)
    if try missing.firstInt() == 1 { return nil }
    var ids = Set(try source.changedNodes(after: standing.change))
    let new = try connection.statement("SELECT id FROM \(source.layout.node) WHERE id > ?")
    new.bind(1, standing.node)
    defer { new.reset() }
    while try new.step() { ids.insert(new.int(0)) }
    return ids
  }

  /// The table as the rows are now. O(rows) the first time, then O(changes).
  func bringUpToDate(_ index: IndexDefinition, _ source: TableRowSource) throws(StoreError) {
    let now = try source.state()
    let standing = try standing()
    if let standing, standing.node == now.maximumNodeID, standing.change == now.maximumNodeChange { return }
    let wanted = try source.labelSets().filter { set in
      set.labels.contains { label in index.labels.contains { $0.isSameName(as: label) } }
    }
    let members = Set(wanted.map(\.id))
    var fault: StoreError?
    func take(_ row: NodeRow, _ keep: (Int64, [String]) throws(StoreError) -> Void) -> Bool {
      guard fault == nil, members.contains(row.labelSet) else { return false }
      do throws(StoreError) { try keep(row.id, try TextTable.texts(row.properties, keys)) } catch { fault = error }
      return true
    }
    if let standing, let changed = try changedIDs(since: standing, source) {
      for id in changed.sorted() {
        var isMember = false
        try source.readNode(id) { isMember = take($0, replace) }
        if !isMember { try remove(id) }
      }
    } else {
      try drop()
      try create()
      try source.forEachNode(after: 0) { _ = take($0) { id, texts throws(StoreError) in try insert(id, texts) } }
    }
    if let fault { throw fault }
    try note(node: now.maximumNodeID, change: now.maximumNodeChange)
  }

  /// A word that no text to search for has, so that no phrase goes from one item of a list to the next.
  private static let itemSeparator = " \u{E0AD} "

  /// Strings, and strings in lists; other values are no text.
  static func texts(_ properties: UnsafeBufferPointer<UInt8>, _ keys: [String]) throws(StoreError) -> [String] {
    let record = try PropertyText.decode(properties)
    return keys.map { text(of: record[$0] ?? .null) }
  }

  static func text(of value: Value) -> String {
    switch value {
    case .string(let text): return text
    case .list(let items): return items.map(text(of:)).filter { !$0.isEmpty }.joined(separator: itemSeparator)
    case .null, .bool, .int, .float, .decimal, .bytes, .date, .localTime, .zonedTime, .localDateTime, .zonedDateTime, .duration,
      .record, .node, .edge, .path:
      return ""
    }
  }
}
