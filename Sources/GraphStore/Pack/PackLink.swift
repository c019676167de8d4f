import Synchronization

/// A snapshot's hold on the packed index: the index itself, shared with its lineage, and what has changed since.
struct PackLink: Sendable {
  let source: PackSource
  /// Codes of a type in the index, by name id; several when rows of the catalog share a name.
  let typeCodes: [NameID: [Int]]
  let adjacencies: PackedAdjacencies
  let indexes: PackedEqualityIndexes
  /// Changes since the index was made, oldest first, each more than what comes after it: the last ones are joined when they are not,
  /// so that they are few, and a change is copied as often as the logarithm of their number.
  private(set) var changes: [Delta] = []

  final class Delta: Sendable {
    let nodes: [NodeOrdinal]
    let edges: [SnapshotChanges.EdgeChange]
    init(_ changes: SnapshotChanges) { (nodes, edges) = (changes.nodes, changes.edges) }
    var count: Int { nodes.count + edges.count }
  }

  init(_ source: PackSource, typeCodes: [NameID: [Int]]) {
    self.source = source
    self.typeCodes = typeCodes
    adjacencies = PackedAdjacencies(source)
    indexes = PackedEqualityIndexes(source)
  }

  mutating func note(_ new: SnapshotChanges) {
    if new.edges.isEmpty, new.nodes.isEmpty { return }
    changes.append(Delta(new))
    while changes.count > 1, changes[changes.count - 2].count <= changes[changes.count - 1].count {
      let last = changes.suffix(2)
      changes.removeLast(2)
      changes.append(Delta(PackLink.joined(last)))
    }
  }

  /// Nodes that have changed or come since, each once, ascending.
  var changedNodes: [NodeOrdinal] { PackLink.nodes(changes[...]) }

  private static func nodes(_ changes: ArraySlice<Delta>) -> [NodeOrdinal] {
    if changes.allSatisfy(\.nodes.isEmpty) { return [] }
    return Set(changes.flatMap(\.nodes)).sorted()
  }

  /// Changed edges, some counted several times.
  var changeCount: Int { changes.reduce(0) { $0 + $1.edges.count } }

  /// All changes as one.
  func joined() -> SnapshotChanges { PackLink.joined(changes[...]) }

  private static func joined(_ changes: ArraySlice<Delta>) -> SnapshotChanges {
    var all = SnapshotChanges()
    for delta in changes { for change in delta.edges { all.note(change.edge, old: change.old, new: change.new) } }
    all.nodes = nodes(changes)
    return all
  }
}

extension Snapshot {
  /// What the packed index holds, as it was when it was made; nil when it does not fit the catalog.
  static func packed(_ source: PackSource, _ rows: any RowSource) throws(StoreError) -> Snapshot? {
    let snapshot = Snapshot(pool: TextPool())
    var now = try rows.state()
    let update = SnapshotUpdate(snapshot, from: nil)
    try update.readNames(rows, RowState(), now)
    let header = source.header
    var sets: [UInt32] = []
    for (code, id) in header.labelSets.enumerated() {
      guard let number = snapshot.labelSetNumbers[id] else { return nil }
      sets.append(number)
      snapshot.labelSetCounts[Int(number)] += Int(header.labelSetCounts[code])
    }
    var types: [NameID] = []
    var codes: [NameID: [Int]] = [:]
    for (code, id) in header.types.enumerated() {
      guard let name = snapshot.typeNames[id] else { return nil }
      types.append(name)
      codes[name, default: []].append(code)
      snapshot.edgeCounts[Int(name)] += Int(header.edgeCounts[code])
      snapshot.loopCount += Int(header.loopCounts[code])
      snapshot.undirectedCount += Int(header.undirectedCounts[code])
    }
    snapshot.labelSummaries = summaries(header, sets)
    for (end, edge) in header.dangling { snapshot.dangling[end, default: []].insert(edge) }
    snapshot.nodeRows = RowTable(PackedRows(source, .node, names: sets), greatestID: header.greatestNodeID)
    snapshot.edgeRows = RowTable(PackedRows(source, .edge, names: types), greatestID: header.greatestEdgeID)
    snapshot.pack = PackLink(source, typeCodes: codes)
    // The names are those of now.
    (now.maximumNodeID, now.maximumEdgeID) = (header.state.maximumNodeID, header.state.maximumEdgeID)
    (now.maximumNodeChange, now.maximumEdgeChange) = (header.state.maximumNodeChange, header.state.maximumEdgeChange)
    snapshot.state = now
    return snapshot
  }

  /// The header's bits stand for codes; those here for label set numbers.
  private static func summaries(_ header: PackHeader, _ sets: [UInt32]) -> [UInt64] {
    if sets.enumerated().allSatisfy({ Int($1) == $0 }) { return header.labelSummaries.map { UInt64(bitPattern: $0) } }
    return header.labelSummaries.map { bits in
      var summary: UInt64 = 0
      for (code, set) in sets.enumerated() where bits & (1 << Int64(code & 63)) != 0 { summary |= 1 << UInt64(set & 63) }
      return summary
    }
  }

  /// State that texts of rows are read at.
  var textState: RowState? { isPrivate.withLock { $0 } ? nil : state }

  /// Set when something could not be read from the packed index: then answers since may be wrong.
  var loadFault: StoreError? { pack?.source.fault }

  /// From the packed index and the changes since; nil where all rows have to be gone through: much has changed.
  func packedAdjacency(_ types: [NameID]?, _ way: Adjacency.Way) -> Adjacency? {
    guard let pack, pack.changeCount <= edgeRows.livingCount / 8 + 1_000 else { return nil }
    let codes = types.map { $0.flatMap { pack.typeCodes[$0] ?? [] }.sorted() } ?? Array(pack.source.header.types.indices)
    var made = Adjacency(empty: way)
    if !codes.isEmpty {
      made = Adjacency(pack.adjacencies.adjacency(codes, way, isKept: (types?.count ?? 1) == 1), way)
    }
    return pack.joined().advance(made, types: types, nodeCount: nodeRows.count)
  }

  /// The properties of a row that is as packed, from the row itself.
  func packedRecord(_ id: Int64, of kind: ElementKind) -> Record {
    var record = Record()
    packedRecords(id...id, of: kind) { _, read in record = read() }
    return record
  }

  /// Of all rows with such ids, in their order.
  func packedRecords(_ ids: ClosedRange<Int64>, of kind: ElementKind, _ body: (_ id: Int64, _ read: () -> Record) -> Void) {
    pack?.source.texts(of: kind, ids, as: textState) { id, text in body(id) { (try? PropertyText.decode(text)) ?? Record() } }
  }
}
