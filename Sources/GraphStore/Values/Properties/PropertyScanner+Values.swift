/// Values as cells: what numbers, strings, lists, objects and tags in property text mean.
extension PropertyScanner {
  /// Reads the value at the position. Strings without escapes point into the text; other contents go to
  /// `arena`.
  mutating func value(_ arena: Arena, depth: Int) throws(PropertyFault) -> Cell {
    switch peek() {
    case UInt8(ascii: "\""): return stringCell(try string(), arena)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number(arena)
    case UInt8(ascii: "t"): return try word("true", .true)
    case UInt8(ascii: "f"): return try word("false", .false)
    case UInt8(ascii: "n"): return try word("null", .null)
    case UInt8(ascii: "["): return try list(arena, depth: depth)
    case UInt8(ascii: "{"): return try object(arena, depth: depth)
    default: throw fault(.unexpectedCharacter)
    }
  }

  /// The bytes of a span in the text, still escaped.
  func bytes(_ span: StringSpan) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(
      start: (base + span.start).assumingMemoryBound(to: UInt8.self), count: span.end - span.start)
  }

  @inline(__always) func stringCell(_ span: StringSpan, _ arena: Arena) -> Cell {
    span.hasEscapes ? unescaped(span, arena) : Cell(string: bytes(span))
  }

  /// Unescaping never makes a string longer.
  private func unescaped(_ span: StringSpan, _ arena: Arena) -> Cell {
    let target = arena.allocate(UInt8.self, count: span.end - span.start)
    var length = 0
    var scanner = self
    scanner.position = span.start
    while scanner.position < span.end {
      let next = scanner.byte(scanner.position)
      if next == UInt8(ascii: "\\"), let code = try? scanner.escape(), let scalar = Unicode.Scalar(code) {
        for unit in UTF8.encode(scalar).unsafelyUnwrapped {
          target[length] = unit
          length += 1
        }
      } else {
        target[length] = next
        length += 1
        scanner.position += 1
      }
    }
    return Cell(string: UnsafeBufferPointer(start: target.baseAddress, count: length))
  }

  /// Whether a member's name is `name`, by code point.
  @inline(__always) func matches(_ span: StringSpan, _ name: UnsafeBufferPointer<UInt8>) -> Bool {
    if span.hasEscapes { return matchesUnescaped(span, name) }
    guard span.end - span.start == name.count else { return false }
    for index in 0..<name.count where byte(span.start + index) != name[index] { return false }
    return true
  }

  private func matchesUnescaped(_ span: StringSpan, _ name: UnsafeBufferPointer<UInt8>) -> Bool {
    let scratch = Arena()
    return withExtendedLifetime(scratch) { unescaped(span, scratch).hasSameBytes(as: Cell(string: name)) }
  }

  private mutating func word(_ word: StaticString, _ value: Cell) throws(PropertyFault) -> Cell {
    for index in 0..<word.utf8CodeUnitCount {
      guard position < count, byte(position) == word.utf8Start[index] else {
        throw fault(.unexpectedCharacter)
      }
      position += 1
    }
    return value
  }

  private mutating func list(_ arena: Arena, depth: Int) throws(PropertyFault) -> Cell {
    guard depth <= PropertyText.maximumDepth else { throw fault(.tooDeep) }
    position += 1
    if eat(UInt8(ascii: "]")) { return arena.list([]) }
    var items: [Cell] = []
    repeat { items.append(try value(arena, depth: depth + 1)) } while eat(UInt8(ascii: ","))
    guard eat(UInt8(ascii: "]")) else { throw fault(.unexpectedCharacter) }
    return arena.list(items)
  }

  /// `{"@date":"2025-03-03"}` at the position, which most temporal values are; nil, and nothing read, for anything else.
  private mutating func plainDate() -> LocalDate? {
    let head: StaticString = "{\"@date\":\""
    guard count - position >= 22, byte(position + 20) == UInt8(ascii: "\""), byte(position + 21) == UInt8(ascii: "}") else {
      return nil
    }
    for index in 0..<10 where byte(position + index) != head.utf8Start[index] { return nil }
    let digits = UnsafeBufferPointer(start: (base + position + 10).assumingMemoryBound(to: UInt8.self), count: 10)
    guard let date = LocalDate(plain: digits) else { return nil }
    position += 22
    return date
  }

  /// A record or a tag.
  private mutating func object(_ arena: Arena, depth: Int) throws(PropertyFault) -> Cell {
    guard depth <= PropertyText.maximumDepth else { throw fault(.tooDeep) }
    if let date = plainDate() { return Cell(date) }
    let start = position
    guard try openRecord() else { return Cell(tag: .record, address: nil) }
    var members: [Cell] = []
    var names = NameSet()
    var memberCount = 0
    repeat {
      let span = try self.name()
      let name = stringCell(span, arena)
      let isNew = names.insert(name, among: members)
      if !isNew { try noteRepetition(span) }
      let value = try value(arena, depth: depth + 1)
      memberCount += 1
      if isNew {
        members.append(name)
        members.append(value)
      }
    } while try nextMember()
    if memberCount == 1, let first = members[0].utf8.first, first == UInt8(ascii: "@") {
      if members[0].length < 2 || members[0].utf8[1] != first {
        return try PropertyTag.value(members[0], members[1], arena, offset: start)
      }
      members[0] = Cell(string: UnsafeBufferPointer(rebasing: members[0].utf8[1...]))
    }
    return members.withUnsafeBufferPointer { arena.cells(.record, $0) }
  }

  /// Names seen in one object: compared one by one while they are few, hashed when they are many.
  private struct NameSet {
    private var many: Set<[UInt8]> = []

    /// False when the name is there already. `members` alternates names and values.
    mutating func insert(_ name: Cell, among members: [Cell]) -> Bool {
      guard members.count > 32 else {
        for index in stride(from: 0, to: members.count, by: 2) where members[index].hasSameBytes(as: name) {
          return false
        }
        return true
      }
      if many.isEmpty {
        for index in stride(from: 0, to: members.count, by: 2) { many.insert(Array(members[index].utf8)) }
      }
      return many.insert(Array(name.utf8)).inserted
    }
  }
}

