import GraphStore

/// INSERT: for each row new nodes, then new edges between them and nodes of the row.
final class InsertElements: RowModification {
  private let insert: BoundInsert
  /// By element and property.
  private let nodes, edges: [[any Evaluator]]
  let created: [Slot]
  private(set) var bytesHeld = 0
  private var pending: [Elements] = []
  private var insertedNodes: [[NodeID]] = []
  private var insertedEdges: [[EdgeID]] = []

  /// What one row inserts.
  private struct Elements {
    /// Nodes of the row at which edges end.
    var ends: [Slot: NodeID]
    var nodes: [Record]
    var edges: [Record]

    /// About how many bytes it takes, with the ids of what it inserts.
    var footprint: Int {
      4 * ModifySink.slotFootprint + ends.count * ModifySink.slotFootprint
        + (nodes + edges).reduce(0) { $0 + ModifySink.slotFootprint + $1.footprint }
    }
  }

  init(_ insert: BoundInsert, nodes: [[any Evaluator]], edges: [[any Evaluator]]) {
    self.insert = insert
    self.nodes = nodes
    self.edges = edges
    created = insert.nodes.map(\.slot) + insert.edges.map(\.slot)
  }

  deinit { reset() }

  func reset() {
    LaterRelease.empty(&insertedNodes)
    LaterRelease.empty(&insertedEdges)
    LaterRelease.empty(&pending)
    bytesHeld = 0
  }

  func prepare(_ batch: Batch, _ context: ExecutionContext) throws(QueryError) {
    let nodeRecords = try records(insert.nodes.map { $0.properties.map(\.key) }, nodes, batch, context)
    let edgeRecords = try records(insert.edges.map { $0.properties.map(\.key) }, edges, batch, context)
    for row in 0..<batch.count {
      var ends: [Slot: NodeID] = [:]
      for edge in insert.edges {
        for slot in [edge.source, edge.target] where batch.column(slot) != nil && !created.contains(slot) {
          let cell = batch[slot].cell(at: row)
          guard cell.tag == .node else {
            throw QueryError(.nullNotAllowed, "an end of the edge to insert is null", at: edge.span)
          }
          ends[slot] = context.reader.nodeID(cell.ordinal)
        }
      }
      let elements = Elements(
        ends: ends, nodes: nodeRecords.isEmpty ? [] : nodeRecords[row], edges: edgeRecords.isEmpty ? [] : edgeRecords[row])
      bytesHeld += elements.footprint
      pending.append(elements)
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

  func write(_ rows: RowStore, _ context: ExecutionContext) throws(QueryError) {
    let writer = try context.requireWriter()
    do throws(StoreError) { for elements in pending { try write(elements, writer) } } catch { throw QueryError(error) }
    for (nodes, edges) in zip(insertedNodes, insertedEdges) {
      context.summary.nodesInserted += nodes.count
      context.summary.edgesInserted += edges.count
      guard context.tracksChanges else { continue }
      context.changedNodes.formUnion(nodes)
      context.changedEdges.formUnion(edges)
    }
  }

  private func write(_ elements: Elements, _ writer: WriteTransaction) throws(StoreError) {
    var ends = elements.ends
    var newNodes: [NodeID] = []
    var newEdges: [EdgeID] = []
    for (node, record) in zip(insert.nodes, elements.nodes) {
      let id = try writer.insertNode(labels: node.labels, properties: record)
      ends[node.slot] = id
      newNodes.append(id)
    }
    for (edge, record) in zip(insert.edges, elements.edges) {
      guard let source = ends[edge.source], let target = ends[edge.target] else { continue }
      newEdges.append(
        try writer.insertEdge(
          type: edge.type, source: source, target: target, isDirected: edge.isDirected, properties: record))
    }
    insertedNodes.append(newNodes)
    insertedEdges.append(newEdges)
  }

  func created(_ row: Int, _ position: Int, _ reader: any GraphReader) -> Cell {
    let nodes = insertedNodes[row]
    if position < nodes.count { return reader.ordinal(of: nodes[position]).map { Cell(node: $0) } ?? .null }
    return reader.ordinal(of: insertedEdges[row][position - nodes.count]).map { Cell(edge: $0) } ?? .null
  }
}
