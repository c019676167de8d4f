import Synchronization

/// The edges of one way, of one type or of several, in a packed index.
///
/// A group of chunks, 2,048 nodes, is read when somebody first asks for one of its nodes, so that a selective query reads only
/// the nodes that it reaches. The edges of a node are in ordinal order, those of several types too. Safe to use from several
/// threads at once.
final class PackedAdjacency: @unchecked Sendable {
  private let source: PackSource
  private let way: Adjacency.Way
  /// Types by their codes, and which groups of chunks each has.
  private let lists: [(code: Int, groups: [Bool])]
  private let nodeCount: Int
  private let edgeCount: Int
  /// Loops are packed with the other incoming edges.
  private let leavesLoopsOut: Bool
  /// Chunks in the form of `Adjacency`; nil = not loaded.
  typealias Slots = UnsafeMutablePointer<Atomic<UnsafePointer<UInt32>?>>
  let slots: Slots
  let chunkCount: Int
  private let loaded = Mutex<[SharedBlock]>([])
  private static let chunksPerGroup = PackKey.span / Adjacency.chunkNodes

  init(_ source: PackSource, codes: [Int], _ way: Adjacency.Way) {
    self.source = source
    self.way = way
    nodeCount = source.header.nodeCount
    edgeCount = source.header.edgeCount
    leavesLoopsOut = way == .incomingWithoutLoops && codes.contains { source.header.loopCounts[$0] > 0 }
    chunkCount = (nodeCount + Adjacency.chunkNodes - 1) / Adjacency.chunkNodes
    let groupCount = PackKey.chunkCount(nodeCount)
    lists = codes.filter { source.header.edgeCounts[$0] > 0 }.map { code in
      (code, source.chunks(way.packKind, item: code, count: groupCount))
    }
    slots = .allocate(capacity: max(1, chunkCount))
    for chunk in 0..<chunkCount { (slots + chunk).initialize(to: Atomic(nil)) }
  }

  deinit {
    slots.deinitialize(count: chunkCount)
    slots.deallocate()
  }

  var byteCount: Int { loaded.withLock { $0.reduce(0) { $0 + $1.byteCount } } }

  func hasChunk(_ chunk: Int) -> Bool {
    chunk < chunkCount && lists.contains { $0.groups[chunk / PackedAdjacency.chunksPerGroup] }
  }

  /// In the form of `Adjacency`. A chunk that cannot be read has no edges, and the fault is noted.
  @inline(__always)
  func chunk(_ index: Int) -> UnsafePointer<UInt32> {
    if let known = slots[index].load(ordering: .acquiring) { return known }
    return load(index)
  }

  @inline(never)
  private func load(_ index: Int) -> UnsafePointer<UInt32> {
    loaded.withLock { blocks in
      if let known = slots[index].load(ordering: .acquiring) { return known }
      let group = index / PackedAdjacency.chunksPerGroup
      let first = group * PackedAdjacency.chunksPerGroup
      let chunks = first..<min(chunkCount, first + PackedAdjacency.chunksPerGroup)
      for (chunk, block) in zip(chunks, read(group, chunks)) {
        blocks.append(block)
        slots[chunk].store(block.adjacency, ordering: .releasing)
      }
      guard let made = slots[index].load(ordering: .relaxed) else { preconditionFailure("the chunk was just loaded") }
      return made
    }
  }

  // MARK: Groups

  /// Chunks of one group, in the form of `Adjacency`.
  private func read(_ group: Int, _ chunks: Range<Int>) -> [SharedBlock] {
    let first = group * PackKey.span
    let nodes = min(PackKey.span, nodeCount - first)
    var parts: [[SharedBlock]] = []
    for list in lists where list.groups[group] {
      let part = source.chunk(PackKey(kind: way.packKind, item: list.code, chunk: group)) { bytes -> [SharedBlock]? in
        guard let edges = PackedEdges(bytes, nodes: nodes, nodeCount: nodeCount, edgeCount: edgeCount) else { return nil }
        var blocks: [SharedBlock] = []
        for chunk in chunks {
          guard let block = edges.layOut(chunk * Adjacency.chunkNodes - first) else { return nil }
          blocks.append(block)
        }
        return blocks
      }
      // Without edges: the fault has been noted.
      guard let part else { return chunks.map { joined([], $0) } }
      parts.append(part)
    }
    if parts.count == 1, !leavesLoopsOut { return parts[0] }
    return chunks.enumerated().map { position, chunk in joined(parts.map { $0[position].adjacency }, chunk) }
  }

