import GraphStore

/// REMOVE: properties and labels of elements of the row.
final class RemoveItems: RowModification {
  private let items: [BoundRemoveItem]
  private var pending = PendingWrites.Kept()

  init(_ items: [BoundRemoveItem]) { self.items = items }

  deinit { reset() }

  func reset() { pending.removeAll() }

  var bytesHeld: Int { pending.bytes }

  func prepare(_ batch: Batch, _ context: ExecutionContext) throws(QueryError) {
    var writes = PendingWrites()
    for row in 0..<batch.count {
      for item in items {
        switch item {
        case .property(let slot, let key, _):
          guard let target = ModifySink.Target(batch[slot].cell(at: row), context) else { continue }
          writes.add(.properties(target, [(key, .null)]))
        case .label(let slot, let label, _):
          guard case .node(let id)? = ModifySink.Target(batch[slot].cell(at: row), context) else { continue }
          writes.add(.removeLabel(id, label))
        }
      }
    }
    pending.add(writes.take())
  }

  func write(_ rows: RowStore, _ context: ExecutionContext) throws(QueryError) { try pending.perform(context) }
}
