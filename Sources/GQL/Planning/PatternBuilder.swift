import GraphStore

/// Makes a pattern graph of the path patterns of one MATCH.
///
/// A path pattern without selector and mode falls into single edges, which become joins, and the rest, which becomes searches:
///
/// ```
/// (a:A)-[e]->(b)(()-[f]->()){1,3}(c)      nodes a, b, c; edge e from a to b; search from b to c
/// ANY SHORTEST (a)-[e]->(b)-[f]->+(c)     nodes a, c; search from a to c
/// ```
struct PatternBuilder {
  var planner: Planner
  private let pattern: BoundGraphPattern
  /// All slots that the pattern binds: a condition that reads two of them has to wait for both.
  private let patternSlots: Set<Slot>
  private let named: Set<Slot>
  private var nodes: [LogicalNode] = []
  private var nodeIndex: [Slot: Int] = [:]
  private var connectors: [LogicalConnector] = []
  private var conditions: [BoundExpression] = []
  private var paths: [BoundAssignment] = []
  private var edgeSlots: Set<Slot> = []
  /// Edges and lists of edges, which the match mode compares.
  private var edgeBindings: [Slot] = []

  init(planner: Planner, pattern: BoundGraphPattern) {
    self.planner = planner
    self.pattern = pattern
    var slots: Set<Slot> = []
    for path in pattern.paths { path.root.collectBoundSlots(into: &slots) }
    patternSlots = slots
    named = Set(pattern.variables)
  }

  mutating func build() -> LogicalPattern {
    for path in pattern.paths { add(path) }
    return LogicalPattern(
      nodes: nodes, connectors: connectors, conditions: conditions, distinctEdges: pattern.hasDifferentEdges ? edgeBindings : [], paths: paths)
  }

  private mutating func add(_ path: BoundPathPattern) {
    let isJoined = path.selector == .all && path.mode == .walk
    let (root, condition) = isJoined ? withoutCondition(path.root) : (path.root, nil)
    let parts = flatten(root)
    // Judged of all matches, it is as good behind the pattern.
    conditions += condition?.conjuncts ?? []
    if parts.count == 1, case .node(let node) = parts[0] {
      add(node)
      if let slot = path.pathSlot { addPath(slot, [.elements([node.slot])], path.span) }
    } else if isJoined {
      addJoins(parts, pathSlot: path.pathSlot, span: path.span)
    } else {
      addSearch(path)
    }
  }

  /// What stands in parentheses around the whole of a path, and the condition there.
  private func withoutCondition(_ path: BoundPath) -> (path: BoundPath, condition: BoundExpression?) {
    guard case .scoped(let scoped) = path, scoped.mode == .walk, scoped.pathSlot == nil else { return (path, nil) }
    let (inner, condition) = withoutCondition(scoped.path)
    return (inner, BoundExpression.conjunction([condition, scoped.condition].compactMap { $0 }))
  }

  /// Parts one after the other; parentheses that say nothing are opened.
  private mutating func flatten(_ path: BoundPath) -> [BoundPath] {
    switch path {
    case .concatenation(let parts):
      var result: [BoundPath] = []
      for part in parts { result += flatten(part) }
      return result
    case .scoped(let scoped) where scoped.mode == .walk && scoped.pathSlot == nil && scoped.condition == nil:
      return flatten(scoped.path)
    case .scoped, .node, .edge, .union, .alternation, .repetition, .optional:
      return [path]
    }
  }

  // MARK: Joins

  /// A stretch of a path variable: elements that are bound one by one, or a search's segment.
  private enum PathPiece {
    case elements([Slot])
    case segment(Slot)
  }

  private mutating func addJoins(_ parts: [BoundPath], pathSlot: Slot?, span: SourceSpan) {
    var parts = parts
    if case .node = parts.first {} else { parts.insert(.node(hiddenNode()), at: 0) }
    if case .node = parts.last {} else { parts.append(.node(hiddenNode())) }

    guard case .node(let first) = parts[0] else { return }
    parts = joiningInseparable(parts)
    add(first)
    var left = first.slot
    var pieces: [PathPiece] = [.elements([left])]
    var index = 1
    while index < parts.count {
      let part = parts[index]
      if case .node(let node) = part {
        // Two adjacent node patterns: the same node, matched by a search of no edge.
        add(node)
        addSearch(from: left, [], to: node.slot, selector: .all, mode: .walk, needsSegment: false)
        left = node.slot
        index += 1
        continue
      }
      index += 1
      let right: BoundNodePattern
      if index < parts.count, case .node(let node) = parts[index] {
        right = node
        index += 1
      } else {
        right = hiddenNode()
      }
      add(right)
      if case .edge(let edge) = part {
        let slot = add(edge, from: left, to: right.slot)
        append(slot, right.slot, to: &pieces)
      } else {
        let segment = addSearch(
          from: left, [part], to: right.slot, selector: .all, mode: .walk, needsSegment: pathSlot != nil)
        if let segment {
          pieces.append(.segment(segment))
          pieces.append(.elements([right.slot]))
        }
      }
      left = right.slot
    }
    if let pathSlot { addPath(pathSlot, pieces, span) }
  }

