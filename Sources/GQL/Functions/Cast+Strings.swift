import GraphStore

/// CAST to strings and byte strings.
extension Cast {
  /// The text of a scalar, as CAST gives it; nil for lists, records, elements, paths and byte strings.
  public static func text(of value: Cell) -> String? {
    switch value.tag {
    case .bool: value.bool ? "TRUE" : "FALSE"
    case .int: String(value.int)
    case .float: ValueText.float(value.float)
    case .decimal: value.decimal.text
    case .string: value.text
    case .date: value.date.isoText
    case .localTime: value.localTime.isoText
    case .zonedTime: value.zonedTime.isoText
    case .localDateTime: value.localDateTime.isoText
    case .zonedDateTime: value.zonedDateTime.value.isoText
    case .duration: value.duration.isoText
    case .null, .bytes, .list, .record, .node, .edge, .path: nil
    }
  }

  /// A text that is too long is cut; that of another value is an error, since part of it is another value. A fixed length is reached with spaces.
  static func string(
    _ value: Cell, minimum: Int?, maximum: Int?, isFixed: Bool, _ target: CastTarget, _ context: FunctionContext
  ) throws(ValueError) -> Cell {
    var result = value
    if value.tag != .string {
      guard let text = text(of: value) else { throw undefined(value, .string()) }
      result = context.arena.string(text)
      if let maximum, result.scalarCount > maximum {
        throw ValueError(.stringTruncation, "\(value.typeName) has \(result.scalarCount) characters here, and \(target.name) takes \(maximum)")
      }
    }
    if let maximum {
      let end = result.byteOffset(ofScalar: maximum)
      if result.hasMoreThanSpaces(from: end) { context.hasTruncated = true }
      result = result.slice(0..<end)
      let missing = isFixed ? maximum - result.scalarCount : 0
      if missing > 0 { result = try filled(result, missing, UInt8(ascii: " "), context.arena) }
    }
    if let minimum, result.scalarCount < minimum {
      throw ValueError(.invalidCast, "the string has fewer than \(minimum) characters")
    }
    return result
  }

  /// With so many bytes more.
  private static func filled(_ value: Cell, _ count: Int, _ byte: UInt8, _ arena: Arena) throws(ValueError) -> Cell {
    let length = Int(value.length)
    guard count <= CellArithmetic.stringLimitBytes else { throw CellArithmetic.stringTooLong }
    try CellArithmetic.checkRoom(forString: length + count, arena)
    let target = arena.allocate(UInt8.self, count: length + count)
    if let source = value.address { UnsafeMutableRawPointer(target.baseAddress!).copyMemory(from: source, byteCount: length) }
    target[length...].update(repeating: byte)
    return Cell(tag: value.tag, address: UnsafeRawPointer(target.baseAddress), count: length + count)
  }

  /// What is too long is cut; a fixed length is reached with zeros.
  static func bytes(
    _ value: Cell, minimum: Int?, maximum: Int?, isFixed: Bool, _ context: FunctionContext
  ) throws(ValueError) -> Cell {
    guard value.tag == .bytes else { throw undefined(value, .bytes()) }
    let length = Int(value.length)
    if let maximum, length > maximum {
      context.hasTruncated = true
      return value.bytes(0..<maximum)
    }
    if isFixed, let maximum, length < maximum {
      return try filled(value, maximum - length, 0, context.arena)
    }
    if let minimum, length < minimum { throw ValueError(.invalidCast, "the byte string has fewer than \(minimum) bytes") }
    return value
  }
}

extension Cell {
  /// Whether a string has anything but spaces from an offset on.
  func hasMoreThanSpaces(from offset: Int) -> Bool { utf8[offset...].contains { $0 != UInt8(ascii: " ") } }
}

extension CastTarget {
  /// Whether CAST to it may cut something off and warn.
  var mayTruncate: Bool {
    switch self {
    case .string(_, let maximum, _), .bytes(_, let maximum, _): maximum != nil
    case .list(let item?, _): item.mayTruncate
    case .record(let fields?): fields.contains { $0.type.mayTruncate }
    case .notNull(let target): target.mayTruncate
    case .bool, .integer, .decimal, .float, .date, .localTime, .zonedTime, .localDateTime, .zonedDateTime, .duration, .list(nil, _),
      .record(nil), .path, .node, .edge, .any, .propertyValue, .null, .nothing, .union:
      false
    }
  }
}
