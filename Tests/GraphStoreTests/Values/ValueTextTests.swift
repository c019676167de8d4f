import GraphStore
import TestSupport
import Testing

/// Values as text.
struct ValueTextTests {
  @Test(
    arguments: [
      (nil, "NULL"), (true, "TRUE"), (-7, "-7"), (1.0, "1.0"), (.float(1e20), "1e20"),
      (.float(-2.5e-7), "-2.5e-07"), (.float(-0.0), "-0.0"),
      (.float(.nan), "NaN"), (.float(-.infinity), "-Infinity"), (.decimal("1.50"), "1.50M"),
      ("it's", "'it''s'"), ("a\\b\n", #"'a\\b\n'"#),
      ("\u{1B}[31m\u{202E}\u{0}", #"'\u001B[31m\u202E\u0000'"#), ("héllo 🦊", "'héllo 🦊'"),
      (.bytes([0, 10, 255]), "X'000aff'"),
      (.date(LocalDate(daysSinceEpoch: 20150)), "DATE '2025-03-03'"),
      (.duration(.init(days: 1)), "DURATION 'P1D'"),
      ([1, [2, nil], "x"], "[1, [2, NULL], 'x']"),
      (["a": 1, "my key": 2, "`": 3], "{a: 1, `my key`: 2, ````: 3}"), ([:], "{}"), ([], "[]"),
    ] as [(Value, String)])
  func literals(value: Value, text: String) { #expect(value.description == text) }

  @Test func elements() {
    let a = Node(id: NodeID(1), labels: ["Minister", "Person"], properties: ["name": "Ann"])
    let b = Node(id: NodeID(2), labels: [], properties: [:])
    let knows = Edge(id: EdgeID(1), type: "KNOWS", source: a.id, target: b.id, properties: ["since": 2020])
    let near = Edge(
      id: EdgeID(2), type: "IS NEAR", source: a.id, target: b.id, isDirected: false, properties: [:])
    #expect(Value.node(a).description == "(:Minister&Person {name: 'Ann'})")
    #expect(Value.node(b).description == "()")
    #expect(Value.edge(knows).description == "[:KNOWS {since: 2020}]")
    let path = Path(nodes: [b, a, b, a], edges: [knows, knows, near])
    #expect(
      Value.path(path).description
        == "()<-[:KNOWS {since: 2020}]-(:Minister&Person {name: 'Ann'})-[:KNOWS {since: 2020}]->()"
        + "~[:`IS NEAR`]~(:Minister&Person {name: 'Ann'})")
  }

  @Test func floatsReadBack() {
    var random = SeededGenerator(seed: 3)
    for _ in 0..<20_000 {
      let value = Double(bitPattern: random.next())
      guard value.isFinite else { continue }
      let text = ValueText.float(value)
      #expect(Double(text) == value && text.contains { ".e".contains($0) })
    }
  }
}
