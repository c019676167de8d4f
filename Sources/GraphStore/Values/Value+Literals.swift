extension Value: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByFloatLiteral, ExpressibleByStringLiteral, ExpressibleByArrayLiteral,
  ExpressibleByDictionaryLiteral
{
  public init(nilLiteral: ()) { self = .null }
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  public init(integerLiteral value: Int64) { self = .int(value) }
  public init(floatLiteral value: Double) { self = .float(value) }
  public init(stringLiteral value: String) { self = .string(value) }
  public init(arrayLiteral elements: Value...) { self = .list(elements) }
  public init(dictionaryLiteral elements: (String, Value)...) {
    self = .record(Record(elements.map { (name: $0.0, value: $0.1) }))
  }
}

/// The contents by type: nil when the value is of another type.
extension Value {
  public var isNull: Bool { if case .null = self { true } else { false } }
  public var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
  public var int: Int64? { if case .int(let value) = self { value } else { nil } }
  /// Any number as the nearest float.
  public var double: Double? {
    switch self {
    case .int(let value): Double(value)
    case .float(let value): value
    case .decimal(let value): value.double
    case .null, .bool, .string, .bytes, .date, .localTime, .zonedTime, .localDateTime, .zonedDateTime,
      .duration, .list,
      .record, .node, .edge, .path:
      nil
    }
  }
  public var decimal: ExactDecimal? { if case .decimal(let value) = self { value } else { nil } }
  public var string: String? { if case .string(let value) = self { value } else { nil } }
  public var bytes: [UInt8]? { if case .bytes(let value) = self { value } else { nil } }
  public var date: LocalDate? { if case .date(let value) = self { value } else { nil } }
  public var localTime: LocalTime? { if case .localTime(let value) = self { value } else { nil } }
  public var zonedTime: ZonedTime? { if case .zonedTime(let value) = self { value } else { nil } }
  public var localDateTime: LocalDateTime? { if case .localDateTime(let value) = self { value } else { nil } }
  public var zonedDateTime: ZonedDateTime? { if case .zonedDateTime(let value) = self { value } else { nil } }
  public var duration: CalendarDuration? { if case .duration(let value) = self { value } else { nil } }
  public var list: [Value]? { if case .list(let value) = self { value } else { nil } }
  public var record: Record? { if case .record(let value) = self { value } else { nil } }
  public var node: Node? { if case .node(let value) = self { value } else { nil } }
  public var edge: Edge? { if case .edge(let value) = self { value } else { nil } }
  public var path: Path? { if case .path(let value) = self { value } else { nil } }
}
