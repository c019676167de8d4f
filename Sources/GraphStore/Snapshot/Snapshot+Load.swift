/// Reading rows: all of them, or those that have changed.
extension Snapshot {
  /// From the packed index and what has changed since, where there is one, else from all rows.
  static func load(
    from source: any RowSource, isPrivate: Bool = false, usesPack: Bool = true
  ) throws(StoreError) -> Snapshot {
    if usesPack, let pack = try source.packSource() {
      let loan = try source.lend(to: pack)
      defer { if let loan { pack.detach(loan) } }
      if let base = try Snapshot.packed(pack, source) {
        let snapshot =
          try base.state == source.state() && !isPrivate ? base : base.advanced(from: source, isPrivate: true, isOwn: isPrivate)
        if pack.fault == nil { return snapshot }
      }
    }
    let snapshot = Snapshot(pool: TextPool())
    var update = SnapshotUpdate(snapshot, from: nil)
    try update.run(source)
    return snapshot
  }

  /// The state that `source` sees, given that everything that happened since this one is in the change log.
  ///
  /// - Parameter isPrivate: the snapshot belongs to a writing transaction, whose readers keep their ordinals; others
  ///   start afresh when too much of this one is dead.
  /// - Parameter isOwn: whether the new snapshot belongs to a writing transaction; nil = as `isPrivate`.
  func advanced(from source: any RowSource, isPrivate: Bool, isOwn: Bool? = nil) throws(StoreError) -> Snapshot {
    let now = try source.state()
    let hasNewNames = now.labelSetCount != state.labelSetCount || now.edgeTypeCount != state.edgeTypeCount
    if !isPrivate, isWorn || hasUnnamedRows && hasNewNames { return try Snapshot.load(from: source) }
    let loan = try pack.flatMap { (link) throws(StoreError) in try source.lend(to: link.source) }
    defer { if let loan { pack?.source.detach(loan) } }
    let snapshot = Snapshot(pool: pool)
    snapshot.isPrivate.withLock { $0 = isOwn ?? isPrivate }
    snapshot.pack = pack
    snapshot.adoptNames(of: self)
    snapshot.labelSetCounts = labelSetCounts
    snapshot.nodeRows = nodeRows
    snapshot.edgeRows = edgeRows
    snapshot.edgeCounts = edgeCounts
    snapshot.loopCount = loopCount
    snapshot.undirectedCount = undirectedCount
    snapshot.labelSummaries = labelSummaries
    snapshot.labelSetNumbers = labelSetNumbers
    snapshot.numberOfLabelSet = numberOfLabelSet
    snapshot.typeNames = typeNames
    snapshot.dangling = dangling
    snapshot.hasUnnamedRows = hasUnnamedRows
    snapshot.state = state
    var update = SnapshotUpdate(snapshot, from: self)
    // Rows without a name may have got one: all are looked at again.
    try update.run(source, rereadsAll: hasUnnamedRows && hasNewNames)
    snapshot.pack?.note(update.changes)
    snapshot.inheritMade(from: self, update.changes)
    return snapshot
  }

  /// More is dead than alive.
  private var isWorn: Bool {
    let textsInUse = nodeRows.textBytes + edgeRows.textBytes
    return nodeRows.count + edgeRows.count > 2 * (nodeRows.livingCount + edgeRows.livingCount) + 10_000
      || pool.growingByteCount > 3 * textsInUse + (16 << 20)
  }
}

/// Brings a snapshot from the state it holds to the state that a source sees.
struct SnapshotUpdate {
  private let snapshot: Snapshot
  /// What `snapshot` is a copy of so far; nil when it starts empty.
  private let base: Snapshot?
  private(set) var changes = SnapshotChanges()
  private let scratch = Arena()
  private var fault: StoreError?
  private var deadNodes: [NodeOrdinal] = []
  private var edgesToRead: [Int64] = []

  init(_ snapshot: Snapshot, from base: Snapshot?) {
    self.snapshot = snapshot
    self.base = base
  }

