/// One state of one graph in memory: rows by ordinal, adjacency by node, properties as cells.
///
/// Loading reads every row. Advancing reads every row too, and keeps the ordinals of the snapshot it comes from: new elements
/// are appended, vanished ones stay as dead entries with their last content. Immutable once made, so any thread may read it.
/// O(rows) time and memory to load; O(log n) to find an element by id, O(degree) to expand a node.
final class Snapshot: GraphReader, @unchecked Sendable {
  private(set) var names = NameTable()
  private(set) var labelSets: [[NameID]] = []
  private(set) var labelSetCounts: [Int] = []
  private(set) var nodeCount = 0
  private(set) var edgeCount = 0
  private var nodes = ElementTable()
  private var edges = ElementTable()
  /// Label set number of each node.
  private var nodeLabelSets: [UInt32] = []
  private var edgeTypes: [NameID] = []
  private var edgeEnds: [(source: NodeOrdinal, target: NodeOrdinal)] = []
  private var edgeIsDirected: [Bool] = []
  /// Living edges at each node, by the way they are left: outgoing, incoming, undirected.
  private var adjacency: [[[EdgeOrdinal]]] = []
  private var edgeCounts: [NameID: Int] = [:]
  /// Kept alive: cells in flight may point into the snapshot this one was made from.
  private var ancestors: Snapshot?

  var nodeLimit: UInt32 { UInt32(nodes.count) }
  var edgeLimit: UInt32 { UInt32(edges.count) }

  private init() {}

  static func load(from source: any RowSource) throws(StoreError) -> Snapshot {
    let snapshot = Snapshot()
    try snapshot.read(source)
    return snapshot
  }

  /// - Parameter isPrivate: the snapshot belongs to a writing transaction, whose readers keep their ordinals; others start afresh.
  func advanced(from source: any RowSource, isPrivate: Bool) throws(StoreError) -> Snapshot {
    let snapshot = Snapshot()
    if isPrivate {
      snapshot.ancestors = self
      snapshot.names = names
      snapshot.nodes = nodes.withAllDead()
      snapshot.edges = edges.withAllDead()
      snapshot.nodeLabelSets = nodeLabelSets
      snapshot.labelSets = labelSets
      snapshot.edgeTypes = edgeTypes
      snapshot.edgeEnds = edgeEnds
      snapshot.edgeIsDirected = edgeIsDirected
    }
    try snapshot.read(source)
    return snapshot
  }

  // MARK: Loading

  private func read(_ source: any RowSource) throws(StoreError) {
    var setNumbers: [Int64: UInt32] = [:]
    for (id, labels) in try source.labelSets() { setNumbers[id] = number(ofLabels: labels) }
    var typeNames: [Int64: NameID] = [:]
    for (id, name) in try source.edgeTypes() { typeNames[id] = names.insert(name) }
    labelSetCounts = Array(repeating: 0, count: labelSets.count)
    var fault: StoreError?

    try source.forEachNode(after: 0) { row in
      guard fault == nil, let set = setNumbers[row.labelSet] else { return }
      guard let cells = self.cells(row.properties, "node \(row.id)", &fault) else { return }
      let ordinal = Int(self.nodes.insert(row.id, cells))
      if ordinal == self.nodeLabelSets.count { self.nodeLabelSets.append(set) } else { self.nodeLabelSets[ordinal] = set }
      self.labelSetCounts[Int(set)] += 1
      self.nodeCount += 1
    }
    adjacency = Array(repeating: Array(repeating: [], count: nodes.count), count: 3)
    try source.forEachEdge(after: 0) { row in
      guard fault == nil, let type = typeNames[row.type], let start = self.nodes.living(row.source),
        let end = self.nodes.living(row.target)
      else { return }
      guard let cells = self.cells(row.properties, "edge \(row.id)", &fault) else { return }
      let ordinal = Int(self.edges.insert(row.id, cells))
      if ordinal == self.edgeTypes.count {
        self.edgeTypes.append(type)
        self.edgeEnds.append((start, end))
        self.edgeIsDirected.append(row.isDirected)
      } else {
        self.edgeTypes[ordinal] = type
        self.edgeEnds[ordinal] = (start, end)
        self.edgeIsDirected[ordinal] = row.isDirected
      }
      self.edgeCounts[type, default: 0] += 1
      self.edgeCount += 1
    }
    if let fault { throw fault }
    for ordinal in 0..<edges.count where edges.isAlive[ordinal] { connect(EdgeOrdinal(ordinal)) }
  }

