import TestSupport
import Testing

@testable import GQL

/// Dynamic programming finds what trying every order finds.
@Suite struct LeastCostOrderTests {
  @Test(arguments: 1...200 as ClosedRange<UInt64>)
  func noOrderIsCheaper(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let count = Int.random(in: 2...5, using: &random)
    let estimates = Self.estimates(count, &random)
    let bound: PatternEstimates.Nodes = Bool.random(using: &random) ? 0 : 1
    let order = LeastCostOrder(estimates, bound: bound)
    let all = Self.orders(estimates, bound: bound)
    let costs = all.map(order.cost)
    let (least, worst) = (try #require(costs.min()), try #require(zip(costs, all).max { $0.0 < $1.0 }))
    guard let found = order.improvement(on: worst.1) else {
      #expect(
        worst.0 <= LeastCostOrder.worthwhileRows || least >= worst.0 * LeastCostOrder.worthwhileShare || worst.0 - least <= LeastCostOrder.worthwhileRows,
        "seed \(seed): \(least) is much less than \(worst.0)")
      return
    }
    #expect(abs(order.cost(of: found) - least) <= least * 1e-9, "seed \(seed): \(found) costs \(order.cost(of: found)), and \(least) is possible")
    #expect(order.improvement(on: found) == nil, "seed \(seed): nothing is left to gain")
  }

  /// A chain, some edges more, and look-ups of which some need another node.
  private static func estimates(_ count: Int, _ random: inout SeededGenerator) -> PatternEstimates {
    let nodes = (0..<count).map { node in
      var lookUps: [(count: Double, needs: PatternEstimates.Nodes)] = []
      if Int.random(in: 0..<3, using: &random) == 0 { lookUps.append((Double.random(in: 1...500, using: &random), 0)) }
      if node > 0, Int.random(in: 0..<4, using: &random) == 0 { lookUps.append((1, 1)) }
      let count = Double.random(in: 1...50_000, using: &random)
      return PatternEstimates.NodeEstimate(
        count: count, scanned: count * Double.random(in: 1...2, using: &random), share: Double.random(in: 0.001...1, using: &random), lookUps: lookUps)
    }
    var connectors = (1..<count).map { connector($0 - 1, $0, &random) }
    for _ in 0..<Int.random(in: 0...2, using: &random) {
      connectors.append(connector(Int.random(in: 0..<count, using: &random), Int.random(in: 0..<count, using: &random), &random))
    }
    return PatternEstimates(nodes: nodes, connectors: connectors, conditions: count > 2 ? [(needs: 0b101, share: 0.25)] : [])
  }

  private static func connector(_ left: Int, _ right: Int, _ random: inout SeededGenerator) -> PatternEstimates.ConnectorEstimate {
    .init(left: left, right: right, count: Double.random(in: 1...200_000, using: &random), share: 1, price: Bool.random(using: &random) ? 1 : 100, effort: Bool.random(using: &random) ? 0 : 10_000, needs: 0)
  }

  /// Every order of the open nodes, each reached in every way.
  private static func orders(_ estimates: PatternEstimates, bound: PatternEstimates.Nodes) -> [[LeastCostOrder.Decision]] {
    func go(_ set: PatternEstimates.Nodes, _ decisions: [LeastCostOrder.Decision]) -> [[LeastCostOrder.Decision]] {
      let open = estimates.nodes.indices.filter { set & (1 << UInt32($0)) == 0 }
      if open.isEmpty { return [decisions] }
      return open.flatMap { node in
        let follows = estimates.connectors.indices.filter { index in
          let connector = estimates.connectors[index]
          let other = connector.left == node ? connector.right : connector.right == node ? connector.left : nil
          return connector.left != connector.right && other.map { set & (1 << UInt32($0)) != 0 } == true
        }
        let ways = [LeastCostOrder.Decision.start(node)] + follows.map { .follow($0) }
        return ways.flatMap { go(set | 1 << UInt32(node), decisions + [$0]) }
      }
    }
    return go(bound, [])
  }
}
