import GraphStore
import Synchronization

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
  @exclusivity(unchecked) private var tables = NodeJoinTables()
  /// Of the statement that runs now, and of the snapshot that it sees now.
  @exclusivity(unchecked) private var table: NodeJoinTable?
  @exclusivity(unchecked) private var statement: UInt64?
  @exclusivity(unchecked) private weak var reader: (any GraphReader)?
  /// What looking up has cost so far, as nodes that a table would take in.
  @exclusivity(unchecked) private var spent = 0
  @exclusivity(unchecked) private var isWithoutTable = false
  private let output = Batch()
  private let rows = OrdinalBuffer()
  private let nodes = OrdinalBuffer()
  private let scan = OrdinalBuffer()
  /// A look-up costs as much as taking in so many nodes.
  private static let lookUpCost = 16

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
    let wanted = try values(of: batch, context)
    let sought = try lookUp?.evaluate(batch, context)
    rows.removeAll()
    nodes.removeAll()
    for row in 0..<batch.count {
      if table == nil, !isWithoutTable, spent > 0, spent >= reader.nodeCount { try makeTable(reader, context) }
      if let table, let wanted, table.compares(with: wanted, at: row, comparedKeys) {
        guard let hash = NodeJoinTable.hash(wanted, at: row) else { continue }
        guard try probe(table, hash, row, batch, context, into: consume) else { return false }
        continue
      }
      guard let found = candidates(sought?.cell(at: row), reader) else { continue }
      spent += found.count + NodeJoinOperator.lookUpCost
      for node in found {
        rows.append(UInt32(row))
        nodes.append(node)
        if rows.count == Batch.rowLimit { guard try flush(batch, into: consume) else { return false } }
      }
    }
    return try flush(batch, into: consume)
  }

  private func begin(_ reader: any GraphReader, _ context: ExecutionContext) {
    if statement != context.statement || self.reader !== reader { (spent, isWithoutTable) = (0, false) }
    (statement, self.reader) = (context.statement, reader)
    table = tables.known(context.statement, reader)
  }

  /// Nil when one cannot be computed for some row.
  private func values(of batch: Batch, _ context: ExecutionContext) throws(QueryError) -> [Column]? {
    do throws(QueryError) {
      var columns: [Column] = []
      for evaluator in known { columns.append(try evaluator.evaluate(batch, context)) }
      return columns
    } catch {
      try context.checkLimits()
      return nil
    }
  }

  private func makeTable(_ reader: any GraphReader, _ context: ExecutionContext) throws(QueryError) {
    table = try tables.table(context.statement, reader) { () throws(QueryError) in
      try NodeJoinTable(plan.slot, own, mask.of(reader), reader, context)
    }
    isWithoutTable = table == nil
  }

  private func probe(
    _ table: NodeJoinTable, _ hash: UInt64, _ row: Int, _ batch: Batch, _ context: ExecutionContext, into consume: BatchConsumer
  ) throws(QueryError) -> Bool {
    for place in table.places(of: hash) where table.tags[place] == NodeJoinTable.tag(hash) {
      rows.append(UInt32(row))
      nodes.append(table.nodes[place])
      if rows.count == Batch.rowLimit { guard try flush(batch, into: consume) else { return false } }
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

/// The table of a join, of one statement and one snapshot, for all threads that work on it.
final class NodeJoinTables: Sendable {
  private struct State {
    var statement: UInt64?
    weak var reader: (any GraphReader)?
    /// Nil: it cannot be made.
    var table: NodeJoinTable?
  }
  private let state = Mutex(State())

  func known(_ statement: UInt64, _ reader: any GraphReader) -> NodeJoinTable? {
    state.withLock { $0.statement == statement && $0.reader === reader ? $0.table : nil }
  }

  /// Makes it when nobody has; others wait.
  func table(
    _ statement: UInt64, _ reader: any GraphReader, _ make: () throws(QueryError) -> NodeJoinTable?
  ) throws(QueryError) -> NodeJoinTable? {
    try state.withLock { state throws(QueryError) in
      if state.statement == statement, state.reader === reader { return state.table }
      state = State(statement: statement, reader: reader, table: try make())
      return state.table
    }
  }
}

/// Nodes by a hash of their values: buckets one behind the other, in each the nodes in ordinal order. 8 bytes a node and 4 a bucket. Immutable.
final class NodeJoinTable: @unchecked Sendable {
  private let starts: [UInt32]
  let nodes: [NodeOrdinal]
  /// Bits of the hash that the bucket does not tell.
  let tags: [UInt32]
  private let shift: UInt64
  /// Of each value a bit for each kind that some node has.
  private let kinds: [UInt32]

  var byteCount: Int { 4 * starts.count + 8 * nodes.count }

  /// Nil when a value cannot be computed, or the table would take too much of the memory.
  /// - Parameter values: read the node in `slot` alone.
  init?(
    _ slot: Slot, _ values: [any Evaluator], _ mask: [Bool]?, _ reader: any GraphReader, _ context: ExecutionContext
  ) throws(QueryError) {
    guard reader.nodeCount * NodeJoinTable.bytesWhileMaking <= context.limits.memoryBytes / NodeJoinTable.memoryShare else { return nil }
    var hashes: [UInt64] = []
    var found: [NodeOrdinal] = []
    var kinds = [UInt32](repeating: 0, count: values.count)
    let scan = OrdinalBuffer()
    let batch = Batch()
    var start: UInt32 = 0
    while start < reader.nodeLimit {
      let end = min(reader.nodeLimit, start + UInt32(Batch.rowLimit))
      scan.removeAll()
      reader.scanNodes(in: start..<end, labelSets: mask, into: scan)
      start = end
      guard scan.count > 0 else { continue }
      try context.checkLimits()
      context.rowsMoved += scan.count
      let mark = context.arena.mark()
      defer { context.arena.release(to: mark) }
      batch.count = scan.count
      batch.show(scan, as: .node, in: slot)
      var columns: [Column] = []
      do throws(QueryError) { for value in values { columns.append(try value.evaluate(batch, context)) } } catch {
        try context.checkLimits()
        return nil
      }
      for row in 0..<scan.count {
        for (key, column) in columns.enumerated() { kinds[key] |= NodeJoinTable.kind(column.cell(at: row)) }
        guard let hash = NodeJoinTable.hash(columns, at: row) else { continue }
        hashes.append(hash)
        found.append(scan.base[row])
      }
    }
    var bits: UInt64 = 4
    while 1 << bits < found.count { bits += 1 }
    shift = 64 - bits
    var starts = [UInt32](repeating: 0, count: (1 << bits) + 1)
    for hash in hashes { starts[Int(hash >> shift) + 1] += 1 }
    for bucket in 1..<starts.count { starts[bucket] += starts[bucket - 1] }
    var nodes = [NodeOrdinal](repeating: 0, count: found.count)
    var tags = [UInt32](repeating: 0, count: found.count)
    var next = starts
    for (hash, node) in zip(hashes, found) {
      let place = Int(next[Int(hash >> shift)])
      next[Int(hash >> shift)] += 1
      nodes[place] = node
      tags[place] = NodeJoinTable.tag(hash)
    }
    (self.starts, self.nodes, self.tags, self.kinds) = (starts, nodes, tags, kinds)
  }

  private static let bytesWhileMaking = 32
  /// It may take one part in so many of the memory.
  private static let memoryShare = 2

  @inline(__always) func places(of hash: UInt64) -> Range<Int> {
    let bucket = Int(hash >> shift)
    return Int(starts[bucket])..<Int(starts[bucket + 1])
  }

  /// Whether no node has a value that one of these cannot be compared with.
  @inline(__always) func compares(with columns: [Column], at row: Int, _ keys: [Int]) -> Bool {
    for key in keys {
      let kind = NodeJoinTable.kind(columns[key].cell(at: row))
      if kind != 0, kinds[key] & ~kind != 0 { return false }
    }
    return true
  }

  /// Numbers are of one kind, nulls of none.
  @inline(__always) private static func kind(_ cell: Cell) -> UInt32 {
    switch cell.tag {
    case .null: 0
    case .int, .float, .decimal: 1
    default: 1 << UInt32(cell.tag.rawValue)
    }
  }

  @inline(__always) static func tag(_ hash: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: hash) }

  /// Values that are equal have one hash. Nil where one is null, which equals nothing.
  @inline(__always) static func hash(_ columns: [Column], at row: Int) -> UInt64? {
    var hash: UInt64 = 0
    for column in columns {
      let cell = column.cell(at: row)
      if cell.isNull { return nil }
      let product = (hash ^ cell.equivalenceHash).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
      hash = product.high ^ product.low
    }
    return hash
  }
}
