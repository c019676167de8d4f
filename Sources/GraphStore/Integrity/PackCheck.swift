/// Compares the packed index of a graph, and what has changed since, with the rows. Holds both in memory.
struct PackCheck {
  private let packed: Snapshot
  private let plain: Snapshot
  private let table: String
  private var message: String?

  static func run(
    _ layout: GraphLayout, on connection: Connection, _ report: inout CheckReport
  ) throws(StoreError) {
    let rows = TableRowSource(connection, layout)
    let version = try rows.state().packVersion
    guard version != 0 else { return }
    guard let source = try rows.packSource() else {
      report.add(.warning, .packedIndex, layout.pack, nil, "the packed index cannot be used, and rows are read; run `graphsh repack`")
      return
    }
    guard let loan = try rows.lend(to: source) else { return }
    defer { source.detach(loan) }
    guard let base = try Snapshot.packed(source, rows) else {
      report.add(.warning, .packedIndex, layout.pack, nil, "the packed index is not of this catalog, and rows are read; run `graphsh repack`")
      return
    }
    if let key = PackCheck.wrongIndex(base, source) {
      let message = source.fault?.message ?? "the equality index of `\(key)` is not that of the values in the packed index"
      report.add(.error, .packedIndex, layout.pack, nil, "\(message); run `graphsh repack`")
      return
    }
    if let link = base.pack, let ends = base.packedEdgeEnds(link), ends != base.scannedEdgeEnds() {
      let message = source.fault?.message ?? "the packed index counts edges by the labels of their ends otherwise than they are"
      report.add(.error, .packedIndex, layout.pack, nil, "\(message); run `graphsh repack`")
      return
    }
    let packed = try base.advanced(from: rows, isPrivate: true)
    var check = PackCheck(packed: packed, plain: try Snapshot.load(from: rows, usesPack: false), table: layout.pack)
    check.compare(source.header)
    let message = source.fault?.message ?? check.message
    if let message { report.add(.error, .packedIndex, layout.pack, nil, "\(message); run `graphsh repack`") }
  }

  /// A property whose equality index does not hold exactly the values as packed; nil when all do.
  private static func wrongIndex(_ base: Snapshot, _ source: PackSource) -> String? {
    let indexes = PackedEqualityIndexes(source)
    let column = Column(.cell, capacity: RowTable.chunkRows)
    for item in source.header.indexedNodeKeys {
      let key = source.header.nodeKeys[Int(item)]
      let name = String(decoding: key, as: UTF8.self)
      var expected: [UInt64] = []
      for start in stride(from: 0, to: base.nodeLimit, by: RowTable.chunkRows) {
        let nodes = Array(start..<min(base.nodeLimit, start + UInt32(RowTable.chunkRows)))
        nodes.withUnsafeBufferPointer { base.properties(name, of: .node, $0, validity: nil, into: column) }
        for (row, node) in nodes.enumerated() {
          let cell = column.cell(at: row)
          if !cell.isNull { expected.append(PackedEqualityIndexWriter.entry(cell, node)) }
        }
      }
      guard let found = indexes.index(key)?.allEntries(), found == expected.sorted() else { return name }
    }
    return nil
  }

  private init(packed: Snapshot, plain: Snapshot, table: String) {
    self.packed = packed
    self.plain = plain
    self.table = table
  }

  /// Stops at the first difference.
  private mutating func compare(_ header: PackHeader) {
    guard packed.nodeCount == plain.nodeCount, packed.edgeCount == plain.edgeCount else {
      message = "the packed index has another number of nodes or edges than the rows"
      return
    }
    // Edges that were deleted with their end may wait for it still: they are looked at again when it comes.
    let waiting = packed.dangling.values.reduce(into: Set<Int64>()) { $0.formUnion($1) }
    guard packed.loopCount == plain.loopCount, packed.undirectedCount == plain.undirectedCount,
      plain.dangling.values.allSatisfy({ $0.isSubset(of: waiting) })
    else {
      message = "the packed index counts loops, undirected edges or missing ends otherwise than the rows"
      return
    }
    guard let nodes = ordinals(.node), let edges = ordinals(.edge) else { return }
    for (here, there) in nodes where names(packed.labelSets[Int(packed.nodeRows.name(there))], packed)
      != names(plain.labelSets[Int(plain.nodeRows.name(here))], plain) {
      message = "node \(plain.nodeRows.id(here)) has other labels in the packed index"
      return
    }
    var nodeMap = [UInt32](repeating: 0, count: Int(plain.nodeLimit))
    for (here, there) in nodes { nodeMap[Int(here)] = there }
    for (here, there) in edges {
      let (a, b) = (plain.edgeRows, packed.edgeRows)
      guard plain.names[a.name(here)] == packed.names[b.name(there)], nodeMap[Int(a.source(here))] == b.source(there),
        nodeMap[Int(a.target(here))] == b.target(there), a.isDirected(here) == b.isDirected(there)
      else {
        message = "edge \(a.id(here)) has another type, direction or other ends in the packed index"
        return
      }
    }
    compareAdjacency(nodes, nodeMap, edges)
    if message != nil { return }
    for key in header.nodeKeys { compareValues(key, .node, nodes) }
    for key in header.edgeKeys { compareValues(key, .edge, edges) }
  }

