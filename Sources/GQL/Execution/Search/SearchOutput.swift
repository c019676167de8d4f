import GraphStore

/// Rows that a search gives: the carried columns, the node where the walk ends, and what it binds.
final class SearchOutput {
  private enum Source {
    case binding(SearchBinding)
    case segment
    case edges
    case nothing
  }

  private let plan: PhysicalPlan.Search
  private let sources: [Source]
  private let output: Batch
  @exclusivity(unchecked) private var columns: [Column] = []
  private let rows = OrdinalBuffer()
  private let ends = OrdinalBuffer()
  @exclusivity(unchecked) private var context: ExecutionContext?
  @exclusivity(unchecked) private var input: Batch?
  @exclusivity(unchecked) private var mark: Arena.Mark?
  /// Bytes of lists and paths in one batch; then it is given early.
  private static let batchBytes = 16 << 20
  @exclusivity(unchecked) private var bytesBefore = 0

  init(_ plan: PhysicalPlan.Search, _ program: SearchProgram) {
    self.plan = plan
    output = Batch()
    sources = plan.outputs.map { slot in
      if slot == plan.segment { return .segment }
      if slot == plan.edges { return .edges }
      return program.bindings[slot].map { .binding($0) } ?? .nothing
    }
  }

  func begin(_ batch: Batch, _ context: ExecutionContext) {
    self.context = context
    input = batch
    mark = context.arena.mark()
    clear(context)
  }

  private func clear(_ context: ExecutionContext) {
    if let mark { context.arena.release(to: mark) }
    bytesBefore = context.arena.bytesInUse
    rows.removeAll()
    ends.removeAll()
    columns = zip(plan.destinations, sources).map { slot, source in
      switch source {
      case .binding(.node): return output.own(slot, .node, room: Batch.rowLimit)
      case .binding(.edge): return output.own(slot, .edge, room: Batch.rowLimit)
      case .binding(.path), .binding(.group), .segment, .edges, .nothing: return output.own(slot, .cell, room: Batch.rowLimit)
      }
    }
  }

  /// - Returns: false when no more rows are wanted.
  func append(row: Int, _ walk: SearchWalk, into consume: BatchConsumer) throws(QueryError) -> Bool {
    guard let context else { return false }
    let position = rows.count
    rows.append(UInt32(row))
    ends.append(walk.current)
    for (column, source) in zip(columns, sources) { write(source, walk, to: column, at: position, context.arena) }
    let isFull = rows.count == Batch.rowLimit || context.arena.bytesInUse - bytesBefore > SearchOutput.batchBytes
    return isFull ? try flush(into: consume) : true
  }

  private func write(_ source: Source, _ walk: SearchWalk, to column: Column, at row: Int, _ arena: Arena) {
    let value: Cell
    switch source {
    case .binding(.node(let variable)), .binding(.edge(let variable)):
      let ordinal = walk.variables[variable]
      column.ordinals[row] = ordinal == SearchWalk.none ? 0 : ordinal
      if ordinal == SearchWalk.none { column.setNull(row) }
      return
    case .binding(let binding): value = walk.cell(binding, isReversed: plan.isReversed, arena)
    case .segment:
      let (start, end) = walk.wholePath
      value = walk.path(start, end, isReversed: plan.isReversed, arena)
    case .edges: value = walk.edgeList(isReversed: plan.isReversed, arena)
    case .nothing: value = .null
    }
    column.cells[row] = value
    if value.isNull { column.setNull(row) } else { column.validity[row] = 1 }
  }

  /// Gives what is collected.
  func flush(into consume: BatchConsumer) throws(QueryError) -> Bool {
    guard let context, let input, rows.count > 0 else { return true }
    output.count = rows.count
    output.gather(plan.carried.filter { $0 != plan.to }, from: input, rows: rows.elements)
    output.own(plan.to, .node).ordinals.update(from: ends.base, count: ends.count)
    let isWanted = try consume(output)
    clear(context)
    return isWanted
  }
}

/// Matches seen already, by elements, choices and named values.
final class PathIdentitySet {
  private let pool = OrdinalBuffer()
  private var offsets: [Int] = []
  private var table: [UInt32] = Array(repeating: UInt32.max, count: 64)
  private let key = OrdinalBuffer(capacity: 64)

  var bytesInUse: Int { 4 * (pool.capacity + table.count) + 8 * offsets.capacity }

  func removeAll() {
    if offsets.isEmpty { return }
    pool.removeAll()
    offsets.removeAll(keepingCapacity: true)
    for index in table.indices { table[index] = UInt32.max }
  }

  /// - Returns: false when it is there already.
  func insert(_ walk: SearchWalk, _ bindings: [SearchBinding]) -> Bool {
    key.removeAll()
    walk.appendIdentity(bindings, to: key)
    if (offsets.count + 1) * 2 > table.count { grow() }
    var slot = hash(key.elements) & (table.count - 1)
    while table[slot] != UInt32.max {
      if key.elements.elementsEqual(entry(Int(table[slot]))) { return false }
      slot = (slot + 1) & (table.count - 1)
    }
    table[slot] = UInt32(offsets.count)
    offsets.append(pool.count)
    for word in key.elements { pool.append(word) }
    return true
  }

  private func entry(_ number: Int) -> UnsafeBufferPointer<UInt32> {
    let end = number + 1 < offsets.count ? offsets[number + 1] : pool.count
    return UnsafeBufferPointer(rebasing: pool.elements[offsets[number]..<end])
  }

  private func hash(_ words: UnsafeBufferPointer<UInt32>) -> Int {
    var hash: UInt64 = 0x9E37_79B9_7F4A_7C15
    for word in words {
      hash = (hash ^ UInt64(word)) &* 0xBF58_476D_1CE4_E5B9
      hash ^= hash >> 29
    }
    return Int(truncatingIfNeeded: hash >> 1)
  }

  private func grow() {
    table = Array(repeating: UInt32.max, count: table.count * 2)
    for number in offsets.indices {
      var slot = hash(entry(number)) & (table.count - 1)
      while table[slot] != UInt32.max { slot = (slot + 1) & (table.count - 1) }
      table[slot] = UInt32(number)
    }
  }
}
