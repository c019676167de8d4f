import GQL
import GraphStore
import Testing
import TestSupport

/// The oracle against results computed by hand. The golden files test it further, through the parser.
@Suite struct OracleSelfTests {
  /// a -1-> b -2-> c -3-> a
  private let triangle: ModelGraph = {
    var graph = ModelGraph()
    let nodes = ["a", "b", "c"].map { graph.insertNode(["N"], ["name": .string($0)]) }
    for position in 0..<3 {
      graph.insertEdge(
        "R", from: nodes[position], to: nodes[(position + 1) % 3], ["w": .int(Int64(position + 1))])
    }
    return graph
  }()

  /// a -1-> b, a -2-> b, b ~3~ a, a -4-> a
  private let multi: ModelGraph = {
    var graph = ModelGraph()
    let (a, b) = (graph.insertNode(["A"], ["x": 1]), graph.insertNode(["B"]))
    graph.insertEdge("R", from: a, to: b, ["w": 1])
    graph.insertEdge("R", from: a, to: b, ["w": 2])
    graph.insertEdge("U", from: b, to: a, isDirected: false, ["w": 3])
    graph.insertEdge("R", from: a, to: a, ["w": 4])
    return graph
  }()

  private func rows(_ graph: ModelGraph, _ query: BoundQuery) throws -> [[Value]] {
    var oracle = Oracle(graph: graph)
    return try oracle.run(query).rows
  }

  private func count(_ graph: ModelGraph, _ clauses: BoundClause...) throws -> Int {
    let one = BoundExpression(.constant(.int(1)), type: .int, span: SourceSpan(0, 0))
    return try rows(graph, Bound.returning(clauses, [one])).count
  }

  private func texts(_ rows: [[Value]]) -> [String] {
    rows.map { $0.map(\.description).joined(separator: " | ") }.sorted()
  }

  // MARK: Patterns

  @Test(arguments: [
    (EdgeDirectionPattern.right, 3), (.left, 3), (.undirected, 2), (.leftOrUndirected, 5),
    (.undirectedOrRight, 5),
    (.leftOrRight, 5), (.any, 7),
  ])
  func directions(direction: EdgeDirectionPattern, expected: Int) throws {
    let chain = BoundPath.concatenation([Bound.node(0), Bound.edge(1, direction), Bound.node(2)])
    #expect(try count(multi, Bound.match([chain], named: [0, 1, 2])) == expected)
  }

