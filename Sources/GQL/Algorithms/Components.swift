/// Components, numbered 0, 1, ... by their first node.
enum Components {
  /// Nodes or edges between two looks at whether the statement shall stop.
  private static let checkInterval = 1 << 14

  /// Weakly connected: joined by edges in any direction. Union-find with path halving (Tarjan, van Leeuwen 1984): nearly O(edges).
  static func weak(_ graph: GraphProjection, check: () throws(QueryError) -> Void) throws(QueryError) -> [UInt32] {
    var parents = (0..<UInt32(graph.count)).map { $0 }
    try parents.withUnsafeMutableBufferPointer { parents throws(QueryError) in
      func root(_ node: UInt32) -> UInt32 {
        var node = node
        while parents[Int(node)] != node {
          parents[Int(node)] = parents[Int(parents[Int(node)])]
          node = parents[Int(node)]
        }
        return node
      }
      for node in 0..<graph.count {
        if node % checkInterval == 0 { try check() }
        for position in graph.offsets[node]..<graph.offsets[node + 1] {
          let a = root(UInt32(node))
          let b = root(graph.targets[position])
          if a != b { parents[Int(max(a, b))] = min(a, b) }
        }
      }
      for node in 0..<UInt32(graph.count) { parents[Int(node)] = root(node) }
    }
    return numbered(parents)
  }

  /// Strongly connected: each node reaches each other. Tarjan's algorithm (1972) with a stack of its own: O(nodes + edges).
  static func strong(_ graph: GraphProjection, check: () throws(QueryError) -> Void) throws(QueryError) -> [UInt32] {
    let unseen = UInt32.max
    var order = [UInt32](repeating: unseen, count: graph.count)
    var low = order
    var component = order
    var stack: [UInt32] = []
    var path: [(node: Int, position: Int)] = []
    var next: UInt32 = 0
    var steps = 0
    for start in 0..<graph.count where order[start] == unseen {
      path.append((start, graph.offsets[start]))
      order[start] = next
      low[start] = next
      next += 1
      stack.append(UInt32(start))
      while let (node, position) = path.last {
        steps += 1
        if steps % checkInterval == 0 { try check() }
        if position < graph.offsets[node + 1] {
          path[path.count - 1].position += 1
          let target = Int(graph.targets[position])
          if order[target] == unseen {
            order[target] = next
            low[target] = next
            next += 1
            stack.append(UInt32(target))
            path.append((target, graph.offsets[target]))
          } else if component[target] == unseen {
            low[node] = min(low[node], order[target])
          }
          continue
        }
        path.removeLast()
        if let parent = path.last?.node { low[parent] = min(low[parent], low[node]) }
        guard low[node] == order[node] else { continue }
        while let member = stack.popLast() {
          component[Int(member)] = UInt32(node)
          if Int(member) == node { break }
        }
      }
    }
    return numbered(component)
  }

  /// Numbers by first appearance instead of by representative.
  static func numbered(_ representatives: [UInt32]) -> [UInt32] {
    var numbers = [UInt32](repeating: UInt32.max, count: representatives.count)
    var next: UInt32 = 0
    return representatives.map { representative in
      if numbers[Int(representative)] == UInt32.max {
        numbers[Int(representative)] = next
        next += 1
      }
      return numbers[Int(representative)]
    }
  }
}
