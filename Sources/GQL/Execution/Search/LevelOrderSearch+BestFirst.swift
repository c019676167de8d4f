import GraphStore

/// Walks that are each kept for itself, those first that may be the beginning of the shortest to one end node.
///
/// A walk of `n` edges whose end is `m` edges away (`SearchOutlook`) is no beginning of one shorter than `n + m`: taken in this order, walks arrive
/// in the order of their lengths (A*: Hart, Nilsson, Raphael, IEEE Transactions on Systems Science and Cybernetics 4(2), 1968). Mostly the
/// shortest way on has the mode too, and then only beginnings of walks that are wanted are gone on with, as in Yen's search (Management Science 17(11),
/// 1971). What cannot arrive is dropped, so that to find that there is no walk ends too.
extension LevelOrderSearch {
  /// - Returns: false when no more rows are wanted.
  func searchBestFirst(row: Int, to end: NodeOrdinal, _ context: ExecutionContext, into consume: BatchConsumer) throws(QueryError) -> Bool {
    let number = endNumber(of: end)
    if tallies[number].isSettled { return true }
    begin(at: start)
    seen.removeAll()
    var queue = WalkQueue()
    guard let distance = try outlook.distance(from: start, SearchStates.start, to: end, context) else { return true }
    queue.push(WalkQueue.Item(entry: 0, edges: 0, total: distance))
    while let item = queue.pop() {
      if isDone(tallies[number], after: item.total - 1) { return true }
      if setup.isAmbiguous, item.edges != length { seen.removeAll() }
      length = item.edges
      try setup.checkLimits(context, holding: bytesInUse + queue.bytesInUse)
      guard try give(item, to: end, number, row, context, into: consume) else { return false }
      try goOn(from: item, to: end, &queue, context)
    }
    return true
  }

  private func give(
    _ item: WalkQueue.Item, to end: NodeOrdinal, _ number: Int, _ row: Int, _ context: ExecutionContext, into consume: BatchConsumer
  ) throws(QueryError) -> Bool {
    guard entries.node(Int(item.entry)) == end, length > searchedLength, !isComplete(tallies[number]) else { return true }
    for acceptance in states.acceptances(of: entries.state(Int(item.entry))) {
      let actions = states.acceptances[Int(acceptance)]
      guard try passes(item.entry, actions) else { continue }
      guard try give(item.entry, actions, number, row, context, into: consume) else { return false }
    }
    return true
  }

  /// Adds the walks of one edge more that may arrive.
  private func goOn(from item: WalkQueue.Item, to end: NodeOrdinal, _ queue: inout WalkQueue, _ context: ExecutionContext) throws(QueryError) {
    for number in states.arcs(of: entries.state(Int(item.entry))) {
      let arc = states.arcs[Int(number)]
      guard try passes(item.entry, arc.actions) else { continue }
      var cursor = ExpandCursor()
      var isExhausted = false
      while !isExhausted {
        nextEdges.removeAll()
        source.pointee = entries.node(Int(item.entry))
        isExhausted = try setup.filters.expand(UnsafeBufferPointer(start: source, count: 1), along: Int(arc.edge), cursor: &cursor, into: nextEdges)
        for index in 0..<nextEdges.count {
          try arrive(from: item, number, arc, nextEdges.edges.base[index], nextEdges.nodes.base[index], end, &queue, context)
        }
      }
    }
  }

  private func arrive(
    from item: WalkQueue.Item, _ number: Int32, _ arc: SearchStates.Arc, _ edge: EdgeOrdinal, _ node: NodeOrdinal, _ end: NodeOrdinal,
    _ queue: inout WalkQueue, _ context: ExecutionContext
  ) throws(QueryError) {
    load(item.entry)
    let mark = walk.mark()
    defer { walk.release(to: mark) }
    walk.bind(arc.actions)
    guard allows(edge, node) else { return }
    walk.push(edge, node)
    defer { walk.pop(to: walk.edges.count - 1) }
    guard try walk.apply(states.arrivals[Int(arc.edge)]), let distance = try outlook.distance(from: node, arc.target, to: end, context) else { return }
    try setup.checkLength(item.edges + 1)
    let entry = UInt32(entries.count)
    entries.append(node, arc.target, 0)
    entries.link(item.entry, edge, number, to: entry)
    queue.push(WalkQueue.Item(entry: entry, edges: item.edges + 1, total: item.edges + 1 + distance))
  }
}

/// Walks by the least number of edges that they may arrive with; of equals the longest first, which is nearest. A binary heap.
struct WalkQueue {
  struct Item {
    let entry: UInt32
    let edges: Int
    /// Edges of the shortest walk that it may be the beginning of.
    let total: Int

    fileprivate func precedes(_ other: Item) -> Bool {
      if total != other.total { return total < other.total }
      return edges == other.edges ? entry < other.entry : edges > other.edges
    }
  }
  private var items: ContiguousArray<Item> = []

  var bytesInUse: Int { items.capacity * MemoryLayout<Item>.stride }

  mutating func push(_ item: Item) {
    items.append(item)
    var child = items.count - 1
    while child > 0, items[child].precedes(items[(child - 1) / 2]) {
      items.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  mutating func pop() -> Item? {
    guard let first = items.first, let last = items.popLast() else { return nil }
    if items.isEmpty { return first }
    items[0] = last
    var parent = 0
    while true {
      var least = parent
      for child in [2 * parent + 1, 2 * parent + 2] where child < items.count && items[child].precedes(items[least]) { least = child }
      if least == parent { return first }
      items.swapAt(parent, least)
      parent = least
    }
  }
}
