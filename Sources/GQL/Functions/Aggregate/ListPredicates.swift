import GraphStore

/// What the analyzer makes of openCypher's list expressions; nobody writes these names.
extension AggregateFunction {
  static let collectAll = AggregateFunction(
    "COLLECT_ALL", result: { .list($0 ?? .any) }, summary: "The values as a list in row order, nulls included."
  ) { CollectAccumulator(keepsNulls: true) }.countingNulls

  static let listPredicates = [
    predicate("ALL_TRUE", "Whether every condition is true.") { $0.falses > 0 ? false : $0.unknowns > 0 ? nil : true },
    predicate("ANY_TRUE", "Whether some condition is true.") { $0.trues > 0 ? true : $0.unknowns > 0 ? nil : false },
    predicate("NONE_TRUE", "Whether no condition is true.") { $0.trues > 0 ? false : $0.unknowns > 0 ? nil : true },
    predicate("SINGLE_TRUE", "Whether exactly one condition is true.") {
      $0.trues > 1 ? false : $0.unknowns > 0 ? nil : $0.trues == 1
    },
  ]

  private static func predicate(
    _ name: String, _ summary: String, _ verdict: @escaping @Sendable (TruthCounts) -> Bool?
  ) -> AggregateFunction {
    AggregateFunction(name, result: { _ in .bool }, summary: summary) { TruthAccumulator(verdict) }.countingNulls
  }

  private var countingNulls: AggregateFunction {
    var function = self
    function.leavesOutNulls = false
    return function
  }
}

/// How often each of the three truth values came.
struct TruthCounts: Sendable {
  var trues = 0
  var falses = 0
  var unknowns = 0
}

final class TruthAccumulator: Accumulator {
  private var counts: [TruthCounts] = []
  /// Nil = unknown.
  private let verdict: @Sendable (TruthCounts) -> Bool?

  init(_ verdict: @escaping @Sendable (TruthCounts) -> Bool?) { self.verdict = verdict }

  func reserveGroups(_ count: Int) {
    if count > counts.count { counts += repeatElement(TruthCounts(), count: count - counts.count) }
  }

  func update(
    groups: UnsafePointer<UInt32>, arguments: [Column], count: Int, included: UnsafePointer<UInt8>?
  ) throws(ValueError) {
    for row in 0..<count where included.map({ $0[row] != 0 }) ?? true {
      let cell = arguments[0].cell(at: row)
      if cell.isNull {
        counts[Int(groups[row])].unknowns += 1
      } else if cell.tag == .bool {
        if cell.bool { counts[Int(groups[row])].trues += 1 } else { counts[Int(groups[row])].falses += 1 }
      } else {
        throw ValueError(.invalidType, "a condition is true, false or null, found \(cell.typeName)")
      }
    }
  }

  func combine(_ other: any Accumulator, groupMap: UnsafeBufferPointer<UInt32>) throws(ValueError) {
    let other = AggregateFunction.sameKind(other, as: TruthAccumulator.self)
    for (group, partial) in other.counts.enumerated() {
      let own = Int(groupMap[group])
      counts[own].trues += partial.trues
      counts[own].falses += partial.falses
      counts[own].unknowns += partial.unknowns
    }
  }

  func finish(group: Int, arena: Arena) throws(ValueError) -> Cell { verdict(counts[group]).map { Cell($0) } ?? .null }
  var bytesInUse: Int { counts.capacity * MemoryLayout<TruthCounts>.stride }
}
