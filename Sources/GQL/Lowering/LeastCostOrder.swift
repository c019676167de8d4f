/// Finds the order of a pattern's joins that costs least, by dynamic programming over the sets of nodes that are bound (Selinger et al.,
/// 1979; orders without bushy joins): 2^nodes steps of as many connectors.
struct LeastCostOrder {
  enum Decision: Equatable {
    /// A node of the pattern, by position.
    case start(Int)
    /// A connector of the pattern, by position, one end of which is bound.
    case follow(Int)
  }

  typealias Nodes = PatternEstimates.Nodes
  /// Patterns of more nodes that are not yet bound go without.
  static let nodeLimit = 10
  /// An order is left for another that costs less than this part of it,
  static let worthwhileShare = 1.0 / 3
  /// and that spares so many rows. What is estimated is not so certain, and other rules build on the first order.
  static let worthwhileRows = 2_000.0

  private let estimates: PatternEstimates
  private let bound: Nodes

  init(_ estimates: PatternEstimates, bound: Nodes) {
    self.estimates = estimates
    self.bound = bound
  }

  private struct State {
    var cost: Double
    var rows: Double
    var previous: Nodes
    var decision: Decision
  }

  /// The decisions, where they are much better than those given.
  func improvement(on decisions: [Decision]) -> [Decision]? {
    let all = everything
    let open = (0..<estimates.nodes.count).filter { bound & bit($0) == 0 }
    guard (1...LeastCostOrder.nodeLimit).contains(open.count) else { return nil }
    let current = cost(of: decisions)
    guard current > LeastCostOrder.worthwhileRows else { return nil }
    var states: [Nodes: State] = [bound: State(cost: 0, rows: rows(bound), previous: bound, decision: .start(0))]
    // Sets in an order where each comes after its parts.
    for number in 0..<(1 << open.count) {
      var set = bound
      for (position, node) in open.enumerated() where number & (1 << position) != 0 { set |= bit(node) }
      guard let state = states[set], state.cost < current else { continue }
      for node in open where set & bit(node) == 0 {
        for (decision, cost) in ways(to: node, from: set, rows: state.rows) {
          let next = set | bit(node)
          let total = state.cost + cost
          if let known = states[next], known.cost <= total { continue }
          states[next] = State(cost: total, rows: rows(next), previous: set, decision: decision)
        }
      }
    }
    guard let best = states[all], best.cost < current * LeastCostOrder.worthwhileShare,
      current - best.cost > LeastCostOrder.worthwhileRows
    else { return nil }
    var result: [Decision] = []
    var set = all
    while set != bound, let state = states[set] {
      result.append(state.decision)
      set = state.previous
    }
    return result.reversed()
  }

  /// Rows of the whole pattern.
  var allRows: Double { rows(everything) }

  private var everything: Nodes { Nodes(truncatingIfNeeded: (UInt64(1) << UInt64(estimates.nodes.count)) - 1) }

  /// What decisions cost, each by the same measure.
  func cost(of decisions: [Decision]) -> Double {
    var set = bound
    var total = 0.0
    for decision in decisions {
      let node: Int
      switch decision {
      case .start(let start): node = start
      case .follow(let connector):
        let ends = estimates.connectors[connector]
        node = set & bit(ends.left) == 0 ? ends.left : ends.right
      }
      // What closes a cycle is paid for by the node that it closes it at.
      if set & bit(node) != 0 { continue }
      let rows = rows(set)
      switch decision {
      case .start: total += start(node, from: set, rows: rows)
      case .follow(let connector): total += follow(connector, to: node, from: set, rows: rows)
      }
      set |= bit(node)
    }
    return total
  }

  private func bit(_ node: Int) -> Nodes { 1 << Nodes(node) }

  private func ways(to node: Int, from set: Nodes, rows: Double) -> [(Decision, Double)] {
    var ways: [(Decision, Double)] = [(.start(node), start(node, from: set, rows: rows))]
    for (index, connector) in estimates.connectors.enumerated() where connector.left != connector.right {
      let other = connector.left == node ? connector.right : connector.right == node ? connector.left : nil
      guard let other, set & bit(other) != 0, connector.needs & ~set == 0 else { continue }
      ways.append((.follow(index), follow(index, to: node, from: set, rows: rows)))
    }
    return ways
  }

  private func start(_ node: Int, from set: Nodes, rows: Double) -> Double {
    let estimate = estimates.nodes[node]
    let lookUp = estimate.lookUps.filter { $0.needs & ~(set | bit(node)) == 0 }.map(\.count).min()
    let found = lookUp.map { $0 + 1 } ?? estimate.scanned
    return rows * found + closing(node, set, rows * (lookUp ?? estimate.count * estimate.share), by: nil)
  }

  private func follow(_ index: Int, to node: Int, from set: Nodes, rows: Double) -> Double {
    let connector = estimates.connectors[index]
    let from = connector.left == node ? connector.right : connector.left
    let followed = rows * connector.count / estimates.nodes[from].count
    return rows + max(followed * connector.price, rows * connector.effort) + closing(node, set, followed * connector.share * estimates.nodes[node].share, by: index)
  }

  /// Other connectors that then have both ends are followed for each row.
  private func closing(_ node: Int, _ set: Nodes, _ rows: Double, by used: Int?) -> Double {
    var cost = 0.0
    for (index, connector) in estimates.connectors.enumerated() where index != used {
      let other = connector.left == node ? connector.right : connector.right == node ? connector.left : nil
      if let other, other == node || set & bit(other) != 0 { cost += rows * max(connector.price, connector.effort) }
    }
    return cost
  }

  /// Rows when so many nodes are bound, whatever the order.
  private func rows(_ set: Nodes) -> Double {
    var rows = 1.0
    for (position, node) in estimates.nodes.enumerated() where set & bit(position) != 0 && bound & bit(position) == 0 {
      rows *= node.count * node.share
    }
    for connector in estimates.connectors where set & bit(connector.left) != 0 && set & bit(connector.right) != 0 {
      rows *= connector.share * connector.count / (estimates.nodes[connector.left].count * estimates.nodes[connector.right].count)
    }
    for condition in estimates.conditions where condition.needs & ~set == 0 { rows *= condition.share }
    return rows
  }
}
