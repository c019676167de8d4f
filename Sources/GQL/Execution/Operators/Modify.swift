import GraphStore

/// A writing clause: takes all its input rows first, then writes, then gives the rows on, so that no row sees another's writes halfway.
/// What runs afterwards sees the writes.
final class ModifySink: BatchSink {
  enum Change {
    case insert(BoundInsert, nodes: [[any Evaluator]], edges: [[any Evaluator]])
    case set([BoundSetItem], values: [[any Evaluator]], inTurn: Bool)
    case remove([BoundRemoveItem])
    case delete([any Evaluator], isDetaching: Bool, SourceSpan?)
  }

  private let change: Change
  private let carried: [Slot]
  private let created: [Slot]
  /// What rows hold besides until they are taken in turn.
  private let read: [Slot]
  private var rows: RowStore
  private var pending: [Write] = []

  /// Of an id in a set.
  private static let bytesPerDeletion = 32
  private var deletedNodes: Set<NodeID> = []
  private var deletedEdges: Set<EdgeID> = []

  init(_ change: Change, carried: [Slot]) {
    self.change = change
    self.carried = carried
    if case .insert(let insert, _, _) = change {
      created = insert.nodes.map(\.slot) + insert.edges.map(\.slot)
    } else {
      created = []
    }
    if case .set(let items, _, true) = change {
      read = BoundClause(.set(items, inTurn: true), .init(0, 0)).slots.subtracting(carried).sorted { $0.index < $1.index }
    } else {
      read = []
    }
    rows = RowStore(slots: carried + read)
  }

  func reset() {
    rows = RowStore(slots: carried + read)
    release()
    deletedNodes = []
    deletedEdges = []
    rowCount = 0
    bytesPending = 0
  }

  deinit { release() }

  private func release() {
    LaterRelease.empty(&insertedNodes)
    LaterRelease.empty(&insertedEdges)
    LaterRelease.empty(&pending)
  }

  private var insertedNodes: [[NodeID]] = []
  private var insertedEdges: [[EdgeID]] = []
  private var rowCount = 0
  /// About what `pending` takes, and what it will leave behind.
  private var bytesPending = 0

  func consume(_ batch: Batch, _ context: ExecutionContext) throws(QueryError) -> Bool {
    // Slots of subqueries are none of the rows'.
    if rowCount == 0, !read.isEmpty { rows = RowStore(slots: carried + read.filter { batch.column($0) != nil }) }
    rowCount += batch.count
    rows.append(batch)
    let known = pending.count
    switch change {
    case .insert(let insert, let nodes, let edges): try prepareInsert(insert, nodes, edges, batch, context)
    case .set(let items, let values, let inTurn): if !inTurn { try prepareSet(items, values, batch, context) }
    case .remove(let items): prepareRemove(items, batch, context)
    case .delete(let evaluators, _, let span): try prepareDelete(evaluators, span, batch, context)
    }
    for write in pending[known...] { bytesPending += write.footprint }
    let deleted = deletedNodes.count + deletedEdges.count
    try context.checkLimits(ofResult: rows.bytesInUse + bytesPending + deleted * Self.bytesPerDeletion)
    return true
  }

  func finish(_ context: ExecutionContext, into consume: BatchConsumer) throws(QueryError) {
    for write in pending { try perform(write, context) }
    if case .set(let items, let values, true) = change {
      let turns = RowsInTurn(rows, items)
      try turns.forEachStretch { stretch, isApart throws(QueryError) in try set(items, values, stretch, isApart: isApart, context) }
    }
    if case .delete(_, let isDetaching, let span) = change { try delete(isDetaching, span, context) }
    if rowCount > 0 { try context.advanceReader() }
    let result = RowStore(slots: carried + created)
    for row in 0..<rowCount {
      result.append { index in
        if index < carried.count { return rows.cell(row, index) }
        let position = index - carried.count
        let nodes = insertedNodes[row]
        if position < nodes.count { return context.reader.ordinal(of: nodes[position]).map { Cell(node: $0) } ?? .null }
        return context.reader.ordinal(of: insertedEdges[row][position - nodes.count]).map { Cell(edge: $0) } ?? .null
      }
    }
    guard !result.slots.isEmpty else {
      let plain = Batch()
      plain.count = rowCount
      if rowCount > 0 { _ = try consume(plain) }
      return
    }
    try result.emit(into: consume)
  }

