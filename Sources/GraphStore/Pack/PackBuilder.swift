/// Makes the chunks of a packed index from rows that come in the order of their ids, all nodes before all edges. Where the chunks
/// go is another's business.
///
/// Memory: 10 bytes an edge, 4 a node, 8 more whose ids are not 1 ... n, and the chunks being made. Used by one thread at a time.
final class PackBuilder {
  @exclusivity(unchecked) var header: PackHeader
  private let sink: any PackSink
  private let buffer = ByteBuffer(capacity: 1 << 16)
  @exclusivity(unchecked) var nodeIDs: [Int64] = []
  @exclusivity(unchecked) var edgeIDs: [Int64] = []
  /// Of the nodes of the chunk that is being made.
  @exclusivity(unchecked) var labelCodes: [Int64] = []
  /// The label set code of each node.
  @exclusivity(unchecked) var nodeSets: [UInt32] = []
  /// A node has other labels than the index that is resumed had for it.
  var hasOtherSets = false
  @exclusivity(unchecked) var sources: [UInt32] = []
  @exclusivity(unchecked) var targets: [UInt32] = []
  /// Twice the type code, and 1 for a directed edge.
  @exclusivity(unchecked) var kinds: [UInt16] = []
  /// Where each type's edges lie: loads bring them type by type.
  @exclusivity(unchecked) var ranges: [Range<Int>] = []
  let nodeValues: ValueShredder
  let edgeValues: ValueShredder

  /// - Parameter header: of an index whose chunks are there already.
  init(_ sink: any PackSink, resuming header: PackHeader = PackHeader()) {
    self.sink = sink
    self.header = header
    nodeValues = ValueShredder(.nodeValues, header.nodeKeys, hasAllKeys: header.hasAllNodeKeys)
    edgeValues = ValueShredder(.edgeValues, header.edgeKeys, hasAllKeys: header.hasAllEdgeKeys)
  }

  private func write(_ key: PackKey) throws(Packer.Obstacle) {
    try sink.seal(key, buffer)
    buffer.count = 0
  }

  // MARK: Names

  /// The code of a label set that rows will have.
  func addLabelSet(_ id: Int64) throws(Packer.Obstacle) -> Int {
    guard header.labelSets.count < 1 << 20 else { throw .tooLarge }
    header.labelSets.append(id)
    header.labelSetCounts.append(0)
    return header.labelSets.count - 1
  }

  func addType(_ id: Int64) throws(Packer.Obstacle) -> Int {
    guard header.types.count < 1 << 15 - 1 else { throw .tooLarge }
    header.types.append(id)
    header.edgeCounts.append(0)
    header.loopCounts.append(0)
    header.undirectedCounts.append(0)
    ranges.append(0..<0)
    return header.types.count - 1
  }

  // MARK: Rows

  func addNode(_ id: Int64, labelSet code: Int, _ properties: UnsafeBufferPointer<UInt8>) throws(Packer.Obstacle) {
    if !nodeValues.add(properties) { throw .property }
    labelCodes.append(Int64(code))
    nodeSets.append(UInt32(code))
    header.labelSetCounts[code] += 1
    header.nodeCount += 1
    header.greatestNodeID = id
    if id != Int64(header.nodeCount), header.hasDenseNodeIDs {
      header.hasDenseNodeIDs = false
      nodeIDs = (1..<Int64(header.nodeCount)).map { $0 }
    }
    if !header.hasDenseNodeIDs { nodeIDs.append(id) }
    if labelCodes.count == PackKey.span { try flushNodes((header.nodeCount - 1) / PackKey.span) }
  }

  func endNodes() throws(Packer.Obstacle) {
    try flushNodes((header.nodeCount - 1) / PackKey.span)
    guard header.nodeCount < Int(UInt32.max) else { throw .tooLarge }
    (header.nodeKeys, header.hasAllNodeKeys) = (nodeValues.keys, nodeValues.hasAllKeys)
    if !header.hasDenseNodeIDs { try putIDs(.nodes, nodeIDs) }
  }

  func noteEdgeKeys() { (header.edgeKeys, header.hasAllEdgeKeys) = (edgeValues.keys, edgeValues.hasAllKeys) }

