import GraphStore

/// The part of a graph that an algorithm works on, as arrays: nodes numbered 0 ..< count in ordinal order, and for each node the nodes that
/// its edges lead to. O(nodes + edges) to make.
struct GraphProjection {
  let nodes: [NodeOrdinal]
  /// By node ordinal; `none` for nodes outside.
  let numbers: [UInt32]
  /// The edges of node n are `offsets[n] ..< offsets[n + 1]`.
  let offsets: [Int]
  /// The node at the other end.
  let targets: [UInt32]
  let edges: [EdgeOrdinal]
  static let none = UInt32.max

  var count: Int { nodes.count }

  init(_ options: ProjectionOptions, _ directions: EdgeDirections, _ context: ExecutionContext) throws(QueryError) {
    let reader = context.reader
    let found = OrdinalBuffer()
    reader.scanNodes(in: 0..<reader.nodeLimit, labelSets: options.labelMask(reader), into: found)
    nodes = Array(found.elements)
    var numbers = Array(repeating: GraphProjection.none, count: Int(reader.nodeLimit))
    for (number, node) in nodes.enumerated() { numbers[Int(node)] = UInt32(number) }
    self.numbers = numbers

    let types = options.typeIDs(reader)
    var offsets = [0]
    offsets.reserveCapacity(nodes.count + 1)
    var targets: [UInt32] = []
    var edges: [EdgeOrdinal] = []
    let expanded = ExpandBuffer()
    var start = 0
    while start < nodes.count {
      let size = min(Batch.rowLimit, nodes.count - start)
      let part = UnsafeBufferPointer(start: UnsafePointer(found.base + start), count: size)
      var cursor = ExpandCursor()
      var isExhausted = false
      while !isExhausted {
        try context.checkLimits()
        expanded.removeAll()
        isExhausted = reader.expand(
          part, validity: nil, directions: directions, types: types, cursor: &cursor, limit: 1 << 16, into: expanded)
        for index in 0..<expanded.count {
          let target = numbers[Int(expanded.nodes.base[index])]
          if target == GraphProjection.none { continue }
          let number = start + Int(expanded.rows.base[index])
          while offsets.count <= number { offsets.append(targets.count) }
          targets.append(target)
          edges.append(expanded.edges.base[index])
        }
      }
      start += size
      while offsets.count <= start { offsets.append(targets.count) }
    }
    self.offsets = offsets
    self.targets = targets
    self.edges = edges
  }

  /// The node's number; an error when it is not part of the projection.
  func number(of cell: Cell) throws(QueryError) -> Int {
    guard cell.tag == .node else { throw QueryError(.invalidValueType, "the algorithm starts at a node, found \(cell.typeName)") }
    guard Int(cell.ordinal) < numbers.count, numbers[Int(cell.ordinal)] != GraphProjection.none else {
      throw QueryError(.dataException, "the node is not among those that `labels` chooses")
    }
    return Int(numbers[Int(cell.ordinal)])
  }

  /// The weight of each edge, parallel to `edges`: 1 without a property; an edge without it weighs 1 too.
  func weights(_ options: ProjectionOptions, _ context: ExecutionContext) throws(QueryError) -> [Double] {
    var weights = [Double](repeating: 1, count: edges.count)
    guard let key = options.weight else { return weights }
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
        guard let weight = cell.asDouble else {
          throw QueryError(.invalidValueType, "the weight `\(key)` is a number, found \(cell.typeName)")
        }
        guard weight >= 0 else {
          throw QueryError(.dataException, "the weight `\(key)` is 0 or more, found \(weight)")
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
