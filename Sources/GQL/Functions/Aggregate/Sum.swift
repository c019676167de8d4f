import GraphStore

extension AggregateFunction {
  static let sum = AggregateFunction(
    "SUM", result: { $0 ?? .any }, summary: "The sum of numbers or durations; null for none."
  ) { TotalAccumulator(.sum) }

  static let average = average(spillsMonths: false)

  /// What the function is in openCypher: there a mean of months has days and seconds too, and nothing is how far too few values deviate.
  var inCypher: AggregateFunction {
    ([AggregateFunction.spillingAverage] + AggregateFunction.cypherDeviations).first { $0.name == name } ?? self
  }
  private static let spillingAverage = average(spillsMonths: true)

  private static func average(spillsMonths: Bool) -> AggregateFunction {
    AggregateFunction(
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
    ) { TotalAccumulator(.average(spillsMonths: spillsMonths)) }
  }
}

/// Sums of integers and of floats are exact (`ExactFloatSum`), so that the order of rows cannot matter: integers fail only when the final
/// sum does not fit, floats are rounded once, at the end. Decimals and durations are exact as well but may overflow on the way.
final class TotalAccumulator: WeightedAccumulator {
  enum Result {
    case sum
    /// - Parameter spillsMonths: a fraction of a month becomes days and seconds; else it is dropped.
    case average(spillsMonths: Bool)
  }

  private struct Total {
    var count: Int64 = 0
    var integers: Int128 = 0
    var floats = ExactFloatSum()
    var kinds: Kinds = []
  }

  /// What few groups have.
  fileprivate struct Rarities {
    var decimals = ExactDecimal(coefficient: 0, scale: 0)
    var durations = CalendarDuration()
    /// Floats that did not fit the total's own sum.
    var wide: WideFloatSum?
    /// The sum of infinities and what is no number.
    var notFinite = 0.0
  }

  private struct Kinds: OptionSet {
    let rawValue: UInt8
    static let integer = Kinds(rawValue: 1)
    static let float = Kinds(rawValue: 2)
    static let decimal = Kinds(rawValue: 4)
    static let duration = Kinds(rawValue: 8)
    static let wide = Kinds(rawValue: 16)
    static let notFinite = Kinds(rawValue: 32)
  }

