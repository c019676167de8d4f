#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The language's `=`. Rules in order: null with anything is unknown; numbers compare exactly by value;
/// strings by code point; NaN equals nothing; lists, records and paths by their parts; elements by identity;
/// zoned times by the instant; durations by months or by time, and those that differ in both do not compare.
extension Cell {
  @inlinable public func equals(_ other: Cell) -> Equality {
    switch (tag, other.tag) {
    case (.int, .int): payload == other.payload ? .equal : .notEqual
    case (.string, .string): hasSameBytes(as: other) ? .equal : .notEqual
    case (.float, .float): float == other.float ? .equal : .notEqual
    case (.null, _), (_, .null): .unknown
    default: equalsGenerally(other)
    }
  }

  /// Only for tags `string` and `bytes`.
  @inlinable func hasSameBytes(as other: Cell) -> Bool {
    guard length == other.length else { return false }
    guard payload != other.payload, let mine = address, let theirs = other.address else { return true }
    return memcmp(mine, theirs, Int(length)) == 0
  }

  @usableFromInline func equalsGenerally(_ other: Cell) -> Equality {
    if isNumber, other.isNumber { return compareNumber(other) == .equal ? .equal : .notEqual }
    guard tag == other.tag else { return .incomparable }
    switch tag {
    case .null, .int, .float, .decimal, .string: return equals(other)
    case .bool, .node, .edge, .date, .localTime: return payload == other.payload ? .equal : .notEqual
    case .bytes: return hasSameBytes(as: other) ? .equal : .notEqual
    case .zonedTime, .localDateTime, .zonedDateTime:
      return compareTemporal(other) == .equal ? .equal : .notEqual
    case .duration:
      switch duration.compare(other.duration) {
      case .equal: return .equal
      case .less, .greater, .unordered: return .notEqual
      case .unknown, .incomparable: return .incomparable
      }
    case .list, .path: return Cell.equalItems(items, other.items)
    case .record: return equalsRecord(other)
    }
  }

  /// A difference decides, whatever else is unknown; then types that do not compare; then null.
  private static func equalItems(_ a: UnsafeBufferPointer<Cell>, _ b: UnsafeBufferPointer<Cell>) -> Equality {
    guard a.count == b.count else { return .notEqual }
    var result = Equality.equal
    for index in a.indices {
      let item = a[index].equals(b[index])
      if item == .notEqual { return .notEqual }
      result = both(result, item)
    }
    return result
  }

  private static func both(_ a: Equality, _ b: Equality) -> Equality {
    if a == .notEqual || b == .notEqual { return .notEqual }
    if a == .incomparable || b == .incomparable { return .incomparable }
    return a == .unknown || b == .unknown ? .unknown : .equal
  }

  private func equalsRecord(_ other: Cell) -> Equality {
    guard length == other.length else { return .notEqual }
    var result = Equality.equal
    let fields = fieldCells
    for index in stride(from: 0, to: fields.count, by: 2) {
      guard let value = other.field(named: fields[index]) else { return .notEqual }
      result = Cell.both(result, fields[index + 1].equals(value))
      if result == .notEqual { return .notEqual }
    }
    return result
  }

  /// The value of the record's field with this name, a string cell; nil when there is none. O(number of
  /// fields).
  public func field(named name: Cell) -> Cell? {
    let fields = fieldCells
    for index in stride(from: 0, to: fields.count, by: 2) where fields[index].hasSameBytes(as: name) {
      return fields[index + 1]
    }
    return nil
  }

  /// The value of the record's field; nil when there is none.
  public func field(_ name: String) -> Cell? {
    var name = name
    return name.withUTF8 { field(named: Cell(string: $0)) }
  }

  @inlinable public var isNumber: Bool {
    switch tag {
    case .int, .float, .decimal: true
    case .null, .bool, .string, .bytes, .date, .localTime, .zonedTime, .localDateTime, .zonedDateTime,
      .duration, .list,
      .record, .node, .edge, .path:
      false
    }
  }
}
