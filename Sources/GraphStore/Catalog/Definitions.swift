/// What an index of a graph is made of: nodes with one of some labels, or edges of a type, by the values of some keys.
///
/// A row of `index_definition`. The column `label` holds the label, or of a full-text index the labels as a JSON array.
public struct IndexDefinition: Sendable, Hashable {
  public enum Kind: String, Sendable { case plain, text }
  public var id: Int64 = 0
  public var graph: Int64
  public var name: String
  public var kind: Kind
  public var element: ElementKind
  public var labels: [String]
  public var keys: [String]

  public init(graph: Int64, name: String, kind: Kind, element: ElementKind, labels: [String], keys: [String]) {
    (self.graph, self.name, self.kind) = (graph, name, kind)
    (self.element, self.labels, self.keys) = (element, labels, keys)
  }
}

/// A rule that all nodes with a label, or all edges of a type, keep. A row of `constraint_definition`, whose column `definition` is
/// `{"element":"node","label":"Person","keys":["id"],"rule":"unique"}`, with `"type"` for a rule about a type.
public struct ConstraintDefinition: Sendable, Hashable {
  public enum Rule: Sendable, Hashable {
    /// No two elements that have all the keys have equal values of them.
    case unique
    /// Unique, and every element has all the keys.
    case key
    case notNull
    /// In the language: `STRING`, `LIST<INT>`. A missing value is of every type.
    case typed(String)
  }
  public var id: Int64 = 0
  public var graph: Int64
  public var name: String
  public var element: ElementKind
  public var label: String
  public var keys: [String]
  public var rule: Rule

  public init(graph: Int64, name: String, element: ElementKind, label: String, keys: [String], rule: Rule) {
    (self.graph, self.name, self.element) = (graph, name, element)
    (self.label, self.keys, self.rule) = (label, keys, rule)
  }

  public var isUnique: Bool {
    switch rule {
    case .unique, .key: true
    case .notNull, .typed: false
    }
  }

  /// Whether every element must have the keys.
  public var isRequired: Bool {
    switch rule {
    case .key, .notNull: true
    case .unique, .typed: false
    }
  }
}

extension CatalogContents {
  /// By the id of the graph, in the order in which they were made.
  public func constraints(ofGraph graph: Int64) -> [ConstraintDefinition] { constraints.filter { $0.graph == graph } }
  public func indexes(ofGraph graph: Int64) -> [IndexDefinition] { indexes.filter { $0.graph == graph } }
}

/// Reads and changes `index_definition` and `constraint_definition`, and makes the SQLite indexes that they need.
struct DefinitionTables {
  private let connection: Connection

  init(_ connection: Connection) { self.connection = connection }

  // MARK: Reading

  /// Rows that make no sense are left out, for answers do not depend on indexes; `check` names them.
  func indexes() throws(StoreError) -> [IndexDefinition] {
    let statement = try connection.statement(
      "SELECT id, graph, name, element, label, keys, kind FROM index_definition ORDER BY id")
    defer { statement.reset() }
    var result: [IndexDefinition] = []
    while try statement.step() {
      let kind: IndexDefinition.Kind = statement.text(6) == "text" ? .text : .plain
      let labels = kind == .text ? LabelSetText.decode(statement.utf8(4)) : [statement.text(4)]
      guard let keys = LabelSetText.decode(statement.utf8(5)), !keys.isEmpty, let labels, !labels.isEmpty else { continue }
      var index = IndexDefinition(
        graph: statement.int(1), name: statement.text(2), kind: kind, element: statement.text(3) == "edge" ? .edge : .node,
        labels: labels, keys: keys)
      index.id = statement.int(0)
      result.append(index)
    }
    return result
  }

  /// - Throws: `corrupt` for a row that makes no sense: what it forbids would be written.
  func constraints() throws(StoreError) -> [ConstraintDefinition] {
    var result: [ConstraintDefinition] = []
    try forEachConstraint { (id, constraint) throws(StoreError) in
      guard let constraint else { throw StoreError(.corrupt, "row \(id) of `constraint_definition` is no constraint; `check` says more") }
      result.append(constraint)
    }
    return result
  }

