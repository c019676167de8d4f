extension Value: Hashable {
  /// Equivalence: null is null, NaN is NaN, 1 is 1.0, strings by code point, elements by id.
  public static func == (a: Value, b: Value) -> Bool {
    switch (a, b) {
    case (.int(let a), .int(let b)): a == b
    case (.string(let a), .string(let b)): a.utf8.elementsEqual(b.utf8)
    default: withCells(a, b) { $0.isEquivalent(to: $1) }
    }
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(Value.withCells(self, .null) { cell, _ in cell.equivalenceHash })
  }

  /// The language's `=`: nil when null decides; values of types that do not compare are not equal.
  public func equals(_ other: Value) -> Bool? {
    switch Value.withCells(self, other, { $0.equals($1) }) {
    case .equal: true
    case .notEqual, .incomparable: false
    case .unknown: nil
    }
  }

  /// The language's `<`: nil when null is involved or the types have no common order.
  public func isLess(than other: Value) -> Bool? {
    switch Value.withCells(self, other, { $0.compare($1) }) {
    case .less: true
    case .equal, .greater, .unordered: false
    case .unknown, .incomparable: nil
    }
  }

  /// The total order of ORDER BY, null last.
  public func order(_ other: Value) -> Ordering { Value.withCells(self, other) { $0.order($1) } }

  private static func withCells<T>(_ a: Value, _ b: Value, _ body: (Cell, Cell) -> T) -> T {
    if let a = a.plainCell, let b = b.plainCell { return body(a, b) }
    let arena = Arena()
    return withExtendedLifetime(arena) { body(arena.detachedCell(for: a), arena.detachedCell(for: b)) }
  }

  /// The cell of a value that needs no memory of its own.
  private var plainCell: Cell? {
    switch self {
    case .null: .null
    case .bool(let value): Cell(value)
    case .int(let value): Cell(value)
    case .float(let value): Cell(value)
    case .date(let value): Cell(value)
    case .localTime(let value): Cell(value)
    case .zonedTime(let value): Cell(value)
    case .localDateTime(let value): Cell(value)
    case .node(let value): Cell(tag: .node, payload: UInt64(bitPattern: value.id.rawValue))
    case .edge(let value): Cell(tag: .edge, payload: UInt64(bitPattern: value.id.rawValue))
    case .decimal, .string, .bytes, .zonedDateTime, .duration, .list, .record, .path: nil
    }
  }
}

extension Record: Hashable {
  /// Equivalence of the fields; their order does not matter.
  public static func == (a: Record, b: Record) -> Bool { Value.record(a) == .record(b) }
  public func hash(into hasher: inout Hasher) { hasher.combine(Value.record(self)) }
}
