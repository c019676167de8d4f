/// Makes the packed index of a graph anew from its rows, within a write transaction.
///
/// Reads every row once. Memory: 10 bytes an edge, 8 a node whose ids are not 1 ... n, and the chunks being made.
struct Packer {
  private let rows: TableRowSource
  private let table: PackTable
  private var header = PackHeader()
  private let buffer = ByteBuffer(capacity: 1 << 16)
  private var labelSetCodes: [Int64: Int] = [:]
  private var typeCodes: [Int64: Int] = [:]
  private var nodeIDs: [Int64] = []
  private var sources: [UInt32] = []
  private var targets: [UInt32] = []
  /// Twice the type code, and 1 for a directed edge.
  private var kinds: [UInt16] = []
  /// Where each type's edges lie: loads bring them type by type.
  private var ranges: [Range<Int>] = []

  /// What keeps a graph from being packed; its rows are read as they are.
  enum Obstacle: Error {
    /// A row has a label set or type that does not exist, or there are too many of them.
    case unnamedRow
    case tooLarge
    /// A property text that cannot be read.
    case property
    case store(StoreError)
  }

  /// Replaces the index. On an obstacle the caller takes back what was written.
  static func run(_ rows: TableRowSource, on connection: Connection) throws(Obstacle) {
    let table = PackTable(connection, rows.layout)
    do throws(StoreError) {
      try table.create()
      try table.removeAll()
    } catch { throw .store(error) }
    var packer = Packer(rows: rows, table: table)
    try packer.packNames()
    try packer.packNodes()
    try packer.packIndexes()
    try packer.packEdges()
    try packer.packAdjacency()
    try packer.finish()
  }

  private init(rows: TableRowSource, table: PackTable) {
    self.rows = rows
    self.table = table
  }

  private static func store<T>(_ body: () throws(StoreError) -> T) throws(Obstacle) -> T {
    do throws(StoreError) { return try body() } catch { throw .store(error) }
  }

  private func write(_ key: PackKey) throws(Obstacle) {
    let bytes = UnsafeRawBufferPointer(start: buffer.base, count: buffer.count)
    try Packer.store { () throws(StoreError) in try table.write(key, bytes) }
    buffer.count = 0
  }

  private mutating func packNames() throws(Obstacle) {
    let (sets, types) = try Packer.store { () throws(StoreError) in (try rows.labelSets(), try rows.edgeTypes()) }
    guard types.count < 1 << 15, sets.count < 1 << 20 else { throw .tooLarge }
    for (code, set) in sets.enumerated() { labelSetCodes[set.id] = code }
    for (code, type) in types.enumerated() { typeCodes[type.id] = code }
    header.labelSets = sets.map(\.id)
    header.types = types.map(\.id)
    ranges = Array(repeating: 0..<0, count: types.count)
    header.labelSetCounts = Array(repeating: 0, count: sets.count)
    for list in [\PackHeader.edgeCounts, \.loopCounts, \.undirectedCounts] {
      header[keyPath: list] = Array(repeating: 0, count: types.count)
    }
  }

  // MARK: Rows

  private mutating func packNodes() throws(Obstacle) {
    let values = ValueShredder(.nodeValues)
    var obstacle: Obstacle?
    var codes: [Int64] = []
    var ids: [Int64] = []
    var last: (set: Int64, code: Int) = (-1, 0)
    try Packer.store { () throws(StoreError) in
      try rows.forEachNode(after: 0) { row in
        if obstacle != nil { return }
        if row.labelSet != last.set {
          guard let code = labelSetCodes[row.labelSet] else { return obstacle = .unnamedRow }
          last = (row.labelSet, code)
        }
        if !values.add(row.properties) { return obstacle = .property }
        codes.append(Int64(last.code))
        ids.append(row.id)
        header.labelSetCounts[last.code] += 1
        header.nodeCount += 1
        header.greatestNodeID = row.id
        if row.id != Int64(header.nodeCount), header.hasDenseNodeIDs {
          // The chunks before hold no ids.
          header.hasDenseNodeIDs = false
        }
        nodeIDs.append(row.id)
        if codes.count == PackKey.span { obstacle = flushNodes(&codes, &ids, values) }
      }
    }
    if let obstacle { throw obstacle }
    if let obstacle = flushNodes(&codes, &ids, values) { throw obstacle }
    guard nodeIDs.count < Int(UInt32.max) else { throw .tooLarge }
    (header.nodeKeys, header.hasAllNodeKeys) = (values.keys, values.hasAllKeys)
    if !header.hasDenseNodeIDs { try packIDs(.nodes, nodeIDs) }
  }

