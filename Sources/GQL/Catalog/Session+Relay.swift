import GraphStore

/// Statements over several graphs, one piece after the other, all of one transaction.
extension Session {
  func run(relay pieces: [BoundQuery], _ values: [String: Value]) throws(QueryError) -> QueryResult {
    if pieces.contains(where: \.isUpdating) {
      if reading != nil { throw QueryError(.readOnlyTransaction, "the transaction is read-only: nothing can be written") }
      if let writing {
        return try inStatement(of: writing) { transaction throws(QueryError) in
          try relay(pieces, values) { query, values throws(QueryError) in try execute(query, in: transaction, values) }
        }
      }
      return try inOwnTransaction { transaction throws(QueryError) in
        try relay(pieces, values) { query, values throws(QueryError) in try execute(query, in: transaction, values) }
      }
    }
    if isInTransaction {
      return try relay(pieces, values) { query, values throws(QueryError) in try run(query, values) }
    }
    reading = try store { () throws(StoreError) in try graph.store.beginRead() }
    defer {
      reading?.end()
      reading = nil
    }
    return try relay(pieces, values) { query, values throws(QueryError) in try run(query, values) }
  }

  private func relay(
    _ pieces: [BoundQuery], _ values: [String: Value],
    _ run: (BoundQuery, [String: Value]) throws(QueryError) -> QueryResult
  ) throws(QueryError) -> QueryResult {
    var values = values
    var result = Session.noResult
    var warnings: [Diagnostic] = []
    for (position, piece) in pieces.enumerated() {
      result = try run(piece, values)
      warnings += result.summary.warnings
      guard position + 1 < pieces.count else { break }
      values[Binder.relayedRows] = .list(try records(of: result, piece, pieces[position + 1]))
    }
    var summary = result.summary
    summary.warnings = warnings
    return QueryResult(columns: result.columns, rows: result.rows, summary: summary, plan: result.plan)
  }

  private func records(of result: QueryResult, _ piece: BoundQuery, _ next: BoundQuery) throws(QueryError) -> [Value] {
    var records: [Value] = []
    for row in result.rows {
      guard !row.contains(where: \.holdsElement) else {
        throw QueryError(
          .multipleGraphs,
          "a node, edge or path of graph `\(piece.graph ?? currentGraph)` cannot go on to `\(next.graph ?? currentGraph)`",
          hints: ["return its properties"])
      }
      records.append(.record(Record(zip(result.columns, row).map { (name: $0.name, value: $1) })))
    }
    return records
  }
}

extension Value {
  fileprivate var holdsElement: Bool {
    switch self {
    case .node, .edge, .path: true
    case .list(let items): items.contains(where: \.holdsElement)
    case .record(let record): record.fields.contains { $0.value.holdsElement }
    case .null, .bool, .int, .float, .decimal, .string, .bytes, .date, .localTime, .zonedTime, .localDateTime, .zonedDateTime,
      .duration:
      false
    }
  }
}
