/// The text of the `properties` column of nodes and edges: one JSON object, a record of the element's
/// properties.
///
/// | value | text |
/// |---|---|
/// | null | `null` inside lists and records; a null *property* is a missing one and is left out, in both directions |
/// | bool | `true`, `false` |
/// | int | `1`: digits without point or exponent, within 64 bits |
/// | float | `1.0`, `1e+16`: any number with a point or an exponent; the shortest text that reads back as the same float; `-0.0` |
/// | float, not a number | `{"@float":"NaN"}`, `{"@float":"Infinity"}`, `{"@float":"-Infinity"}` |
/// | decimal | `{"@decimal":"12.50"}`; also a plain integer beyond 64 bits, of up to 38 digits |
/// | string | `"text"` in UTF-8; only `"`, `\` and controls are escaped (NUL is `\u0000`) |
/// | bytes | `{"@bytes":"00FF"}`: two hexadecimal digits a byte, either case (SQLite's `hex()` writes them) |
/// | date | `{"@date":"2025-03-03"}` |
/// | local time | `{"@localtime":"12:30:00.5"}` |
/// | zoned time | `{"@time":"12:30:00+01:00"}` |
/// | local datetime | `{"@localdatetime":"2025-03-03T12:30:00"}` |
/// | zoned datetime | `{"@datetime":"2025-03-03T12:30:00+01:00[Europe/Paris]"}`; the zone's name only where known |
/// | duration | `{"@duration":"P14M3DT5.5S"}`: months, days, seconds with nanoseconds, never normalised into each other |
/// | list | `[1,"a",null]` |
/// | record | `{"name":1}`; a record of exactly one field whose name starts with `@` doubles it: `{"@@date":1}` |
/// | node, edge, path | cannot be stored |
///
/// - The outermost object is the property record itself and never a tag: its names are written as they are.
/// - Reserved tags, an error until they mean something: `PropertyTag.reserved`. Any other one-member object
///   whose name starts with a single `@` is an error too.
/// - The first of members with the same name wins, as in `json_extract`. No text at all (a NULL column) is
///   the empty record.
/// - Errors: what is no JSON, is no UTF-8, a lone surrogate, a number such as `1e999` that no float holds, an
///   integer of more than 38 digits, nesting deeper than `maximumDepth`. SQLite's `json_valid` accepts some
///   of these.
enum PropertyText {
  /// How deep lists, records and tags may nest below the property record, for a text to be read. SQLite's JSON functions
  /// stop at 2,000.
  static let maximumDepth = 1_000

  /// How deep lists and records may nest to be stored: what is stored can be written in every format, among them statements, and
  /// read from there again.
  static let storableDepth = 150

  /// Enough for whatever could be read, and what is put around it.
  static let anyDepth = maximumDepth + 8

  /// The text of a property record.
  ///
  /// - Throws: `invalidProperty` for elements, paths and values outside their type's range; `limitExceeded`
  ///   for nesting deeper than `depth`.
  static func encode(_ record: Record, depth: Int = storableDepth) throws(StoreError) -> [UInt8] {
    var writer = PropertyTextWriter(depthLimit: depth)
    try writer.write(properties: record)
    return writer.bytes
  }

  /// Throws what `encode` throws for nesting that is too deep.
  static func checkNesting(_ record: Record) throws(StoreError) {
    if record.fields.contains(where: { nests($0.value, deeperThan: storableDepth) }) { throw StoreError.nestedTooDeep(storableDepth) }
  }

  private static func nests(_ value: Value, deeperThan levels: Int) -> Bool {
    if case .list(let items) = value { return levels == 0 || items.contains { nests($0, deeperThan: levels - 1) } }
    if case .record(let record) = value { return levels == 0 || record.fields.contains { nests($0.value, deeperThan: levels - 1) } }
    return false
  }

  /// Reads back what `encode` or a foreign tool wrote. Any bytes are safe to give.
  ///
  /// - Throws: `corrupt` with what is wrong and at which byte; whoever calls adds table and row.
  static func decode(_ text: UnsafeBufferPointer<UInt8>) throws(StoreError) -> Record {
    do throws(PropertyFault) { return try record(text) } catch { throw error.storeError }
  }

