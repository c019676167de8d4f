import GraphStore

/// DELETE: elements, and every element of paths and lists.
final class DeleteElements: RowModification {
  private let evaluators: [any Evaluator]
  private let isDetaching: Bool
  private let span: SourceSpan?
  private var deletedNodes: Set<NodeID> = []
  private var deletedEdges: Set<EdgeID> = []
  /// Of an id in a set.
  private static let bytesPerDeletion = 32

  /// - Parameter isDetaching: edges of the nodes are deleted with them.
  init(_ evaluators: [any Evaluator], isDetaching: Bool, _ span: SourceSpan?) {
    self.evaluators = evaluators
    self.isDetaching = isDetaching
    self.span = span
  }

  func reset() {
    deletedNodes = []
    deletedEdges = []
  }

  var bytesHeld: Int { (deletedNodes.count + deletedEdges.count) * DeleteElements.bytesPerDeletion }

  /// Nodes between two looks at whether the statement shall stop.
  private static let checkInterval = 1_024

  func prepare(_ batch: Batch, _ context: ExecutionContext) throws(QueryError) {
    for evaluator in evaluators {
      let column = try evaluator.evaluate(batch, context)
      for row in 0..<batch.count { try markDeleted(column.cell(at: row), context) }
    }
  }

  /// An element, or every element of a path or list.
  private func markDeleted(_ cell: Cell, _ context: ExecutionContext) throws(QueryError) {
    if cell.tag == .node {
      deletedNodes.insert(context.reader.nodeID(cell.ordinal))
    } else if cell.tag == .edge {
      deletedEdges.insert(context.reader.edgeID(cell.ordinal))
    } else if cell.tag == .path || cell.tag == .list {
      for item in cell.items { try markDeleted(item, context) }
    } else if !cell.isNull {
      throw QueryError(.invalidValueType, "DELETE takes nodes and edges, found \(cell.typeName)", at: span)
    }
  }

  func write(_ rows: RowStore, _ context: ExecutionContext) throws(QueryError) {
    let reader = context.reader
    for (number, id) in deletedNodes.enumerated() {
      if number % DeleteElements.checkInterval == 0 { try context.checkLimits() }
      guard let node = reader.ordinal(of: id) else { continue }
      for edge in reader.edges(at: node) {
        let edgeID = reader.edgeID(edge)
        if isDetaching {
          deletedEdges.insert(edgeID)
        } else if !deletedEdges.contains(edgeID) {
          throw QueryError(
            .edgesStillExist, "a node to delete still has edges", at: span, hints: ["DETACH DELETE deletes them with it"])
        }
      }
    }
    let writer = try context.requireWriter()
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
