import GraphStore

extension AggregateFunction {
  static let sampleDeviation = deviation(
    "STDDEV_SAMP", aliases: ["STDEV"], isSample: true, "The sample standard deviation of numbers; null for fewer than two.")
  static let populationDeviation = deviation(
    "STDDEV_POP", aliases: ["STDEVP"], isSample: false, "The population standard deviation of numbers; null for none.")

  /// In openCypher too few values deviate by nothing.
  static let cypherDeviations = [
    deviation("STDDEV_SAMP", isSample: true, ofTooFew: Cell(0.0), "The sample standard deviation of numbers; 0 for fewer than two."),
    deviation("STDDEV_POP", isSample: false, ofTooFew: Cell(0.0), "The population standard deviation of numbers; 0 for none."),
  ]

  private static func deviation(
    _ name: String, aliases: [String] = [], isSample: Bool, ofTooFew: Cell = .null, _ summary: String
  ) -> AggregateFunction {
    AggregateFunction(name, aliases: aliases, result: { _ in .float }, summary: summary) {
      DeviationAccumulator(isSample: isSample, ofTooFew: ofTooFew)
    }
  }
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
  private let ofTooFew: Cell
  private var groups: [Moments] = []

  /// - Parameter ofTooFew: the result where there are no values, or for a sample one: plain data.
  init(isSample: Bool, ofTooFew: Cell) {
    self.isSample = isSample
    self.ofTooFew = ofTooFew
  }

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
    return divisor > 0 ? Cell((moments.squares / divisor).squareRoot()) : ofTooFew
  }

  var bytesInUse: Int { groups.capacity * MemoryLayout<Moments>.stride }
}
