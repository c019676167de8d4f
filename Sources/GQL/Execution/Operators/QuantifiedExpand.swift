import GraphStore

/// `(a)-[:T]->{m,n}(b)` whose edges nobody reads: walks or trails of m to n edges from each input row. Output: the carried columns and the
/// node at the end of each walk.
///
/// Goes down level by level with a batch of walks at a time, so that edges are followed by the thousand and memory is that of one batch a
/// level. A trail is kept by looking back along its own edges: O(length) an edge, which is why only short ones come here
/// (`QuantifiedEdge.lengthLimit`).
final class QuantifiedExpandOperator: BatchOperator {
  private let plan: PhysicalPlan.Search
  private let edge: QuantifiedEdge
  private let levels: [Level]
  private let output = Batch()
  private let rows = OrdinalBuffer()
  private let ends = OrdinalBuffer()
  private let types: PerVocabulary<[NameID]?>

  /// Walks of one length that are being gone on with.
  private final class Level {
    /// Numbers of the walks in the level before that these extend; of input rows on the first level.
    let parents = OrdinalBuffer()
    let edges = OrdinalBuffer()
    let nodes = OrdinalBuffer()
    let found = ExpandBuffer()
    @exclusivity(unchecked) var cursor = ExpandCursor()
    @exclusivity(unchecked) var isExhausted = true

    func begin() {
      cursor = ExpandCursor()
      isExhausted = nodes.count == 0
    }
  }

  init(_ plan: PhysicalPlan.Search, _ edge: QuantifiedEdge) {
    self.plan = plan
    self.edge = edge
    types = PerVocabulary(edgeTypes: edge.label)
    levels = (0...edge.upper).map { _ in Level() }
  }

  func process(_ batch: Batch, _ context: ExecutionContext, into consume: BatchConsumer) throws(QueryError) -> Bool {
    let start = ElementColumn(batch[plan.from], count: batch.count)
    let target = plan.isTargetBound ? ElementColumn(batch[plan.to], count: batch.count) : nil
    let types = types.of(context.reader)
    let first = levels[0]
    first.nodes.removeAll()
    first.parents.removeAll()
    for row in 0..<batch.count where start.validity?[row] != 0 && target?.validity?[row] != 0 {
      first.nodes.append(start.ordinals[row])
      first.parents.append(UInt32(row))
    }
    first.begin()
    if edge.lower == 0 { guard try emit(0, target, batch, into: consume) else { return false } }
    var depth = 0
    while depth >= 0 {
      let level = levels[depth]
      if level.isExhausted || depth == edge.upper {
        depth -= 1
        continue
      }
      try context.checkLimits()
      if depth == context.limits.pathLength { throw QueryError.pathTooLong(context.limits.pathLength) }
      level.found.removeAll()
      level.isExhausted = context.reader.expand(
        level.nodes.elements, validity: nil, directions: edge.directions, types: types, cursor: &level.cursor,
        limit: Batch.rowLimit, into: level.found)
      extend(depth)
      depth += 1
      if depth >= edge.lower { guard try emit(depth, target, batch, into: consume) else { return false } }
    }
    return try flush(batch, into: consume)
  }

  /// Makes the next level of what was found from this one.
  private func extend(_ depth: Int) {
    let found = levels[depth].found
    let next = levels[depth + 1]
    for buffer in [next.parents, next.edges, next.nodes] {
      buffer.removeAll()
      buffer.reserve(found.count)
    }
    var kept = 0
    for index in 0..<found.count {
      let edge = found.edges.base[index]
      let parent = found.rows.base[index]
      if self.edge.isTrail, depth > 0, occurs(edge, in: Int(parent), of: depth) { continue }
      next.parents.base[kept] = parent
      next.edges.base[kept] = edge
      next.nodes.base[kept] = found.nodes.base[index]
      kept += 1
    }
    for buffer in [next.parents, next.edges, next.nodes] { buffer.count = kept }
    next.begin()
  }

  @inline(__always)
  private func occurs(_ edge: EdgeOrdinal, in walk: Int, of depth: Int) -> Bool {
    var walk = walk
    for level in stride(from: depth, to: 0, by: -1) {
      if levels[level].edges.base[walk] == edge { return true }
      walk = Int(levels[level].parents.base[walk])
    }
    return false
  }

  // MARK: Output

  private func emit(
    _ depth: Int, _ target: ElementColumn?, _ batch: Batch, into consume: BatchConsumer
  ) throws(QueryError) -> Bool {
    let level = levels[depth]
    for walk in 0..<level.nodes.count {
      let node = level.nodes.base[walk]
      let row = inputRow(walk, depth)
      if let target, target.ordinals[Int(row)] != node { continue }
      rows.append(row)
      ends.append(node)
      if rows.count == Batch.rowLimit { guard try flush(batch, into: consume) else { return false } }
    }
    return true
  }

  @inline(__always)
  private func inputRow(_ walk: Int, _ depth: Int) -> UInt32 {
    var walk = walk
    for level in stride(from: depth, to: 0, by: -1) { walk = Int(levels[level].parents.base[walk]) }
    return levels[0].parents.base[walk]
  }

  private func flush(_ batch: Batch, into consume: BatchConsumer) throws(QueryError) -> Bool {
    guard rows.count > 0 else { return true }
    output.count = rows.count
    output.gather(plan.carried, from: batch, rows: rows.elements)
    output.show(ends, as: .node, in: plan.to)
    defer {
      rows.removeAll()
      ends.removeAll()
    }
    return try consume(output)
  }
}

/// What makes a search so plain that walks need not be followed one by one.
struct QuantifiedEdge {
  var directions: EdgeDirections
  var label: LabelPredicate?
  var lower: Int
  var upper: Int
  var isTrail: Bool
  static let lengthLimit = 8

  /// Nil when the search is anything but one edge pattern without a condition, quantified by at most `lengthLimit`, of which only the ends
  /// are read.
  init?(_ search: PhysicalPlan.Search) {
    guard search.mayGoLevelByLevel, search.selector == .all, search.outputs.isEmpty, search.mode == .walk || search.mode == .trail,
      case .concatenation(let parts) = search.path, parts.count == 3, parts[0].isPlainNode, parts[2].isPlainNode,
      case .repetition(let repetition) = parts[1], let upper = repetition.upper, upper <= QuantifiedEdge.lengthLimit,
      let edge = repetition.path.soleEdge, edge.condition == nil
    else { return nil }
    directions = edge.direction.directions
    label = edge.label
    lower = repetition.lower
    self.upper = upper
    isTrail = search.isTrail || search.mode == .trail
  }
}

extension BoundPath {
  /// A node of which nothing is asked.
  fileprivate var isPlainNode: Bool {
    if case .node(let node) = self { return node.label == nil && node.condition == nil }
    return false
  }

  /// The edge pattern that this is, with or without plain nodes at its ends.
  fileprivate var soleEdge: BoundEdgePattern? {
    if case .edge(let edge) = self { return edge }
    guard case .concatenation(let parts) = self, parts.count == 3, parts[0].isPlainNode, parts[2].isPlainNode else { return nil }
    return parts[1].soleEdge
  }
}
