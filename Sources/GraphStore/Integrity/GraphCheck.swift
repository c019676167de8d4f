/// Verifies the rows of one graph.
struct GraphCheck {
  private let connection: Connection
  private let layout: GraphLayout
  private var labelSets: Set<Int64> = []
  private var edgeTypes: Set<Int64> = []

  static func run(
    _ layout: GraphLayout, on connection: Connection, _ report: inout CheckReport
  ) throws(StoreError) {
    var check = GraphCheck(connection: connection, layout: layout)
    try check.checkLabelSets(&report)
    try check.checkEdgeTypes(&report)
    try check.checkNodes(&report)
    try check.checkEdges(&report)
    try check.checkEnds(&report)
    for (table, log) in [(layout.node, layout.nodeChange), (layout.edge, layout.edgeChange)] {
      try check.checkSequence(table, &report)
      try check.checkChangeLog(log, &report)
    }
  }

  private init(connection: Connection, layout: GraphLayout) {
    self.connection = connection
    self.layout = layout
  }

  // MARK: Names

  private mutating func checkLabelSets(_ report: inout CheckReport) throws(StoreError) {
    let table = layout.labelSet
    let statement = try connection.statement("SELECT id, labels FROM \(table) ORDER BY id")
    defer { statement.reset() }
    var seen: Set<[[UInt8]]> = []
    while try statement.step() {
      let id = statement.int(0)
      labelSets.insert(id)
      checkID(id, table, &report)
      guard let labels = LabelSetText.decode(statement.utf8(1)) else {
        report.add(.error, .labelSet, table, id, "labels are not a JSON array of names")
        continue
      }
      let canonical = LabelSetText.encode(LabelSetText.canonical(labels))
      if !canonical.utf8.elementsEqual(statement.utf8(1)) {
        report.add(
          .error, .labelSet, table, id, "labels are not distinct, in ascending order and spelled as usual")
      }
      if labels.contains(where: { $0.isEmpty || $0.utf8.contains(0) }) {
        report.add(.error, .labelSet, table, id, "a label is empty or contains NUL")
      }
      if !seen.insert(LabelSetText.canonical(labels).map { Array($0.utf8) }).inserted {
        report.add(.error, .labelSet, table, id, "another row holds the same labels")
      }
    }
  }

  private mutating func checkEdgeTypes(_ report: inout CheckReport) throws(StoreError) {
    let table = layout.edgeType
    let statement = try connection.statement("SELECT id, name FROM \(table) ORDER BY id")
    defer { statement.reset() }
    var seen: Set<[UInt8]> = []
    while try statement.step() {
      let id = statement.int(0)
      let name = Array(statement.utf8(1))
      edgeTypes.insert(id)
      checkID(id, table, &report)
      if name.isEmpty || name.contains(0) || String(validating: name, as: UTF8.self) == nil {
        report.add(.error, .edgeType, table, id, "the name is empty, contains NUL or is not UTF-8")
      }
      if !seen.insert(name).inserted {
        report.add(.error, .edgeType, table, id, "another row has the same name")
      }
    }
  }

  // MARK: Rows

  private func checkNodes(_ report: inout CheckReport) throws(StoreError) {
    let table = layout.node
    let statement = try connection.statement("SELECT id, label_set, properties FROM \(table) ORDER BY id")
    defer { statement.reset() }
    while try statement.step() {
      try report.advance()
      let id = statement.int(0)
      checkID(id, table, &report)
      if !labelSets.contains(statement.int(1)) {
        report.add(.error, .labelSet, table, id, "label set \(statement.int(1)) does not exist")
      }
      checkProperties(statement.utf8(2), table, id, &report)
    }
  }