  private func writer(_ context: ExecutionContext) throws(QueryError) -> WriteTransaction {
    guard let writer = context.writer else {
      throw QueryError(.readOnlyTransaction, "the transaction is read-only: nothing can be written")
    }
    return writer
  }

  // MARK: INSERT

  private func prepareInsert(
    _ insert: BoundInsert, _ nodes: [[any Evaluator]], _ edges: [[any Evaluator]], _ batch: Batch,
    _ context: ExecutionContext
  ) throws(QueryError) {
    let nodeRecords = try records(insert.nodes.map { $0.properties.map(\.key) }, nodes, batch, context)
    let edgeRecords = try records(insert.edges.map { $0.properties.map(\.key) }, edges, batch, context)
    for row in 0..<batch.count {
      var bound: [Slot: NodeID] = [:]
      for edge in insert.edges {
        for slot in [edge.source, edge.target] where batch.column(slot) != nil && !created.contains(slot) {
          let cell = batch[slot].cell(at: row)
          guard cell.tag == .node else {
            throw QueryError(.nullNotAllowed, "an end of the edge to insert is null", at: edge.span)
          }
          bound[slot] = context.reader.nodeID(cell.ordinal)
        }
      }
      pending.append(
        .insert(
          ends: bound, nodes: nodeRecords.isEmpty ? [] : nodeRecords[row], edges: edgeRecords.isEmpty ? [] : edgeRecords[row]))
    }
  }

  /// One record an element for each row.
  private func records(
    _ keys: [[String]], _ evaluators: [[any Evaluator]], _ batch: Batch, _ context: ExecutionContext
  ) throws(QueryError) -> [[Record]] {
    var fields = Array(repeating: Array(repeating: [(name: String, value: Value)](), count: keys.count), count: batch.count)
    for (element, list) in evaluators.enumerated() {
      for (position, evaluator) in list.enumerated() {
        let column = try evaluator.evaluate(batch, context)
        for row in 0..<batch.count {
          let value = Value(column.cell(at: row), reader: context.reader)
          if case .null = value { continue }
          fields[row][element].append((keys[element][position], value))
        }
      }
    }
    // No key is given twice.
    return fields.map { row in row.map { Record(distinct: $0) } }
  }

  // MARK: SET and REMOVE

  private func target(_ slot: Slot, _ batch: Batch, _ row: Int, _ context: ExecutionContext) -> Target? {
    let cell = batch[slot].cell(at: row)
    if cell.tag == .node { return .node(context.reader.nodeID(cell.ordinal)) }
    if cell.tag == .edge { return .edge(context.reader.edgeID(cell.ordinal)) }
    return nil
  }

  private func prepareSet(
    _ items: [BoundSetItem], _ values: [[any Evaluator]], _ batch: Batch, _ context: ExecutionContext
  ) throws(QueryError) {
    var assignments = items.count > 1 ? SetAssignments(items, rowCount: batch.count) : nil
    var columnsOfItems: [[[Value]]] = []
    for evaluators in values { columnsOfItems.append(try evaluate(evaluators, batch, context)) }
    var writes = PendingWrites()
    // Of several rows the last counts, whichever item it is.
    for row in 0..<batch.count {
      for (item, columns) in zip(items, columnsOfItems) {
        guard let target = target(item.slot, batch, row, context) else { continue }
        switch item {
        case .property(_, let key, _, let span): try assignments?.note(row, target, key, columns[0][row], span)
        case .allProperties(_, _, let span): try assignments?.noteAll(row, target, span)
        case .label, .replaceProperties, .addProperties: break
        }
        for write in item.writes(to: target, columns.map { $0[row] }) { writes.add(write) }
      }
    }
    pending += writes.take()
  }

