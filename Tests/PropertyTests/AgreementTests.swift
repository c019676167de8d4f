import GQL
import GraphStore
import Testing
import TestSupport

/// The engine agrees with the naive evaluator, with every rule of the planner and without each. `GRAPHSH_SEED=n` repeats a random
/// run, `GRAPHSH_LONG=1` judges 100,000 random pairs of graph and query.
@Suite struct Agreement {
  @Test("Engine and oracle agree on small graphs", arguments: 0..<4)
  func smallGraphs(part: Int) throws {
    // A stride through all of them, so that each run of one size sees the same.
    let all = SmallGraphs.all
    let count = min(all.count, Effort.count(debug: 80, release: 1_200, long: all.count))
    let stride = max(1, all.count / count)
    var differences = 0
    for position in Swift.stride(from: part * stride, to: all.count, by: 4 * stride) {
      let (engine, oracle) = (
        try Loaded(all[position], isEngine: true), try Loaded(all[position], isEngine: false)
      )
      for query in FixedQueries.all {
        let outcome = Comparison.compare(
          { try oracle.answer(query.text) }, { try engine.answer(query.text) }, query.determinacy)
        if case .differ(let difference) = outcome {
          differences += 1
          Issue.record(
            "\(Shrinking.report(seed: nil, graph: all[position], query: query.text, difference: difference))")
        }
        if case .skipped(let reason) = outcome, !FixedQueries.beyondOracle.contains(query.text) {
          Issue.record("a fixed query is within reach: \(query.text): \(reason)")
        }
        if differences > 5 { return }
      }
    }
  }

  @Test("Engine and oracle agree on random queries", arguments: 0..<4)
  func randomQueries(part: Int) throws {
    let count = Effort.count(debug: 300, release: 500, long: 12_500)
    var (skipped, differences) = (0, 0)
    for number in 0..<count {
      let seed = Effort.seed &+ UInt64(part * 10_000_000 + number)
      guard case .differ = try check(seed, &skipped) else { continue }
      differences += 1
      if differences > 5 { return }
    }
    print("SUMMARY: oracle: \(count - skipped) random queries judged of \(count), with all rules and without one, part \(part)")
    #expect(skipped * 5 < count, "the oracle must judge most queries, left out \(skipped) of \(count)")
  }

  @Test("Engine and oracle agree on random path patterns", arguments: 0..<4)
  func randomPaths(part: Int) throws {
    let count = Effort.count(debug: 200, release: 1_000, long: 12_500)
    var (skipped, differences) = (0, 0)
    for number in 0..<count {
      let seed = Effort.seed &+ UInt64(part * 10_000_000 + number)
      var graphs = GraphGenerator(seed: seed)
      var paths = PathGenerator(seed: seed ^ 0x9A7B)
      let query = paths.query()
      guard case .differ = try judge(graphs.graph(nodes: 1...3, edges: 1...5), query, seed, &skipped) else { continue }
      differences += 1
      if differences > 5 { return }
    }
    print("SUMMARY: oracle: \(count - skipped) random path patterns judged of \(count), with all rules and without one, part \(part)")
    #expect(skipped * 2 < count, "the oracle must judge most patterns, left out \(skipped) of \(count)")
  }

  private func check(_ seed: UInt64, _ skipped: inout Int) throws -> Outcome {
    var graphs = GraphGenerator(seed: seed)
    var queries = QueryGenerator(seed: seed ^ 0xABCD)
    let graph = graphs.graph()
    let query = queries.query()
    return try judge(graph, query, seed, &skipped)
  }

  /// Compares, and records a difference with the smallest graph that shows it. Each seed is asked with all rules, and without one.
  private func judge(_ graph: ModelGraph, _ query: GeneratedQuery, _ seed: UInt64, _ skipped: inout Int) throws -> Outcome {
    let rules = PlanRule.allCases
    let rule = rules[Int(seed % UInt64(rules.count))]
    func outcome(_ graph: ModelGraph) throws -> Outcome {
      let engine = try Loaded(graph, isEngine: true)
      let expected = Result { try Subject.oracle.answer(graph, query.text) }
      let whole = Comparison.compare(expected.get, { try engine.answer(query.text) }, query.determinacy)
      guard case .agree = whole else { return whole }
      let without = Comparison.compare(expected.get, { try engine.answer(query.text, without: rule) }, query.determinacy)
      guard case .differ(let difference) = without else { return without }
      return .differ("without the rule \(rule.rawValue): \(difference)")
    }
    let first = try outcome(graph)
    if case .skipped = first { skipped += 1 }
    guard case .differ = first else { return first }
    let smallest = Shrinking.shrink(graph) { (try? outcome($0).isDifference) == true }
    if case .differ(let difference) = try outcome(smallest) {
      Issue.record(
        "\(Shrinking.report(seed: seed, graph: smallest, query: query.text, difference: difference))")
    }
    return first
  }
}
