import GQL
import GraphStore

enum PathElement: Hashable {
  case node(NodeID)
  case edge(EdgeID)
}

/// A path mode that holds for the part of a path from the element at `start` on.
struct PathConstraint {
  var mode: PathMode
  var start: Int

  func allows(_ elements: [PathElement]) -> Bool {
    let part = elements[start...]
    if mode == .walk || part.count <= 1 { return true }
    let nodes = part.filter { if case .node = $0 { true } else { false } }
    switch mode {
    case .walk: return true
    case .trail:
      let edges = part.filter { if case .edge = $0 { true } else { false } }
      return Set(edges).count == edges.count
    case .acyclic: return Set(nodes).count == nodes.count
    case .simple:
      // First and last may be the same; the first among the others would be a second return.
      let inner = nodes.dropLast()
      return Set(inner).count == inner.count && (!inner.dropFirst().contains(nodes[nodes.count - 1]))
    }
  }
}

/// The beginning of a match of a path pattern: a walk, and what it binds.
struct PartialMatch {
  /// Node, edge, node ...; ends in a node.
  var elements: [PathElement]
  var first: NodeID
  /// Where the walk has come to.
  var current: NodeID
  var edges: [EdgeID] = []
  /// Values of the slots of this iteration, by slot index.
  var bound: [Int: Value] = [:]
  /// Conditions to judge when the iteration is complete: they may look ahead.
  var conditions: [BoundExpression] = []
  /// Which operand of each multiset alternation was taken.
  var alternatives: [Int] = []
  /// Which element each slot, those of repetitions too, was bound at, in order.
  var places: [(slot: Int, element: Int)] = []

  init(start: NodeID) {
    elements = [.node(start)]
    first = start
    current = start
  }

  /// A list of what is not matched has no items.
  func bindingNothing(to groups: [Slot]) -> PartialMatch {
    var match = self
    for group in groups where match.bound[group.index] == nil { match.bound[group.index] = .list([]) }
    return match
  }

  func path(from start: Int) -> Value {
    var nodes: [Node] = []
    var edges: [Edge] = []
    for element in elements[start...] {
      switch element {
      case .node(let id): nodes.append(Node(id: id, labels: [], properties: Record()))
      case .edge(let id):
        edges.append(Edge(id: id, type: "", source: NodeID(0), target: NodeID(0), properties: Record()))
      }
    }
    return .path(Path(nodes: nodes, edges: edges))
  }
}

/// Enumerates the walks that match a path pattern.
struct PathMatcher {
  let run: OracleRun
  /// What was bound before the MATCH.
  let row: OracleRow
  /// Slots that were bound before the MATCH restrict the search at once; else they are joined after the
  /// selector.
  let joinsIncomingSlots: Bool
  /// Edges; nil = the constraints make the search finite.
  let lengthLimit: Int?

  func extend(
    _ match: PartialMatch, along path: BoundPath, _ constraints: [PathConstraint]
  ) throws -> [PartialMatch] {
    switch path {
    case .node(let node): return bind(node, match).map { [$0] } ?? []
    case .edge(let edge): return try follow(edge, match, constraints)
    case .concatenation(let parts):
      return try parts.reduce([match]) { found, part in
        try found.flatMap { try extend($0, along: part, constraints) }
      }
    case .union(let operands):
      let matches = try operands.flatMap { try extend(match, along: $0, constraints) }
      return matches.map { $0.bindingNothing(to: path.groups) }
    case .alternation(let operands):
      let matches = try operands.enumerated().flatMap { position, operand in
        var marked = match
        marked.alternatives.append(position)
        return try extend(marked, along: operand, constraints)
      }
      return matches.map { $0.bindingNothing(to: path.groups) }
    case .repetition(let repetition): return try repeated(repetition, match, constraints)
    case .optional(let inner): return [match.bindingNothing(to: inner.groups)] + (try extend(match, along: inner, constraints))
    case .scoped(let part): return try scoped(part, match, constraints)
    }
  }

  /// Judged over what the match binds and what was bound before.
  func conditionsHold(_ match: PartialMatch) throws -> Bool {
    if match.conditions.isEmpty { return true }
    var row = row
    for (index, value) in match.bound { row[Slot(index)] = value }
    return try match.conditions.allSatisfy { try run.isTrue($0, row) }
  }

  // MARK: Elements

  private func bind(_ node: BoundNodePattern, _ match: PartialMatch) -> PartialMatch? {
    if let label = node.label, !OracleRun.holds(label, run.graph[match.current].labels) { return nil }
    guard var result = assign(node.slot, .reference(match.current), match) else { return nil }
    if let condition = node.condition { result.conditions.append(condition) }
    return result
  }