  private mutating func flushNodes(
    _ codes: inout [Int64], _ ids: inout [Int64], _ values: ValueShredder
  ) -> Obstacle? {
    if codes.isEmpty { return nil }
    let chunk = (header.nodeCount - 1) / PackKey.span
    var summary: Int64 = 0
    for code in codes { summary |= 1 << (code & 63) }
    header.labelSummaries.append(summary)
    PackedInts.append(count: codes.count, to: buffer) { codes[$0] }
    do throws(Obstacle) {
      try write(PackKey(kind: .nodes, chunk: chunk))
      try values.flush(chunk, rowCount: codes.count, buffer) { key throws(Obstacle) in try write(key) }
    } catch { return error }
    codes.removeAll(keepingCapacity: true)
    ids.removeAll(keepingCapacity: true)
    return nil
  }

  /// Ids in chunks of their own, as item 1.
  private func packIDs(_ kind: PackKey.Kind, _ ids: [Int64]) throws(Obstacle) {
    for chunk in 0..<PackKey.chunkCount(ids.count) {
      let start = chunk * PackKey.span
      PackedInts.append(count: min(PackKey.span, ids.count - start), to: buffer) { ids[start + $0] }
      try write(PackKey(kind: kind, item: 1, chunk: chunk))
    }
  }

  /// Nil when there is no such node.
  @inline(__always)
  private func ordinal(_ id: Int64) -> UInt32? {
    if header.hasDenseNodeIDs { return id >= 1 && id <= Int64(header.nodeCount) ? UInt32(id - 1) : nil }
    var low = 0
    var high = nodeIDs.count
    while low < high {
      let middle = (low + high) / 2
      if nodeIDs[middle] < id { low = middle + 1 } else { high = middle }
    }
    return low < nodeIDs.count && nodeIDs[low] == id ? UInt32(low) : nil
  }

  private mutating func packEdges() throws(Obstacle) {
    let values = ValueShredder(.edgeValues)
    var obstacle: Obstacle?
    var ids: [Int64] = []
    var last: (type: Int64, code: Int) = (-1, 0)
    try Packer.store { () throws(StoreError) in
      try rows.forEachEdge(after: 0) { row in
        if obstacle != nil { return }
        if row.type != last.type {
          guard let code = typeCodes[row.type] else { return obstacle = .unnamedRow }
          last = (row.type, code)
        }
        guard let source = ordinal(row.source) else { return header.dangling.append((row.source, row.id)) }
        guard let target = ordinal(row.target) else { return header.dangling.append((row.target, row.id)) }
        if !values.add(row.properties) { return obstacle = .property }
        sources.append(source)
        targets.append(target)
        kinds.append(UInt16(last.code << 1) | (row.isDirected ? 1 : 0))
        let start = header.edgeCounts[last.code] == 0 ? header.edgeCount : ranges[last.code].lowerBound
        ranges[last.code] = start..<header.edgeCount + 1
        header.edgeCounts[last.code] += 1
        if !row.isDirected { header.undirectedCounts[last.code] += 1 }
        if row.isDirected, source == target { header.loopCounts[last.code] += 1 }
        header.edgeCount += 1
        header.greatestEdgeID = row.id
        if header.hasDenseEdgeIDs, row.id != Int64(header.edgeCount) {
          header.hasDenseEdgeIDs = false
          ids = (1..<Int64(header.edgeCount)).map { $0 }
        }
        if !header.hasDenseEdgeIDs { ids.append(row.id) }
        if header.edgeCount % PackKey.span == 0 { obstacle = flushEdges(PackKey.span, values) }
      }
    }
    if let obstacle { throw obstacle }
    let rest = header.edgeCount % PackKey.span
    if rest > 0, let obstacle = flushEdges(rest, values) { throw obstacle }
    guard sources.count < Int(UInt32.max) else { throw .tooLarge }
    (header.edgeKeys, header.hasAllEdgeKeys) = (values.keys, values.hasAllKeys)
    if !header.hasDenseEdgeIDs { try packIDs(.edges, ids) }
  }

  private func flushEdges(_ count: Int, _ values: ValueShredder) -> Obstacle? {
    let start = header.edgeCount - count
    PackedInts.append(count: count, to: buffer) { Int64(kinds[start + $0]) }
    PackedInts.append(count: count, to: buffer) { Int64(sources[start + $0]) }
    PackedInts.append(count: count, to: buffer) { Int64(targets[start + $0]) }
    let chunk = start / PackKey.span
    do throws(Obstacle) {
      try write(PackKey(kind: .edges, chunk: chunk))
      try values.flush(chunk, rowCount: count, buffer) { key throws(Obstacle) in try write(key) }
    } catch { return error }
    return nil
  }