  /// As `decode`, with the fault as data.
  ///
  /// - Parameter refusingRepetitions: for what comes from outside: of two members with one name none is thrown away.
  static func record(_ text: UnsafeBufferPointer<UInt8>, refusingRepetitions: Bool = false) throws(PropertyFault) -> Record {
    let arena = Arena()
    var fields: [(name: String, value: Value)] = []
    var reader = PropertyFields(text, arena: arena, refusingRepetitions: refusingRepetitions)
    while let field = try reader.next() {
      fields.append((String(decoding: field.name, as: UTF8.self), value(of: field.value)))
    }
    try reader.finish()
    return Record(distinct: fields)
  }

  /// Throws what `decode` would throw, without making values. About 1 ns per byte.
  static func validate(_ text: UnsafeBufferPointer<UInt8>, scratch: Arena) throws(PropertyFault) {
    let mark = scratch.mark()
    defer { scratch.release(to: mark) }
    var reader = PropertyFields(text, arena: scratch)
    while try reader.advance() {}
    try reader.finish()
  }

  /// One property, nil when the text has none of this name or it is null.
  ///
  /// A string without escapes points straight into `text`; everything else that needs memory goes to `arena`.
  /// Looks no further than the first member of this name: what follows is not checked.
  static func cell(
    of name: UnsafeBufferPointer<UInt8>, in text: UnsafeBufferPointer<UInt8>, arena: Arena
  ) throws(PropertyFault) -> Cell? {
    var scanner = PropertyScanner(text)
    guard try scanner.openRecord() else { return nil }
    repeat {
      let found = try scanner.name()
      let isMatch = scanner.matches(found, name)
      if isMatch {
        let value = try scanner.value(arena, depth: 1)
        return value.isNull ? nil : value
      }
      try scanner.skipValue()
    } while try scanner.nextMember()
    return nil
  }

  /// The detached value of a cell that was read from property text.
  static func value(of cell: Cell) -> Value {
    switch cell.tag {
    case .null: .null
    case .bool: .bool(cell.bool)
    case .int: .int(cell.int)
    case .float: .float(cell.float)
    case .decimal: .decimal(cell.decimal)
    case .string: .string(String(decoding: cell.utf8, as: UTF8.self))
    case .bytes: .bytes(Array(cell.utf8))
    case .date: .date(LocalDate(daysSinceEpoch: cell.int))
    case .localTime: .localTime(LocalTime(nanosecondsSinceMidnight: cell.int))
    case .zonedTime: .zonedTime(zonedTime(of: cell))
    case .localDateTime:
      .localDateTime(LocalDateTime(secondsSinceEpoch: cell.int, nanosecond: Int32(bitPattern: cell.length)))
    case .zonedDateTime: .zonedDateTime(zonedDateTime(of: cell.zonedDateTime))
    case .duration: .duration(cell.duration)
    case .list: .list(cell.items.map(value(of:)))
    case .record: .record(record(of: cell.fieldCells))
    case .node, .edge, .path: preconditionFailure("property text holds no elements")
    }
  }

  private static func zonedTime(of cell: Cell) -> ZonedTime {
    ZonedTime(
      local: LocalTime(nanosecondsSinceMidnight: cell.int), offsetSeconds: Int32(bitPattern: cell.length))
  }

  private static func zonedDateTime(of value: ZonedDateTimeCell) -> ZonedDateTime {
    let zone = value.zone.isNull ? nil : String(decoding: value.zone.utf8, as: UTF8.self)
    return ZonedDateTime(local: value.local, offsetSeconds: value.offsetSeconds, zone: zone)
  }

  private static func record(of cells: UnsafeBufferPointer<Cell>) -> Record {
    var fields: [(name: String, value: Value)] = []
    fields.reserveCapacity(cells.count / 2)
    for index in stride(from: 0, to: cells.count, by: 2) {
      fields.append((String(decoding: cells[index].utf8, as: UTF8.self), value(of: cells[index + 1])))
    }
    return Record(distinct: fields)
  }
}

/// The names of one-member objects that stand for values JSON lacks.
enum PropertyTag: String, CaseIterable {
  case float = "@float"
  case decimal = "@decimal"
  case bytes = "@bytes"
  case date = "@date"
  case localTime = "@localtime"
  case zonedTime = "@time"
  case localDateTime = "@localdatetime"
  case zonedDateTime = "@datetime"
  case duration = "@duration"

  /// Not written by this version: integers and floats of other widths, unsigned integers, points, vectors.
  static let reserved: Set<String> = [
    "@int8", "@int16", "@int32", "@int64", "@int128", "@int256", "@uint8", "@uint16", "@uint32", "@uint64",
    "@uint128", "@uint256",
    "@float16", "@float32", "@float128", "@float256", "@point", "@vector",
  ]
}
