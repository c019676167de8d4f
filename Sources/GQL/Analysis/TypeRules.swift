import GraphStore

/// Type inference: what is known before any row is seen. `any` means that only the row can tell.
extension ValueType {
  /// The narrowest type that holds the values of both.
  func joined(with other: ValueType) -> ValueType {
    if self == other || other == .null { return self }
    if self == .null { return other }
    if isNumeric && other.isNumeric { return .number }
    if case .list(let a) = self, case .list(let b) = other { return .list(a.joined(with: b)) }
    return .any
  }

  /// Int, float, decimal or some numeric type; not null, not unknown.
  var isNumeric: Bool {
    switch self {
    case .int, .float, .decimal, .number: true
    case .any, .null, .bool, .string, .bytes, .date, .localTime, .zonedTime, .localDateTime, .zonedDateTime,
      .duration,
      .list, .record, .node, .edge, .path:
      false
    }
  }

  /// Could hold a value of any type, or only null.
  var isOpen: Bool { self == .any || self == .null }

  /// An instant or a time of day.
  var isInstant: Bool {
    switch self {
    case .date, .localTime, .zonedTime, .localDateTime, .zonedDateTime: true
    case .any, .null, .bool, .int, .float, .decimal, .number, .string, .bytes, .duration, .list, .record,
      .node, .edge,
      .path:
      false
    }
  }

  var isElement: Bool { self == .node || self == .edge }

  /// Whether some value other than null may be of both types.
  func overlaps(_ other: ValueType) -> Bool {
    if self == other || isOpen || other.isOpen { return true }
    if isNumeric && other.isNumeric { return true }
    if case .list(let a) = self, case .list(let b) = other { return a.overlaps(b) }
    return false
  }

  /// Whether `<` between non-null values of the two types can have a result.
  func isComparable(with other: ValueType) -> Bool {
    if isOpen || other.isOpen { return true }
    if isNumeric && other.isNumeric { return true }
    if case .list(let a) = self, case .list(let b) = other { return a.isComparable(with: b) }
    return self == other
  }

  /// For messages: "an integer".
  var withArticle: String {
    switch self {
    case .any: "a value"
    case .null: "null"
    case .bool: "a Boolean"
    case .int: "an integer"
    case .float: "a float"
    case .decimal: "a decimal"
    case .number: "a number"
    case .string: "a string"
    case .bytes: "a byte string"
    case .date: "a date"
    case .localTime: "a local time"
    case .zonedTime: "a zoned time"
    case .localDateTime: "a local datetime"
    case .zonedDateTime: "a zoned datetime"
    case .duration: "a duration"
    case .list(let item): item.isElement || item == .path ? "a list of \(item.plural)" : "a list"
    case .record: "a record"
    case .node: "a node"
    case .edge: "an edge"
    case .path: "a path"
    }
  }

  private var plural: String {
    switch self {
    case .node: "nodes"
    case .edge: "edges"
    case .path: "paths"
    case .any, .null, .bool, .int, .float, .decimal, .number, .string, .bytes, .date, .localTime, .zonedTime,
      .localDateTime, .zonedDateTime, .duration, .list, .record:
      "values"
    }
  }

  /// The type of values that a cast gives.
  init(_ specification: TypeSpecification) {
    switch specification.kind {
    case .bool: self = .bool
    case .string: self = .string
    case .bytes: self = .bytes
    case .integer(let bits, let isSigned, _): self = (bits ?? 64) + (isSigned ? 0 : 1) <= 64 ? .int : .number
    case .decimal: self = .decimal
    case .float: self = .float
    case .date: self = .date
    case .localTime: self = .localTime
    case .zonedTime: self = .zonedTime
    case .localDateTime: self = .localDateTime
    case .zonedDateTime: self = .zonedDateTime
    case .duration: self = .duration
    case .list(let item, _): self = .list(item.map { ValueType($0) } ?? .any)
    case .record: self = .record
    case .path: self = .path
    case .node, .nodeType: self = .node
    case .edge, .edgeType: self = .edge
    case .union(let members):
      self = members.dropFirst().reduce(members.first.map { ValueType($0) } ?? .any) {
        $0.joined(with: ValueType($1))
      }
    case .table: self = .list(.record)
    case .any, .propertyValue, .graph: self = .any
    case .null, .nothing: self = .null
    }
  }
}
