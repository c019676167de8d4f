/// Distances from one node.
enum Distances {
  /// The number of edges on a shortest path to each node, -1 where none leads. Breadth-first: O(nodes + edges).
  /// - Parameter check: called once a level, to stop the statement.
  static func levels(
    _ graph: GraphProjection, from start: Int, check: () throws(QueryError) -> Void
  ) throws(QueryError) -> [Int32] {
    var levels = [Int32](repeating: -1, count: graph.count)
    levels[start] = 0
    var frontier = [UInt32(start)]
    var depth: Int32 = 0
    while !frontier.isEmpty {
      try check()
      depth += 1
      var next: [UInt32] = []
      for node in frontier {
        for position in graph.offsets[Int(node)]..<graph.offsets[Int(node) + 1] {
          let target = graph.targets[position]
          if levels[Int(target)] >= 0 { continue }
          levels[Int(target)] = depth
          next.append(target)
        }
      }
      frontier = next
    }
    return levels
  }

  /// Least sums of weights, and for each node the position of the edge by which it is reached; -1 for the start and unreached nodes.
  struct Tree {
    var distances: [Double]
    var via: [Int]
  }

  /// Dijkstra's algorithm (1959) with a binary heap: O((nodes + edges) log nodes). Of equally short ways the one found first stays.
  /// - Parameter goal: stops when this node is reached for certain.
  static func weighted(
    _ graph: GraphProjection, _ weights: [Double], from start: Int, to goal: Int? = nil,
    check: () throws(QueryError) -> Void
  ) throws(QueryError) -> Tree {
    var tree = Tree(
      distances: Array(repeating: .infinity, count: graph.count), via: Array(repeating: -1, count: graph.count))
    tree.distances[start] = 0
    var heap = Heap()
    heap.push(0, UInt32(start))
    var taken = 0
    while let (distance, node) = heap.pop() {
      if distance > tree.distances[Int(node)] { continue }
      if Int(node) == goal { break }
      taken += 1
      if taken % 4_096 == 0 { try check() }
      for position in graph.offsets[Int(node)]..<graph.offsets[Int(node) + 1] {
        let target = graph.targets[position]
        let through = distance + weights[position]
        guard through < tree.distances[Int(target)] else { continue }
        tree.distances[Int(target)] = through
        tree.via[Int(target)] = position
        heap.push(through, target)
      }
    }
    return tree
  }

  /// A binary heap of nodes, the nearest on top; among equals the one with the least number.
  private struct Heap {
    private var items: [(distance: Double, node: UInt32)] = []

    mutating func push(_ distance: Double, _ node: UInt32) {
      items.append((distance, node))
      var child = items.count - 1
      while child > 0, items[child] < items[(child - 1) / 2] {
        items.swapAt(child, (child - 1) / 2)
        child = (child - 1) / 2
      }
    }

    mutating func pop() -> (distance: Double, node: UInt32)? {
      guard let top = items.first, let last = items.popLast() else { return nil }
      if items.isEmpty { return top }
      items[0] = last
      var parent = 0
      while true {
        var least = parent
        for child in [2 * parent + 1, 2 * parent + 2] where child < items.count && items[child] < items[least] { least = child }
        if least == parent { return top }
        items.swapAt(parent, least)
        parent = least
      }
    }
  }
}
