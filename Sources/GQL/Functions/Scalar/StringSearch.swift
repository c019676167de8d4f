import GraphStore

extension ScalarFunction {
  static let stringSearch = [startsWith, endsWith, contains, replace, split]

  static let startsWith = predicate("STARTS_WITH", "begins", example: ("'graph' STARTS WITH 'gr'", "TRUE")) {
    $0.starts(with: $1)
  }
  static let endsWith = predicate("ENDS_WITH", "ends", example: ("'graph' ENDS WITH 'ph'", "TRUE")) {
    $0.suffix($1.count).elementsEqual($1)
  }
  static let contains = ScalarFunction(
    "CONTAINS", parameters: [Parameter("string", .string), Parameter("part", .string)], result: always(.bool),
    summary: "Whether the part occurs in the string, by code points.",
    example: ("'graph' CONTAINS 'rap'", "TRUE")
  ) { (arguments, _) throws(ValueError) in
    Cell(ByteSearch.first(arguments[1].utf8, in: arguments[0].utf8, from: 0) != nil)
  }

  static let replace = ScalarFunction(
    "REPLACE",
    parameters: [
      Parameter("string", .string), Parameter("search", .string), Parameter("replacement", .string),
    ],
    result: always(.string),
    summary:
      "The string with every occurrence replaced, from left to right; nothing is replaced for an empty search.",
    example: ("REPLACE('banana', 'an', 'o')", "'booa'")
  ) { (arguments, context) throws(ValueError) in
    let (string, search, replacement) = (arguments[0].utf8, arguments[1].utf8, arguments[2].utf8)
    // Counted before any is copied: positions of all would take eight times the string.
    var matches = 0
    ByteSearch.forEach(search, in: string) { _ in matches += 1 }
    guard matches > 0 else { return arguments[0] }
    let count = string.count + matches * (replacement.count - search.count)
    try CellArithmetic.checkRoom(forString: count, context.arena)
    let result = context.arena.allocate(UInt8.self, count: count)
    var (position, written) = (0, 0)
    func write(_ bytes: UnsafeBufferPointer<UInt8>) {
      guard let base = bytes.baseAddress, let target = result.baseAddress else { return }
      (target + written).update(from: base, count: bytes.count)
      written += bytes.count
    }
    ByteSearch.forEach(search, in: string) { match in
      write(UnsafeBufferPointer(rebasing: string[position..<match]))
      write(replacement)
      position = match + search.count
    }
    write(UnsafeBufferPointer(rebasing: string[position...]))
    return Cell(tag: .string, address: UnsafeRawPointer(result.baseAddress), count: count)
  }

  static let split = ScalarFunction(
    "SPLIT", parameters: [Parameter("string", .string), Parameter("delimiter", oneOf: [.string, .list(.string)])],
    result: always(.list(.string)),
    summary: "The parts between the delimiters, of which there may be a list; every character for an empty delimiter.",
    example: ("SPLIT('a,b,,c', ',')", "['a', 'b', '', 'c']")
  ) { (arguments, context) throws(ValueError) in
    let string = arguments[0]
    let delimiters = arguments[1].tag == .list ? Array(arguments[1].items) : [arguments[1]]
    if delimiters.contains(where: \.isNull) { return .null }
    if let other = delimiters.first(where: { $0.tag != .string }) {
      throw wrongType("SPLIT", other, expected: "a string or a list of strings as its delimiter")
    }
    if delimiters.contains(where: { $0.length == 0 }) { return context.arena.list(try characters(of: string)) }
    var parts: [Cell] = []
    var position = 0
    for match in matches(of: delimiters, in: string) where match.lowerBound >= position {
      parts.append(string.slice(position..<match.lowerBound))
      position = match.upperBound
      try checkCount(parts)
    }
    parts.append(string.slice(position..<Int(string.length)))
    return context.arena.list(parts)
  }

  private static func characters(of string: Cell) throws(ValueError) -> [Cell] {
    let bytes = string.utf8
    var parts: [Cell] = []
    var position = 0
    for end in 1..<max(1, bytes.count + 1) where end == bytes.count || bytes[end] & 0xC0 != 0x80 {
      parts.append(string.slice(position..<end))
      position = end
      try checkCount(parts)
    }
    return parts
  }

