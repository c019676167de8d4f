import GraphStore

extension EdgeDirectionPattern {
  var directions: EdgeDirections {
    switch self {
    case .left: return .incoming
    case .right: return .outgoing
    case .undirected: return .undirected
    case .leftOrUndirected: return [.incoming, .undirected]
    case .undirectedOrRight: return [.outgoing, .undirected]
    case .leftOrRight: return [.incoming, .outgoing]
    case .any: return .any
    }
  }
}

extension BoundPath {
  /// The same paths seen from their other end.
  var reversed: BoundPath {
    switch self {
    case .node: return self
    case .edge(var edge):
      edge.direction = edge.direction.reversed
      return .edge(edge)
    case .concatenation(let parts): return .concatenation(parts.reversed().map(\.reversed))
    case .union(let parts): return .union(parts.map(\.reversed))
    case .alternation(let parts): return .alternation(parts.map(\.reversed))
    case .repetition(var repetition):
      repetition.path = repetition.path.reversed
      return .repetition(repetition)
    case .optional(let path): return .optional(path.reversed)
    case .scoped(var scoped):
      scoped.path = scoped.path.reversed
      return .scoped(scoped)
    }
  }
}