  private func names(_ set: [NameID], _ snapshot: Snapshot) -> Set<String> { Set(set.map { snapshot.names[$0] }) }

  /// Living elements here and there.
  private mutating func ordinals(_ kind: ElementKind) -> [(UInt32, UInt32)]? {
    let (here, there) = kind == .node ? (plain.nodeRows, packed.nodeRows) : (plain.edgeRows, packed.edgeRows)
    var pairs: [(UInt32, UInt32)] = []
    for ordinal in 0..<UInt32(here.count) where here.isAlive(ordinal) {
      guard let other = there.living(here.id(ordinal)) else {
        message = "\(kind) \(here.id(ordinal)) is not in the packed index"
        return nil
      }
      pairs.append((ordinal, other))
    }
    return pairs
  }

  private mutating func compareAdjacency(
    _ nodes: [(UInt32, UInt32)], _ nodeMap: [UInt32], _ edges: [(UInt32, UInt32)]
  ) {
    var edgeMap = [UInt32](repeating: 0, count: Int(plain.edgeLimit))
    for (here, there) in edges { edgeMap[Int(here)] = there }
    for (type, count) in plain.edgeCounts.enumerated() where count > 0 {
      guard let other = packed.names.id(of: plain.names[NameID(type)]) else { continue }
      for way in [Adjacency.Way.outgoing, .incoming, .incomingWithoutLoops, .undirected] {
        let (a, b) = (plain.adjacency([NameID(type)], way), packed.adjacency([other], way))
        for (here, there) in nodes {
          let expected = ends(a, here).map { (nodeMap[Int($0.0)], edgeMap[Int($0.1)]) }.sorted { $0 < $1 }
          let found = ends(b, there).sorted { $0 < $1 }
          guard expected.elementsEqual(found, by: { $0 == $1 }) else {
            message = "node \(plain.nodeRows.id(here)) has other \(way) edges in the packed index"
            return
          }
        }
      }
    }
  }

  private func ends(_ adjacency: Adjacency, _ node: UInt32) -> [(UInt32, UInt32)] {
    guard let slice = adjacency.edges(of: node) else { return [] }
    return (0..<slice.count).map { (slice.nodes[$0], slice.edges[$0]) }
  }

  private mutating func compareValues(_ key: [UInt8], _ kind: ElementKind, _ pairs: [(UInt32, UInt32)]) {
    if message != nil { return }
    let name = String(decoding: key, as: UTF8.self)
    let (a, b) = (Column(.cell, capacity: RowTable.chunkRows), Column(.cell, capacity: RowTable.chunkRows))
    for start in stride(from: 0, to: pairs.count, by: RowTable.chunkRows) {
      let part = pairs[start..<min(pairs.count, start + RowTable.chunkRows)]
      part.map(\.0).withUnsafeBufferPointer { plain.properties(name, of: kind, $0, validity: nil, into: a) }
      part.map(\.1).withUnsafeBufferPointer { packed.properties(name, of: kind, $0, validity: nil, into: b) }
      for row in 0..<part.count where !isSame(a.cell(at: row), b.cell(at: row)) {
        let id = (kind == .node ? plain.nodeRows : plain.edgeRows).id(part[start + row].0)
        message = "\(kind) \(id) has another `\(name)` in the packed index"
        return
      }
    }
  }

  private func isSame(_ a: Cell, _ b: Cell) -> Bool {
    if a.isNull || b.isNull { return a.isNull && b.isNull }
    if a.tag == .float, b.tag == .float { return a.payload == b.payload || a.float.isNaN && b.float.isNaN }
    return a.tag == b.tag && PropertyText.value(of: a) == PropertyText.value(of: b)
  }
}
