import GraphStore

/// The nodes of which values equal those that are computed from the input row, in ordinal order: hash join with a table of all nodes of the labels.
///
/// While the rows are few the nodes are looked up, by index where one can tell; the table is made when that has cost as much as making it (so the
/// whole costs at most twice the better way: ski rental). Threads and inner plans that run again use one table. What is found is compared afterwards,
/// so that values with one hash do no harm; where a value cannot be computed, or nodes have one of a kind that it cannot be compared with, every node
/// is found, and the condition meets the error.
final class NodeJoinOperator: BatchOperator {
  private let plan: PhysicalPlan.NodeJoin
  private let known: [any Evaluator]
  private let own: [any Evaluator]
  private let lookUp: (any Evaluator)?
  /// Keys whose values meet those of all nodes: not the one that is looked up, by which only nodes with values like it are found.
  private let comparedKeys: [Int]
  private let mask: PerVocabulary<[Bool]?>
  @exclusivity(unchecked) private var tables = JoinTables<NodeJoinTable>()
  /// Of the statement that runs now, and of the snapshot that it sees now.
  @exclusivity(unchecked) private var table: NodeJoinTable?
  @exclusivity(unchecked) private var statement: UInt64?
  @exclusivity(unchecked) private var reader: UInt64?
  /// What looking up has cost so far, as nodes that a table would take in.
  @exclusivity(unchecked) private var spent = 0
  @exclusivity(unchecked) private var isWithoutTable = false
  private let output = Batch()
  private let rows = OrdinalBuffer()
  private let nodes = OrdinalBuffer()
  private let scan = OrdinalBuffer()
  private let hashes = KeyHashes()
  /// A look-up costs as much as taking in so many nodes: half a microsecond, and 70 ns.
  private static let lookUpCost = 8

  init(_ plan: PhysicalPlan.NodeJoin, _ compiler: ExpressionCompiler) {
    self.plan = plan
    known = plan.keys.map { compiler.compile($0.known) }
    own = plan.keys.map { compiler.compile($0.own) }
    lookUp = plan.lookUp.map { compiler.compile($0.value) }
    comparedKeys = plan.keys.indices.filter { index in
      plan.lookUp.map { plan.keys[index].own.soleProperty?.isSameName(as: $0.key) != true } ?? true
    }
    mask = PerVocabulary(labels: plan.labels)
  }

  func process(_ batch: Batch, _ context: ExecutionContext, into consume: BatchConsumer) throws(QueryError) -> Bool {
    // What later clauses write while rows flow on is not seen here.
    let reader = context.reader
    begin(reader, context)
    let wanted = try JoinKeys.values(known, of: batch, context)
    let sought = try JoinKeys.values(lookUp.map { [$0] } ?? [], of: batch, context)?.first
    rows.removeAll()
    nodes.removeAll()
    for row in 0..<batch.count {
      if table == nil, !isWithoutTable, spent > 0, spent >= reader.nodeCount { try makeTable(reader, context) }
      if let table, let wanted {
        guard try probe(table, wanted, sought, row..<batch.count, batch, reader, into: consume) else { return false }
        break
      }
      guard try joinLookedUp(sought, row, batch, reader, into: consume) else { return false }
    }
    return try flush(batch, into: consume)
  }

  private func joinLookedUp(
    _ sought: Column?, _ row: Int, _ batch: Batch, _ reader: any GraphReader, into consume: BatchConsumer
  ) throws(QueryError) -> Bool {
    guard let found = candidates(sought?.cell(at: row), reader) else { return true }
    spent += found.count + NodeJoinOperator.lookUpCost
    for node in found { guard try add(row, node, batch, into: consume) else { return false } }
    return true
  }

  @inline(__always)
  private func add(_ row: Int, _ node: NodeOrdinal, _ batch: Batch, into consume: BatchConsumer) throws(QueryError) -> Bool {
    rows.append(UInt32(row))
    nodes.append(node)
    return rows.count < Batch.rowLimit ? true : try flush(batch, into: consume)
  }

  private func begin(_ reader: any GraphReader, _ context: ExecutionContext) {
    if statement != context.statement || self.reader != reader.identity { (spent, isWithoutTable) = (0, false) }
    (statement, self.reader) = (context.statement, reader.identity)
    table = tables.known(context.statement, reader)
  }

  private func makeTable(_ reader: any GraphReader, _ context: ExecutionContext) throws(QueryError) {
    table = try tables.table(context.statement, reader) { () throws(QueryError) in
      try NodeJoinTable(plan.slot, own, mask.of(reader), reader, context)
    }
    isWithoutTable = table == nil
  }

  private func probe(
    _ table: NodeJoinTable, _ wanted: [Column], _ sought: Column?, _ range: Range<Int>, _ batch: Batch, _ reader: any GraphReader,
    into consume: BatchConsumer
  ) throws(QueryError) -> Bool {
    hashes.compute(wanted, count: batch.count) { comparedKeys.contains($0) ? table.kinds[$0] : nil }
    let buckets = table.buckets
    for row in range {
      switch hashes.states[row] {
      case .null: break
      case .incomparable: guard try joinLookedUp(sought, row, batch, reader, into: consume) else { return false }
      case .known:
        let hash = hashes.hashes[row]
        let tag = JoinKeys.tag(hash)
        for place in buckets.places(of: hash) where buckets.tags[place] == tag {
          guard try add(row, buckets.items[place], batch, into: consume) else { return false }
        }
      }
    }
    return true
  }

  /// Nil for none.
  private func candidates(_ value: Cell?, _ reader: any GraphReader) -> [NodeOrdinal]? {
    let mask = mask.of(reader)
    if let value, let lookUp = plan.lookUp {
      if value.isNull { return nil }
      if let found = reader.nodes(where: lookUp.key, equals: value, labelSets: mask) { return found }
    }
    scan.removeAll()
    reader.scanNodes(in: 0..<reader.nodeLimit, labelSets: mask, into: scan)
    return Array(scan.elements)
  }

  private func flush(_ batch: Batch, into consume: BatchConsumer) throws(QueryError) -> Bool {
    guard rows.count > 0 else { return true }
    output.count = rows.count
    output.gather(plan.carried, from: batch, rows: rows.elements)
    let column = output.own(plan.slot, .node)
    column.ordinals.update(from: nodes.base, count: nodes.count)
    rows.removeAll()
    nodes.removeAll()
    return try consume(output)
  }
}

extension NodeJoinOperator: SharesWork {
  func share(_ other: any BatchOperator) {
    if let other = other as? NodeJoinOperator { other.tables = tables }
  }
}

extension NodeJoinOperator: HoldsMemory {
  var bytesHeld: Int { table?.byteCount ?? 0 }
}
