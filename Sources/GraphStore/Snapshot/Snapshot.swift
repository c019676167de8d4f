import Synchronization

/// One state of one graph in memory: rows by ordinal, adjacency by node, property columns.
///
/// Loading reads every row. Adjacency, property columns and equality indexes are made when first asked for. Advancing reads
/// what the change log names and what is new, copies the chunks concerned and shares everything else with the snapshot it
/// comes from; ordinals stay. Immutable to those who read it, from any thread.
/// O(rows) time and memory to load, O(changes) to advance; O(1) to find an element by id, to find a node's edges and to
/// count them.
final class Snapshot: GraphReader, @unchecked Sendable {
  var names = NameTable()
  var labelSets: [[NameID]] = []
  private(set) var vocabulary = Snapshot.nextVocabulary()
  let identity = Snapshot.identities.add(1, ordering: .relaxed).newValue
  var labelSetCounts: [Int] = []
  @exclusivity(unchecked) var nodeRows = RowTable(hasEnds: false)
  @exclusivity(unchecked) var edgeRows = RowTable(hasEnds: true)
  /// Living edges, directed self-loops among them, and undirected edges by type name id.
  var edgeCounts: [Int] = []
  var loopCount = 0
  var undirectedCount = 0
  /// Which label sets each chunk of nodes has ever held: bit `number % 64`.
  var labelSummaries: [UInt64] = []
  /// The rows' label sets and types by the ids that rows know them by.
  var labelSetNumbers: [Int64: UInt32] = [:]
  /// By its labels' ids, ascending.
  var numberOfLabelSet: [[NameID]: UInt32] = [:]
  var typeNames: [Int64: NameID] = [:]
  /// Ids of edges that are not in the graph because an end is missing, by that end.
  var dangling: [Int64: Set<Int64>] = [:]
  /// Some rows have a label set or a type that does not exist (yet).
  var hasUnnamedRows = false
  /// The state of the rows that this was read from.
  var state = RowState()
  let pool: TextPool
  /// The packed index that unchanged rows are read from, and what has changed since.
  var pack: PackLink?
  /// Belongs to a write transaction, which nobody overtakes.
  let isPrivate = Mutex(false)

  private let adjacencies = Mutex<[AdjacencyKey: Adjacency]>([:])
  private let nodeColumns = Mutex<[[UInt8]: PropertyColumn]>([:])
  private let edgeColumns = Mutex<[[UInt8]: PropertyColumn]>([:])
  private let indexes = Mutex<[[UInt8]: EqualityIndex]>([:])
  let uniqueKeys = Mutex<[KeyQuestion: Bool]>([:])
  private let edgeLists = Mutex<[EdgeListsKey: [Adjacency]]>([:])
  let madeNodeLabelSets = Mutex<NodeLabelSets?>(nil)
  /// What is known of the indexes over properties in the file.
  let fileIndexes = Mutex(FileIndexes())
  /// Full-text indexes made in memory.
  let textIndexes = Mutex<[IndexDefinition: ScratchTexts]>([:])
  /// Which label sets the far ends of an adjacency have.
  let endLabels = Mutex<[ObjectIdentifier: EndLabels]>([:])
  let madeEdgeEnds = Mutex<MadeEdgeEnds?>(nil)
  let samples = Mutex<[SampleKey: ValueSample]>([:])
  /// Adjacencies for several types at once are made for patterns; so many are kept.
  private static let mixedAdjacencyLimit = 16

  private struct EdgeListsKey: Hashable {
    var directions: EdgeDirections.RawValue
    var types: [NameID]?
  }
  /// So many combinations of directions and types are remembered.
  private static let edgeListsLimit = 16

  struct AdjacencyKey: Hashable, Sendable {
    /// Ascending; nil = all.
    var types: [NameID]?
    var way: Adjacency.Way
  }

  init(pool: TextPool) { self.pool = pool }

  private static let identities = Atomic(UInt64(0))
  private static let vocabularies = Atomic(UInt64(0))
  private static func nextVocabulary() -> UInt64 { vocabularies.add(1, ordering: .relaxed).newValue }

  /// Takes over another's names and label sets.
  func adoptNames(of other: Snapshot) {
    (names, labelSets, vocabulary) = (other.names, other.labelSets, other.vocabulary)
  }

