/// What the language asks of a snapshot.
extension Snapshot {
  func edgeCount(ofType type: NameID) -> Int { Int(type) < edgeCounts.count ? edgeCounts[Int(type)] : 0 }

  // MARK: Scans

  func scanNodes(in range: Range<UInt32>, labelSets: [Bool]?, into result: OrdinalBuffer) {
    var summary: UInt64 = .max
    if let labelSets {
      summary = 0
      for (number, isWanted) in labelSets.enumerated() where isWanted { summary |= 1 << UInt64(number & 63) }
    }
    forEachPart(of: range, nodeRows) { chunk, first, rows in
      if labelSummaries[chunk] & summary == 0 { return }
      let view = nodeRows.chunkView(chunk)
      result.reserve(rows.count)
      for row in rows where view.flags[row] & RowTable.alive != 0 {
        if let labelSets, !labelSets[Int(view.names[row])] { continue }
        result.base[result.count] = first + UInt32(row)
        result.count += 1
      }
    }
  }

  func scanEdges(in range: Range<UInt32>, types: [NameID]?, into result: OrdinalBuffer) {
    var wanted: [Bool]?
    if let types {
      var marked = Array(repeating: false, count: names.names.count)
      for type in types { marked[Int(type)] = true }
      wanted = marked
    }
    forEachPart(of: range, edgeRows) { chunk, first, rows in
      let view = edgeRows.chunkView(chunk)
      result.reserve(rows.count)
      for row in rows where view.flags[row] & RowTable.alive != 0 {
        if let wanted, !wanted[Int(view.names[row])] { continue }
        result.base[result.count] = first + UInt32(row)
        result.count += 1
      }
    }
  }

  /// Calls `body` with each chunk that the range touches, its first ordinal, and the rows of it that are meant.
  @inline(__always)
  private func forEachPart(of range: Range<UInt32>, _ table: RowTable, _ body: (Int, UInt32, Range<Int>) -> Void) {
    var position = Int(range.lowerBound)
    let end = min(Int(range.upperBound), table.count)
    while position < end {
      let chunk = position >> Int(RowTable.shift)
      let first = chunk << Int(RowTable.shift)
      let stop = min(end, first + RowTable.chunkRows)
      body(chunk, UInt32(first), position - first..<stop - first)
      position = stop
    }
  }

  // MARK: Edges of nodes

  /// Only types that have edges, ascending; nil when these are all.
  func normalized(_ types: [NameID]?) -> [NameID]? {
    guard let types else { return soleType.map { [$0] } }
    let used = Set(types).filter { edgeCount(ofType: $0) > 0 }.sorted()
    if used.count > 1, used.reduce(0, { $0 + edgeCount(ofType: $1) }) == edgeCount { return nil }
    return used
  }

  /// The type of all edges, so that "any type" needs no adjacency of its own.
  var soleType: NameID? {
    let used = edgeCounts.indices.filter { edgeCounts[$0] > 0 }
    return used.count == 1 ? NameID(used[0]) : nil
  }

  func degrees(
    _ starts: UnsafeBufferPointer<NodeOrdinal>, directions: EdgeDirections, types: [NameID]?,
    into degrees: UnsafeMutablePointer<Int64>
  ) {
    degrees.update(repeating: 0, count: starts.count)
    for list in adjacencies(directions, types: types) {
      for row in 0..<starts.count { degrees[row] += Int64(list.degree(of: starts[row])) }
    }
  }

  func endpoints(
    of list: UnsafeBufferPointer<EdgeOrdinal>, sources: UnsafeMutablePointer<NodeOrdinal>?,
    targets: UnsafeMutablePointer<NodeOrdinal>?
  ) {
    edgeRows.withChunks { chunks in
      for row in 0..<list.count {
        let edge = list[row]
        let view = chunks.view(of: edge)
        sources?[row] = view.pointee.sources[Int(edge & RowTable.mask)]
        targets?[row] = view.pointee.targets[Int(edge & RowTable.mask)]
      }
    }
  }

  func typeIDs(of list: UnsafeBufferPointer<EdgeOrdinal>, into types: UnsafeMutablePointer<NameID>) {
    edgeRows.withChunks { chunks in for row in 0..<list.count { types[row] = chunks.name(list[row]) } }
  }

  func labelSetIDs(of list: UnsafeBufferPointer<NodeOrdinal>, into sets: UnsafeMutablePointer<UInt32>) {
    if list.count >= NodeLabelSets.listMinimum, let numbers = nodeLabelSets() {
      for row in 0..<list.count { sets[row] = UInt32(numbers[list[row]]) }
      return
    }
    let limit = nodeLimit
    nodeRows.withChunks { chunks in
      for row in 0..<list.count { sets[row] = list[row] < limit ? chunks.name(list[row]) : 0 }
    }
  }

  func isDirected(_ edge: EdgeOrdinal) -> Bool { edgeRows.isDirected(edge) }

  // MARK: Properties

  func properties(
    _ key: String, of kind: ElementKind, _ elements: UnsafeBufferPointer<UInt32>, validity: UnsafePointer<UInt8>?,
    into column: Column
  ) {
    let rows = PropertyColumn.Rows(table: kind == .node ? nodeRows : edgeRows, pool: pool, state: textState)
    self.column(key, of: kind).gather(elements, validity: validity, from: rows, into: column)
  }

