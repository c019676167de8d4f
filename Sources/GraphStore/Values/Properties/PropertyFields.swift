/// Visits the properties of one text in the order in which they stand, without making strings.
///
/// Null properties and repetitions of a name are left out. Names and strings without escapes point into the
/// text.
struct PropertyFields {
  struct Field {
    var name: UnsafeBufferPointer<UInt8>
    var value: Cell
  }

  private var scanner: PropertyScanner
  private let arena: Arena
  private var isStarted = false
  private var isDone = false
  private var seen: [Cell] = []
  private var many: Set<[UInt8]> = []

  init(_ text: UnsafeBufferPointer<UInt8>, arena: Arena, refusingRepetitions: Bool = false) {
    scanner = PropertyScanner(text)
    scanner.refusesRepetitions = refusingRepetitions
    self.arena = arena
  }

  /// The next property, nil at the end.
  mutating func next() throws(PropertyFault) -> Field? {
    while try beginMember() {
      let span = try scanner.name()
      let name = scanner.stringCell(span, arena)
      let isNew = isNew(name)
      if !isNew { try scanner.noteRepetition(span) }
      let value = try scanner.value(arena, depth: 1)
      if isNew, !value.isNull { return Field(name: name.utf8, value: value) }
    }
    return nil
  }

  /// Checks one more member, whatever its name. False at the end.
  mutating func advance() throws(PropertyFault) -> Bool {
    guard try beginMember() else { return false }
    _ = try scanner.name()
    _ = try scanner.value(arena, depth: 1)
    return true
  }

  /// After the last property: nothing but white space may follow.
  mutating func finish() throws(PropertyFault) {
    scanner.skipSpace()
    if scanner.position < scanner.count { throw scanner.fault(.trailingText) }
  }

  @inline(__always) private mutating func beginMember() throws(PropertyFault) -> Bool {
    if isDone { return false }
    let hasMember = try isStarted ? scanner.nextMember() : scanner.openRecord()
    isStarted = true
    isDone = !hasMember
    return hasMember
  }

  private mutating func isNew(_ name: Cell) -> Bool {
    if seen.count < 16 {
      for other in seen where other.hasSameBytes(as: name) { return false }
      seen.append(name)
      return true
    }
    if many.isEmpty { for other in seen { many.insert(Array(other.utf8)) } }
    return many.insert(Array(name.utf8)).inserted
  }
}
