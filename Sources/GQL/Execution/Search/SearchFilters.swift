import GraphStore

/// The tests of a search program, compiled for one statement and set up for one outer row at a time.
final class SearchFilters {
  private struct NodeTest {
    var label: LabelPredicate?
    var mask: [Bool]?
    var filter: ElementFilter?
  }
  private struct Edge {
    var directions: EdgeDirections
    var label: LabelPredicate?
    var types: [NameID]?
    var filter: ElementFilter?
    var arrivalTests: [Int]
  }

  @exclusivity(unchecked) private var nodeTests: [NodeTest]
  @exclusivity(unchecked) private var edges: [Edge]
  private let conditions: [WalkConditionFilter]
  @exclusivity(unchecked) private var reader: (any GraphReader)?
  @exclusivity(unchecked) private var context: ExecutionContext?

  /// - Parameter isReversed: the walk goes against the order of the text, which lists keep.
  init(_ program: SearchProgram, _ compiler: ExpressionCompiler, isReversed: Bool) {
    func filter(_ condition: LocalCondition?, _ kind: ElementKind) -> ElementFilter? {
      condition.map { ElementFilter($0, kind, compiler.compile($0.expression)) }
    }
    nodeTests = program.nodeTests.map { NodeTest(label: $0.label, filter: filter($0.condition, .node)) }
    edges = program.edges.map {
      Edge(
        directions: $0.directions, label: $0.label, filter: filter($0.condition, .edge), arrivalTests: $0.arrivalTests)
    }
    conditions = program.conditions.map { condition in
      WalkConditionFilter(
        condition, bindings: condition.reads.map { program.bindings[$0] }, compiler.compile(condition.expression), isReversed: isReversed)
    }
  }

  /// From here on tests are judged for this row.
  func begin(_ batch: Batch, row: Int, _ context: ExecutionContext) {
    self.context = context
    if reader !== context.reader { resolve(context.reader) }
    for test in nodeTests { test.filter?.begin(batch, row: row, context) }
    for edge in edges { edge.filter?.begin(batch, row: row, context) }
    for condition in conditions { condition.begin(batch, row: row) }
  }

  private func resolve(_ reader: any GraphReader) {
    self.reader = reader
    for index in nodeTests.indices {
      nodeTests[index].mask = nodeTests[index].label.flatMap { LabelMask.nodes([$0], reader) }
      nodeTests[index].filter?.forget()
    }
    for index in edges.indices {
      edges[index].types = LabelMask.edgeTypes(edges[index].label, reader)
      edges[index].filter?.forget()
    }
  }

  // MARK: Edges

  /// Follows an edge pattern from each node, and keeps the edges that it and the node pattern after it allow. Appends up to a batch.
  /// - Parameter isReversed: follows the pattern from its end; node tests stay those of the nodes arrived at.
  /// - Returns: true when the nodes are exhausted.
  func expand(
    _ nodes: UnsafeBufferPointer<NodeOrdinal>, along number: Int, isReversed: Bool = false, cursor: inout ExpandCursor,
    into found: ExpandBuffer
  ) throws(QueryError) -> Bool {
    guard let reader, let context else { return true }
    let edge = edges[number]
    if edge.types?.isEmpty == true { return true }
    let start = found.count
    let isExhausted = reader.expand(
      nodes, validity: nil, directions: isReversed ? edge.directions.reversed : edge.directions, types: edge.types, cursor: &cursor, limit: Batch.rowLimit,
      into: found)
    if let filter = edge.filter, found.count > start {
      let kept = try filter.filter(UnsafeBufferPointer(rebasing: found.edges.elements[start...]), context)
      keep(kept, of: found, from: start)
    }
    for test in edge.arrivalTests where found.count > start { try keepArrivals(test, of: found, from: start, context) }
    return isExhausted
  }

  private func keepArrivals(
    _ number: Int, of found: ExpandBuffer, from start: Int, _ context: ExecutionContext
  ) throws(QueryError) {
    let test = nodeTests[number]
    if let mask = test.mask {
      let count = found.count - start
      let mark = context.arena.mark()
      defer { context.arena.release(to: mark) }
      let sets = context.arena.allocate(UInt32.self, count: count)
      let flags = context.arena.allocate(UInt8.self, count: count)
      context.reader.labelSetIDs(
        of: UnsafeBufferPointer(rebasing: found.nodes.elements[start...]), into: sets.baseAddress!)
      for index in 0..<count { flags[index] = mask[Int(sets[index])] ? 1 : 0 }
      keep(UnsafePointer(flags.baseAddress!), of: found, from: start)
    }
    if let filter = test.filter, found.count > start {
      let kept = try filter.filter(UnsafeBufferPointer(rebasing: found.nodes.elements[start...]), context)
      keep(kept, of: found, from: start)
    }
  }

  private func keep(_ flags: UnsafePointer<UInt8>, of found: ExpandBuffer, from start: Int) {
    var kept = start
    for index in start..<found.count where flags[index - start] != 0 {
      found.rows.base[kept] = found.rows.base[index]
      found.edges.base[kept] = found.edges.base[index]
      found.nodes.base[kept] = found.nodes.base[index]
      kept += 1
    }
    found.rows.count = kept
    found.edges.count = kept
    found.nodes.count = kept
  }

  // MARK: Nodes and walks

  func holds(_ number: Int, _ node: NodeOrdinal) throws(QueryError) -> Bool {
    guard let context else { return false }
    var node = node
    if let mask = nodeTests[number].mask {
      var set: UInt32 = 0
      withUnsafePointer(to: &node) {
        context.reader.labelSetIDs(of: UnsafeBufferPointer(start: $0, count: 1), into: &set)
      }
      guard mask[Int(set)] else { return false }
    }
    guard let filter = nodeTests[number].filter else { return true }
    return try filter.holds(node, context)
  }

  func holds(_ number: Int, of walk: SearchWalk) throws(QueryError) -> Bool {
    guard let context else { return false }
    return try conditions[number].holds(walk, context)
  }
}