  /// Nil for a row that makes no sense.
  private func forEachConstraint(_ body: (_ id: Int64, ConstraintDefinition?) throws(StoreError) -> Void) throws(StoreError) {
    let field = { (name: String) in "coalesce(json_extract(json, '$.\(name)'), '')" }
    let statement = try connection.statement(
      """
      SELECT id, graph, name, \(field("element")), \(field("label")), \(field("keys")), \(field("rule")), \(field("type"))
      FROM (SELECT *, iif(json_valid(definition), definition, '{}') AS json FROM constraint_definition) ORDER BY id
      """)
    defer { statement.reset() }
    while try statement.step() { try body(statement.int(0), DefinitionTables.constraint(statement)) }
  }

  private static func constraint(_ row: Statement) -> ConstraintDefinition? {
    let rule: ConstraintDefinition.Rule
    switch row.text(6) {
    case "unique": rule = .unique
    case "key": rule = .key
    case "notNull": rule = .notNull
    case "typed": rule = .typed(row.text(7))
    default: return nil
    }
    guard let keys = LabelSetText.decode(row.utf8(5)), !keys.isEmpty else { return nil }
    var constraint = ConstraintDefinition(
      graph: row.int(1), name: row.text(2), element: row.text(3) == "edge" ? .edge : .node, label: row.text(4), keys: keys, rule: rule)
    constraint.id = row.int(0)
    return constraint
  }

  /// Rows that make no sense, by their table.
  func faults() throws(StoreError) -> [(table: String, row: Int64, message: String)] {
    var faults: [(table: String, row: Int64, message: String)] = []
    let known = Set(try indexes().map(\.id))
    let indexes = try connection.statement("SELECT id FROM index_definition ORDER BY id")
    defer { indexes.reset() }
    while try indexes.step() {
      if !known.contains(indexes.int(0)) { faults.append(("index_definition", indexes.int(0), "this is no index: `keys` or `label` hold no names")) }
    }
    try forEachConstraint { (id, constraint) throws(StoreError) in
      if constraint == nil { faults.append(("constraint_definition", id, "`definition` is no constraint")) }
    }
    let types = try connection.statement("SELECT id FROM graph_type WHERE \(CatalogTables.typeText) = '' ORDER BY id")
    defer { types.reset() }
    while try types.step() { faults.append(("graph_type", types.int(0), "`definition` holds no text `gql`")) }
    return faults
  }

  // MARK: Changing

  func create(_ index: IndexDefinition) throws(StoreError) -> Int64 {
    let insert = try connection.statement(
      "INSERT INTO index_definition (graph, name, element, label, keys, kind) VALUES (?, ?, ?, ?, ?, ?)")
    insert.bind(1, index.graph)
    try insert.bind(2, index.name)
    try insert.bind(3, index.element == .node ? "node" : "edge")
    try insert.bind(4, index.kind == .text ? LabelSetText.encode(index.labels) : index.labels[0])
    try insert.bind(5, LabelSetText.encode(index.keys))
    try insert.bind(6, index.kind.rawValue)
    try insert.run()
    let id = connection.lastInsertedID
    try bump()
    if index.kind == .plain { try make(PropertyIndex(index)) }
    return id
  }

  func create(_ constraint: ConstraintDefinition) throws(StoreError) {
    let (rule, type): (String, String?)
    switch constraint.rule {
    case .unique: (rule, type) = ("unique", nil)
    case .key: (rule, type) = ("key", nil)
    case .notNull: (rule, type) = ("notNull", nil)
    case .typed(let name): (rule, type) = ("typed", name)
    }
    let insert = try connection.statement(
      """
      INSERT INTO constraint_definition (graph, name, definition)
      VALUES (?1, ?2, json_patch(json_object('element', ?3, 'label', ?4, 'keys', json(?5), 'rule', ?6), json_object('type', ?7)))
      """)
    insert.bind(1, constraint.graph)
    try insert.bind(2, constraint.name)
    try insert.bind(3, constraint.element == .node ? "node" : "edge")
    try insert.bind(4, constraint.label)
    try insert.bind(5, LabelSetText.encode(constraint.keys))
    try insert.bind(6, rule)
    if let type { try insert.bind(7, type) } else { insert.bindNull(7) }
    try insert.run()
    try bump()
    if constraint.isUnique { try make(PropertyIndex(constraint)) }
  }

