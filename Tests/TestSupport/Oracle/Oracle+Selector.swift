import GQL
import GraphStore

/// Selectors keep some of the matches between each pair of end nodes.
extension OracleRun {
  /// Where the standard leaves the choice, the oracle takes what it found first among the shortest.
  func select(_ matches: [PartialMatch], _ selector: PathSelector) throws -> [PartialMatch] {
    switch selector {
    case .all: return matches
    case .any(let count):
      let count = try positive(count)
      return partitions(matches).flatMap { $0.prefix(count) }
    case .anyShortest: return partitions(matches).flatMap { $0.prefix(1) }
    case .allShortest: return partitions(matches).flatMap { Self.shortestGroups($0, 1) }
    case .shortest(let count):
      let count = try positive(count)
      return partitions(matches).flatMap { $0.prefix(count) }
    case .shortestGroups(let count):
      let count = try positive(count)
      return partitions(matches).flatMap { Self.shortestGroups($0, count) }
    }
  }

  /// By pair of end nodes, each in order of length.
  private func partitions(_ matches: [PartialMatch]) -> [[PartialMatch]] {
    var result: [[PartialMatch]] = []
    for match in matches {
      if let position = result.firstIndex(where: {
        $0[0].first == match.first && $0[0].current == match.current
      }) {
        result[position].append(match)
      } else {
        result.append([match])
      }
    }
    return result.map { part in
      part.enumerated().sorted { ($0.element.edges.count, $0.offset) < ($1.element.edges.count, $1.offset) }
        .map(\.element)
    }
  }

  private static func shortestGroups(_ matches: [PartialMatch], _ count: Int) -> [PartialMatch] {
    let lengths = Set(matches.map(\.edges.count)).sorted().prefix(count)
    return matches.filter { lengths.contains($0.edges.count) }
  }

  private func positive(_ count: PathSelector.Count) throws -> Int {
    let value: Value
    switch count {
    case .literal(let number): value = .int(Int64(number))
    case .parameter(let name): value = parameters[name] ?? .null
    }
    switch value {
    case .int(let number) where number > 0: return Int(number)
    case .int: throw OracleError.status(.invalidNumberOfPaths, "not positive")
    case .null: throw OracleError.status(.nullNotAllowed, "null")
    default: throw OracleError.wrongType("no integer")
    }
  }

  /// How long the walks must be that a selector chooses from: if a match of a pattern exists, there is one no
  /// longer than the nodes times the edge steps of the pattern, for on a longer walk some node meets some
  /// step twice.
  func lengthLimit(_ path: BoundPathPattern) throws -> Int {
    let steps = path.root.edgeSteps
    let needed: Int
    switch path.selector {
    case .all, .anyShortest, .allShortest: needed = 1
    case .any(let count), .shortest(let count), .shortestGroups(let count): needed = try positive(count)
    }
    return needed * graph.livingNodes.count * steps + steps
  }
}

extension BoundPath {
  /// Edge patterns after bounded repetitions are written out, and one more round of the unbounded.
  fileprivate var edgeSteps: Int {
    switch self {
    case .node: 0
    case .edge: 1
    case .concatenation(let parts): parts.map(\.edgeSteps).reduce(0, +)
    case .union(let operands), .alternation(let operands): operands.map(\.edgeSteps).reduce(0, +)
    case .repetition(let repetition): repetition.path.edgeSteps * (repetition.upper ?? repetition.lower + 1)
    case .optional(let path): path.edgeSteps
    case .scoped(let part): part.path.edgeSteps
    }
  }
}
