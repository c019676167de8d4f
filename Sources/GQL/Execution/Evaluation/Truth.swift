import GraphStore

/// Three-valued logic on cells: null is UNKNOWN (ISO/IEC 39075, Boolean value expression).
enum Truth {
  /// Nil = UNKNOWN. Anything but a truth value or null is an error.
  static func value(_ cell: Cell, _ span: SourceSpan) throws(QueryError) -> Bool? {
    switch cell.tag {
    case .null: return nil
    case .bool: return cell.bool
    case .int, .float, .decimal, .string, .bytes, .date, .localTime, .zonedTime, .localDateTime, .zonedDateTime, .duration,
      .list, .record, .node, .edge, .path:
      throw QueryError(.invalidValueType, "expected a truth value, found \(cell.typeName)", at: span)
    }
  }

  static func cell(_ value: Bool?) -> Cell { value.map { Cell($0) } ?? .null }

  static func combine(_ op: LogicalOperator, _ a: Cell, _ b: Cell, _ span: SourceSpan) throws(QueryError) -> Cell {
    let left = try value(a, span)
    let right = try value(b, span)
    switch op {
    case .and:
      if left == false || right == false { return .false }
      return left == nil || right == nil ? .null : .true
    case .or:
      if left == true || right == true { return .true }
      return left == nil || right == nil ? .null : .false
    case .xor:
      guard let left, let right else { return .null }
      return Cell(left != right)
    }
  }

  static func compare(_ op: ComparisonOperator, _ a: Cell, _ b: Cell, _ span: SourceSpan) throws(QueryError) -> Cell {
    switch op {
    case .equal, .notEqual:
      switch a.equals(b) {
      case .equal: return Cell(op == .equal)
      case .notEqual: return Cell(op == .notEqual)
      case .unknown: return .null
      case .incomparable: throw notComparable(a, b, span)
      }
    case .less, .lessOrEqual, .greater, .greaterOrEqual:
      switch a.compare(b) {
      case .less: return Cell(op == .less || op == .lessOrEqual)
      case .equal: return Cell(op == .lessOrEqual || op == .greaterOrEqual)
      case .greater: return Cell(op == .greater || op == .greaterOrEqual)
      case .unordered: return .false
      case .unknown: return .null
      case .incomparable: throw notComparable(a, b, span)
      }
    }
  }

  private static func notComparable(_ a: Cell, _ b: Cell, _ span: SourceSpan) -> QueryError {
    if let (first, second) = itemsThatDoNotCompare(a, b) {
      return QueryError(.valuesNotComparable, "items of the lists do not compare: \(first.typeName) and \(second.typeName)", at: span)
    }
    let isOfDurations = a.tag == .duration && b.tag == .duration
    let message = isOfDurations ? "a duration of months and one of days or time do not compare" : "\(a.typeName) and \(b.typeName) do not compare"
    return QueryError(.valuesNotComparable, message, at: span, hints: hint(a, b).map { [$0] } ?? [])
  }

  /// Of two lists, and of lists in them.
  private static func itemsThatDoNotCompare(_ a: Cell, _ b: Cell) -> (Cell, Cell)? {
    guard a.tag == .list, b.tag == .list else { return nil }
    for (first, second) in zip(a.items, b.items) where first.equals(second) == .incomparable {
      return itemsThatDoNotCompare(first, second) ?? (first, second)
    }
    return nil
  }

  /// For a temporal value beside a text, as those write who come from languages without such types.
  static func hint(_ a: Cell, _ b: Cell) -> String? {
    let other: Cell
    switch (a.tag, b.tag) {
    case (.string, _): other = b
    case (_, .string): other = a
    case (.list, _), (_, .list):
      return "take an item, `list[0]`; a variable of a repeated part is a list, so put the condition inside: `-[e WHERE e.weight = 1]->{1,3}`"
    default: return nil
    }
    switch other.tag {
    case .date: return "a date is written `DATE '2025-03-02'`; `DATE(...)` makes one of a text"
    case .localTime, .zonedTime: return "a time is written `TIME '12:30:00'`"
    case .localDateTime, .zonedDateTime: return "a datetime is written `DATETIME '2025-03-02T12:30:00'`"
    case .duration: return "a duration is written `DURATION 'P1D'`"
    case .int, .float, .decimal: return "`CAST(... AS STRING)` makes a text of a number, `CAST(... AS INT)` a number of a text"
    case .null, .bool, .string, .bytes, .list, .record, .node, .edge, .path: return nil
    }
  }
}

extension CellArithmetic {
  static func apply(_ op: ArithmeticOperator, _ a: Cell, _ b: Cell, _ arena: Arena) throws(ValueError) -> Cell {
    switch op {
    case .add: return try add(a, b, arena: arena)
    case .subtract: return try subtract(a, b, arena: arena)
    case .multiply: return try multiply(a, b, arena: arena)
    case .divide: return try divide(a, b, arena: arena)
    case .modulo: return try modulo(a, b, arena: arena)
    case .power: return try power(a, b, arena: arena)
    }
  }
}
