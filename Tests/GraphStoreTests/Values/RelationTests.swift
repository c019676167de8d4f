import TestSupport
import Testing

@testable import GraphStore

/// The three relations of the language, each alone and all together.
struct RelationTests {
  @Test(
    arguments: [
      (1, 1.0, true), (1, 2, false), (nil, nil, nil), (nil, 1, nil), (.float(.nan), .float(.nan), false),
      (0.0, .float(-0.0), true),
      (.int(9_007_199_254_740_993), .float(9_007_199_254_740_992), false),
      (.int(.max), .float(0x1p63), false),
      (.decimal("0.10"), .decimal("0.1"), true), (.decimal("0.1"), .float(0.1), false),
      (.decimal("0.5"), .float(0.5), true),
      (.decimal("100000000000000000000"), .float(1e20), true), ("a", "a", true), ("é", "e\u{301}", false),
      ("a", 1, false),
      ([1, nil], [1, 2], nil), ([1, nil], [2, nil], false), ([1], [1, nil], false),
      ([1, nil], ["a", 2], false),
      (["a": nil], ["a": nil], nil), (["a": 1, "b": 2], ["b": 2, "a": 1], true), (["a": 1], ["b": 1], false),
      ([], [], true),
      ([[1]], [[1, nil]], false), ([[1, nil]], [[1, 2]], nil), (true, true, true), (true, 1, false),
    ] as [(Value, Value, Bool?)])
  func equality(a: Value, b: Value, expected: Bool?) {
    #expect(a.equals(b) == expected)
    #expect(b.equals(a) == expected)
  }

  @Test func incomparableTypesAreTold() {
    let arena = Arena()
    #expect(Cell(1 as Int64).equals(arena.string("a")) == .incomparable)
    #expect(Cell(true).compare(Cell(1 as Int64)) == .incomparable)
    #expect(arena.list([Cell(1 as Int64)]).equals(arena.list([arena.string("a")])) == .incomparable)
    #expect(
      arena.list([Cell(1 as Int64), Cell(2 as Int64)]).equals(
        arena.list([arena.string("a"), Cell(3 as Int64)])) == .notEqual)
    #expect(Cell.null.compare(arena.string("a")) == .unknown)
    #expect(Cell(Double.nan).compare(Cell(1 as Int64)) == .unordered)
  }

  @Test(
    arguments: [
      (1, 2, true), (2, 1.5, false), (1, nil, nil), (.float(.nan), 1, false), ("a", "b", true),
      ("Z", "a", true), ("a", 1, nil),
      ("\u{FFFD}", "\u{10000}", true), (false, true, true), ([1, 2], [1, 3], true), ([1], [1, nil], true),
      ([1, nil], [1, 2], nil),
      ([1, nil], [2, nil], true), (.duration(.init(months: 1)), .duration(.init(months: 2)), true),
      (.duration(.init(months: 1)), .duration(.init(days: 30)), nil),
      (.duration(.init(days: 1)), .duration(.init(seconds: 86_401)), true),
    ] as [(Value, Value, Bool?)])
  func less(a: Value, b: Value, expected: Bool?) { #expect(a.isLess(than: b) == expected) }

  /// The order of openCypher's ORDER BY over types.
  @Test func orderOverTypes() {
    let node = Node(id: NodeID(1), labels: [], properties: [:])
    let ascending: [Value] = [
      ["a": 1], .node(node),
      .edge(Edge(id: EdgeID(1), type: "T", source: node.id, target: node.id, properties: [:])),
      [1], .path(Path(nodes: [node], edges: [])), .date(LocalDate(daysSinceEpoch: 0)), "x", false, true, 1.5,
      .float(.nan), nil,
    ]
    #expect(ascending.shuffled().sorted { $0.order($1) == .less } == ascending)
  }

  @Test(arguments: [1, 2, 3, 4] as [UInt64])
  func laws(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var values = (0..<110).map { _ in Arbitrary.value(&random) }
    if seed == 1 { values += Arbitrary.numbers }
    let arena = Arena()
    let cells = values.map { arena.detachedCell(for: $0) }
    for (i, a) in cells.enumerated() {
      #expect(a.isEquivalent(to: a))
      for (j, b) in cells.enumerated() {
        let note = Comment(rawValue: "seed \(seed): \(values[i]) and \(values[j])")
        let order = a.order(b)
        #expect(b.order(a) == order.reversed, note)
        #expect(a.isEquivalent(to: b) == (order == .equal), note)
        #expect((values[i] == values[j]) == (order == .equal), note)
        if order == .equal {
          #expect(a.equivalenceHash == b.equivalenceHash, note)
          #expect(a.equals(b) != .incomparable, note)
        }
        if a.equals(b) == .equal { #expect(order == .equal, note) }
        #expect(a.equals(b) == b.equals(a), note)
        switch a.compare(b) {
        case .less: #expect(b.compare(a) == .greater && a.equals(b) != .equal, note)
        case .greater: #expect(b.compare(a) == .less, note)
        case .equal: #expect(a.equals(b) == .equal, note)
        case .unordered, .unknown, .incomparable: #expect(b.compare(a) == a.compare(b), note)
        }
      }
    }
    for _ in 0..<60_000 {
      let (a, b, c) = (
        cells.randomElement(using: &random)!, cells.randomElement(using: &random)!,
        cells.randomElement(using: &random)!
      )
      if a.order(b) != .greater, b.order(c) != .greater, a.order(c) == .greater {
        Issue.record("seed \(seed): the order is not transitive")
      }
    }
  }

  /// Decimal against float in exact arithmetic of another kind: both scaled to integers of 10^-20 where the
  /// float is a multiple of 2^-20.
  @Test func decimalsAgainstFloats() {
    var random = SeededGenerator(seed: 7)
    for _ in 0..<20_000 {
      let binary = Int64.random(in: -(1 << 40)...(1 << 40), using: &random)
      let float = Double(binary) / 0x1p20
      // binary / 2^20 = binary * 5^20 / 10^20
      let exact = Int128(binary) * 95_367_431_640_625
      let nudge = Int128.random(in: -1...1, using: &random)
      let decimal = ExactDecimal(coefficient: exact + nudge, scale: 20)
      #expect(decimal.compare(float) == Ordering.of(nudge, 0), "\(decimal.text) and \(float)")
      if nudge == 0 { #expect(decimal.double == float) }
    }
  }

  @Test func hashesSpread() {
    var buckets = [Int](repeating: 0, count: 1024)
    for value in 0..<102_400 as Range<Int64> { buckets[Int(Cell(value * 1024).equivalenceHash & 1023)] += 1 }
    #expect(buckets.allSatisfy { $0 > 30 && $0 < 250 })
    let arena = Arena()
    let hashes = Set((0..<50_000).map { arena.string("name \($0)").equivalenceHash })
    #expect(hashes.count == 50_000)
  }
}