  private func checkEdges(_ report: inout CheckReport) throws(StoreError) {
    let table = layout.edge
    let statement = try connection.statement(
      "SELECT id, type, directed, properties FROM \(table) ORDER BY id")
    defer { statement.reset() }
    while try statement.step() {
      try report.advance()
      let id = statement.int(0)
      checkID(id, table, &report)
      if !edgeTypes.contains(statement.int(1)) {
        report.add(.error, .edgeType, table, id, "edge type \(statement.int(1)) does not exist")
      }
      if !(0...1).contains(statement.int(2)) {
        report.add(.error, .damage, table, id, "`directed` is neither 0 nor 1")
      }
      checkProperties(statement.utf8(3), table, id, &report)
    }
  }

  private func checkEnds(_ report: inout CheckReport) throws(StoreError) {
    let (edge, node) = (layout.edge, layout.node)
    let statement = try connection.statement(
      """
      SELECT id FROM \(edge) AS e
      WHERE NOT EXISTS (SELECT 1 FROM \(node) WHERE id = e.source)
        OR NOT EXISTS (SELECT 1 FROM \(node) WHERE id = e.target)
      ORDER BY id
      """)
    defer { statement.reset() }
    while try statement.step() {
      report.add(
        .warning, .missingEndpoint, edge, statement.int(0), "an end is missing: the edge is not in the graph")
    }
  }

  private func checkID(_ id: Int64, _ table: String, _ report: inout CheckReport) {
    guard !(1...FormatLimit.maximumID).contains(id) else { return }
    report.add(.error, .idRange, table, id, "ids are 1 to \(FormatLimit.maximumID)")
  }

  private func checkProperties(
    _ text: UnsafeBufferPointer<UInt8>, _ table: String, _ id: Int64, _ report: inout CheckReport
  ) {
    if text.count == 2, text[0] == UInt8(ascii: "{"), text[1] == UInt8(ascii: "}") { return }
    do {
      _ = try PropertyText.decode(text)
    } catch {
      report.add(.error, .properties, table, id, error.message)
      return
    }
    if RepeatedKeys.areIn(text) {
      report.add(.error, .properties, table, id, "an object has the same key twice; the first counts")
    }
  }

  // MARK: What readers rely on

  private func checkSequence(_ table: String, _ report: inout CheckReport) throws(StoreError) {
    let rows = try connection.statement("SELECT count(*) FROM sqlite_sequence WHERE name = '\(table)'")
      .firstInt()
    let strange = try connection.statement(
      "SELECT count(*) FROM sqlite_sequence WHERE name = '\(table)' AND typeof(seq) <> 'integer'"
    ).firstInt()
    let lag = try connection.statement(
      "SELECT coalesce((SELECT max(id) FROM \(table)), 0) > coalesce((\(GraphLayout.recordedID(of: table))), 0)"
    ).firstInt()
    if rows != 1 {
      report.add(
        .error, .sequence, "sqlite_sequence", nil, "there are \(rows ?? 0) rows for `\(table)`, not 1")
    }
    if strange != 0 {
      report.add(.error, .sequence, "sqlite_sequence", nil, "the recorded greatest id of `\(table)` is no integer")
    } else if lag == 1 {
      report.add(
        .error, .sequence, "sqlite_sequence", nil, "the greatest id of `\(table)` is above the recorded one")
    }
    if try connection.statement(GraphLayout.recordedID(of: table)).firstInt() ?? 0 > FormatLimit.maximumID {
      report.add(.warning, .sequence, "sqlite_sequence", nil, "the recorded greatest id of `\(table)` is beyond \(FormatLimit.maximumID): no id is left")
    }
  }

  private func checkChangeLog(_ log: String, _ report: inout CheckReport) throws(StoreError) {
    let statement = try connection.statement(
      """
      SELECT seq FROM \(log)
      WHERE seq < 1 OR id IS NULL OR id NOT BETWEEN 1 AND \(FormatLimit.maximumID) ORDER BY seq
      """)
    defer { statement.reset() }
    while try statement.step() {
      report.add(.error, .changeLog, log, statement.int(0), "the row names no possible id")
    }
  }
}