  private func evaluate(_ evaluators: [any Evaluator], _ batch: Batch, _ context: ExecutionContext) throws(QueryError) -> [[Value]] {
    var columns: [[Value]] = []
    for evaluator in evaluators {
      let column = try evaluator.evaluate(batch, context)
      columns.append((0..<batch.count).map { Value(column.cell(at: $0), reader: context.reader) })
    }
    return columns
  }

  /// Assigns in some rows that have come before others.
  /// - Parameter isApart: the rows have nothing to do with one another; else they read no element.
  private func set(
    _ items: [BoundSetItem], _ values: [[any Evaluator]], _ stretch: Range<Int>, isApart: Bool, _ context: ExecutionContext
  ) throws(QueryError) {
    try context.checkLimits()
    try rows.emit(Array(stretch)) { batch throws(QueryError) in
      var columns: [[[Value]]] = []
      for (number, item) in items.enumerated() {
        if isApart, number > 0 { try context.advanceReader() }
        columns.append(try evaluate(values[number], batch, context))
        if !isApart { continue }
        for row in 0..<batch.count { try set(item, batch, row, columns[number], context) }
      }
      if isApart { return true }
      for row in 0..<batch.count {
        for (item, columns) in zip(items, columns) { try set(item, batch, row, columns, context) }
      }
      return true
    }
    if isApart { try context.advanceReader() }
  }

  private func set(
    _ item: BoundSetItem, _ batch: Batch, _ row: Int, _ columns: [[Value]], _ context: ExecutionContext
  ) throws(QueryError) {
    guard let target = target(item.slot, batch, row, context) else { return }
    for write in item.writes(to: target, columns.map { $0[row] }) { try perform(write, context) }
  }

  private func prepareRemove(_ items: [BoundRemoveItem], _ batch: Batch, _ context: ExecutionContext) {
    var writes = PendingWrites()
    for row in 0..<batch.count {
      for item in items {
        switch item {
        case .property(let slot, let key, _):
          guard let target = target(slot, batch, row, context) else { continue }
          writes.add(.properties(target, [(key, .null)]))
        case .label(let slot, let label, _):
          guard case .node(let id)? = target(slot, batch, row, context) else { continue }
          writes.add(.removeLabel(id, label))
        }
      }
    }
    pending += writes.take()
  }

  private func perform(_ write: Write, _ context: ExecutionContext) throws(QueryError) {
    let writer = try writer(context)
    var changes = 1
    do {
      switch write {
      case .insert(let ends, let nodes, let edges): try insert(ends, nodes, edges, writer, context)
      case .properties(.node(let id), let properties): changes = try writer.setProperties(properties, ofNode: id)
      case .properties(.edge(let id), let properties): changes = try writer.setProperties(properties, ofEdge: id)
      case .replace(.node(let id), let record): try writer.replaceProperties(record, ofNode: id)
      case .replace(.edge(let id), let record): try writer.replaceProperties(record, ofEdge: id)
      case .addLabel(let id, let label): changes = try writer.addLabel(label, to: id) ? 1 : 0
      case .removeLabel(let id, let label): changes = try writer.removeLabel(label, from: id) ? 1 : 0
      }
    } catch { throw QueryError(error) }
    guard changes > 0 else { return }
    if context.tracksChanges { track(write, context) }
    write.count(changes, in: &context.summary)
  }

  /// For the check against the graph's type when the statement is done.
  private func track(_ write: Write, _ context: ExecutionContext) {
    switch write {
    case .insert:
      context.changedNodes.formUnion(insertedNodes.last ?? [])
      context.changedEdges.formUnion(insertedEdges.last ?? [])
    case .properties(.node(let id), _), .replace(.node(let id), _), .addLabel(let id, _), .removeLabel(let id, _):
      context.changedNodes.insert(id)
    case .properties(.edge(let id), _), .replace(.edge(let id), _): context.changedEdges.insert(id)
    }
  }

