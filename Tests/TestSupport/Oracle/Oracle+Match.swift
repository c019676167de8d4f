import GQL
import GraphStore

/// Graph patterns: the path patterns each for itself, then joined, then the match mode, then WHERE.
extension OracleRun {
  func matches(of pattern: BoundGraphPattern, for row: OracleRow) throws -> [OracleRow] {
    var joined = [JoinedMatch(row: row)]
    for path in pattern.paths {
      let found = try pathMatches(path, of: pattern, for: row)
      joined = joined.flatMap { left in found.compactMap { left.joined(with: $0, incoming: row) } }
      try count(joined.count)
    }
    if pattern.hasDifferentEdges { joined = joined.filter { Set($0.edges).count == $0.edges.count } }
    return try joined.compactMap { match in
      var row = match.row
      for slot in pattern.variables where row[slot] == nil { row[slot] = .null }
      guard let condition = pattern.where else { return row }
      return try isTrue(condition, row) ? row : nil
    }
  }

  /// One path pattern, after its conditions, mode and selector.
  private func pathMatches(_ path: BoundPathPattern, of pattern: BoundGraphPattern, for row: OracleRow) throws
    -> [PartialMatch]
  {
    let keepsAll = path.selector == .all
    var constraints: [PathConstraint] = []
    if path.mode != .walk { constraints.append(PathConstraint(mode: path.mode, start: 0)) }
    // A selector chooses among those whose edges differ. With all matches kept, it makes no difference whether edges that
    // repeat are dropped now or after the join.
    if pattern.hasDifferentEdges { constraints.append(PathConstraint(mode: .trail, start: 0)) }
    let matcher = PathMatcher(
      run: self, row: row, joinsIncomingSlots: keepsAll,
      lengthLimit: keepsAll ? nil : try lengthLimit(path))
    var found: [PartialMatch] = []
    for node in graph.livingNodes {
      found += try matcher.extend(PartialMatch(start: node.id), along: path.root, constraints)
    }
    found = try found.filter { try matcher.conditionsHold($0) }
    if let slot = path.pathSlot {
      found = found.map { match in
        var match = match
        match.bound[slot.index] = match.path(from: 0)
        return match
      }
    }
    return try select(withoutDuplicates(found, of: pattern, path.root), path.selector)
  }

  /// A path pattern gives a set of path bindings: the same elements bound by the same variables at the same places count once,
  /// however they were found; in openCypher, by the same variables whether they have names or not. Operands of a multiset alternation are
  /// told apart.
  private func withoutDuplicates(_ matches: [PartialMatch], of pattern: BoundGraphPattern, _ root: BoundPath) -> [PartialMatch] {
    var named = Set(pattern.variables.map(\.index))
    root.addNamedInside(to: &named)
    var kept: [[PathElement]: [(tags: [Int], values: [Value])]] = [:]
    return matches.filter { match in
      let values = pattern.variables.map { match.bound[$0.index] ?? .null }
      let tags = match.alternatives + match.places.flatMap { pattern.countsParts || named.contains($0.slot) ? [$0.slot, $0.element] : [] }
      let isKnown = kept[match.elements, default: []].contains { $0.tags == tags && OracleRelations.equivalent($0.values, values) }
      if !isKnown { kept[match.elements, default: []].append((tags, values)) }
      return !isKnown
    }
  }

  func count(_ matches: Int) throws {
    partialMatches += matches
    if partialMatches > Self.partialMatchLimit { throw OracleError.tooLarge }
  }
}

/// Matches of the path patterns so far, over the incoming row.
private struct JoinedMatch {
  var row: OracleRow
  var edges: [EdgeID] = []

  /// Nil where a slot is bound to something else, by another path pattern or before the MATCH; null joins
  /// nothing.
  func joined(with match: PartialMatch, incoming: OracleRow) -> JoinedMatch? {
    var result = self
    for (index, value) in match.bound {
      if let earlier = row[Slot(index)] {
        guard OracleRelations.isSameElement(earlier, value) else { return nil }
      } else {
        result.row[Slot(index)] = value
      }
    }
    result.edges += match.edges
    return result
  }
}

extension OracleRelations {
  static func isSameElement(_ a: Value, _ b: Value) -> Bool {
    switch (a, b) {
    case (.node(let a), .node(let b)): a.id == b.id
    case (.edge(let a), .edge(let b)): a.id == b.id
    default: false
    }
  }
}

extension BoundPath {
  /// What a repetition gathers under a name has that name.
  fileprivate func addNamedInside(to named: inout Set<Int>) {
    switch self {
    case .node, .edge: break
    case .concatenation(let parts), .union(let parts), .alternation(let parts):
      for part in parts { part.addNamedInside(to: &named) }
    case .optional(let inner): inner.addNamedInside(to: &named)
    case .scoped(let scoped): scoped.path.addNamedInside(to: &named)
    case .repetition(let repetition):
      for group in repetition.groups where named.contains(group.group.index) { named.insert(group.inner.index) }
      repetition.path.addNamedInside(to: &named)
    }
  }
}