  /// Parts that must be one search: where the border between two of them lies is not told by any variable, so that matches would
  /// count several times; or they read from each other.
  private func joiningInseparable(_ parts: [BoundPath]) -> [BoundPath] {
    let reading = parts.indices.filter { !parts[$0].isElement && readsElsewhere(parts[$0]) }
    var stretches = reading.count > 1 ? [reading[0]...reading[reading.count - 1]] : []
    var unclear: [Int] = []
    for (index, part) in parts.enumerated() {
      if isLandmark(part) { unclear = [] }
      if part.tellsItsLength { continue }
      unclear.append(index)
      if unclear.count > 1 { stretches.append(unclear[0]...index) }
    }
    var result: [BoundPath] = []
    var index = 0
    while index < parts.count {
      // Stretches may lie in one another, or overlap.
      var end = index
      for stretch in stretches.sorted(by: { $0.lowerBound < $1.lowerBound }) where (index...end).overlaps(stretch) { end = max(end, stretch.upperBound) }
      result.append(index == end ? parts[index] : .concatenation(Array(parts[index...end])))
      index = end + 1
    }
    return result
  }

  /// Its place in the path tells matches apart.
  private func isLandmark(_ part: BoundPath) -> Bool {
    switch part {
    case .node(let node): pattern.countsParts || named.contains(node.slot)
    case .edge(let edge): pattern.countsParts || named.contains(edge.slot)
    case .concatenation, .union, .alternation, .repetition, .optional, .scoped: pattern.countsParts
    }
  }

  private func readsElsewhere(_ part: BoundPath) -> Bool {
    var own: Set<Slot> = []
    part.collectBoundSlots(into: &own)
    var read: Set<Slot> = []
    part.forEachCondition { $0.collectSlots(into: &read) }
    return !read.intersection(patternSlots).isSubset(of: own)
  }

  private func append(_ edge: Slot, _ node: Slot, to pieces: inout [PathPiece]) {
    if case .elements(let slots)? = pieces.last {
      pieces[pieces.count - 1] = .elements(slots + [edge, node])
    } else {
      pieces.append(.elements([edge, node]))
    }
  }

  /// - Parameter isSelected: a selector chooses among the matches; what does not concern the node alone has to be judged before.
  /// - Returns: the condition to judge within the search.
  @discardableResult
  private mutating func add(_ node: BoundNodePattern, isSelected: Bool = false) -> BoundExpression? {
    var kept: BoundExpression?
    let index: Int
    if let known = nodeIndex[node.slot] {
      index = known
    } else {
      index = nodes.count
      nodeIndex[node.slot] = index
      nodes.append(LogicalNode(slot: node.slot, labels: [], conditions: []))
    }
    if let label = node.label { nodes[index].labels.append(label) }
    for conjunct in node.condition?.conjuncts ?? [] {
      if isLocal(conjunct, to: node.slot) {
        nodes[index].conditions.append(conjunct)
      } else if isSelected {
        kept = kept.map { BoundExpression(.logical(.and, $0, conjunct), type: .bool, span: $0.span) } ?? conjunct
      } else {
        conditions.append(conjunct)
      }
    }
    return kept
  }

  private func isLocal(_ condition: BoundExpression, to slot: Slot) -> Bool {
    condition.slots.intersection(patternSlots).isSubset(of: [slot])
  }

  /// - Returns: the slot that holds this occurrence of the edge.
  @discardableResult
  private mutating func add(_ edge: BoundEdgePattern, from left: Slot, to right: Slot) -> Slot {
    var slot = edge.slot
    if !edgeSlots.insert(edge.slot).inserted {
      // The same variable again: an edge of its own that must be the same.
      slot = planner.makeSlot()
      let span = pattern.paths[0].span
      let pair = [edge.slot, slot].map { BoundExpression(.slot($0), type: .edge, span: span) }
      conditions.append(BoundExpression(.same(pair), type: .bool, span: span))
    }
    var logical = LogicalEdge(
      slot: slot, left: left, right: right, direction: edge.direction, label: edge.label, conditions: [])
    for conjunct in edge.condition?.conjuncts ?? [] {
      if slot == edge.slot, isLocal(conjunct, to: slot) {
        logical.conditions.append(conjunct)
      } else {
        conditions.append(conjunct)
      }
    }
    connectors.append(.edge(logical))
    edgeBindings.append(slot)
    return slot
  }

  private mutating func hiddenNode() -> BoundNodePattern {
    BoundNodePattern(slot: planner.makeSlot(), label: nil, condition: nil)
  }

