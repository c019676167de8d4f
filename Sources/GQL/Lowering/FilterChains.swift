extension JoinStep {
  /// Of conditions one after the other so many are steps of their own: a plan is as deep as it has steps.
  private static let filtersInARow = 64

  /// The same steps, where further conditions in a row are one.
  static func withoutLongChains(of steps: [JoinStep]) -> [JoinStep] {
    var kept: [JoinStep] = []
    var chain: [BoundExpression] = []
    func close() {
      kept += chain.prefix(filtersInARow).map { .filter($0) }
      if let rest = BoundExpression.conjunction(chain.dropFirst(filtersInARow)) { kept.append(.filter(rest)) }
      chain = []
    }
    for step in steps {
      if case .filter(let condition) = step {
        chain.append(condition)
      } else {
        close()
        kept.append(step)
      }
    }
    close()
    return kept
  }
}