  func noteNewNames() { vocabulary = Snapshot.nextVocabulary() }

  var nodeLimit: UInt32 { UInt32(nodeRows.count) }
  var edgeLimit: UInt32 { UInt32(edgeRows.count) }
  var nodeCount: Int { nodeRows.livingCount }
  var edgeCount: Int { edgeRows.livingCount }

  /// Memory that the snapshot refers to, shared with others or not. O(chunks).
  var byteCount: Int {
    let columns = nodeColumns.withLock { Array($0.values) } + edgeColumns.withLock { Array($0.values) }
    return pool.byteCount + nodeRows.byteCount + edgeRows.byteCount
      + adjacencies.withLock { Array($0.values) }.reduce(0) { $0 + $1.byteCount }
      + columns.reduce(0) { $0 + $1.byteCount }
      + indexes.withLock { Array($0.values) }.reduce(0) { $0 + $1.byteCount }
      + madeNodeLabelSets.withLock { $0?.byteCount ?? 0 } + (pack?.indexes.byteCount ?? 0)
  }

  // MARK: Made when asked for

  func adjacency(_ types: [NameID]?, _ way: Adjacency.Way) -> Adjacency {
    let key = AdjacencyKey(types: types, way: way)
    return adjacencies.withLock { kept in
      if let known = kept[key] { return known }
      if (types?.count ?? 1) > 1 {
        let mixed = kept.keys.filter { ($0.types?.count ?? 1) > 1 }
        if mixed.count >= Snapshot.mixedAdjacencyLimit { for key in mixed { kept[key] = nil } }
      }
      var mask: [Bool]?
      if let types {
        var marked = Array(repeating: false, count: names.names.count)
        for type in types { marked[Int(type)] = true }
        mask = marked
      }
      let made = packedAdjacency(types, way) ?? Adjacency(edgeRows, nodeCount: nodeRows.count, types: mask, way: way)
      kept[key] = made
      return made
    }
  }

  /// The adjacencies that together give what `expand` gives, in its order.
  func adjacencies(_ directions: EdgeDirections, types: [NameID]?) -> [Adjacency] {
    let key = EdgeListsKey(directions: directions.rawValue, types: types)
    if let known = edgeLists.withLock({ $0[key] }) { return known }
    let wanted = normalized(types)
    var result: [Adjacency] = []
    if wanted?.isEmpty != true {
      if directions.contains(.outgoing) { result.append(adjacency(wanted, .outgoing)) }
      if directions.contains(.incoming) {
        let leavesLoopsOut = directions.contains(.outgoing) && loopCount > 0
        result.append(adjacency(wanted, leavesLoopsOut ? .incomingWithoutLoops : .incoming))
      }
      if directions.contains(.undirected), undirectedCount > 0 { result.append(adjacency(wanted, .undirected)) }
    }
    edgeLists.withLock { known in
      if known.count >= Snapshot.edgeListsLimit { known.removeAll() }
      known[key] = result
    }
    return result
  }

  /// Adjacencies that together hold every edge at each of its ends, if they are made.
  func madeForAllEdges() -> [Adjacency]? {
    let types = soleType.map { [$0] }
    let mustHaveUndirected = undirectedCount > 0
    return adjacencies.withLock { kept in
      let outgoing = kept[AdjacencyKey(types: types, way: .outgoing)]
      let incoming =
        kept[AdjacencyKey(types: types, way: .incoming)] ?? kept[AdjacencyKey(types: types, way: .incomingWithoutLoops)]
      guard let outgoing, let incoming else { return nil }
      if !mustHaveUndirected { return [outgoing, incoming] }
      guard let undirected = kept[AdjacencyKey(types: types, way: .undirected)] else { return nil }
      return [outgoing, incoming, undirected]
    }
  }

  /// The same, where a packed index makes them cheap.
  func packedForAllEdges() -> [Adjacency]? {
    guard pack != nil else { return nil }
    var lists: [Adjacency] = []
    for (type, count) in edgeCounts.enumerated() where count > 0 {
      lists += [adjacency([NameID(type)], .outgoing), adjacency([NameID(type)], .incoming)]
      if undirectedCount > 0 { lists.append(adjacency([NameID(type)], .undirected)) }
    }
    return lists
  }

