/// Verifies every invariant of the file, as one transaction sees it. Reads all of it.
struct FileCheck {
  private let connection: Connection
  private var report: CheckReport

  static func run(on connection: Connection, _ monitor: WorkMonitor? = nil) throws(StoreError) -> [CheckFinding] {
    var check = FileCheck(connection: connection, monitor)
    guard try check.checkDamage() else { return check.report.finished() }
    do {
      let layouts = try check.layouts()
      try check.checkSchema(layouts)
      try check.checkCatalog(layouts)
      for layout in layouts {
        let before = check.report.findings.count
        try GraphCheck.run(layout, on: connection, &check.report)
        // Rows that cannot be read cannot be compared with anything.
        let isReadable = !check.report.findings[before...].contains { $0.severity == .error }
        if isReadable { try PackCheck.run(layout, on: connection, &check.report) }
      }
    } catch {
      // A table that is missing or cannot be read: said already, or said now.
      if error.code == .interrupted { throw error }
      check.report.add(.error, .damage, "file", nil, error.message)
    }
    return check.report.finished()
  }

  private init(connection: Connection, _ monitor: WorkMonitor?) {
    self.connection = connection
    report = CheckReport(monitor: monitor)
  }

  /// False when the file is so damaged that nothing else can be told of it.
  private mutating func checkDamage() throws(StoreError) -> Bool {
    do {
      let statement = try connection.statement("PRAGMA integrity_check(\(CheckReport.findingsPerKindLimit))")
      defer { statement.reset() }
      while try statement.step() {
        let line = statement.text(0)
        if line != "ok" { report.add(.error, .damage, "file", nil, line) }
      }
      return true
    } catch {
      if error.code == .interrupted { throw error }
      report.add(.error, .damage, "file", nil, error.message)
      return error.code != .corrupt && error.code != .notAGraph
    }
  }

  private func layouts() throws(StoreError) -> [GraphLayout] {
    let statement = try connection.statement("SELECT id FROM graph WHERE id > 1 ORDER BY id")
    defer { statement.reset() }
    var layouts = [GraphLayout.home]
    while try statement.step() { layouts.append(GraphLayout(graph: statement.int(0))) }
    return layouts
  }

  // MARK: Schema

  private mutating func checkSchema(_ layouts: [GraphLayout]) throws(StoreError) {
    var expected = try Schema.expectedObjects(layouts)
    for index in try DefinitionTables(connection).neededIndexes() where layouts.contains(index.layout) {
      for object in index.objects where !expected.contains(object) { expected.append(object) }
    }
    let found = try Schema.objects(on: connection)
    let foundByName = Dictionary(found.map { ($0.name, $0) }) { first, _ in first }
    let expectedNames = Set(expected.map(\.name))
    for object in expected {
      switch foundByName[object.name] {
      case nil where layouts.contains { $0.pack == object.name }: break  // Files made before there was an index.
      case nil: report.add(.error, .schema, object.name, nil, "this \(object.type) is missing")
      case object?: break
      case _?: report.add(.error, .schema, object.name, nil, "this \(object.type) is not the format's")
      }
    }
    let texts = try DefinitionTables(connection).indexes().filter { $0.kind == .text }.map { TextTable($0, on: connection) }
    let ourTables = Set(expected.map(\.table))
    for object in found where !expectedNames.contains(object.name) && !object.name.hasPrefix("sqlite_") {
      if texts.contains(where: { $0.owns(object) }) { continue }
      let isOnOurs = ourTables.contains(object.table)
      let isHarmful = isOnOurs && (object.type == "trigger" || object.sql?.hasPrefix("CREATE UNIQUE") == true)
      let place = object.type == "trigger" || object.type == "index" ? " on `\(object.table)`" : ""
      report.add(
        isHarmful ? .error : .warning, .unexpectedObject, object.name, nil,
        "the format knows no such \(object.type)\(place)")
    }
  }

  private mutating func checkCatalog(_ layouts: [GraphLayout]) throws(StoreError) {
    for fault in try DefinitionTables(connection).faults() { report.add(.error, .catalog, fault.table, fault.row, fault.message) }
    let counter = "SELECT count(*) FROM meta WHERE key = 'catalog' AND typeof(value) = 'integer'"
    if try connection.statement(counter).firstInt() != 1 {
      report.add(.error, .catalog, "meta", nil, "the counter of catalog changes is missing")
    }
    if try connection.statement("SELECT count(*) FROM graph WHERE id = 1").firstInt() != 1 {
      report.add(.error, .catalog, "graph", 1, "the home graph is missing")
    }
    let repeated = try connection.statement("SELECT min(id) FROM graph GROUP BY name HAVING count(*) > 1")
    defer { repeated.reset() }
    while try repeated.step() {
      report.add(.error, .catalog, "graph", repeated.int(0), "another graph has the same name")
    }
  }
}
