import Synchronization

/// Edges by node, in compressed sparse rows: the edges of one way and one set of types.
///
/// Nodes come in chunks of 256, so that a change copies one chunk. A chunk is an array of UInt32: 257 offsets, then the
/// other ends, then the edges, each parallel to the offsets' positions. Absent where none of its nodes has an edge. The
/// edges of one node are in ordinal order. O(1) to find a node's edges and its degree. Immutable.
///
/// Chunks of a packed index (`PackedAdjacency`) are loaded when they are first asked for; a few changed lists lie beside their chunk
/// (`AdjacencyPatch`), many make a chunk of their own.
final class Adjacency: @unchecked Sendable {
  /// How edges are left. `incomingWithoutLoops` complements `outgoing`.
  enum Way: UInt8, Sendable, Hashable { case outgoing, incoming, incomingWithoutLoops, undirected }

  static let shift: UInt32 = 8
  static let chunkNodes = 256

  /// Where a chunk's edges lie, and what keeps them there.
  enum Chunk {
    /// No node has an edge.
    case none
    case packed
    case whole(SharedBlock)
    case patched(AdjacencyPatch)
  }

  private let addresses: UnsafeMutablePointer<UnsafePointer<UInt32>?>
  let chunks: [Chunk]
  let chunkCount: Int
  let packed: PackedAdjacency?
  /// `packed`'s chunks, without a reference to count.
  private let packedChunks: PackedAdjacency.Slots?
  let way: Way
  /// Stands for a chunk that is the packed index's.
  private static var elsewhere: UnsafePointer<UInt32> { UnsafePointer(bitPattern: 4).unsafelyUnwrapped }

  init(_ chunks: [Chunk], _ way: Way, _ packed: PackedAdjacency? = nil) {
    self.chunks = chunks
    chunkCount = chunks.count
    self.way = way
    self.packed = packed
    packedChunks = packed?.slots
    addresses = .allocate(capacity: max(1, chunks.count))
    for (index, chunk) in chunks.enumerated() {
      addresses[index] =
        switch chunk {
        case .none: nil
        case .packed: Adjacency.elsewhere
        case .whole(let block): UnsafePointer(block.base.assumingMemoryBound(to: UInt32.self))
        case .patched(let patch): patch.address
        }
    }
  }

  /// That of a packed index.
  convenience init(_ packed: PackedAdjacency, _ way: Way) {
    self.init((0..<packed.chunkCount).map { packed.hasChunk($0) ? .packed : .none }, way, packed)
  }

  convenience init(empty way: Way) { self.init([], way) }

  /// Nil when none of its nodes has an edge; or a patch's address.
  @inline(__always) func address(ofChunk index: Int) -> UnsafePointer<UInt32>? {
    guard let address = addresses[index], address == Adjacency.elsewhere, let packedChunks else { return addresses[index] }
    return packedChunks[index].load(ordering: .acquiring) ?? loadPacked(index)
  }

  @inline(never) private func loadPacked(_ index: Int) -> UnsafePointer<UInt32>? { packed?.chunk(index) }

  deinit { addresses.deallocate() }

  var byteCount: Int {
    chunks.reduce(chunkCount * 17 + (packed?.byteCount ?? 0)) { sum, chunk in
      switch chunk {
      case .none, .packed: sum
      case .whole(let block): sum + block.byteCount
      case .patched(let patch): sum + patch.byteCount
      }
    }
  }

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

    /// No edge. Its pointers must not be followed.
    static var none: Slice { Slice(nodes: Adjacency.elsewhere, edges: Adjacency.elsewhere, count: 0) }
  }

  /// Nil when the node has none.
  @inline(__always) func edges(of node: NodeOrdinal) -> Slice? {
    let index = Int(node >> Adjacency.shift)
    guard index < chunkCount, let chunk = address(ofChunk: index) else { return nil }
    let position = Int(node) & (Adjacency.chunkNodes - 1)
    return AdjacencyPatch.isPatch(chunk) ? AdjacencyPatch.edges(position, at: chunk) : Adjacency.edges(position, in: chunk)
  }

  /// Those of a node in a chunk that is no patch.
  @inline(__always) static func edges(_ position: Int, in chunk: UnsafePointer<UInt32>) -> Slice? {
    let start = Int(chunk[position])
    let count = Int(chunk[position + 1]) - start
    guard count > 0 else { return nil }
    let nodes = chunk + (chunkNodes + 1) + start
    return Slice(nodes: nodes, edges: nodes + Int(chunk[chunkNodes]), count: count)
  }

  @inline(__always) func degree(of node: NodeOrdinal) -> Int {
    let index = Int(node >> Adjacency.shift)
    guard index < chunkCount, let chunk = address(ofChunk: index) else { return 0 }
    let position = Int(node) & (Adjacency.chunkNodes - 1)
    if AdjacencyPatch.isPatch(chunk) { return AdjacencyPatch.edges(position, at: chunk)?.count ?? 0 }
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
    var chunks: [Chunk] = []
    for chunk in 0..<chunkCount {
      let (block, base) = Adjacency.makeChunk(degrees: cursors + chunk * Adjacency.chunkNodes)
      chunks.append(block.map(Chunk.whole) ?? .none)
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
    self.init(chunks, way)
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
  static func makeChunk(
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
}