  func column(_ key: String, of kind: ElementKind) -> PropertyColumn {
    let bytes = Array(key.utf8)
    let find = { (kept: inout [[UInt8]: PropertyColumn]) -> PropertyColumn in
      if let known = kept[bytes] { return known }
      let made = PropertyColumn(key: bytes)
      kept[bytes] = made
      return made
    }
    switch kind {
    case .node: return nodeColumns.withLock { find(&$0) }
    case .edge: return edgeColumns.withLock { find(&$0) }
    }
  }

  /// Whether an equality index of the key is made, or in the packed index.
  func hasIndex(_ key: String) -> Bool {
    let bytes = Array(key.utf8)
    return pack?.indexes.index(bytes) != nil || indexes.withLock { $0[bytes] != nil }
  }

  func index(_ key: String) -> EqualityIndex {
    let bytes = Array(key.utf8)
    return indexes.withLock { kept in
      // An index that has gathered much out of date is made anew.
      if let known = kept[bytes], known.entryCount <= 2 * nodeRows.count + 10_000 { return known }
      let made: EqualityIndex
      if let pack, let packed = pack.indexes.index(bytes) {
        let changed = pack.changedNodes
        made = EqualityIndex(key: bytes, over: packed, expectedCount: changed.count)
        enter(changed, into: made, key)
      } else {
        made = EqualityIndex(key: bytes, expectedCount: nodeRows.livingCount)
        enter(Array(0..<nodeLimit), into: made, key)
      }
      kept[bytes] = made
      return made
    }
  }

  /// Enters the values that living nodes have.
  private func enter(_ nodes: [NodeOrdinal], into index: EqualityIndex, _ key: String) {
    let values = Column(.cell, capacity: RowTable.chunkRows)
    var batch: [NodeOrdinal] = []
    var next = 0
    while next < nodes.count {
      batch.removeAll(keepingCapacity: true)
      while next < nodes.count, batch.count < RowTable.chunkRows {
        if nodeRows.isAlive(nodes[next]) { batch.append(nodes[next]) }
        next += 1
      }
      batch.withUnsafeBufferPointer { batch in
        properties(key, of: .node, batch, validity: nil, into: values)
        index.insert(batch, values)
      }
    }
  }

  /// Takes over what `old` has made, brought up to date.
  func inheritMade(from old: Snapshot, _ changes: SnapshotChanges) {
    let (uses, definitions) = old.fileIndexes.withLock { ($0.uses, $0.definitions) }
    fileIndexes.withLock { ($0.uses, $0.definitions) = (uses, definitions) }
    // Estimates do not grow old by a few edges.
    if let made = old.madeEdgeEnds.withLock({ $0 }), changes.edges.count <= edgeRows.livingCount / 4 { madeEdgeEnds.withLock { $0 = made } }
    inheritSamples(from: old)
    // After a great change it is faster to make adjacency and indexes anew.
    let fewEdges = changes.edges.count <= edgeRows.livingCount / 8 + 1_000
    for (key, made) in old.adjacencies.withLock({ $0 }) where fewEdges {
      adjacencies.withLock { $0[key] = changes.advance(made, types: key.types, nodeCount: nodeRows.count) }
    }
    let nodeChunks = SnapshotChanges.chunks(of: changes.nodes)
    for (key, made) in old.nodeColumns.withLock({ $0 }) {
      nodeColumns.withLock { $0[key] = nodeChunks.isEmpty ? made : made.advanced(changed: nodeChunks) }
    }
    let edgeChunks = SnapshotChanges.chunks(of: changes.edges.map(\.edge))
    for (key, made) in old.edgeColumns.withLock({ $0 }) {
      edgeColumns.withLock { $0[key] = edgeChunks.isEmpty ? made : made.advanced(changed: edgeChunks) }
    }
    let fewNodes = changes.nodes.count <= nodeRows.livingCount / 2 + 1_000
    for (key, made) in old.indexes.withLock({ $0 }) where fewNodes {
      enter(changes.nodes, into: made, String(decoding: key, as: UTF8.self))
      indexes.withLock { $0[key] = made }
    }
  }
}
