import GraphStore

/// Cells as bytes in a spill file: the tag, then
///
/// | tag | bytes |
/// |---|---|
/// | null | none |
/// | bool, int, float, date, times without pointers, node, edge | payload (8), length (4) |
/// | string, bytes | count (4), the bytes |
/// | decimal, duration | the value as it is in memory |
/// | zonedDateTime | local time and offset as they are in memory, the zone's cell |
/// | list, path | count (4), the cells |
/// | record | field count (4), names and values in turn |
///
/// Only this process reads them: nothing is swapped, and ordinals keep their meaning.
struct CellWriter {
  private(set) var bytes: [UInt8] = []

  mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

  mutating func append(_ cell: Cell) {
    bytes.append(cell.tag.rawValue)
    switch cell.tag {
    case .null: break
    case .bool, .int, .float, .date, .localTime, .zonedTime, .localDateTime, .node, .edge:
      plain(cell.payload)
      plain(cell.length)
    case .string, .bytes:
      plain(cell.length)
      bytes.append(contentsOf: cell.utf8)
    case .decimal:
      let value = cell.decimal
      plain(value.coefficient)
      plain(value.scale)
    case .duration:
      let value = cell.duration
      plain(value.months)
      plain(value.days)
      plain(value.seconds)
      plain(value.nanoseconds)
    case .zonedDateTime:
      let value = cell.zonedDateTime
      plain(value.local.secondsSinceEpoch)
      plain(value.local.nanosecond)
      plain(value.offsetSeconds)
      append(value.zone)
    case .list, .path:
      plain(cell.length)
      for item in cell.items { append(item) }
    case .record:
      plain(cell.length)
      for item in cell.fieldCells { append(item) }
    }
  }

  private mutating func plain<T: BitwiseCopyable>(_ value: T) {
    withUnsafeBytes(of: value) { bytes.append(contentsOf: $0) }
  }
}

extension SpillReader {
  /// The next cell; what it points to lives in `arena`.
  mutating func cell(_ arena: Arena) throws(QueryError) -> Cell {
    guard let tag = Cell.Tag(rawValue: try takePlain(UInt8.self)) else { throw SpillFile.failure("a temporary file is damaged") }
    switch tag {
    case .null: return .null
    case .bool, .int, .float, .date, .localTime, .zonedTime, .localDateTime, .node, .edge:
      let payload = try takePlain(UInt64.self)
      return Cell(tag: tag, payload: payload, length: try takePlain(UInt32.self))
    case .string, .bytes:
      let count = Int(try takePlain(UInt32.self))
      if count == 0 { return Cell(tag: tag, address: nil) }
      return try take(count) { arena.string(copying: $0.assumingMemoryBound(to: UInt8.self), tag: tag) }
    case .decimal:
      let coefficient = try takePlain(Int128.self)
      return arena.decimal(ExactDecimal(coefficient: coefficient, scale: try takePlain(Int32.self)))
    case .duration:
      let months = try takePlain(Int64.self)
      let days = try takePlain(Int64.self)
      let seconds = try takePlain(Int64.self)
      let nanoseconds = try takePlain(Int32.self)
      return arena.duration(CalendarDuration(months: months, days: days, seconds: seconds, nanoseconds: nanoseconds))
    case .zonedDateTime:
      let seconds = try takePlain(Int64.self)
      let nanosecond = try takePlain(Int32.self)
      let offset = try takePlain(Int32.self)
      let local = LocalDateTime(secondsSinceEpoch: seconds, nanosecond: nanosecond)
      return arena.zonedDateTime(ZonedDateTimeCell(local: local, offsetSeconds: offset, zone: try cell(arena)))
    case .list, .path: return try cells(tag, 1, arena)
    case .record: return try cells(tag, 2, arena)
    }
  }

  private mutating func cells(_ tag: Cell.Tag, _ each: Int, _ arena: Arena) throws(QueryError) -> Cell {
    let length = try takePlain(UInt32.self)
    if length == 0 { return Cell(tag: tag, address: nil) }
    var items: [Cell] = []
    for _ in 0..<(Int(length) * each) { items.append(try cell(arena)) }
    return items.withUnsafeBufferPointer { arena.cells(tag, $0) }
  }
}
