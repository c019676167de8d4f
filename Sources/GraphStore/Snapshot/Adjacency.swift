import Synchronization

/// Edges by node, in compressed sparse rows: the edges of one way and one set of types.
///
/// Nodes come in chunks of 256, so that a change copies one chunk. A chunk is an array of UInt32: 257 offsets, then the
/// other ends, then the edges, each parallel to the offsets' positions. Absent where none of its nodes has an edge. The
/// edges of one node are in ordinal order. O(1) to find a node's edges and its degree. Immutable.
///
/// Chunks of a packed index (`PackedAdjacency`) are loaded when they are first asked for; those with changes are copies.
final class Adjacency: @unchecked Sendable {
  /// How edges are left. `incomingWithoutLoops` complements `outgoing`.
  enum Way: UInt8, Sendable, Hashable { case outgoing, incoming, incomingWithoutLoops, undirected }

  static let shift: UInt32 = 8
  static let chunkNodes = 256

  private let chunks: UnsafeMutablePointer<UnsafePointer<UInt32>?>
  let chunkCount: Int
  private let blocks: [SharedBlock?]
  private let packed: PackedAdjacency?
  /// `packed`'s chunks, without a reference to count.
  private let packedChunks: PackedAdjacency.Slots?
  /// Chunks that are `packed`'s.
  private let isPacked: [Bool]
  let way: Way
  /// Stands for a chunk that is the packed index's.
  private static var elsewhere: UnsafePointer<UInt32> { UnsafePointer(bitPattern: 4).unsafelyUnwrapped }

  private init(_ blocks: [SharedBlock?], _ way: Way, _ packed: PackedAdjacency? = nil, isPacked: [Bool] = []) {
    self.blocks = blocks
    self.way = way
    self.packed = packed
    packedChunks = packed?.slots
    self.isPacked = isPacked
    chunkCount = blocks.count
    chunks = .allocate(capacity: max(1, blocks.count))
    for (index, block) in blocks.enumerated() {
      chunks[index] = block.map { UnsafePointer($0.base.assumingMemoryBound(to: UInt32.self)) }
      if index < isPacked.count, isPacked[index] { chunks[index] = Adjacency.elsewhere }
    }
  }

  /// That of a packed index.
  convenience init(_ packed: PackedAdjacency, _ way: Way) {
    let count = packed.chunkCount
    self.init(Array(repeating: nil, count: count), way, packed, isPacked: (0..<count).map { packed.hasChunk($0) })
  }

  convenience init(empty way: Way) { self.init([], way) }

  /// Nil when none of its nodes has an edge.
  @inline(__always) private func chunk(_ index: Int) -> UnsafePointer<UInt32>? {
    guard let chunk = chunks[index], chunk == Adjacency.elsewhere, let packedChunks else { return chunks[index] }
    return packedChunks[index].load(ordering: .acquiring) ?? loadPacked(index)
  }

  @inline(never) private func loadPacked(_ index: Int) -> UnsafePointer<UInt32>? { packed?.chunk(index) }

  deinit { chunks.deallocate() }

  var byteCount: Int { blocks.reduce(chunkCount * 17 + (packed?.byteCount ?? 0)) { $0 + ($1?.byteCount ?? 0) } }

  /// One node's edges: other ends and edge ordinals, parallel. Valid as long as the adjacency.
  struct Slice {
    var nodes: UnsafePointer<NodeOrdinal>
    var edges: UnsafePointer<EdgeOrdinal>
    var count: Int
    init(nodes: UnsafePointer<NodeOrdinal>, edges: UnsafePointer<EdgeOrdinal>, count: Int) {
      self.nodes = nodes
      self.edges = edges
      self.count = count
    }
  }

  /// Nil when the node has none.
  @inline(__always) func edges(of node: NodeOrdinal) -> Slice? {
    let index = Int(node >> Adjacency.shift)
    guard index < chunkCount, let chunk = chunk(index) else { return nil }
    let position = Int(node) & (Adjacency.chunkNodes - 1)
    let start = Int(chunk[position])
    let count = Int(chunk[position + 1]) - start
    guard count > 0 else { return nil }
    let nodes = chunk + (Adjacency.chunkNodes + 1) + start
    return Slice(nodes: nodes, edges: nodes + Int(chunk[Adjacency.chunkNodes]), count: count)
  }

