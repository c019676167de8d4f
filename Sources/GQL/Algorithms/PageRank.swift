/// PageRank by power iteration (Brin, Page: The Anatomy of a Large-Scale Hypertextual Web Search Engine, 1998). The ranks sum up to 1; what
/// nodes without outgoing edges hold is spread over all. O(edges) an iteration.
struct PageRank {
  var damping = 0.85
  var iterations = 20
  /// Stops when the ranks change by less in sum.
  var tolerance = 0.0

  /// - Parameters:
  ///   - incoming: the edges into each node; `targets` are where they come from.
  ///   - check: called once an iteration, to stop the statement.
  func ranks(_ incoming: GraphProjection, check: () throws(QueryError) -> Void) throws(QueryError) -> [Double] {
    let count = incoming.count
    guard count > 0 else { return [] }
    var degrees = [Int32](repeating: 0, count: count)
    for source in incoming.targets { degrees[Int(source)] += 1 }
    var ranks = [Double](repeating: 1 / Double(count), count: count)
    var shares = [Double](repeating: 0, count: count)
    for _ in 0..<iterations {
      try check()
      var idle = 0.0
      for node in 0..<count {
        if degrees[node] == 0 { idle += ranks[node] } else { shares[node] = ranks[node] / Double(degrees[node]) }
      }
      let base = (1 - damping + damping * idle) / Double(count)
      var change = 0.0
      incoming.targets.withUnsafeBufferPointer { sources in
        shares.withUnsafeBufferPointer { shares in
          for node in 0..<count {
            var sum = 0.0
            for position in incoming.offsets[node]..<incoming.offsets[node + 1] { sum += shares[Int(sources[position])] }
            let rank = base + damping * sum
            change += (rank - ranks[node]).magnitude
            ranks[node] = rank
          }
        }
      }
      if change <= tolerance { break }
    }
    return ranks
  }
}
