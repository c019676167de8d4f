/// Brings a packed index up to date where rows have been changed and have come, and none has gone: only chunks of such rows are made anew, and what is
/// derived of them. Ordinals stay as they are.
///
/// Reads the rows of those chunks, and of the index what it says of nodes, and of edges where these have changed. Memory: that of `PackBuilder`.
struct PackRefresh {
  private let packer: Packer
  private let rows: TableRowSource
  private let before: PackHeader
  private let sink: ChangingChunks
  private let builder: PackBuilder
  private var labelSetCodes: [Int64: Int] = [:]
  private var typeCodes: [Int64: Int] = [:]

  /// False when the index has to be made anew; then the caller takes back what was written.
  static func run(_ rows: TableRowSource, on connection: Connection, _ header: PackHeader) throws(Packer.Obstacle) -> Bool {
    // An edge without an end may get it any time.
    guard header.isSealed, header.dangling.isEmpty else { return false }
    var refresh = PackRefresh(Packer(rows, on: connection), header)
    return try refresh.run()
  }

  private init(_ packer: Packer, _ header: PackHeader) {
    self.packer = packer
    rows = packer.rows
    before = header
    sink = ChangingChunks(packer.table)
    builder = PackBuilder(sink, resuming: header)
  }

  private mutating func run() throws(Packer.Obstacle) -> Bool {
    try addNames()
    let (now, changedNodes, changedEdges) = try Packer.store { () throws(StoreError) in
      (
        try rows.state(), Set(try rows.changedNodes(after: before.state.maximumNodeChange)),
        Set(try rows.changedEdges(after: before.state.maximumEdgeChange))
      )
    }
    guard before.state.packVersion == now.packVersion, before.state.maximumNodeID <= now.maximumNodeID,
      before.state.maximumEdgeID <= now.maximumEdgeID, before.state.maximumNodeChange <= now.maximumNodeChange,
      before.state.maximumEdgeChange <= now.maximumEdgeChange
    else { return false }
    guard try builder.loadNodes(packer.table), try refreshNodes(changedNodes, hasMore: now.maximumNodeID > before.greatestNodeID) else { return false }
    let hasMoreNodes = builder.header.nodeCount > before.nodeCount
    let hasMoreEdges = now.maximumEdgeID > before.greatestEdgeID
    let hasOtherNames = builder.header.labelSets.count > before.labelSets.count || builder.header.types.count > before.types.count
    if hasMoreNodes || hasMoreEdges || hasOtherNames || builder.hasOtherSets || !changedEdges.isEmpty {
      guard try builder.loadEdges(packer.table), try refreshEdges(changedEdges, hasMore: hasMoreEdges) else { return false }
      try refreshAdjacency()
      builder.countEnds()
    }
    var header = builder.header
    try packer.putIndexes(&header, of: sink.changedNodeKeys)
    try packer.finish(header)
    return true
  }

  /// Of types with more edges; of the others where there are more nodes.
  private func refreshAdjacency() throws(Packer.Obstacle) {
    let types = builder.header.types.indices
    let grown = types.filter { $0 >= before.types.count || builder.header.edgeCounts[$0] > before.edgeCounts[$0] }
    try builder.putAdjacency(grown)
    if builder.header.nodeCount > before.nodeCount {
      try builder.putAdjacency(types.filter { !grown.contains($0) }, from: before.nodeCount / PackKey.span)
    }
  }

  /// Label sets and types only come.
  private mutating func addNames() throws(Packer.Obstacle) {
    let (sets, types) = try Packer.store { () throws(StoreError) in (try rows.labelSets(), try rows.edgeTypes()) }
    for (code, id) in before.labelSets.enumerated() { labelSetCodes[id] = code }
    for (code, id) in before.types.enumerated() { typeCodes[id] = code }
    for set in sets where labelSetCodes[set.id] == nil { labelSetCodes[set.id] = try builder.addLabelSet(set.id) }
    builder.ranges = before.types.map { _ in 0..<0 }
    for type in types where typeCodes[type.id] == nil { typeCodes[type.id] = try builder.addType(type.id) }
  }

  // MARK: Rows

  /// The chunks with rows that have changed or come; nil when one has gone, or stands between others. The last chunk is among them when rows have come.
  private func chunks(_ kind: ElementKind, _ changed: Set<Int64>, _ count: Int, greatestID: Int64, hasMore: Bool) throws(Packer.Obstacle) -> [Int]? {
    var chunks: Set<Int> = []
    for id in changed {
      guard let position = builder.position(kind, id) else {
        // One that came and went, or came behind the others.
        if id > greatestID { continue }
        var isThere = false
        try Packer.store { () throws(StoreError) in
          if kind == .node { try rows.readNode(id) { _ in isThere = true } } else { try rows.readEdge(id) { _ in isThere = true } }
        }
        if isThere { return nil }
        continue
      }
      chunks.insert(position / PackKey.span)
    }
    if hasMore, count % PackKey.span > 0 { chunks.insert(count / PackKey.span) }
    return chunks.sorted()
  }

