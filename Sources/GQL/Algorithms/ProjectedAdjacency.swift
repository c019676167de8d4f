import GraphStore

/// The edges of a projection, node after node. Threads follow the edges of a batch of nodes at a time; what they find is put together in node order.
struct ProjectedAdjacency {
  private(set) var offsets: [Int]
  private(set) var targets: [UInt32]
  private(set) var edges: [EdgeOrdinal]

  /// - Parameters:
  ///   - numbers: by node ordinal; edges to nodes without one are left out.
  ///   - types: nil = all.
  init(
    _ nodes: [NodeOrdinal], _ numbers: [UInt32], _ directions: EdgeDirections, types: [NameID]?, keepsEdges: Bool, _ context: ExecutionContext
  ) throws(QueryError) {
    let pieces = (nodes.count + Batch.rowLimit - 1) / Batch.rowLimit
    let parts = Parts(pieces)
    let threads = context.canUseThreads(onNodes: nodes.count) ? context.limits.threads : 1
    try PieceWork.run(pieces, threads: threads, context) { _, own in
      Worker(nodes, numbers, directions, types, keepsEdges: keepsEdges, parts, own)
    }
    let count = parts.all.reduce(0) { $0 + $1.targets.count }
    offsets = [0]
    offsets.reserveCapacity(nodes.count + 1)
    targets = []
    targets.reserveCapacity(count)
    edges = []
    edges.reserveCapacity(keepsEdges ? count : 0)
    var end = 0
    for part in parts.all {
      for degree in part.degrees {
        end += Int(degree)
        offsets.append(end)
      }
      targets.append(contentsOf: part.targets.elements)
      edges.append(contentsOf: part.edges.elements)
    }
  }

  /// What was found of one batch of nodes.
  private final class Part {
    var degrees: [UInt32] = []
    let targets = OrdinalBuffer()
    let edges = OrdinalBuffer()
  }

  /// Each is written by the one thread that works on it.
  private final class Parts: @unchecked Sendable {
    let all: [Part]
    init(_ count: Int) { all = (0..<count).map { _ in Part() } }
  }

  private final class Worker: PieceWorker {
    private let nodes: [NodeOrdinal]
    private let numbers: [UInt32]
    private let directions: EdgeDirections
    private let types: [NameID]?
    private let keepsEdges: Bool
    private let parts: Parts
    private let context: ExecutionContext
    private let expanded = ExpandBuffer()
    private static let edgesAtOnce = 1 << 16

    init(
      _ nodes: [NodeOrdinal], _ numbers: [UInt32], _ directions: EdgeDirections, _ types: [NameID]?, keepsEdges: Bool, _ parts: Parts,
      _ context: ExecutionContext
    ) {
      self.nodes = nodes
      self.numbers = numbers
      self.directions = directions
      self.types = types
      self.keepsEdges = keepsEdges
      self.parts = parts
      self.context = context
    }

    func work(_ piece: Int) throws(QueryError) {
      let part = parts.all[piece]
      let range = piece * Batch.rowLimit..<min(nodes.count, (piece + 1) * Batch.rowLimit)
      part.degrees = Array(repeating: 0, count: range.count)
      try nodes.withUnsafeBufferPointer { nodes throws(QueryError) in
        let batch = UnsafeBufferPointer(rebasing: nodes[range])
        var cursor = ExpandCursor()
        var isExhausted = false
        while !isExhausted {
          try context.checkLimits(besides: part.targets.count * 8)
          expanded.removeAll()
          isExhausted = context.reader.expand(
            batch, validity: nil, directions: directions, types: types, cursor: &cursor, limit: Worker.edgesAtOnce, into: expanded)
          take(into: part)
        }
      }
    }

    private func take(into part: Part) {
      numbers.withUnsafeBufferPointer { numbers in
        part.degrees.withUnsafeMutableBufferPointer { degrees in
          for index in 0..<expanded.count {
            let target = numbers[Int(expanded.nodes.base[index])]
            if target == GraphProjection.none { continue }
            degrees[Int(expanded.rows.base[index])] += 1
            part.targets.append(target)
            if keepsEdges { part.edges.append(expanded.edges.base[index]) }
          }
        }
      }
    }
  }
}