  /// Writes the chunk whose nodes have been added.
  func flushNodes(_ chunk: Int) throws(Packer.Obstacle) {
    if labelCodes.isEmpty { return }
    var summary: Int64 = 0
    for code in labelCodes { summary |= 1 << (code & 63) }
    if chunk < header.labelSummaries.count { header.labelSummaries[chunk] = summary } else { header.labelSummaries.append(summary) }
    labelCodes.withUnsafeBufferPointer { codes in PackedInts.append(count: codes.count, to: buffer) { codes[$0] } }
    try write(PackKey(kind: .nodes, chunk: chunk))
    try nodeValues.flush(chunk, rowCount: labelCodes.count, buffer) { key throws(Packer.Obstacle) in try write(key) }
    labelCodes.removeAll(keepingCapacity: true)
  }

  /// Ids in chunks of their own, as item 1.
  private func putIDs(_ kind: PackKey.Kind, _ ids: [Int64]) throws(Packer.Obstacle) {
    for chunk in 0..<PackKey.chunkCount(ids.count) {
      let start = chunk * PackKey.span
      PackedInts.append(count: min(PackKey.span, ids.count - start), to: buffer) { ids[start + $0] }
      try write(PackKey(kind: kind, item: 1, chunk: chunk))
    }
  }

  /// Nil when there is no such node.
  @inline(__always)
  func ordinal(_ id: Int64) -> UInt32? {
    if header.hasDenseNodeIDs { return id >= 1 && id <= Int64(header.nodeCount) ? UInt32(id - 1) : nil }
    var low = 0
    var high = nodeIDs.count
    while low < high {
      let middle = (low + high) / 2
      if nodeIDs[middle] < id { low = middle + 1 } else { high = middle }
    }
    return low < nodeIDs.count && nodeIDs[low] == id ? UInt32(low) : nil
  }

  /// An edge whose end is missing is noted as such.
  func addEdge(
    _ id: Int64, type code: Int, from sourceID: Int64, to targetID: Int64, isDirected: Bool,
    _ properties: UnsafeBufferPointer<UInt8>
  ) throws(Packer.Obstacle) {
    guard let source = ordinal(sourceID) else { return header.dangling.append((sourceID, id)) }
    guard let target = ordinal(targetID) else { return header.dangling.append((targetID, id)) }
    if !edgeValues.add(properties) { throw .property }
    sources.append(source)
    targets.append(target)
    kinds.append(UInt16(code << 1) | (isDirected ? 1 : 0))
    let start = header.edgeCounts[code] == 0 ? header.edgeCount : ranges[code].lowerBound
    ranges[code] = start..<header.edgeCount + 1
    header.edgeCounts[code] += 1
    if !isDirected { header.undirectedCounts[code] += 1 }
    if isDirected, source == target { header.loopCounts[code] += 1 }
    noteEnds(code, source, target, isDirected: isDirected)
    header.edgeCount += 1
    header.greatestEdgeID = id
    if header.hasDenseEdgeIDs, id != Int64(header.edgeCount) {
      header.hasDenseEdgeIDs = false
      edgeIDs = (1..<Int64(header.edgeCount)).map { $0 }
    }
    if !header.hasDenseEdgeIDs { edgeIDs.append(id) }
    if header.edgeCount % PackKey.span == 0 { try flushEdges(header.edgeCount / PackKey.span - 1, PackKey.span) }
  }

  @inline(__always)
  func noteEnds(_ code: Int, _ source: UInt32, _ target: UInt32, isDirected: Bool) {
    let sets = header.labelSets.count
    let first = header.edgeEndsPosition(code, isSource: true)
    if first + 2 * sets > header.edgeEnds.count, !makeRoomForEnds() { return }
    let (begin, end) = (Int(nodeSets[Int(source)]), Int(nodeSets[Int(target)]))
    header.edgeEnds[first + begin] += 1
    header.edgeEnds[first + sets + end] += 1
    if isDirected { return }
    header.edgeEnds[first + end] += 1
    header.edgeEnds[first + sets + begin] += 1
  }

  /// For all types there are by now; false, and nothing kept, where they are too many.
  func makeRoomForEnds() -> Bool {
    let count = 2 * header.types.count * header.labelSets.count
    guard count <= PackHeader.edgeEndsLimit else {
      header.edgeEnds = []
      return false
    }
    header.edgeEnds += Array(repeating: 0, count: count - header.edgeEnds.count)
    return true
  }

  func endEdges() throws(Packer.Obstacle) {
    _ = makeRoomForEnds()
    let rest = header.edgeCount % PackKey.span
    if rest > 0 { try flushEdges(header.edgeCount / PackKey.span, rest) }
    guard sources.count < Int(UInt32.max) else { throw .tooLarge }
    noteEdgeKeys()
    if !header.hasDenseEdgeIDs { try putIDs(.edges, edgeIDs) }
  }