  // MARK: Indexes

  /// An equality index of each property of nodes, from the values just written. 16 bytes for each value of one property at a time.
  private mutating func packIndexes() throws(Obstacle) {
    for item in header.nodeKeys.indices {
      var writer = PackedEqualityIndexWriter()
      for chunk in 0..<PackKey.chunkCount(header.nodeCount) {
        let first = chunk * PackKey.span
        let rows = min(PackKey.span, header.nodeCount - first)
        var values: PackedValues.Decoded?
        let isThere = try Packer.store { () throws(StoreError) in
          try table.read(PackKey(kind: .nodeValues, item: item, chunk: chunk)) { values = PackedValues.decode($0, rowCount: rows) }
        }
        guard isThere else { continue }
        guard let values else { throw .store(StoreError(.corrupt, "a chunk just written cannot be read")) }
        for row in 0..<rows {
          let cell = PropertyColumn.cell(values.chunk, row)
          if !cell.isNull { writer.add(cell, UInt32(first + row)) }
        }
        withExtendedLifetime((values.block, values.arena)) {}
      }
      if writer.isEmpty { continue }
      try writer.finish(item: item, buffer) { key throws(Obstacle) in try write(key) }
      header.indexedNodeKeys.append(Int64(item))
    }
  }

  // MARK: Adjacency

  private func packAdjacency() throws(Obstacle) {
    for code in header.types.indices where header.edgeCounts[code] > 0 {
      if header.edgeCounts[code] > header.undirectedCounts[code] {
        try packAdjacency(code, .outgoing)
        try packAdjacency(code, .incoming)
      }
      if header.undirectedCounts[code] > 0 { try packAdjacency(code, .undirected) }
    }
  }

  /// Counts, then fills, as `Adjacency` does.
  private func packAdjacency(_ code: Int, _ way: Adjacency.Way) throws(Obstacle) {
    let nodeCount = header.nodeCount
    var offsets = [UInt32](repeating: 0, count: nodeCount + 1)
    forEachEnd(code, way) { node, _, _ in offsets[Int(node) + 1] += 1 }
    for node in 0..<nodeCount { offsets[node + 1] += offsets[node] }
    let total = Int(offsets[nodeCount])
    var ends = [UInt32](repeating: 0, count: total)
    var edges = [UInt32](repeating: 0, count: total)
    var cursors = offsets
    forEachEnd(code, way) { node, other, edge in
      let slot = Int(cursors[Int(node)])
      cursors[Int(node)] += 1
      ends[slot] = other
      edges[slot] = edge
    }
    for chunk in 0..<PackKey.chunkCount(nodeCount) {
      let first = chunk * PackKey.span
      let last = min(nodeCount, first + PackKey.span)
      let start = Int(offsets[first])
      let count = Int(offsets[last]) - start
      if count == 0 { continue }
      buffer.append(integer: Int64(count))
      PackedInts.append(count: last - first, to: buffer) { Int64(offsets[first + $0 + 1]) - Int64(offsets[first + $0]) }
      PackedInts.append(count: count, to: buffer) { Int64(ends[start + $0]) }
      PackedInts.append(count: count, to: buffer) { Int64(edges[start + $0]) }
      try write(PackKey(kind: way.packKind, item: code, chunk: chunk))
    }
  }

  @inline(__always)
  private func forEachEnd(_ code: Int, _ way: Adjacency.Way, _ body: (NodeOrdinal, NodeOrdinal, EdgeOrdinal) -> Void) {
    for edge in ranges[code] where Int(kinds[edge] >> 1) == code {
      Adjacency.forEachEnd(way, sources[edge], targets[edge], isDirected: kinds[edge] & 1 != 0) { body($0, $1, UInt32(edge)) }
    }
  }

  // MARK: The end

  private mutating func finish() throws(Obstacle) {
    header.state = try Packer.store { () throws(StoreError) in
      let version = try table.bumpVersion()
      try table.trimChangeLog()
      var state = try rows.state()
      state.packVersion = version
      return state
    }
    header.encode(to: buffer)
    try write(PackKey(kind: .header))
  }
}

extension Adjacency.Way {
  /// Incoming edges without loops are taken from the incoming ones.
  var packKind: PackKey.Kind {
    switch self {
    case .outgoing: .outgoing
    case .incoming, .incomingWithoutLoops: .incoming
    case .undirected: .undirected
    }
  }
}
