import GraphStore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Runs queries: in the transaction that is open, else in one of their own.
extension Session {
  typealias Explained = (kind: Statement.Explanation, source: SourceText)

  func run(
    _ query: BoundQuery, _ values: [String: Value], explanation: Explained? = nil, cached: CachedStatement? = nil
  ) throws(QueryError) -> QueryResult {
    if query.isUpdating, reading != nil, explanation?.kind != .explain {
      throw QueryError(.readOnlyTransaction, "the transaction is read-only: nothing can be written")
    }
    if let writing { return try inStatement(of: writing) { transaction throws(QueryError) in
      try execute(query, in: transaction, values, explanation, cached)
    } }
    if let reading { return try execute(query, reader: try currentReader(reading, query.graph), writer: nil, values, explanation, cached) }
    if query.isUpdating, explanation?.kind != .explain {
      return try inOwnTransaction { transaction throws(QueryError) in try execute(query, in: transaction, values, explanation, cached) }
    }
    if let glance { return try execute(query, reader: try currentReader(glance, query.graph), writer: nil, values, explanation, cached) }
    let transaction = try beginRead()
    defer { transaction.end() }
    return try execute(query, reader: try currentReader(transaction, query.graph), writer: nil, values, explanation, cached)
  }

  /// Runs a query inside a statement of a writing transaction, and holds what it changed against the graph's type.
  func execute(
    _ query: BoundQuery, in transaction: WriteTransaction, _ values: [String: Value], _ explanation: Explained? = nil,
    _ cached: CachedStatement? = nil
  ) throws(QueryError) -> QueryResult {
    let name = query.graph ?? currentGraph
    let reader = try store { () throws(StoreError) in
      try transaction.use(graph: name)
      return try transaction.advancedReader()
    }
    let type = query.isUpdating ? try graphType(of: name, transaction) : nil
    let constraints = query.isUpdating ? try constraints(of: name, transaction) : []
    return try execute(query, reader: reader, writer: transaction, values, explanation, cached, type, constraints)
  }

  func execute(
    _ query: BoundQuery, reader: any GraphReader, writer: WriteTransaction?, _ values: [String: Value],
    _ explanation: Explained?, _ cached: CachedStatement? = nil, _ type: GraphTypeDefinition? = nil, _ constraints: [ConstraintDefinition] = []
  ) throws(QueryError) -> QueryResult {
    let instant = Session.now()
    let context = ExecutionContext(
      reader: reader, writer: writer, parameters: values, limits: limits, watch: watch,
      now: instant.moved(to: timeZone) ?? instant, arena: arena)
    let mark = arena.mark()
    defer {
      context.arena.release(to: mark)
      if arena.capacity > Session.keptArenaBytes { arena = Arena() }
    }
    context.tracksChanges = type != nil || !constraints.isEmpty
    context.monitor = monitor
    context.projections = writer == nil ? graph.projections : nil
    context.spillsMonths = query.spillsMonths
    monitor?.begin(.running, whole: 0)
    let result = try QueryPipeline(query: query, reader: reader, explanation: explanation, cached: cached).run(context)
    if let fault = reader.loadFault { throw QueryError(fault) }
    if context.tracksChanges { try context.advanceReader() }
    if let type {
      let check = GraphTypeCheck(type: type, reader: context.reader, writer: writer, now: context.functions.now, span: query.changeSpan)
      try check.check(nodes: context.changedNodes, edges: context.changedEdges)
      try context.advanceReader()
    }
    if !constraints.isEmpty {
      do throws(ConstraintViolation) {
        try ConstraintCheck(constraints, context.reader, writer).check(nodes: context.changedNodes, edges: context.changedEdges)
      } catch {
        throw error.queryError(at: query.changeSpan)
      }
    }
    return result
  }

  /// The statement's instant, in UTC.
  static func now() -> ZonedDateTime {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    let local = LocalDateTime(secondsSinceEpoch: Int64(time.tv_sec), nanosecond: Int32(time.tv_nsec))
    return ZonedDateTime(local: local, offsetSeconds: 0)
  }
}