extension PropertyTag {
  /// Without making a string.
  init?(bytes: UnsafeBufferPointer<UInt8>) {
    for (text, tag) in PropertyTag.spellings where text.utf8CodeUnitCount == bytes.count {
      if bytes.elementsEqual(UnsafeBufferPointer(start: text.utf8Start, count: bytes.count)) {
        self = tag
        return
      }
    }
    return nil
  }

  /// Those met most often first.
  private static let spellings: [(StaticString, PropertyTag)] = [
    ("@date", .date), ("@localdatetime", .localDateTime), ("@datetime", .zonedDateTime), ("@decimal", .decimal),
    ("@time", .zonedTime), ("@localtime", .localTime), ("@duration", .duration), ("@float", .float), ("@bytes", .bytes),
  ]

  /// The value that a one-member object stands for.
  static func value(_ name: Cell, _ content: Cell, _ arena: Arena, offset: Int) throws(PropertyFault) -> Cell
  {
    guard let tag = PropertyTag(bytes: name.utf8) else {
      let kind: PropertyFault.Kind = reserved.contains(name.text) ? .reservedTag : .unknownTag
      throw PropertyFault(kind: kind, offset: offset)
    }
    guard content.tag == .string, let value = tag.value(content.utf8, arena) else {
      throw PropertyFault(kind: .badTagContent, offset: offset)
    }
    return value
  }

  private func value(_ text: UnsafeBufferPointer<UInt8>, _ arena: Arena) -> Cell? {
    switch self {
    case .float: PropertyTag.float(text)
    case .decimal: ExactDecimal(text: text).map(arena.decimal)
    case .bytes: PropertyTag.bytes(text, arena)
    case .date: LocalDate(iso: text).map { Cell($0) }
    case .localTime: LocalTime(iso: text).map { Cell($0) }
    case .zonedTime: ZonedTime(iso: text).map { Cell($0) }
    case .localDateTime: LocalDateTime(iso: text).map { Cell($0) }
    case .zonedDateTime: ZonedDateTime(iso: text).map { arena.zonedDateTime($0) }
    case .duration: CalendarDuration(iso: text).map(arena.duration)
    }
  }

  private static func float(_ text: UnsafeBufferPointer<UInt8>) -> Cell? {
    switch String(decoding: text, as: UTF8.self) {
    case "NaN": Cell(Double.nan)
    case "Infinity": Cell(Double.infinity)
    case "-Infinity": Cell(-Double.infinity)
    default: nil
    }
  }

  private static func bytes(_ text: UnsafeBufferPointer<UInt8>, _ arena: Arena) -> Cell? {
    guard text.count % 2 == 0 else { return nil }
    let bytes = arena.allocate(UInt8.self, count: text.count / 2)
    for index in bytes.indices {
      guard let high = hexDigit(text[2 * index]), let low = hexDigit(text[2 * index + 1]) else { return nil }
      bytes[index] = high << 4 | low
    }
    return Cell(
      tag: .bytes, address: bytes.count == 0 ? nil : UnsafeRawPointer(bytes.baseAddress), count: bytes.count)
  }
}
