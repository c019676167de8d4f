import GraphStore

extension AggregateFunction {
  static let sum = AggregateFunction(
    "SUM", result: { $0 ?? .any }, summary: "The sum of numbers or durations; null for none."
  ) { TotalAccumulator(.sum(ofNothing: .null)) }

  /// openCypher's, for the analyzer to choose in that dialect.
  public static let sumOrZero = AggregateFunction(
    "SUM_OR_ZERO", result: { $0 ?? .any }, summary: "The sum of numbers or durations; 0 for none."
  ) { TotalAccumulator(.sum(ofNothing: Cell(0 as Int64))) }

  static let average = AggregateFunction(
    "AVG",
    result: { argument in
      switch argument {
      case .int?, .float?: .float
      case .decimal?, .duration?: argument ?? .any
      default: .any
      }
    },
    summary:
      "The mean of numbers or durations; a float for integers and floats, a decimal for decimals; null for none."
  ) { TotalAccumulator(.average) }
}

/// Sums of integers are exact in 128 bits and fail only when the final sum does not fit, so that the order of
/// rows cannot matter; floats are added in row order and partial sums in morsel order.
final class TotalAccumulator: WeightedAccumulator {
  enum Result {
    case sum(ofNothing: Cell)
    case average
  }

  private struct Total {
    var count: Int64 = 0
    var integers: Int128 = 0
    var floats = 0.0
    var decimals = ExactDecimal(coefficient: 0, scale: 0)
    var durations = CalendarDuration()
    var kinds: Kinds = []

    mutating func add(_ value: Cell, times weight: Int64 = 1) throws(ValueError) {
      count = try Total.exact(count.addingReportingOverflow(weight))
      switch value.tag {
      case .int:
        integers = try Total.exact(integers.addingReportingOverflow(Int128(value.int) * Int128(weight)))
        kinds.insert(.integer)
      case .float:
        floats += value.float * Double(weight)
        kinds.insert(.float)
      case .decimal:
        let times = weight == 1 ? value.decimal : try value.decimal * ExactDecimal(coefficient: Int128(weight), scale: 0)
        decimals = try decimals + times
        kinds.insert(.decimal)
      case .duration:
        durations = try durations.adding(weight == 1 ? value.duration : value.duration.scaled(by: Cell(weight)), sign: 1)
        kinds.insert(.duration)
      case .null, .bool, .string, .bytes, .date, .localTime, .zonedTime, .localDateTime, .zonedDateTime,
        .list, .record,
        .node, .edge, .path:
        throw ValueError(.invalidType, "SUM and AVG take numbers or durations, found \(value.typeName)")
      }
    }

    private static func exact<T>(_ sum: (partialValue: T, overflow: Bool)) throws(ValueError) -> T {
      if sum.overflow { throw ValueError(.numericOutOfRange, "there are too many values to sum up") }
      return sum.partialValue
    }

    mutating func add(_ other: Total) throws(ValueError) {
      count += other.count
      integers += other.integers
      if other.kinds.contains(.float) { floats += other.floats }
      if other.kinds.contains(.decimal) { decimals = try decimals + other.decimals }
      if other.kinds.contains(.duration) { durations = try durations.adding(other.durations, sign: 1) }
      kinds.formUnion(other.kinds)
    }
  }

  private struct Kinds: OptionSet {
    let rawValue: UInt8
    static let integer = Kinds(rawValue: 1)
    static let float = Kinds(rawValue: 2)
    static let decimal = Kinds(rawValue: 4)
    static let duration = Kinds(rawValue: 8)
  }

  private let result: Result
  @exclusivity(unchecked) private var totals: [Total] = []

  init(_ result: Result) { self.result = result }

  func reserveGroups(_ count: Int) {
    if count > totals.count { totals += repeatElement(Total(), count: count - totals.count) }
  }

  func update(
    groups: UnsafePointer<UInt32>, arguments: [Column], count: Int, included: UnsafePointer<UInt8>?
  ) throws(ValueError) {
    let column = arguments[0]
    let rows = GroupedRows(groups: groups, count: count, included: included)
    if rows.isPlain(column, .int) {
      totals.withUnsafeMutableBufferPointer { totals in
        for row in 0..<count {
          let group = Int(groups[row])
          totals[group].count += 1
          totals[group].integers += Int128(column.ints[row])
          totals[group].kinds.insert(.integer)
        }
      }
    } else if rows.isPlain(column, .float) {
      totals.withUnsafeMutableBufferPointer { totals in
        for row in 0..<count {
          let group = Int(groups[row])
          totals[group].count += 1
          totals[group].floats += column.floats[row]
          totals[group].kinds.insert(.float)
        }
      }
    } else {
      try rows.forEachValue(of: column) { (group, value) throws(ValueError) in try totals[group].add(value) }
    }
  }

  func update(
    groups: UnsafePointer<UInt32>, arguments: [Column], count: Int, included: UnsafePointer<UInt8>?,
    weights: UnsafePointer<Int64>
  ) throws(ValueError) {
    let column = arguments[0]
    for row in 0..<count where included.map({ $0[row] != 0 }) ?? true {
      let value = column.cell(at: row)
      if !value.isNull { try totals[Int(groups[row])].add(value, times: weights[row]) }
    }
  }

  func combine(_ other: any Accumulator, groupMap: UnsafeBufferPointer<UInt32>) throws(ValueError) {
    let other = AggregateFunction.sameKind(other, as: TotalAccumulator.self)
    for (group, total) in other.totals.enumerated() { try totals[Int(groupMap[group])].add(total) }
  }

  func finish(group: Int, arena: Arena) throws(ValueError) -> Cell {
    let total = totals[group]
    guard total.count > 0 else {
      if case .sum(let nothing) = result { return nothing }
      return .null
    }
    let sum = try sum(total, arena)
    guard case .average = result else { return sum }
    if sum.tag == .float { return Cell(sum.float / Double(total.count)) }
    if total.kinds == .integer { return Cell(Double(total.integers) / Double(total.count)) }
    return try CellArithmetic.divide(sum, Cell(total.count), arena: arena)
  }

  private func sum(_ total: Total, _ arena: Arena) throws(ValueError) -> Cell {
    if total.kinds.contains(.duration) {
      guard total.kinds == .duration else {
        throw ValueError(.invalidType, "numbers and durations have no sum")
      }
      return arena.duration(total.durations)
    }
    if total.kinds.contains(.float) {
      return Cell(
        total.floats + Double(total.integers) + (total.kinds.contains(.decimal) ? total.decimals.double : 0))
    }
    if total.kinds.contains(.decimal) {
      guard let integers = ExactDecimal(normalizing: total.integers) else { throw overflow }
      return arena.decimal(try total.decimals + integers)
    }
    if let sum = Int64(exactly: total.integers) { return Cell(sum) }
    guard case .average = result else { throw overflow }
    return Cell(Double(total.integers))
  }

  private var overflow: ValueError { ValueError(.numericOutOfRange, "the sum does not fit a 64-bit integer") }

  var bytesInUse: Int { totals.capacity * MemoryLayout<Total>.stride }
}

extension ExactDecimal {
  /// Nil beyond 38 digits.
  fileprivate init?(normalizing whole: Int128) {
    guard String(whole.magnitude).utf8.count <= ExactDecimal.maximumDigits else { return nil }
    self.init(coefficient: whole, scale: 0)
  }
}
