import GraphStore

/// In how many ways each node can be the end of a branch: for all nodes at once, by several threads where that is worth it.
struct EndWeights {
  private let labelMask: [Bool]?
  private let nodeLimit: NodeOrdinal

  /// - Parameter labelMask: other nodes have none.
  init(_ labelMask: [Bool]?, nodeLimit: NodeOrdinal) {
    self.labelMask = labelMask
    self.nodeLimit = nodeLimit
  }

  /// By ordinal. Of errors the one of the first nodes is thrown.
  /// - Parameter makeEnd: one for each thread, made here.
  func weighed(
    _ threads: Int, _ context: ExecutionContext, _ makeEnd: (_ number: Int) -> BranchEnd
  ) throws(QueryError) -> [Int64] {
    var weights = [Int64](repeating: 0, count: Int(nodeLimit))
    let size = min(UInt32(Batch.rowLimit), context.limits.morselNodes)
    let pieces = Int((nodeLimit + size - 1) / size)
    let claims = MorselClaims(count: pieces)
    let halt = Cancellation()
    let workers = (0..<max(1, min(threads, pieces))).map { number in
      Worker(
        makeEnd(number), labelMask, number == 0 ? context : context.forWorker(drivenBy: claims, halt: halt))
    }
    weights.withUnsafeMutableBufferPointer { weights in
      let shared = Shared(workers, weights, pieceNodes: size, nodeLimit: nodeLimit)
      let others = WorkerThreads(workers.count - 1) { shared.work($0 + 1, claims) }
      shared.work(0, claims)
      others.join()
    }
    if let first = workers.compactMap(\.error).min(by: { $0.piece < $1.piece }) { throw first.error }
    return weights
  }

  /// Each worker is used by one thread; no two write the same weight.
  private struct Shared: @unchecked Sendable {
    let workers: [Worker]
    let weights: UnsafeMutableBufferPointer<Int64>
    let pieceNodes: UInt32
    let nodeLimit: NodeOrdinal

    init(_ workers: [Worker], _ weights: UnsafeMutableBufferPointer<Int64>, pieceNodes: UInt32, nodeLimit: NodeOrdinal) {
      self.workers = workers
      self.weights = weights
      self.pieceNodes = pieceNodes
      self.nodeLimit = nodeLimit
    }

    func work(_ number: Int, _ claims: MorselClaims) {
      while let piece = claims.claim() {
        let start = UInt32(piece) * pieceNodes
        do throws(QueryError) {
          try workers[number].weigh(start..<min(nodeLimit, start + pieceNodes), into: weights)
        } catch {
          workers[number].error = (piece, error)
          claims.stop()
        }
      }
    }
  }

  private final class Worker {
    private let end: BranchEnd
    private let labelMask: [Bool]?
    private let context: ExecutionContext
    private let scanned = OrdinalBuffer()
    @exclusivity(unchecked) var error: (piece: Int, error: QueryError)?

    init(_ end: BranchEnd, _ labelMask: [Bool]?, _ context: ExecutionContext) {
      self.end = end
      self.labelMask = labelMask
      self.context = context
    }

    func weigh(_ nodes: Range<UInt32>, into weights: UnsafeMutableBufferPointer<Int64>) throws(QueryError) {
      try context.checkLimits()
      scanned.removeAll()
      context.reader.scanNodes(in: nodes, labelSets: labelMask, into: scanned)
      try end.weigh(scanned.elements, hasLabels: true, context)
      for index in 0..<scanned.count { weights[Int(scanned.base[index])] = end.weights[index] }
    }
  }
}
