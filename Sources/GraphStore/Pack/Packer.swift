/// Makes the packed index of a graph anew from its rows, within a write transaction.
///
/// Reads every row once. Memory: that of `PackBuilder`, and 16 bytes for each value of one property of nodes at a time.
struct Packer {
  let rows: TableRowSource
  private(set) var table: PackTable

  /// What keeps a graph from being packed; its rows are read as they are.
  enum Obstacle: Error {
    /// A row has a label set or type that does not exist.
    case unnamedRow
    /// Too many rows or names.
    case tooLarge
    /// A property text that cannot be read.
    case property
    case store(StoreError)
  }

  /// Replaces the index. On an obstacle the caller takes back what was written.
  static func run(_ rows: TableRowSource, on connection: Connection) throws(Obstacle) {
    let packer = Packer(rows, on: connection)
    try store { () throws(StoreError) in
      try packer.table.create()
      try packer.table.removeAll()
    }
    var header = try packer.packRows()
    try packer.putIndexes(&header)
    try packer.finish(header)
  }

  init(_ rows: TableRowSource, on connection: Connection) {
    self.rows = rows
    table = PackTable(connection, rows.layout)
    table.interrupts = rows.interrupts
  }

  static func store<T>(_ body: () throws(StoreError) -> T) throws(Obstacle) -> T {
    do throws(StoreError) { return try body() } catch { throw .store(error) }
  }

  private func packRows() throws(Obstacle) -> PackHeader {
    let builder = PackBuilder(table)
    let (sets, types) = try Packer.store { () throws(StoreError) in (try rows.labelSets(), try rows.edgeTypes()) }
    var labelSetCodes: [Int64: Int] = [:]
    var typeCodes: [Int64: Int] = [:]
    for set in sets { labelSetCodes[set.id] = try builder.addLabelSet(set.id) }
    for type in types { typeCodes[type.id] = try builder.addType(type.id) }
    var obstacle: Obstacle?
    var last: (id: Int64, code: Int) = (-1, 0)
    try Packer.store { () throws(StoreError) in
      try rows.forEachNode(after: 0) { row in
        if obstacle != nil { return }
        if row.labelSet != last.id {
          guard let code = labelSetCodes[row.labelSet] else { return obstacle = .unnamedRow }
          last = (row.labelSet, code)
        }
        do throws(Obstacle) { try builder.addNode(row.id, labelSet: last.code, row.properties) } catch { obstacle = error }
      }
    }
    if let obstacle { throw obstacle }
    try builder.endNodes()
    last = (-1, 0)
    try Packer.store { () throws(StoreError) in
      try rows.forEachEdge(after: 0) { row in
        if obstacle != nil { return }
        if row.type != last.id {
          guard let code = typeCodes[row.type] else { return obstacle = .unnamedRow }
          last = (row.type, code)
        }
        do throws(Obstacle) {
          try builder.addEdge(
            row.id, type: last.code, from: row.source, to: row.target, isDirected: row.isDirected, row.properties)
        } catch { obstacle = error }
      }
    }
    if let obstacle { throw obstacle }
    try builder.endEdges()
    try builder.putAdjacency(builder.header.types.indices)
    return builder.header
  }

  /// An equality index of properties of nodes, from the values that are there now: of all, or of those whose values are other than they were.
  func putIndexes(_ header: inout PackHeader, of items: Set<Int>? = nil) throws(Obstacle) {
    let buffer = ByteBuffer(capacity: 1 << 16)
    for item in header.nodeKeys.indices where items?.contains(item) != false {
      if items != nil {
        header.indexedNodeKeys.removeAll { $0 == Int64(item) }
        try Packer.store { () throws(StoreError) in try table.removeAll(.nodeIndex, item: item) }
      }
      var writer = PackedEqualityIndexWriter()
      for chunk in 0..<PackKey.chunkCount(header.nodeCount) {
        let first = chunk * PackKey.span
        let count = min(PackKey.span, header.nodeCount - first)
        var values: PackedValues.Decoded?
        let key = PackKey(kind: .nodeValues, item: item, chunk: chunk)
        let isThere = try Packer.store { () throws(StoreError) in
          try table.read(key) { values = PackSeal.content($0, key).flatMap { PackedValues.decode($0, rowCount: count) } }
        }
        guard isThere else { continue }
        guard let values else { throw .store(StoreError(.corrupt, "a chunk just written cannot be read")) }
        for row in 0..<count {
          let cell = PropertyColumn.cell(values.chunk, row)
          if !cell.isNull { writer.add(cell, UInt32(first + row)) }
        }
        withExtendedLifetime((values.block, values.arena)) {}
      }
      if writer.isEmpty { continue }
      try writer.finish(item: item, buffer) { key throws(Obstacle) in
        try table.seal(key, buffer)
        buffer.count = 0
      }
      header.indexedNodeKeys.append(Int64(item))
    }
  }

  /// Makes the chunks that are there the graph's index: one of the rows as they are now.
  func finish(_ header: PackHeader) throws(Obstacle) {
    var header = header
    header.state = try Packer.store { () throws(StoreError) in
      let version = try table.bumpVersion()
      try table.trimChangeLog()
      var state = try rows.state()
      state.packVersion = version
      return state
    }
    let buffer = ByteBuffer(capacity: 1 << 12)
    header.encode(to: buffer)
    try table.seal(PackKey(kind: .header), buffer)
  }
}

extension PackTable: PackSink {
  func put(_ key: PackKey, _ bytes: UnsafeRawBufferPointer) throws(Packer.Obstacle) {
    try Packer.store { () throws(StoreError) in try write(key, bytes) }
  }
}