  mutating func run(_ source: any RowSource, rereadsAll: Bool = false) throws(StoreError) {
    let before = snapshot.state
    let now = try source.state()
    try readNames(source, before, now)

    let lastNode = rereadsAll ? 0 : before.maximumNodeID
    if now.maximumNodeChange != before.maximumNodeChange, before.maximumNodeID > 0 {
      for id in Set(try source.changedNodes(after: before.maximumNodeChange)).sorted() where id <= before.maximumNodeID {
        var row: RowTable.Row?
        try source.readNode(id) { row = self.take($0) }
        if let fault { throw fault }
        applyNode(id, row)
      }
    }
    if now.maximumNodeID > lastNode {
      try source.forEachNode(after: lastNode) { self.applyNode($0.id, self.take($0)) }
    }
    if let fault { throw fault }
    if !deadNodes.isEmpty { killOrphans() }

    let lastEdge = rereadsAll ? 0 : before.maximumEdgeID
    if now.maximumEdgeChange != before.maximumEdgeChange, before.maximumEdgeID > 0 {
      edgesToRead += try source.changedEdges(after: before.maximumEdgeChange).filter { $0 <= before.maximumEdgeID }
    }
    for id in Set(edgesToRead).sorted() {
      var row: RowTable.Row?
      try source.readEdge(id) { row = self.take($0) }
      if let fault { throw fault }
      applyEdge(id, row)
    }
    if now.maximumEdgeID > lastEdge {
      try source.forEachEdge(after: lastEdge) { self.applyEdge($0.id, self.take($0)) }
    }
    if let fault { throw fault }
    snapshot.state = now
  }

  // MARK: Names

  func readNames(_ source: any RowSource, _ before: RowState, _ now: RowState) throws(StoreError) {
    if now.labelSetCount != before.labelSetCount || now.edgeTypeCount != before.edgeTypeCount { snapshot.noteNewNames() }
    if now.labelSetCount != before.labelSetCount {
      for (id, labels) in try source.labelSets() where snapshot.labelSetNumbers[id] == nil {
        snapshot.labelSetNumbers[id] = number(ofLabels: labels)
      }
    }
    if now.edgeTypeCount != before.edgeTypeCount {
      for (id, name) in try source.edgeTypes() where snapshot.typeNames[id] == nil {
        snapshot.typeNames[id] = snapshot.names.insert(name)
      }
    }
    while snapshot.edgeCounts.count < snapshot.names.names.count { snapshot.edgeCounts.append(0) }
  }

  /// Sets with the same labels share a number.
  private func number(ofLabels labels: [String]) -> UInt32 {
    let ids = Set(labels.map { snapshot.names.insert($0) }).sorted()
    if let known = snapshot.numberOfLabelSet[ids] { return known }
    snapshot.numberOfLabelSet[ids] = UInt32(snapshot.labelSets.count)
    snapshot.labelSets.append(ids)
    snapshot.labelSetCounts.append(0)
    return UInt32(snapshot.labelSets.count - 1)
  }

  // MARK: Rows

  /// Nil for a row that is not in the graph.
  private mutating func take(_ row: NodeRow) -> RowTable.Row? {
    guard let set = snapshot.labelSetNumbers[row.labelSet] else {
      snapshot.hasUnnamedRows = true
      return nil
    }
    guard let text = take(row.properties, "node", row.id) else { return nil }
    return RowTable.Row(id: row.id, name: set, text: text.address, length: text.length)
  }

  private mutating func take(_ row: EdgeRow) -> RowTable.Row? {
    guard let type = snapshot.typeNames[row.type] else {
      snapshot.hasUnnamedRows = true
      return nil
    }
    let source = snapshot.nodeRows.living(row.source)
    let target = snapshot.nodeRows.living(row.target)
    guard let source, let target else {
      snapshot.dangling[source == nil ? row.source : row.target, default: []].insert(row.id)
      return nil
    }
    guard let text = take(row.properties, "edge", row.id) else { return nil }
    return RowTable.Row(
      id: row.id, name: type, source: source, target: target, isDirected: row.isDirected, text: text.address,
      length: text.length)
  }

  /// Checks the text and copies it to where it stays.
  private mutating func take(
    _ text: UnsafeBufferPointer<UInt8>, _ kind: StaticString, _ id: Int64
  ) -> (address: UInt, length: Int)? {
    if text.count == 0 || text.count == 2 && text[0] == UInt8(ascii: "{") && text[1] == UInt8(ascii: "}") {
      return (0, 0)
    }
    do throws(PropertyFault) {
      try PropertyText.validate(text, scratch: scratch)
    } catch {
      let cause = error.storeError
      if fault == nil { fault = StoreError(cause.code, "\(kind) \(id): \(cause.message)") }
      return nil
    }
    return (snapshot.pool.copy(text), text.count)
  }