  private func follow(
    _ pattern: BoundEdgePattern, _ match: PartialMatch, _ constraints: [PathConstraint]
  ) throws -> [PartialMatch] {
    var found: [PartialMatch] = []
    for edge in run.livingEdges {
      if let label = pattern.label, !OracleRun.holds(label, [edge.type]) { continue }
      guard let end = pattern.direction.otherEnd(of: edge, from: match.current),
        var next = assign(pattern.slot, .reference(edge.id), match)
      else { continue }
      next.elements += [.edge(edge.id), .node(end)]
      next.edges.append(edge.id)
      next.current = end
      if let limit = lengthLimit, next.edges.count > limit { continue }
      guard constraints.allSatisfy({ $0.allows(next.elements) }) else { continue }
      if let condition = pattern.condition { next.conditions.append(condition) }
      found.append(next)
    }
    try run.count(found.count)
    return found
  }

  /// Nil when the slot stands for something else already.
  private func assign(_ slot: Slot, _ value: Value, _ match: PartialMatch) -> PartialMatch? {
    var result = match
    result.places.append((slot.index, match.elements.count))
    if let earlier = match.bound[slot.index] {
      return OracleRelations.isSameElement(earlier, value) ? result : nil
    }
    if joinsIncomingSlots, let earlier = row[slot], !OracleRelations.isSameElement(earlier, value) {
      return nil
    }
    result.bound[slot.index] = value
    return result
  }

  // MARK: Parts

  private func repeated(
    _ repetition: BoundRepetition, _ match: PartialMatch, _ constraints: [PathConstraint]
  ) throws -> [PartialMatch] {
    var start = match
    for group in repetition.groups { start.bound[group.group.index] = .list([]) }
    var found: [PartialMatch] = []
    var frontier = [start]
    var round = 0
    while !frontier.isEmpty {
      if round >= repetition.lower { found += frontier }
      if round == repetition.upper { break }
      frontier = try frontier.flatMap { try nextRound(of: repetition, $0, constraints) }
      round += 1
    }
    return found
  }

  private func nextRound(
    of repetition: BoundRepetition, _ match: PartialMatch, _ constraints: [PathConstraint]
  ) throws -> [PartialMatch] {
    var fresh = match
    fresh.bound = [:]
    fresh.conditions = []
    return try extend(fresh, along: repetition.path, constraints).compactMap { round in
      guard try conditionsHold(round) else { return nil }
      var result = round
      result.bound = match.bound
      result.conditions = match.conditions
      for group in repetition.groups {
        guard case .list(let items)? = result.bound[group.group.index] else { continue }
        result.bound[group.group.index] = .list(items + Self.items(round.bound[group.inner.index]))
      }
      return result
    }
  }

  /// What a round adds to a group: nothing, one element, or the list of a repetition inside.
  private static func items(_ value: Value?) -> [Value] {
    switch value {
    case nil, .null?: []
    case .list(let items)?: items
    case let value?: [value]
    }
  }

  private func scoped(
    _ part: BoundScopedPath, _ match: PartialMatch, _ constraints: [PathConstraint]
  ) throws -> [PartialMatch] {
    let start = match.elements.count - 1
    let inner =
      part.mode == .walk ? constraints : constraints + [PathConstraint(mode: part.mode, start: start)]
    return try extend(match, along: part.path, inner).map { found in
      var result = found
      if let slot = part.pathSlot { result.bound[slot.index] = found.path(from: start) }
      if let condition = part.condition { result.conditions.append(condition) }
      return result
    }
  }
}

extension EdgeDirectionPattern {
  /// Nil when the pattern cannot cross the edge from there. A self-loop is crossed in one way only.
  func otherEnd(of edge: ModelGraph.EdgeRow, from node: NodeID) -> NodeID? {
    let isForward = edge.isDirected && edge.source == node
    let isBackward = edge.isDirected && edge.target == node
    let isUndirected = !edge.isDirected && (edge.source == node || edge.target == node)
    let allowed: Bool
    switch self {
    case .left: allowed = isBackward
    case .right: allowed = isForward
    case .undirected: allowed = isUndirected
    case .leftOrUndirected: allowed = isBackward || isUndirected
    case .undirectedOrRight: allowed = isForward || isUndirected
    case .leftOrRight: allowed = isForward || isBackward
    case .any: allowed = isForward || isBackward || isUndirected
    }
    guard allowed else { return nil }
    if edge.source == edge.target { return node }
    let goesForward: Bool
    switch self {
    case .left: goesForward = false
    case .right: goesForward = true
    case .undirected, .leftOrUndirected, .undirectedOrRight, .leftOrRight, .any:
      goesForward = edge.source == node
    }
    return goesForward ? edge.target : edge.source
  }
}

extension BoundPath {
  /// The lists that an iteration of it binds.
  fileprivate var groups: [Slot] {
    switch self {
    case .node, .edge: []
    case .concatenation(let parts), .union(let parts), .alternation(let parts): parts.flatMap(\.groups)
    case .repetition(let repetition): repetition.groups.map(\.group)
    case .optional(let inner): inner.groups
    case .scoped(let part): part.path.groups
    }
  }
}
