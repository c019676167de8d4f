import Testing
import TestSupport

/// The generators do what the tests that use them rely on.
@Suite struct Generators {
  @Test func sameSeedSameQuery() {
    for seed in 0..<50 as Range<UInt64> {
      var (a, b) = (QueryGenerator(seed: seed), QueryGenerator(seed: seed))
      #expect(a.query().text == b.query().text)
    }
  }

  @Test func queriesVary() {
    let texts = (0..<500 as Range<UInt64>).map { seed -> String in
      var generator = QueryGenerator(seed: seed)
      return generator.query().text
    }
    for word in [
      "OPTIONAL MATCH", "OPTIONAL {", "EXISTS", "UNION", "NEXT", "REPEATABLE ELEMENTS", "TRAIL", "SHORTEST", "COUNT(",
      "ORDER BY", "LIMIT",
      "{1,2}", "|+|", ")? ", "~[", "<-[", "CALL", "DISTINCT", "XOR", "LABELED",
    ] { #expect(texts.contains { $0.contains(word) }, "\(word)") }
    #expect(Set(texts).count > 490)
  }

  /// 1 graph without nodes. With one node: 2 labels, 4 kinds of edge: 2 * (1 + 4 + 10 + 20) = 70.
  @Test func smallGraphsAreCounted() {
    let counts = Dictionary(grouping: SmallGraphs.all, by: \.nodes.count).mapValues(\.count)
    #expect(counts[0] == 1)
    #expect(counts[1] == 70)
    // Two nodes of one label each: swapping two of different labels is never a symmetry, so those classes are
    // all 680 graphs.
    #expect((counts[2] ?? 0) > 680)
    // No edges: 4 classes of three labelled nodes.
    #expect(SmallGraphs.all.filter { $0.nodes.count == 3 && $0.edges.isEmpty }.count == 4)
  }

  @Test func shrinkingKeepsTheFailure() {
    var generator = GraphGenerator(seed: 7)
    let graph = generator.graph(nodes: 5...5, edges: 7...7)
    let smallest = Shrinking.shrink(graph) { $0.edges.contains { $0.type == "T" } }
    #expect(smallest.edges.count == 1)
    #expect(smallest.nodes.count <= 2)
  }
}
