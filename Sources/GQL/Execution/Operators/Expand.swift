import GraphStore

/// Follows one edge from each input row. Output: the carried columns, the edge, and the node at its other end. A null start yields no row.
/// O(degree) a row.
final class ExpandOperator: BatchOperator {
  private let plan: PhysicalPlan.Expand
  private let types: PerVocabulary<[NameID]?>
  private let output: Batch
  private let found = ExpandBuffer()

  init(_ plan: PhysicalPlan.Expand) {
    self.plan = plan
    types = PerVocabulary(edgeTypes: plan.label)
    output = Batch()
  }

  func process(_ batch: Batch, _ context: ExecutionContext, into consume: BatchConsumer) throws(QueryError) -> Bool {
    let start = ElementColumn(batch[plan.from], count: batch.count)
    let types = types.of(context.reader)
    var cursor = ExpandCursor()
    var isExhausted = false
    while !isExhausted {
      found.removeAll()
      isExhausted = context.reader.expand(
        start.ordinals, validity: start.validity, directions: plan.directions, types: types, cursor: &cursor,
        limit: Batch.rowLimit, into: found)
      if found.count > 0, try !consume(makeOutput(batch)) { return false }
    }
    return true
  }

  private func makeOutput(_ batch: Batch) -> Batch {
    output.count = found.count
    output.gather(plan.carried, from: batch, rows: found.rows.elements)
    output.show(found.edges, as: .edge, in: plan.edge)
    output.show(found.nodes, as: .node, in: plan.to)
    return output
  }
}

/// Element ordinals of a column in flat form, whatever kind the column has.
struct ElementColumn {
  let ordinals: UnsafeBufferPointer<UInt32>
  let validity: UnsafePointer<UInt8>?
  private let column: Column

  func isNull(_ row: Int) -> Bool { validity?[row] == 0 }

  init(_ column: Column, count: Int) {
    if column.kind == .node || column.kind == .edge, !column.isConstant {
      self.column = column
      ordinals = UnsafeBufferPointer(start: column.ordinals, count: count)
      validity = column.hasNulls ? UnsafePointer(column.validity) : nil
      return
    }
    let flat = Column(.node, capacity: max(1, count))
    for row in 0..<count {
      let cell = column.cell(at: row)
      if cell.tag == .node || cell.tag == .edge { flat.ordinals[row] = cell.ordinal } else { flat.setNull(row) }
    }
    self.column = flat
    ordinals = UnsafeBufferPointer(start: flat.ordinals, count: count)
    validity = flat.hasNulls ? UnsafePointer(flat.validity) : nil
  }
}
