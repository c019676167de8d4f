#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The language's `<`, and the total order of ORDER BY.
extension Cell {
  /// Three-valued. Numbers, strings (by code point), byte strings, Booleans (false first), temporal values of
  /// one type, and lists (by the first difference) have an order. Durations have one when only months, or
  /// only the other parts, differ, counting a day as 24 hours. All else is incomparable.
  @inlinable public func compare(_ other: Cell) -> Comparison {
    switch (tag, other.tag) {
    case (.int, .int): Comparison(Ordering.of(int, other.int))
    case (.float, .float): Cell.compareFloats(float, other.float).map { Comparison($0) } ?? .unordered
    case (.string, .string): Comparison(compareBytes(other))
    case (.null, _), (_, .null): .unknown
    default: compareGenerally(other)
    }
  }

  /// For ORDER BY: null last, and values of different types in the order of openCypher: RECORD, NODE, EDGE,
  /// LIST, PATH, zoned datetime, local datetime, date, zoned time, local time, duration, bytes, STRING, BOOL,
  /// numbers, NaN, null. Equal exactly when the values are equivalent, the relation of DISTINCT and GROUP BY.
  @inlinable public func order(_ other: Cell) -> Ordering {
    switch (tag, other.tag) {
    case (.int, .int): Ordering.of(int, other.int)
    case (.string, .string): compareBytes(other)
    default: orderGenerally(other)
    }
  }

  @inlinable static func compareFloats(_ a: Double, _ b: Double) -> Ordering? {
    a < b ? .less : (a == b ? .equal : (a > b ? .greater : nil))
  }

  /// Only for tags `string` and `bytes`. UTF-8 keeps the order of code points.
  @inlinable func compareBytes(_ other: Cell) -> Ordering {
    if let mine = address, let theirs = other.address {
      let difference = memcmp(mine, theirs, Int(min(length, other.length)))
      if difference != 0 { return difference < 0 ? .less : .greater }
    }
    return Ordering.of(length, other.length)
  }

  /// Exact. Nil when one is NaN. Only for numbers.
  func compareNumber(_ other: Cell) -> Ordering? {
    switch (tag, other.tag) {
    case (.int, .int): .of(int, other.int)
    case (.float, .float): Cell.compareFloats(float, other.float)
    case (.int, .float): compareExactly(int, other.float)
    case (.float, .int): compareExactly(other.int, float)?.reversed
    case (.decimal, .decimal): decimal.compare(other.decimal)
    case (.decimal, .int): decimal.compare(ExactDecimal(other.int))
    case (.int, .decimal): ExactDecimal(int).compare(other.decimal)
    case (.decimal, .float): decimal.compare(other.float)
    case (.float, .decimal): other.decimal.compare(float)?.reversed
    default: nil
    }
  }

  /// Only for two temporal instants of one type.
  func compareTemporal(_ other: Cell) -> Ordering {
    switch tag {
    case .zonedTime: .of(zonedTime.utcNanoseconds, other.zonedTime.utcNanoseconds)
    case .localDateTime:
      payload == other.payload ? .of(length, other.length) : .of(int, other.int)
    case .zonedDateTime: .of(zonedDateTime.epochNanoseconds, other.zonedDateTime.epochNanoseconds)
    default: .of(int, other.int)
    }
  }

  @usableFromInline func compareGenerally(_ other: Cell) -> Comparison {
    if isNumber, other.isNumber { return compareNumber(other).map { Comparison($0) } ?? .unordered }
    guard tag == other.tag else { return .incomparable }
    switch tag {
    case .null, .int, .float, .decimal, .string: return compare(other)
    case .bool: return Comparison(.of(payload, other.payload))
    case .bytes: return Comparison(compareBytes(other))
    case .date, .localTime, .zonedTime, .localDateTime, .zonedDateTime:
      return Comparison(compareTemporal(other))
    case .duration: return duration.compare(other.duration)
    case .list: return Cell.compareItems(items, other.items)
    case .record, .node, .edge, .path: return .incomparable
    }
  }

