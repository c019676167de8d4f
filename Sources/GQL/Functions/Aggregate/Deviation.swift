import GraphStore

extension AggregateFunction {
  static let sampleDeviation = AggregateFunction(
    "STDDEV_SAMP", aliases: ["STDEV"], result: { _ in .float },
    summary: "The sample standard deviation of numbers; null for fewer than two."
  ) { DeviationAccumulator(isSample: true) }

  static let populationDeviation = AggregateFunction(
    "STDDEV_POP", aliases: ["STDEVP"], result: { _ in .float },
    summary: "The population standard deviation of numbers; null for none."
  ) { DeviationAccumulator(isSample: false) }
}

/// Count, mean and sum of squared differences, advanced by Welford's method; parts combine by Chan et al.
/// (1979).
final class DeviationAccumulator: Accumulator {
  private struct Moments {
    var count = 0.0
    var mean = 0.0
    var squares = 0.0
  }

  private let isSample: Bool
  private var groups: [Moments] = []

  init(isSample: Bool) { self.isSample = isSample }

  func reserveGroups(_ count: Int) {
    if count > groups.count { groups += repeatElement(Moments(), count: count - groups.count) }
  }

  func update(
    groups rowGroups: UnsafePointer<UInt32>, arguments: [Column], count: Int, included: UnsafePointer<UInt8>?
  ) throws(ValueError) {
    let rows = GroupedRows(groups: rowGroups, count: count, included: included)
    try rows.forEachValue(of: arguments[0]) { (group, value) throws(ValueError) in
      guard let number = value.asDouble else {
        throw ValueError(.invalidType, "a standard deviation takes numbers, found \(value.typeName)")
      }
      var moments = groups[group]
      moments.count += 1
      let difference = number - moments.mean
      moments.mean += difference / moments.count
      moments.squares += difference * (number - moments.mean)
      groups[group] = moments
    }
  }

  func combine(_ other: any Accumulator, groupMap: UnsafeBufferPointer<UInt32>) throws(ValueError) {
    let other = AggregateFunction.sameKind(other, as: DeviationAccumulator.self)
    for (group, part) in other.groups.enumerated() where part.count > 0 {
      let whole = groups[Int(groupMap[group])]
      let count = whole.count + part.count
      let difference = part.mean - whole.mean
      groups[Int(groupMap[group])] = Moments(
        count: count, mean: whole.mean + difference * part.count / count,
        squares: whole.squares + part.squares + difference * difference * whole.count * part.count / count)
    }
  }

  func finish(group: Int, arena: Arena) throws(ValueError) -> Cell {
    let moments = groups[group]
    let divisor = isSample ? moments.count - 1 : moments.count
    return divisor > 0 ? Cell((moments.squares / divisor).squareRoot()) : .null
  }

  var bytesInUse: Int { groups.capacity * MemoryLayout<Moments>.stride }
}
