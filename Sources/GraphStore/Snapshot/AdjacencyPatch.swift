/// A chunk of adjacency as it was, and beside it the edges of those of its nodes for which they have changed: a change copies one node's
/// edges rather than 256 nodes'. Found by an address, as chunks are. Immutable.
final class AdjacencyPatch {
  /// Beyond so many lists a chunk is made anew.
  static let listLimit = 32

  /// One node's edges: other ends, then edge ordinals.
  struct NodeList {
    /// Of the node in its chunk.
    var position: Int
    var block: SharedBlock
    var count: Int

    init(position: Int, _ ends: [Adjacency.End]) {
      self.position = position
      count = ends.count
      block = SharedBlock(byteCount: 8 * count)
      let words = block.base.bindMemory(to: UInt32.self, capacity: 2 * count)
      for (place, end) in ends.enumerated() { (words[place], words[count + place]) = (end.other, end.edge) }
    }

    var slice: Adjacency.Slice? {
      guard count > 0 else { return nil }
      let nodes = UnsafePointer(block.base.assumingMemoryBound(to: UInt32.self))
      return Adjacency.Slice(nodes: nodes, edges: nodes + count, count: count)
    }
  }

  /// What the other nodes' edges are read from: no patch.
  let base: Adjacency.Chunk
  private let baseAddress: UnsafePointer<UInt32>?
  /// One a node.
  let lists: [NodeList]

  init(_ base: Adjacency.Chunk, at address: UnsafePointer<UInt32>?, _ lists: [NodeList]) {
    self.base = base
    baseAddress = address
    self.lists = lists
  }

  var byteCount: Int {
    let own = lists.reduce(64 + lists.count * 24) { $0 + $1.block.byteCount }
    if case .whole(let block) = base { return own + block.byteCount }
    return own
  }

  // MARK: By address

  private static let mark: UInt = 1

  /// Marked, which a chunk's own address never is. Valid as long as the patch.
  var address: UnsafePointer<UInt32>? {
    UnsafePointer(bitPattern: UInt(bitPattern: Unmanaged.passUnretained(self).toOpaque()) | AdjacencyPatch.mark)
  }

  @inline(__always) static func isPatch(_ address: UnsafePointer<UInt32>) -> Bool { UInt(bitPattern: address) & mark != 0 }

  /// The edges of the node at `position`; nil when it has none.
  @inline(never) static func edges(_ position: Int, at address: UnsafePointer<UInt32>) -> Adjacency.Slice? {
    guard let object = UnsafeRawPointer(bitPattern: UInt(bitPattern: address) & ~mark) else { return nil }
    return Unmanaged<AdjacencyPatch>.fromOpaque(object)._withUnsafeGuaranteedRef { patch in
      if let list = patch.lists.first(where: { $0.position == position }) { return list.slice }
      return patch.baseAddress.flatMap { Adjacency.edges(position, in: $0) }
    }
  }
}

extension Adjacency {
  /// The same with ends taken away and added. O(edges of the nodes concerned), and now and then of their chunks.
  func advanced(removing removed: [End], adding added: [End], nodeCount: Int) -> Adjacency {
    var changes: [Int: (removed: [End], added: [End])] = [:]
    for end in removed { changes[Int(end.node >> Adjacency.shift), default: ([], [])].removed.append(end) }
    for end in added { changes[Int(end.node >> Adjacency.shift), default: ([], [])].added.append(end) }
    var chunks = chunks
    let chunkCount = (nodeCount + Adjacency.chunkNodes - 1) >> Int(Adjacency.shift)
    while chunks.count < chunkCount { chunks.append(.none) }
    for (chunk, change) in changes { chunks[chunk] = patched(chunk, chunks[chunk], lists(change.removed, change.added)) }
    return Adjacency(chunks, way, packed)
  }

  /// The nodes concerned with their edges as they are now.
  private func lists(_ removed: [End], _ added: [End]) -> [AdjacencyPatch.NodeList] {
    let changed = Dictionary(grouping: added, by: \.node).merging(removed.map { ($0.node, []) }) { known, _ in known }
    let gone = Set(removed.map { UInt64($0.node) << 32 | UInt64($0.edge) })
    return changed.map { node, added in
      let position = Int(node) & (Adjacency.chunkNodes - 1)
      return AdjacencyPatch.NodeList(position: position, merged(node, added.sorted { $0.edge < $1.edge }, without: gone))
    }
  }

  private func patched(_ index: Int, _ chunk: Chunk, _ new: [AdjacencyPatch.NodeList]) -> Chunk {
    var (base, lists) = (chunk, new)
    if case .patched(let patch) = chunk {
      base = patch.base
      lists += patch.lists.filter { old in !new.contains { $0.position == old.position } }
    }
    if lists.count > AdjacencyPatch.listLimit { return remade(index, Dictionary(uniqueKeysWithValues: lists.map { ($0.position, $0) })) }
    let address: UnsafePointer<UInt32>? =
      switch base {
      case .none, .patched: nil
      case .packed: packed?.chunk(index)
      case .whole(let block): UnsafePointer(block.base.assumingMemoryBound(to: UInt32.self))
      }
    return .patched(AdjacencyPatch(base, at: address, lists))
  }

  /// A chunk of its own, with other lists for some nodes.
  private func remade(_ index: Int, _ lists: [Int: AdjacencyPatch.NodeList]) -> Chunk {
    let first = UInt32(index << Int(Adjacency.shift))
    let slices = (0..<Adjacency.chunkNodes).map { position in
      if let list = lists[position] { return list.slice }
      return edges(of: first + UInt32(position))
    }
    let (block, base) = Adjacency.makeChunk(degrees: slices.map { UInt32($0?.count ?? 0) })
    guard let block, let base else { return .none }
    let nodes = base + (Adjacency.chunkNodes + 1)
    for (position, slice) in slices.enumerated() {
      guard let slice else { continue }
      let start = nodes + Int(base[position])
      start.update(from: slice.nodes, count: slice.count)
      (start + Int(base[Adjacency.chunkNodes])).update(from: slice.edges, count: slice.count)
    }
    return .whole(block)
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