  private func connect(_ edge: EdgeOrdinal) {
    let (source, target) = edgeEnds[Int(edge)]
    if edgeIsDirected[Int(edge)] {
      adjacency[0][Int(source)].append(edge)
      adjacency[1][Int(target)].append(edge)
    } else {
      adjacency[2][Int(source)].append(edge)
      if source != target { adjacency[2][Int(target)].append(edge) }
    }
  }

  /// Sets with the same labels share a number.
  private func number(ofLabels labels: [String]) -> UInt32 {
    let ids = Set(labels.map { names.insert($0) }).sorted()
    if let known = labelSets.firstIndex(of: ids) { return UInt32(known) }
    labelSets.append(ids)
    return UInt32(labelSets.count - 1)
  }

  private func cells(_ text: UnsafeBufferPointer<UInt8>, _ row: String, _ fault: inout StoreError?) -> Record? {
    do throws(StoreError) {
      return try PropertyText.decode(text)
    } catch {
      fault = StoreError(error.code, "\(row): \(error.message)")
      return nil
    }
  }

  // MARK: Reading

  func edgeCount(ofType type: NameID) -> Int { edgeCounts[type] ?? 0 }

  func scanNodes(in range: Range<UInt32>, labelSets: [Bool]?, into result: OrdinalBuffer) {
    for ordinal in range where nodes.isAlive[Int(ordinal)] && labelSets?[Int(nodeLabelSets[Int(ordinal)])] != false {
      result.append(ordinal)
    }
  }

  func scanEdges(in range: Range<UInt32>, types: [NameID]?, into result: OrdinalBuffer) {
    for ordinal in range where edges.isAlive[Int(ordinal)] && types?.contains(edgeTypes[Int(ordinal)]) != false {
      result.append(ordinal)
    }
  }

  func expand(
    _ starts: UnsafeBufferPointer<NodeOrdinal>, validity: UnsafePointer<UInt8>?, directions: EdgeDirections,
    types: [NameID]?, cursor: inout ExpandCursor, limit: Int, into result: ExpandBuffer
  ) -> Bool {
    var given = 0
    while cursor.row < starts.count {
      let row = cursor.row
      if validity?[row] != 0, Int(starts[row]) < nodes.count {
        let found = follow(starts[row], directions, types)
        while cursor.position < found.count {
          if given == limit { return false }
          result.rows.append(UInt32(row))
          result.edges.append(found[cursor.position].edge)
          result.nodes.append(found[cursor.position].node)
          cursor.position += 1
          given += 1
        }
      }
      cursor.row += 1
      cursor.position = 0
    }
    return true
  }

  private func follow(
    _ node: NodeOrdinal, _ directions: EdgeDirections, _ types: [NameID]?
  ) -> [(edge: EdgeOrdinal, node: NodeOrdinal)] {
    var found: [(edge: EdgeOrdinal, node: NodeOrdinal)] = []
    let ways: [(EdgeDirections, Int)] = [(.outgoing, 0), (.incoming, 1), (.undirected, 2)]
    for (direction, way) in ways where directions.contains(direction) {
      for edge in adjacency[way][Int(node)] where types?.contains(edgeTypes[Int(edge)]) != false {
        let (source, target) = edgeEnds[Int(edge)]
        // A self-loop left already as an outgoing edge does not come again.
        if way == 1, source == target, directions.contains(.outgoing) { continue }
        found.append((edge, source == node ? target : source))
      }
    }
    return found
  }