  func drop(_ index: IndexDefinition) throws(StoreError) {
    try delete(from: "index_definition", index.id)
    switch index.kind {
    case .plain: try dropUnlessNeeded(PropertyIndex(index))
    case .text: try TextTable(index, on: connection).drop()
    }
  }

  func drop(_ constraint: ConstraintDefinition) throws(StoreError) {
    try delete(from: "constraint_definition", constraint.id)
    if constraint.isUnique { try dropUnlessNeeded(PropertyIndex(constraint)) }
  }

  private func delete(from table: String, _ id: Int64) throws(StoreError) {
    let delete = try connection.statement("DELETE FROM \(table) WHERE id = ?")
    delete.bind(1, id)
    try delete.run()
    try bump()
  }

  private func bump() throws(StoreError) {
    try connection.statement("UPDATE meta SET value = value + 1 WHERE key = 'catalog'").run()
  }

  // MARK: The indexes of SQLite

  /// Those that the definitions need, each once.
  func neededIndexes() throws(StoreError) -> [PropertyIndex] {
    var needed: [PropertyIndex] = []
    for index in try indexes() where index.kind == .plain { needed.append(PropertyIndex(index)) }
    try forEachConstraint { (_, constraint) in
      if let constraint, constraint.isUnique { needed.append(PropertyIndex(constraint)) }
    }
    var known: Set<PropertyIndex> = []
    return needed.filter { known.insert($0).inserted }
  }

  private func make(_ index: PropertyIndex) throws(StoreError) {
    if try PropertyLookup(index, on: connection) != nil { return }
    for (name, ddl) in [(index.quotedName, index.ddl), (index.quotedEscapedName, index.escapedDDL)] {
      try connection.execute("DROP INDEX IF EXISTS \(name); \(ddl)")
    }
  }

  private func dropUnlessNeeded(_ index: PropertyIndex) throws(StoreError) {
    let needed = try neededIndexes()
    if !needed.contains(index) { try connection.execute("DROP INDEX IF EXISTS \(index.quotedName)") }
    if !needed.contains(where: { $0.table == index.table }) {
      try connection.execute("DROP INDEX IF EXISTS \(index.quotedEscapedName)")
    }
  }
}

extension WriteTransaction {
  /// Makes the definition and, of a plain index, the index itself: O(rows · log rows).
  public func create(_ index: IndexDefinition) throws(StoreError) {
    try change { () throws(StoreError) in _ = try DefinitionTables(connection).create(index) }
    if index.kind == .text { try change { () throws(StoreError) in try updateTextIndexes() } }
  }

  /// Brings the full-text indexes in the file up to date with what this transaction sees: the last thing before a commit, or a packing.
  func updateTextIndexes() throws(StoreError) {
    guard store.path != nil, connection.totalChangeCount != changesAtTextUpdate else { return }
    for index in try DefinitionTables(connection).indexes() where index.kind == .text {
      let layout = GraphLayout(graph: index.graph)
      let source = layout == self.layout ? rows : TableRowSource(connection, layout, interrupts: interruptHandle)
      try TextTable(index, on: connection).bringUpToDate(index, source)
    }
    changesAtTextUpdate = connection.totalChangeCount
  }

  /// Does not look whether the rows keep it: who calls has.
  public func create(_ constraint: ConstraintDefinition) throws(StoreError) {
    try change { () throws(StoreError) in try DefinitionTables(connection).create(constraint) }
  }

  public func drop(_ index: IndexDefinition) throws(StoreError) {
    try change { () throws(StoreError) in try DefinitionTables(connection).drop(index) }
  }

  public func drop(_ constraint: ConstraintDefinition) throws(StoreError) {
    try change { () throws(StoreError) in try DefinitionTables(connection).drop(constraint) }
  }
}
