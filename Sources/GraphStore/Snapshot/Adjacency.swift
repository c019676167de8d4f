/// Edges by node, in compressed sparse rows: the edges of one way and one set of types.
///
/// Nodes come in chunks of 256, so that a change copies one chunk. A chunk is an array of UInt32: 257 offsets, then the
/// other ends, then the edges, each parallel to the offsets' positions. Absent where none of its nodes has an edge. The
/// edges of one node are in ordinal order. O(1) to find a node's edges and its degree. Immutable.
final class Adjacency: @unchecked Sendable {
  /// How edges are left. `incomingWithoutLoops` complements `outgoing`.
  enum Way: UInt8, Sendable, Hashable { case outgoing, incoming, incomingWithoutLoops, undirected }

  static let shift: UInt32 = 8
  static let chunkNodes = 256

  let chunks: UnsafeMutablePointer<UnsafePointer<UInt32>?>
  let chunkCount: Int
  private let blocks: [SharedBlock?]
  let way: Way

  private init(_ blocks: [SharedBlock?], _ way: Way) {
    self.blocks = blocks
    self.way = way
    chunkCount = blocks.count
    chunks = .allocate(capacity: max(1, blocks.count))
    for (index, block) in blocks.enumerated() {
      chunks[index] = block.map { UnsafePointer($0.base.assumingMemoryBound(to: UInt32.self)) }
    }
  }

  deinit { chunks.deallocate() }

  var byteCount: Int { blocks.reduce(chunkCount * 16) { $0 + ($1?.byteCount ?? 0) } }

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
  func edges(of node: NodeOrdinal) -> Slice? {
    let index = Int(node >> Adjacency.shift)
    guard index < chunkCount, let chunk = chunks[index] else { return nil }
    let position = Int(node) & (Adjacency.chunkNodes - 1)
    let start = Int(chunk[position])
    let count = Int(chunk[position + 1]) - start
    guard count > 0 else { return nil }
    let nodes = chunk + (Adjacency.chunkNodes + 1) + start
    return Slice(nodes: nodes, edges: nodes + Int(chunk[Adjacency.chunkNodes]), count: count)
  }

  func degree(of node: NodeOrdinal) -> Int {
    let index = Int(node >> Adjacency.shift)
    guard index < chunkCount, let chunk = chunks[index] else { return 0 }
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
    for chunk in 0..<edges.views.count {
      let view = edges.views[chunk]
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
    let chunkCount = (nodeCount + Adjacency.chunkNodes - 1) >> Int(Adjacency.shift)
    while blocks.count < chunkCount { blocks.append(nil) }
    for (chunk, change) in changes { blocks[chunk] = remade(chunk, change.removed, change.added) }
    return Adjacency(blocks, way)
  }

  private func remade(_ chunk: Int, _ removed: [End], _ added: [End]) -> SharedBlock? {
    let first = UInt32(chunk << Int(Adjacency.shift))
    // Sorted by node and edge: each node's part is merged with its old edges.
    let added = added.sorted { ($0.node, $0.edge) < ($1.node, $1.edge) }
    let gone = Set(removed.map { UInt64($0.node) << 32 | UInt64($0.edge) })
    var degrees = [UInt32](repeating: 0, count: Adjacency.chunkNodes)
    for index in 0..<Adjacency.chunkNodes { degrees[index] = UInt32(degree(of: first + UInt32(index))) }
    for end in removed { degrees[Int(end.node - first)] -= 1 }
    for end in added { degrees[Int(end.node - first)] += 1 }
    let (block, base) = degrees.withUnsafeBufferPointer { Adjacency.makeChunk(degrees: $0.baseAddress!) }
    guard let base else { return nil }
    let nodes = base + (Adjacency.chunkNodes + 1)
    let edges = nodes + Int(base[Adjacency.chunkNodes])
    var slot = 0
    var nextAdded = 0
    for index in 0..<Adjacency.chunkNodes {
      let node = first + UInt32(index)
      if let old = self.edges(of: node) {
        for position in 0..<old.count {
          let edge = old.edges[position]
          if !gone.isEmpty, gone.contains(UInt64(node) << 32 | UInt64(edge)) { continue }
          while nextAdded < added.count, added[nextAdded].node == node, added[nextAdded].edge < edge {
            nodes[slot] = added[nextAdded].other
            edges[slot] = added[nextAdded].edge
            slot += 1
            nextAdded += 1
          }
          nodes[slot] = old.nodes[position]
          edges[slot] = edge
          slot += 1
        }
      }
      while nextAdded < added.count, added[nextAdded].node == node {
        nodes[slot] = added[nextAdded].other
        edges[slot] = added[nextAdded].edge
        slot += 1
        nextAdded += 1
      }
    }
    precondition(slot == Int(base[Adjacency.chunkNodes]), "an edge was removed that was not there")
    return block
  }
}