  func degrees(
    _ starts: UnsafeBufferPointer<NodeOrdinal>, directions: EdgeDirections, types: [NameID]?,
    into degrees: UnsafeMutablePointer<Int64>
  ) {
    for (row, node) in starts.enumerated() { degrees[row] = Int64(follow(node, directions, types).count) }
  }

  func endpoints(
    of list: UnsafeBufferPointer<EdgeOrdinal>, sources: UnsafeMutablePointer<NodeOrdinal>?,
    targets: UnsafeMutablePointer<NodeOrdinal>?
  ) {
    for (row, edge) in list.enumerated() {
      sources?[row] = edgeEnds[Int(edge)].source
      targets?[row] = edgeEnds[Int(edge)].target
    }
  }

  func typeIDs(of list: UnsafeBufferPointer<EdgeOrdinal>, into types: UnsafeMutablePointer<NameID>) {
    for (row, edge) in list.enumerated() { types[row] = edgeTypes[Int(edge)] }
  }

  func labelSetIDs(of list: UnsafeBufferPointer<NodeOrdinal>, into sets: UnsafeMutablePointer<UInt32>) {
    for (row, node) in list.enumerated() { sets[row] = Int(node) < nodeLabelSets.count ? nodeLabelSets[Int(node)] : 0 }
  }

  func isDirected(_ edge: EdgeOrdinal) -> Bool { edgeIsDirected[Int(edge)] }

  func properties(
    _ key: String, of kind: ElementKind, _ elements: UnsafeBufferPointer<UInt32>, validity: UnsafePointer<UInt8>?,
    into column: Column
  ) {
    column.reset(.cell)
    let table = kind == .node ? nodes : edges
    for (row, ordinal) in elements.enumerated() {
      let value = validity?[row] == 0 ? nil : table.properties[Int(ordinal)].cell(key)
      column.cells[row] = value ?? .null
      if value == nil { column.setNull(row) } else { column.validity[row] = 1 }
    }
  }

  func nodes(where key: String, equals value: Cell, labelSets: [Bool]?) -> [NodeOrdinal]? {
    let candidates = OrdinalBuffer()
    scanNodes(in: 0..<nodeLimit, labelSets: labelSets, into: candidates)
    return candidates.elements.filter {
      guard let cell = nodes.properties[Int($0)].cell(key) else { return false }
      return cell.equals(value) == .equal
    }
  }

  func nodeID(_ ordinal: NodeOrdinal) -> NodeID { NodeID(nodes.ids[Int(ordinal)]) }
  func edgeID(_ ordinal: EdgeOrdinal) -> EdgeID { EdgeID(edges.ids[Int(ordinal)]) }
  func ordinal(of id: NodeID) -> NodeOrdinal? { nodes.living(id.rawValue) }
  func ordinal(of id: EdgeID) -> EdgeOrdinal? { edges.living(id.rawValue) }
  func isAlive(node ordinal: NodeOrdinal) -> Bool { nodes.isAlive[Int(ordinal)] }
  func isAlive(edge ordinal: EdgeOrdinal) -> Bool { edges.isAlive[Int(ordinal)] }

  func node(_ ordinal: NodeOrdinal) -> Node {
    let labels = labelSets[Int(nodeLabelSets[Int(ordinal)])].map { names[$0] }
    return Node(
      id: nodeID(ordinal), labels: labels.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) },
      properties: nodes.properties[Int(ordinal)].record)
  }

  func edge(_ ordinal: EdgeOrdinal) -> Edge {
    let (source, target) = edgeEnds[Int(ordinal)]
    return Edge(
      id: edgeID(ordinal), type: names[edgeTypes[Int(ordinal)]], source: nodeID(source), target: nodeID(target),
      isDirected: edgeIsDirected[Int(ordinal)], properties: edges.properties[Int(ordinal)].record)
  }
}
