/// Communities of high modularity, edges taken without direction (Blondel et al.: Fast unfolding of communities in large networks, 2008).
/// Nodes are visited in number order, so that the same graph has the same communities. O(edges) a pass; few passes.
struct Louvain {
  var resolution = 1.0
  /// A pass that gains less modularity is the last on its level.
  var tolerance = 1e-7
  private static let passLimit = 100
  /// Nodes between two looks at whether the statement shall stop.
  private static let checkInterval = 1 << 12

  /// A weighted undirected graph; each edge stands at both of its ends, a loop once with twice its weight.
  private struct Level {
    var offsets: [Int]
    var targets: [UInt32]
    var weights: [Double]
    var count: Int { offsets.count - 1 }
  }

  /// The community of each node, numbered 0, 1, ... by their first node.
  /// - Parameters:
  ///   - directed: each directed edge at its source.
  ///   - undirected: each undirected edge at both ends, over the same nodes.
  func communities(
    _ directed: GraphProjection, _ directedWeights: [Double], _ undirected: GraphProjection, _ undirectedWeights: [Double],
    check: () throws(QueryError) -> Void
  ) throws(QueryError) -> [UInt32] {
    var level = try Louvain.build(directed.count, of: directed.count, check) { node, add in
      for position in directed.offsets[node]..<directed.offsets[node + 1] {
        add(UInt32(node), directed.targets[position], directedWeights[position])
        add(directed.targets[position], UInt32(node), directedWeights[position])
      }
      for position in undirected.offsets[node]..<undirected.offsets[node + 1] {
        // An undirected loop is seen once, and stands twice like any other.
        add(UInt32(node), undirected.targets[position], undirectedWeights[position])
        if Int(undirected.targets[position]) == node { add(UInt32(node), UInt32(node), undirectedWeights[position]) }
      }
    }
    var result = (0..<UInt32(directed.count)).map { $0 }
    while true {
      let (communities, hasMoved) = try moved(level, check)
      let numbers = Components.numbered(communities)
      for node in result.indices { result[node] = numbers[Int(result[node])] }
      if !hasMoved { return Components.numbered(result) }
      level = try Louvain.contracted(level, numbers, check)
    }
  }

  /// Moves nodes to the neighbouring community that gains most, until passes gain next to nothing.
  private func moved(
    _ level: Level, _ check: () throws(QueryError) -> Void
  ) throws(QueryError) -> (communities: [UInt32], hasMoved: Bool) {
    var communities = (0..<UInt32(level.count)).map { $0 }
    let degrees = (0..<level.count).map { node in
      level.weights[level.offsets[node]..<level.offsets[node + 1]].reduce(0, +)
    }
    let total = degrees.reduce(0, +)
    guard total > 0 else { return (communities, false) }
    var sums = degrees
    var links = [Double](repeating: 0, count: level.count)
    var touched: [UInt32] = []
    var hasMoved = false
    for _ in 0..<Louvain.passLimit {
      var gain = 0.0
      for node in 0..<level.count {
        if node % Louvain.checkInterval == 0 { try check() }
        let own = communities[node]
        for position in level.offsets[node]..<level.offsets[node + 1] where Int(level.targets[position]) != node {
          let community = communities[Int(level.targets[position])]
          if links[Int(community)] == 0 { touched.append(community) }
          links[Int(community)] += level.weights[position]
        }
        sums[Int(own)] -= degrees[node]
        func score(_ community: UInt32) -> Double {
          links[Int(community)] - resolution * sums[Int(community)] * degrees[node] / total
        }
        var best = own
        var bestScore = score(own)
        let ownScore = bestScore
        for community in touched where community != own {
          let candidate = score(community)
          if candidate > bestScore + 1e-12 {
            best = community
            bestScore = candidate
          }
        }
        sums[Int(best)] += degrees[node]
        for community in touched { links[Int(community)] = 0 }
        touched.removeAll(keepingCapacity: true)
        if best == own { continue }
        communities[node] = best
        hasMoved = true
        gain += 2 * (bestScore - ownScore) / total
      }
      if gain <= tolerance { break }
    }
    return (communities, hasMoved)
  }

  private static func contracted(
    _ level: Level, _ numbers: [UInt32], _ check: () throws(QueryError) -> Void
  ) throws(QueryError) -> Level {
    let whole = try build(Int(numbers.max() ?? 0) + 1, of: level.count, check) { node, add in
      for position in level.offsets[node]..<level.offsets[node + 1] {
        add(numbers[node], numbers[Int(level.targets[position])], level.weights[position])
      }
    }
    return try merged(whole, check)
  }

  /// - Parameter visit: gives the edges that come of one of the `old` nodes.
  private static func build(
    _ count: Int, of old: Int, _ check: () throws(QueryError) -> Void,
    _ visit: (_ node: Int, _ add: (UInt32, UInt32, Double) -> Void) -> Void
  ) throws(QueryError) -> Level {
    var offsets = [Int](repeating: 0, count: count + 1)
    for node in 0..<old {
      if node % checkInterval == 0 { try check() }
      visit(node) { from, _, weight in if weight > 0 { offsets[Int(from) + 1] += 1 } }
    }
    for node in 0..<count { offsets[node + 1] += offsets[node] }
    var next = offsets
    var targets = [UInt32](repeating: 0, count: offsets[count])
    var weights = [Double](repeating: 0, count: offsets[count])
    for node in 0..<old {
      if node % checkInterval == 0 { try check() }
      visit(node) { from, to, weight in
        guard weight > 0 else { return }
        targets[next[Int(from)]] = to
        weights[next[Int(from)]] = weight
        next[Int(from)] += 1
      }
    }
    return Level(offsets: offsets, targets: targets, weights: weights)
  }

  /// Parallel edges as one.
  private static func merged(_ level: Level, _ check: () throws(QueryError) -> Void) throws(QueryError) -> Level {
    var result = Level(offsets: [0], targets: [], weights: [])
    var sums = [Double](repeating: 0, count: level.count)
    var touched: [UInt32] = []
    for node in 0..<level.count {
      if node % checkInterval == 0 { try check() }
      for position in level.offsets[node]..<level.offsets[node + 1] {
        let target = level.targets[position]
        if sums[Int(target)] == 0 { touched.append(target) }
        sums[Int(target)] += level.weights[position]
      }
      for target in touched {
        result.targets.append(target)
        result.weights.append(sums[Int(target)])
        sums[Int(target)] = 0
      }
      touched.removeAll(keepingCapacity: true)
      result.offsets.append(result.targets.count)
    }
    return result
  }
}
