import GraphStore

/// The part of a graph that an algorithm works on, as arrays: nodes numbered 0 ..< count in ordinal order, and for each node the nodes that
/// its edges lead to. O(nodes + edges) to make.
struct GraphProjection: Sendable {
  let nodes: [NodeOrdinal]
  /// By node ordinal; `none` for nodes outside.
  let numbers: [UInt32]
  /// The edges of node n are `offsets[n] ..< offsets[n + 1]`.
  let offsets: [Int]
  /// The node at the other end.
  let targets: [UInt32]
  /// Parallel to `targets`; empty when nobody asks which edges they are.
  let edges: [EdgeOrdinal]
  static let none = UInt32.max

  var count: Int { nodes.count }
  var byteCount: Int { 4 * (nodes.count + numbers.count + targets.count + edges.count) + 8 * offsets.count }

  /// Made, or that of an earlier statement on the same snapshot.
  /// - Parameter keepsEdges: for weights and paths.
  static func of(
    _ options: ProjectionOptions, _ directions: EdgeDirections, keepsEdges: Bool = false, _ context: ExecutionContext
  ) throws(QueryError) -> GraphProjection {
    let part = ProjectionCache.Part(
      labelSets: options.labelMask(context.reader), types: options.typeIDs(context.reader), directions: directions,
      keepsEdges: keepsEdges || options.weight != nil)
    if let known = context.projections?.projection(of: part, context.reader) { return known }
    let made = try GraphProjection(part, context)
    context.projections?.keep(made, of: part, context.reader)
    return made
  }

  private init(_ part: ProjectionCache.Part, _ context: ExecutionContext) throws(QueryError) {
    let reader = context.reader
    let found = OrdinalBuffer()
    reader.scanNodes(in: 0..<reader.nodeLimit, labelSets: part.labelSets, into: found)
    nodes = Array(found.elements)
    var numbers = Array(repeating: GraphProjection.none, count: Int(reader.nodeLimit))
    for (number, node) in nodes.enumerated() { numbers[Int(node)] = UInt32(number) }
    self.numbers = numbers
    let adjacency = try ProjectedAdjacency(
      nodes, numbers, part.directions, types: part.types, keepsEdges: part.keepsEdges, context)
    offsets = adjacency.offsets
    targets = adjacency.targets
    edges = adjacency.edges
  }

  /// The node's number; an error when it is not part of the projection.
  func number(of cell: Cell) throws(QueryError) -> Int {
    guard cell.tag == .node else { throw QueryError(.invalidValueType, "the algorithm starts at a node, found \(cell.typeName)") }
    guard Int(cell.ordinal) < numbers.count, numbers[Int(cell.ordinal)] != GraphProjection.none else {
      throw QueryError(.dataException, "the node is not among those that `labels` chooses")
    }
    return Int(numbers[Int(cell.ordinal)])
  }

  /// The weights of the edges of each projection, parallel to `edges`: 1 without a property; an edge without it weighs 1 too. Warns where all
  /// edges are without it.
  static func weights(
    _ projections: [GraphProjection], _ options: ProjectionOptions, _ context: ExecutionContext
  ) throws(QueryError) -> [[Double]] {
    guard let key = options.weight else { return projections.map { Array(repeating: 1, count: $0.targets.count) } }
    var isKnown = projections.allSatisfy(\.edges.isEmpty)
    var all: [[Double]] = []
    for projection in projections { all.append(try projection.weights(key, context, isKnown: &isKnown)) }
    if !isKnown { context.warn("no edge has property `\(key)`, so that each weighs 1") }
    return all
  }

  private func weights(_ key: String, _ context: ExecutionContext, isKnown: inout Bool) throws(QueryError) -> [Double] {
    var weights = [Double](repeating: 1, count: targets.count)
    let column = Column(.cell, capacity: Batch.rowLimit)
    var start = 0
    while start < edges.count {
      try context.checkLimits()
      let size = min(Batch.rowLimit, edges.count - start)
      edges.withUnsafeBufferPointer {
        let part = UnsafeBufferPointer(rebasing: $0[start..<(start + size)])
        context.reader.properties(key, of: .edge, part, validity: nil, into: column)
      }
      for index in 0..<size {
        let cell = column.cell(at: index)
        if cell.isNull { continue }
        isKnown = true
        guard let weight = cell.asDouble else {
          throw QueryError(
            .invalidValueType,
            "the weight `\(key)` is a number, found \(cell.typeName) at \(context.reader.edgeID(edges[start + index]))")
        }
        guard weight >= 0 else {
          throw QueryError(
            .dataException,
            "the weight `\(key)` is 0 or more, found \(weight) at \(context.reader.edgeID(edges[start + index]))")
        }
        weights[start + index] = weight
      }
      start += size
    }
    return weights
  }

  /// The node that an edge is followed from, by the edge's position. O(log nodes).
  func source(of position: Int) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if offsets[middle + 1] <= position { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Cells of all nodes, in number order.
  var nodeCells: [Cell] { nodes.map { Cell(node: $0) } }
}
