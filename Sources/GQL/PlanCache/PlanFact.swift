import GraphStore
import Synchronization

/// Something that the planner asked of the graph and relied on, with the answer. A plan holds for another snapshot, and for other values of
/// parameters, exactly when every answer is the same.
enum PlanFact: Sendable {
  case isUnique(String, [LabelPredicate], onlyIfKnown: Bool, Bool)
  case hasNoSelfLoop(Bool)
  case haveCommonType(LabelPredicate?, LabelPredicate?, Bool)
  case index(String, [LabelPredicate], String?)
  /// Whether fewer nodes than the limit have the value; nil = it was not known.
  case areFew(String, BoundExpression, limit: Int, Bool?)
  /// How many nodes have the value, roughly; nil = it was not known.
  case magnitude(String, BoundExpression, Int?)
  /// How rare nodes are whose value lies between limits; nil = nothing was known of it.
  case limited(PropertyLimits, [Bool], Int?)

  func holds(_ statistics: PlanStatistics) -> Bool {
    switch self {
    case .isUnique(let key, let labels, let onlyIfKnown, let answer):
      statistics.isUnique(key, labels, onlyIfKnown: onlyIfKnown) == answer
    case .hasNoSelfLoop(let answer): statistics.hasNoSelfLoop == answer
    case .haveCommonType(let a, let b, let answer): statistics.haveCommonType(a, b) == answer
    case .index(let key, let labels, let answer): statistics.indexName(of: key, labels).isSameName(as: answer)
    case .areFew(let key, let value, let limit, let answer): statistics.areFew(where: key, equal: value, limit) == answer
    case .magnitude(let key, let value, let answer): statistics.magnitude(where: key, equal: value) == answer
    case .limited(let limits, let labelSets, let answer): statistics.rarity(of: limits, among: labelSets) == answer
    }
  }

  /// Whether the answer may be another one for another value of a parameter.
  var dependsOnParameters: Bool {
    switch self {
    case .areFew(_, let value, _, _), .magnitude(_, let value, _):
      value.isParameter
    case .limited(let limits, _, _): [limits.low, limits.high].contains { $0?.value.isParameter ?? false }
    case .isUnique, .hasNoSelfLoop, .haveCommonType, .index: false
    }
  }
}

/// Collects what one planning relies on.
final class PlanFacts: Sendable {
  private let facts = Mutex<[PlanFact]>([])

  func note(_ fact: PlanFact) { facts.withLock { $0.append(fact) } }
  var all: [PlanFact] { facts.withLock { $0 } }
}

extension String? {
  fileprivate func isSameName(as other: String?) -> Bool {
    switch (self, other) {
    case (nil, nil): true
    case (let a?, let b?): a.isSameName(as: b)
    case (nil, _?), (_?, nil): false
    }
  }
}