  /// Where delimiters stand, from left to right; of those at one place the first of the list comes first.
  private static func matches(of delimiters: [Cell], in string: Cell) -> [Range<Int>] {
    let found = delimiters.map { delimiter in
      ByteSearch.all(delimiter.utf8, in: string.utf8).map { $0..<$0 + Int(delimiter.length) }
    }
    guard found.count > 1 else { return found.first ?? [] }
    let all = found.enumerated().flatMap { number, ranges in ranges.map { (number: number, range: $0) } }
    return all.sorted { ($0.range.lowerBound, $0.number) < ($1.range.lowerBound, $1.number) }.map(\.range)
  }

  private static func checkCount(_ parts: [Cell]) throws(ValueError) {
    guard parts.count < Cell.extentLimit else {
      throw ValueError(.limitExceeded, "SPLIT makes \(Cell.extentLimit) parts at most")
    }
  }

  private static func predicate(
    _ name: String, _ verb: String, example: (call: String, result: String),
    _ test: @escaping @Sendable (UnsafeBufferPointer<UInt8>, UnsafeBufferPointer<UInt8>) -> Bool
  ) -> ScalarFunction {
    ScalarFunction(
      name, parameters: [Parameter("string", .string), Parameter("part", .string)], result: always(.bool),
      summary: "Whether the string \(verb) with the part, by code points.", example: example
    ) { (arguments, _) throws(ValueError) in Cell(test(arguments[0].utf8, arguments[1].utf8)) }
  }
}

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Search for bytes: jumps to each occurrence of a short pattern's first byte and compares there; a long one is searched as Knuth, Morris and
/// Pratt do (SIAM Journal on Computing 6(2), 1977). O(text + pattern).
enum ByteSearch {
  static func first(
    _ pattern: UnsafeBufferPointer<UInt8>, in text: UnsafeBufferPointer<UInt8>, from start: Int
  ) -> Int? {
    guard let needle = pattern.baseAddress, !pattern.isEmpty else { return start }
    guard let base = text.baseAddress else { return nil }
    if pattern.count > shortPattern { return firstOfLong(pattern, in: text, from: start) }
    var position = start
    while position + pattern.count <= text.count {
      let span = text.count - pattern.count - position + 1
      guard let found = memchr(base + position, Int32(needle[0]), span) else { return nil }
      if memcmp(found, needle, pattern.count) == 0 { return UnsafeRawPointer(found) - UnsafeRawPointer(base) }
      position = UnsafeRawPointer(found) - UnsafeRawPointer(base) + 1
    }
    return nil
  }

  private static let shortPattern = 64

  private static func firstOfLong(
    _ pattern: UnsafeBufferPointer<UInt8>, in text: UnsafeBufferPointer<UInt8>, from start: Int
  ) -> Int? {
    guard text.count - start >= pattern.count else { return nil }
    // For each prefix, the length of the longest shorter prefix that it ends with.
    var borders = [Int32](repeating: 0, count: pattern.count)
    var length = 0
    for index in 1..<pattern.count {
      while length > 0, pattern[index] != pattern[length] { length = Int(borders[length - 1]) }
      if pattern[index] == pattern[length] { length += 1 }
      borders[index] = Int32(length)
    }
    var matched = 0
    for index in start..<text.count {
      while matched > 0, text[index] != pattern[matched] { matched = Int(borders[matched - 1]) }
      if text[index] == pattern[matched] { matched += 1 }
      if matched == pattern.count { return index - matched + 1 }
    }
    return nil
  }

  /// Starts of matches that do not overlap; none for an empty pattern.
  static func all(_ pattern: UnsafeBufferPointer<UInt8>, in text: UnsafeBufferPointer<UInt8>) -> [Int] {
    var matches: [Int] = []
    forEach(pattern, in: text) { matches.append($0) }
    return matches
  }

  static func forEach(_ pattern: UnsafeBufferPointer<UInt8>, in text: UnsafeBufferPointer<UInt8>, _ body: (_ start: Int) -> Void) {
    guard !pattern.isEmpty else { return }
    var position = 0
    while let match = first(pattern, in: text, from: position) {
      body(match)
      position = match + pattern.count
    }
  }
}