  private func insert(
    _ known: [Slot: NodeID], _ nodes: [Record], _ edges: [Record], _ writer: WriteTransaction, _ context: ExecutionContext
  ) throws(StoreError) {
    guard case .insert(let plan, _, _) = change else { return }
    var ends = known
    var newNodes: [NodeID] = []
    var newEdges: [EdgeID] = []
    for (node, record) in zip(plan.nodes, nodes) {
      let id = try writer.insertNode(labels: node.labels, properties: record)
      ends[node.slot] = id
      newNodes.append(id)
    }
    for (edge, record) in zip(plan.edges, edges) {
      guard let source = ends[edge.source], let target = ends[edge.target] else { continue }
      newEdges.append(
        try writer.insertEdge(
          type: edge.type, source: source, target: target, isDirected: edge.isDirected, properties: record))
    }
    insertedNodes.append(newNodes)
    insertedEdges.append(newEdges)
  }

  // MARK: DELETE

  /// Nodes between two looks at whether the statement shall stop.
  private static let checkInterval = 1_024

  private func prepareDelete(
    _ evaluators: [any Evaluator], _ span: SourceSpan?, _ batch: Batch, _ context: ExecutionContext
  ) throws(QueryError) {
    for evaluator in evaluators {
      let column = try evaluator.evaluate(batch, context)
      for row in 0..<batch.count { try markDeleted(column.cell(at: row), span, context) }
    }
  }

  /// An element, or every element of a path or list.
  private func markDeleted(_ cell: Cell, _ span: SourceSpan?, _ context: ExecutionContext) throws(QueryError) {
    if cell.tag == .node {
      deletedNodes.insert(context.reader.nodeID(cell.ordinal))
    } else if cell.tag == .edge {
      deletedEdges.insert(context.reader.edgeID(cell.ordinal))
    } else if cell.tag == .path || cell.tag == .list {
      for item in cell.items { try markDeleted(item, span, context) }
    } else if !cell.isNull {
      throw QueryError(.invalidValueType, "DELETE takes nodes and edges, found \(cell.typeName)", at: span)
    }
  }

  private func delete(_ isDetaching: Bool, _ span: SourceSpan?, _ context: ExecutionContext) throws(QueryError) {
    let reader = context.reader
    for (number, id) in deletedNodes.enumerated() {
      if number % Self.checkInterval == 0 { try context.checkLimits() }
      guard let node = reader.ordinal(of: id) else { continue }
      let found = ExpandBuffer()
      var cursor = ExpandCursor()
      withUnsafePointer(to: node) {
        _ = reader.expand(
          UnsafeBufferPointer(start: $0, count: 1), validity: nil, directions: .any, types: nil, cursor: &cursor,
          limit: .max, into: found)
      }
      for edge in found.edges.elements {
        let edgeID = reader.edgeID(edge)
        if isDetaching {
          deletedEdges.insert(edgeID)
        } else if !deletedEdges.contains(edgeID) {
          throw QueryError(
            .edgesStillExist, "a node to delete still has edges", at: span, hints: ["DETACH DELETE deletes them with it"])
        }
      }
    }
    let writer = try writer(context)
    do throws(StoreError) {
      for id in try inOrder(deletedEdges, context) where reader.ordinal(of: id) != nil {
        try writer.deleteEdge(id)
        context.summary.edgesDeleted += 1
      }
      for id in try inOrder(deletedNodes, context) where reader.ordinal(of: id) != nil {
        try writer.deleteNode(id)
        context.summary.nodesDeleted += 1
      }
    } catch { throw QueryError(error) }
    context.functions.hasDeletions = true
  }

  /// - Throws: `interrupted`, soon after the statement was stopped.
  private func inOrder<ID: Comparable & Hashable>(_ ids: Set<ID>, _ context: ExecutionContext) throws(StoreError) -> [ID] {
    do {
      return try ids.sorted {
        if context.isStopped { throw StoreError(.interrupted, "the statement was interrupted") }
        return $0 < $1
      }
    } catch {
      throw StoreError(.interrupted, "the statement was interrupted")
    }
  }
}

/// Takes all rows and gives none.
final class DiscardSink: BatchSink {
  func reset() {}
  func consume(_ batch: Batch, _ context: ExecutionContext) throws(QueryError) -> Bool { true }
  func finish(_ context: ExecutionContext, into consume: BatchConsumer) throws(QueryError) {}
}
