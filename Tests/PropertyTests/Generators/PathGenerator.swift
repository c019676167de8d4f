import TestSupport

/// Random path patterns from the whole algebra: parts within parts, conditions that look back and ahead, modes and selectors, ends that
/// are bound before. For graphs of three nodes and few edges: the oracle enumerates all walks.
struct PathGenerator {
  var random: SeededGenerator
  private var counter = 0
  /// Edge patterns left to spend: each multiplies the walks.
  private var budget = 4
  private var isFinite = true
  /// A condition over a list that never holds lets walks without a mode go on for ever.
  private var mayReadLists = true
  /// Nodes of the whole path that conditions in quantifiers may read, wherever they stand.
  private var readFromWithin: [String] = []

  /// The names of one iteration.
  private struct Level {
    var nodes: [String] = []
    var edges: [String] = []
    var groups: [String] = []
    /// Stand in an optional part or an alternative: null at times, and no joins.
    var conditional: [String] = []
    var outer: [String] = []
  }

  init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  private mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }
  private mutating func pick<T>(_ items: [T]) -> T { items[Int.random(in: 0..<items.count, using: &random)] }
  private mutating func fresh(_ prefix: String) -> String {
    counter += 1
    return "\(prefix)\(counter)"
  }

  // MARK: Queries

  mutating func query() -> GeneratedQuery {
    let isRepeating = chance(50)
    let selector = chance(45)
      ? pick(["ALL SHORTEST", "ALL SHORTEST", "SHORTEST 2 GROUPS", "ANY SHORTEST", "ANY", "ANY 2", "SHORTEST 3"]) : ""
    let mode = pick(["", "", "", "TRAIL", "ACYCLIC", "SIMPLE"])
    let isFree = selector.hasPrefix("ANY") || selector == "SHORTEST 3"
    isFinite = !isRepeating || !selector.isEmpty || !mode.isEmpty
    mayReadLists = selector.isEmpty || !mode.isEmpty
    var level = Level()
    var before = pick(["", "", "MATCH (a)", "MATCH (z)", "MATCH (a), (z)", "MATCH (o)", "MATCH (q)-[r]->()"])
    if before.contains("o") { level.outer = ["o"] }
    level.nodes = ["a"]
    // A selector lets its ends be read alone.
    if chance(50) { readFromWithin = selector.isEmpty && chance(70) ? ["m", "m", "a", "z"] : ["a", "z"] }
    let body = concatenation(&level, first: "(a\(label()))", last: "(z\(label()))")
    // What the rows have already may be inside of the path: a selector chooses before that is compared.
    if !isFree, before.isEmpty, chance(40) {
      let inner = level.nodes.dropFirst().filter { $0 != "z" }.map { "MATCH (\($0))" } + level.edges.map { "MATCH ()-[\($0)]-()" }
      if !inner.isEmpty { before = pick(inner) }
    }
    // What begins at a node inside joins the path there; a selector does not let it.
    var joined = ""
    if selector.isEmpty, chance(40) {
      joined = ", (\(pick(level.nodes)))\(edge(&level))\(chance(30) ? quantifier() : "")(j)"
      level.groups += level.edges.filter { joined.contains("[\($0)") }
      level.edges.removeAll { joined.contains("[\($0)") }
    }
    let path = "p = \([selector, mode].filter { !$0.isEmpty }.joined(separator: " ")) \(body)"
    if !isFree, chance(25) {
      return GeneratedQuery(text: "\(before) MATCH \(isRepeating ? "REPEATABLE ELEMENTS " : "")\(path)\(joined) RETURN \(pick(level.nodes + (joined.isEmpty ? [] : ["j"]))) AS c0, COUNT(*) AS c1")
    }
    let columns =
      isFree
      ? ["a", "z", "PATH_LENGTH(p)"]
      : ["a", "z", chance(50) ? "p" : "PATH_LENGTH(p)"]
        + (level.nodes.dropFirst() + level.edges + level.groups + level.conditional).filter { _ in chance(70) }
    let result = columns.enumerated().map { "\($1) AS c\($0)" }.joined(separator: ", ")
    return GeneratedQuery(text: "\(before) MATCH \(isRepeating ? "REPEATABLE ELEMENTS " : "")\(path)\(joined) RETURN \(result)")
  }

  // MARK: Parts

  private mutating func concatenation(_ level: inout Level, first: String? = nil, last: String? = nil) -> String {
    var text = first ?? node(&level, mayJoin: true)
    for number in 0..<pick([1, 1, 2, 2, 3]) where budget > 0 {
      text += part(&level)
      if first != nil, number == 0, readFromWithin.contains("m") {
        text += "(m\(label()))"
        level.nodes.append("m")
      } else if chance(75) {
        text += node(&level, mayJoin: true)
      }
    }
    return text + (last ?? "")
  }

  private mutating func part(_ level: inout Level) -> String {
    budget -= 1
    switch Int.random(in: 0..<12, using: &random) {
    case 0...2: return edge(&level)
    case 3...4: return quantifiedEdge(&level)
    case 5...6: return repetition(&level)
    case 7: return conditionalPart(&level) { generator, inner in " (\(generator.inside(&inner)))? " }
    case 8...9:
      let bar = pick(["|", "|", "|+|"])
      return conditionalPart(&level) { generator, inner in
        " (\(generator.inside(&inner)) \(bar) \(generator.inside(&inner))) "
      }
    case 10:
      let mode = pick(["TRAIL", "ACYCLIC", "SIMPLE"])
      let wasFinite = isFinite
      isFinite = true
      defer { isFinite = wasFinite }
      return " (\(mode) \(inside(&level))\(condition(level, 40))) "
    default: return " (\(inside(&level))\(condition(level, 80, lists: true))) "
    }
  }

  /// At least one edge, with nodes around or without.
  private mutating func inside(_ level: inout Level) -> String {
    var text = chance(60) ? node(&level, mayJoin: false) : ""
    text += chance(25) && budget > 0 ? part(&level) : edge(&level)
    if chance(60) { text += node(&level, mayJoin: false) }
    if chance(20), budget > 0 {
      budget -= 1
      text += edge(&level)
    }
    return text
  }

  private mutating func conditionalPart(
    _ level: inout Level, _ body: (inout PathGenerator, inout Level) -> String
  ) -> String {
    var inner = Level()
    inner.outer = level.outer
    let text = body(&self, &inner)
    level.conditional += inner.nodes + inner.edges + inner.groups + inner.conditional
    return text
  }

  private mutating func quantifiedEdge(_ level: inout Level) -> String {
    var inner = Level()
    inner.outer = level.outer + readFromWithin
    let text = edge(&inner) + quantifier()
    level.groups += inner.edges
    return text
  }

  private mutating func repetition(_ level: inout Level) -> String {
    var inner = Level()
    inner.outer = level.outer + readFromWithin
    let hasNodes = chance(70)
    var text = hasNodes ? node(&inner, mayJoin: false) : ""
    if chance(30), budget > 0 {
      // Such a part may match without an edge; the edge after it does not.
      text += part(&inner) + edge(&inner)
    } else {
      text += edge(&inner)
    }
    if hasNodes { text += node(&inner, mayJoin: chance(20)) }
    text = " (\(text)\(condition(inner, 60, lists: true)))\(quantifier()) "
    level.groups += inner.nodes + inner.edges + inner.groups + inner.conditional
    return text
  }

  private mutating func quantifier() -> String {
    pick(["{2}", "{1,2}", "{0,2}", "{,1}", "{1,3}"] + (isFinite ? ["*", "+", "{2,}"] : []))
  }

  // MARK: Elements

  private mutating func node(_ level: inout Level, mayJoin: Bool) -> String {
    if mayJoin, !level.nodes.isEmpty, chance(12) { return "(\(pick(level.nodes)))" }
    guard chance(60) else { return "(\(label()))" }
    let name = fresh("n")
    level.nodes.append(name)
    return "(\(name)\(label())\(condition(level, 20)))"
  }

  private mutating func edge(_ level: inout Level) -> String {
    let (left, right) = pick([("-", "->"), ("-", "->"), ("-", "->"), ("<-", "-"), ("-", "-"), ("~", "~")])
    let type = chance(25) ? pick([":T", ":U", ":T|U", ":!T"]) : ""
    guard chance(60) else { return "\(left)[\(type)]\(right)" }
    let name = fresh("e")
    level.edges.append(name)
    return "\(left)[\(name)\(type)\(condition(level, 25))]\(right)"
  }

  private mutating func label() -> String { chance(12) ? pick([":A", ":B", ":!A", ":A|B"]) : "" }

  /// May read anything of the iteration that came before.
  private mutating func condition(_ level: Level, _ percent: Int, lists: Bool = false) -> String {
    guard chance(percent) else { return "" }
    var terms = level.nodes.filter { $0 != "a" || level.groups.isEmpty }.map { "\($0).x" } + level.edges.map { "\($0).w" }
    terms += level.outer.map { "\($0).x" }
    if lists, mayReadLists { terms += level.groups.map { "CARDINALITY(\($0))" } }
    guard !terms.isEmpty else { return "" }
    let outside = level.outer.filter(readFromWithin.contains)
    let left = !outside.isEmpty && chance(60) ? "\(pick(outside)).x" : pick(terms)
    let right = chance(50) ? pick(terms) : "\(Int.random(in: 0...3, using: &random))"
    return " WHERE \(left) \(pick(["<", "<=", "<>", ">=", "="])) \(right)"
  }
}
