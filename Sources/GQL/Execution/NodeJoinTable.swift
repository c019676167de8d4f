import GraphStore
import Synchronization

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
    case .bool, .string, .bytes, .date, .localTime, .zonedTime, .localDateTime, .zonedDateTime, .duration, .list, .record, .node, .edge, .path:
      1 << UInt32(cell.tag.rawValue)
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
