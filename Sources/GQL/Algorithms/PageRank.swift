/// PageRank by power iteration (Brin, Page: The Anatomy of a Large-Scale Hypertextual Web Search Engine, 1998). The ranks sum up to 1; what
/// nodes without outgoing edges hold is spread over all. O(edges) an iteration.
struct PageRank {
  var damping = 0.85
  var iterations = 20
  /// Stops when the ranks change by less in sum.
  var tolerance = 0.0

  /// Threads work on pieces of the nodes. Sums over all nodes are sums of the pieces' sums, in order: the ranks do not depend on the threads.
  /// - Parameter incoming: the edges into each node; `targets` are where they come from.
  func ranks(_ incoming: GraphProjection, _ context: ExecutionContext) throws(QueryError) -> [Double] {
    let count = incoming.count
    guard count > 0 else { return [] }
    let state = State(incoming)
    let threads = context.canUseThreads(onNodes: count) ? context.limits.threads : 1
    for _ in 0..<iterations {
      try context.checkLimits()
      let base = (1 - damping + damping * state.share()) / Double(count)
      try PieceWork.run(state.pieces, threads: threads, context) { _, own in Worker(state, base: base, damping: damping) }
      if state.change <= tolerance { break }
    }
    return Array(state.ranks)
  }

  /// What the workers read and write: each writes the ranks and the sum of its pieces alone.
  private final class State: @unchecked Sendable {
    static let pieceNodes = 8_192

    let incoming: GraphProjection
    let ranks: UnsafeMutableBufferPointer<Double>
    /// What a node gives to each of its targets.
    let shares: UnsafeMutableBufferPointer<Double>
    let changes: UnsafeMutableBufferPointer<Double>
    private let degrees: [Int32]

    var pieces: Int { changes.count }
    var change: Double { changes.reduce(0, +) }

    init(_ incoming: GraphProjection) {
      self.incoming = incoming
      let count = incoming.count
      var degrees = [Int32](repeating: 0, count: count)
      for source in incoming.targets { degrees[Int(source)] += 1 }
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
            for position in offsets[node]..<offsets[node + 1] { sum += shares[Int(sources[position])] }
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
