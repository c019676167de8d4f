import TestSupport

/// A path pattern as data, so that it can be written forwards, backwards and in pieces.
struct Chain {
  struct Edge {
    var name: String
    var filter: String
    /// Position in `marks`.
    var direction: Int

    /// The two sides of the edge pattern, by direction; those at `marks[mirrored[i]]` cross the same edges
    /// the other way.
    static let marks = [
      ("-", "->"), ("<-", "-"), ("~", "~"), ("-", "-"), ("<-", "->"), ("<~", "~"), ("~", "~>"),
    ]
    static let mirrored = [1, 0, 2, 3, 4, 6, 5]

    func text(isReversed: Bool = false) -> String {
      let (left, right) = Self.marks[isReversed ? Self.mirrored[direction] : direction]
      return "\(left)[\(name)\(filter)]\(right)"
    }
  }

  var nodes: [String]
  /// What stands after a node's name where it first occurs.
  var nodeFilters: [String]
  var edges: [Edge]

  private func node(_ position: Int) -> String { "(\(nodes[position])\(nodeFilters[position]))" }

  var text: String {
    edges.indices.reduce(node(0)) { text, position in text + edges[position].text() + node(position + 1) }
  }

  var reversedText: String {
    edges.indices.reversed().reduce(node(edges.count)) { text, position in
      text + edges[position].text(isReversed: true) + node(position)
    }
  }

  /// Every edge a path pattern of its own.
  var parts: [String] { edges.indices.map { node($0) + edges[$0].text() + node($0 + 1) } }
  var splitText: String { parts.joined(separator: ", ") }

  /// All variables, in one order.
  var result: String { "RETURN " + (nodes + edges.map(\.name)).joined(separator: ", ") }
}

/// Random chains and parts of them.
struct ChainGenerator {
  var random: SeededGenerator
  init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  private mutating func pick<T>(_ items: [T]) -> T { items[Int.random(in: 0..<items.count, using: &random)] }

  mutating func chain(edges count: ClosedRange<Int> = 1...3) -> Chain {
    let edgeCount = Int.random(in: count, using: &random)
    let filters = ["", "", "", ":A", ":B", ":!A", ":A|B", " {x: 1}"]
    return Chain(
      nodes: (0...edgeCount).map { "n\($0)" }, nodeFilters: (0...edgeCount).map { _ in pick(filters) },
      edges: (0..<edgeCount).map {
        Chain.Edge(name: "e\($0)", filter: edgeFilter(), direction: pick(Array(Chain.Edge.marks.indices)))
      })
  }

  mutating func edgeFilter() -> String { pick(["", "", ":T", ":U", ":!T", ":T|U", " {w: 1}"]) }

  /// `right` marks: "->" for directed, "-" for any.
  mutating func edge(named name: String, among rights: [String] = ["->", "-", "~"]) -> String {
    let right = pick(rights)
    return "\(right == "~" ? "~" : "-")[\(name)\(edgeFilter())]\(right)"
  }

  mutating func matchMode() -> String { pick(["", "REPEATABLE ELEMENTS "]) }

  mutating func condition(over chain: Chain) -> String {
    let terms = chain.nodes.map { "\($0).x" } + chain.edges.map { "\($0.name).w" } + ["1", "2", "NULL"]
    let first = "\(pick(terms)) \(pick(["=", "<>", "<", ">="])) \(pick(terms))"
    guard Bool.random(using: &random) else { return first }
    return "\(first) \(pick(["AND", "OR", "XOR"])) \(pick(terms)) IS NULL"
  }
}
