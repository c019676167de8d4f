/// What can be told of the matches of a path pattern without looking at a graph.
extension BoundPath {
  /// Edges of the shortest and the longest match; nil = no bound.
  var lengths: (min: Int, max: Int?) {
    switch self {
    case .node: return (0, 0)
    case .edge: return (1, 1)
    case .concatenation(let parts):
      return parts.reduce((0, 0)) { sum, part in
        let next = part.lengths
        return (BoundPath.sum(sum.0, next.min), BoundPath.bounded(sum.1, next.max, BoundPath.sum))
      }
    case .union(let operands), .alternation(let operands):
      let all = operands.map(\.lengths)
      return (
        all.map(\.min).min() ?? 0, all.reduce(0) { BoundPath.bounded($0, $1.max, Swift.max) }
      )
    case .repetition(let repetition):
      let round = repetition.path.lengths
      return (
        BoundPath.product(round.min, repetition.lower), BoundPath.bounded(round.max, repetition.upper, BoundPath.product)
      )
    case .optional(let path): return (0, path.lengths.max)
    case .scoped(let scoped): return scoped.path.lengths
    }
  }

  private static func bounded(_ a: Int?, _ b: Int?, _ combine: (Int, Int) -> Int) -> Int? {
    guard let a, let b else { return nil }
    return combine(a, b)
  }

  /// Bounds are far apart from what a path may have: beyond that, one number is as good as another.
  private static func sum(_ a: Int, _ b: Int) -> Int { min(a &+ b, lengthCeiling) }
  private static func product(_ a: Int, _ b: Int) -> Int {
    let (result, overflows) = a.multipliedReportingOverflow(by: b)
    return overflows ? lengthCeiling : min(result, lengthCeiling)
  }
  private static let lengthCeiling = 1 << 40

  var hasFixedLength: Bool { lengths.min == lengths.max }

  /// Lists, and paths of parts, whose length neither a quantifier nor a mode bounds.
  var unboundedSlots: Set<Slot> {
    switch self {
    case .node, .edge: return []
    case .concatenation(let parts), .union(let parts), .alternation(let parts): return parts.reduce(into: []) { $0.formUnion($1.unboundedSlots) }
    case .repetition(let repetition): return repetition.upper == nil ? Set(repetition.groups.map(\.group)) : []
    case .optional(let path): return path.unboundedSlots
    case .scoped(let scoped):
      if scoped.mode.isRestrictive { return [] }
      var slots = scoped.path.unboundedSlots
      if let slot = scoped.pathSlot, scoped.path.lengths.max == nil { slots.insert(slot) }
      return slots
    }
  }

  /// Two matches with the same elements and the same values of named variables are the same match. Not always found when it is so.
  var isUnambiguous: Bool {
    switch self {
    case .node, .edge: return true
    case .concatenation(let parts):
      return parts.allSatisfy(\.isUnambiguous) && parts.count(where: { !$0.tellsItsLength }) <= 1
    case .union(let operands):
      let all = operands.map(\.lengths)
      return operands.allSatisfy { $0.isUnambiguous && $0.hasFixedLength } && Set(all.map(\.min)).count == all.count
    case .alternation(let operands): return operands.allSatisfy(\.isUnambiguous)
    case .repetition(let repetition): return repetition.path.isUnambiguous && repetition.path.hasFixedLength
    case .optional(let path): return path.isUnambiguous && path.lengths.min > 0
    case .scoped(let scoped): return scoped.path.isUnambiguous
    }
  }

  /// Its length is known from the values of its named variables: beside other parts, it is clear where it ends.
  var tellsItsLength: Bool {
    if hasFixedLength { return true }
    guard case .repetition(let repetition) = self, repetition.path.hasFixedLength else { return false }
    let certain = repetition.path.certainSlots
    return repetition.groups.contains { certain.contains($0.inner) }
  }

  /// Elements that every match binds once.
  private var certainSlots: Set<Slot> {
    switch self {
    case .node(let node): return [node.slot]
    case .edge(let edge): return [edge.slot]
    case .concatenation(let parts): return parts.reduce(into: []) { $0.formUnion($1.certainSlots) }
    case .union(let operands), .alternation(let operands):
      guard let first = operands.first else { return [] }
      return operands.dropFirst().reduce(first.certainSlots) { $0.intersection($1.certainSlots) }
    case .repetition, .optional: return []
    case .scoped(let scoped): return scoped.path.certainSlots
    }
  }

  /// Slots that one match may bind several times, which is a join.
  var joinedSlots: Set<Slot> {
    Set(occurrences.filter { $0.value > 1 }.keys)
  }

  /// How often a match binds each element slot at most; the insides of repetitions count for one round.
  private var occurrences: [Slot: Int] {
    switch self {
    case .node(let node): return [node.slot: 1]
    case .edge(let edge): return [edge.slot: 1]
    case .concatenation(let parts):
      return parts.reduce(into: [:]) { $0.merge($1.occurrences, uniquingKeysWith: +) }
    case .union(let operands), .alternation(let operands):
      return operands.reduce(into: [:]) { $0.merge($1.occurrences, uniquingKeysWith: max) }
    case .repetition(let repetition): return repetition.path.occurrences
    case .optional(let path): return path.occurrences
    case .scoped(let scoped): return scoped.path.occurrences
    }
  }
}
