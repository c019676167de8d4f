/// One value inside operators: 16 bytes of plain data, copied without reference counting.
///
/// Payloads by tag. Pointers lead into an `Arena` or into memory owned by a snapshot, which outlive the batch.
///
/// | tag | payload | length |
/// |---|---|---|
/// | null | 0 | 0 |
/// | bool | 0 or 1 | 0 |
/// | int | bit pattern of Int64 | 0 |
/// | float | bit pattern of Double | 0 |
/// | decimal | pointer to an ExactDecimal | 0 |
/// | string, bytes | pointer to the bytes (UTF-8, not terminated) | byte count |
/// | date | days since the epoch | 0 |
/// | localTime | nanoseconds since midnight | 0 |
/// | zonedTime | nanoseconds since midnight | offset seconds, bit pattern of Int32 |
/// | localDateTime | seconds since the epoch | nanosecond |
/// | zonedDateTime | pointer to a `ZonedDateTimeCell` | 0 |
/// | duration | pointer to a CalendarDuration | 0 |
/// | list | pointer to `length` cells | item count |
/// | record | pointer to `2 * length` cells: name (string), value, ... | field count |
/// | node, edge | ordinal in the snapshot | 0 |
/// | path | pointer to `length` cells: node, edge, node, ... | element count, odd |
@frozen public struct Cell: @unchecked Sendable {
  public var payload: UInt64
  public var length: UInt32
  public var tag: Tag

  @frozen public enum Tag: UInt8, Sendable {
    case null, bool, int, float, decimal, string, bytes
    case date, localTime, zonedTime, localDateTime, zonedDateTime, duration
    case list, record, node, edge, path
  }

  @inlinable public init(tag: Tag, payload: UInt64, length: UInt32 = 0) {
    self.payload = payload
    self.length = length
    self.tag = tag
  }
}

/// What a `zonedDateTime` cell points to. The zone's name is a string cell, null when only an offset is known.
@frozen public struct ZonedDateTimeCell {
  public var local: LocalDateTime
  public var offsetSeconds: Int32
  public var zone: Cell
  @inlinable public init(local: LocalDateTime, offsetSeconds: Int32, zone: Cell) {
    self.local = local
    self.offsetSeconds = offsetSeconds
    self.zone = zone
  }
}

extension Cell {
  @inlinable public static var null: Cell { Cell(tag: .null, payload: 0) }
  @inlinable public static var `true`: Cell { Cell(true) }
  @inlinable public static var `false`: Cell { Cell(false) }
  @inlinable public init(_ value: Bool) { self.init(tag: .bool, payload: value ? 1 : 0) }
  @inlinable public init(_ value: Int64) { self.init(tag: .int, payload: UInt64(bitPattern: value)) }
  @inlinable public init(_ value: Double) { self.init(tag: .float, payload: value.bitPattern) }
  @inlinable public init(node ordinal: NodeOrdinal) { self.init(tag: .node, payload: UInt64(ordinal)) }
  @inlinable public init(edge ordinal: EdgeOrdinal) { self.init(tag: .edge, payload: UInt64(ordinal)) }
  @inlinable public init(string bytes: UnsafeBufferPointer<UInt8>) {
    self.init(tag: .string, address: UnsafeRawPointer(bytes.baseAddress), count: bytes.count)
  }
  @inlinable public init(tag: Tag, address: UnsafeRawPointer?, count: Int = 0) {
    self.init(tag: tag, payload: UInt64(UInt(bitPattern: address)), length: UInt32(count))
  }

  @inlinable public var isNull: Bool { tag == .null }
  /// Only for tag `bool`.
  @inlinable public var bool: Bool { payload != 0 }
  /// Only for tag `int`.
  @inlinable public var int: Int64 { Int64(bitPattern: payload) }
  /// Only for tag `float`.
  @inlinable public var float: Double { Double(bitPattern: payload) }
  /// Only for tags `node` and `edge`.
  @inlinable public var ordinal: UInt32 { UInt32(truncatingIfNeeded: payload) }
  /// Only for tags with a pointer. Nil for an empty string, list or record.
  @inlinable public var address: UnsafeRawPointer? { UnsafeRawPointer(bitPattern: UInt(payload)) }
  /// Only for tags `string` and `bytes`.
  @inlinable public var utf8: UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: address?.assumingMemoryBound(to: UInt8.self), count: Int(length))
  }
  /// Items of a `list`, alternating elements of a `path`.
  @inlinable public var items: UnsafeBufferPointer<Cell> {
    UnsafeBufferPointer(start: address?.assumingMemoryBound(to: Cell.self), count: Int(length))
  }
  /// Only for tag `record`: name, value, name, value, ...
  @inlinable public var fieldCells: UnsafeBufferPointer<Cell> {
    UnsafeBufferPointer(start: address?.assumingMemoryBound(to: Cell.self), count: 2 * Int(length))
  }
  /// Only for tag `decimal`.
  @inlinable public var decimal: ExactDecimal { address!.load(as: ExactDecimal.self) }
  /// Only for tag `duration`.
  @inlinable public var duration: CalendarDuration { address!.load(as: CalendarDuration.self) }
  /// Only for tag `zonedDateTime`.
  @inlinable public var zonedDateTime: ZonedDateTimeCell { address!.load(as: ZonedDateTimeCell.self) }
}