  private mutating func applyNode(_ id: Int64, _ row: RowTable.Row?) {
    let known = snapshot.nodeRows.ordinal(of: id)
    let wasAlive = known.map { snapshot.nodeRows.isAlive($0) } ?? false
    if let known, wasAlive { snapshot.labelSetCounts[Int(snapshot.nodeRows.name(known))] -= 1 }
    guard let row else {
      guard let known, wasAlive else { return }
      snapshot.nodeRows.kill(known)
      deadNodes.append(known)
      if base != nil { changes.nodes.append(known) }
      return
    }
    snapshot.labelSetCounts[Int(row.name)] += 1
    let ordinal: UInt32
    if let known {
      snapshot.nodeRows.replace(known, with: row)
      ordinal = known
    } else {
      ordinal = snapshot.nodeRows.append(row)
    }
    let chunk = Int(ordinal >> RowTable.shift)
    if chunk == snapshot.labelSummaries.count { snapshot.labelSummaries.append(0) }
    snapshot.labelSummaries[chunk] |= 1 << UInt64(row.name & 63)
    if base != nil { changes.nodes.append(ordinal) }
    if !wasAlive, !snapshot.dangling.isEmpty, let waiting = snapshot.dangling.removeValue(forKey: id) {
      edgesToRead += waiting
    }
  }

  private mutating func applyEdge(_ id: Int64, _ row: RowTable.Row?) {
    let known = snapshot.edgeRows.ordinal(of: id)
    let old = known.flatMap { shape($0) }
    if let old { count(old, -1) }
    guard let row else {
      guard let known, let old else { return }
      snapshot.edgeRows.kill(known)
      changes.note(known, old: old, new: nil)
      return
    }
    let new = SnapshotChanges.EdgeShape(
      type: row.name, source: row.source, target: row.target, isDirected: row.isDirected)
    count(new, 1)
    let ordinal: UInt32
    if let known {
      snapshot.edgeRows.replace(known, with: row)
      ordinal = known
    } else {
      ordinal = snapshot.edgeRows.append(row)
    }
    if base != nil { changes.note(ordinal, old: old, new: new) }
  }

  private func shape(_ edge: EdgeOrdinal) -> SnapshotChanges.EdgeShape? {
    let rows = snapshot.edgeRows
    guard rows.isAlive(edge) else { return nil }
    return SnapshotChanges.EdgeShape(
      type: rows.name(edge), source: rows.source(edge), target: rows.target(edge), isDirected: rows.isDirected(edge))
  }

  private func count(_ edge: SnapshotChanges.EdgeShape, _ by: Int) {
    snapshot.edgeCounts[Int(edge.type)] += by
    if !edge.isDirected { snapshot.undirectedCount += by }
    if edge.isDirected, edge.source == edge.target { snapshot.loopCount += by }
  }

  /// Edges whose end has gone go with it, and wait for it: foreign tools delete nodes without their edges. No edge has
  /// been touched yet. O(degrees) where the base has adjacency for all edges, else O(edges).
  private mutating func killOrphans() {
    var orphans: Set<EdgeOrdinal> = []
    if let lists = base?.packedForAllEdges() ?? base?.madeForAllEdges() {
      for node in deadNodes {
        for list in lists {
          guard let slice = list.edges(of: node) else { continue }
          for position in 0..<slice.count { orphans.insert(slice.edges[position]) }
        }
      }
    } else {
      let nodes = snapshot.nodeRows
      let edges = snapshot.edgeRows
      for edge in 0..<snapshot.edgeLimit where edges.isAlive(edge) {
        if !nodes.isAlive(edges.source(edge)) || !nodes.isAlive(edges.target(edge)) { orphans.insert(edge) }
      }
    }
    for edge in orphans.sorted() {
      guard let old = shape(edge) else { continue }
      let isSourceAlive = snapshot.nodeRows.isAlive(old.source)
      // It may have come back to life under the same id.
      if isSourceAlive, snapshot.nodeRows.isAlive(old.target) { continue }
      let missing = snapshot.nodeRows.id(isSourceAlive ? old.target : old.source)
      let id = snapshot.edgeRows.id(edge)
      snapshot.dangling[missing, default: []].insert(id)
      applyEdge(id, nil)
    }
  }
}
