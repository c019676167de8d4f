/// The patterns of one MATCH as a graph: node variables joined by connectors. Path variables, match mode and conditions are explicit.
struct LogicalPattern: Sendable {
  /// Each node variable once, in order of first appearance, with all that its patterns demand.
  var nodes: [LogicalNode]
  var connectors: [LogicalConnector]
  /// Conjuncts over several variables; each is applied as soon as what it reads is bound.
  var conditions: [BoundExpression]
  /// Edge slots and edge-list slots among which no edge may occur twice; empty when that is not asked. What differs for certain is left to
  /// lowering, which knows the graph.
  var distinctEdges: [Slot]
  /// Path variables put together from the parts that matched.
  var paths: [BoundAssignment]

  var boundSlots: Set<Slot> {
    var slots = Set(nodes.map(\.slot))
    for connector in connectors { slots.formUnion(connector.boundSlots) }
    for path in paths { slots.insert(path.slot) }
    return slots
  }
}

extension LogicalPattern {
  /// Adds a conjunct of the final WHERE where it can be applied first: at the one node or edge that it reads, else as soon as what it
  /// reads is bound. A selector chooses among the paths of a pair of end nodes, so that a condition on an end node alone commutes with it;
  /// what a search binds inside is judged after the search.
  mutating func add(_ conjunct: BoundExpression) {
    let read = conjunct.slots.intersection(boundSlots)
    if read.count == 1, let slot = read.first {
      if let index = nodes.firstIndex(where: { $0.slot == slot }) {
        nodes[index].conditions.append(conjunct)
        return
      }
      for (index, connector) in connectors.enumerated() {
        guard case .edge(var edge) = connector, edge.slot == slot else { continue }
        edge.conditions.append(conjunct)
        connectors[index] = .edge(edge)
        return
      }
    }
    conditions.append(conjunct)
  }
}

struct LogicalNode: Sendable {
  var slot: Slot
  /// All must hold.
  var labels: [LabelPredicate]
  /// Conjuncts that read this variable and slots bound before the MATCH only.
  var conditions: [BoundExpression]
}

/// What joins two node variables.
enum LogicalConnector: Sendable {
  case edge(LogicalEdge)
  case search(LogicalSearch)

  var left: Slot {
    switch self {
    case .edge(let edge): return edge.left
    case .search(let search): return search.left
    }
  }
  var right: Slot {
    switch self {
    case .edge(let edge): return edge.right
    case .search(let search): return search.right
    }
  }
  /// Two adjacent node patterns, which must be one node.
  var isWithoutEdge: Bool {
    switch self {
    case .edge: return false
    case .search(let search): return search.path.lengths.max == 0
    }
  }
  var boundSlots: Set<Slot> {
    switch self {
    case .edge(let edge): return [edge.slot, edge.left, edge.right]
    case .search(let search): return Set(search.outputs + [search.left, search.right])
    }
  }
}

/// One edge pattern between two node variables.
struct LogicalEdge: Sendable {
  var slot: Slot
  var left: Slot
  var right: Slot
  var direction: EdgeDirectionPattern
  var label: LabelPredicate?
  /// Conjuncts that read this edge and slots bound before the MATCH only.
  var conditions: [BoundExpression]
}

/// A part of a path pattern that is more than one edge: quantified, a choice, or under a selector or mode of its own.
struct LogicalSearch: Sendable {
  var left: Slot
  var right: Slot
  /// Begins with the node pattern of `left` and ends with that of `right`.
  var path: BoundPath
  var selector: PathSelector
  var mode: PathMode
  /// No edge twice, whatever the mode: the match mode demands it. A selector chooses among the walks that this leaves: were it to choose
  /// before, walks that do not count would take the places of those that do.
  var isTrail: Bool
  /// Named variables bound here, except the ends, and the two below.
  var outputs: [Slot]
  /// The named variables alone: matches with equal elements and equal values of these are one match.
  var identity: [Slot]
  /// Elements whose places in the path tell matches apart as well.
  var places: Set<Slot>
  /// The whole part as a path value, when something needs it.
  var segment: Slot?
  /// All edges in order, when the match mode has to compare them with those of other parts.
  var edges: Slot?

  /// All walks are wanted, however long.
  var isUnbounded: Bool { selector == .all && path.lengths.max == nil }
}

extension EdgeDirectionPattern {
  var reversed: EdgeDirectionPattern {
    switch self {
    case .left: return .right
    case .right: return .left
    case .leftOrUndirected: return .undirectedOrRight
    case .undirectedOrRight: return .leftOrUndirected
    case .undirected, .leftOrRight, .any: return self
    }
  }
}
