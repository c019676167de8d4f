/// PageRank by power iteration (Brin, Page: The Anatomy of a Large-Scale Hypertextual Web Search Engine, 1998). The ranks sum up to 1; what
/// nodes without outgoing edges hold is spread over all. O(edges) an iteration.
struct PageRank {
  var damping = 0.85
  var iterations = 20
  /// Stops when the ranks change by less in sum.
  var tolerance = 0.0

  /// Threads work on pieces of the nodes. Sums over all nodes are sums of the pieces' sums, in order: the ranks do not depend on the threads.
  /// - Parameters:
  ///   - incoming: the edges into each node; `targets` are where they come from.
  ///   - weights: parallel to `targets`: a node gives to each by the weight of the edge to it. Empty = to each alike.
  func ranks(_ incoming: GraphProjection, _ weights: [Double] = [], _ context: ExecutionContext) throws(QueryError) -> [Double] {
    let count = incoming.count
    guard count > 0 else { return [] }
    let state = State(incoming, try PageRank.parts(incoming, weights))
    let threads = context.canUseThreads(onNodes: count) ? context.limits.threads : 1
    for _ in 0..<iterations {
      try context.checkLimits()
      let base = (1 - damping + damping * state.share()) / Double(count)
      try PieceWork.run(state.pieces, threads: threads, context) { _, own in Worker(state, base: base, damping: damping) }
      if state.change <= tolerance { break }
    }
    return Array(state.ranks)
  }

  /// The part of what the source has that goes along each edge: its weight by the sum of the source's weights. Where these are all 0 there is no
  /// one to give to.
  private static func parts(_ incoming: GraphProjection, _ weights: [Double]) throws(QueryError) -> [Double] {
    guard let greatest = weights.max(), greatest > 0 else { return weights }
    guard greatest < .infinity else { throw QueryError(.dataException, "the weight of an edge is finite for PageRank") }
    var sums = [Double](repeating: 0, count: incoming.count)
    // So that no sum is too large.
    for (source, weight) in zip(incoming.targets, weights) { sums[Int(source)] += weight / greatest }
    return zip(incoming.targets, weights).map { source, weight in
      weight == 0 || sums[Int(source)] == 0 ? 0 : weight / greatest / sums[Int(source)]
    }
  }

  /// What the workers read and write: each writes the ranks and the sum of its pieces alone.
  private final class State: @unchecked Sendable {
    static let pieceNodes = 8_192

    let incoming: GraphProjection
    let ranks: UnsafeMutableBufferPointer<Double>
    /// What a node gives to each of its targets.
    let shares: UnsafeMutableBufferPointer<Double>
    let changes: UnsafeMutableBufferPointer<Double>
    /// How many it gives to alike; with weights 1 for a node that has anyone to give to.
    private let degrees: [Int32]
    /// Parallel to the sources of the edges; empty where each gets the same.
    let parts: [Double]

    var pieces: Int { changes.count }
    var change: Double { changes.reduce(0, +) }

    init(_ incoming: GraphProjection, _ parts: [Double]) {
      self.incoming = incoming
      self.parts = parts
      let count = incoming.count
      var degrees = [Int32](repeating: 0, count: count)
      if parts.isEmpty {
        for source in incoming.targets { degrees[Int(source)] += 1 }
      } else {
        for (source, part) in zip(incoming.targets, parts) where part > 0 { degrees[Int(source)] = 1 }
      }
      self.degrees = degrees
      ranks = .allocate(capacity: count)
      ranks.initialize(repeating: 1 / Double(count))
      shares = .allocate(capacity: count)
      shares.initialize(repeating: 0)
      changes = .allocate(capacity: (count + State.pieceNodes - 1) / State.pieceNodes)
      changes.initialize(repeating: 0)
    }

    deinit {
      ranks.deallocate()
      shares.deallocate()
      changes.deallocate()
    }

    /// Finds what each node gives, and what those hold that have no one to give it to.
    func share() -> Double {
      var idle = 0.0
      for node in ranks.indices {
        if degrees[node] == 0 { idle += ranks[node] } else { shares[node] = ranks[node] / Double(degrees[node]) }
      }
      return idle
    }
  }

  private final class Worker: PieceWorker {
    private let state: State
    private let base: Double
    private let damping: Double

    init(_ state: State, base: Double, damping: Double) {
      self.state = state
      self.base = base
      self.damping = damping
    }

    func work(_ piece: Int) throws(QueryError) {
      let (ranks, shares) = (state.ranks, state.shares)
      let start = piece * State.pieceNodes
      let end = min(ranks.count, start + State.pieceNodes)
      var change = 0.0
      state.incoming.targets.withUnsafeBufferPointer { sources in
        state.incoming.offsets.withUnsafeBufferPointer { offsets in
          for node in start..<end {
            var sum = 0.0
            if state.parts.isEmpty {
              for position in offsets[node]..<offsets[node + 1] { sum += shares[Int(sources[position])] }
            } else {
              for position in offsets[node]..<offsets[node + 1] { sum += shares[Int(sources[position])] * state.parts[position] }
            }
            let rank = base + damping * sum
            change += (rank - ranks[node]).magnitude
            ranks[node] = rank
          }
        }
      }
      state.changes[piece] = change
    }
  }
}
