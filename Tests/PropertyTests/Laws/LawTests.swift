import GQL
import GraphStore
import Testing
import TestSupport

/// Two ways to ask one thing give one answer. Needs no second evaluator, so that the engine can be asked
/// about graphs of any size.
@Suite struct Laws {
  /// Runs a law on random graphs: `make` gives queries of which the left and the right side, each taken
  /// together as one multiset, are the same.
  private func check(
    _ name: String, count: Int = Effort.count(debug: 40, release: 200, long: 5_000),
    _ make: (inout ChainGenerator) -> (left: [String], right: [String])
  ) throws {
    for number in 0..<count {
      let seed = Effort.seed &+ UInt64(number)
      var graphs = GraphGenerator(seed: seed)
      var chains = ChainGenerator(seed: seed ^ 0x1A35)
      let graph = graphs.graph()
      let (left, right) = make(&chains)
      func outcome(_ graph: ModelGraph) -> Outcome {
        Comparison.compare({ try together(left, graph) }, { try together(right, graph) }, Determinacy(), allowsErrors: false)
      }
      guard outcome(graph).isDifference else { continue }
      let smallest = Shrinking.shrink(graph) { outcome($0).isDifference }
      guard case .differ(let difference) = outcome(smallest) else { continue }
      let queries = left.joined(separator: "\n") + "\n==\n" + right.joined(separator: "\n")
      Issue.record(
        "\(name): \(Shrinking.report(seed: seed, graph: smallest, query: queries, difference: difference))")
      return
    }
  }

  private func together(_ queries: [String], _ graph: ModelGraph) throws -> Subject.Answer {
    let answers = try queries.map { try Subject.underLaw.answer(graph, $0) }
    return (answers[0].columns, answers.flatMap(\.rows))
  }

  @Test("Rows where p is true, false and unknown are all the rows")
  func partition() throws {
    try check("partition") { generator in
      let chain = generator.chain()
      let p = generator.condition(over: chain)
      let wheres = ["WHERE \(p)", "WHERE NOT (\(p))", "WHERE (\(p)) IS UNKNOWN"]
      return (
        wheres.map { "MATCH \(chain.text) \($0) \(chain.result)" }, ["MATCH \(chain.text) \(chain.result)"]
      )
    }
  }

  @Test("A pattern reads the same from its other end")
  func reversal() throws {
    try check("reversal") { generator in
      let chain = generator.chain()
      return (["MATCH \(chain.text) \(chain.result)"], ["MATCH \(chain.reversedText) \(chain.result)"])
    }
  }

  @Test("A path may be cut at a node")
  func splitting() throws {
    try check("splitting") { generator in
      let chain = generator.chain(edges: 2...3)
      let mode = generator.matchMode()
      return (
        ["MATCH \(mode)\(chain.text) \(chain.result)"], ["MATCH \(mode)\(chain.splitText) \(chain.result)"]
      )
    }
  }

  @Test("The order of path patterns does not matter")
  func reordering() throws {
    try check("reordering") { generator in
      let chain = generator.chain(edges: 2...3)
      let mode = generator.matchMode()
      return (
        ["MATCH \(mode)\(chain.parts.joined(separator: ", ")) \(chain.result)"],
        ["MATCH \(mode)\(chain.parts.reversed().joined(separator: ", ")) \(chain.result)"]
      )
    }
  }

  @Test("A quantifier is the union of its counts")
  func unrolling() throws {
    try check("unrolling") { generator in
      let edge = generator.edge(named: "e")
      let mode = generator.matchMode()
      func query(_ bounds: String) -> String { "MATCH \(mode)(a)\(edge)\(bounds)(b) RETURN a, e, b" }
      return ([query("{1,3}")], [query("{1}"), query("{2}"), query("{3}")])
    }
  }

  @Test("A quantifier of fixed count is a chain")
  func writingOut() throws {
    try check("writing out") { generator in
      let filter = generator.edgeFilter()
      let mode = generator.matchMode()
      return (
        ["MATCH \(mode)(a)-[e\(filter)]->{2}(b) RETURN a, CARDINALITY(e) AS n, b"],
        ["MATCH \(mode)(a)-[\(filter)]->()-[\(filter)]->(b) RETURN a, 2 AS n, b"]
      )
    }
  }

