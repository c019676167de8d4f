import GraphStore

/// Comparison as openCypher has it: values of types that do not compare are not equal and have no order; lists and maps that differ for
/// certain are not equal, whatever nulls they hold.
enum CypherComparison {
  /// Null = unknown.
  static func compare(_ op: ComparisonOperator, _ a: Cell, _ b: Cell) -> Cell {
    let verdict: Bool?
    switch op {
    case .equal: verdict = equality(a, b)
    case .notEqual: verdict = equality(a, b).map { !$0 }
    case .less: verdict = order(a, b) { $0 == .less }
    case .lessOrEqual: verdict = order(a, b) { $0 != .greater }
    case .greater: verdict = order(a, b) { $0 == .greater }
    case .greaterOrEqual: verdict = order(a, b) { $0 != .less }
    }
    return verdict.map { Cell($0) } ?? .null
  }

  /// Nil = unknown.
  static func equality(_ a: Cell, _ b: Cell) -> Bool? {
    if a.isNull || b.isNull { return nil }
    if (a.tag == .list || a.tag == .path) && a.tag == b.tag { return all(a.items, b.items) }
    if a.tag == .record, b.tag == .record { return records(a, b) }
    // Part by part: a day is not 24 hours.
    if a.tag == .duration, b.tag == .duration { return a.duration == b.duration }
    switch a.equals(b) {
    case .equal: return true
    case .notEqual, .incomparable: return false
    case .unknown: return nil
    }
  }

  private static func records(_ a: Cell, _ b: Cell) -> Bool? {
    guard a.length == b.length else { return false }
    var isUnknown = false
    let fields = a.fieldCells
    for index in stride(from: 0, to: fields.count, by: 2) {
      guard let other = b.field(named: fields[index]) else { return false }
      switch equality(fields[index + 1], other) {
      case false?: return false
      case nil: isUnknown = true
      case true?: break
      }
    }
    return isUnknown ? nil : true
  }

  private static func all(_ a: UnsafeBufferPointer<Cell>, _ b: UnsafeBufferPointer<Cell>) -> Bool? {
    guard a.count == b.count else { return false }
    var isUnknown = false
    for (x, y) in zip(a, b) {
      switch equality(x, y) {
      case false?: return false
      case nil: isUnknown = true
      case true?: break
      }
    }
    return isUnknown ? nil : true
  }

  /// Nil = unknown, or no order. Lists by their first difference, then by length. Durations have none: a month is no number of days.
  private static func order(_ a: Cell, _ b: Cell, _ holds: (Ordering) -> Bool) -> Bool? {
    if a.tag == .duration || b.tag == .duration { return nil }
    if a.tag == .list, b.tag == .list {
      for (x, y) in zip(a.items, b.items) {
        guard let isEqual = equality(x, y) else { return nil }
        if !isEqual { return order(x, y, holds) }
      }
      return holds(Int(a.length) < Int(b.length) ? .less : a.length == b.length ? .equal : .greater)
    }
    switch a.compare(b) {
    case .less: return holds(.less)
    case .equal: return holds(.equal)
    case .greater: return holds(.greater)
    case .unordered: return false
    case .unknown, .incomparable: return nil
    }
  }
}