  /// Merges what the parts have of each node by the edges' ordinals.
  private func joined(_ parts: [UnsafePointer<UInt32>], _ chunk: Int) -> SharedBlock {
    let capacity = parts.reduce(0) { $0 + Int($1[Adjacency.chunkNodes]) }
    var ends: [UInt32] = []
    var edges: [UInt32] = []
    ends.reserveCapacity(capacity)
    edges.reserveCapacity(capacity)
    var offsets: [UInt32] = [0]
    /// Where each part's next edge is.
    var cursors = Array(repeating: 0, count: parts.count)
    for node in 0..<Adjacency.chunkNodes {
      let own = UInt32(chunk * Adjacency.chunkNodes + node)
      while true {
        var least: (part: Int, edge: UInt32)?
        for (part, base) in parts.enumerated() where cursors[part] < Int(base[node + 1]) {
          let edge = base[Adjacency.chunkNodes + 1 + Int(base[Adjacency.chunkNodes]) + cursors[part]]
          if least.map({ edge < $0.edge }) ?? true { least = (part, edge) }
        }
        guard let least else { break }
        let end = parts[least.part][Adjacency.chunkNodes + 1 + cursors[least.part]]
        cursors[least.part] += 1
        if leavesLoopsOut, end == own { continue }
        ends.append(end)
        edges.append(least.edge)
      }
      offsets.append(UInt32(ends.count))
    }
    return SharedBlock(offsets, ends, edges)
  }
}

/// The edges of up to 2,048 nodes as they lie in a chunk of a packed index. Valid as long as the chunk's bytes.
private struct PackedEdges {
  /// Where each node's edges begin, and the end of the last.
  private let offsets: [UInt32]
  private let ends: PackedIntsView
  private let edges: PackedIntsView
  private let nodeCount: Int
  private let edgeCount: Int

  /// Nil for wrong bytes.
  init?(_ bytes: UnsafeRawBufferPointer, nodes: Int, nodeCount: Int, edgeCount: Int) {
    var cursor = PackCursor(bytes)
    guard let total = cursor.count(atMost: 2 * edgeCount), let degrees = cursor.ints(nodes), let ends = cursor.ints(total),
      let edges = cursor.ints(total), cursor.isAtEnd
    else { return nil }
    var offsets: [UInt32] = [0]
    offsets.reserveCapacity(nodes + 1)
    var sum: Int64 = 0
    var isRight = true
    degrees.forEach { _, degree in
      if degree < 0 || degree > Int64(total) - sum { return isRight = false }
      sum += degree
      offsets.append(UInt32(sum))
    }
    guard isRight, sum == Int64(total) else { return nil }
    (self.offsets, self.ends, self.edges) = (offsets, ends, edges)
    (self.nodeCount, self.edgeCount) = (nodeCount, edgeCount)
  }

  /// 256 nodes from the one at `first` on, in the form of `Adjacency`. Nil for wrong bytes.
  func layOut(_ first: Int) -> SharedBlock? {
    let start = Int(offsets[first])
    let end = Int(offsets[min(first + Adjacency.chunkNodes, offsets.count - 1)])
    let count = end - start
    let words = Adjacency.chunkNodes + 1 + 2 * count
    let block = SharedBlock(byteCount: 4 * words)
    let base = block.base.bindMemory(to: UInt32.self, capacity: words)
    for node in 0...Adjacency.chunkNodes { base[node] = offsets[min(first + node, offsets.count - 1)] - UInt32(start) }
    let list = base + (Adjacency.chunkNodes + 1)
    let isRight =
      ends.slice(start..<end).copy(to: list, limit: nodeCount)
      && edges.slice(start..<end).copy(to: list + count, limit: edgeCount)
    return isRight ? block : nil
  }
}

extension SharedBlock {
  /// As the chunk of an adjacency that it is.
  fileprivate var adjacency: UnsafePointer<UInt32> { UnsafePointer(base.assumingMemoryBound(to: UInt32.self)) }

  /// The lists one behind the other.
  fileprivate convenience init(_ lists: [UInt32]...) {
    let count = lists.reduce(0) { $0 + $1.count }
    self.init(byteCount: 4 * count)
    var next = base.bindMemory(to: UInt32.self, capacity: count)
    for list in lists {
      list.withUnsafeBufferPointer { if let start = $0.baseAddress { next.update(from: start, count: list.count) } }
      next += list.count
    }
  }
}

/// The adjacencies of a packed index that somebody has asked for: those of one type, and that of all.
final class PackedAdjacencies: Sendable {
  private struct Key: Hashable {
    var codes: [Int]
    var way: Adjacency.Way
  }
  private let source: PackSource
  private let made = Mutex<[Key: PackedAdjacency]>([:])

  init(_ source: PackSource) { self.source = source }

  /// - Parameter isKept: others of the lineage ask for the same.
  func adjacency(_ codes: [Int], _ way: Adjacency.Way, isKept: Bool) -> PackedAdjacency {
    let hasLoops = codes.contains { source.header.loopCounts[$0] > 0 }
    let way = way == .incomingWithoutLoops && !hasLoops ? .incoming : way
    if !isKept { return PackedAdjacency(source, codes: codes, way) }
    return made.withLock { made in
      let key = Key(codes: codes, way: way)
      if let known = made[key] { return known }
      let new = PackedAdjacency(source, codes: codes, way)
      made[key] = new
      return new
    }
  }
}