  @Test("An edge in any direction is one of the three kinds")
  func directions() throws {
    try check("directions") { generator in
      let filter = generator.edgeFilter()
      func query(_ left: String, _ right: String, _ rest: String) -> String {
        "MATCH (a)\(left)[e\(filter)]\(right)(b) \(rest) RETURN a, e, b"
      }
      return (
        [query("-", "-", "")],
        [query("-", "->", ""), query("<-", "-", "WHERE a <> b"), query("~", "~", "")]
      )
    }
  }

  @Test("OPTIONAL MATCH keeps what MATCH finds and adds the rest")
  func optional() throws {
    try check("optional") { generator in
      let edge = generator.edge(named: "e")
      return (
        ["MATCH (a) OPTIONAL MATCH (a)\(edge)(b) RETURN a, e, b"],
        [
          "MATCH (a)\(edge)(b) RETURN a, e, b",
          "MATCH (a) WHERE NOT EXISTS { (a)\(edge)(b) } RETURN a, NULL AS e, NULL AS b",
        ]
      )
    }
  }

  @Test("UNION ALL adds, EXCEPT ALL and INTERSECT ALL divide")
  func setOperations() throws {
    try check("set operations") { generator in
      let (first, second) = (generator.edge(named: "e"), generator.edge(named: "f"))
      let left = "MATCH (a)\(first)(b) RETURN b.x AS x"
      let right = "MATCH (a)\(second)(b) RETURN a.x AS x"
      return ([left], ["\(left) EXCEPT ALL \(right)", "\(left) INTERSECT ALL \(right)"])
    }
  }

  @Test("Counting is the number of rows")
  func counting() throws {
    try check("counting") { generator in
      let chain = generator.chain()
      return (
        ["MATCH \(chain.text) RETURN COUNT(*) AS n"],
        ["MATCH \(chain.text) \(chain.result) NEXT RETURN COUNT(*) AS n"]
      )
    }
  }

  @Test("Grouping is DISTINCT, and groups add up")
  func grouping() throws {
    try check("grouping") { generator in
      let chain = generator.chain()
      let key = "\(chain.nodes[0]).x"
      return (
        ["MATCH \(chain.text) RETURN DISTINCT \(key) AS k"],
        ["MATCH \(chain.text) RETURN \(key) AS k, COUNT(*) AS n NEXT RETURN k"]
      )
    }
  }

  @Test("Modes of restricted paths are conditions on their elements")
  func modes() throws {
    try check("modes") { generator in
      let edge = generator.edge(named: "e", among: ["->", "-"])
      return (
        ["MATCH REPEATABLE ELEMENTS TRAIL (a)\(edge){2}(b) RETURN a, e, b"],
        ["MATCH REPEATABLE ELEMENTS (a)\(edge){2}(b) FILTER ALL_DIFFERENT(e[0], e[1]) RETURN a, e, b"]
      )
    }
  }

  @Test("The shortest paths are the least of all paths")
  func shortest() throws {
    try check("shortest") { generator in
      let edge = generator.edge(named: "e")
      return (
        ["MATCH p = ANY SHORTEST TRAIL (a)\(edge)+(b) RETURN a, b, PATH_LENGTH(p) AS n"],
        ["MATCH p = TRAIL (a)\(edge)+(b) RETURN a, b, MIN(PATH_LENGTH(p)) AS n"]
      )
    }
  }

  @Test("A questioned part is there or not")
  func questioned() throws {
    try check("questioned") { generator in
      let edge = generator.edge(named: "e")
      return (
        ["MATCH (a) (\(edge)(b))? RETURN a, e, b"],
        ["MATCH (a) RETURN a, NULL AS e, NULL AS b", "MATCH (a)\(edge)(b) RETURN a, e, b"]
      )
    }
  }
}