  @Test func joinsAndMatchModes() throws {
    let (first, second) = (
      BoundPath.concatenation([Bound.node(0), Bound.edge(1), Bound.node(2)]),
      BoundPath.concatenation([Bound.node(3), Bound.edge(4), Bound.node(5)])
    )
    // Three directed edges: nine pairs, three of them twice the same edge.
    #expect(try count(multi, Bound.match([first, second], named: [0, 1, 2, 3, 4, 5])) == 6)
    #expect(
      try count(multi, Bound.match([first, second], differentEdges: false, named: [0, 1, 2, 3, 4, 5])) == 9)
    #expect(
      try count(multi, Bound.match([first], named: [0, 1, 2]), Bound.match([second], named: [3, 4, 5])) == 9)
    // One slot twice: only the self-loop.
    let loop = BoundPath.concatenation([Bound.node(0), Bound.edge(1), Bound.node(0)])
    #expect(try count(multi, Bound.match([loop], named: [0, 1])) == 1)
  }

  @Test(arguments: [
    (PathMode.walk, true, 12), (.trail, false, 12), (.acyclic, true, 9), (.simple, true, 12),
    (.acyclic, false, 9),
  ])
  func modes(mode: PathMode, differentEdges: Bool, expected: Int) throws {
    let star = BoundPath.concatenation([Bound.node(0), Bound.hops(0, nil, group: 1), Bound.node(2)])
    #expect(
      try count(triangle, Bound.match([star], mode: mode, differentEdges: differentEdges, named: [0, 1, 2]))
        == expected)
  }

  @Test func groupsAreInTraversalOrder() throws {
    let path = BoundPath.concatenation([Bound.node(0), Bound.hops(3...3, group: 1), Bound.node(2)])
    let query = Bound.returning(
      [Bound.match([path], named: [0, 1, 2])],
      [Bound.property(0, "name"), Bound.property(1, "w"), Bound.property(2, "name")])
    #expect(
      texts(try rows(triangle, query)) == [
        "'a' | [1, 2, 3] | 'a'", "'b' | [2, 3, 1] | 'b'", "'c' | [3, 1, 2] | 'c'",
      ])
  }

  @Test func selectorsWorkWithinPairsOfEnds() throws {
    let plus = BoundPath.concatenation([Bound.node(0), Bound.hops(1, nil, group: 1), Bound.node(2)])
    // Trails from a: 1, 2, 4 and 4 then 1, 4 then 2.
    func lengths(_ selector: PathSelector) throws -> [String] {
      let query = Bound.returning(
        [
          Bound.match([plus], selector: selector, mode: .trail, named: [0, 1, 2]),
          Bound.clause(.filter(Bound.expression(.isLabeled(Bound.slot(2), .name("B"), isNegated: false)))),
        ], [Bound.property(1, "w")])
      return texts(try rows(multi, query))
    }
    #expect(try lengths(.all) == ["[1]", "[2]", "[4, 1]", "[4, 2]"])
    #expect(try lengths(.allShortest) == ["[1]", "[2]"])
    #expect(try lengths(.anyShortest).count == 1)
    #expect(try lengths(.any(count: .literal(3))).count == 3)
    #expect(try lengths(.shortest(count: .literal(2))) == ["[1]", "[2]"])
    #expect(try lengths(.shortestGroups(count: .literal(2))).count == 4)
    // Walks go round and round: there are always k.
    let walks = try count(
      multi,
      Bound.match([plus], selector: .shortest(count: .literal(5)), differentEdges: false, named: [0, 1, 2]))
    #expect(walks == 10)
  }

  @Test func unionsAreSetsAndAlternationsAreNot() throws {
    func operand(_ edge: Int) -> BoundPath {
      .concatenation([Bound.node(10 + edge), Bound.edge(edge), Bound.node(2)])
    }
    func matches(_ part: BoundPath, _ named: [Int]) throws -> Int {
      try count(multi, Bound.match([.concatenation([Bound.node(0), part, Bound.node(2)])], named: named))
    }
    #expect(try matches(.union([operand(1), operand(3)]), [0, 2]) == 3)
    #expect(try matches(.union([operand(1), operand(3)]), [0, 1, 2, 3]) == 6)
    #expect(try matches(.alternation([operand(1), operand(3)]), [0, 2]) == 6)
    #expect(try matches(.optional(operand(1)), [0, 1, 2]) == 5)
  }

  @Test func conditionsMayLookAhead() throws {
    let condition = Bound.equal(Bound.property(2, "name"), Bound.constant("c"))
    let path = BoundPath.concatenation([Bound.node(0, where: condition), Bound.edge(1), Bound.node(2)])
    let query = Bound.returning([Bound.match([path], named: [0, 1, 2])], [Bound.property(0, "name")])
    #expect(texts(try rows(triangle, query)) == ["'b'"])
  }

  @Test func optionalMatchKeepsRows() throws {
    let from = BoundPath.concatenation([Bound.node(0), Bound.edge(1, .right, nil), Bound.node(2, "A")])
    let optional = BoundClause.Kind.optionalMatch(
      [Bound.clause(.match(Bound.pattern([from], named: [0, 1, 2])))], slots: [Slot(1), Slot(2)])
    let query = Bound.returning(
      [Bound.match([Bound.node(0)], named: [0]), Bound.clause(optional)],
      [Bound.property(0, "x"), Bound.property(1, "w")])
    #expect(texts(try rows(multi, query)) == ["1 | 4", "NULL | NULL"])
  }

  @Test func subqueriesSeeTheirRow() throws {
    let out = BoundPath.concatenation([Bound.node(0), Bound.edge(1), Bound.node(2)])
    let exists = Bound.expression(.exists(Bound.query([Bound.match([out], named: [0, 1, 2])], columns: nil)))
    #expect(
      try count(multi, Bound.match([Bound.node(0)], named: [0]), Bound.clause(.filter(exists))) == 1)
  }

  // MARK: Values

  @Test func threeValuedLogic() throws {
    let truths: [Value] = [true, false, nil]
    var found: [String] = []
    for a in truths {
      for b in truths {
        let items = [LogicalOperator.and, .or, .xor].map {
          Bound.expression(.logical($0, Bound.constant(a), Bound.constant(b)))
        }
        found += texts(try rows(ModelGraph(), Bound.returning([], items)))
      }
    }
    #expect(
      found == [
        "TRUE | TRUE | FALSE", "FALSE | TRUE | TRUE", "NULL | TRUE | NULL", "FALSE | TRUE | TRUE",
        "FALSE | FALSE | FALSE",
        "FALSE | NULL | NULL", "NULL | TRUE | NULL", "FALSE | NULL | NULL", "NULL | NULL | NULL",
      ])
  }

  @Test func equality() throws {
    let nan = Value.float(.nan)
    #expect(try OracleRelations.equal(9_007_199_254_740_993, .float(9_007_199_254_740_992)) == false)
    #expect(try OracleRelations.equal(1, .float(1)) == true)
    #expect(try OracleRelations.equal(nan, nan) == false)
    #expect(try OracleRelations.equal([1, nil], [1, 2]) == nil)
    #expect(try OracleRelations.equal([1, nil], [2, nil]) == false)
    #expect(try OracleRelations.equal("\u{E9}", "e\u{301}") == false)
    #expect(throws: OracleError.self) { try OracleRelations.equal(1, "a") }
    #expect(OracleRelations.equivalent(nan, nan) && OracleRelations.equivalent(.null, .null))
    let half = Value.decimal(ExactDecimal(coefficient: 50, scale: 2))
    #expect(try OracleRelations.equal(half, .float(0.5)) == true)
    #expect(try OracleRelations.compare(-1, half) == .less)
    #expect(try OracleRelations.compare(.float(-0.5), -1) == .greater)
  }

  @Test func orderIsTotal() {
    let ascending: [Value] = [
      ["a": 1], [1], [1, 2], .date(LocalDate(daysSinceEpoch: 1)), "B", "a", false, true, -1, .float(0.5), 1,
      .float(.infinity),
      .float(.nan), nil,
    ]
    for (i, a) in ascending.enumerated() {
      for (j, b) in ascending.enumerated() {
        #expect(OracleRelations.order(a, b).signum() == (i - j).signum())
      }
    }
  }

  @Test func arithmetic() throws {
    func quotient(_ a: Value, _ b: Value) throws -> String {
      texts(
        try rows(
          ModelGraph(),
          Bound.returning([], [Bound.expression(.arithmetic(.divide, Bound.constant(a), Bound.constant(b)))]))
      )[0]
    }
    #expect(try quotient(-7, 2) == "-3")
    #expect(try quotient(.decimal(ExactDecimal(coefficient: 70, scale: 1)), 2) == "3.5M")
    #expect(try quotient(1, .float(0)) == "Infinity")
    #expect(throws: OracleError.self) { try quotient(1, 0) }
  }

  @Test func aggregatesOfNothing() throws {
    let aggregates = try ["COUNT", "SUM", "AVG", "MIN", "COLLECT_LIST"].enumerated().map { position, name in
      BoundAggregate(
        slot: Slot(10 + position), function: try #require(FunctionRegistry.aggregate(name)), isDistinct: false,
        arguments: [Bound.slot(0)], span: Bound.nowhere)
    }
    let query = Bound.query(
      [Bound.match([Bound.node(0, "Missing")], named: [0]), Bound.clause(.aggregate(keys: [], aggregates))],
      columns: [10, 11, 12, 13, 14])
    #expect(texts(try rows(multi, query)) == ["0 | NULL | NULL | NULL | []"])
  }

  // MARK: Data modification

  @Test func setComputesBeforeItAssigns() throws {
    var graph = ModelGraph()
    graph.insertNode([], ["x": 1, "y": 2])
    var oracle = Oracle(graph: graph)
    let swap = BoundClause.Kind.set([
      .property(Slot(0), key: "x", value: Bound.property(0, "y"), Bound.nowhere),
      .property(Slot(0), key: "y", value: Bound.property(0, "x"), Bound.nowhere),
    ], inTurn: false)
    _ = try oracle.run(
      Bound.query([Bound.match([Bound.node(0)], named: [0]), Bound.clause(swap)], columns: nil))
    #expect(oracle.graph.nodes[0].properties.description == "{x: 2, y: 1}")
  }

  @Test func deleteIsJudgedAtTheEnd() throws {
    let out = BoundPath.concatenation([Bound.node(0), Bound.edge(1), Bound.node(2)])
    func delete(_ slots: [Int], isDetaching: Bool = false) throws -> ModelGraph {
      var oracle = Oracle(graph: triangle)
      let clause = Bound.clause(.delete(slots.map(Bound.slot), isDetaching: isDetaching))
      _ = try oracle.run(Bound.query([Bound.match([out], named: [0, 1, 2]), clause], columns: nil))
      return oracle.graph
    }
    #expect(throws: OracleError.self) { try delete([0]) }
    #expect(try delete([0, 1]).livingNodes.isEmpty)
    #expect(try delete([1]).livingNodes.count == 3)
    #expect(try delete([0], isDetaching: true).livingEdges.isEmpty)
  }

  @Test func insertNeverSeesItself() throws {
    var oracle = Oracle(graph: triangle)
    let insert = BoundInsert(
      nodes: [BoundInsert.Node(slot: Slot(5), labels: ["Z"], properties: [])], edges: [])
    _ = try oracle.run(
      Bound.query([Bound.match([Bound.node(0)], named: [0]), Bound.clause(.insert(insert))], columns: nil))
    #expect(oracle.graph.livingNodes.count == 6)
  }
}