  func flushEdges(_ chunk: Int, _ count: Int) throws(Packer.Obstacle) {
    let start = chunk * PackKey.span
    kinds.withUnsafeBufferPointer { list in PackedInts.append(count: count, to: buffer) { Int64(list[start + $0]) } }
    sources.withUnsafeBufferPointer { list in PackedInts.append(count: count, to: buffer) { Int64(list[start + $0]) } }
    targets.withUnsafeBufferPointer { list in PackedInts.append(count: count, to: buffer) { Int64(list[start + $0]) } }
    try write(PackKey(kind: .edges, chunk: chunk))
    try edgeValues.flush(chunk, rowCount: count, buffer) { key throws(Packer.Obstacle) in try write(key) }
  }

  // MARK: Adjacency

  /// - Parameters:
  ///   - types: codes of them.
  ///   - first: the chunk to begin with.
  func putAdjacency(_ types: some Sequence<Int>, from first: Int = 0) throws(Packer.Obstacle) {
    for code in types where header.edgeCounts[code] > 0 {
      if header.edgeCounts[code] > header.undirectedCounts[code] {
        try putAdjacency(code, .outgoing, from: first)
        try putAdjacency(code, .incoming, from: first)
      }
      if header.undirectedCounts[code] > 0 { try putAdjacency(code, .undirected, from: first) }
    }
  }

  /// Counts, then fills, as `Adjacency` does.
  private func putAdjacency(_ code: Int, _ way: Adjacency.Way, from firstChunk: Int) throws(Packer.Obstacle) {
    let nodeCount = header.nodeCount
    var offsets = [UInt32](repeating: 0, count: nodeCount + 1)
    var total = 0
    offsets.withUnsafeMutableBufferPointer { offsets in
      forEachEnd(code, way) { node, _, _ in offsets[Int(node) + 1] += 1 }
      for node in 0..<nodeCount { offsets[node + 1] += offsets[node] }
      total = Int(offsets[nodeCount])
    }
    var ends = [UInt32](repeating: 0, count: total)
    var edges = [UInt32](repeating: 0, count: total)
    var cursors = offsets
    cursors.withUnsafeMutableBufferPointer { cursors in
      ends.withUnsafeMutableBufferPointer { ends in
        edges.withUnsafeMutableBufferPointer { edges in
          forEachEnd(code, way) { node, other, edge in
            let slot = Int(cursors[Int(node)])
            cursors[Int(node)] += 1
            ends[slot] = other
            edges[slot] = edge
          }
        }
      }
    }
    for chunk in firstChunk..<max(firstChunk, PackKey.chunkCount(nodeCount)) {
      let first = chunk * PackKey.span
      let last = min(nodeCount, first + PackKey.span)
      let start = Int(offsets[first])
      let count = Int(offsets[last]) - start
      if count == 0 { continue }
      buffer.append(integer: Int64(count))
      offsets.withUnsafeBufferPointer { list in
        PackedInts.append(count: last - first, to: buffer) { Int64(list[first + $0 + 1]) - Int64(list[first + $0]) }
      }
      ends.withUnsafeBufferPointer { list in PackedInts.append(count: count, to: buffer) { Int64(list[start + $0]) } }
      edges.withUnsafeBufferPointer { list in PackedInts.append(count: count, to: buffer) { Int64(list[start + $0]) } }
      try write(PackKey(kind: way.packKind, item: code, chunk: chunk))
    }
  }

  @inline(__always)
  private func forEachEnd(_ code: Int, _ way: Adjacency.Way, _ body: (NodeOrdinal, NodeOrdinal, EdgeOrdinal) -> Void) {
    let range = ranges[code]
    kinds.withUnsafeBufferPointer { kinds in
      sources.withUnsafeBufferPointer { sources in
        targets.withUnsafeBufferPointer { targets in
          for edge in range where Int(kinds[edge] >> 1) == code {
            Adjacency.forEachEnd(way, sources[edge], targets[edge], isDirected: kinds[edge] & 1 != 0) { body($0, $1, UInt32(edge)) }
          }
        }
      }
    }
  }
}

/// Takes the chunks of a packed index as they are made.
protocol PackSink {
  /// The bytes, sealed, are valid during the call.
  func put(_ key: PackKey, _ bytes: UnsafeRawBufferPointer) throws(Packer.Obstacle)
}

extension PackSink {
  /// Puts what the buffer holds with its seal.
  func seal(_ key: PackKey, _ buffer: ByteBuffer) throws(Packer.Obstacle) {
    PackSeal.append(to: buffer, key)
    try put(key, UnsafeRawBufferPointer(start: buffer.base, count: buffer.count))
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