  @inline(__always) func degree(of node: NodeOrdinal) -> Int {
    let index = Int(node >> Adjacency.shift)
    guard index < chunkCount, let chunk = chunk(index) else { return 0 }
    let position = Int(node) & (Adjacency.chunkNodes - 1)
    return Int(chunk[position + 1]) - Int(chunk[position])
  }
}

// MARK: Making

extension Adjacency {
  /// One end of one edge, as a node sees it.
  struct End {
    var node: NodeOrdinal
    var other: NodeOrdinal
    var edge: EdgeOrdinal
  }

  /// Calls `body` with each end at which an edge is left this way.
  @inline(__always)
  static func forEachEnd(
    _ way: Way, _ source: NodeOrdinal, _ target: NodeOrdinal, isDirected: Bool, _ body: (NodeOrdinal, NodeOrdinal) -> Void
  ) {
    switch way {
    case .outgoing: if isDirected { body(source, target) }
    case .incoming: if isDirected { body(target, source) }
    case .incomingWithoutLoops: if isDirected, source != target { body(target, source) }
    case .undirected:
      if isDirected { return }
      body(source, target)
      if source != target { body(target, source) }
    }
  }

  /// Counts, then fills: O(nodes + edges).
  /// - Parameter types: marks the types to take, by name id; nil = all.
  convenience init(_ edges: RowTable, nodeCount: Int, types: [Bool]?, way: Way) {
    let chunkCount = (nodeCount + Adjacency.chunkNodes - 1) >> Int(Adjacency.shift)
    let cursors = UnsafeMutablePointer<UInt32>.allocate(capacity: max(1, chunkCount * Adjacency.chunkNodes))
    cursors.initialize(repeating: 0, count: chunkCount * Adjacency.chunkNodes)
    defer { cursors.deallocate() }
    Adjacency.forEachEnd(of: edges, types, way) { node, _, _ in cursors[Int(node)] += 1 }

    let bases = UnsafeMutablePointer<UnsafeMutablePointer<UInt32>?>.allocate(capacity: max(1, chunkCount))
    defer { bases.deallocate() }
    var blocks: [SharedBlock?] = []
    for chunk in 0..<chunkCount {
      let (block, base) = Adjacency.makeChunk(degrees: cursors + chunk * Adjacency.chunkNodes)
      blocks.append(block)
      bases[chunk] = base
      if let base { (cursors + chunk * Adjacency.chunkNodes).update(from: base, count: Adjacency.chunkNodes) }
    }
    Adjacency.forEachEnd(of: edges, types, way) { node, other, edge in
      guard let base = bases[Int(node >> Adjacency.shift)] else { return }
      let slot = Int(cursors[Int(node)])
      cursors[Int(node)] += 1
      let nodes = base + (Adjacency.chunkNodes + 1)
      nodes[slot] = other
      nodes[Int(base[Adjacency.chunkNodes]) + slot] = edge
    }
    self.init(blocks, way)
  }

  @inline(__always)
  private static func forEachEnd(
    of edges: RowTable, _ types: [Bool]?, _ way: Way, _ body: (NodeOrdinal, NodeOrdinal, EdgeOrdinal) -> Void
  ) {
    for chunk in 0..<edges.chunkCount {
      let view = edges.chunkView(chunk)
      let first = UInt32(chunk << Int(RowTable.shift))
      for row in 0..<edges.rowCount(inChunk: chunk) {
        let flags = view.flags[row]
        guard flags & RowTable.alive != 0, types == nil || types![Int(view.names[row])] else { continue }
        forEachEnd(way, view.sources[row], view.targets[row], isDirected: flags & RowTable.directed != 0) {
          body($0, $1, first + UInt32(row))
        }
      }
    }
  }

  /// Memory with offsets set and slots open; nil when no node has an edge.
  private static func makeChunk(
    degrees: UnsafePointer<UInt32>
  ) -> (SharedBlock?, UnsafeMutablePointer<UInt32>?) {
    var total: UInt32 = 0
    for node in 0..<chunkNodes { total += degrees[node] }
    if total == 0 { return (nil, nil) }
    let words = chunkNodes + 1 + 2 * Int(total)
    let block = SharedBlock(byteCount: 4 * words)
    let base = block.base.bindMemory(to: UInt32.self, capacity: words)
    var offset: UInt32 = 0
    for node in 0..<chunkNodes {
      base[node] = offset
      offset += degrees[node]
    }
    base[chunkNodes] = offset
    return (block, base)
  }