  func nodes(where key: String, equals value: Cell, labelSets: [Bool]?) -> [NodeOrdinal]? {
    if value.isNull { return [] }
    let candidates = living(fileCandidates(key, equals: value) ?? index(key).candidates(for: value), labelSets)
    if candidates.isEmpty { return [] }
    let held = Column(.cell, capacity: candidates.count)
    candidates.withUnsafeBufferPointer { properties(key, of: .node, $0, validity: nil, into: held) }
    var found: [NodeOrdinal] = []
    for (row, ordinal) in candidates.enumerated() where held.cell(at: row).equals(value) == .equal { found.append(ordinal) }
    if zip(found, found.dropFirst()).allSatisfy({ $0 < $1 }) { return found }
    found.sort()
    // An element that changed to and fro is in the index several times.
    var distinct: [NodeOrdinal] = [found[0]]
    for ordinal in found where ordinal != distinct[distinct.count - 1] { distinct.append(ordinal) }
    return distinct
  }

  /// Those that are there and have one of the label sets.
  private func living(_ nodes: [NodeOrdinal], _ labelSets: [Bool]?) -> [NodeOrdinal] {
    let limit = nodeLimit
    return nodeRows.withChunks { chunks in
      nodes.filter { node in
        guard node < limit else { return false }
        let view = chunks.view(of: node)
        let row = Int(node & RowTable.mask)
        guard view.pointee.flags[row] & RowTable.alive != 0 else { return false }
        return labelSets == nil || labelSets![Int(view.pointee.names[row])]
      }
    }
  }

  // MARK: Elements

  func nodeID(_ ordinal: NodeOrdinal) -> NodeID { NodeID(nodeRows.id(ordinal)) }
  func edgeID(_ ordinal: EdgeOrdinal) -> EdgeID { EdgeID(edgeRows.id(ordinal)) }
  func ordinal(of id: NodeID) -> NodeOrdinal? { nodeRows.living(id.rawValue) }
  func ordinal(of id: EdgeID) -> EdgeOrdinal? { edgeRows.living(id.rawValue) }
  func isAlive(node ordinal: NodeOrdinal) -> Bool { nodeRows.isAlive(ordinal) }
  func isAlive(edge ordinal: EdgeOrdinal) -> Bool { edgeRows.isAlive(ordinal) }

  func nodes(_ ordinals: [NodeOrdinal]) -> [Node] { zip(ordinals, records(ordinals, of: .node)).map(node) }
  func edges(_ ordinals: [EdgeOrdinal]) -> [Edge] { zip(ordinals, records(ordinals, of: .edge)).map(edge) }
  func node(_ ordinal: NodeOrdinal) -> Node { node(ordinal, record(ordinal, of: .node)) }
  func edge(_ ordinal: EdgeOrdinal) -> Edge { edge(ordinal, record(ordinal, of: .edge)) }

  private func node(_ ordinal: NodeOrdinal, _ properties: Record) -> Node {
    let labels = labelSets[Int(nodeRows.name(ordinal))].map { names[$0] }
    return Node(
      id: nodeID(ordinal), labels: labels.inCodePointOrder,
      properties: properties)
  }

  private func edge(_ ordinal: EdgeOrdinal, _ properties: Record) -> Edge {
    Edge(
      id: edgeID(ordinal), type: names[edgeRows.name(ordinal)], source: nodeID(edgeRows.source(ordinal)),
      target: nodeID(edgeRows.target(ordinal)), isDirected: edgeRows.isDirected(ordinal),
      properties: properties)
  }

  /// The texts of packed rows that lie side by side are read by one query.
  private func records(_ ordinals: [UInt32], of kind: ElementKind) -> [Record] {
    let rows = kind == .node ? nodeRows : edgeRows
    let packed = rows.packed == nil ? [] : ordinals.indices.filter { rows.isAsPacked(ordinals[$0]) }
    let ids = packed.map { rows.id(ordinals[$0]) }
    guard let first = ids.first, let last = ids.last, zip(ids, ids.dropFirst()).allSatisfy({ $0 < $1 }), last - first < 4 * Int64(ids.count)
    else { return ordinals.map { record($0, of: kind) } }
    var records = ordinals.map { rows.isAsPacked($0) ? Record() : Snapshot.record(rows.text($0)) }
    var next = 0
    packedRecords(first...last, of: kind) { id, read in
      while next < ids.count, ids[next] < id { next += 1 }
      guard next < ids.count, ids[next] == id else { return }
      records[packed[next]] = read()
    }
    return records
  }

  private func record(_ ordinal: UInt32, of kind: ElementKind) -> Record {
    let rows = kind == .node ? nodeRows : edgeRows
    guard rows.packed != nil, rows.isAsPacked(ordinal) else { return Snapshot.record(rows.text(ordinal)) }
    return packedRecord(rows.id(ordinal), of: kind)
  }

  static func record(_ text: UnsafeBufferPointer<UInt8>) -> Record {
    guard text.count > 0 else { return Record() }
    // Texts are checked before they come into a snapshot.
    guard let record = try? PropertyText.decode(text) else { preconditionFailure("a checked property text is wrong") }
    return record
  }
}
