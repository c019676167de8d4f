/// Rows of a batch, many per statement, their texts borrowed from the batch. The change log needs nothing: all ids are new.
///
/// Used within one transaction.
final class BulkInsert {
  private let connection: Connection
  private let layout: GraphLayout
  private let nodes, edges, plainEdges: String
  /// For the full number of rows, by their text without the rows.
  private var full: [String: Statement] = [:]

  /// AUTOINCREMENT is paid per statement; more rows than this bring nothing.
  static let rowsPerStatement = 100

  init(_ connection: Connection, _ layout: GraphLayout) {
    self.connection = connection
    self.layout = layout
    nodes = "INSERT INTO \(layout.node) (label_set, properties) VALUES "
    edges = "INSERT INTO \(layout.edge) (type, source, target, properties) VALUES "
    plainEdges = "INSERT INTO \(layout.edge) (type, source, target) VALUES "
  }

  private static func rows(_ row: String, _ count: Int) -> String {
    Array(repeating: row, count: count).joined(separator: ", ")
  }

  private func statement(_ head: String, _ row: String, _ count: Int) throws(StoreError) -> Statement {
    if count == BulkInsert.rowsPerStatement, let known = full[head] { return known }
    let made = try Statement(head + BulkInsert.rows(row, count), on: connection, isCached: false)
    if count == BulkInsert.rowsPerStatement { full[head] = made }
    return made
  }

  /// - Parameter labelSets: row ids by the batch's numbers.
  /// - Parameter first: the id that the first row gets.
  func insertNodes(_ batch: CSVBatch, labelSets: [Int64], first: Int64) throws(StoreError) {
    try forEachStatement(batch.count) { (start, count) throws(StoreError) in
      let statement = try statement(nodes, "(?, ?)", count)
      for row in 0..<count {
        statement.bind(Int32(2 * row + 1), labelSets[Int(batch.names[start + row])])
        try statement.bind(Int32(2 * row + 2), borrowing: batch.propertyText(start + row))
      }
      let last = try connection.insert(statement, into: layout.node)
      guard last == first + Int64(start + count) - 1 else {
        throw StoreError(.corrupt, "node \(last) was to be node \(first + Int64(start + count) - 1)")
      }
    }
  }

  /// - Parameter types: row ids by the batch's numbers.
  func insertEdges(_ batch: CSVBatch, types: [Int64], ends: NodeNumbers) throws(StoreError) {
    // Every text is `{}`.
    let isPlain = batch.text.count == 2 * batch.count
    let width = isPlain ? 3 : 4
    try forEachStatement(batch.count) { (start, count) throws(StoreError) in
      let statement =
        try isPlain ? statement(plainEdges, "(?, ?, ?)", count) : statement(edges, "(?, ?, ?, ?)", count)
      for row in 0..<count {
        let parameter = Int32(width * row + 1)
        statement.bind(parameter, types[Int(batch.names[start + row])])
        statement.bind(parameter + 1, ends.id(batch.sources[start + row]))
        statement.bind(parameter + 2, ends.id(batch.targets[start + row]))
        if !isPlain { try statement.bind(parameter + 3, borrowing: batch.propertyText(start + row)) }
      }
      _ = try connection.insert(statement, into: layout.edge)
    }
  }

  private func forEachStatement(
    _ count: Int, _ body: (_ start: Int, _ count: Int) throws(StoreError) -> Void
  ) throws(StoreError) {
    var start = 0
    while start < count {
      let size = min(BulkInsert.rowsPerStatement, count - start)
      try body(start, size)
      start += size
    }
  }
}