  // MARK: Changing

  /// The same with ends taken away and added; only the chunks concerned are made anew.
  func advanced(removing removed: [End], adding added: [End], nodeCount: Int) -> Adjacency {
    var changes: [Int: (removed: [End], added: [End])] = [:]
    for end in removed { changes[Int(end.node >> Adjacency.shift), default: ([], [])].removed.append(end) }
    for end in added { changes[Int(end.node >> Adjacency.shift), default: ([], [])].added.append(end) }
    var blocks = blocks
    var isPacked = isPacked
    let chunkCount = (nodeCount + Adjacency.chunkNodes - 1) >> Int(Adjacency.shift)
    while blocks.count < chunkCount { blocks.append(nil) }
    for (chunk, change) in changes {
      blocks[chunk] = remade(chunk, change.removed, change.added)
      if chunk < isPacked.count { isPacked[chunk] = false }
    }
    return Adjacency(blocks, way, packed, isPacked: isPacked)
  }

  /// The chunk with ends taken away and added; lists of nodes without changes are copied as they lie.
  private func remade(_ chunk: Int, _ removed: [End], _ added: [End]) -> SharedBlock? {
    let first = UInt32(chunk << Int(Adjacency.shift))
    let changed = Dictionary(grouping: added, by: \.node).merging(removed.map { ($0.node, []) }) { known, _ in known }
    let gone = Set(removed.map { UInt64($0.node) << 32 | UInt64($0.edge) })
    let old = chunk < chunkCount ? self.chunk(chunk) : nil
    var total = old.map { Int($0[Adjacency.chunkNodes]) } ?? 0
    var lists: [(position: Int, list: [End])] = []
    for (node, added) in changed.sorted(by: { $0.key < $1.key }) {
      let list = merged(node, added.sorted { $0.edge < $1.edge }, without: gone)
      total += list.count - degree(of: node)
      lists.append((Int(node - first), list))
    }
    if total == 0 { return nil }
    let block = SharedBlock(byteCount: 4 * (Adjacency.chunkNodes + 1 + 2 * total))
    let base = block.base.bindMemory(to: UInt32.self, capacity: Adjacency.chunkNodes + 1 + 2 * total)
    let nodes = base + (Adjacency.chunkNodes + 1)
    let edges = nodes + total
    var position = 0
    var offset = 0
    func copy(upTo end: Int) {
      guard let old else { return (base + position).update(repeating: UInt32(offset), count: end - position) }
      let start = Int(old[position])
      let count = Int(old[end]) - start
      let list = old + (Adjacency.chunkNodes + 1)
      (nodes + offset).update(from: list + start, count: count)
      (edges + offset).update(from: list + Int(old[Adjacency.chunkNodes]) + start, count: count)
      for node in position..<end { base[node] = UInt32(Int(old[node]) - start + offset) }
      offset += count
    }
    for (next, list) in lists {
      copy(upTo: next)
      base[next] = UInt32(offset)
      for end in list {
        (nodes[offset], edges[offset]) = (end.other, end.edge)
        offset += 1
      }
      position = next + 1
    }
    copy(upTo: Adjacency.chunkNodes)
    base[Adjacency.chunkNodes] = UInt32(total)
    return block
  }

  /// One node's edges, those that are gone left out and others put where they belong.
  private func merged(_ node: NodeOrdinal, _ added: [End], without gone: Set<UInt64>) -> [End] {
    var list: [End] = []
    var next = 0
    if let old = edges(of: node) {
      for position in 0..<old.count {
        let edge = old.edges[position]
        if gone.contains(UInt64(node) << 32 | UInt64(edge)) { continue }
        while next < added.count, added[next].edge < edge {
          list.append(added[next])
          next += 1
        }
        list.append(End(node: node, other: old.nodes[position], edge: edge))
      }
    }
    return list + added[next...]
  }
}