  private let result: Result
  @exclusivity(unchecked) private var totals: [Total] = []
  @exclusivity(unchecked) private var rarities: [Int: Rarities] = [:]
  /// Decimals and durations have not come: a sum of these in another order might overflow.
  @exclusivity(unchecked) private(set) var isIndependentOfOrder = true

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
          let value = column.floats[row]
          totals[group].count += 1
          totals[group].kinds.insert(.float)
          if !value.isFinite || !totals[group].floats.add(value) { totals[group].kinds.formUnion(keep(value, of: group)) }
        }
      }
    } else {
      try rows.forEachValue(of: column) { (group, value) throws(ValueError) in try add(value, times: 1, to: group) }
    }
  }

  private func add(_ value: Cell, times weight: Int64, to group: Int) throws(ValueError) {
    totals[group].count = try exact(totals[group].count.addingReportingOverflow(weight))
    switch value.tag {
    case .int:
      totals[group].integers = try exact(totals[group].integers.addingReportingOverflow(Int128(value.int) * Int128(weight)))
      totals[group].kinds.insert(.integer)
    case .float:
      totals[group].kinds.insert(.float)
      if value.float.isFinite {
        let (mantissa, exponent) = FloatParts.of(value.float)
        add(Int128(mantissa) * Int128(weight), exponent, to: group)
      } else {
        totals[group].kinds.formUnion(keep(value.float, of: group))
      }
    case .decimal:
      isIndependentOfOrder = false
      let times = weight == 1 ? value.decimal : try value.decimal * ExactDecimal(coefficient: Int128(weight), scale: 0)
      let sum = try (rarities[group]?.decimals ?? Rarities().decimals) + times
      rarities[group, default: Rarities()].decimals = sum
      totals[group].kinds.insert(.decimal)
    case .duration:
      isIndependentOfOrder = false
      let times = weight == 1 ? value.duration : try value.duration.scaled(by: Cell(weight))
      let sum = try (rarities[group]?.durations ?? Rarities().durations).adding(times, sign: 1)
      rarities[group, default: Rarities()].durations = sum
      totals[group].kinds.insert(.duration)
    case .null, .bool, .string, .bytes, .date, .localTime, .zonedTime, .localDateTime, .zonedDateTime,
      .list, .record,
      .node, .edge, .path:
      throw ValueError(.invalidType, "SUM and AVG take numbers or durations, found \(value.typeName)")
    }
  }

  private func exact<T>(_ sum: (partialValue: T, overflow: Bool)) throws(ValueError) -> T {
    if sum.overflow { throw ValueError(.numericOutOfRange, "there are too many values to sum up") }
    return sum.partialValue
  }

  private func add(_ mantissa: Int128, _ exponent: Int32, to group: Int) {
    if totals[group].floats.add(mantissa, exponent) { return }
    rarities[group, default: Rarities()].addWide(mantissa, exponent)
    totals[group].kinds.insert(.wide)
  }

  /// Takes a float that the total does not.
  private func keep(_ value: Double, of group: Int) -> Kinds {
    guard value.isFinite else {
      rarities[group, default: Rarities()].notFinite += value
      return .notFinite
    }
    let (mantissa, exponent) = FloatParts.of(value)
    rarities[group, default: Rarities()].addWide(Int128(mantissa), exponent)
    return .wide
  }

  func update(
    groups: UnsafePointer<UInt32>, arguments: [Column], count: Int, included: UnsafePointer<UInt8>?,
    weights: UnsafePointer<Int64>
  ) throws(ValueError) {
    let column = arguments[0]
    for row in 0..<count where included.map({ $0[row] != 0 }) ?? true {
      let value = column.cell(at: row)
      if !value.isNull { try add(value, times: weights[row], to: Int(groups[row])) }
    }
  }

  func combine(_ other: any Accumulator, groupMap: UnsafeBufferPointer<UInt32>) throws(ValueError) {
    let other = AggregateFunction.sameKind(other, as: TotalAccumulator.self)
    isIndependentOfOrder = isIndependentOfOrder && other.isIndependentOfOrder
    for (part, total) in other.totals.enumerated() where total.count > 0 {
      let group = Int(groupMap[part])
      totals[group].count = try exact(totals[group].count.addingReportingOverflow(total.count))
      totals[group].integers = try exact(totals[group].integers.addingReportingOverflow(total.integers))
      totals[group].kinds.formUnion(total.kinds)
      add(total.floats.coefficient, total.floats.exponent, to: group)
    }
    for (part, rare) in other.rarities { try rarities[Int(groupMap[part]), default: Rarities()].add(rare) }
  }

  func finish(group: Int, arena: Arena) throws(ValueError) -> Cell {
    let total = totals[group]
    guard total.count > 0 else { return .null }
    if total.kinds == .integer {
      let whole = Int64(exactly: total.integers)
      guard case .sum = result else { return Cell((whole.map { Double($0) } ?? Double(total.integers)) / Double(total.count)) }
      guard let whole else { throw overflow }
      return Cell(whole)
    }
    let sum = try total.kinds == .float ? Cell(total.floats.rounded) : sum(total, rarities[group], arena)
    guard case .average(let spillsMonths) = result else { return sum }
    if sum.tag == .float { return Cell(sum.float / Double(total.count)) }
    let mean = try CellArithmetic.divide(sum, Cell(total.count), arena: arena)
    guard mean.tag == .duration, sum.duration.isYearToMonth, !spillsMonths else { return mean }
    return arena.duration(CalendarDuration(months: mean.duration.months))
  }

  /// Of values which are not all integers.
  private func sum(_ total: Total, _ rare: Rarities?, _ arena: Arena) throws(ValueError) -> Cell {
    let rare = rare ?? Rarities()
    if total.kinds.contains(.duration) {
      guard total.kinds == .duration else {
        throw ValueError(.invalidType, "numbers and durations have no sum")
      }
      return arena.duration(rare.durations)
    }
    if total.kinds.contains(.float) {
      return Cell(
        floatSum(total, rare) + Double(total.integers) + (total.kinds.contains(.decimal) ? rare.decimals.double : 0))
    }
    guard let integers = ExactDecimal(normalizing: total.integers) else { throw overflow }
    return arena.decimal(try rare.decimals + integers)
  }

  private func floatSum(_ total: Total, _ rare: Rarities) -> Double {
    if total.kinds.contains(.notFinite) { return rare.notFinite }
    guard var wide = rare.wide else { return total.floats.rounded }
    wide.add(total.floats.coefficient, total.floats.exponent)
    return wide.rounded
  }

  private var overflow: ValueError { ValueError(.numericOutOfRange, "the sum does not fit a 64-bit integer") }

  var bytesInUse: Int {
    totals.capacity * MemoryLayout<Total>.stride
      + rarities.capacity * (MemoryLayout<Rarities>.stride + WideFloatSum.byteCount)
  }
}

extension TotalAccumulator.Rarities {
  fileprivate mutating func addWide(_ mantissa: Int128, _ exponent: Int32) {
    if wide == nil { wide = WideFloatSum() }
    wide?.add(mantissa, exponent)
  }

  fileprivate mutating func add(_ other: Self) throws(ValueError) {
    decimals = try decimals + other.decimals
    durations = try durations.adding(other.durations, sign: 1)
    notFinite += other.notFinite
    guard let others = other.wide else { return }
    if wide == nil { wide = others } else { wide?.add(others) }
  }
}

extension ExactDecimal {
  /// Nil beyond 38 digits.
  fileprivate init?(normalizing whole: Int128) {
    guard String(whole.magnitude).utf8.count <= ExactDecimal.maximumDigits else { return nil }
    self.init(coefficient: whole, scale: 0)
  }
}
