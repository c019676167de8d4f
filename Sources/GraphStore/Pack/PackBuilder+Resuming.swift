/// Going on from the chunks of an index that is there.
extension PackBuilder {
  /// What the chunks say of the nodes. False when they cannot be read.
  func loadNodes(_ table: PackTable) throws(Packer.Obstacle) -> Bool {
    nodeSets = [UInt32](repeating: 0, count: header.nodeCount)
    if !header.hasDenseNodeIDs {
      guard let ids = try ids(.nodes, header.nodeCount, table) else { return false }
      nodeIDs = ids
    }
    return try load(.nodes, header.nodeCount, table) { cursor, first, count in
      guard let codes = cursor.ints(count) else { return false }
      return nodeSets.withUnsafeMutableBufferPointer { codes.copy(to: $0.baseAddress! + first, limit: header.labelSets.count) }
    }
  }

  /// What the chunks say of the edges, but for their properties.
  func loadEdges(_ table: PackTable) throws(Packer.Obstacle) -> Bool {
    let count = header.edgeCount
    sources = [UInt32](repeating: 0, count: count)
    targets = sources
    kinds = [UInt16](repeating: 0, count: count)
    ranges = header.types.map { _ in 0..<0 }
    if !header.hasDenseEdgeIDs {
      guard let ids = try ids(.edges, count, table) else { return false }
      edgeIDs = ids
    }
    let isRead = try load(.edges, count, table) { cursor, first, count in
      guard let codes = cursor.ints(count), let from = cursor.ints(count), let to = cursor.ints(count) else { return false }
      var isRight = true
      codes.forEach { row, code in
        guard code >= 0, code >> 1 < header.types.count else { return isRight = false }
        kinds[first + row] = UInt16(code)
        let type = Int(code >> 1)
        ranges[type] = (ranges[type].isEmpty ? first + row : ranges[type].lowerBound)..<first + row + 1
      }
      return isRight && sources.withUnsafeMutableBufferPointer { from.copy(to: $0.baseAddress! + first, limit: header.nodeCount) }
        && targets.withUnsafeMutableBufferPointer { to.copy(to: $0.baseAddress! + first, limit: header.nodeCount) }
    }
    return isRead
  }

  private func load(
    _ kind: PackKey.Kind, _ rows: Int, _ table: PackTable, _ take: (_ cursor: inout PackCursor, _ first: Int, _ count: Int) -> Bool
  ) throws(Packer.Obstacle) -> Bool {
    for chunk in 0..<PackKey.chunkCount(rows) {
      let first = chunk * PackKey.span
      let isRead = try content(PackKey(kind: kind, chunk: chunk), table) { cursor in
        take(&cursor, first, min(PackKey.span, rows - first)) && cursor.isAtEnd
      }
      guard isRead else { return false }
    }
    return true
  }

  private func ids(_ kind: PackKey.Kind, _ rows: Int, _ table: PackTable) throws(Packer.Obstacle) -> [Int64]? {
    var ids: [Int64] = []
    ids.reserveCapacity(rows)
    for chunk in 0..<PackKey.chunkCount(rows) {
      let count = min(PackKey.span, rows - chunk * PackKey.span)
      let isRead = try content(PackKey(kind: kind, item: 1, chunk: chunk), table) { cursor in
        guard let list = cursor.ints(count) else { return false }
        list.forEach { ids.append($1) }
        return true
      }
      guard isRead else { return nil }
    }
    return ids
  }

  private func content(_ key: PackKey, _ table: PackTable, _ take: (inout PackCursor) -> Bool) throws(Packer.Obstacle) -> Bool {
    var isRead = false
    _ = try Packer.store { () throws(StoreError) in
      try table.read(key) { bytes in
        guard let content = PackSeal.content(bytes, key) else { return }
        var cursor = PackCursor(content)
        isRead = take(&cursor)
      }
    }
    return isRead
  }

  // MARK: Rows that are there already

  /// Of a node or an edge; nil = the index has none with the id.
  func position(_ kind: ElementKind, _ id: Int64) -> Int? {
    if kind == .node { return ordinal(id).map { Int($0) } }
    if header.hasDenseEdgeIDs { return id >= 1 && id <= Int64(header.edgeCount) ? Int(id - 1) : nil }
    let low = edgeIDs.partitioningIndex { $0 >= id }
    return low < edgeIDs.count && edgeIDs[low] == id ? low : nil
  }

  func id(_ kind: ElementKind, at position: Int) -> Int64 {
    if kind == .node { return header.hasDenseNodeIDs ? Int64(position + 1) : nodeIDs[position] }
    return header.hasDenseEdgeIDs ? Int64(position + 1) : edgeIDs[position]
  }

  /// A node of a chunk that is made anew, in its place.
  func putNode(at position: Int, labelSet code: Int, _ properties: UnsafeBufferPointer<UInt8>) throws(Packer.Obstacle) {
    if !nodeValues.add(properties) { throw .property }
    labelCodes.append(Int64(code))
    header.labelSetCounts[Int(nodeSets[position])] -= 1
    header.labelSetCounts[code] += 1
    if nodeSets[position] != UInt32(code) { hasOtherSets = true }
    nodeSets[position] = UInt32(code)
  }

  /// False when the edge is another than it was, but for its properties.
  func putEdge(at position: Int, type code: Int, from source: Int64, to target: Int64, isDirected: Bool, _ properties: UnsafeBufferPointer<UInt8>)
    throws(Packer.Obstacle) -> Bool
  {
    guard kinds[position] == UInt16(code << 1) | (isDirected ? 1 : 0), ordinal(source) == sources[position], ordinal(target) == targets[position]
    else { return false }
    if !edgeValues.add(properties) { throw .property }
    return true
  }

  /// Where edges of each type begin and end, counted anew: for nodes with other labels than they had.
  func countEnds() {
    header.edgeEnds = []
    guard makeRoomForEnds() else { return }
    for edge in kinds.indices { noteEnds(Int(kinds[edge] >> 1), sources[edge], targets[edge], isDirected: kinds[edge] & 1 != 0) }
  }
}

extension Array {
  /// The first position from which on the condition holds.
  func partitioningIndex(_ holds: (Element) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if holds(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