  private static func compareItems(_ a: UnsafeBufferPointer<Cell>, _ b: UnsafeBufferPointer<Cell>)
    -> Comparison
  {
    for index in 0..<min(a.count, b.count) {
      let item = a[index].compare(b[index])
      let isSame = item == .equal || (item == .incomparable && a[index].equals(b[index]) == .equal)
      if !isSame { return item }
    }
    return Comparison(.of(a.count, b.count))
  }
}

/// The general part of the total order.
extension Cell {
  private var typeRank: Int {
    switch tag {
    case .record: 0
    case .node: 1
    case .edge: 2
    case .list: 3
    case .path: 4
    case .zonedDateTime: 5
    case .localDateTime: 6
    case .date: 7
    case .zonedTime: 8
    case .localTime: 9
    case .duration: 10
    case .bytes: 11
    case .string: 12
    case .bool: 13
    case .int, .float, .decimal: 14
    case .null: 15
    }
  }

  @usableFromInline func orderGenerally(_ other: Cell) -> Ordering {
    if isNumber, other.isNumber { return orderNumber(other) }
    guard tag == other.tag else { return .of(typeRank, other.typeRank) }
    switch tag {
    case .null, .int, .float, .decimal: return .equal
    case .bool, .node, .edge: return .of(payload, other.payload)
    case .string, .bytes: return compareBytes(other)
    case .date, .localTime, .zonedTime, .localDateTime, .zonedDateTime: return compareTemporal(other)
    case .duration: return duration.order(other.duration)
    case .list, .path: return Cell.orderItems(items, other.items)
    case .record: return Cell.orderRecords(self, other)
    }
  }

  /// NaN after all other numbers.
  private func orderNumber(_ other: Cell) -> Ordering {
    if let ordering = compareNumber(other) { return ordering }
    let isNaN = tag == .float && float.isNaN
    let otherIsNaN = other.tag == .float && other.float.isNaN
    return isNaN == otherIsNaN ? .equal : (isNaN ? .greater : .less)
  }

  private static func orderItems(_ a: UnsafeBufferPointer<Cell>, _ b: UnsafeBufferPointer<Cell>) -> Ordering {
    for index in 0..<min(a.count, b.count) {
      let ordering = a[index].order(b[index])
      if ordering != .equal { return ordering }
    }
    return .of(a.count, b.count)
  }

  /// By number of fields, then names, then values, fields taken in the order of their names.
  private static func orderRecords(_ a: Cell, _ b: Cell) -> Ordering {
    guard a.length == b.length else { return .of(a.length, b.length) }
    let mine = a.fieldsByName
    let theirs = b.fieldsByName
    for index in mine.indices {
      let ordering = mine[index].name.compareBytes(theirs[index].name)
      if ordering != .equal { return ordering }
    }
    for index in mine.indices {
      let ordering = mine[index].value.order(theirs[index].value)
      if ordering != .equal { return ordering }
    }
    return .equal
  }

  /// Only for tag `record`: the fields in the order of their names.
  var fieldsByName: [(name: Cell, value: Cell)] {
    let fields = fieldCells
    return stride(from: 0, to: fields.count, by: 2).map { (fields[$0], fields[$0 + 1]) }
      .sorted { $0.name.compareBytes($1.name) == .less }
  }
}

extension CalendarDuration {
  /// Nanoseconds of days and seconds, a day being 24 hours.
  package var dayToSecondNanoseconds: Int128 { Int128(days) * Int128(nanosecondsPerDay) + totalNanoseconds }

  /// As many months, and as much time in days of 24 hours, is equal (ISO/IEC 39075, 19.3).
  func compare(_ other: CalendarDuration) -> Comparison {
    if self == other { return .equal }
    let time = Ordering.of(dayToSecondNanoseconds, other.dayToSecondNanoseconds)
    if months == other.months { return Comparison(time) }
    return time == .equal ? Comparison(.of(months, other.months)) : .incomparable
  }

  /// By length, a month counting a twelfth of the mean year; then by months.
  func order(_ other: CalendarDuration) -> Ordering {
    func length(_ duration: CalendarDuration) -> Int128 {
      Int128(duration.months) * CalendarDuration.secondsPerMeanMonth * Int128(nanosecondsPerSecond)
        + duration.dayToSecondNanoseconds
    }
    let lengths = Ordering.of(length(self), length(other))
    if lengths != .equal { return lengths }
    return .of(months, other.months)
  }
}
