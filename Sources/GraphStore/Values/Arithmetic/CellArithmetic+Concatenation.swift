extension CellArithmetic {
  /// Strings, byte strings, lists, and paths of which the second begins where the first ends (else 22G0Z).
  public static func concatenate(_ a: Cell, _ b: Cell, arena: Arena) throws(ValueError) -> Cell {
    if a.isNull || b.isNull { return .null }
    guard a.tag == b.tag else { throw noOperator("||", a, b) }
    switch a.tag {
    case .string, .bytes:
      return try joinedBytes(a, b, arena)
    case .list:
      return try joined(a.items, b.items, .list, arena)
    case .path:
      guard let end = a.items.last, let start = b.items.first, end.payload == start.payload else {
        throw ValueError(.malformedPath, "the second path does not begin where the first ends")
      }
      return try joined(a.items, b.items.dropFirst(), .path, arena)
    case .null, .bool, .int, .float, .decimal, .date, .localTime, .zonedTime, .localDateTime, .zonedDateTime,
      .duration,
      .record, .node, .edge:
      throw noOperator("||", a, b)
    }
  }

  private static func joinedBytes(_ a: Cell, _ b: Cell, _ arena: Arena) throws(ValueError) -> Cell {
    if a.length == 0 { return b }
    if b.length == 0 { return a }
    let count = Int(a.length) + Int(b.length)
    try checkRoom(forString: count, arena)
    let target = arena.allocate(count)
    if let first = a.address, let second = b.address {
      target.copyMemory(from: first, byteCount: Int(a.length))
      (target + Int(a.length)).copyMemory(from: second, byteCount: Int(b.length))
    }
    return Cell(tag: a.tag, address: target, count: count)
  }

  /// The longest string that an operation may make.
  public static let stringLimitBytes = 1 << 30
  public static let stringTooLong = ValueError(.limitExceeded, "a string may have 1 GiB at most")

  /// Before a string of so many bytes is made.
  public static func checkRoom(forString bytes: Int, _ arena: Arena) throws(ValueError) {
    guard bytes <= stringLimitBytes else { throw stringTooLong }
    guard arena.hasRoom(for: bytes) else { throw noRoom }
  }

  private static let noRoom = ValueError(.limitExceeded, "a value needs more memory than the statement may have")

  static func joined(
    _ a: some Collection<Cell>, _ b: some Collection<Cell>, _ tag: Cell.Tag, _ arena: Arena
  ) throws(ValueError) -> Cell {
    let count = a.count + b.count
    guard count > 0 else { return Cell(tag: tag, address: nil) }
    guard arena.hasRoom(for: count * MemoryLayout<Cell>.stride) else { throw noRoom }
    let target = arena.allocate(Cell.self, count: count)
    var index = 0
    for item in a {
      target.initializeElement(at: index, to: item)
      index += 1
    }
    for item in b {
      target.initializeElement(at: index, to: item)
      index += 1
    }
    return Cell(tag: tag, address: UnsafeRawPointer(target.baseAddress), count: count)
  }
}
