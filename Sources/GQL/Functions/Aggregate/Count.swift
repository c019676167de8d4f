import GraphStore

extension AggregateFunction {
  static let count = AggregateFunction(
    "COUNT", argumentCount: 0...1, result: { _ in .int },
    summary: "The number of rows for COUNT(*), of values that are not null for COUNT(x)."
  ) { CountAccumulator() }
}

final class CountAccumulator: WeightedAccumulator {
  @exclusivity(unchecked) private var counts: [Int64] = []
  var isIndependentOfOrder: Bool { true }

  func reserveGroups(_ count: Int) {
    if count > counts.count { counts += repeatElement(0, count: count - counts.count) }
  }

  func update(
    groups: UnsafePointer<UInt32>, arguments: [Column], count: Int, included: UnsafePointer<UInt8>?
  ) throws(ValueError) {
    let column = arguments.first
    let hasNulls = column.map { $0.hasNulls || $0.kind == .cell } ?? false
    counts.withUnsafeMutableBufferPointer { counts in
      if !hasNulls && included == nil {
        for row in 0..<count { counts[Int(groups[row])] += 1 }
      } else {
        for row in 0..<count where included.map({ $0[row] != 0 }) ?? true && !(column?.isNull(row) ?? false) {
          counts[Int(groups[row])] += 1
        }
      }
    }
  }

  func update(
    groups: UnsafePointer<UInt32>, arguments: [Column], count: Int, included: UnsafePointer<UInt8>?,
    weights: UnsafePointer<Int64>
  ) throws(ValueError) {
    let column = arguments.first
    var isExact = true
    counts.withUnsafeMutableBufferPointer { counts in
      for row in 0..<count where included.map({ $0[row] != 0 }) ?? true && !(column?.isNull(row) ?? false) {
        let (sum, overflows) = counts[Int(groups[row])].addingReportingOverflow(weights[row])
        if overflows { isExact = false }
        counts[Int(groups[row])] = sum
      }
    }
    if !isExact { throw CountAccumulator.overflow }
  }

  private static var overflow: ValueError { ValueError(.numericOutOfRange, "the count does not fit a 64-bit integer") }

  func combine(_ other: any Accumulator, groupMap: UnsafeBufferPointer<UInt32>) throws(ValueError) {
    let other = AggregateFunction.sameKind(other, as: CountAccumulator.self)
    for (group, count) in other.counts.enumerated() {
      let (sum, overflows) = counts[Int(groupMap[group])].addingReportingOverflow(count)
      if overflows { throw CountAccumulator.overflow }
      counts[Int(groupMap[group])] = sum
    }
  }

  func finish(group: Int, arena: Arena) throws(ValueError) -> Cell { Cell(counts[group]) }

  func finish(groups: Range<Int>, arena: Arena, into column: Column) throws(ValueError) {
    column.reset(.int, room: groups.count)
    counts.withUnsafeBufferPointer { column.ints.update(from: $0.baseAddress! + groups.lowerBound, count: groups.count) }
  }

  var bytesInUse: Int { counts.capacity * 8 }
}