  private mutating func addPath(_ slot: Slot, _ pieces: [PathPiece], _ span: SourceSpan) {
    var value: BoundExpression?
    for piece in pieces {
      let next: BoundExpression
      switch piece {
      case .elements(let slots):
        let elements = slots.map { BoundExpression(.slot($0), type: .any, span: span) }
        next = BoundExpression(.path(elements), type: .path, span: span)
      case .segment(let segment): next = BoundExpression(.slot(segment), type: .path, span: span)
      }
      value = value.map { BoundExpression(.concatenate($0, next), type: .path, span: span) } ?? next
    }
    if let value { paths.append(BoundAssignment(slot, value)) }
  }

  // MARK: Searches

  private mutating func addSearch(_ path: BoundPathPattern) {
    let (root, condition) = withoutCondition(path.root)
    var parts = flatten(root)
    let first: BoundNodePattern
    if case .node(let node) = parts.first {
      first = node
      parts.removeFirst()
    } else {
      first = hiddenNode()
    }
    let last: BoundNodePattern
    if case .node(let node) = parts.last {
      last = node
      parts.removeLast()
    } else {
      last = hiddenNode()
    }
    let isSelected = path.selector != .all
    let ends = [first, last].map { node in
      BoundPath.node(BoundNodePattern(slot: node.slot, label: nil, condition: add(node, isSelected: isSelected)))
    }
    let segment = addSearch(
      from: first.slot, [ends[0]] + parts + [ends[1]], to: last.slot, condition, selector: path.selector, mode: path.mode,
      needsSegment: path.pathSlot != nil)
    if let slot = path.pathSlot, let segment {
      paths.append(BoundAssignment(slot, BoundExpression(.slot(segment), type: .path, span: path.span)))
    }
  }

  /// - Parameter condition: of the whole path.
  /// - Returns: the slot of the segment's path value, when asked for.
  @discardableResult
  private mutating func addSearch(
    from left: Slot, _ parts: [BoundPath], to right: Slot, _ condition: BoundExpression? = nil, selector: PathSelector, mode: PathMode, needsSegment: Bool
  ) -> Slot? {
    let ends = [left, right].map { BoundPath.node(BoundNodePattern(slot: $0, label: nil, condition: nil)) }
    let hasEnds = parts.count > 1 && parts[0].isElement && parts[parts.count - 1].isElement
    let elements = BoundPath.concatenation(hasEnds ? parts : [ends[0]] + parts + [ends[1]])
    let path = condition.map { .scoped(BoundScopedPath(path: elements, mode: .walk, condition: $0, pathSlot: nil)) } ?? elements
    let identity = path.outputSlots.filter { $0 != left && $0 != right && named.contains($0) }
    // The places of the ends are known, unless one stands inside as well.
    var places: Set<Slot> = []
    var inside: Set<Slot> = []
    path.collectBoundSlots(into: &places)
    BoundPath.concatenation(hasEnds ? Array(parts.dropFirst().dropLast()) : parts).collectBoundSlots(into: &inside)
    places.subtract(Set([left, right]).subtracting(inside))
    if !pattern.countsParts { places.formIntersection(named) }
    let segment = needsSegment ? planner.makeSlot() : nil
    let edges = pattern.hasDifferentEdges && path.lengths.max != 0 ? planner.makeSlot() : nil
    connectors.append(
      .search(
        LogicalSearch(
          left: left, right: right, path: path, selector: selector, mode: mode,
          isTrail: pattern.hasDifferentEdges,
          outputs: identity + [segment, edges].compactMap { $0 }, identity: identity, places: places, segment: segment,
          edges: edges)))
    if let edges { edgeBindings.append(edges) }
    return segment
  }
}

extension BoundPath {
  /// A node or edge pattern by itself.
  var isElement: Bool {
    switch self {
    case .node, .edge: return true
    case .concatenation, .union, .alternation, .repetition, .optional, .scoped: return false
    }
  }

  /// Slots as seen from outside, in order of appearance: variables of repetitions as their groups.
  var outputSlots: [Slot] {
    var result: [Slot] = []
    collectOutputSlots(into: &result)
    return result
  }

  private func collectOutputSlots(into slots: inout [Slot]) {
    func add(_ slot: Slot) { if !slots.contains(slot) { slots.append(slot) } }
    switch self {
    case .node(let node): add(node.slot)
    case .edge(let edge): add(edge.slot)
    case .concatenation(let parts), .union(let parts), .alternation(let parts):
      for part in parts { part.collectOutputSlots(into: &slots) }
    case .repetition(let repetition): for group in repetition.groups { add(group.group) }
    case .optional(let path): path.collectOutputSlots(into: &slots)
    case .scoped(let scoped):
      scoped.path.collectOutputSlots(into: &slots)
      if let slot = scoped.pathSlot { add(slot) }
    }
  }
}