  private func refreshNodes(_ changed: Set<Int64>, hasMore: Bool) throws(Packer.Obstacle) -> Bool {
    let count = before.nodeCount
    guard let chunks = try chunks(.node, changed, count, greatestID: before.greatestNodeID, hasMore: hasMore) else { return false }
    for chunk in chunks {
      let isRight = try put(.node, chunk, count) { ids, take throws(StoreError) in
        try rows.forEachNode(in: ids) { row in
          take(row.id) { position throws(Packer.Obstacle) in
            try builder.putNode(at: position, labelSet: try labelSetCode(row), row.properties)
            return true
          }
        }
      }
      guard isRight else { return false }
      // Rows that have come go into the last chunk.
      if hasMore, chunk == count / PackKey.span { break }
      try builder.flushNodes(chunk)
    }
    if hasMore {
      try going { take throws(StoreError) in
        try rows.forEachNode(after: before.greatestNodeID) { row in
          take { () throws(Packer.Obstacle) in try builder.addNode(row.id, labelSet: try labelSetCode(row), row.properties) }
        }
      }
    }
    try builder.endNodes()
    try sink.removeRest(of: .nodeValues, chunks, builder.nodeValues.keys.count)
    return true
  }

  private func refreshEdges(_ changed: Set<Int64>, hasMore: Bool) throws(Packer.Obstacle) -> Bool {
    let count = before.edgeCount
    guard let chunks = try chunks(.edge, changed, count, greatestID: before.greatestEdgeID, hasMore: hasMore) else { return false }
    builder.header.edgeEnds = []
    for chunk in chunks {
      let isRight = try put(.edge, chunk, count) { ids, take throws(StoreError) in
        try rows.forEachEdge(in: ids) { row in
          take(row.id) { position throws(Packer.Obstacle) in
            try builder.putEdge(
              at: position, type: try typeCode(row), from: row.source, to: row.target, isDirected: row.isDirected, row.properties)
          }
        }
      }
      guard isRight else { return false }
      if hasMore, chunk == count / PackKey.span { break }
      try builder.flushEdges(chunk, min(PackKey.span, count - chunk * PackKey.span))
    }
    if hasMore {
      try going { take throws(StoreError) in
        try rows.forEachEdge(after: before.greatestEdgeID) { row in
          take { () throws(Packer.Obstacle) in
            try builder.addEdge(row.id, type: try typeCode(row), from: row.source, to: row.target, isDirected: row.isDirected, row.properties)
          }
        }
      }
      guard builder.header.dangling.isEmpty else { return false }
      try builder.endEdges()
    } else {
      builder.noteEdgeKeys()
    }
    try sink.removeRest(of: .edgeValues, chunks, builder.edgeValues.keys.count)
    return true
  }

  private func labelSetCode(_ row: NodeRow) throws(Packer.Obstacle) -> Int {
    guard let code = labelSetCodes[row.labelSet] else { throw .unnamedRow }
    return code
  }

  private func typeCode(_ row: EdgeRow) throws(Packer.Obstacle) -> Int {
    guard let code = typeCodes[row.type] else { throw .unnamedRow }
    return code
  }

  /// Goes through the rows of a chunk. False when they are others than the index has there.
  private func put(
    _ kind: ElementKind, _ chunk: Int, _ count: Int,
    _ read: (_ ids: ClosedRange<Int64>, _ take: (_ id: Int64, _ put: (Int) throws(Packer.Obstacle) -> Bool) -> Void) throws(StoreError) -> Void
  ) throws(Packer.Obstacle) -> Bool {
    let places = chunk * PackKey.span..<min(count, (chunk + 1) * PackKey.span)
    var (next, isSame, obstacle) = (places.lowerBound, true, Packer.Obstacle?.none)
    let ids = builder.id(kind, at: places.lowerBound)...builder.id(kind, at: places.upperBound - 1)
    try Packer.store { () throws(StoreError) in
      try read(ids) { id, put in
        guard obstacle == nil, isSame, next < places.upperBound, builder.id(kind, at: next) == id else { return isSame = false }
        do throws(Packer.Obstacle) { isSame = try put(next) } catch { obstacle = error }
        next += 1
      }
    }
    if let obstacle { throw obstacle }
    return isSame && next == places.upperBound
  }

  /// Goes through rows until there is an obstacle.
  private func going(
    _ read: (_ take: (() throws(Packer.Obstacle) -> Void) -> Void) throws(StoreError) -> Void
  ) throws(Packer.Obstacle) {
    var obstacle: Packer.Obstacle?
    try Packer.store { () throws(StoreError) in
      try read { take in
        if obstacle != nil { return }
        do throws(Packer.Obstacle) { try take() } catch { obstacle = error }
      }
    }
    if let obstacle { throw obstacle }
  }
}

/// Writes chunks where they are other than they were, and knows of which properties.
private final class ChangingChunks: PackSink {
  private let table: PackTable
  /// Properties of nodes, by item.
  private(set) var changedNodeKeys: Set<Int> = []
  /// Chunks of values that were made, by their rows.
  private var made: Set<Int64> = []

  init(_ table: PackTable) { self.table = table }

  func put(_ key: PackKey, _ bytes: UnsafeRawBufferPointer) throws(Packer.Obstacle) {
    made.insert(key.row)
    var isSame = false
    try Packer.store { () throws(StoreError) in
      _ = try table.read(key) { isSame = $0.elementsEqual(bytes) }
      if !isSame { try table.write(key, bytes) }
    }
    if !isSame, key.kind == .nodeValues { changedNodeKeys.insert(key.item) }
  }

  /// Removes what chunks had of properties that none of their rows has any more.
  func removeRest(of kind: PackKey.Kind, _ chunks: [Int], _ items: Int) throws(Packer.Obstacle) {
    for chunk in chunks {
      for item in 0..<items {
        let key = PackKey(kind: kind, item: item, chunk: chunk)
        if made.contains(key.row) { continue }
        let isThere = try Packer.store { () throws(StoreError) in
          let isThere = try table.read(key) { _ in }
          if isThere { try table.remove(key) }
          return isThere
        }
        if isThere, kind == .nodeValues { changedNodeKeys.insert(item) }
      }
    }
  }
}
