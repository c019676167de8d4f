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
  private let loading = Mutex<[SharedBlock]>([])
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

  var byteCount: Int { loading.withLock { $0.reduce(0) { $0 + $1.byteCount } } }

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
    loading.withLock { blocks in
      if let known = slots[index].load(ordering: .acquiring) { return known }
      let group = index / PackedAdjacency.chunksPerGroup
      if let edges = read(group) {
        blocks.append(layOut(group, edges))
      } else {
        let empty = SharedBlock(byteCount: 4 * (Adjacency.chunkNodes + 1))
        empty.base.initializeMemory(as: UInt32.self, repeating: 0, count: Adjacency.chunkNodes + 1)
        blocks.append(empty)
        let base = UnsafePointer(empty.base.assumingMemoryBound(to: UInt32.self))
        let first = group * PackedAdjacency.chunksPerGroup
        for chunk in first..<min(chunkCount, first + PackedAdjacency.chunksPerGroup) {
          slots[chunk].store(base, ordering: .releasing)
        }
      }
      guard let loaded = slots[index].load(ordering: .relaxed) else { preconditionFailure("the group was just loaded") }
      return loaded
    }
  }

  // MARK: Groups

  /// The edges of the nodes of a group, node after node.
  private struct Edges {
    var degrees: [UInt32] = []
    var ends: [UInt32] = []
    var edges: [UInt32] = []

    init() {}

    /// Nil for wrong bytes.
    init?(_ bytes: UnsafeRawBufferPointer, nodes: Int, nodeCount: Int, edgeCount: Int) {
      var cursor = PackCursor(bytes)
      guard let total = cursor.count(atMost: 2 * edgeCount), let degreeList = cursor.ints(nodes), let endList = cursor.ints(total),
        let edgeList = cursor.ints(total), cursor.isAtEnd, let degrees = Edges.list(degreeList, nodes, limit: total + 1),
        degrees.reduce(0, { $0 + Int($1) }) == total, let ends = Edges.list(endList, total, limit: nodeCount),
        let edges = Edges.list(edgeList, total, limit: edgeCount)
      else { return nil }
      (self.degrees, self.ends, self.edges) = (degrees, ends, edges)
    }

    private static func list(_ view: PackedIntsView, _ count: Int, limit: Int) -> [UInt32]? {
      var isRight = true
      let list = [UInt32](unsafeUninitializedCapacity: count) { buffer, initialized in
        if let base = buffer.baseAddress, count > 0 { isRight = view.copy(to: base, limit: limit) }
        initialized = count
      }
      return isRight ? list : nil
    }
  }

  /// Nil when a chunk cannot be read.
  private func read(_ group: Int) -> Edges? {
    let first = group * PackKey.span
    let nodes = min(PackKey.span, nodeCount - first)
    var parts: [Edges] = []
    for list in lists where list.groups[group] {
      let part = source.chunk(PackKey(kind: way.packKind, item: list.code, chunk: group)) {
        Edges($0, nodes: nodes, nodeCount: nodeCount, edgeCount: edgeCount)
      }
      guard let part else { return nil }
      parts.append(part)
    }
    return parts.count == 1 && !leavesLoopsOut ? parts[0] : joined(parts, first: first, nodes: nodes)
  }

  /// Merges what the parts have of each node by the edges' ordinals.
  private func joined(_ parts: [Edges], first: Int, nodes: Int) -> Edges {
    var result = Edges()
    let total = parts.reduce(0) { $0 + $1.ends.count }
    result.degrees.reserveCapacity(nodes)
    result.ends.reserveCapacity(total)
    result.edges.reserveCapacity(total)
    var starts = Array(repeating: 0, count: parts.count)
    var limits = starts
    for node in 0..<nodes {
      let before = result.ends.count
      var open: [Int] = []
      for part in parts.indices {
        limits[part] = starts[part] + Int(parts[part].degrees[node])
        if starts[part] < limits[part] { open.append(part) }
      }
      while let least = open.min(by: { parts[$0].edges[starts[$0]] < parts[$1].edges[starts[$1]] }) {
        let position = starts[least]
        starts[least] += 1
        if starts[least] == limits[least] { open.removeAll { $0 == least } }
        if leavesLoopsOut, Int(parts[least].ends[position]) == first + node { continue }
        result.ends.append(parts[least].ends[position])
        result.edges.append(parts[least].edges[position])
      }
      result.degrees.append(UInt32(result.ends.count - before))
    }
    return result
  }

  /// As chunks of 256 nodes, which it publishes.
  private func layOut(_ group: Int, _ all: Edges) -> SharedBlock {
    let nodes = all.degrees.count
    let chunks = (nodes + Adjacency.chunkNodes - 1) / Adjacency.chunkNodes
    let size = chunks * (Adjacency.chunkNodes + 1) + 2 * all.ends.count
    let block = SharedBlock(byteCount: 4 * size)
    var next = block.base.bindMemory(to: UInt32.self, capacity: size)
    var start = 0
    for chunk in 0..<chunks {
      let base = next
      var count = 0
      for node in 0..<Adjacency.chunkNodes {
        base[node] = UInt32(count)
        let position = chunk * Adjacency.chunkNodes + node
        if position < nodes { count += Int(all.degrees[position]) }
      }
      base[Adjacency.chunkNodes] = UInt32(count)
      let list = base + (Adjacency.chunkNodes + 1)
      all.ends.withUnsafeBufferPointer { if let ends = $0.baseAddress { list.update(from: ends + start, count: count) } }
      all.edges.withUnsafeBufferPointer { if let edges = $0.baseAddress { (list + count).update(from: edges + start, count: count) } }
      next = list + 2 * count
      start += count
      slots[group * PackedAdjacency.chunksPerGroup + chunk].store(UnsafePointer(base), ordering: .releasing)
    }
    return block
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
