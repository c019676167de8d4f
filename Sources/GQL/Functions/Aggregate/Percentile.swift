import GraphStore

extension AggregateFunction {
  static let percentileContinuous = AggregateFunction(
    "PERCENTILE_CONT", aliases: ["PERCENTILECONT"], argumentCount: 2...2, result: { _ in .float },
    summary:
      "The value at a fraction (0 to 1, the second argument) of the sorted numbers, between two of them if need be; null for none."
  ) { PercentileAccumulator(isContinuous: true) }

  static let percentileDiscrete = AggregateFunction(
    "PERCENTILE_DISC", aliases: ["PERCENTILEDISC"], argumentCount: 2...2, result: { $0 ?? .any },
    summary:
      "The first of the sorted numbers at or beyond a fraction (0 to 1, the second argument) of them; null for none."
  ) { PercentileAccumulator(isContinuous: false) }
}

final class PercentileAccumulator: Accumulator {
  private let isContinuous: Bool
  private let values = GroupedValues()
  /// By group; nil until a row has told.
  private var fractions: [Double?] = []

  init(isContinuous: Bool) { self.isContinuous = isContinuous }

  func reserveGroups(_ count: Int) {
    values.reserveGroups(count)
    if count > fractions.count { fractions += repeatElement(nil, count: count - fractions.count) }
  }

  func update(
    groups: UnsafePointer<UInt32>, arguments: [Column], count: Int, included: UnsafePointer<UInt8>?
  ) throws(ValueError) {
    let rows = GroupedRows(groups: groups, count: count, included: included)
    try rows.forEachValue(of: arguments[1]) { (group, value) throws(ValueError) in
      guard let fraction = value.asDouble, (0...1).contains(fraction) else {
        throw ValueError(.numericOutOfRange, "the fraction of a percentile is a number from 0 to 1")
      }
      guard fraction == fractions[group] ?? fraction else {
        throw ValueError(
          .numericOutOfRange, "the fraction of a percentile is the same in all rows of a group")
      }
      fractions[group] = fraction
    }
    try rows.forEachValue(of: arguments[0]) { (group, value) throws(ValueError) in
      guard value.isNumber else {
        throw ValueError(.invalidType, "a percentile takes numbers, found \(value.typeName)")
      }
      try values.append(value, to: group)
    }
  }

  func combine(_ other: any Accumulator, groupMap: UnsafeBufferPointer<UInt32>) throws(ValueError) {
    let other = AggregateFunction.sameKind(other, as: PercentileAccumulator.self)
    try values.append(other.values, groupMap: groupMap)
    for (group, fraction) in other.fractions.enumerated() where fraction != nil {
      let own = fractions[Int(groupMap[group])]
      guard own == nil || own == fraction else {
        throw ValueError(
          .numericOutOfRange, "the fraction of a percentile is the same in all rows of a group")
      }
      fractions[Int(groupMap[group])] = fraction
    }
  }

  func finish(group: Int, arena: Arena) throws(ValueError) -> Cell {
    let sorted = values.values(of: group).sorted { $0.order($1) == .less }
    guard let fraction = fractions[group], !sorted.isEmpty else { return .null }
    guard isContinuous else {
      return arena.copy(sorted[max(0, Int((fraction * Double(sorted.count)).rounded(.up)) - 1)])
    }
    let position = fraction * Double(sorted.count - 1)
    let below = Int(position.rounded(.down))
    let low = sorted[below].asDouble ?? .nan
    let high = sorted[min(below + 1, sorted.count - 1)].asDouble ?? .nan
    let weight = position - Double(below)
    return Cell(weight == 0 ? low : low + (high - low) * weight)
  }

  var bytesInUse: Int { values.bytesInUse + fractions.capacity * 16 }
  func limit(bytes: Int) { values.byteLimit = bytes }
}
